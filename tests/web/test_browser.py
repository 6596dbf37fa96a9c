"""The pages in a real browser: for everybody, by keyboard, without script, and without a request
that leaves."""

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

SHOWN = (
    "/devices",
    "/devices?kind=camera&listed=yes&sort=where",
    "/devices?text=nothing-has-this",
    "/devices/{device}",
    "/devices/{device}/decide/maker",
    "/devices/{device}/decide/kind",
    "/devices/{device}/decide/place",
    "/devices/{device}/decide/dispute",
    "/devices/{device}/decide/merge",
    "/devices/{device}/decide/split",
    "/evidence",
    "/jobs/1",
    "/unseen",
    "/search?q=hikvision",
    "/search?q=",
    "/search?q=nothing-has-this",
    "/no-such-page",
)


def first_device(page: Page, base: str) -> str:
    page.goto(f"{base}/devices")
    return page.locator("#table tbody th a").first.inner_text()


def faults_of(page: Page) -> Sequence[str]:
    """What axe finds serious or critical, with the place."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:300]})"
        for v in found
        for node in v["nodes"][:1]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_axe_finds_nothing_serious_on_any_page(browser: Browser, council: Any, look: str) -> None:
    context = browser.new_context(
        storage_state=council.state,
        color_scheme="dark" if look == "dark" else "light",
        viewport={"width": 320 if look == "narrow" else 1280, "height": 900},
        bypass_csp=True,  # axe itself is put into the page
    )
    page = context.new_page()
    device = first_device(page, council.server.base)
    for path in SHOWN:
        page.goto(council.url(path.format(device=device)))
        assert faults_of(page) == [], path
        for summary in page.locator("details > summary").all():
            summary.click()
        assert faults_of(page) == [], f"{path}, with its details open"
    context.close()


def test_from_the_link_to_the_why_of_a_device_in_eight_keys(page: Page, council: Any) -> None:
    page.goto(council.url("/"))
    keys = 0
    while not page.evaluate("document.activeElement?.textContent").startswith(
        "Skip to the devices"
    ):
        page.keyboard.press("Tab")
        keys += 1
    page.keyboard.press("Enter")
    keys += 1
    while not page.evaluate("document.activeElement?.getAttribute('href') || ''").startswith(
        "/devices/"
    ):
        page.keyboard.press("Tab")
        keys += 1
        assert keys < 20, "the table's first device cannot be reached"
    page.keyboard.press("Enter")
    page.wait_for_url("**/devices/*")
    assert page.get_by_role("heading", name="Observed").is_visible()
    assert keys + 1 <= 8


def test_every_focusable_thing_shows_its_focus_and_none_is_a_trap(page: Page, council: Any) -> None:
    page.goto(council.url("/devices"))
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        look = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, s.boxShadow, s.backgroundColor]; })()"
        )
        assert look[0] != "none" or look[1] != "none", seen[-1]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("path", SHOWN)
def test_at_400_per_cent_nothing_is_cut_off(browser: Browser, council: Any, path: str) -> None:
    context = browser.new_context(
        storage_state=council.state, viewport={"width": 320, "height": 256}
    )
    page = context.new_page()
    page.goto(council.url(path.format(device=first_device(page, council.server.base))))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_no_page_asks_for_anything_but_its_own_server(browser: Browser, council: Any) -> None:
    context = browser.new_context(storage_state=council.state, service_workers="block")
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    device = first_device(page, council.server.base)
    for path in SHOWN[:-1]:
        page.goto(council.url(path.format(device=device)), wait_until="networkidle")
    assert [url for url in asked if not url.startswith(council.server.base + "/")] == []
    assert complaints == []  # a style or script that the policy forbids would be told here
    context.close()


def test_the_list_is_filtered_sorted_and_paged_without_script(
    browser: Browser, council: Any
) -> None:
    context = browser.new_context(storage_state=council.state, java_script_enabled=False)
    page = context.new_page()
    page.goto(council.url("/devices"))
    page.get_by_label("Listed").select_option("yes")
    page.get_by_role("button", name="Show").click()
    assert "listed=yes" in page.url
    page.get_by_role("navigation", name="Kinds of device").get_by_role(
        "link", name="recorder"
    ).click()
    assert "kind=recorder" in page.url
    assert "listed=yes" in page.url
    page.locator("#table thead").get_by_role("link", name="Where").click()
    assert "sort=where" in page.url
    assert set(page.locator("#table tbody td:nth-child(2)").all_inner_texts()) == {"recorder"}
    page.goto(council.url("/devices"))
    page.get_by_role("link", name="Next page").click()
    assert "page=2" in page.url
    context.close()


@pytest.mark.parametrize(
    "notation", ["{0}", "{1}", "{2}"], ids=["with colons", "with dots", "bare and upper case"]
)
def test_an_address_in_any_notation_leads_to_its_device(
    page: Page, council: Any, notation: str
) -> None:
    device = first_device(page, council.server.base)
    page.goto(council.url(f"/devices/{device}"))
    colons = page.locator(".np-keys dd code").first.inner_text()
    bare = colons.replace(":", "")
    dots = ".".join(bare[i : i + 4] for i in (0, 4, 8))
    page.goto(council.url("/unseen"))
    page.keyboard.press("/")
    page.keyboard.type(notation.format(colons, dots, bare.upper()))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/devices/{device}")


def test_a_page_that_is_printed_has_no_controls(page: Page, council: Any) -> None:
    page.goto(council.url("/devices"))
    page.emulate_media(media="print")
    assert not page.locator(".np-filters").is_visible()
    assert not page.locator(".np-search").is_visible()
    assert page.locator("#table").is_visible()
