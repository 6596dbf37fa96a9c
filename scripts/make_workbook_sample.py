"""Write the sample workbook of the tests: a register with a title, two sheets and a hidden row.

Run by hand; the same bytes every time. Names and identifiers are invented.
"""

import datetime as dt
from pathlib import Path

import xlsxwriter

TARGET = (
    Path(__file__).resolve().parents[1]
    / "tests/samples/evidence/readers/asset_workbook/register.xlsx"
)


def main() -> None:
    """Write the workbook."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(TARGET))
    book.set_properties({"created": dt.datetime(2026, 11, 25, tzinfo=dt.UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet("Cameras")
    sheet.write_row(0, 0, ["Orrery House: cameras"])
    sheet.write_row(2, 0, ["Asset no", "Make", "Model", "MAC address", "IP", "Location"])
    sheet.write_row(3, 0, ["OH-001", "Axis", "M2036-LE", "00:00:5e:00:53:21", "192.0.2.21", "Gate"])
    sheet.write_row(4, 0, ["OH-002", "Annke", "C800", "00:00:5e:00:53:22", "192.0.2.22", "Hall"])
    sheet.set_row(4, None, None, {"hidden": True})
    other = book.add_worksheet("Recorders")
    other.write_row(0, 0, ["Serial number", "Description", "Site"])
    other.write_row(1, 0, ["OHNVR000123", "8 channel NVR", "Cellar"])
    book.close()


if __name__ == "__main__":
    main()
