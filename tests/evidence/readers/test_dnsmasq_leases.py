"""dnsmasq's lease files: five words a line, and IPv6 leases after the server's DUID."""

from pathlib import Path

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import dnsmasq_leases
from nameplate.model.records import Problem, Record, Sighting, Witness

SAMPLE = (
    Path(__file__).parents[2] / "samples/evidence/readers/dnsmasq_leases/dnsmasq.leases"
).read_bytes()


def records(data: bytes = SAMPLE) -> list[Record]:
    return list(dnsmasq_leases.read(Source.of(data)))


def at(line: int) -> dict[str, Sighting]:
    found = [r for r in records() if isinstance(r, Sighting)]
    return {r.field: r for r in found if r.where == f"line {line}"}


def test_reads_the_leases_around_a_bad_line() -> None:
    assert at(1)["dhcp.hostname"].value == "cam-lobby"
    assert [r.where for r in records() if isinstance(r, Problem)] == ["line 2", "line 5"]
    assert {key.value for key in at(3)["mac"].keys} == {"3cef8c005311", "192.0.2.11"}


def test_a_name_of_a_star_is_none_and_a_persons_is_not_kept() -> None:
    assert set(at(3)) == set(at(4)) == {"mac"}
    assert "ressida" not in repr(records())


def test_the_end_of_a_lease_is_no_time_at_which_the_unit_was_seen() -> None:
    assert {r.when for r in records() if isinstance(r, Sighting)} == {None}


def test_the_name_is_the_units_word_and_the_hardware_address_the_servers() -> None:
    assert at(1)["dhcp.hostname"].witness is Witness.DEVICE
    assert at(1)["mac"].witness is Witness.PEER


def test_an_ipv6_lease_has_the_hardware_address_of_the_clients_duid() -> None:
    assert at(7)["mac"].value == "4419b6005360"
    assert at(7)["mac"].witness is Witness.DEVICE
    assert at(7)["dhcp.hostname"].value == "cam-gate"
    assert at(8) == {}


def test_claims_its_own_and_not_an_arp_table() -> None:
    assert dnsmasq_leases.sniff(SAMPLE) == 85
    assert dnsmasq_leases.sniff(b"duid 00:01:00:01:1e:19:e8:a1:00:00:5e:00:53:01\n") == 85
    assert dnsmasq_leases.sniff(b"192.0.2.10 ether 00:00:5e:00:53:01 C eth0\n") == 0
