"""CSV and XLSX open in a spreadsheet as they were written: no formula, no lost digit."""

import csv
import io
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from nameplate.papers.csv import to_csv
from nameplate.papers.guard import guard, guard_typed
from nameplate.papers.rows import HEADER, REASON_HEADER
from nameplate.papers.xlsx import to_xlsx
from papers.sample_hostile import HOSTILE, hostile_read
from papers.sample_read import sample_read

STARTS = tuple("=+-@\t\r\n＝＋－＠")


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(hostile_read())))


@pytest.mark.parametrize("text", [*HOSTILE, *(f"{s}1+1" for s in STARTS), "  =1", "a; @b"])
def test_no_cell_starts_a_formula_wherever_a_spreadsheet_parts_it(text: str) -> None:
    for cell in guard(text).split(";"):
        assert not cell.strip().startswith(STARTS)
    assert guard(text).isprintable()


@pytest.mark.parametrize("text", ["19e200", "00123", "4006381333931001", "3/4", "1-2-26", "12E5"])
def test_an_id_that_looks_like_a_number_or_a_day_stays_text_in_csv(text: str) -> None:
    assert guard_typed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["7f3a12", "10.40.35.15", "24:48:45:12:08:77", "Annke C800", "12"])
def test_ordinary_cells_are_left_alone(text: str) -> None:
    assert guard_typed(text) == text


def test_csv_has_one_row_a_device_listed_makers_first() -> None:
    head, *found = rows(to_csv(sample_read()))
    assert tuple(head) == HEADER
    assert [row[0] for row in found][:4] == ["7f3a12", "a1b2c3", "19c2e0", "a1b2d1"]
    assert len(found) == 12
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in found}
    assert by_id["7f3a12"]["maker"] == "Hikvision"
    assert by_id["7f3a12"]["listed"] == "yes"
    assert by_id["7f3a12"]["mac"] == "24:48:45:12:08:77"
    assert by_id["4021bb"]["maker"] == "cannot be told yet"
    assert by_id["51ab90"]["listed"] == "no"
    assert "'19e200" in by_id


def test_weak_evidence_puts_no_name_into_a_column_that_people_filter() -> None:
    for row in rows(to_csv(sample_read()))[1:]:
        if row[HEADER.index("evidence")].startswith("weak"):
            assert row[HEADER.index("maker")] == "cannot be told yet"
            assert row[HEADER.index("listed")] == "cannot be told yet"


def test_csv_opens_right_in_excel_and_stays_one_line_a_device() -> None:
    data = to_csv(hostile_read())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(HOSTILE) + 1
    assert b"\n" not in data.replace(b"\r\n", b"")
    for row in rows(data)[1:]:
        assert len(row) == len(HEADER)
        for cell in row:
            assert cell.isprintable(), cell
            assert not cell.strip().startswith(STARTS), cell


def test_every_cell_of_the_workbook_is_text(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "inlineStr", "n"}, (sheet.title, cell.coordinate)
                assert cell.data_type != "n" or cell.value is None
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not cell.value.strip().startswith(STARTS)
                    assert cell.value.isprintable()


def test_the_workbook_has_the_answer_first_and_holds_every_reason(book: Workbook) -> None:
    assert book.sheetnames == ["Answer", "Devices", "Reasons", "Not read", "Evidence"]
    found = openpyxl.load_workbook(io.BytesIO(to_xlsx(sample_read())))
    told = [[cell.value for cell in row] for row in found["Reasons"].iter_rows()]
    assert tuple(told[0]) == REASON_HEADER
    matched = REASON_HEADER.index("matched text")
    assert "<systemContact>Hikvision.China</systemContact>" in {row[matched] for row in told}
    assert any(row[1] == "conflict" for row in told)
    devices = [row[0].value for row in found["Devices"].iter_rows()]
    assert "19e200" in devices, "a typed text cell needs no guard against numbers"
    answer = {str(row[0].value): str(row[1].value) for row in found["Answer"].iter_rows()}
    assert answer["as at"] == "25 November 2026"
    assert "strong evidence" in answer
    hashes = [str(row[5].value) for row in found["Evidence"].iter_rows()]
    assert all(len(value) == 64 for value in hashes[1:])


def test_every_sheet_has_a_frozen_head_a_filter_and_fits_a_page_in_width(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes in {"A2", "B2"}
        assert sheet.auto_filter.ref is not None
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"


def test_the_workbook_holds_no_link_formula_or_macro() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(hostile_read()))) as parts:
        names = parts.namelist()
        assert not [n for n in names if "external" in n.lower() or n.endswith(".bin")]
        for name in names:
            text = parts.read(name)
            assert b"<f>" not in text, name
            assert b'TargetMode="External"' not in text, name


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert to_csv(hostile_read()) == to_csv(hostile_read())
    assert to_xlsx(sample_read()) == to_xlsx(sample_read())
