"""Scan reports in XML: what hosts answered, whatever state the file is in."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import nmap_host
from nameplate.evidence.readers import nmap_xml
from nameplate.model.errors import NameplateError, NotOurFormat, UnreadableEvidence
from nameplate.model.records import Problem, Record, Sighting, Witness
from shared_data import shared

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/nmap_xml"


def data(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def so_far(raw: bytes) -> tuple[list[Record], NameplateError | None]:
    found: list[Record] = []
    try:
        found.extend(nmap_xml.read(Source.of(raw)))
    except NameplateError as fault:
        return found, fault
    return found, None


def sightings(raw: bytes) -> list[Sighting]:
    return [record for record in so_far(raw)[0] if isinstance(record, Sighting)]


def said(found: list[Sighting], unit: str) -> set[tuple[str, str]]:
    return {(one.field, one.value) for one in found if one.unit == unit}


def test_reads_what_each_port_answered() -> None:
    found = sightings(data("scan.xml"))
    assert said(found, "host 2") >= {
        ("mac", "4419b6005402"),
        ("http.server", "App-webs/"),
        ("http.path", "/doc/page/login.asp"),
        ("tls.subject", "CN=www.example.org,O=Example Cameras,C=CN"),
        ("tls.san", "cam.example.org"),
        ("rtsp.public", "OPTIONS, DESCRIBE, PLAY, PAUSE, SETUP, TEARDOWN"),
        ("telnet.banner", "dvrdvs login:"),
        ("port.open", "554/tcp"),
        ("service.product", "Example httpd"),
    }
    assert said(found, "host 3") >= {
        ("http.realm", "Login to 6J05E1CPAG54003"),
        ("rtsp.realm", "Login to 6J05E1CPAG54003"),
        ("rtsp.server", "Rtsp Server"),
        ("snmp.sys_descr", "Linux ipc 4.9.37 armv7l"),
    }


def test_a_title_that_is_none_and_a_port_that_is_shut_are_not_taken() -> None:
    found = sightings(data("scan.xml"))
    assert not [one for one in found if one.field == "http.title"]
    assert ("port.open", "8000/tcp") not in said(found, "host 2")


def test_keeps_apart_what_the_unit_said_and_what_the_scanner_made_of_it() -> None:
    witnesses = {one.field: one.witness for one in sightings(data("scan.xml"))}
    assert witnesses["http.server"] is Witness.DEVICE
    assert witnesses["tool.vendor"] is Witness.TOOL
    assert witnesses["service.product"] is Witness.TOOL
    assert witnesses["tls.issuer"] is Witness.DEVICE


def test_all_of_a_host_carries_its_keys_and_its_time() -> None:
    found = [one for one in sightings(data("scan.xml")) if one.unit == "host 2"]
    keys = {"192.0.2.2", "4419b6005402", "cam-gate.example.org"}
    assert {frozenset(key.value for key in one.keys) for one in found} == {frozenset(keys)}
    assert {one.when for one in found} == {datetime(2026, 11, 24, 9, 0, 5, tzinfo=UTC)}
    assert found[0].when_stated == "1795510805"


def test_hosts_that_are_down_give_nothing_and_silent_ones_are_told() -> None:
    records, fault = so_far(data("scan.xml"))
    assert fault is None
    assert {r.unit for r in records if isinstance(r, Sighting)} == {"host 2", "host 3"}
    (notice,) = [r for r in records if isinstance(r, Problem)]
    assert notice.notice
    assert "198.51.100.4" in notice.what


def test_no_password_cookie_nonce_or_person_leaves_the_reader() -> None:
    text = repr(so_far(data("scan.xml")))
    assert "canary" not in text
    assert "person@" not in text


def test_every_place_is_the_bytes_of_the_element() -> None:
    raw = data("scan.xml")
    openings = {"port.open": b"<port ", "service.product": b"<service"}
    for one in sightings(raw):
        start, _, end = one.where.removeprefix("bytes ").partition("-")
        element = raw[int(start) : int(end)]
        assert element.startswith(openings.get(one.field, b"<")), one
        if one.field in ("http.server", "telnet.banner", "rtsp.public", "tool.vendor"):
            assert one.value.encode() in element


def test_a_report_that_was_cut_gives_its_whole_hosts_and_says_so() -> None:
    records, fault = so_far(data("cut.xml"))
    assert isinstance(fault, UnreadableEvidence)
    assert {r.unit for r in records if isinstance(r, Sighting)} == {"host 2"}


def test_a_broken_host_costs_only_itself() -> None:
    records, fault = so_far(data("one_broken_host.xml"))
    assert fault is None
    (problem,) = [r for r in records if isinstance(r, Problem)]
    assert problem.what.startswith("host 1 cannot be read")
    assert ("http.title", "NETSurveillance WEB") in said(
        sightings(data("one_broken_host.xml")), "host 2"
    )


def test_refuses_a_report_that_declares_entities() -> None:
    records, fault = so_far(data("entities.xml"))
    assert (records, type(fault)) == ([], UnreadableEvidence)


def test_reads_masscan_and_what_a_windows_shell_saved_as_utf_16() -> None:
    for name in ("masscan.xml", "shell.xml"):
        assert said(sightings(data(name)), "host 2") == {
            ("http.title", "NETSurveillance WEB"),
            ("port.open", "80/tcp"),
        }


def test_reads_a_lone_host_alike_from_a_file_and_from_a_recorded_reply() -> None:
    raw = data("one_host.xml")
    (peer, tool) = nmap_host.said(raw)
    both = {(one.field, one.value) for part in (peer, tool) for one in part.stated}
    assert both == said(sightings(raw), "host 1")
    assert ("port.open", "8000/tcp") in both


def test_reads_a_host_that_is_split_between_pieces() -> None:
    filler = b"<!-- " + b"x" * 300_000 + b" -->"
    raw = data("masscan.xml")
    for at in range(1, 200, 13):
        moved = raw.replace(b"<scaninfo", filler[: -4 - at] + b" --><scaninfo")
        assert len({one.unit for one in sightings(moved)}) == 2


def test_a_host_inside_a_comment_is_none() -> None:
    raw = b"<nmaprun><!-- <host><address addr='192.0.2.1' addrtype='ipv4'/></host> --></nmaprun>"
    assert so_far(raw) == ([], None)


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_claims_its_samples_and_reads_every_beginning_of_them(sample: str) -> None:
    raw = data(sample)
    assert nmap_xml.sniff(raw) >= 60
    for cut in range(0, len(raw), 11):
        so_far(raw[:cut])


def test_claims_no_other_xml() -> None:
    for other in (b"<root/>", b"<hostess/>", b"<html><body>host</body></html>", b"", b"\xff\xfe"):
        assert nmap_xml.sniff(other) == 0
        assert isinstance(so_far(other)[1], NotOurFormat | UnreadableEvidence)


def test_reads_the_reference_reports_to_their_end() -> None:
    read = 0
    for path in sorted(shared("data/captures/tables/nmap-xml").glob("*.xml")):
        raw = path.read_bytes()
        if nmap_xml.sniff(raw[:65536]):
            records, fault = so_far(raw)
            assert fault is None
            up = len(re.findall(rb'<host\b[^>]*>\s*<status state="up"', raw))
            seen = {r.unit for r in records if isinstance(r, Sighting)}
            told = {r.what.rpartition(": ")[2] for r in records if isinstance(r, Problem)}
            assert len(seen) + len(told) == up, path.name
            read += 1
    print(f"\n{read} reports read")
    assert read == 11


def test_survives_the_hostile_documents() -> None:
    for path in sorted(shared("data/nasty/xml").rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            nmap_xml.sniff(raw[:65536])
            so_far(raw)
            so_far(b"<nmaprun>" + raw)
            so_far(b"<nmaprun><host>" + raw + b"</host></nmaprun>")
