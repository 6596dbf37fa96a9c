"""Tables that OPNsense hands out as JSON: leases, and who answered ARP."""

from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import pfsense_dhcp
from nameplate.model.records import Problem, Record, Sighting, Witness

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/pfsense_dhcp"


def records(sample: str) -> list[Record]:
    return list(pfsense_dhcp.read(Source.of((SAMPLES / sample).read_bytes())))


def at(unit: str, sample: str) -> dict[str, Sighting]:
    found = [r for r in records(sample) if isinstance(r, Sighting)]
    return {r.field: r for r in found if r.unit == unit}


def test_a_lease_has_the_units_own_name_and_the_firewalls_guess_of_its_vendor() -> None:
    camera = at("/rows/0", "search_lease.json")
    assert camera["dhcp.hostname"].witness is Witness.DEVICE
    assert camera["mac"].witness is Witness.PEER
    assert camera["tool.vendor"].witness is Witness.TOOL


def test_a_time_without_a_zone_is_kept_as_stated_and_not_used() -> None:
    camera = at("/rows/0", "search_lease.json")
    assert camera["mac"].when is None
    assert camera["mac"].when_stated == "2026/11/25 07:33:20"


def test_the_name_of_a_static_entry_is_a_key_and_not_the_units_word() -> None:
    recorder = at("/rows/1", "search_lease.json")
    assert set(recorder) == {"mac"}
    assert "nvr-cellar" in {key.value for key in recorder["mac"].keys}


def test_reads_the_rows_around_a_damaged_one_and_shows_no_description() -> None:
    found = records("search_lease.json")
    assert [r.where for r in found if isinstance(r, Problem)] == ["/rows/2/mac"]
    assert "ressida" not in repr(found)


def test_an_arp_table_gives_no_word_of_the_units() -> None:
    found = [r for r in records("get_arp.json") if isinstance(r, Sighting)]
    assert [r.field for r in found] == ["mac", "tool.vendor", "mac"]
    assert "cam-lobby" in {key.value for key in found[0].keys}


def test_a_lease_of_kea_without_hardware_address_has_its_clients_identifier() -> None:
    camera = at("/rows/0", "kea_leases4.json")
    assert camera["mac"].value == "4419b6005310"
    assert camera["mac"].witness is Witness.DEVICE


@pytest.mark.parametrize(
    "data", [b"[]", b'{"rows":[]}', b'[{"mac":"x","ip":"y"}]', b'{"total":1,"rows":"no"}']
)
def test_other_json_is_not_claimed(data: bytes) -> None:
    assert pfsense_dhcp.sniff(data) == 0
