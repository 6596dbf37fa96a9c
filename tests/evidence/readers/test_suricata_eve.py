"""Suricata's events: facts with the right unit, and nothing of people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import suricata_eve
from nameplate.model.records import Flow, Problem, Record, Sighting, Watch

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
        ("address 192.0.2.61", "tls.subject", "C=CN, O=Example, CN=camera"),
        ("address 192.0.2.61", "tls.issuer", "CN=Example CA"),
        ("address 192.0.2.62", "http.server", "App-webs/"),
        ("address 192.0.2.62", "http.realm", "Example Camera"),
        ("mac 00005e005363", "mac", "00005e005363"),
        ("address 192.0.2.31", "dns.name", "p2p.example.org"),
        ("address 192.0.2.32", "dns.name", "time.example.org"),
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


def event(kind: str, rest: str) -> str:
    return f'{{"timestamp":"2026-11-24T10:00:00.1+0000","event_type":"{kind}",{rest}}}'


BOTH_WAYS = (
    event(
        "netflow",
        '"src_ip":"192.0.2.20","src_port":51514,"dest_ip":"203.0.113.7","dest_port":8800,'
        '"proto":"TCP","netflow":{"pkts":5,"bytes":700,"start":"2026-11-24T09:59:00.0+0000"}',
    ),
    event(
        "netflow",
        '"src_ip":"203.0.113.7","src_port":8800,"dest_ip":"192.0.2.20","dest_port":51514,'
        '"proto":"TCP","netflow":{"pkts":4,"bytes":300,"start":"2026-11-24T09:59:00.0+0000"}',
    ),
)


def test_the_two_directions_of_netflow_events_become_one_connection() -> None:
    found = list(suricata_eve.read(Source.of("\n".join(BOTH_WAYS).encode())))
    (flow,) = [r for r in found if isinstance(r, Flow)]
    assert (flow.keys[0].value, flow.port, flow.packets) == ("192.0.2.20", 8800, 9)
    assert (flow.bytes_out, flow.bytes_in) == (700, 300)
    assert sum(isinstance(r, Watch) for r in found) == 1


def test_netflow_events_beside_flow_events_count_nothing_twice() -> None:
    flow = event(
        "flow",
        '"src_ip":"192.0.2.20","src_port":51514,"dest_ip":"203.0.113.7","dest_port":8800,'
        '"proto":"TCP","flow":{"bytes_toserver":700,"bytes_toclient":300}',
    )
    found = list(suricata_eve.read(Source.of("\n".join((*BOTH_WAYS, flow)).encode())))
    assert [r.bytes_out for r in found if isinstance(r, Flow)] == [700]
    told = [r.what for r in found if isinstance(r, Problem)]
    assert told == ["passed over: netflow events, of which flow events say the same (2)"]


def mdns(*answers: str) -> list[Sighting]:
    line = event(
        "mdns",
        '"src_ip":"192.0.2.40","src_port":5353,"dest_ip":"224.0.0.251","dest_port":5353,'
        '"proto":"UDP","mdns":{"type":"response","answers":[' + ",".join(answers) + "]}",
    )
    found = suricata_eve.read(Source.of(line.encode()))
    return [r for r in found if isinstance(r, Sighting)]


def test_an_mdns_answer_belongs_to_the_host_that_it_speaks_of() -> None:
    found = mdns(
        '{"rrname":"_http._tcp.local","ptr":"ipcam-40._http._tcp.local"}',
        '{"rrname":"ipcam-40._http._tcp.local","srv":{"name":"ipcam-40.local","port":80}}',
        '{"rrname":"ipcam-40._http._tcp.local","txt":["model=X1","owner=canary","deviceid='
        '00:00:5e:00:53:40"]}',
        '{"rrname":"ipcam-40.local","a":"192.0.2.40"}',
    )
    said = {(r.field, r.value) for r in found}
    assert {("mdns.service", "_http._tcp"), ("mdns.txt", "model=X1")} <= said
    assert ("mac", "00005e005340") in said
    assert {r.keys[0].value for r in found} == {"192.0.2.40"}
    assert "canary" not in repr(found)


def test_what_a_reflector_answers_for_others_is_not_the_reflectors() -> None:
    found = mdns(
        '{"rrname":"ipcam-a._http._tcp.local","srv":{"name":"ipcam-a.local","port":80}}',
        '{"rrname":"ipcam-a._http._tcp.local","txt":["model=A1"]}',
        '{"rrname":"ipcam-a.local","a":"192.0.2.41"}',
        '{"rrname":"ipcam-b._http._tcp.local","srv":{"name":"ipcam-b.local","port":80}}',
        '{"rrname":"ipcam-b._http._tcp.local","txt":["model=B1"]}',
    )
    texts = [(r.keys[0].value, r.value) for r in found if r.field == "mdns.txt"]
    assert texts == [("192.0.2.41", "model=A1")]


@pytest.mark.parametrize(
    ("source", "target", "whose"),
    [(443, 50_002, "192.0.2.61"), (50_002, 443, "192.0.2.9"), (2_000, 37_777, None)],
)
def test_a_connection_that_a_log_turned_round_does_not_make_its_client_the_server(
    source: int, target: int, whose: str | None
) -> None:
    event = (
        '{"timestamp":"2026-11-24T10:00:00.000000+0000","event_type":"tls","src_ip":"192.0.2.61",'
        f'"src_port":{source},"dest_ip":"192.0.2.9","dest_port":{target},"proto":"TCP",'
        '"tls":{"subject":"CN=camera.example.org","issuerdn":"CN=Example CA"}}\n'
    )
    found = [r for r in suricata_eve.read(Source.of(event.encode())) if isinstance(r, Sighting)]
    assert {key.value for one in found for key in one.keys} == ({whose} if whose else set())


def test_a_name_that_leads_to_the_sites_own_machines_is_forgotten() -> None:
    head = (
        '{"timestamp":"2026-11-24T10:00:00.000000+0000","event_type":"dns","src_ip":"192.168.7.9",'
    )
    head += '"src_port":40000,"dest_ip":"192.168.7.1","dest_port":53,"proto":"UDP","dns":{'
    name = '"rrname":"cressida-laptop.example.org","rrtype":"A"'
    lines = (
        f'{head}"type":"query","id":7,{name}}}}}',
        f'{head}"version":2,"type":"answer","id":7,{name},"rdata":"192.168.7.5"}}}}',
    )
    assert "cressida" not in repr(list(suricata_eve.read(Source.of("\n".join(lines).encode()))))
