"""Text that is safe and short enough to show: evidence is inert on every paper.

Device replies, registers and file names are chosen by others. Before any of it reaches a page,
a sheet or a terminal its control and direction characters are escaped, visibly, and what is
very long is cut; the JSON holds the whole.
"""

import datetime as dt
import unicodedata

from nameplate.model.errors import printable

SHOWN = 200
"""Longest evidence text on a page, in characters."""
MARKS_IN_A_ROW = 3
"""Combining marks kept after one letter: Vietnamese takes two, piled-up ones cover other lines."""


def inert(text: str) -> str:
    """Return `text` with control, direction, unassigned and piled-up combining marks escaped."""
    safe = printable(text)
    return safe if safe.isascii() else _flattened(safe)


def _flattened(text: str) -> str:
    run, found = 0, []
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        found.append(
            character
            if run <= MARKS_IN_A_ROW
            else character.encode("unicode_escape").decode("ascii")
        )
    return "".join(found)


def shown(text: str, limit: int = SHOWN) -> str:
    """Return evidence text as people see it: inert, and cut, saying how long it is in all."""
    safe = inert(text[: limit + 1])
    if len(safe) <= limit:
        return safe
    return f"{safe[:limit]}… (cut: {len(text):,} characters in all, whole in the JSON)"


def brief(text: str, limit: int = 60) -> str:
    """Return evidence text for a cell of a table: inert, and cut with … alone."""
    safe = inert(text[: limit + 1])
    return safe if len(safe) <= limit else f"{safe[: limit - 1]}…"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(stated: str) -> str:
    """Write an ISO 8601 day or instant as 25 November 2026; anything else stays as it is."""
    try:
        found = dt.datetime.fromisoformat(stated)
    except ValueError:
        return stated
    # Not strftime: its month names follow the locale.
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def size(number: int) -> str:
    """Write a size in bytes as MB, and small ones as bytes."""
    if number < 100_000:
        return count(number, "byte")
    return f"{number / 1_000_000:,.1f} MB"


def count(number: int, noun: str) -> str:
    """Write a number with its noun: 1 device, 1,204 devices."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def mac(value: str) -> str:
    """Write a normalised MAC with colons, as labels have it."""
    return ":".join(value[i : i + 2] for i in range(0, len(value), 2))


def short_hash(sha256: str) -> str:
    """Write the first 12 digits of a hash: enough to find it among the evidence."""
    return sha256 if len(sha256) <= 12 else f"{sha256[:12]}…"


def hex_pairs(digits: str, limit: int = 96) -> str:
    """Write hex digits as byte pairs, at most `limit` bytes, saying how many more there are."""
    pairs = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    more = len(pairs) - limit
    shown_pairs = " ".join(pairs[:limit])
    return f"{shown_pairs} … and {count(more, 'byte')} more" if more > 0 else shown_pairs


def either(names: tuple[str, ...] | list[str], word: str = "and") -> str:
    """Join names as people do: "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
