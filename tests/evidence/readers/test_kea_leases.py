"""Kea's lease files: rows that are appended, and clients without a hardware address."""

from datetime import UTC, datetime
from pathlib import Path

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table, kea_leases
from nameplate.model.records import Problem, Record, Sighting, Witness

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/kea_leases"
V4 = (SAMPLES / "kea-leases4.csv").read_bytes()
V6 = (SAMPLES / "kea-leases6.csv.2").read_bytes()


def records(data: bytes) -> list[Record]:
    return list(kea_leases.read(Source.of(data)))


def of(mac: str, data: bytes = V4) -> dict[str, Sighting]:
    found = [r for r in records(data) if isinstance(r, Sighting)]
    return {r.field: r for r in found if mac in {key.value for key in r.keys}}


def test_the_last_row_of_a_lease_wins() -> None:
    camera = of("4419b6005310")
    assert camera["dhcp.hostname"].value == "cam-lobby"
    assert camera["mac"].where == "row 4, column B"
    assert "old-cam" not in repr(records(V4))


def test_a_lease_began_its_length_before_its_end() -> None:
    assert of("4419b6005310")["mac"].when == datetime(2026, 11, 25, 8, 33, 20, tzinfo=UTC)
    assert of("00005e005312")["mac"].when is None


def test_without_a_hardware_address_the_clients_identifier_is_asked() -> None:
    assert of("3cef8c005311")["mac"].witness is Witness.DEVICE
    assert of("00005e005312")["mac"].where == "row 6, column C"
    assert of("4419b6005310")["mac"].witness is Witness.PEER


def test_a_declined_address_is_nobodys() -> None:
    assert "192.0.2.14" not in repr(records(V4))


def test_reads_the_rows_around_bad_ones() -> None:
    problems = [r for r in records(V4) if isinstance(r, Problem)]
    assert [p.where for p in problems] == ["row 5", "row 9, column B", "row 11"]
    assert of("00005e005316")


def test_a_persons_name_leaves_neither_as_a_value_nor_as_a_key() -> None:
    assert set(of("00005e005313")) == {"mac"}
    assert "ressida" not in repr(records(V4))


def test_an_ipv6_lease_prefers_the_hardware_address_over_the_duid() -> None:
    assert of("4419b6005310", V6)["mac"].witness is Witness.DEVICE
    assert of("00005e005311", V6)["mac"].witness is Witness.PEER
    assert of("00005e005377", V6) == {}


def test_a_prefix_that_a_router_got_is_no_address_of_it() -> None:
    assert {key.value for key in of("00005e005312", V6)["mac"].keys} == {"00005e005312"}


def test_claims_its_files_before_the_reader_of_registers() -> None:
    for data in (V4, V6):
        assert kea_leases.sniff(data) > asset_table.sniff(data)
    assert kea_leases.sniff(b"address,hwaddr,name\n192.0.2.1,44:19:b6:00:53:10,cam\n") == 0
