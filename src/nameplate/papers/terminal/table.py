"""The table of devices, fitted to the terminal: 80 columns are enough.

A wider terminal shows LISTED and PLACE too. A narrower one drops columns in this order:
PLACE, LISTED, KIND, LABEL SAYS, WHERE, BECAUSE. DEVICE and MADE BY always stay.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from nameplate.model.report import DeviceOut
from nameplate.papers import words
from nameplate.papers.terminal.screen import fit
from nameplate.papers.text import brief

GAP = 2
DROPPED_FIRST = ("PLACE", "LISTED", "KIND", "LABEL SAYS", "WHERE", "BECAUSE")
GROWS_FIRST = ("MADE BY", "BECAUSE", "WHERE", "LABEL SAYS", "KIND", "LISTED", "PLACE")
LEAST = {"WHERE": 11, "LABEL SAYS": 8, "BECAUSE": 12, "MADE BY": 18}
WORDY = 110
"""From this width on BECAUSE has the room for a clause; below it, two or three words."""
MOST = {"WHERE": 26, "LABEL SAYS": 24, "PLACE": 28, "BECAUSE": 60, "MADE BY": 34}


def is_address(text: str) -> bool:
    """Say whether a cell is an IPv4 address (an IPv6 one may be cut: it can take 39 columns)."""
    return len(text) <= 15 and text.count(".") == 3


class Column(NamedTuple):
    """One column: its head, its cells, and the width its longest cell asks for."""

    head: str
    cells: tuple[str, ...]

    @property
    def natural(self) -> int:
        """The columns that all of it would take, up to the most it may have."""
        longest = max(cell_len(text) for text in (self.head, *self.cells))
        return min(longest, MOST.get(self.head, longest))

    @property
    def least(self) -> int:
        """The columns below which it says nothing."""
        if self.head == "WHERE":
            # Half an address finds nothing.
            whole = [cell_len(text) for text in self.cells if is_address(text)]
            return min(self.natural, max([LEAST["WHERE"], *whole]))
        return min(self.natural, LEAST.get(self.head, self.natural))


def table(devices: Sequence[DeviceOut], *, width: int) -> list[Text]:
    """Return a head line and one line a device, each at most `width` columns."""
    columns = _dropped(_columns(devices, wordy=width >= WORDY), width - 1)
    widths = _widths(columns, width - 1)
    head = _line(
        [_head(c.head, widths[c.head]) for c in columns], [widths[c.head] for c in columns]
    )
    head.stylize("bold")
    lines = [head]
    for row, device in enumerate(devices):
        line = _line([c.cells[row] for c in columns], [widths[c.head] for c in columns])
        if device.listed:
            line.stylize("bold")
        lines.append(line)
    return lines


def _columns(devices: Sequence[DeviceOut], *, wordy: bool) -> list[Column]:
    because = words.because if wordy else words.because_brief
    cells: dict[str, list[str]] = {
        "DEVICE": [d.id for d in devices],
        "KIND": [d.kind for d in devices],
        "WHERE": [words.where(d) for d in devices],
        "LABEL SAYS": [d.label or "" for d in devices],
        "MADE BY": _made_by(devices),
        "BECAUSE": [because(d) for d in devices],
        "LISTED": [words.listed(d) for d in devices],
        "PLACE": [d.place or "" for d in devices],
    }
    return [Column(head, tuple(brief(text) for text in found)) for head, found in cells.items()]


def _made_by(devices: Sequence[DeviceOut]) -> list[str]:
    """Maker and band under each other where there is a maker; else why there is none."""
    names = [brief(words.maker(d), 24) for d in devices if words.is_named(d)]
    widest = max((cell_len(name) for name in names), default=0)
    return [
        f"{fit(brief(words.maker(d), 24), widest)} {d.attribution.band}"
        if words.is_named(d)
        else words.maker(d)
        for d in devices
    ]


def _dropped(columns: list[Column], width: int) -> list[Column]:
    kept = list(columns)
    for head in DROPPED_FIRST:
        # The extra columns come only where nothing else has to be cut for them.
        extra = head in ("PLACE", "LISTED")
        needed = sum((c.natural if extra else c.least) + GAP for c in kept) - GAP
        if needed > width:
            kept = [c for c in kept if c.head != head]
    return kept


def _widths(columns: list[Column], width: int) -> dict[str, int]:
    found = {c.head: c.least for c in columns}
    rest = width - sum(found.values()) - GAP * (len(columns) - 1)
    for head in GROWS_FIRST:
        for column in columns:
            if column.head == head and rest > 0:
                grown = min(column.natural - found[head], rest)
                found[head] += grown
                rest -= grown
    return found


def _line(cells: Sequence[str], widths: Sequence[int]) -> Text:
    fitted = [fit(text, width) for text, width in zip(cells, widths, strict=True)]
    return Text(" " + (" " * GAP).join(fitted))


def _head(text: str, width: int) -> str:
    """Return the head, or its first word where all of it does not fit."""
    return text if len(text) <= width else text.split(" ")[0]
