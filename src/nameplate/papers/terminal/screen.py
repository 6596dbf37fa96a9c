"""Lines of styled text to one string of a given width, with or without colour."""

import io
from collections.abc import Iterable
from functools import cache

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

LEAST = 24
"""Narrower than this no terminal is served; lines then run over."""


@cache
def _console(width: int, colour: bool) -> Console:
    """Give a console that asks nothing of the machine: not its width, not its environment."""
    return Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        soft_wrap=False,
        _environ={},
    )


def render(lines: Iterable[Text], *, width: int, colour: bool) -> str:
    """Return the lines as one text without a line end after the last."""
    console = _console(max(width, LEAST), colour)
    with console.capture() as captured:
        for line in lines:
            line.rstrip()
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return captured.get().rstrip("\n")


def wrap(text: str, width: int, *, style: str = "") -> list[Text]:
    """Break a text at blanks into lines of at most `width` columns; long words break inside."""
    lines = Text(text, style=style).wrap(_console(max(width, LEAST), False), max(width, 8))
    return list(lines) or [Text("")]


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns: padded with blanks, or cut and ended with …"""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + "…", width)


def hanging(label: str, text: str, *, width: int, indent: int) -> list[Text]:
    """Give a bold label with the text beside it, wrapped under itself."""
    found = []
    for number, line in enumerate(wrap(text, width - indent)):
        head = fit(label, indent) if number == 0 and label else " " * indent
        found.append(Text.assemble((head, "bold"), line))
    return found
