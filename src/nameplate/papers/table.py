"""Any table of the pages as a file: exactly its columns and rows, and what it is of.

CSV as RFC 4180 has it, every cell quoted and guarded; XLSX with a first sheet that says what was
asked, as at when and judged by what; JSON for programs, whose texts are as they were found.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nameplate.papers.guard import guard, guard_typed
from nameplate.papers.json import line

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Table(NamedTuple):
    """A table to hand over. `about` says what it is of, line by line; `day` is ISO 8601."""

    name: str
    about: tuple[tuple[str, str], ...]
    day: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[str]]
    widths: tuple[int, ...] = ()


def to_csv(table: Table, *, bom: bool) -> Iterator[bytes]:
    """Yield the table as CSV, piece by piece. `bom` for programs that guess the encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if bom:
        text.write("\ufeff")
    writer.writerow(table.header)
    for number, row in enumerate(table.rows, 1):
        writer.writerow([guard_typed(cell) for cell in row])
        if number % 1_000 == 0:
            yield _taken(text)
    yield _taken(text)


def to_json(table: Table) -> Iterator[bytes]:
    """Yield the table as one JSON object, piece by piece: rows are objects by column."""
    head = {"schema": "nameplate/table/1", "name": table.name, "about": dict(table.about)}
    yield line(head)[:-2] + b',"rows":['
    waiting = bytearray()
    for number, row in enumerate(table.rows):
        waiting += b",\n" if number else b"\n"
        waiting += line(dict(zip(table.header, row, strict=True)))[:-1]
        if len(waiting) > 64 << 10:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting) + b"\n]}\n"


def to_xlsx(table: Table) -> bytes:
    """Return the table as a workbook of two sheets: what it is of, and the rows."""
    from xlsxwriter.workbook import Workbook

    data = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(data, options) as book:
        book.set_properties({"title": guard(table.name), "created": _created(table.day)})
        head = book.add_format({"bold": True, "bg_color": "#E7EBF0", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        about = book.add_worksheet("About")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 100, wrapped)
        for number, (what, says) in enumerate(table.about):
            about.write_string(number, 0, guard(what), head)
            about.write_string(number, 1, guard(says), wrapped)
        page = book.add_worksheet("Rows")
        for column, name in enumerate(table.header):
            page.set_column(column, column, (table.widths or (20,) * len(table.header))[column])
            page.write_string(0, column, guard(name), head)
        last = 0
        for last, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                page.write_string(last, column, guard(cell))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(last, 1), len(table.header) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
    return data.getvalue()


def _taken(text: io.StringIO) -> bytes:
    data = text.getvalue().encode("utf-8", "backslashreplace")
    text.seek(0)
    text.truncate()
    return data


def _created(day: str) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time())
    except ValueError:
        return dt.datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's dates carry no zone
