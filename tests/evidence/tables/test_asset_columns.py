"""Headings of asset tables: what is read, what is dropped, what is left alone."""

import pytest

from nameplate.evidence.tables.asset_columns import header_of, is_blank, is_total
from nameplate.evidence.tables.asset_names import names, plain
from nameplate.evidence.tables.asset_units import _FIELDS
from nameplate.model.fields import FIELDS


def roles(*headings: str) -> list[str]:
    found = {column.at: column.role for column in header_of(headings).columns}
    return [found.get(i, "") for i in range(len(headings))]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Asset Tag", "Make", "Model", "Serial No.", "MAC", "IP Address", "Location"],
         ["asset", "brand", "model", "serial", "mac", "ip", "place"]),
        (["serial_no", "SERIAL-NO", "Serial Number (S/N)", "Camera serial number"],
         ["serial"] * 4),
        (["Inventarnummer", "Hersteller", "Modell", "Seriennummer", "MAC-Adresse", "Gebäude"],
         ["asset", "brand", "model", "serial", "mac", "place"]),
        (["N° d'inventaire", "Marque", "Modèle", "N° de série", "Adresse IP", "Bâtiment"],
         ["asset", "brand", "model", "serial", "ip", "place"]),
        (["Nº inventario", "Marca", "Modelo", "Número de serie", "Dirección MAC", "Ubicación"],
         ["asset", "brand", "model", "serial", "mac", "place"]),
        (["Activanummer", "Merk", "Typenummer", "Serienummer", "MAC-adres", "Verdieping"],
         ["asset", "brand", "model", "serial", "mac", "place"]),
        (["Nr inwentarzowy", "Producent", "Model", "Nr seryjny", "Adres MAC", "Piętro"],
         ["asset", "brand", "model", "serial", "mac", "place"]),
        (["Data controller", "Landlord", "Owner", "Maintenance contractor", "Switch port", "Qty"],
         ["controller", "landlord", "owner", "operator", "port", "quantity"]),
        (["Purchase date", "Warranty until", "Notes", "NVR IP", "Recorder"], [""] * 5),
    ],
)  # fmt: skip
def test_knows_columns_by_many_names(headings: list[str], expected: list[str]) -> None:
    assert roles(*headings) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Password", "HardwarePassword", "Camera Passwd", "PWD", "Web pass", "Kennwort",
        "Mot de passe", "Contraseña", "Wachtwoord", "Hasło", "API key", "Secret", "Token",
        "SNMP community", "Community", "PIN", "Verification Code", "User", "UserName", "user_name",
        "Login", "Benutzername", "Nom d'utilisateur", "Contact", "Contact person", "E-mail",
        "Phone", "Mobile no", "Telefon", "SSID", "Installed by", "Assigned To", "Credentials",
        "WPA PSK", "Device key",
    ],
)  # fmt: skip
def test_drops_columns_of_secrets_and_persons(heading: str) -> None:
    header = header_of(["Name", "MAC", heading])
    assert [at for at, _ in header.dropped] == [2]


@pytest.mark.parametrize("heading", ["Keyboard", "Pinhole", "Compass", "Passage", "Microphone"])
def test_a_word_inside_another_drops_nothing(heading: str) -> None:
    assert not header_of([heading]).dropped


def test_of_two_columns_for_one_thing_the_better_name_is_used_and_told() -> None:
    header = header_of(["Part number", "Model", "MAC", "LAN MAC"])
    assert [c.at for c in header.columns] == [1, 2, 3]
    (used, other) = header.rivals[0]
    assert (used.at, other.at) == (1, 0)


@pytest.mark.parametrize(
    ("headings", "usable"),
    [
        (["Name", "MAC"], True),
        (["Location", "Make", "Model"], True),
        (["Make", "Model", "Quantity"], True),
        (["Brand", "Model", "How known"], False),
        (["Brand", "Model", "Description", "Unit price"], False),
        (["Supplier", "Amount", "Date", "Description"], False),
        (["Name", "Status"], False),
        (["MAC"], False),
    ],
)
def test_only_a_list_of_units_is_one(headings: list[str], usable: bool) -> None:
    assert header_of(headings).usable is usable


def test_a_column_of_kinds_makes_a_list_of_units_beside_a_brand_and_a_place() -> None:
    assert header_of(["Standort", "Hersteller", "Typ"]).usable
    assert not header_of(["Standort", "Typ"]).usable


@pytest.mark.parametrize(
    "heading",
    ["Schule", "School", "Filiale", "Gebäude", "Standort", "Locatie", "Site name", "Campus",
     "Ward", "Block", "Zone", "École"],
)  # fmt: skip
def test_knows_what_sorts_of_places_are_called(heading: str) -> None:
    assert roles(heading) == ["place"]


@pytest.mark.parametrize(
    "heading",
    ["Status", "State", "Condition", "Lifecycle", "Life-cycle", "Zustand", "Toestand", "État",
     "Estado", "Asset status"],
)  # fmt: skip
def test_knows_columns_that_say_whether_a_unit_is_still_there(heading: str) -> None:
    assert roles(heading) == ["status"]


def test_a_column_called_camera_holds_names() -> None:
    assert roles("Camera", "Camera no.") == ["name", "reference"]


def test_knows_the_lists_that_tools_write() -> None:
    for export in names().exports:
        header = header_of([*sorted(export.needs)])
        assert header.export is not None
        assert header.export.id == export.id


def test_every_name_is_of_one_role_and_every_role_has_a_field() -> None:
    assert len(names().roles) > 450
    in_words = {role for role, _ in names().roles.values()}
    in_words |= {role for export in names().exports for role in export.roles.values()}
    device = {role for export in names().exports for role in export.device}
    without_field = {"mac", "ip", "address", "hostname", "place", "brand_model", "quantity"}
    assert in_words - set(_FIELDS) - without_field <= device
    fields = {*_FIELDS.values(), *(f for e in names().exports for f in e.device.values())}
    assert fields <= set(FIELDS)


def test_tells_sums() -> None:
    assert is_total("Total: 12")
    assert is_total("Razem")
    assert not is_total("Totalisator kiosk")


def test_accents_case_and_marks_do_not_count() -> None:
    assert plain("N° de Série") == plain("n° DE SERIE")
    assert plain("Właściciel") == "wlasciciel"


def test_every_text_for_nothing_known_is_blank() -> None:
    assert all(map(is_blank, names().blanks))
    assert is_blank(" Not applicable ")
