"""Walking a tutorial in a real browser, so that it cannot say what the pages do not show.

In the three main tutorials bold words are words of the screen, and nothing else is bold. A walk
keeps what was on the screen during each numbered step; at its end every bold phrase of a step must
have been there. It makes the pictures too: into a folder of the test's own, or into the documents
where NAMEPLATE_PICTURES=1 asks for it. Pictures are never compared by their pixels, but by name
and size: fonts differ between machines.
"""

import contextlib
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, sync_playwright

import small_png
from browsing import NAMEPLATE, Namespace, chromium

ROOT = Path(__file__).parents[1]
TUTORIALS = ROOT / "docs" / "tutorials"
PICTURES = ROOT / "docs" / "pictures" / "tutorials"
COMMANDS = Path(NAMEPLATE).parent
SIZE = (960, 640)

_STEP = re.compile(r"^## (?P<number>\d+)\. .*?$(?P<text>.*?)(?=^## |\Z)", re.M | re.S)
_CODE = re.compile(r"^```.*?^```", re.M | re.S)
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_PICTURE = re.compile(r"!\[[^\]]{20,}\]\(\.\./pictures/tutorials/([a-z0-9-]+)\.png\)")
_FILE = re.compile(
    r"[Ss]ave (?:this|it)\s+as\s+`(?P<path>[^`]+)`.*?^```\w*\n(?P<text>.*?)^```", re.M | re.S
)
_SHELL = re.compile(r"^```sh\n(?P<text>.*?)^```", re.M | re.S)


@contextlib.contextmanager
def chromium_within(inside: Namespace, folder: Path) -> Iterator[Browser]:
    """Start Chromium inside a namespace that has only loopback."""
    wrapper = folder / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(inside.inside)} {chromium()} "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wrapper, chromium_sandbox=False)
        yield browser
        browser.close()


def shell(
    line: str, folder: Path, first: Path = COMMANDS, inside: tuple[str, ...] = (), **words: str
) -> str:
    """Run one line of a tutorial as its reader would; return what it printed.

    Commands are looked for in `first` first; `words` are what the line calls $LINK and the like.
    """
    done = subprocess.run(
        [*inside, "sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": f"{first}{os.pathsep}{os.environ['PATH']}", **words},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 4), (line, done.stdout, done.stderr)
    return done.stdout


def plain(printed: str) -> str:
    """Return what a terminal printed without the lines that draw a tree."""
    return re.sub(r"[│├└─]", " ", printed)


class Tutorial:
    """The words of one tutorial: its steps, what they promise, and the files they have you save."""

    def __init__(self, name: str) -> None:
        self.text = (TUTORIALS / f"{name}.md").read_text()
        self.steps = {int(m["number"]): m["text"] for m in _STEP.finditer(self.text)}
        self.pictures = _PICTURE.findall(self.text)

    def promised(self, step: int) -> list[str]:
        """Return the words that a step says are on the screen."""
        text = _CODE.sub("", self.steps[step])
        return [" ".join(bold.split()) for bold in _BOLD.findall(text)]

    def files(self, step: int) -> dict[str, str]:
        """Return what a step says to save, by path."""
        return {m["path"]: m["text"] for m in _FILE.finditer(self.steps[step])}

    def lines(self, step: int) -> list[str]:
        """Return the lines that a step has you type into a shell."""
        return [line for m in _SHELL.finditer(self.steps[step]) for line in m["text"].splitlines()]


class Walk:
    """One reader on the way through a tutorial."""

    def __init__(self, name: str, page: Page, folder: Path) -> None:
        self.tutorial = Tutorial(name)
        self.page = page
        self._name = name
        self._folder = PICTURES if os.environ.get("NAMEPLATE_PICTURES") == "1" else folder
        self._step = 0
        self._seen: dict[int, list[str]] = {}
        self._made: list[str] = []
        page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})

    def step(self, number: int) -> None:
        """Begin a step; what is on the screen now is seen in it as well."""
        self._step = number
        self._seen[number] = []
        if self.page.url != "about:blank":
            self.look()

    def look(self) -> None:
        """Keep what is on the screen."""
        self._seen[self._step].append(self.page.locator("body").inner_text())

    def told(self, text: str) -> None:
        """Keep what a terminal printed."""
        self._seen[self._step].append(plain(text))

    def save(self, step: int, folder: Path) -> None:
        """Save what a step says to save."""
        for path, text in self.tutorial.files(step).items():
            (folder / path).write_text(text)

    def shell(
        self,
        step: int,
        folder: Path,
        first: Path = COMMANDS,
        inside: tuple[str, ...] = (),
        **words: str,
    ) -> list[str]:
        """Type what a step says to type; return what each line printed."""
        lines = self.tutorial.lines(step)
        printed = [shell(line, folder, first, inside, **words) for line in lines]
        self._seen[self._step] += [plain(text) for text in printed]
        return printed

    def go(self, url: str) -> None:
        """Open an address, as by a link that somebody sent."""
        self.page.goto(url)
        self.look()

    def press(self, role: Literal["button", "link"], name: str, *, exact: bool = True) -> None:
        """Press a button or a link by its name, and look at what comes."""
        self.look()
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look()

    def search(self, text: str) -> None:
        """Use the search box that stands on every page."""
        self.page.get_by_role("searchbox").fill(text)
        self.press("button", "Search")

    def judged(self) -> None:
        """Wait until no page says any more that the case is being judged."""
        while self.page.locator(".np-working").count():
            self.page.wait_for_timeout(300)
            self.page.reload()
        self.look()

    def picture(self, name: str, at: Locator | None = None, above: int = 24) -> None:
        """Take a picture of the window, with `at` near its upper edge."""
        self.look()
        if at is None:
            self.page.evaluate("window.scrollTo(0, 0)")
        else:
            top = at.first.evaluate("e => e.getBoundingClientRect().top + window.scrollY")
            self.page.evaluate("y => window.scrollTo(0, y)", max(0, top - above))
        made = f"{self._name}-{name}"
        data = self.page.screenshot(scale="css", animations="disabled")
        kept = self._folder / f"{made}.png"
        kept.write_bytes(small_png.smaller(data) if self._folder == PICTURES else data)
        assert small_png.size(kept.read_bytes()) == SIZE
        self._made.append(made)

    def end(self) -> None:
        """Hold the tutorial against what was seen: every step, every bold word, every picture."""
        assert sorted(self._seen) == sorted(self.tutorial.steps), "a step is not walked"
        for number, texts in self._seen.items():
            seen = " ".join(" ".join(texts).split())
            missing = [bold for bold in self.tutorial.promised(number) if bold not in seen]
            assert not missing, f"{self._name}, step {number}: not on the screen: {missing}"
        assert self._made == self.tutorial.pictures
        for name in self._made:
            kept = PICTURES / f"{name}.png"
            assert kept.exists(), f"{name}: run once with NAMEPLATE_PICTURES=1"
            assert small_png.size(kept.read_bytes()) == SIZE, name
