"""Each of the three main tutorials is walked in a real browser and makes its own pictures.

`NAMEPLATE_PICTURES=1 pytest tests/docs/test_tutorials_browser.py` renews the pictures.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from browsing import Namespace, Server, namespace, served
from tutorial_walk import PICTURES, TUTORIALS, Walk, chromium_within

OWN_REGISTER = """Asset No,Site,Type,Make,Model,MAC address
E-1,Fire station,Camera,Axis,P3265-LVE,00:40:8c:5e:00:53
E-2,Fire station,Recorder,,8ch NVR kit,
"""


@pytest.fixture(scope="module")
def loopback_only() -> Iterator[Namespace]:
    with namespace() as made:
        yield made


@pytest.fixture(scope="module")
def browser(
    loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    with chromium_within(loopback_only, tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def server(tmp_path: Path, loopback_only: Namespace) -> Iterator[Server]:
    with served(tmp_path / "cameras" / ".nameplate", loopback_only.inside) as made:
        yield made


def test_the_estates_officer_gets_from_the_link_to_a_list(
    page: Page, server: Server, tmp_path: Path, loopback_only: Namespace
) -> None:
    walk = Walk("estates-officer", page, tmp_path)
    walk.step(1)
    walk.go(server.link)
    walk.go(server.link)
    walk.go(server.base)
    walk.judged()
    walk.picture("evidence")

    walk.step(2)
    walk.press("button", "Open the sample council")
    page.get_by_role("button", name="See the devices").wait_for(timeout=90_000)
    walk.press("button", "See the devices")

    walk.step(3)
    walk.judged()
    walk.picture("answer")

    walk.step(4)
    walk.search("Annke")
    walk.press("link", "378d51")
    walk.picture("why", page.locator("h1"))

    walk.step(5)
    correct_the_recorder(walk)

    walk.step(6)
    walk.press("link", "Who we are")
    page.get_by_label("Where do you act?").select_option("GB-ENG")
    walk.press("button", "Continue")
    page.get_by_label("council", exact=True).check()
    page.get_by_label("Your name").fill("A. Okafor")
    walk.press("button", "Keep this")
    walk.judged()
    walk.picture("who")

    walk.step(7)
    walk.press("link", "Devices")
    page.get_by_label("Listed").select_option("by a maker on the list")
    walk.press("button", "Show")
    walk.picture("list", page.locator(".np-export"), above=560)
    shown = page.locator("#rows th").all_inner_texts()
    assert "81bfe5" in shown
    assert exported_devices(page) == shown

    walk.step(8)
    with served(tmp_path / "ours" / ".nameplate", loopback_only.inside) as ours:
        read_own_folder(walk, ours, tmp_path / "our files")
    walk.end()


def correct_the_recorder(walk: Walk) -> None:
    """Set who made the recorder of step 5, once without a name."""
    page = walk.page
    walk.search("8ch NVR kit")
    walk.press("link", "81bfe5")
    walk.press("link", "Set who made it")
    page.get_by_label("Made by").select_option("Hikvision")
    page.get_by_label("Why?").fill("Rating plate under the recorder, seen on 12 November")
    walk.press("button", "Keep this decision")
    assert page.get_by_label("Why?").input_value().startswith("Rating plate")
    walk.picture("problem")
    page.get_by_label("Your name").fill("A. Okafor")
    walk.press("button", "Keep this decision")
    walk.judged()
    walk.picture("decided", page.locator("h1"))


def exported_devices(page: Page) -> list[str]:
    """Download the list as a workbook; return the devices of its rows."""
    with page.expect_download() as started:
        page.get_by_role("link", name="XLSX").click()
    book = load_workbook(io.BytesIO(started.value.path().read_bytes()), read_only=True)
    rows = book["Rows"].iter_rows(values_only=True)
    header = next(rows)
    column = [str(cell).lower() for cell in header].index("device")
    return [str(row[column]) for row in rows]


def read_own_folder(walk: Walk, server: Server, folder: Path) -> None:
    """Give a folder with a small register and a text that is no evidence."""
    page = walk.page
    folder.mkdir()
    (folder / "register.csv").write_text(OWN_REGISTER)
    (folder / "read me.txt").write_text("Keys are with the caretaker.\n")
    walk.go(server.link)
    page.get_by_label("Or a whole folder").set_input_files(folder)
    walk.press("button", "Read them")
    page.get_by_role("button", name="See the devices").wait_for(timeout=90_000)
    walk.press("button", "See the devices")
    assert "2 devices" in page.locator("main").inner_text()
    walk.press("link", "Not seen")
    walk.picture("not-seen", page.locator("main ul"))


def test_every_picture_of_the_tutorials_is_made_by_a_walk_and_shown() -> None:
    shown = {
        name
        for tutorial in TUTORIALS.glob("*.md")
        for name in re.findall(r"pictures/tutorials/([\w-]+)\.png", tutorial.read_text())
    }
    kept = {path.stem for path in PICTURES.glob("*")}
    assert shown == kept
    assert all(path.stat().st_size < 150_000 for path in PICTURES.glob("*.png"))
