"""Cells of asset tables: several identifiers, damaged ones, and texts with logins in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.evidence.tables import asset_cells


def macs(text: str, *, is_number: bool = False) -> tuple[list[str], str | None]:
    found = asset_cells.macs(text, "typed", is_number=is_number)
    return [key.value for key in found.keys], found.damage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00:00:5e:00:53:01", ["00005e005301"]),
        ("00-00-5E-00-53-01 / 00-00-5E-00-53-02", ["00005e005301", "00005e005302"]),
        ("0000.5e00.5301\n0000.5e00.5302", ["00005e005301", "00005e005302"]),
        ("00005e-005301;00005E005302", ["00005e005301", "00005e005302"]),
        ("00 00 5e 00 53 01, 00 00 5e 00 53 02", ["00005e005301", "00005e005302"]),
        ("LAN: 00:00:5e:00:53:01 (installation)", ["00005e005301"]),
        ("00:00:5e:00:53:01 00-00-5e-00-53-01", ["00005e005301"]),
        ("n/a", []),
        ("not installed", []),
        ("", []),
    ],
)
def test_finds_every_address_of_a_cell(text: str, expected: list[str]) -> None:
    assert macs(text) == (expected, None)


@pytest.mark.parametrize(
    ("text", "is_number", "why"),
    [
        ("1.12234E+11", False, "digits are lost"),
        ("1,12234E+11", False, "digits are lost"),
        ("1122334455", True, "leading zeros"),
        ("123456780000", True, "ends in zeros"),
        ("00:00:5e:00:53", False, "10 hex digits"),
        ("00:00:5e:00:53:0G", False, "a character that no address has"),
        ("00:00:5e:00:53:O1", False, "a character that no address has"),
        ("ff:ff:ff:ff:ff:ff", False, "group address"),
        ("00:00:00:00:00:00", False, "all zeros"),
    ],
)
def test_a_damaged_address_is_told_and_never_mended(text: str, is_number: bool, why: str) -> None:
    found, damage = macs(text, is_number=is_number)
    assert found == []
    assert damage is not None
    assert why in damage


def test_twelve_digits_that_a_spreadsheet_kept_whole_are_an_address() -> None:
    assert macs("244845120877", is_number=True) == (["244845120877"], None)


def test_a_good_address_beside_a_damaged_one_is_used_and_the_other_told() -> None:
    found, damage = macs("00:00:5e:00:53:01, 00:00:5e:00:53")
    assert found == ["00005e005301"]
    assert damage is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", ["192.0.2.1"]),
        ("http://192.0.2.1/", ["192.0.2.1"]),
        ("https://192.0.2.1:8443/doc/page?user=admin&password=c", ["192.0.2.1"]),
        ("rtsp://admin:p/a#s?s@192.0.2.1:554/live", ["192.0.2.1"]),
        ("http://admin:pass word@192.0.2.1/", ["192.0.2.1"]),
        ("http://admin:12 34@192.0.2.1/", ["192.0.2.1"]),
        ("http://[2001:db8::1]:80/", ["2001:db8::1"]),
        ("192.0.2.1 / 192.0.2.2", ["192.0.2.1", "192.0.2.2"]),
        ("192.0.2.1/24", ["192.0.2.1"]),
        ("::ffff:192.0.2.1", ["192.0.2.1"]),
        ("http://gate.example.org/", ["gate.example.org"]),
        ("gate.example.org", ["gate.example.org"]),
        ("http://admin:pw@gate.example.org/", []),
        ("DHCP", []),
        ("see NVR 3", []),
        ("255.255.255.255", []),
    ],
)
def test_of_an_address_cell_only_hosts_come_out(text: str, expected: list[str]) -> None:
    assert [key.value for key in asset_cells.addresses(text, "typed").keys] == expected


@pytest.mark.parametrize("text", ["192.0.2.", "192.0.2.256", "192,0,2,1"])
def test_an_address_that_is_none_is_told(text: str) -> None:
    assert asset_cells.addresses(text, "typed").damage is not None


def test_serials_are_parted_and_damaged_ones_told() -> None:
    found = asset_cells.serials("7K0A111PAG00741, 7K0A111PAG00742", "typed", is_number=False)
    assert [key.value for key in found.keys] == ["7K0A111PAG00741", "7K0A111PAG00742"]
    assert asset_cells.serials("4.71234E+08", "typed", is_number=False).damage is not None
    assert asset_cells.serials("1234567890123456789", "typed", is_number=True).damage is not None


def test_a_place_is_no_host_name() -> None:
    assert not asset_cells.hostnames("Front door", "typed").keys
    assert [k.value for k in asset_cells.hostnames("Cam-1, cam2.lan", "typed").keys] == [
        "cam-1",
        "cam2.lan",
    ]


def test_a_short_number_is_no_asset_key() -> None:
    assert not asset_cells.assets("12", "typed").keys
    assert asset_cells.assets("TH-0012", "typed").keys


@pytest.mark.parametrize(
    ("text", "brand", "model"),
    [
        ("Axis P3245-LV", "Axis", "P3245-LV"),
        ("Hanwha Vision / XNV-6080R", "Hanwha Vision", "XNV-6080R"),
        ("DS-2CD2143G0-I", "", "DS-2CD2143G0-I"),
        ("Bosch", "Bosch", ""),
    ],
)
def test_parts_a_brand_from_a_model(text: str, brand: str, model: str) -> None:
    assert asset_cells.brand_and_model(text) == (brand, model)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    asset_cells.macs(text, "typed", is_number=False)
    asset_cells.serials(text, "typed", is_number=True)
    asset_cells.hostnames(text, "typed")
    asset_cells.text_of(text)
    asset_cells.brand_and_model(text)
    for key in asset_cells.addresses(text, "typed").keys:
        assert "@" not in key.stated


secret = st.text("abcXYZ019!#$%&/()=?*+-_.:;,' ", min_size=4, max_size=20)


@given(secret)
@settings(max_examples=300, deadline=None)
def test_no_password_in_an_address_comes_out(password: str) -> None:
    text = f"http://admin:{password}@192.0.2.1/live?pw={password}"
    found = asset_cells.addresses(text, "typed")
    assert {key.kind for key in found.keys} <= {"ip"}
    assert asset_cells.text_of(text).value is None


def serials(text: str) -> list[str]:
    found = asset_cells.serials(text, "typed", is_number=False)
    return [key.value for key in found.keys]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SN: F11110002", ["F11110002"]),
        ("S/N F11110002", ["F11110002"]),
        ("Serial no. F11110002", ["F11110002"]),
        ("AC CC 8E 00 00 61", ["ACCC8E000061"]),
        ("F11110002 admin hunter2", ["F11110002"]),
        ("F11110002 admin|hunter2", ["F11110002"]),
        ("DS-7608NI-K2/8P(C)0820200101AAWR00000001", ["DS-7608NI-K2/8P(C)0820200101AAWR00000001"]),
        ("F11110002 hunter2", []),
        ("on pole 12m", []),
        ("not visible 2m up", []),
        ("F11110002 (old)", []),
        ("hunter2!x", []),
    ],
)
def test_a_serial_is_one_word(text: str, expected: list[str]) -> None:
    assert serials(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2019-03-04", "a date"),
        ("04/03/2019", "a date"),
        ("4.3.19", "a date"),
        ("2019-03-04 00:00:00", "a date"),
        ("12-Mar-2019", "a date"),
        ("10.22.33.44", "an address"),
        ("PO 112345", "an order number"),
        ("PO112345", "an order number"),
        ("Bestell-Nr. 2019/112345", "an order number"),
    ],
)
def test_what_is_no_serial_is_told_and_no_key(text: str, why: str) -> None:
    found = asset_cells.serials(text, "typed", is_number=False)
    assert found.keys == ()
    assert why in (found.damage or "")


@pytest.mark.parametrize("text", ["TH 0012", "INV-0012", "0012345"])
def test_an_asset_number_is_a_key(text: str) -> None:
    assert [k.value for k in asset_cells.assets(text, "typed").keys] == [text]


@pytest.mark.parametrize("text", ["Cam hunter2", "A1 hunter2 x", "2019-03-04", "192.0.2.1"])
def test_a_text_a_date_or_an_address_is_no_asset_number(text: str) -> None:
    assert not asset_cells.assets(text, "typed").keys
