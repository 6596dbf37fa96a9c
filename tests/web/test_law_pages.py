"""Who we are and the law in a real browser: for all, without script, hostile words inert."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from browsing import Namespace, served, wait_for_view
from nameplate.register import Jobs, Store
from nameplate.work import entering, stating
from nameplate.work.desk import Desk
from nameplate.work.entering import BodyEntry, FactEntry, SensitivityEntry, SiteEntry
from web.conftest import Site, council_case, opened
from web.test_browser import faults_of, first_device

HOSTILE = "Hall <img src=x onerror=alert(1)> \u202eevil\u202c \"'><script>alert(2)</script>"
ASKED = "actor=central-government-body&place=GB-ENG&verb=use&maker=hikvision&kind=camera"
CALL = "uk-parliamentarians-letter-2022"
SHOWN = (
    "/who",
    "/who/body",
    "/who/body?place=-",
    "/who/body?place=US-TX",
    "/who/sites/new",
    "/who/sites/new?name=Town+Hall",
    "/who/sites/{site}",
    "/who/sites/{site}/sensitivity",
    "/who/sites/{site}/remove",
    "/who/facts/waiver",
    "/who/facts/started:tender-notice",
    "/who/history/1/undo",
    "/law",
    "/law/ask",
    f"/law/ask?{ASKED}",
    f"/law/ask?{ASKED}&stated=role:controller%3Dyes&funding=public-funds",
    "/law/ask?actor=king&verb=use",
    f"/law/timeline?{ASKED}",
    "/law/scenario",
    f"/law/scenario?id={CALL}&start=2027-01-01",
    f"/law/scenario?id={CALL}&start=soon&choice.transition_months=x",
    "/law/instruments",
    "/law/instruments?text=nothing-has-this",
    f"/law/instruments/{CALL}",
    "/law/instruments/us-far-52-204-25",
    "/devices?law=depends",
    "/devices?law=duty",
    "/devices/{device}",
    "/search?q=52.204-25",
)


@pytest.fixture(scope="module")
def told(
    browser: Browser, loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The council's case with everything stated, in words that nobody should trust."""
    case = council_case(tmp_path_factory.mktemp("told"))
    desk = Desk.open(case)
    body = BodyEntry("central-government-body", "GB-ENG", name=HOSTILE, who=HOSTILE)
    entering.enter_body(desk, body)
    id_ = entering.enter_site(desk, "", SiteEntry("Town Hall", "gov-office", who="A. Example"))
    entering.enter_site(desk, "", SiteEntry(HOSTILE, "school", who="A. Example"))
    entering.enter_sensitivity(
        desk, id_, SensitivityEntry("sensitive-gov:ministers", HOSTILE, "2026-01-02", HOSTILE)
    )
    entering.enter_fact(desk, "waiver", FactEntry("other", HOSTILE, why=HOSTILE, who=HOSTILE))
    desk.store.close()
    with served(case, loopback_only.inside) as server:
        wait_for_view(case)
        yield opened(browser, server, case)


def paths(site: Site, page: Page) -> list[str]:
    ids = {
        "site": stating.us(Desk.open(site.case)).sites[-1].id,
        "device": first_device(page, site.server.base),
    }
    return [path.format(**ids) if "{" in path else path for path in SHOWN]


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_axe_finds_nothing_serious_and_nothing_runs(
    browser: Browser, told: Site, look: str
) -> None:
    context = browser.new_context(
        storage_state=told.state,
        color_scheme="dark" if look == "dark" else "light",
        viewport={"width": 320 if look == "narrow" else 1280, "height": 900},
        bypass_csp=True,  # axe itself is put into the page
    )
    page = context.new_page()
    ran: list[str] = []

    def tell(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", tell)
    for path in paths(told, page):
        page.goto(told.url(path))
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert faults_of(page) == [], path
        if look == "narrow":
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert page.locator("img[src=x]").count() == 0, path
        assert "\u202e" not in page.content(), path
    assert ran == []
    context.close()


def test_no_page_of_law_asks_for_anything_but_its_own_server(browser: Browser, told: Site) -> None:
    context = browser.new_context(storage_state=told.state, service_workers="block")
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    for path in paths(told, page):
        page.goto(told.url(path), wait_until="networkidle")
        for link in page.locator("a[href^=http]").all():
            assert "noreferrer" in (link.get_attribute("rel") or "")
            assert "noopener" in (link.get_attribute("rel") or "")
    assert [url for url in asked if not url.startswith(told.server.base + "/")] == []
    assert [c for c in complaints if "400 (Bad Request)" not in c] == []
    context.close()


@pytest.fixture
def fresh(
    browser: Browser, loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    case = council_case(tmp_path_factory.mktemp("fresh"))
    with served(case, loopback_only.inside) as server:
        wait_for_view(case)
        yield opened(browser, server, case)


def settled(site: Site, page: Page) -> None:
    """Wait until the case was judged with what was stated last."""
    jobs = Jobs(Store.open(site.case))
    for _ in range(300):
        if not jobs.open() and not Desk.open(site.case).is_stale():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the case was not judged in time")


def plain(browser: Browser, site: Site) -> BrowserContext:
    return browser.new_context(storage_state=site.state, java_script_enabled=False)


def test_from_who_we_are_to_the_answer_beside_each_device_without_script(
    browser: Browser, fresh: Site
) -> None:
    page = plain(browser, fresh).new_page()
    page.goto(fresh.url("/devices"))
    page.get_by_role("link", name="say who you are").click()
    page.get_by_label("Where do you act?").select_option("GB-ENG")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="central government body", exact=True).check()
    page.get_by_role("button", name="Keep this").click()
    assert page.get_by_role("link", name="Enter your name").is_visible()
    assert page.get_by_role("radio", name="central government body", exact=True).is_checked()
    assert stating.us(Desk.open(fresh.case)).body is None
    page.get_by_label("Your name").fill("A. Example")
    page.get_by_role("button", name="Keep this").click()
    assert page.url.endswith("/who")
    settled(fresh, page)

    page.goto(fresh.url("/devices"))
    outcomes = page.get_by_role("navigation", name="What the law asks")
    outcomes.get_by_role("link", name="it depends").click()
    assert "law=depends" in page.url
    assert set(page.locator("td[data-label=Law]").all_inner_texts()) == {"it depends"}
    page.goto(fresh.url("/devices?law=depends&place=town+hall"))
    page.locator("#table tbody th a").first.click()
    law = page.locator("section:has(#law)")
    assert law.get_by_text("To be stated").first.is_visible()
    law.get_by_role("link", name="What kind of site").first.click()
    assert "/who" in page.url

    page.goto(fresh.url("/who/sites/new"))
    page.get_by_label("Name, as it stands in the evidence").fill("Town Hall")
    page.get_by_label("What kind of site is it?").select_option("gov-office")
    page.get_by_label("Your name").fill("A. Example")
    page.get_by_role("button", name="Keep this site").click()
    page.get_by_role("link", name="State its sensitivity").click()
    page.get_by_label("none of them").check()
    page.get_by_role("button", name="Keep this statement").click()
    assert page.get_by_role("link", name="Enter the reason").is_visible()
    assert page.get_by_label("none of them").is_checked()
    page.get_by_label("Why?").fill("Decision 12")
    page.get_by_label("Your name").fill("B. Example")
    page.get_by_role("button", name="Keep this statement").click()
    assert page.get_by_text("B. Example").first.is_visible()
    settled(fresh, page)

    page.goto(fresh.url("/who"))
    page.get_by_role("link", name="Take back").first.click()
    page.get_by_label("Your name").fill("C. Example")
    page.get_by_role("button", name="Take it back").click()
    assert stating.us(Desk.open(fresh.case)).sites[0].sensitivity is None
    page.context.close()


def test_a_question_is_asked_answered_and_followed_without_script(
    browser: Browser, told: Site
) -> None:
    page = plain(browser, told).new_page()
    page.goto(told.url("/law/ask"))
    assert page.get_by_label("Who acts?").input_value() == "central-government-body"
    page.get_by_label("What is done?").select_option("use")
    page.get_by_label("With a thing made by").select_option("hikvision")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.locator(".np-answer").inner_text().startswith("It depends")
    shared = page.url
    page.locator(".np-again", has_text="yes").first.click()
    assert "stated=" in page.url
    page.get_by_role("link", name="Take it out").first.click()
    page.get_by_role("link", name="How this answer changed").click()
    assert page.get_by_role("cell", name="not in force").first.is_visible()
    page.goto(shared)
    assert page.locator(".np-answer").inner_text().startswith("It depends")
    page.context.close()


def test_another_setting_of_a_choice_is_one_step_away_by_keyboard(
    browser: Browser, told: Site
) -> None:
    page = browser.new_context(storage_state=told.state).new_page()
    page.goto(told.url(f"/law/scenario?id={CALL}&start=2027-01-01"))
    before = page.locator(".np-answer").inner_text()
    page.locator("section:has(#choices) td a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**choice.**")
    assert page.locator(".np-answer").inner_text() != before
    assert page.get_by_text("no one number is the effect").is_visible()
    page.context.close()


def test_exports_hold_the_rows_that_the_page_shows(browser: Browser, told: Site) -> None:
    context = browser.new_context(storage_state=told.state)
    page = context.new_page()
    for path, form in (
        (f"/law/scenario{{}}?id={CALL}&start=2027-01-01", "#changed ~ table tbody th"),
        (f"/law/timeline{{}}?{ASKED}", "main table tbody th"),
        ("/law/instruments{}?place=GB-ENG&actor=council", "main table tbody th"),
        ("/devices{}?law=depends&kind=camera", "#table tbody th"),
    ):
        page.goto(told.url(path.format("")))
        shown = page.locator(form).count()
        fetched = "async (path) => (await (await fetch(path)).json()).rows.length"
        rows: int = page.evaluate(fetched, path.format(".json"))
        assert 0 < shown <= 50
        assert rows == shown, path
        for ending in (".csv", ".xlsx"):
            asked = "async (path) => (await fetch(path)).status"
            assert page.evaluate(asked, path.format(ending)) == 200
    context.close()
