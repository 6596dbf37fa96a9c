"""Where the heading of an asset table is, or which of its columns speak for themselves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.tables.asset_columns import (
    Column,
    Header,
    header_of,
    is_heading,
    is_other_heading,
)
from nameplate.model import identifiers

HEADING_ROWS = 30
"""A heading is looked for in so many rows that hold something."""
_LONGEST_HEADING = 100
_SHORT = 40
_MOST = 0.6
_MAX_COLUMNS = 64


class Layout(NamedTuple):
    """What was found: the columns, the heading (None where there is none), the rows after it
    that were read meanwhile, and rows that could not be read.
    """

    header: Header
    heading: Row | None
    rows: tuple[Row, ...]
    faults: tuple[Row, ...]


def layout(rows: Iterator[Row], *, addressed: bool) -> Layout | None:
    """Read the first rows and say how the table is laid out; None if it is no asset table.

    `addressed` says that each cell knows its column, so that rows may differ in length; in a text
    table most rows must fit the heading: a sentence with our words in it is none.
    """
    faults: list[Row] = []
    first = list(islice(_filled(rows, faults), HEADING_ROWS))
    found = _headed(first)
    if found is None:
        header = _by_content(first)
        return None if header is None else Layout(header, None, tuple(first), tuple(faults))
    header, heading, rest = found
    if not addressed and not _fit(heading, rest):
        return None
    return Layout(header, heading, tuple(rest), tuple(faults))


def all_headings(row: Row) -> bool:
    """Say whether a row is nothing but names of columns."""
    cells = [cell for cell in row.cells if cell and cell.strip()]
    return len(cells) > 1 and all(map(is_heading, cells))


def heads_another(row: Row, *, after_gap: bool) -> bool:
    """Say whether a row without any identifier heads a table of something else: users, notes.

    A row of units may have a cell or two that are called like columns ("Camera", "Room"): all
    have to be, or most after a blank row.
    """
    cells = [cell for cell in row.cells if cell and cell.strip()]
    if len(cells) < 2 or any(len(c) > _SHORT or any(map(str.isdigit, c)) for c in cells):
        return False
    others = sum(map(is_other_heading, cells))
    known = sum(is_other_heading(cell) or is_heading(cell) for cell in cells)
    if known == len(cells):
        return after_gap or others > 0 or known > 2
    return after_gap and others > 0 and known > 1 and known * 2 >= len(cells)


def width(heading: Row) -> int:
    """Count the columns up to the last that has a heading."""
    return max((i + 1 for i, cell in enumerate(heading.cells) if cell.strip()), default=0)


def _filled(rows: Iterator[Row], faults: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row.fault is not None:
            faults.append(row)
            if len(faults) > HEADING_ROWS:
                return
        elif any(cell and not cell.isspace() for cell in row.cells):
            yield row


def _headed(first: Sequence[Row]) -> tuple[Header, Row, list[Row]] | None:
    """Choose the row that names most columns, and return it with the rows after it.

    A heading over two rows ("Network" above "IP" and "MAC") is taken together. Of several tables
    one under the other the first begins, though a later one may have more columns.
    """
    headers = [header_of(row.cells) for row in first]
    best = max(
        (i for i, header in enumerate(headers) if header.usable),
        key=lambda i: (len(headers[i].columns), -i),
        default=None,
    )
    if best is not None:
        best = next((i for i in range(best) if _begins(first, headers, i, best)), best)
    most = 0 if best is None else len(headers[best].columns)
    for i in range(len(first) - 1) if best is None else (best, best - 1):
        if 0 <= i < len(first) - 1 and all_headings(first[i + 1]):
            over = _over(first[i], first[i + 1])
            both = header_of(over.cells)
            if both.usable and len(both.columns) > most:
                return both, over, list(first[i + 2 :])
    return None if best is None else (headers[best], first[best], list(first[best + 1 :]))


def _begins(first: Sequence[Row], headers: Sequence[Header], at: int, best: int) -> bool:
    """Say whether a row is a whole heading with a unit between it and the best heading."""
    if not headers[at].usable or not all_headings(first[at]):
        return False
    return any(
        sum(1 for column in headers[at].columns if _is_filled(row, column.at)) > 1
        and not all_headings(row)
        for row in first[at + 1 : best]
    )


def _is_filled(row: Row, at: int) -> bool:
    return at < len(row.cells) and bool(row.cells[at].strip())


def _over(above: Row, below: Row) -> Row:
    columns = max(len(above.cells), len(below.cells))
    a, b = ([*row.cells, *[""] * (columns - len(row.cells))] for row in (above, below))
    cells = [under if under.strip() else over for over, under in zip(a, b, strict=True)]
    return below._replace(cells=cells)


def _fit(heading: Row, rest: Sequence[Row]) -> bool:
    if max(map(len, heading.cells)) > _LONGEST_HEADING:
        return False
    columns = width(heading)
    # Another heading further down has a width of its own.
    own = takewhile(lambda row: not all_headings(row), rest)
    sized = [1 + max(i for i, c in enumerate(row.cells) if c.strip()) for row in own]
    return sum(columns // 2 < size <= columns for size in sized) >= len(sized) / 2


def _by_content(first: Sequence[Row]) -> Header | None:
    """Find columns of hardware and IP addresses where nothing names them; others are not read."""
    counts = Counter(len(row.cells) for row in first)
    columns, alike = counts.most_common(1)[0] if counts else (0, 0)
    if len(first) < 2 or columns < 2 or alike < _MOST * len(first):
        return None
    found: list[Column] = []
    for at in range(min(columns, _MAX_COLUMNS)):
        cells = [row.cells[at] for row in first if at < len(row.cells)]
        for role, read in (("mac", identifiers.mac), ("ip", identifiers.ip)):
            if sum(read(cell) is not None for cell in cells) >= _MOST * len(first):
                found.append(Column(at, role))
    return Header(tuple(found)) if any(column.role == "mac" for column in found) else None
