"""The made-up council in a browser, once for all tests that only look."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from browsing import Namespace, Server, chromium, namespace, served, wait_for_view
from nameplate.work import read
from nameplate.work.demo import EVIDENCE
from nameplate.work.desk import today


@pytest.fixture(scope="session")
def loopback_only() -> Iterator[Namespace]:
    with namespace() as made:
        yield made


@pytest.fixture(scope="session")
def browser(
    loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Chromium inside the namespace, driven through a pipe."""
    wrapper = tmp_path_factory.mktemp("browser") / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(loopback_only.inside)} {chromium()} "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=wrapper, chromium_sandbox=False)
        yield made
        made.close()


class Site(NamedTuple):
    """A served case, and a session that its link has opened."""

    server: Server
    case: Path
    state: StorageState

    def url(self, path: str) -> str:
        return self.server.base + path


def council_case(folder: Path) -> Path:
    """Read the made-up council into a case."""
    case = folder / "council" / ".nameplate"
    case.parent.mkdir(parents=True)
    request = read.Request((str(EVIDENCE),), "2022-call", today(), case)
    read.run(request, on_progress=lambda _: None)
    return case


@pytest.fixture(scope="session")
def council_of() -> Callable[[Path], Path]:
    """Give what makes the council's case in a folder of a test's own."""
    return council_case


@pytest.fixture(scope="session")
def council(
    browser: Browser, loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The council's case, served; tests that use it change nothing in it."""
    case = council_case(tmp_path_factory.mktemp("case"))
    with served(case, loopback_only.inside) as server:
        wait_for_view(case)
        yield opened(browser, server, case)


def opened(browser: Browser, server: Server, case: Path) -> Site:
    """Open the printed link, and keep the session that it gave."""
    context = browser.new_context()
    context.new_page().goto(server.link)
    site = Site(server, case, context.storage_state())
    context.close()
    return site


@pytest.fixture
def context(browser: Browser, council: Site) -> Iterator[BrowserContext]:
    made = browser.new_context(storage_state=council.state, service_workers="block")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
