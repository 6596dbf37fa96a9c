"""Which words of a row stand under which name of a heading.

Headings and rows are aligned by eye, so widths shift, cells are missing, and long values run into
the next column. A row is read in the order of its parts where their number fits the heading, else
by what stands below what; a copy that lost its blanks is read by the forms of its words.
"""

import re
from collections.abc import Mapping

from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables.text_tables import Cell, Heading, Word, chunks, words

_TOGETHER = 3
"""Blanks that may part the words of one cell: "0h  0m 10s"."""
_SQUEEZED = re.compile(
    r"(?P<name>\S{1,128}) (?P<local>[A-Za-z][A-Za-z-]{0,30}(?: ?\d[\d/.:]{0,20})) \d{1,5}"
    r"(?: [A-Za-z])* (?P<platform>\S.{0,60}?) (?P<remote>(?:[A-Za-z]{1,20} )?\S{1,60})"
)
"""Name, local port, hold time, one letter a capability, platform, remote port."""


def cells(heading: Heading, line: str, number: int, first: Word | None = None) -> dict[int, Cell]:
    """Return the cells of a row by column index; {} if the row does not fit the heading.

    `first` is a first cell that stood on a line of its own.
    """
    row = words(line)
    head = [] if first is None else [first]
    joined = [*head, *chunks(row)]
    placed: Mapping[int, Word] | None
    if heading.is_squeezed or (len(chunks(row)) == 1 and len(row) > 3):
        placed = _by_form(heading, [*head, *row])
    elif len(joined) == len(heading.columns) and _fits(heading, dict(enumerate(joined))):
        placed = dict(enumerate(joined))
    else:
        placed = _under(heading, row, first, strict=True)
    if placed is None and len(head) + len(row) == len(heading.columns):
        placed = _checked(heading, dict(enumerate([*head, *row])))
    if placed is None and not heading.is_squeezed:
        placed = _under(heading, row, first, strict=False)
    return {i: Cell(word.text, number, word.end) for i, word in (placed or {}).items()}


def _by_form(heading: Heading, row: list[Word]) -> dict[int, Word] | None:
    """Read a row of neighbours whose words are parted by single blanks."""
    match = _SQUEEZED.fullmatch(" ".join(word.text for word in row))
    if match is None or heading.kind != "neighbour_columns" or heading.find("platform") is None:
        return None
    wanted = {"name": ("device", "name"), "local": ("local",)}
    wanted |= {"platform": ("platform",), "remote": ("remote",)}
    found = {}
    for part, roles in wanted.items():
        index = heading.find(*roles)
        if index is not None:
            found[index] = Word(match[part], match.start(part), match.end(part))
    return found


def _under(
    heading: Heading, row: list[Word], first: Word | None, *, strict: bool
) -> dict[int, Word] | None:
    placed: dict[int, Word] = {} if first is None else {0: first}
    at = 0 if first is None else 1
    for word in _parted(heading, row) if first is None else row:
        index = _nearest(heading, word, at, strict)
        if index is None:
            return None
        held = placed.get(index)
        inside = word.start < heading.columns[index].end
        if held is None:
            placed[index] = word
        elif inside or word.start - held.end <= _TOGETHER:
            placed[index] = Word(f"{held.text} {word.text}", held.start, word.end)
        at = index
    return _checked(heading, placed)


def _parted(heading: Heading, row: list[Word]) -> list[Word]:
    """Part a first cell that fills its column from the second, which follows without a blank."""
    if len(heading.columns) < 3 or not row:
        return row
    word, start = row[0], heading.columns[1].start
    free = len(row) == 1 or row[1].start >= heading.columns[2].start - 1
    if heading.kind != "neighbour_columns" or word.start > 0 or word.end <= start + 1 or not free:
        return row
    cut = start - word.start
    return [
        Word(word.text[:cut], word.start, start),
        Word(word.text[cut:], start, word.end),
        *row[1:],
    ]


def _nearest(heading: Heading, word: Word, at: int, strict: bool) -> int | None:
    best: tuple[int, int] | None = None
    for index in range(at, len(heading.columns)):
        column = heading.columns[index]
        gap = max(column.start - word.end, word.start - column.end)
        if best is None or gap < best[0]:
            best = (gap, index)
    if best is None or (strict and best[0] >= 0):
        return None
    return best[1]


def _checked(heading: Heading, placed: dict[int, Word]) -> dict[int, Word] | None:
    return placed if _fits(heading, placed) else None


def _fits(heading: Heading, placed: Mapping[int, Word]) -> bool:
    """Say whether the addresses of a row stand in the columns for addresses."""
    has_mac = heading.kind == "columns" and "mac" in heading.roles()
    for index, word in placed.items():
        role = heading.columns[index].role
        macs, ips = addresses.macs(word.text), addresses.ips(word.text)
        if has_mac and role != "mac" and len(macs) == 1:
            return False
        if role == "mac" and (ips or (macs and len(word.text) > len(macs[0].stated) + 2)):
            return False
        if role == "ip" and ips and len(word.text) > len(ips[0].stated) + 2:
            return False
    return True
