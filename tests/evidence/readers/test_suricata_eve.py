"""Suricata's events: facts with the right unit, and nothing of people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import suricata_eve
from nameplate.model.records import Flow, Problem, Record, Sighting

SAMPLE = Path(__file__).parents[2] / "samples/evidence/readers/suricata_eve/eve.json"


def read() -> list[Record]:
    return list(suricata_eve.read(Source.of(SAMPLE.read_bytes())))


def test_reads_the_events_around_a_cut_line() -> None:
    found = read()
    assert [(r.unit, r.field, r.value) for r in found if isinstance(r, Sighting)] == [
        ("mac 00005e005331", "mac", "00005e005331"),
        ("mac 00005e005331", "dhcp.hostname", "ipcamera-31"),
        ("mac 00005e005331", "dhcp.vendor_class", "camera 1.0"),
        ("mac 00005e005331", "mac", "00005e005331"),
        ("mac 00005e0053fe", "mac", "00005e0053fe"),
        ("address 192.0.2.31", "dns.name", "p2p.example.org"),
        ("address 192.0.2.32", "dns.name", "time.example.org"),
        ("address 192.0.2.61", "tls.subject", "C=CN, O=Example, CN=camera"),
        ("address 192.0.2.61", "tls.issuer", "CN=Example CA"),
        ("address 192.0.2.62", "http.server", "App-webs/"),
        ("address 192.0.2.62", "http.realm", "Example Camera"),
        ("mac 00005e005363", "mac", "00005e005363"),
    ]
    problems = [r for r in found if isinstance(r, Problem)]
    assert [r.where for r in problems if not r.notice] == ["line 6"]


def test_a_lease_belongs_to_the_client_and_the_frame_to_the_server_that_sent_it() -> None:
    keys = {
        r.where: {key.value for key in r.keys}
        for r in read()
        if isinstance(r, Sighting) and r.where.startswith("line 3")
    }
    assert keys == {
        "line 3, /dhcp/client_mac": {"00005e005331", "192.0.2.31"},
        "line 3, /ether/src_mac": {"00005e0053fe", "192.0.2.1"},
    }


def test_the_mac_in_a_frame_to_one_unit_is_nobodys() -> None:
    assert "00005e005320" not in repr(read())


def test_adds_flows_up_from_their_own_times() -> None:
    (flow,) = [r for r in read() if isinstance(r, Flow) and r.remote_name is None]
    assert (flow.bytes_out, flow.bytes_in, flow.packets) == (4000, 900, 18)
    assert (flow.keys[0].value, flow.remote_ip) == ("192.0.2.20", "203.0.113.80")
    assert (flow.port, flow.protocol) == (8800, "udp")
    assert flow.first == datetime(2026, 11, 24, 9, 59, tzinfo=UTC)
    assert flow.last == datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC)


def test_no_planted_secret_reaches_a_record() -> None:
    assert "CANARY" in SAMPLE.read_text()
    assert "canary" not in repr(read()).lower()


def test_claims_no_other_json() -> None:
    for other in (b"", b"{", b'{"event_type": 1}', b'[{"event_type": "dns", "timestamp": ""}]'):
        assert suricata_eve.sniff(other) == 0


def test_values_of_the_wrong_kind_cost_nothing_but_themselves() -> None:
    head = b'{"timestamp":"2026-11-24T10:00:00+0000","event_type":'
    wrong = b"\n".join(
        head + rest
        for rest in (
            b'"flow","flow":[],"src_ip":1}',
            b'"flow","flow":{"start":"x","end":7,"bytes_toserver":-1},"src_ip":"192.0.2.1",'
            b'"dest_ip":"192.0.2.2"}',
            b'"dns","dns":{"type":"request","queries":[1,{}]}}',
            b'"dhcp","dhcp":{"client_mac":7},"ether":7}',
            b'"http","http":{"response_headers":[7,{"name":1}]}}',
            b'"arp","arp":{"src_ip":"192.0.2.1"}}',
            b"7}",
        )
    )
    found = list(suricata_eve.read(Source.of(wrong)))
    assert [r.where for r in found if isinstance(r, Problem)] == ["line 7"]


@pytest.mark.parametrize(
    "dns",
    [
        '"type":"answer","version":2,"rrname":"p2p.example.org","answers":[{"rdata":"203.0.113.7"}]',
        '"type":"response","version":3,"queries":[{"rrname":"p2p.example.org"}],'
        '"answers":[{"rdata":"x.example.net"},{"rdata":"203.0.113.7"}]',
    ],
)
def test_a_connection_has_the_name_that_its_client_looked_up(dns: str) -> None:
    head = '{"timestamp":"2026-11-24T10:00:00.1+0000","proto":"UDP","event_type":'
    lines = (
        head
        + '"dns","src_ip":"192.0.2.1","src_port":53,"dest_ip":"192.0.2.20","dest_port":4,"dns":'
        "{" + dns + "}}",
        head + '"flow","src_ip":"192.0.2.20","src_port":5,"dest_ip":"203.0.113.7","dest_port":8800,'
        '"flow":{"bytes_toserver":7,"start":"2026-11-24T10:00:01.0+0000"}}',
    )
    found = list(suricata_eve.read(Source.of("\n".join(lines).encode())))
    (flow,) = [r for r in found if isinstance(r, Flow)]
    assert (flow.remote_name, flow.named, flow.bytes_out) == ("p2p.example.org", "dns", 7)


def test_an_answer_of_the_first_version_names_a_record_and_not_what_was_asked() -> None:
    head = '{"timestamp":"2026-11-24T10:00:00.1+0000","proto":"UDP","event_type":'
    lines = (
        head
        + '"dns","src_ip":"192.0.2.1","src_port":53,"dest_ip":"192.0.2.20","dest_port":4,"dns":'
        '{"type":"answer","rrname":"lb.example.net","rdata":"203.0.113.7"}}',
        head
        + '"flow","src_ip":"192.0.2.20","src_port":5,"dest_ip":"203.0.113.7","dest_port":8800}',
    )
    found = list(suricata_eve.read(Source.of("\n".join(lines).encode())))
    assert [r.remote_name for r in found if isinstance(r, Flow)] == [None]
