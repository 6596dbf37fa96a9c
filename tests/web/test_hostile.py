"""What evidence and people write is inert on every page, in every title, search and export.

Opened in the namespace that has only loopback, and nowhere else.
"""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from browsing import Namespace, Server, served
from nameplate.model.decisions import Decision, kept_anchors
from nameplate.model.report import Read
from nameplate.papers.json import compact
from nameplate.papers.steps import next_steps
from nameplate.papers.words import maker_names
from nameplate.work.desk import MADE_OF, Desk, now
from nameplate.work.rebuild import Answer
from nameplate.work.rows import Body, Stated, row_of
from papers.sample_hostile import HOSTILE, hostile_read

SOME = (0, 1, 2, 5, 14, 16, 18, 20, 21)
"""Devices that are opened one by one: one of each sort of text."""


@pytest.fixture(scope="module")
def hostile(
    loopback_only: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Desk]]:
    """A case in which each hostile text stands wherever evidence or a person can put one."""
    folder = tmp_path_factory.mktemp("hostile") / "<img src=x onerror=alert(1)>" / ".nameplate"
    folder.parent.mkdir()
    desk = Desk.open(folder)
    # As the case's records would bring it: what is no Unicode is escaped at the door.
    read = msgspec.json.decode(compact(hostile_read()), type=Read)
    for number, text in enumerate(HOSTILE):
        device = read.devices[number]
        plain = text.encode("utf-8", "backslashreplace").decode()[:2_000]
        about = Decision(
            id=0,
            what="dispute",
            device=device.id,
            anchors=kept_anchors(device)[-1:],
            who=plain[:100],
            why=plain,
            when=now(),
        )
        desk.decisions.add(lambda _, entry=about: entry)  # type: ignore[misc]  # bound on purpose
    whole = Answer(
        read=msgspec.structs.replace(read, devices=()),
        steps=next_steps(read),
        names=maker_names(read),
        made=now(),
    )
    rows = [
        row_of(
            Body(
                shown=device,
                stated=tuple(
                    Stated(device.seen_in[0].evidence, text, text, text, text[:200])
                    for text in (device.label or "", HOSTILE[0])
                ),
            )
        )
        for number, device in enumerate(read.devices)
    ]
    desk.views.build(rows, compact(whole))
    desk.store.state(MADE_OF, desk.made_of())
    with served(folder, loopback_only.inside) as server:
        yield server, desk


@pytest.fixture(scope="module")
def context(browser: Browser, hostile: Any) -> Iterator[BrowserContext]:
    made = browser.new_context(service_workers="block")
    made.new_page().goto(hostile[0].link)
    yield made
    made.close()


@pytest.fixture
def watched(context: BrowserContext, hostile: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it should never do."""
    deeds: list[str] = []
    page = context.new_page()

    def dismissed(dialog: Dialog) -> None:
        deeds.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("pageerror", lambda fault: deeds.append(str(fault)))
    page.on("console", lambda m: deeds.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: deeds.append(r.url) if not r.url.startswith(hostile[0].base + "/") else None,
    )
    page.on("websocket", lambda socket: deeds.append(socket.url))
    yield page, deeds
    page.close()


def look(page: Page, deeds: list[str], url: str) -> None:
    """Open a page and everything on it that opens; nothing of the evidence may act."""
    page.goto(url)
    for summary in page.locator("details > summary").all():
        summary.click()
    page.mouse.move(300, 300)
    assert deeds == [], url
    foreign = page.evaluate(
        "document.querySelectorAll('iframe, object, embed, img, base, [onerror], [onload], style,"
        ' script:not([src^="/static/"]), a[href^="javascript"]\').length'
    )
    assert foreign == 0, url
    for text in (page.title(), page.locator("body").inner_text()):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u200f\u2028\x00"), url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("document.documentElement.clientWidth"), url


PAGES = (
    "/devices",
    "/devices?sort=label",
    "/devices?mark=disputed",
    "/evidence",
    "/unseen",
    *(f"/devices/{n:06x}" for n in SOME),
    *(f"/devices/{n:06x}/decide/split" for n in SOME[:4]),
    *(f"/devices/{n:06x}/decide/place" for n in SOME[:4]),
    *(f"/decisions/{n + 1}/undo" for n in SOME[:4]),
)


@pytest.mark.parametrize("path", PAGES)
def test_no_text_acts_on_the_page_that_shows_it(watched: Any, hostile: Any, path: str) -> None:
    page, deeds = watched
    look(page, deeds, hostile[0].base + path)


@pytest.mark.parametrize("text", [t for t in HOSTILE if len(t) < 200], ids=lambda t: ascii(t)[:40])
def test_no_search_acts_on_the_page_that_repeats_it(watched: Any, hostile: Any, text: str) -> None:
    page, deeds = watched
    page.goto(hostile[0].base + "/unseen")
    box = page.get_by_role("searchbox")
    box.fill(text.encode("utf-8", "backslashreplace").decode())
    box.press("Enter")
    page.wait_for_load_state()
    look(page, deeds, page.url)


@pytest.mark.parametrize("path", ["/devices.csv", "/evidence.csv", "/unseen.csv"])
def test_no_cell_of_an_export_runs_as_a_formula(
    context: BrowserContext, hostile: Any, path: str
) -> None:
    server = hostile[0]
    cookie = context.cookies(server.base)[0]
    text = fetched(hostile, cookie["name"] + "=" + cookie["value"], path)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) > 1
    for row in rows[1:]:
        for cell in row:
            for part in cell.split(";"):
                assert not part.lstrip(" ").startswith(("=", "+", "@", "\t", "\r", "\n", "＝")), row
            assert not set(cell) & set("\x1b\x00\u202e")


def fetched(hostile: Any, cookie: str, path: str) -> str:
    """Ask the server from within its namespace."""
    code = (
        "import sys, urllib.request;"
        "r = urllib.request.Request(sys.argv[1], headers={'Cookie': sys.argv[2]});"
        "sys.stdout.buffer.write(urllib.request.urlopen(r).read())"
    )
    inside = hostile[0].inside
    done = subprocess.run(
        [*inside, sys.executable, "-c", code, hostile[0].base + path, cookie],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8-sig")
