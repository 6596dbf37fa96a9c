"""Asset registers as XLSX: every sheet, hidden or not, and nothing that Excel made up."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from nameplate.evidence.bounded import xlsx
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_workbook
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.records import Problem, Record, Sighting, Witness
from shared_data import shared

HEADINGS = ["Asset tag", "Building", "Room", "Make", "Model", "Serial", "MAC", "IP", "Password"]


def book(**sheets: Callable[[Worksheet], None]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    for name, fill in sheets.items():
        fill(made.add_worksheet(name))
    made.close()
    return out.getvalue()


def register(sheet: Worksheet) -> None:
    sheet.write(0, 0, "Anytown Borough Council: cameras. Root password hunter2")
    sheet.write_row(3, 0, HEADINGS)
    sheet.merge_range("B5:B6", "Town Hall")
    sheet.write_row(4, 2, ["Lobby", "Axis", "P3245-LV", "ACCC8E000061", "00:00:5e:00:53:61"])
    sheet.write_row(5, 2, ["Yard", "Annke", "C800", 471234567, 1122334455, "192.0.2.62", "hunter2"])
    sheet.write_row(6, 0, ["TH-0063", "Depot", "Gate", "Dahua", "IPC-HFW2431S", "", 244845120877])
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.write_row(7, 0, ["Total", 3])


def records(data: bytes) -> list[Record]:
    return list(asset_workbook.read(Source.of(data, "register.xlsx")))


def said(found: list[Record], unit: str) -> dict[str, str]:
    return {r.field: r.value for r in found if isinstance(r, Sighting) and r.unit == unit}


def told(found: list[Record], *, notice: bool) -> str:
    return "\n".join(
        f"{r.where}: {r.what}" for r in found if isinstance(r, Problem) and r.notice is notice
    )


def test_reads_a_register_with_merged_hidden_and_mangled_cells() -> None:
    found = records(book(Cameras=register))
    assert said(found, "sheet Cameras, row 5")["register.place"] == "Town Hall, Lobby"
    assert said(found, "sheet Cameras, row 6")["register.place"] == "Town Hall, Yard"
    assert said(found, "sheet Cameras, row 7")["mac"] == "244845120877"
    assert told(found, notice=False) == (
        "sheet Cameras, row 6, column G: the hardware address (MAC) there is not used: "
        "a spreadsheet may have dropped its leading zeros"
    )
    notices = told(found, notice=True)
    assert "1 merged ranges" in notices
    assert "row 7: hidden in the sheet" in notices
    assert "row 6: with a serial that the sheet keeps as a number" in notices
    assert "column I (a password column) was not read" in notices
    assert "hunter2" not in repr(found)


def test_a_place_says_sheet_row_and_column() -> None:
    found = records(book(Cameras=register))
    (one,) = [r for r in found if isinstance(r, Sighting) and r.value == "P3245-LV"]
    assert (one.where, one.witness) == ("sheet Cameras, row 5, column E", Witness.PERSON)


def test_each_sheet_has_its_own_headings() -> None:
    def french(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["N° de série", "Marque", "Modèle", "Mot de passe", "Adresse MAC"])
        sheet.write_row(1, 0, ["X1234567", "Axis", "P1", "hunter2", "00:00:5e:00:53:71"])
        sheet.hide()

    found = records(book(Cameras=register, Ateliers=french, Notes=lambda s: s.write(0, 0, "hi")))
    assert said(found, "sheet Ateliers, row 2")["mac"] == "00005e005371"
    notices = told(found, notice=True)
    assert "sheet Ateliers: the sheet is hidden" in notices
    assert "sheet Notes: the sheet is no list of units" in notices
    assert "hunter2" not in repr(found)


def test_a_date_in_place_of_a_model_is_told() -> None:
    from datetime import date

    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["Site", "Make", "Model", "Serial"])
    made.active.append(["Hall", "Axis", date(2026, 3, 2), "X1234567"])
    out = io.BytesIO()
    made.save(out)
    found = records(out.getvalue())
    assert "column C: the model there is not used" in told(found, notice=False)
    assert "register.model" not in said(found, "sheet Sheet, row 2")


def test_a_formula_without_a_result_is_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["Name", "Serial", "Model"])
        sheet.write_row(1, 0, ["Cam", "X1234567"])
        sheet.write_formula(1, 2, "=A1", None, "")

    assert "row 2: with a formula" in told(records(book(S=fill)), notice=True)


def test_a_workbook_of_something_else_is_not_ours() -> None:
    def ledger(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["Supplier", "Amount", "Date"])
        sheet.write_row(1, 0, ["Example Ltd", 12.5, "2026-01-01"])

    with pytest.raises(NotOurFormat):
        records(book(Spend=ledger))


def test_claims_workbooks_above_archives_and_other_papers_not_at_all() -> None:
    assert asset_workbook.sniff(book(Cameras=register)) == 60
    assert asset_workbook.sniff(xlsx.OLE_MAGIC) == 20
    assert asset_workbook.sniff(b"PK\x03\x04....[Content_Types].xml....word/document.xml") == 0
    assert asset_workbook.sniff(b"PK\x03\x04....readme.txt") == 0
    assert asset_workbook.sniff(b"") == 0


def test_other_kinds_of_workbook_are_refused_whole_and_alike() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<x/>")
    xls = xlsx.OLE_MAGIC + bytes(512) + "Workbook".encode("utf-16-le") + bytes(64)
    for data in (out.getvalue(), out.getvalue()[:84], xls):
        assert asset_workbook.sniff(data) > 0
        with pytest.raises(UnreadableEvidence) as refused:
            records(data)
        assert "save it as .xlsx or CSV" in refused.value.next_step


_HOSTILE = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from pathlib import Path
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table, asset_workbook
from nameplate.model.errors import NameplateError
for folder in sys.argv[1:]:
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            for reader in (asset_table, asset_workbook):
                began = time.perf_counter()
                data = path.read_bytes()
                reader.sniff(data[:65536])
                try:
                    for record in reader.read(Source.of(data, path.name)): pass
                except NameplateError as error:
                    print(type(error).__name__, path.name)
                assert time.perf_counter() - began < 10, path
print("done")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are set the Linux way")
def test_the_public_hostile_files_are_read_or_refused_within_a_gigabyte() -> None:
    folders = [shared("data/nasty/csv"), shared("data/nasty/xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", _HOSTILE, *map(os.fspath, folders)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.endswith("done\n")
    assert "OverBudget" not in done.stdout
