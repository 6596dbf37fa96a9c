"""Each of the three main tutorials is walked in a real browser and makes its own pictures.

`NAMEPLATE_PICTURES=1 pytest tests/docs/test_tutorials_browser.py` renews the pictures.
"""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

import browsing
import own_environment
from browsing import Namespace, Server, namespace, served
from nameplate.work.demo import EVIDENCE
from tutorial_walk import PICTURES, ROOT, TUTORIALS, Walk, chromium_within, shell

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


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A folder with the sample evidence and its report, as an auditor is given it."""
    shutil.copytree(EVIDENCE, tmp_path / "audit/demo/evidence")
    shell("nameplate read demo/evidence -o report.html", tmp_path / "audit")
    return tmp_path / "audit"


def test_the_auditor_gets_from_a_report_to_the_byte(
    page: Page, council: Path, tmp_path: Path, loopback_only: Namespace
) -> None:
    walk = Walk("auditor", page, tmp_path)
    report = (council / "report.html").read_text()
    walk.step(1)
    walk.go((council / "report.html").as_uri())
    walk.press("link", "775618")
    walk.picture("report", page.locator("#h-d-775618"))

    walk.step(2)
    for printed in walk.shell(2, council):
        assert printed.split()[0] in report
    page.locator(".scroll").last.evaluate("e => e.scrollTo(e.scrollWidth, 0)")
    walk.picture("hashes", page.locator("h2", has_text="Where this comes from"))

    walk.step(3)
    assert walk.shell(3, council) == ["<manufacturer>hikvision</manufacturer>"]

    walk.step(4)
    walk.save(4, council)
    assert walk.shell(4, council)[0].strip() in report
    sender = shell("python3 packet.py demo/evidence/camera-switch-span.pcap 25 30 34", council)
    assert sender.strip() in walk.tutorial.steps[4]

    walk.step(5)
    walk.told(shell("nameplate why 775618 demo/evidence", council))
    tampered = council / "demo/evidence/saved-replies/town-hall-recorder.xml"
    tampered.write_bytes(tampered.read_bytes().replace(b">hikvision<", b">otherwise<"))
    after = shell("nameplate why 775618 demo/evidence", council)
    assert "bytes 681-719" not in after
    assert "2cc40219f582" not in after

    with served(council / ".nameplate", loopback_only.inside) as server:
        audit_the_case(walk, server)
    walk.end()


def audit_the_case(walk: Walk, server: Server) -> None:
    """Walk the steps in the browser, over a case in which somebody decided."""
    page = walk.page
    walk.step(6)
    walk.go(server.link)
    walk.judged()
    decide(page, server.base, "A. Okafor", "The plate says Axis")
    page.get_by_role("link", name="Take back").click()
    sign(page, "A. Okafor", "I stood before the wrong recorder")
    decide(page, server.base, "A. Okafor", "Rating plate under the recorder, seen on 12 November")
    walk.press("link", "Devices")
    walk.judged()
    page.get_by_label("Decided").select_option("set by a person")
    walk.press("button", "Show")
    walk.press("link", "81bfe5")
    walk.picture("history", page.locator("#history"), above=260)

    walk.step(7)
    walk.search("775618")
    if not page.url.endswith("/devices/775618"):
        walk.press("link", "775618")
    weights = page.get_by_text("For auditors: weights and sources")
    weights.click()
    walk.picture("weights", weights)

    walk.step(8)
    walk.press("link", "Not seen")
    walk.picture("not-seen", page.locator("main ul"))


def decide(page: Page, base: str, who: str, why: str) -> None:
    """Set the maker of the recorder that the register calls "8ch NVR kit"."""
    page.goto(f"{base}/devices/81bfe5/decide/maker")
    page.get_by_label("Made by").select_option("Axis" if "Axis" in why else "Hikvision")
    sign(page, who, why)


def sign(page: Page, who: str, why: str) -> None:
    page.get_by_label("Why?").fill(why)
    page.get_by_label("Your name").fill(who)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout's code and sample, with an environment of its own."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(EVIDENCE, folder / "demo/evidence")
    (folder / "example").mkdir()
    own_environment.make(folder / ".venv", folder / "src")
    return folder


def test_the_engineer_adds_a_signal_a_format_and_a_law_and_asks_the_api(
    page: Page,
    checkout: Path,
    tmp_path: Path,
    loopback_only: Namespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = checkout / ".venv/bin/nameplate"
    monkeypatch.setattr(browsing, "NAMEPLATE", str(command))
    walk = Walk("engineer", page, tmp_path)
    printed: dict[int, list[str]] = {}
    for step in (1, 2, 3):
        walk.step(step)
        walk.save(step, checkout)
        printed[step] = walk.shell(step, checkout, first=command.parent)
    assert "duty: Example council" in printed[3][1]
    assert "Example council" not in printed[3][2]

    with served(checkout / ".nameplate", loopback_only.inside) as server:
        walk.step(4)
        walk.go(server.link)
        walk.judged()
        walk.search("192.0.2.201")
        weights = page.get_by_text("For auditors: weights and sources")
        weights.click()
        walk.picture("signal", weights, above=300)
        walk.go(f"{server.base}/law/instruments/example-council-policy")
        walk.picture("instrument")

    with served(checkout / ".nameplate", loopback_only.inside) as server:
        walk.step(5)
        walk.save(5, checkout)
        (said,) = walk.shell(5, checkout, inside=loopback_only.inside, LINK=server.link)
        assert "packet 25, bytes 58-79 03646576" in said
        assert said.endswith("kept\n")
    with served(checkout / ".nameplate", loopback_only.inside) as server:
        walk.go(server.link)
        walk.go(f"{server.base}/devices/81bfe5")
        walk.picture("decided", page.locator("h1"))
    walk.end()


def test_every_picture_of_the_tutorials_is_made_by_a_walk_and_shown() -> None:
    shown = {
        name
        for tutorial in TUTORIALS.glob("*.md")
        for name in re.findall(r"pictures/tutorials/([\w-]+)\.png", tutorial.read_text())
    }
    kept = {path.stem for path in PICTURES.glob("*")}
    assert shown == kept
    assert all(path.stat().st_size < 60_000 for path in PICTURES.glob("*.png"))
