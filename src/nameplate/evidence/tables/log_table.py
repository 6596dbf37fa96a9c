"""Session logs and DNS logs as tables: the heading found, then row for row.

Logs may stand one after another, each with its heading; sums at their end are passed over.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from nameplate.evidence.bounded.grid import Row as GridRow
from nameplate.evidence.tables import session_rows
from nameplate.evidence.tables.log_cells import is_address
from nameplate.evidence.tables.log_columns import Answers, Doubt, Layout, Table, id_of, layout
from nameplate.evidence.tables.log_objects import notes
from nameplate.evidence.tables.log_rows import Row
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Record

HEADING_ROWS = 12
"""A heading is looked for in so many rows that hold something."""
_SAMPLES = 24
_LONGEST_HEADING = 64
_FEWEST_COLUMNS = 2
_AHEAD = 4
_MOST_TRIES = 256


class _TableRow(Row):
    """A row of a table, whose place is the number of its row."""

    def at(self, pointer: str) -> str:
        return f"row {self.number}"


class Heading(NamedTuple):
    """A heading: its row, what it means, and the index of each meaning's column."""

    row: GridRow
    layout: Layout | Doubt
    at: tuple[tuple[str, int], ...]

    @property
    def source(self) -> int:
        """The index of the column of the end that began."""
        return next((at for meaning, at in self.at if meaning == "source"), 0)


def heading(rows: Sequence[GridRow], answers: Answers) -> Heading | None:
    """Find the heading of a log among the first rows; None if there is none."""
    for number, row in enumerate(rows[:HEADING_ROWS]):
        if (found := _heading(row, rows[number + 1 :], answers)) is not None:
            return found
    return None


def _heading(row: GridRow, rest: Sequence[GridRow], answers: Answers) -> Heading | None:
    names = [cell.strip().lstrip("\ufeff")[:_LONGEST_HEADING] for cell in row.cells]
    if sum(map(bool, names)) < _FEWEST_COLUMNS or any(map(is_address, names)):
        return None
    samples = [
        dict(zip(names, one.cells, strict=False))
        for one in islice(rest, _SAMPLES)
        if len(one.cells) > 1
    ]
    found = layout(Table(names, samples, id_of(names)), answers)
    if found is None:
        return None
    if isinstance(found, Doubt):
        return Heading(row, found, ())
    at = tuple((meaning, names.index(name)) for meaning, name in found.columns.items())
    return Heading(row, found, at)


def records(rows: Iterator[GridRow], answers: Answers, traffic: Traffic) -> Iterator[Record] | None:
    """Yield what the rows of a log say; None if they are no log.

    Raises UnreadableEvidence where a person has to say which column is which.
    """
    first = list(islice(rows, HEADING_ROWS + _SAMPLES))
    found = heading([row for row in first if row.fault is None], answers)
    if found is None:
        return None
    if isinstance(found.layout, Doubt):
        raise found.layout.fault()
    rest = _Rows(rows)
    rest.put_back(row for row in first if row.number > found.row.number)
    return _records(found, rest, answers, traffic)


class _Rows(Iterator[GridRow]):
    """Rows, and a way back: what follows a heading says whether it is one."""

    def __init__(self, rows: Iterator[GridRow]) -> None:
        self._rows = rows
        self._held: deque[GridRow] = deque()
        self._tries = 0

    def __next__(self) -> GridRow:
        return self._held.popleft() if self._held else next(self._rows)

    def put_back(self, rows: Iterable[GridRow]) -> None:
        """Let these rows come next, in their order."""
        self._held.extendleft(reversed(list(rows)))

    def heading(self, row: GridRow, answers: Answers) -> Heading | None:
        """Say whether a row heads another log, as where files of two programs were joined."""
        if self._tries >= _MOST_TRIES or not all(cell.strip() for cell in row.cells):
            return None
        self._tries += 1
        rest = list(islice(self, _AHEAD))
        self.put_back(rest)
        found = _heading(row, [one for one in rest if one.fault is None], answers)
        return found if found is not None and isinstance(found.layout, Layout) else None


def _records(found: Heading, rows: _Rows, answers: Answers, traffic: Traffic) -> Iterator[Record]:
    if isinstance(found.layout, Layout):
        yield from notes(found.layout, f"row {found.row.number}")
    ended = False
    try:
        for row in rows:
            if row.fault is not None:
                yield from traffic.bad(f"row {row.number}", row.fault)
                continue
            if _is_heading(found, row):
                ended = False
            elif _has_letters(found, row) and (other := rows.heading(row, answers)) is not None:
                found, ended = other, False
            elif ended or _is_total(row):
                ended = True
                traffic.tell("sums at the end of the table")
            elif len(row.cells) < len(found.row.cells) - 1:
                yield from traffic.bad(
                    f"row {row.number}",
                    f"{len(row.cells)} cells where its heading names {len(found.row.cells)}",
                )
            else:
                yield from _row(found, row, traffic)
    except UnreadableEvidence:
        yield from traffic.finish()
        raise
    yield from traffic.finish()


def _row(found: Heading, row: GridRow, traffic: Traffic) -> Iterator[Record]:
    assert isinstance(found.layout, Layout)  # noqa: S101 - a doubt is never read
    cells: Mapping[str, str] = {
        meaning: row.cells[at] for meaning, at in found.at if at < len(row.cells)
    }

    def place(when: datetime | None, stated: str | None) -> Row:
        return _TableRow(row.number, when, stated)

    yield from session_rows.read(cells, found.layout, place, traffic)


def _is_heading(found: Heading, row: GridRow) -> bool:
    """Say whether a heading stands again, as where logs were joined."""
    return row.cells[:2] == found.row.cells[:2] and row.cells == found.row.cells


def _has_letters(found: Heading, row: GridRow) -> bool:
    """Say whether a name stands where an address should."""
    at = found.source
    return at < len(row.cells) and row.cells[at][:1].isalpha() and not is_address(row.cells[at])


def _is_total(row: GridRow) -> bool:
    return session_rows.is_total(row.cells[0])
