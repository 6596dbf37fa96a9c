"""One line of a log of traffic: its number and time; counts, times and texts as logs write them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from nameplate.evidence.bounded.json import JsonValue

# Zeek's first release was in 1995; the seconds of the epoch end their 32 bits in 2106.
_EARLIEST, _LATEST = 788_918_400, 4_294_967_296
_MILLISECONDS = 100_000_000_000


class Row(NamedTuple):
    """One line of a log: its number, its time, and whether its values have JSON pointers."""

    number: int
    when: datetime | None
    stated: str | None
    pointers: bool = False

    def at(self, pointer: str) -> str:
        """Return the place of a value."""
        return (
            f"line {self.number}, {pointer}" if self.pointers and pointer else f"line {self.number}"
        )

    @property
    def day(self) -> int:
        """Return the day as a number; 0 where the time is not known."""
        return 0 if self.when is None else self.when.toordinal()


class Size(NamedTuple):
    """Bytes from the originator and from the responder, and packets both ways."""

    originator: int = 0
    responder: int = 0
    packets: int = 0


class Said(NamedTuple):
    """A value that a line states, the field it belongs to, and its JSON pointer."""

    field: str
    value: str
    pointer: str


def count(value: JsonValue) -> int:
    """Return a count that a log states; 0 where it states none."""
    if isinstance(value, str):
        value = int(value) if len(value) < 16 and value.isascii() and value.isdigit() else 0
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < 10**15 else 0


def instant(value: JsonValue) -> datetime | None:
    """Return a time in UTC: seconds or milliseconds of the epoch, or ISO 8601 with a zone."""
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,16}(?:\.\d{1,9})?", value):
            return _iso(value)
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not _EARLIEST <= value < _LATEST * 1000:  # a number of any length may stand here
        return None
    seconds = value / 1000 if value > _MILLISECONDS else value
    return datetime.fromtimestamp(seconds, UTC) if _EARLIEST <= seconds < _LATEST else None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def text(cells: Mapping[str, JsonValue], name: str) -> str:
    """Return a cell as a text, "" where it is unset or is none."""
    value = cells.get(name)
    return value if isinstance(value, str) else ""
