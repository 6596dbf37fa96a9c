"""What the accessibility statement says was tested beside `test_browser.py`, and the statement."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browsing import Namespace, served

STATEMENT = Path(__file__).parents[2] / "docs" / "accessibility.md"
OTHERS = (
    "/devices/378d51",
    "/devices/378d51/decide/maker",
    "/devices/378d51/decide/split",
    "/who/body?place=GB-ENG",
    "/who/sites/new",
    "/law/ask",
    "/law/timeline",
    "/law/scenario",
    "/law/instruments",
    "/law/instruments/uk-psti-2022",
    "/search?q=hikvision",
    "/accessibility",
    "/no-such-page",
)
CLIPPED = """[...document.querySelectorAll('body *')].filter(e => {
  const s = getComputedStyle(e);
  return (s.overflowX == 'hidden' || s.overflowY == 'hidden') && s.position != 'absolute'
    && e.clientWidth > 1
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
SPACING = """* { line-height: 1.5em !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


@pytest.fixture
def page(browser: Browser, council: Any) -> Iterator[Page]:
    context = browser.new_context(storage_state=council.state, bypass_csp=True)
    yield context.new_page()
    context.close()


def everywhere(page: Page, council: Any) -> Iterator[str]:
    """Open each page of the navigation, whichever there are, and each of the others."""
    page.goto(council.url("/devices"))
    listed = [link.get_attribute("href") or "" for link in page.locator(".np-nav a").all()]
    for path in (*listed, *OTHERS):
        page.goto(council.url(path))
        yield path


def words(text: str) -> list[str]:
    """Reduce a text to its words, without the signs of its markup."""
    return re.findall(r"[\w%]+", text.lower())


def test_the_statement_is_one_step_from_every_page_and_is_the_documents(
    page: Page, council: Any
) -> None:
    for path in everywhere(page, council):
        assert page.get_by_role("link", name="Accessibility statement").count() == 1, path
    page.goto(council.url("/devices"))
    page.get_by_role("link", name="Accessibility statement").click()
    shown = page.locator("main").text_content() or ""
    assert words(shown) == words(STATEMENT.read_text())


def test_the_tests_that_the_statement_names_are_there() -> None:
    named = re.findall(r"`(tests/\S+\.py)`", STATEMENT.read_text())
    assert named
    assert all((STATEMENT.parents[1] / path).exists() for path in named)


def test_targets_are_large_enough_or_have_room(page: Page, council: Any) -> None:
    options = {"runOnly": {"type": "rule", "values": ["target-size"]}}
    for path in everywhere(page, council):
        found = Axe().run(page, options=options).response["violations"]
        assert found == [], path


def test_wider_spacing_of_text_cuts_nothing_off(page: Page, council: Any) -> None:
    for path in everywhere(page, council):
        page.add_style_tag(content=SPACING)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.evaluate(CLIPPED) == [], path


def test_each_page_has_one_first_heading_and_skips_no_level(page: Page, council: Any) -> None:
    titles = set()
    for path in everywhere(page, council):
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
        )
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path
        titles.add(page.title())
    assert len(titles) > len(OTHERS)


def test_with_the_systems_own_colours_band_and_outcome_are_words(
    browser: Browser, council: Any
) -> None:
    context = browser.new_context(storage_state=council.state, forced_colors="active")
    page = context.new_page()
    page.goto(council.url("/devices"))
    said = page.locator("#rows .np-band").all_inner_texts()
    assert said
    assert all(text.strip() for text in said)
    context.close()


def test_the_focus_is_not_lost_while_a_job_is_shown(
    browser: Browser, loopback_only: Namespace, tmp_path: Path
) -> None:
    with served(tmp_path / "case", loopback_only.inside) as server:
        page = browser.new_page()
        page.goto(server.link)
        page.get_by_role("button", name="Open the sample council").click()
        page.wait_for_url("**/jobs/*")
        cancel = page.get_by_role("button", name="Cancel")
        cancel.focus()
        cancel.evaluate("e => { e.wasThere = true }")
        page.wait_for_function(
            "() => { const c = document.getElementById('cancel'); return !c || !c.wasThere }"
        )
        if cancel.count():  # else it was done before the page renewed itself
            assert page.evaluate("document.activeElement.textContent") == "Cancel"
        page.context.close()
