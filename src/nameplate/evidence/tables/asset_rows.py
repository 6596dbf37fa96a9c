"""Rows of an asset table to records: a register that people keep, or a list that a tool wrote.

The heading is looked for in the first 30 rows; what stands above it is never shown. Columns of
passwords, keys, users and persons are emptied as each row comes in, before anything else sees it.
Rows stream: memory stays that of the first 30.
"""

from collections.abc import Iterator
from itertools import chain

from nameplate.evidence.bounded import csv, text
from nameplate.evidence.bounded.grid import Row, letters
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import asset_units
from nameplate.evidence.tables.asset_columns import (
    TELLING,
    Header,
    header_of,
    is_blank,
    is_dropped,
    is_total,
)
from nameplate.evidence.tables.asset_heading import (
    Layout,
    all_headings,
    heads_another,
    layout,
)
from nameplate.evidence.tables.asset_told import Table
from nameplate.evidence.tables.asset_units import Identified
from nameplate.model.records import Problem, Record

MAX_PROBLEMS = 500
"""After so many problems in one table the rest are counted."""


def claim(rows: Iterator[Row]) -> int:
    """Say how much of a known asset table these rows are: 0 none, 40 by content, 50 to 70.

    70 is a tool's own list, 60 a heading with three columns that we read, 50 one with two.
    """
    found = layout(rows, addressed=False)
    if found is None:
        return 0
    if found.heading is None:
        return 40
    if found.header.export is not None:
        return 70
    return 60 if len(found.header.columns) > 2 else 50


def delimiter(head: bytes) -> str | None:
    """Choose the delimiter under which most columns are known; None if it is no asset table."""
    first = csv.delimiter_of(text.decode(head, text.encoding_of(head)))
    others = [d for d in csv.DELIMITERS if d != first and d.encode() in head]
    found = [(_mapped(csv.rows(Source.of(head), d)), d) for d in (first, *others)]
    best, chosen = max(found, key=lambda one: one[0])
    return chosen if best else None


def _mapped(rows: Iterator[Row]) -> int:
    found = layout(rows, addressed=False)
    if found is None:
        return 0
    known = len(found.header.columns) + len(found.header.dropped)
    return known if found.heading is None else 10 + known


def records(
    rows: Iterator[Row], *, sheet: str | None = None, addressed: bool = False
) -> Iterator[Record] | None:
    """Return the records of one table, read as they are asked for; None if it is no asset table.

    `addressed` says that each cell knows its column, as in XLSX: a short row is then whole. In a
    text table a row of another length may have its cells shifted, and is told and not read.
    """
    found = layout(rows, addressed=addressed)
    if found is None:
        return None
    return _limited(table := Table(sheet, addressed), _read(table, found, rows))


def _read(table: Table, found: Layout, rest: Iterator[Row]) -> Iterator[Record]:
    """Read the rows after a heading; another heading further down begins anew."""
    yield from (table.fault(row) for row in found.faults)
    table.start(found.header, found.heading)
    if found.heading is None:
        yield _no_heading(table, found.header)
    else:
        yield from table.about_columns(found.heading.number)
    for row in chain(found.rows, rest):
        table.count(row)
        if row.fault is not None:
            yield table.fault(row)
        else:
            yield from _row(table, row)
    yield from table.at_the_end()


def _row(table: Table, row: Row) -> Iterator[Record]:
    cells = table.without_dropped(row)
    filled = [i for i, cell in enumerate(cells) if cell and not is_blank(cell)]
    if not filled:
        return
    after_gap = table.follows_gap(row)
    if table.elsewhere_for_sure and not all_headings(row):
        table.elsewhere.add(row.number)
        return
    misfit = table.misfit(row)
    found = asset_units.NOTHING if misfit else asset_units.identify(table, row, cells)
    if not found.held and all_headings(row) and (again := header_of(row.cells)).usable:
        yield from _start_again(table, again, row)
    elif table.elsewhere_for_sure or (not found.held and heads_another(row, after_gap=after_gap)):
        table.leave(row.number, for_sure=True)
    elif misfit is not None and filled != [0]:
        yield misfit
    elif not found.held and is_total(cells[filled[0]]):
        return
    elif misfit is not None or (
        len(filled) == 1 and not found.problems and _is_note(table, filled[0], cells[filled[0]])
    ):
        table.lone.add(row.number)
        if after_gap and is_dropped(cells[filled[0]]):
            table.leave(row.number, for_sure=False)
    elif table.goes_on(row.number, has_keys=bool(found.held)):
        yield from _unit(table, row, cells, found)


def _unit(table: Table, row: Row, cells: list[str], found: Identified) -> Iterator[Record]:
    if table.is_nobody({one.key.kind for one in found.held}, nobody=found.nobody):
        table.nobody.add(row.number)
        return
    yield from found.problems
    yield from asset_units.sightings(table, row, cells, found)


def _start_again(table: Table, header: Header, row: Row) -> Iterator[Record]:
    """Take another heading further down; one that says the same again is passed over."""
    table.come_back()
    if (header.columns, header.dropped) != (table.header.columns, table.header.dropped):
        table.start(header, row)
        yield from table.about_columns(row.number)


_SURE = {"mac", "ip", "address"}


def _is_note(table: Table, at: int, cell: str) -> bool:
    """Say whether the only cell of a row is a title or a note, such as "Annexe" or who wrote it.

    A hardware address is none, nor is one word or two under a heading for models or numbers.
    """
    roles = {column.at: column.role for column in table.header.columns}
    role = roles.get(at, "")
    if len(roles) < 3 or role in _SURE:
        return False
    one_thing = len(cell.split()) < (3 if role in ("model", "brand_model") else 2)
    return not (role in TELLING and one_thing)


def _no_heading(table: Table, header: Header) -> Problem:
    named = ", ".join(f"{letters(c.at)} ({c.role.upper()})" for c in header.columns)
    return Problem(
        where=table.place(1),
        what=f"no row names the columns: by what stands in them, {named} was read, nothing else",
        next_step="Add a heading row for the other columns, if they matter.",
        notice=True,
    )


def _limited(table: Table, found: Iterator[Record]) -> Iterator[Record]:
    """Let all sightings pass, and so many problems that a person could still read them."""
    told = more = 0
    for record in found:
        if isinstance(record, Problem) and not record.notice:
            told += 1
            if told > MAX_PROBLEMS:
                more += 1
                continue
        yield record
    if more:
        yield Problem(
            where=table.place(1),
            what=f"{more} more problems of the same kinds were found further down",
            next_step="Mend the export; the columns may not be what their headings say.",
        )
