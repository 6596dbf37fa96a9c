"""The answer as a workbook: answer, devices, reasons, what was not read, evidence.

Every cell is text, formulas are never written, no text becomes a link, and the dates inside the
file are the day of the answer: same input, same bytes.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from nameplate.model.report import Read
from nameplate.papers import words
from nameplate.papers.guard import guard
from nameplate.papers.json import digest
from nameplate.papers.law.cells import answer_says, searched_says
from nameplate.papers.rows import HEADER, REASON_HEADER, device_rows, reason_rows
from nameplate.papers.steps import next_steps, unseen
from nameplate.papers.text import count, day, either, size

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

LINE = 15
"""Height of one line of a cell, in points."""
MOST_LINES = 8

Rows = Sequence[Sequence[str]]


class _Sheet(NamedTuple):
    """One sheet: its name, header, rows, and widths of its columns in characters."""

    name: str
    header: tuple[str, ...]
    rows: Rows
    widths: tuple[int, ...]
    printed: int
    """How many of the columns go on paper; the rest would make them too small to read."""


class _Looks(NamedTuple):
    """The formats of a workbook's cells."""

    head: "Format"
    cell: "Format"


def to_xlsx(read: Read) -> bytes:
    """Return the workbook's bytes."""
    from xlsxwriter.workbook import Workbook

    data = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(data, options) as book:
        book.set_properties({"title": _title(read), "created": _created(read)})
        looks = _Looks(
            head=book.add_format(
                {"bold": True, "bg_color": "#E7EBF0", "bottom": 1, "text_wrap": True}
            ),
            cell=book.add_format(
                {"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": "#8A929C"}
            ),
        )
        for sheet in _sheets(read):
            _write(book, sheet, looks)
    return data.getvalue()


def _title(read: Read) -> str:
    return f"Who made {count(len(read.devices), 'device')}, as at {day(read.listing.as_of)}"


def _created(read: Read) -> dt.datetime:
    """The day of the answer, as the contract has it; a clock would change the bytes."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(read.listing.as_of), dt.time())
    except ValueError:
        return dt.datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's dates carry no zone


def _sheets(read: Read) -> tuple[_Sheet, ...]:
    evidence = [
        (
            *(e.file, e.format_title, size(e.size), f"{e.records:,}", _whole(e.complete)),
            *(e.sha256, e.inside or "", e.reader),
        )
        for e in read.evidence
    ]
    return (
        _Sheet("Answer", ("about", "what"), _answer(read), (22, 110), 2),
        _Sheet(
            "Devices",
            HEADER,
            device_rows(read),
            (
                *(10, 12, 18, 22, 18, 22, 12, 30, 44),
                *(19, 16, 24, 20, 12, 22, 10, 18, 18, 18, 18, 18, 20, 16, 40),
                *(16, 44, 44),
            ),
            9,
        ),
        _Sheet(
            "Reasons",
            REASON_HEADER,
            reason_rows(read),
            (10, 18, 18, 50, 22, 24, 34, 28, 22, 44, 44, 30, 14, 10, 40, 26, 40),
            9,
        ),
        _Sheet(
            "Not read",
            ("file", "where", "what happened", "what is wrong", "what to do"),
            _not_read(read),
            (34, 24, 18, 50, 50),
            5,
        ),
        _Sheet(
            "Evidence",
            (
                *("file", "format", "size", "records", "read to its end"),
                *("sha256", "inside archive (sha256)", "reader"),
            ),
            evidence,
            (40, 28, 12, 10, 14, 68, 30, 24),
            6,
        ),
    )


def _law(read: Read) -> Sequence[tuple[str, str]]:
    if read.law is None:
        return ()
    return (
        ("what the law asks", read.law.says),
        *(("to be stated", need) for need in read.law.needs),
        *(("beside it", answer_says(one)) for one in read.law.beside),
        ("searched", searched_says(read.law)),
    )


def _whole(complete: bool) -> str:
    return "yes" if complete else "no: cut short"


def _not_read(read: Read) -> Rows:
    return [(n.file, "", "not read", n.reason, n.next_step) for n in read.not_read] + [
        (p.file, p.where, "noticed" if p.notice else "read in part", p.reason, p.next_step)
        for p in read.partial
    ]


def _answer(read: Read) -> list[tuple[str, str]]:
    listing, knowledge = read.listing, read.knowledge
    bands = [
        (words.band(b.band), f"{b.devices} of {len(read.devices)} devices, {b.listed} of them "
         f"listed. {words.measured(b.measured_wrong, b.measured_of, b.measured_on)}")
        for b in read.summary.bands
    ]  # fmt: skip
    steps = [
        ("what to do next", f"{s.what} ({_for(s.why, len(s.devices))})") for s in next_steps(read)
    ]
    return [
        *(("answer", sentence) for sentence in read.summary.sentences),
        ("as at", day(listing.as_of)),
        ("listing", f"{listing.title}: {either(listing.members)}. {listing.says}"),
        *steps,
        *bands,
        *_law(read),
        *(("what the evidence saw", says) for says in read.coverage.says),
        *(("not seen", says) for says in unseen(read.coverage)),
        *((f"not looked: {name}", why) for name, why in sorted(read.not_looked.items())),
        ("knowledge", f"version {knowledge.version}, released {day(knowledge.released)}"),
        ("registry of addresses", knowledge.registry or "none at hand"),
        ("made with", read.tool),
        ("the same as JSON", f"{read.schema}, sha256 {digest(read)}"),
    ]


def _for(why: str, devices: int) -> str:
    return f"{count(devices, 'device')}; {why}" if devices else why


def _lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the fullest cell of a row takes: not every program works it out itself."""
    taken = [-(-len(text) // width) for text, width in zip(texts, widths, strict=True)]
    return min(max(1, *taken), MOST_LINES)


def _write(book: "Workbook", sheet: _Sheet, looks: _Looks) -> None:
    page = book.add_worksheet(sheet.name)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row, cells in enumerate([sheet.header, *sheet.rows]):
        texts = [guard(text) for text in cells]
        page.set_row(row, LINE * _lines(texts, sheet.widths))
        for column, text in enumerate(texts):
            page.write_string(row, column, text, looks.cell if row else looks.head)
    page.freeze_panes(1, 1 if len(sheet.header) > 2 else 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.header) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0)
    page.print_area(0, 0, max(len(sheet.rows), 1), sheet.printed - 1)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")
