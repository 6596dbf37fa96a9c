"""Sites and map in a real browser: for everybody, without script, in print, and nobody's guess."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from browsing import Namespace, served, wait_for_view
from nameplate.knowledge import boundaries
from nameplate.work import entering, placing
from nameplate.work.desk import Desk
from nameplate.work.entering import SiteEntry
from nameplate.work.placing import AreaEntry
from papers.sample_hostile import HOSTILE as HOSTILES

HOSTILE = (
    '<img src=x onerror="document.title=1">\u202egnp.exe</title><script>document.title=1</script>'
)
BIDI = set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
SITES = (("library", "E06000034"), ("depot", ""), (HOSTILE[:100], "S12000046"))
PATHS = (
    "/sites",
    "/sites?map=nations",
    "/sites?map=countries&sort=state&by=who&own=devices",
    "/sites?state=none",
    "/sites?every=yes&text=thurrock",
)


class Placed:
    """The council with three sites, served; tests open pages of their own."""

    def __init__(self, base: str, state: StorageState, case: Path) -> None:
        self.base = base
        self.state = state
        self.case = case
        desk = Desk.open(case)
        self.ids = {one.name: one.id for one in _sites(desk)}
        self.hostile = next(id_ for name, id_ in self.ids.items() if name.startswith("<img"))
        desk.store.close()

    def url(self, path: str) -> str:
        return self.base + path


def _sites(desk: Desk) -> tuple[Any, ...]:
    from nameplate.work.own_sites import own

    return own(desk).sites


@pytest.fixture(scope="module")
def placed(
    browser: Browser,
    loopback_only: Namespace,
    council_of: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Placed]:
    case = council_of(tmp_path_factory.mktemp("placed"))
    desk = Desk.open(case)
    for name, area in SITES:
        id_ = entering.enter_site(desk, "", SiteEntry(name=name, who="A. Clerk"))
        if area:
            placing.enter_area(desk, id_, AreaEntry(area, "A. Clerk"))
    desk.store.close()
    with served(case, loopback_only.inside) as server:
        wait_for_view(case)
        context = browser.new_context()
        context.new_page().goto(server.link)
        state = context.storage_state()
        context.close()
        yield Placed(server.base, state, case)


@pytest.fixture
def opened(browser: Browser, placed: Placed) -> Iterator[BrowserContext]:
    made = browser.new_context(storage_state=placed.state, service_workers="block")
    yield made
    made.close()


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_axe_finds_nothing_serious_with_and_without_a_popup(
    browser: Browser, placed: Placed, look: str
) -> None:
    context = browser.new_context(
        storage_state=placed.state,
        color_scheme="dark" if look == "dark" else "light",
        viewport={"width": 320 if look == "narrow" else 1280, "height": 900},
        bypass_csp=True,
    )
    page = context.new_page()
    area = f"/sites/{placed.ids['depot']}/area"
    for path in (*PATHS, area):
        page.goto(placed.url(path))
        assert _faults(page) == [], path
    page.goto(placed.url("/sites"))
    _open_popup(page)
    assert _faults(page) == [], "with a popup"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]  # it was set
    context.close()


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def _open_popup(page: Page) -> None:
    page.locator(".np-map__live a[href='#area-E06000034']").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()


def test_nothing_is_asked_of_anybody_else_and_the_policy_is_kept(
    opened: BrowserContext, placed: Placed
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    page = opened.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    for path in PATHS:
        page.goto(placed.url(path), wait_until="networkidle")
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("button", name="Zoom in").click()
    assert [url for url in asked if not url.startswith(placed.base + "/")] == []
    assert complaints == []


def test_without_script_the_map_is_there_with_its_legend_links_and_credit(
    browser: Browser, placed: Placed
) -> None:
    context = browser.new_context(storage_state=placed.state, java_script_enabled=False)
    page = context.new_page()
    page.goto(placed.url("/sites"))
    assert page.locator("[data-sheet] path").count() == 361
    assert page.locator("[data-sheet]").is_visible()
    link = page.locator("[data-sheet] a[href='#area-E06000034']")
    label = link.get_attribute("aria-label") or ""
    assert label.startswith("Thurrock: has some. Thurrock Council: 47 cameras ")
    assert "47 cameras (Thurrock Council, June 2019)" in label
    assert page.locator(".np-legend").get_by_text("did not reply").is_visible()
    assert page.get_by_text("Contains OS data").first.is_visible()
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#area-E06000034")
    page.locator("thead").get_by_role("link", name="On the map").click()
    assert "sort=state" in page.url
    page.get_by_label("Map of", exact=True).select_option("countries")
    page.get_by_role("button", name="Show").click()
    assert page.locator("#area-AU").inner_text().count("answers differ") == 1
    context.close()


def test_each_answer_has_a_pattern_of_its_own(opened: BrowserContext, placed: Placed) -> None:
    page = opened.new_page()
    page.goto(placed.url("/sites"))
    drawn = [one.inner_html() for one in page.locator("[data-patterns] pattern").all()[:7]]
    assert len({" ".join(one.split()) for one in drawn}) == 7
    fills = page.locator("[data-sheet] path").first
    assert (fills.get_attribute("fill") or "").startswith("url(#")


def test_the_map_is_walked_by_keyboard_and_tells_what_the_table_tells(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    page.goto(placed.url("/sites"))
    stops = page.locator(".np-map__live a[href^='#area-']").count()
    assert stops == page.locator("#table tbody tr").count() < 20
    _open_popup(page)
    told = page.locator(".leaflet-popup p").inner_text()
    assert "Thurrock" in told
    assert "1 of your sites" in told
    page.get_by_role("link", name="See it in the table").click()
    assert page.url.endswith("#area-E06000034")


def test_what_has_the_focus_is_in_sight_however_far_the_map_was_enlarged(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(placed.url("/sites"))
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    _open_popup(page)
    page.wait_for_timeout(500)
    place = page.locator(".np-map__live").bounding_box()
    area = page.locator(".np-map__live a[href='#area-E06000034'] path").bounding_box()
    popup = page.locator(".leaflet-popup").bounding_box()
    assert place is not None
    assert area is not None
    assert popup is not None
    assert page.evaluate("document.querySelector('.np-map__live').scrollTop") == 0
    for box in (area, popup):
        assert place["x"] - 1 <= box["x"] + box["width"] / 2 <= place["x"] + place["width"] + 1
        assert place["y"] - 1 <= box["y"] + box["height"] / 2 <= place["y"] + place["height"] + 1
    tip = popup["y"] + popup["height"]
    assert abs(tip - (area["y"] + area["height"] / 2)) < 30


def test_a_site_of_a_hostile_name_is_inert_on_the_map_too(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda d: dialogs.append(d.message))
    page.goto(placed.url("/sites"))
    page.locator(".np-map__live a[href='#area-S12000049']").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()
    assert page.locator(".leaflet-popup img, .leaflet-popup script").count() == 0
    page.goto(placed.url(f"/sites/{placed.hostile}/area"))
    assert page.title() != "1"
    assert "\u202e" not in page.content()
    assert dialogs == []


def test_no_name_of_a_site_does_anything_in_a_case_without_evidence(
    browser: Browser, loopback_only: Namespace, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    desk = Desk.open(case)
    codes = list(boundaries.areas())
    for number, text in enumerate(HOSTILES):
        name = text.encode("utf-8", "backslashreplace").decode()[:90] + f" {number}"
        id_ = entering.enter_site(desk, "", SiteEntry(name=name, who="A. Clerk"))
        placing.enter_area(desk, id_, AreaEntry(codes[number * 9], "A. Clerk"))
    desk.store.close()
    dialogs: list[str] = []
    with served(case, loopback_only.inside) as server:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda d: dialogs.append(d.message))
        page.goto(server.link)
        for path in ("/sites?own=area", "/sites?map=countries", "/who"):
            page.goto(server.base + path)
            assert page.locator("main img, main script, main iframe, main object").count() == 0
            assert not BIDI & set(page.content())
        page.goto(server.base + "/sites")
        for link in page.locator(".np-map__live a[href^='#area-E']").all():
            link.focus()
            page.keyboard.press("Enter")
            page.wait_for_timeout(30)
            assert page.locator(".leaflet-popup img, .leaflet-popup script").count() == 0
        context.close()
    assert dialogs == []


def test_a_site_without_an_area_is_in_the_table_and_not_on_the_map(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    page.goto(placed.url("/sites"))
    row = page.locator("tr", has=page.get_by_role("link", name="depot", exact=True))
    assert "place not stated" in row.inner_text()
    assert "depot" not in page.locator("figure").inner_html()


def test_a_form_that_is_not_whole_keeps_nothing_and_one_that_is_shows_who_stated_it(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    page.goto(placed.url(f"/sites/{placed.ids['depot']}/area"))
    page.get_by_label("Council area, or country").select_option("S12000036")
    page.get_by_role("button", name="Keep this").click()
    assert page.get_by_role("link", name="Enter your name").is_visible()
    assert page.get_by_label("Council area, or country").input_value() == "S12000036"
    page.get_by_label("Your name").fill("B. Clerk")
    page.get_by_role("button", name="Keep this").click()
    page.wait_for_url("**/sites#own")
    row = page.locator("tr", has=page.get_by_role("link", name="depot", exact=True))
    assert "stated by" in row.inner_text()
    assert "B. Clerk" in row.inner_text()
    page.goto(placed.url(f"/sites/{placed.ids['depot']}/area"))
    page.get_by_label("Council area, or country").select_option("")
    page.get_by_label("Your name").fill("B. Clerk")
    page.get_by_role("button", name="Keep this").click()
    page.wait_for_url("**/sites#own")
    assert "place not stated" in page.locator("#own ~ table").inner_text()


def test_each_table_is_handed_over_as_shown(opened: BrowserContext, placed: Placed) -> None:
    page = opened.new_page()
    page.goto(placed.url("/sites?text=thurrock&sort=name"))
    shown = page.locator("#table tbody tr").count()
    _, text = _fetched(page, "/sites/areas.csv?text=thurrock&sort=name")
    assert len(list(csv.reader(io.StringIO(text)))) - 1 == shown == 1
    found = json.loads(_fetched(page, "/sites/own.json")[1])
    assert [row["site"] for row in found["rows"]].count("depot") == 1
    assert "Contains OS data" in found["about"]["boundaries"]
    assert _fetched(page, "/sites/statements.xlsx")[0] == 200
    assert _fetched(page, "/sites/elsewhere.csv")[0] == 400
    assert "Open Government" in _fetched(page, "/sites/licences")[1]


def _fetched(page: Page, path: str) -> tuple[int, str]:
    """Ask from within the page: the test itself is outside the namespace."""
    status, text = page.evaluate(
        "path => fetch(path).then(async r => [r.status, await r.text()])", path
    )
    return int(status), str(text)


def test_in_print_the_whole_map_stands_with_its_legend_and_without_controls(
    opened: BrowserContext, placed: Placed
) -> None:
    page = opened.new_page()
    page.goto(placed.url("/sites"))
    page.get_by_role("button", name="Zoom in").click()
    page.emulate_media(media="print")
    assert page.locator(".np-map__whole > [data-sheet]").is_visible()
    assert not page.locator(".np-map__live").is_visible()
    assert page.locator(".np-legend").is_visible()
    assert page.locator(".np-credit").first.is_visible()
