"""The tables of the pages as files: the columns and rows that the page shows, and no others."""

from collections.abc import Iterable, Iterator

from nameplate.papers.law import cells
from nameplate.papers.table import Table
from nameplate.papers.text import count, day, either
from nameplate.register.filters import Filters, Sort
from nameplate.work.rows import Line, line_of
from nameplate.work.view import View

DEVICE_COLUMNS = (
    *("device", "kind", "where", "place", "label says", "made by", "evidence", "because"),
    *("disputed", "listed"),
)
LAW_COLUMNS = ("law asks", "decided by", "law needs")
_LISTED = {True: "yes", False: "no", None: "cannot be told yet"}


def devices(view: View, asked: Filters, sort: Sort, says: tuple[tuple[str, str], ...]) -> Table:
    """Return the list of devices as asked. `says` are the filters in words."""
    answer = view.answer()
    if answer is None:
        return Table("Devices", says, "", DEVICE_COLUMNS, ())
    read = answer.read
    about = (
        ("what", "Devices, as the page showed them"),
        ("as at", day(read.listing.as_of)),
        *(says or (("filters", "none: all devices"),)),
        ("in all", count(read.summary.devices, "device")),
        ("list asked", f"{read.listing.title}: {either(read.listing.members)}"),
        *(("answer", sentence) for sentence in read.summary.sentences),
        ("knowledge", f"version {read.knowledge.version}, of {day(read.knowledge.released)}"),
        ("made with", f"{read.tool}, {answer.made}"),
    )
    widths: tuple[int, ...] = (10, 12, 18, 22, 24, 18, 24, 40, 10, 18)
    rows = _device_rows(view.every(asked, sort))
    if read.law is None:
        return Table("Devices", about, read.listing.as_of, DEVICE_COLUMNS, rows, widths)
    about = (*about, ("law", read.law.says), ("law searched", cells.searched_says(read.law)))
    rows = _law_rows(view, asked, sort)
    header, widths = (*DEVICE_COLUMNS, *LAW_COLUMNS), (*widths, 16, 50, 50)
    return Table("Devices", about, read.listing.as_of, header, rows, widths)


def _device_rows(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    return (_cells(one) for one in lines)


def _law_rows(view: View, asked: Filters, sort: Sort) -> Iterator[tuple[str, ...]]:
    for device in view.whole(asked, sort):
        law = (cells.outcome(device), cells.cites(device), cells.asks(device))
        yield (*_cells(line_of(device)), *law)


def _cells(one: Line) -> tuple[str, ...]:
    return (
        *(one.id, one.kind, one.where, one.place or "", one.label or "", one.maker),
        *(one.band_says, one.because, "yes" if one.disputed else "", _LISTED[one.listed]),
    )


def evidence(view: View) -> Table:
    """Return the list of evidence."""
    answer = view.answer()
    header = ("file", "format", "bytes", "records", "read to its end", "sha256")
    rows = [
        (
            *(e.file, e.format_title, str(e.size), str(e.records)),
            *("yes" if e.complete else "no", e.sha256),
        )
        for e in (answer.read.evidence if answer is not None else ())
    ]
    about = (("what", "Evidence of this case"), ("in all", count(len(rows), "piece")))
    return Table("Evidence", about, "", header, rows, (44, 30, 12, 10, 14, 68))


def unread(view: View) -> Table:
    """Return what was not read, or not whole."""
    answer = view.answer()
    header = ("file", "where", "what happened", "what is wrong", "what to do")
    rows: list[tuple[str, ...]] = []
    if answer is not None:
        rows += [(n.file, "", "not read", n.reason, n.next_step) for n in answer.read.not_read] + [
            (p.file, p.where, "noticed" if p.notice else "read in part", p.reason, p.next_step)
            for p in answer.read.partial
        ]
    about = (("what", "What was not read, or not whole"), ("in all", count(len(rows), "line")))
    return Table("Not read", about, "", header, rows, (40, 24, 16, 60, 60))
