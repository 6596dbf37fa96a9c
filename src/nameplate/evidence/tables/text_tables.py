"""Tables printed for people: the lines of a screen, and which columns a heading names.

What a column is called, by meaning, stands in `text_tables.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Literal, NamedTuple

from nameplate.evidence.protocols import addresses

MAX_WIDTH = 1024
"""Longest line that is taken for a table's, in characters: longer ones are no print."""
_LONGEST_NAME = 5
_WORD = re.compile(r"\S+")
_PLAIN = re.compile(r"[a-z0-9]+")
_RULER = frozenset("-=+|~ ")
_MOST_WORDS = 40
_RULED = re.compile(r"-+|=+|~+")
_ANSI = re.compile(r"\x1b\[[0-9;?]{0,16}[A-Za-z]|\x1b[=>]")
# "VLAN ID: 5" and "Port ID .... 5" are labels; "Vlan/SrvcId[:ID]" is a heading.
_LABELLED = re.compile(r"(?<![\[\w]):|:(?![\w\]])|\.{3}")
_PAGER = re.compile(r"-{0,4} ?<?-{0,3} ?\(?more\)?[^\x08\r]{0,40}(?=[\x08\r])", re.I)


def _names() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("text_tables.toml").read_text("utf-8")
    return {
        table: {name: role for role, names in roles.items() for name in names}
        for table, roles in tomllib.loads(text).items()
    }


NAMES: Mapping[str, Mapping[str, str]] = _names()
"""For "columns", "neighbour_columns" and "labels": the role of each name."""


class Word(NamedTuple):
    """A word of a line and its columns on the screen (half-open)."""

    text: str
    start: int
    end: int


class Cell(NamedTuple):
    """What stands in one column of a row, and the number of the line it begins on."""

    text: str
    line: int
    end: int
    """Screen column behind its last character."""


class Column(NamedTuple):
    """A column: what it means, and the screen columns of its name or of the rule under it."""

    role: str
    start: int
    end: int


class Heading(NamedTuple):
    """The columns of a table, from left to right."""

    kind: Literal["columns", "neighbour_columns"]
    columns: tuple[Column, ...]
    ruled: bool = False

    @property
    def is_squeezed(self) -> bool:
        """Say whether somebody's copy lost the blanks that aligned it."""
        apart = [b.start - a.end for a, b in pairwise(self.columns)]
        return not self.ruled and len(apart) > 1 and set(apart) == {1}

    def find(self, *roles: str) -> int | None:
        """Return the first column that means one of `roles`, or None."""
        return next((i for i, c in enumerate(self.columns) if c.role in roles), None)

    def roles(self) -> set[str]:
        """Return what the columns mean."""
        return {column.role for column in self.columns}


def screen(line: str) -> str:
    """Return a line as it stood on the screen: tabs set, colours and pager prompts gone."""
    if "\x1b" in line:
        line = _ANSI.sub("", line)
    if "\x08" in line or "\r" in line:
        line = re.split(r"[\x08\r]", _PAGER.sub("", line).rstrip("\x08\r"))[-1]
    line = line.replace("\x00", "").rstrip()
    return line.expandtabs(8) if "\t" in line else line


def plain(name: str) -> str:
    """Return a column name or label in the form of the list: lower case, single blanks."""
    return " ".join(_PLAIN.findall(name.lower()))


def _needles(table: str, *roles: str) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the words of each name that means one of `roles`, by their first word."""
    found: dict[str, list[frozenset[str]]] = {}
    for name, meaning in NAMES[table].items():
        if meaning in roles:
            first, *_ = parts = name.rstrip("*").split()
            found.setdefault(first, []).append(frozenset(parts))
    return {first: tuple(names) for first, names in found.items()}


_HARDWARE = _needles("columns", "mac")
_NEIGHBOUR = _needles("neighbour_columns", "name", "device", "chassis", "unit_name")


def _names_one_of(needles: Mapping[str, tuple[frozenset[str], ...]], found: frozenset[str]) -> bool:
    """Say whether the words of a line hold all those of one name: most lines hold none."""
    return any(any(name <= found for name in needles[first]) for first in needles.keys() & found)


@lru_cache(maxsize=4096)
def role(table: str, name: str) -> str | None:
    """Return what a name means in "columns", "neighbour_columns" or "labels"."""
    known = NAMES[table]
    text = plain(name)
    found = known.get(text)
    if found is None and text and not re.search(r"\s", name.strip()):
        found = known.get(text.split(" ", 1)[0] + "*")
    return found


def words(line: str) -> list[Word]:
    """Split at blanks; a hardware address with blanks inside stays one word."""
    spaced = {f.start: f.end for f in addresses.macs(line) if " " in f.stated}
    found: list[Word] = []
    position = 0
    while match := _WORD.search(line, position):
        end = spaced.get(match.start(), match.end())
        if match[0] != "|":
            found.append(Word(line[match.start() : end], match.start(), end))
        position = end
    return found


def chunks(found: Iterable[Word]) -> list[Word]:
    """Join words that a single blank parts."""
    joined: list[Word] = []
    for word in found:
        if joined and word.start - joined[-1].end <= 1:
            last = joined.pop()
            word = Word(f"{last.text} {word.text}", last.start, word.end)
        joined.append(word)
    return joined


def is_ruler(line: str) -> bool:
    """Say whether a line only rules off a heading."""
    return len(line) >= 3 and ("--" in line or "==" in line) and _RULER.issuperset(line)


def heading(line: str, above: str = "") -> Heading | None:
    """Return the columns that a line names, alone or with the line above it; None if it is none.

    A heading of addresses names the hardware address and something more; one of neighbours names
    a neighbour and a port.
    """
    if len(line) < 3:
        return None
    said = frozenset(_PLAIN.findall(f"{line} {above}".lower()))
    has_mac, has_neighbour = _names_one_of(_HARDWARE, said), _names_one_of(_NEIGHBOUR, said)
    if not (has_mac or has_neighbour) or addresses.macs(line) or addresses.ips(line):
        return None
    if not 2 <= len(line.split(None, _MOST_WORDS)) <= _MOST_WORDS or _LABELLED.search(line):
        return None
    neighbours = _columns("neighbour_columns", line, above) if has_neighbour else ()
    found = _named(neighbours)
    if found & {"name", "device", "chassis", "unit_name"} and found & {"local", "remote"}:
        return Heading("neighbour_columns", neighbours)
    columns = _columns("columns", line, above) if has_mac else ()
    if "mac" in _named(columns) and len(columns) >= 2:
        return Heading("columns", columns)
    return None


def _named(columns: tuple[Column, ...]) -> set[str]:
    """Return what the columns mean; nothing where most are unknown: such a line is a sentence."""
    known = [column.role for column in columns if column.role != "unknown"]
    return set(known) if len(known) * 2 > len(columns) else set()


def _columns(table: str, line: str, above: str) -> tuple[Column, ...]:
    upper = chunks(words(above)) if above and not re.search(r"\d|[:.]$", above) else []
    parts = words(line)
    found: list[Column] = []
    at = 0
    stacks = False
    while at < len(parts):
        count, meaning = _longest(table, parts, at)
        name = Word(
            " ".join(part.text for part in parts[at : at + count]),
            parts[at].start,
            parts[at + count - 1].end,
        )
        above_it = [one for one in upper if _over(one, name)]
        stacked = role(table, " ".join([*(one.text for one in above_it), name.text]))
        if above_it and stacked:
            stacks = True
        found.append(Column(stacked or meaning or "unknown", name.start, name.end))
        at += count
    if stacks:
        taken = [word for word in upper if any(_over(word, column) for column in found)]
        found += [
            Column(role(table, one.text) or "unknown", one.start, one.end)
            for one in upper
            if one not in taken
        ]
    return tuple(sorted(found, key=lambda column: column.start))


def _over(word: Word, column: Column | Word) -> bool:
    return word.start < column.end and column.start < word.end


def _longest(table: str, parts: list[Word], at: int) -> tuple[int, str | None]:
    """Return how many words from `at` on make one column name, and what it means."""
    for count in range(min(_LONGEST_NAME, len(parts) - at), 0, -1):
        group = parts[at : at + count]
        if all(b.start - a.end == 1 for a, b in pairwise(group)):
            meaning = role(table, " ".join(word.text for word in group))
            if meaning is not None:
                return count, meaning
    return 1, None


def ruled(found: Heading, ruler: str) -> Heading:
    """Return the heading with the widths that the ruler under it draws, if it draws columns."""
    spans = [match.span() for match in _RULED.finditer(ruler)]
    if len(spans) < 2:
        return found
    columns = []
    for start, end in spans:
        under = [c for c in found.columns if c.start < end and start < c.end]
        known = [c for c in under if c.role not in ("unknown", "other")]
        if len(known) > 1:
            return found
        meaning = known[0].role if known else "other"
        columns.append(Column(meaning, start, end))
    return Heading(found.kind, tuple(columns), ruled=True)
