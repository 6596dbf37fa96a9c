"""arp-scan's output: rows between its own lines, or rows alone."""

from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import arp_scan
from nameplate.model.errors import NameplateError
from nameplate.model.records import Problem, Sighting, Witness

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/arp_scan"
WHOLE = (SAMPLES / "whole.txt").read_bytes()


def sightings(data: bytes) -> list[Sighting]:
    return [r for r in arp_scan.read(Source.of(data)) if isinstance(r, Sighting)]


def test_reads_the_rows_and_passes_over_the_lines_around_them() -> None:
    found = [(one.where, one.field, one.value) for one in sightings(WHOLE)]
    assert found[:3] == [
        ("line 3", "mac", "4419b6005581"),
        ("line 3", "tool.vendor", "Hangzhou Hikvision Digital Technology Co.,Ltd."),
        ("line 4", "mac", "02005e005582"),
    ]
    (problem,) = [r for r in arp_scan.read(Source.of(WHOLE)) if isinstance(r, Problem)]
    assert problem.where == "line 6"


def test_the_vendor_is_the_tools_word_and_unknown_is_none() -> None:
    vendors = [one for one in sightings(WHOLE) if one.field == "tool.vendor"]
    assert {one.witness for one in vendors} == {Witness.TOOL}
    assert not [one for one in vendors if "Unknown" in one.value or "DUP" in one.value]


def test_the_scanning_machine_itself_is_not_listed() -> None:
    assert "00005e005301" not in {key.value for one in sightings(WHOLE) for key in one.keys}


def test_reads_plain_rows_without_any_frame() -> None:
    found = sightings((SAMPLES / "plain.txt").read_bytes())
    assert [one.value for one in found if one.field == "mac"] == ["3cef8c005591", "00005e005592"]


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_claims_its_samples_and_reads_every_beginning_of_them(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    assert arp_scan.sniff(data) >= 60
    for cut in range(len(data)):
        try:
            list(arp_scan.read(Source.of(data[:cut])))
        except NameplateError:
            continue


def test_every_excerpt_is_the_bytes_at_its_place() -> None:
    for one in sightings(WHOLE):
        assert one.excerpt is not None
        assert one.excerpt.start is not None
        assert WHOLE[one.excerpt.start :].startswith(one.excerpt.raw)


def test_claims_no_table_of_a_switch_and_no_register() -> None:
    table = b"  20    4419.b600.5321    DYNAMIC     Gi1/0/21\n"
    register = b"IP Address\tMAC Address\tName\n192.0.2.9\t44:19:b6:00:55:99\tcam\n"
    assert arp_scan.sniff(table) == 0
    assert arp_scan.sniff(register) == 0


def test_a_virtual_router_is_told_and_is_no_unit() -> None:
    data = b"192.0.2.1\t00:00:5e:00:01:07\tICANN\n192.0.2.2\t00:00:5e:00:53:02\tICANN\n"
    found = list(arp_scan.read(Source.of(data)))
    assert [r.what for r in found if isinstance(r, Problem) and r.notice] == [
        "a virtual router (VRRP, HSRP, GLBP), whose address no unit has"
    ]
    assert {one.where for one in sightings(data)} == {"line 2"}
