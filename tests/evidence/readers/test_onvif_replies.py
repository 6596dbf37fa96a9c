"""Saved ONVIF and WS-Discovery replies."""

import pytest

from saved_reply_checks import read, sample, sightings, values


def test_reads_device_information_with_the_interfaces_address() -> None:
    records = read("onvif_reply", sample("onvif_reply", "device_information.xml"))
    assert values(records, "onvif.manufacturer") == ["Example Optics"]
    assert values(records, "onvif.hardware_id") == ["EXHW-1"]
    assert values(records, "mac") == ["00005e005340"]
    assert {one.unit for one in sightings(records)} == {"reply"}


def test_each_match_is_a_unit_with_its_own_scopes() -> None:
    records = read("ws_discovery_reply", sample("ws_discovery_reply", "probe_matches.xml"))
    first, second = values(records, "ws_discovery.scopes")
    assert "extension/unique_identifier" in first
    assert second.endswith("hardware/OT-2")
    assert {one.unit for one in sightings(records)} == {"reply, match 1", "reply, match 2"}


def test_the_scope_and_the_address_give_the_mac_but_the_uuid_does_not() -> None:
    records = read("ws_discovery_reply", sample("ws_discovery_reply", "probe_matches.xml"))
    assert values(records, "mac") == ["00005e005350"]
    without = sample("ws_discovery_reply", "probe_matches.xml").replace(b"org/MAC/", b"org/none/")
    assert values(read("ws_discovery_reply", without), "mac") == ["00005e005350"]
    neither = without.replace(b"200:5eff:fe00:5350", b"1")
    assert values(read("ws_discovery_reply", neither), "mac") == []


def test_a_place_that_somebody_typed_leaves_the_scopes() -> None:
    records = read("ws_discovery_reply", sample("ws_discovery_reply", "scopes.txt"))
    assert values(records, "ws_discovery.scopes") == [
        "onvif://www.onvif.org/name/Example onvif://www.onvif.org/hardware/EX-1"
    ]


@pytest.mark.parametrize(
    ("serial", "mac"),
    [
        ("ACCC8E401023", ["accc8e401023"]),
        ("210412345678", []),
        ("EX0C8E401023", []),
        ("ACCC8E40102", []),
        ("AFCC8E401023", []),
        ("AECC8E401023", []),
    ],
)
def test_a_serial_that_is_a_hardware_address_is_one(serial: str, mac: list[str]) -> None:
    stated = f"<SerialNumber>{serial}</SerialNumber>"
    reply = f"<GetDeviceInformationResponse>{stated}</GetDeviceInformationResponse>"
    found = read("onvif_reply", reply.encode())
    assert values(found, "mac") == mac
    assert values(found, "onvif.serial") == [serial]
    assert "serial" in {key.kind for one in sightings(found) for key in one.keys}
