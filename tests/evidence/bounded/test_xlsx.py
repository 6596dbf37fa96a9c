"""The door to spreadsheets: what a person sees in a cell, and nothing that a file asks for."""

import contextlib
import io
import time
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.evidence.bounded import xlsx
from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import NameplateError, NotOurFormat, OverBudget, UnreadableEvidence

BOOK = b'<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'
RELATIONS = (
    b'<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="r2" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def packed(sheet: Iterable[bytes], strings: Iterable[bytes] = (b"<sst/>",)) -> bytes:
    """Make a workbook of raw parts, which no honest program would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("xl/workbook.xml", BOOK)
        box.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        for name, parts in (("worksheets/sheet1", sheet), ("sharedStrings", strings)):
            with box.open(f"xl/{name}.xml", "w") as part:
                for piece in parts:
                    part.write(piece)
    return out.getvalue()


def sheet_of(*rows: bytes) -> list[bytes]:
    return [b"<worksheet><sheetData>", *rows, b"</sheetData></worksheet>"]


def first_sheet(data: bytes) -> list[Row]:
    sheet = next(xlsx.sheets(Source.of(data, "book.xlsx")))
    return list(sheet.rows)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_reads_texts_numbers_and_dates_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DS-2CD", 123456789012, 0.1 + 0.2, 2.5, True, None, "last"])
    sheet.append([date(2026, 11, 25), datetime(2026, 11, 25, 9, 30), 1122334455, "001122"])  # noqa: DTZ001
    one, two = first_sheet(saved(book))
    assert one.cells == ["DS-2CD", "123456789012", "0.3", "2.5", "TRUE", "", "last"]
    assert one.numbers == {1, 2, 3}
    assert two.cells == ["2026-11-25", "2026-11-25 09:30:00", "1122334455", "001122"]
    assert (set(two.dates), set(two.numbers)) == ({0, 1}, {2})


def test_days_may_count_from_1904() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2026, 11, 25), book.add_format({"num_format": "dd/mm/yy"}))  # noqa: DTZ001
    book.close()
    assert first_sheet(out.getvalue())[0].cells == ["2026-11-25"]


def test_formulas_are_never_evaluated() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, '=HYPERLINK("http://198.51.100.1/","go")', None, "stored")
    sheet.write_formula(1, 0, "=1+1", None, "")
    sheet.write(1, 1, "x")
    book.close()
    one, two = first_sheet(out.getvalue())
    assert one.cells == ["stored"]
    assert (two.cells, two.unstored) == (["", "x"], 1)


def test_hidden_sheets_and_rows_are_read_and_marked() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    shown, hidden = book.add_worksheet("shown"), book.add_worksheet("hidden")
    hidden.hide()
    shown.write_column(0, 0, ["a", "b"])
    shown.set_row(1, None, None, {"hidden": True})
    hidden.write(0, 0, "c")
    book.close()
    found = [(s.name, s.hidden, [(r.cells, r.hidden) for r in s.rows])
             for s in xlsx.sheets(Source.of(out.getvalue()))]  # fmt: skip
    assert found == [
        ("shown", False, [(["a"], False), (["b"], True)]),
        ("hidden", True, [(["c"], False)]),
    ]


def test_a_merged_range_gives_its_text_to_each_of_its_rows() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.merge_range("A1:A3", "Town Hall")
    sheet.write_column(0, 1, ["one", "two", "three", "four"])
    book.close()
    cells = [row.cells for row in first_sheet(out.getvalue())]
    assert cells == [["Town Hall", w] for w in ("one", "two", "three")] + [["", "four"]]


def test_rich_texts_are_joined_and_readings_beside_them_are_not() -> None:
    strings = (
        b"<sst><si><r><t>DS-</t></r><r><t>2CD</t></r><rPh><t>kana</t></rPh></si></sst>",
    )  # fmt: skip
    assert first_sheet(packed(sheet_of(b'<row><c t="s"><v>0</v></c></row>'), strings))[0].cells == [
        "DS-2CD"
    ]


def test_a_declared_extent_costs_nothing() -> None:
    sheet = [
        b'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>',
        b'<row r="1048576"><c r="B1048576"><v>7</v></c><c r="XFD1048576"><v>8</v></c></row>',
        b"</sheetData></worksheet>",
    ]
    began = time.perf_counter()
    assert [(r.number, r.cells) for r in first_sheet(packed(sheet))] == [(1048576, ["", "7"])]
    assert time.perf_counter() - began < 1


MIB = b" " * (1 << 20)


@pytest.mark.parametrize(
    ("sheet", "strings"),
    [
        ([b"<worksheet>", *[MIB] * 300, b"</worksheet>"], [b"<sst/>"]),
        (sheet_of(), [b"<sst><si><t>", *[MIB] * 120, b"</t></si></sst>"]),
        (sheet_of(*[b"<row><c><v>1</v></c></row>" * 100_000] * 9), [b"<sst/>"]),
    ],
    ids=["sheet", "strings", "equal rows"],
)
def test_a_bomb_is_refused_before_it_unpacks(sheet: list[bytes], strings: list[bytes]) -> None:
    data = packed(sheet, strings)
    began = time.perf_counter()
    with pytest.raises(OverBudget):
        first_sheet(data)
    assert time.perf_counter() - began < 3


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(packed(sheet_of(b"<row><c><v>1</v></c></row>" * 50)))
    info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/worksheets/sheet1.xml")
    at = data.find(info.filename.encode(), data.find(b"PK\x01\x02")) - 22
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableEvidence):
        first_sheet(bytes(data))


@pytest.mark.parametrize(
    "start",
    [b'<!DOCTYPE x [<!ENTITY a "b">]>', b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
)
def test_a_document_type_is_never_followed(start: bytes) -> None:
    with pytest.raises(UnreadableEvidence, match="document type"):
        first_sheet(packed([start, *sheet_of()]))


@pytest.mark.parametrize(
    "sheet", [[b"<a>" * 100_000], [b'<worksheet a="', *[b"x" * 65_536] * 100, b'"/>']]
)
def test_tags_without_end_are_refused_at_once(sheet: list[bytes]) -> None:
    began = time.perf_counter()
    with pytest.raises(UnreadableEvidence):
        first_sheet(packed(sheet))
    assert time.perf_counter() - began < 2


def test_rows_before_the_damage_are_read() -> None:
    data = packed([b"<worksheet><sheetData><row><c><v>1</v></c></row><c"])
    rows = next(xlsx.sheets(Source.of(data))).rows
    assert next(rows).cells == ["1"]
    with pytest.raises(UnreadableEvidence):
        next(rows)


def _ole(stream: str) -> bytes:
    return xlsx.OLE_MAGIC + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("data", "what", "next_step"),
    [
        (_ole("EncryptedPackage"), "password", "Remove the password"),
        (_ole("Workbook"), r"\.xls", "save it as .xlsx or CSV"),
    ],
)
def test_other_kinds_are_named_with_what_to_do(data: bytes, what: str, next_step: str) -> None:
    with pytest.raises(UnreadableEvidence, match=what) as raised:
        first_sheet(data)
    assert next_step in raised.value.next_step


def test_an_opendocument_sheet_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableEvidence, match="OpenDocument"):
        first_sheet(out.getvalue())


def test_another_office_file_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("word/document.xml", "<document/>")
    with pytest.raises(NotOurFormat):
        first_sheet(out.getvalue())


def test_every_cut_is_refused_cleanly() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["a", "b"])
    data = saved(book)
    for cut in range(0, len(data), 61):
        with pytest.raises(NameplateError):
            first_sheet(data[:cut])


@given(st.integers(0, 200), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_flipped_bytes_raise_nothing_but_the_errors_of_the_house(where: int, raw: bytes) -> None:
    data = bytearray(packed(sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>')))
    at = where * len(data) // 201
    data[at : at + len(raw)] = raw
    with contextlib.suppress(NameplateError):
        for sheet in xlsx.sheets(Source.of(bytes(data))):
            assert len(list(sheet.rows)) <= len(data)


value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**6), 10**6, places=3),
    st.text("abcXYZ0189:-. <&>é漢", max_size=10).filter(lambda text: not text.startswith("=")),
)


@given(st.lists(st.lists(value, min_size=1, max_size=5), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_reads_the_same_values_as_the_library_that_others_use(
    table: list[list[bool | int | Decimal | str | None]],
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in table:
        sheet.append(line)
    data = saved(book)
    theirs = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    ours = {row.number: row.cells for row in first_sheet(data)}
    for number, cells in enumerate(theirs.iter_rows(values_only=True), 1):
        shown = [_shown(cell) for cell in cells]
        mine = ours.get(number, [])
        assert [*mine, *[""] * (len(shown) - len(mine))] == shown


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    return str(cell)
