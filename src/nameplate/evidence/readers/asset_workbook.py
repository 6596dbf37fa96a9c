"""Asset registers as XLSX workbooks, one unit a row, each sheet with headings of its own.

Form: ECMA-376. Hidden sheets and rows are read and told, formulas are never evaluated, what a
merged range hides from its lower rows is given to them. The older .xls, .ods and workbooks with
a password are told what to do with. A workbook without a list of units is not claimed.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded import xlsx
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import asset_rows
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="asset-workbook",
    title="Asset register or device list (XLSX)",
    yields=("Sighting",),
    spec="ECMA-376 (SpreadsheetML); headings by tables/asset_columns.toml",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 60 for a workbook, 20 to 35 for what may be one, else 0."""
    if head.startswith(b"PK\x03\x04"):
        if b"xl/" in head:
            return 60
        if b"opendocument.spreadsheet" in head[:256]:
            return 35
        other = b"word/" in head or b"ppt/" in head
        return 35 if b"[Content_Types].xml" in head and not other else 0
    return 20 if head.startswith(xlsx.OLE_MAGIC) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each row of each sheet says of its unit, and what is not read, and why."""
    passed_over: list[str] = []
    read_any = False
    for sheet in xlsx.sheets(source):
        name = sheet.name[:64]
        found = asset_rows.records(sheet.rows, sheet=name, addressed=True)
        if found is None:
            passed_over.append(name)
            continue
        read_any = True
        yield from _about(sheet, name)
        yield from found
    if not read_any:
        raise NotOurFormat("no sheet is a list of units", where=source.name)
    for name in passed_over:
        yield _notice(name, "the sheet is no list of units and was not read")


def _about(sheet: xlsx.Sheet, name: str) -> Iterator[Problem]:
    if sheet.hidden:
        yield _notice(name, "the sheet is hidden; it was read like the others")
    if sheet.merges:
        yield _notice(
            name, f"{sheet.merges} merged ranges: what they show was given to each of their rows"
        )


def _notice(sheet: str, what: str) -> Problem:
    return Problem(
        where=f"sheet {sheet}",
        what=what,
        next_step="Nothing to do, if that is what you expect.",
        notice=True,
    )
