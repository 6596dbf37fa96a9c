"""ISC dhcpd's lease files: the last entry of a lease, its client's words, and what is damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import isc_dhcp_leases
from nameplate.model.records import Problem, Record, Sighting, Witness
from shared_data import shared

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/isc_dhcp_leases"
V4 = (SAMPLES / "dhcpd.leases").read_bytes()
V6 = (SAMPLES / "dhcpd6.leases").read_bytes()


def records(data: bytes) -> list[Record]:
    return list(isc_dhcp_leases.read(Source.of(data)))


def of(mac: str, data: bytes = V4) -> dict[str, Sighting]:
    found = [r for r in records(data) if isinstance(r, Sighting)]
    return {r.field: r for r in found if mac in {key.value for key in r.keys}}


def test_the_last_entry_of_a_lease_wins() -> None:
    camera = of("4419b6005310")
    assert camera["dhcp.hostname"].value == "cam-lobby"
    assert camera["dhcp.vendor_class"].value == "udhcp 1.22.1"
    assert "old-cam" not in repr(records(V4))


def test_the_name_is_the_units_word_and_the_hardware_address_the_servers() -> None:
    camera = of("4419b6005310")
    assert camera["dhcp.hostname"].witness is Witness.DEVICE
    assert camera["dhcp.vendor_class"].witness is Witness.DEVICE
    assert camera["mac"].witness is Witness.PEER
    assert {key.how for key in camera["mac"].keys} == {"table"}


def test_the_start_of_a_lease_is_read_in_both_notations() -> None:
    assert of("3cef8c005311")["mac"].when == datetime(2026, 11, 24, 7, 12, tzinfo=UTC)
    assert of("4419b6005310")["mac"].when == datetime(2026, 11, 25, 7, 33, 20, tzinfo=UTC)
    assert of("4419b6005310")["mac"].when_stated == "epoch 1795592000"


def test_a_lease_without_an_end_and_a_static_host_are_read() -> None:
    assert of("3cef8c005311")["dhcp.hostname"].value == "NVR-5216"
    assert {key.value for key in of("4419b6005320")["mac"].keys} == {"4419b6005320", "192.0.2.20"}


def test_octal_escapes_become_the_bytes_they_stand_for() -> None:
    assert of("3cef8c005311")["dhcp.vendor_class"].value == 'dh\\nvr "A"'


def test_reads_the_leases_around_damaged_and_cut_ones() -> None:
    problems = [r for r in records(V4) if isinstance(r, Problem)]
    assert [(p.where, p.notice) for p in problems] == [("line 50", False), ("line 74", False)]
    assert "mac" in of("00005e005318")
    assert of("00005e005317") == {}


def test_an_address_belongs_to_its_last_holder_and_an_abandoned_one_to_nobody() -> None:
    assert {key.value for key in of("00005e005315")["mac"].keys} == {"00005e005315", "192.0.2.14"}
    assert {key.value for key in of("00005e005314")["mac"].keys} == {"00005e005314"}
    assert {key.value for key in of("00005e005316")["mac"].keys} == {"00005e005316"}


def test_a_persons_name_leaves_neither_as_a_value_nor_as_a_key() -> None:
    assert set(of("00005e005313")) == {"mac"}
    assert "ressida" not in repr(records(V4))


def test_an_ipv6_lease_has_the_hardware_address_of_the_clients_duid() -> None:
    escaped, in_hex = of("00005e005322", V6)["mac"], of("4419b6005361", V6)["mac"]
    assert {key.value for key in escaped.keys} == {"00005e005322", "2001:db8::106"}
    assert escaped.witness is Witness.DEVICE
    assert escaped.when == datetime(2026, 11, 25, 14, 50, 34, tzinfo=UTC)
    assert {key.value for key in in_hex.keys} == {"4419b6005361", "2001:db8::1fe"}


def test_the_servers_own_duid_and_prefixes_of_routers_are_no_units() -> None:
    assert of("00005e005301", V6) == {}
    assert of("00005e005334", V6) == {}


@pytest.mark.parametrize(
    "line", [b"ia-na x" + b" " * 900_000, b" " * 900_000, b"a" * 900_000, b"{" * 90_000]
)
def test_long_lines_cost_no_more_than_their_length(line: bytes) -> None:
    source = Source.of(V4 + b"\n".join([line] * 3) + b"\n" + V4)
    assert [r for r in isc_dhcp_leases.read(source) if isinstance(r, Sighting)]


@pytest.mark.parametrize(
    ("name", "macs"),
    [("debian7", 5), ("options", 1), ("backup", 1), ("dhcpd6-4.3.3", 2)],
)
def test_every_client_of_recorded_lease_files_is_found(name: str, macs: int) -> None:
    data = shared(f"data/captures/tables/dhcpd-leases/{name}.leases").read_bytes()
    found = [r for r in records(data) if isinstance(r, Sighting) and r.field == "mac"]
    assert len({r.value for r in found}) == macs
