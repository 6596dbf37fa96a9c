"""masscan's lists: a stray comma, a line that is no JSON, and what stood beside a port."""

from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import masscan
from nameplate.model.errors import NameplateError
from nameplate.model.records import Problem, Record, Sighting, Witness

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/masscan"


def read(name: str) -> list[Record]:
    return list(masscan.read(Source.of((SAMPLES / name).read_bytes())))


def seen(name: str) -> list[tuple[str, str, str]]:
    return [(r.unit, r.field, r.value) for r in read(name) if isinstance(r, Sighting)]


def test_reads_the_objects_around_a_broken_line_and_a_stray_comma() -> None:
    assert seen("list.json") == [
        ("address 192.0.2.41", "port.open", "37777/tcp"),
        ("address 192.0.2.42", "http.server", "App-webs/"),
        ("address 192.0.2.42", "port.open", "80/tcp"),
        ("address 192.0.2.44", "port.open", "554/tcp"),
    ]
    (problem,) = [r for r in read("list.json") if isinstance(r, Problem)]
    assert problem.where == "line 5"


def test_reads_the_plain_list() -> None:
    assert seen("list.txt") == [
        ("address 192.0.2.51", "port.open", "554/tcp"),
        ("address 192.0.2.51", "http.title", "NETSurveillance WEB"),
        ("address 192.0.2.52", "port.open", "37810/udp"),
    ]


def test_reads_one_object_a_line_without_a_list() -> None:
    assert seen("lines.json") == [
        ("address 192.0.2.61", "port.open", "80/tcp"),
        ("address 192.0.2.61", "http.title", "WEB SERVICE"),
    ]


def test_reads_a_list_on_one_line_and_says_which_object() -> None:
    places = {r.where for r in read("one_line.json") if isinstance(r, Sighting)}
    assert places == {"line 1, /0", "line 1, /1"}


def test_a_banner_is_the_units_word_and_a_port_the_tools() -> None:
    witnesses = {r.field: r.witness for r in read("list.json") if isinstance(r, Sighting)}
    assert witnesses == {"http.server": Witness.DEVICE, "port.open": Witness.TOOL}


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_claims_its_samples_and_reads_every_beginning_of_them(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    assert masscan.sniff(data) >= 85
    for cut in range(len(data)):
        masscan.sniff(data[:cut])
        try:
            list(masscan.read(Source.of(data[:cut])))
        except NameplateError:
            continue


def test_claims_no_other_json() -> None:
    for other in (b'[{"ip": "192.0.2.1"}]', b'{"mac": "00005e005301"}', b"open the door\n", b""):
        assert masscan.sniff(other) == 0
