"""Zeek's JSON logs: one log a file, or all in one stream."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import zeek_json
from nameplate.model.records import Flow, Problem, Record, Sighting, Watch
from shared_data import shared

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/zeek_json"


def read(name: str) -> list[Record]:
    return list(zeek_json.read(Source.of((SAMPLES / name).read_bytes())))


def test_reads_all_logs_of_one_stream_around_a_cut_line() -> None:
    found = read("streaming.json")
    assert [(r.unit, r.field, r.value) for r in found if isinstance(r, Sighting)] == [
        ("mac 00005e005331", "mac", "00005e005331"),
        ("mac 00005e005331", "dhcp.hostname", "ipcamera-31"),
        ("address 192.0.2.41", "http.server", "App-webs/"),
        ("address 192.0.2.41", "port.open", "554/tcp"),
        ("mac 00005e005342", "mac", "00005e005342"),
        ("address 192.0.2.43", "tls.subject", "CN=camera"),
        ("address 192.0.2.43", "tls.issuer", "CN=camera"),
        ("address 192.0.2.31", "dns.name", "p2p.example.org"),
    ]
    problems = [r for r in found if isinstance(r, Problem)]
    assert [r.where for r in problems if not r.notice] == ["line 4"]


def test_says_which_lines_it_passes_over() -> None:
    told = [r.what for r in read("streaming.json") if isinstance(r, Problem) and r.notice]
    assert told == [
        "passed over: certificates of the x509 log, which has no addresses: known_certs.log has"
        " them (1)",
        "passed over: lines of the ntp log, of which nothing is read (1)",
        "passed over: lines of other logs, of which nothing is read (1)",
    ]


def test_reads_times_in_seconds_in_milliseconds_and_as_text() -> None:
    found = read("streaming.json")
    whens = {r.where: r.when for r in found if isinstance(r, Sighting)}
    assert whens["line 2, /host_name"] == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert whens["line 3, /query"] == datetime(2026, 11, 24, 10, 0, 2, tzinfo=UTC)
    (flow,) = [r for r in found if isinstance(r, Flow)]
    assert flow.last == datetime(2026, 11, 24, 10, 0, 3, tzinfo=UTC)


def test_a_connection_that_got_no_answer_goes_one_way() -> None:
    (flow,) = [r for r in read("conn.log") if isinstance(r, Flow)]
    assert (flow.bytes_out, flow.bytes_in, flow.where) == (120, 0, "line 1")


def test_a_link_local_address_has_the_mac_of_its_frame() -> None:
    (one,) = [r for r in read("conn.log") if isinstance(r, Sighting)]
    assert {key.value for key in one.keys} == {"fe80::200:5eff:fe00:5320", "00005e005320"}


def test_no_planted_secret_reaches_a_record() -> None:
    assert "canary" not in repr(read("streaming.json")).lower()


@pytest.mark.parametrize(
    "line",
    [
        b'{"ts": 1, "mac": "00:00:5e:00:53:01"}',
        b'{"ts": 1, "host": "192.0.2.1"}',
        b'{"ts": 1, "uid": "C1"}',
    ],
)
def test_claims_lines_that_only_zeek_writes(line: bytes) -> None:
    assert zeek_json.sniff(line) == 85


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"{", b'{"ts": 1}', b'{"ip": "192.0.2.1"}', b'{"host": "a", "port": 1}']
)
def test_claims_no_other_json(line: bytes) -> None:
    assert zeek_json.sniff(line) == 0


def test_values_of_the_wrong_kind_cost_nothing_but_themselves() -> None:
    wrong = (
        b'{"ts":[],"uid":"C1","id.orig_h":7,"id.resp_h":{},"conn_state":1,"orig_bytes":-1.5}\n'
        b'{"ts":true,"uids":1,"mac":["00"],"msg_types":null}\n'
        b'{"ts":1e999,"uid":2,"id":[1],"query":"a.example.org","id.orig_h":"192.0.2.1"}\n[]\n7\n'
        b'{"ts":1795514400.0,"uid":"C","id.orig_h":"192.0.2.1","query":"b.example.org"}\n'
    )
    found = list(zeek_json.read(Source.of(wrong)))
    assert "b.example.org" in {r.value for r in found if isinstance(r, Sighting)}


def test_reads_or_tells_every_log_of_the_reference_data() -> None:
    for path in sorted(shared("data/captures/tables/zeek-json").iterdir()):
        assert zeek_json.sniff(path.read_bytes()) == 85
        assert list(zeek_json.read(Source.of(path.read_bytes()))), path.name


def test_a_time_of_a_thousand_digits_is_no_time() -> None:
    huge = b'{"ts":' + b"9" * 300 + b',"uid":"C1","id.orig_h":"192.0.2.5","id.orig_p":5,'
    huge += b'"id.resp_h":"192.0.2.6","id.resp_p":80,"proto":"tcp","conn_state":"SF"}\n'
    records = list(zeek_json.read(Source.of(huge)))
    assert all(getattr(record, "first", None) is None for record in records)


def test_in_one_stream_a_connection_has_the_name_that_its_client_asked_for() -> None:
    ends = '"id.orig_h":"{}","id.orig_p":{},"id.resp_h":"203.0.113.7","id.resp_p":443'
    lines = [
        '{"ts":1795514400.0,"_path":"dns","uid":"D","id.orig_h":"192.168.7.20","id.resp_p":53,'
        '"query":"time.example.org","answers":["x.example.net","203.0.113.7"]}',
        '{"ts":1795514401.0,"_path":"ssl","uid":"S",'
        + ends.format("192.168.7.20", 40000)
        + ',"server_name":"p2p.example.org"}',
    ]
    lines += [
        f'{{"ts":{when},"_path":"conn","uid":"C","proto":"tcp","conn_state":"SF","orig_bytes":9,'
        + ends.format(client, port)
        + "}"
        for when, client, port in (
            (1795514400.9, "192.168.7.20", 40000),
            (1795514400.5, "192.168.7.20", 40001),
            (1795514400.5, "192.168.7.21", 40000),
        )
    ]
    found = list(zeek_json.read(Source.of("\n".join(lines).encode())))
    flows = [
        (r.keys[0].value, r.remote_name, r.named, r.bytes_out) for r in found if isinstance(r, Flow)
    ]
    assert flows == [
        ("192.168.7.20", "p2p.example.org", "sni", 9),
        ("192.168.7.20", "time.example.org", "dns", 9),
        ("192.168.7.21", None, None, 9),
    ]
    (watch,) = [r for r in found if isinstance(r, Watch)]
    assert (watch.packets, watch.connections, watch.hidden_names) == (5, 3, 1)
