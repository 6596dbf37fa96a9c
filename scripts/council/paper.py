"""What people wrote: registers and exports, with what should not be in them."""

import io
import zipfile
from datetime import datetime

import xlsxwriter
from scripts.council.archives import stored
from scripts.council.story import Council

REGISTER_COLUMNS = (
    "Asset No", "Site", "Location", "Type", "Make", "Model", "Serial No", "MAC address",
    "IP address", "Maintained by", "Landlord", "Password", "Keyholder", "Notes",
)  # fmt: skip
VMS_COLUMNS = (
    "Name", "Enabled", "Address", "Port", "UserName", "Password", "Driver", "Model",
    "MAC address", "Firmware",
)  # fmt: skip
OLD_COLUMNS = ("Asset tag", "Building", "Room", "Manufacturer", "Model", "Serial number")


def register(council: Council) -> bytes:
    """The asset register: a title and a warning above the headings, as people keep them."""
    secrets = council.canaries
    rows: list[list[str | int]] = []
    for unit in council.unit:
        if unit.register:
            cells: dict[str, str | int] = dict(unit.register)
            cells["Password"] = secrets["register_password"] if len(rows) % 3 == 0 else ""
            cells["Keyholder"] = secrets["register_keyholder"] if len(rows) % 4 == 0 else ""
            if len(rows) == 2:
                cells["Notes"] = (
                    f"set up by installer, password: {secrets['register_note_password']}"
                )
            rows.append([cells.get(column, "") for column in REGISTER_COLUMNS])
    rows.sort(key=lambda row: str(row[0]))
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"title": "CCTV asset register", "created": datetime(2026, 1, 5)})  # noqa: DTZ001 - the format has no zone
    sheet = book.add_worksheet("Register")
    sheet.write(0, 0, council.name)
    sheet.write(1, 0, "CCTV asset register 2026, draft 7. Addresses still to be checked on site.")
    for number, row in enumerate([list[str | int](REGISTER_COLUMNS), *rows], 3):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(number, column, value)
    book.close()
    with zipfile.ZipFile(made) as parts:
        return stored({name: parts.read(name) for name in parts.namelist()})


def vms_export(council: Council) -> str:
    """A list of cameras as video software exports it, user names and passwords included."""
    rows = []
    for unit in council.unit:
        if unit.vms:
            row = unit.vms | {
                "Enabled": "True",
                "Address": f"http://{unit.ip}/",
                "Port": "80",
                "UserName": council.canaries["vms_user"],
                "Password": council.canaries["vms_password"],
                "MAC address": unit.mac.replace(":", ""),
            }
            rows.append([row.get(column, "") for column in VMS_COLUMNS])
    return csv_text(VMS_COLUMNS, rows)


def old_register(council: Council) -> str:
    """The register of the old depot, found in an archive."""
    rows = [[u.old_register[c] for c in OLD_COLUMNS] for u in council.unit if u.old_register]
    return csv_text(OLD_COLUMNS, rows)


def csv_text(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    """Write rows with commas; a cell that holds one is quoted."""

    def cell(text: str) -> str:
        return f'"{text}"' if "," in text else text

    return "".join(",".join(map(cell, row)) + "\r\n" for row in [list(columns), *rows])
