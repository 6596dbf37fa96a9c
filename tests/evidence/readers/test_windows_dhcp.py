"""Lists of Windows DHCP servers: PowerShell's CSV in any notation, the console, netsh's dump."""

from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table, netsh_dhcp, windows_dhcp
from nameplate.model.records import Problem, Record, Sighting, Witness

FOLDER = Path(__file__).parents[2] / "samples/evidence/readers"
SAMPLES = FOLDER / "windows_dhcp"
LEASES = (SAMPLES / "leases.csv").read_bytes()
DUMP = (FOLDER / "netsh_dhcp/dump.txt").read_bytes()


def records(data: bytes) -> list[Record]:
    return list(windows_dhcp.read(Source.of(data)))


def at(row: int, data: bytes = LEASES) -> dict[str, Sighting]:
    found = [r for r in records(data) if isinstance(r, Sighting)]
    return {r.field: r for r in found if r.unit == f"row {row}"}


def test_reads_the_rows_under_a_type_line() -> None:
    assert at(3)["mac"].value == "4419b6005310"
    assert at(3)["dhcp.hostname"].value == "cam-lobby.example.org"
    assert at(3)["dhcp.hostname"].witness is Witness.DEVICE
    assert at(3)["mac"].witness is Witness.PEER


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_reads_its_lists_in_any_delimiter_encoding_and_notation_of_dates(sample: str) -> None:
    found = [r for r in records((SAMPLES / sample).read_bytes()) if isinstance(r, Sighting)]
    assert found[0].value.startswith("4419b60053")
    assert {r.when for r in found} == {None}


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_claims_its_lists_before_the_reader_of_registers(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    assert windows_dhcp.sniff(data) > asset_table.sniff(data)


def test_an_address_that_was_taken_and_a_dial_in_session_are_no_units() -> None:
    assert at(6) == {}
    assert "mac" not in at(7)


def test_a_longer_identifier_gives_the_hardware_address_as_the_clients_word() -> None:
    assert at(8)["mac"].value == "00005e005315"
    assert at(8)["mac"].witness is Witness.DEVICE


def test_reads_the_rows_around_bad_ones() -> None:
    problems = [r for r in records(LEASES) if isinstance(r, Problem)]
    assert [(p.where, p.notice) for p in problems] == [("row 7, column D", True), ("row 9", False)]


def test_a_description_and_a_persons_name_never_leave() -> None:
    assert set(at(5)) == {"mac"}
    for sample in SAMPLES.iterdir():
        assert "ressida" not in repr(records(sample.read_bytes()))


def test_the_name_of_a_reservation_is_a_key_and_not_the_units_word() -> None:
    (one,) = records((SAMPLES / "reservations.csv").read_bytes())
    assert isinstance(one, Sighting)
    assert one.field == "mac"
    assert "cam-gate" in {key.value for key in one.keys}


def test_a_register_with_a_column_for_clients_is_not_claimed() -> None:
    assert windows_dhcp.sniff(b"Name,ClientID,IP\ncam,7,192.0.2.10\n") == 0


def test_reads_the_reservations_of_a_netsh_dump_and_nothing_that_was_typed() -> None:
    found = list(netsh_dhcp.read(Source.of(DUMP)))
    macs = [r.value for r in found if isinstance(r, Sighting)]
    assert macs == ["4419b6005310", "00005e005312"]
    assert [r.where for r in found if isinstance(r, Problem)] == ["line 8"]
    assert "ressida" not in repr(found)
    assert "srv-dhcp" not in repr(found)


def test_reads_a_netsh_dump_that_powershell_wrote_as_utf_16() -> None:
    found = netsh_dhcp.read(Source.of(DUMP.decode().encode("utf-16")))
    assert [r.where for r in found if isinstance(r, Sighting)] == ["line 7", "line 9"]
