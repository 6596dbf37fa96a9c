"""Zeek's text logs: columns anywhere, separators as stated, and facts with the right unit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Budget, Source
from nameplate.evidence.readers import zeek_tsv
from nameplate.evidence.tables import traffic
from nameplate.model.errors import OverBudget
from nameplate.model.records import Flow, Problem, Record, Sighting, Watch, Witness
from shared_data import shared

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/zeek_tsv"
HEADER = b"#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"


def of(data: bytes) -> list[Record]:
    return list(zeek_tsv.read(Source.of(data, name="a.log")))


def read(name: str) -> list[Record]:
    return of((SAMPLES / name).read_bytes())


def log(path: str, columns: str, *rows: str) -> bytes:
    lines = [f"#path\t{path}", "#fields\t" + columns.replace(" ", "\t")]
    return HEADER + "\n".join([*lines, *(row.replace(" ", "\t") for row in rows), ""]).encode()


def seen(found: list[Record]) -> list[tuple[str, str, str]]:
    return [(r.unit, r.field, r.value) for r in found if isinstance(r, Sighting)]


def flows(found: list[Record]) -> list[Flow]:
    return [r for r in found if isinstance(r, Flow)]


def told(found: list[Record]) -> list[str]:
    return [r.what for r in found if isinstance(r, Problem)]


def test_adds_connections_up_for_the_local_end_around_a_cut_line() -> None:
    found = read("conn.log")
    out, later, into = flows(found)
    assert [key.value for key in out.keys] == ["192.168.7.20"]
    assert (out.remote_ip, out.port, out.protocol) == ("203.0.113.80", 443, "tcp")
    assert (out.bytes_out, out.bytes_in, out.packets) == (4000, 900, 18)
    assert out.first == datetime(2026, 11, 24, 10, 0, 0, 500000, UTC)
    assert out.last == datetime(2026, 11, 24, 10, 0, 10, 500000, UTC)
    assert out.where == "line 9"
    assert (later.keys, later.remote_ip, later.where) == (out.keys, out.remote_ip, "line 10")
    assert (later.bytes_out, later.bytes_in, later.packets) == (1000, 100, 7)
    assert later.first == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert [key.value for key in into.keys] == ["192.168.7.21"]
    assert (into.remote_ip, into.port) == ("203.0.113.99", 8000)
    assert (into.bytes_out, into.bytes_in) == (5000, 70)
    assert [r.where for r in found if isinstance(r, Problem)] == ["line 11"]


def test_says_how_long_a_log_of_connections_watched_and_how_many_it_saw() -> None:
    (watch,) = [r for r in read("conn.log") if isinstance(r, Watch)]
    assert (watch.link, watch.packets, watch.connections) == ("log", 4, 3)
    assert watch.first == datetime(2026, 11, 24, 10, 0, 0, 500000, UTC)
    assert watch.last == datetime(2026, 11, 24, 11, 1, 10, tzinfo=UTC)
    assert watch.bytes == 4900 + 1100 + 5070 + 89


def test_a_log_that_never_states_names_hides_none_and_one_without_connections_watched_none() -> (
    None
):
    (watch,) = [r for r in read("conn.log") if isinstance(r, Watch)]
    assert watch.hidden_names == 0
    for name in ("dhcp.log", "ssl.log", "http.log", "rotated.log"):
        assert not [r for r in read(name) if isinstance(r, Watch)], name


def test_a_connection_of_many_hours_stands_whole_in_its_first() -> None:
    columns = "ts id.orig_h id.resp_h id.resp_p conn_state duration orig_bytes"
    found = of(log("conn", columns, "1795514400.0 192.0.2.1 203.0.113.7 443 SF 9000.0 5"))
    (one,) = flows(found)
    assert one.first is not None
    assert one.last is not None
    assert (one.last - one.first).total_seconds() == 9000


def test_what_a_stranger_asked_of_a_unit_is_no_name_of_the_stranger() -> None:
    columns = "ts id.orig_h id.resp_h id.resp_p host trans_depth"
    row = "1795514400.0 8.8.8.8 192.0.2.1 80 cam.example.org 1"
    (one,) = flows(of(log("http", columns, row)))
    assert (one.keys[0].value, one.remote_ip, one.remote_name) == ("192.0.2.1", "8.8.8.8", None)


def test_binds_a_mac_only_where_no_router_can_stand_between() -> None:
    (one,) = [r for r in read("conn.log") if isinstance(r, Sighting)]
    assert {key.value for key in one.keys} == {"192.168.7.22", "00005e005322"}
    assert (one.field, one.witness) == ("mac", Witness.PEER)
    assert "00005e0053fe" not in repr(read("conn.log"))


def test_a_lease_belongs_to_the_clients_own_mac_and_is_said_once_a_day() -> None:
    assert seen(read("dhcp.log")) == [
        ("mac 00005e005331", "mac", "00005e005331"),
        ("mac 00005e005331", "dhcp.hostname", "ipcamera-31"),
        ("mac 00005e005331", "dhcp.vendor_class", "camera 1.0"),
        ("mac 00005e005332", "mac", "00005e005332"),
        ("mac 00005e005333", "mac", "00005e005333"),
    ]
    first = read("dhcp.log")[0]
    assert isinstance(first, Sighting)
    assert [key.value for key in first.keys] == ["00005e005331", "192.0.2.31", "ipcamera-31"]
    assert first.when == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_an_address_of_an_inform_is_nobodys() -> None:
    (last,) = [r for r in read("dhcp.log") if isinstance(r, Sighting) and r.where == "line 11"]
    assert [key.value for key in last.keys] == ["00005e005333"]


def test_reads_an_old_log_without_host_names() -> None:
    (one,) = read("dhcp_old.log")
    assert isinstance(one, Sighting)
    assert [key.value for key in one.keys] == ["00005e005341", "192.0.2.41"]


def test_reads_rotated_logs_one_after_another_with_columns_in_another_order() -> None:
    found = [r for r in read("rotated.log") if isinstance(r, Sighting)]
    assert [(r.keys[0].value, r.value, r.where) for r in found] == [
        ("192.0.2.51", "p2p.example.org", "line 9"),
        ("192.0.2.51", "p2p.example.org", "line 23"),
        ("192.0.2.53", "time.example.org", "line 24"),
    ]
    assert {(r.field, r.witness) for r in found} == {("dns.name", Witness.DEVICE)}


def test_a_certificate_belongs_to_the_responder_and_not_to_what_it_asked_outside() -> None:
    found = read("ssl.log")
    assert seen(found) == [
        ("address 192.168.7.61", "tls.subject", "CN=192.168.7.61,OU=cam|era,O=Example"),
        ("address 192.168.7.61", "tls.issuer", "CN=Example CA"),
    ]
    (asked,) = flows(found)
    assert (asked.keys[0].value, asked.remote_name) == ("192.168.7.61", "cloud.example.org")
    assert asked.named == "sni"
    assert (asked.bytes_out, asked.packets) == (0, 0)
    assert told(found) == [
        "passed over: statements of servers outside the site, which are no units of it (1)"
    ]


def test_a_server_name_belongs_to_the_responder() -> None:
    assert seen(read("http.log")) == [("address 192.0.2.71", "http.server", "App-webs/")]


def test_a_description_belongs_to_the_unit_that_answered() -> None:
    assert seen(read("snmp.log")) == [("address 192.0.2.81", "snmp.sys_descr", "Network Camera")]


def test_no_planted_secret_of_any_log_reaches_a_record() -> None:
    for path in SAMPLES.iterdir():
        data = path.read_bytes()
        assert "canary" not in repr(of(data)).lower(), path.name
    assert b"CANARY" in (SAMPLES / "http.log").read_bytes()


def test_a_last_line_without_its_end_is_told_and_its_last_cell_not_read() -> None:
    whole = log("known_devices", "ts mac", "1795514400.0 00:00:5e:00:53:17")
    found = of(whole[:-2])
    assert seen(found) == []
    assert told(found)[0].startswith("the last line has no end")
    found = of(log("dns", "ts id.orig_h query", "1795514400.0 192.0.2.1")[:-1])
    assert told(found)[0].startswith("cut off: ")


def test_says_so_where_both_ends_are_outside_unless_the_log_says_which_is_ours() -> None:
    columns = "ts id.orig_h id.resp_h id.resp_p conn_state local_orig orig_bytes"
    row = "1795514400.0 8.8.4.4 8.8.8.8 443 SF {} 10"
    assert told(of(log("conn", columns, row.format("-")))) == [
        "passed over: connections between two addresses that are not the site's own (1)"
    ]
    (one,) = flows(of(log("conn", columns, row.format("T"))))
    assert one.keys[0].value == "8.8.4.4"


def test_names_of_ones_own_network_and_long_labels_are_no_names() -> None:
    rows = [
        f"1795514400.0 192.0.2.1 {name}"
        for name in ("anna", "anna.lan", "1.2.0.192.in-addr.arpa", "a@b.example.org", "-", "a..b")
    ]
    rows.append(f"1795514400.0 192.0.2.1 {'x' * 41}.example.org")
    found = of(log("dns", "ts id.orig_h query", *rows))
    assert seen(found) == []
    assert told(found) == ["no line of it says anything of a unit of the site"]


def test_a_time_before_zeek_or_after_2106_is_no_time() -> None:
    for time in ("1.0", "99999999999.0", "XXXXXXXXXX.XXXXXX", "nan", "1e300", "-5.0"):
        (one,) = of(log("dns", "ts id.orig_h query", f"{time} 192.0.2.1 a.example.org"))
        assert isinstance(one, Sighting)
        assert one.when is None


def test_a_flood_of_connections_and_of_bad_lines_stays_bounded() -> None:
    rows = [
        f"1795514400.0 192.168.{n % 200}.1 203.0.113.7 {n} S0 1" for n in range(traffic.MOST + 500)
    ]
    columns = "ts id.orig_h id.resp_h id.resp_p conn_state orig_bytes"
    found = of(log("conn", columns, *rows, *(["x"] * 500)))
    assert len(flows(found)) == traffic.MOST + 500
    assert len(told(found)) == 21


def test_sums_stay_within_what_a_record_can_carry() -> None:
    row = f"1795514400.0 192.0.2.1 203.0.113.7 1 S0 {'9' * 15} {'9' * 40}"
    columns = "ts id.orig_h id.resp_h id.resp_p conn_state orig_bytes resp_bytes"
    one, watch = of(log("conn", columns, *([row] * 20_000)))
    assert isinstance(one, Flow)
    assert isinstance(watch, Watch)
    assert watch.bytes == (1 << 63) - 1
    assert one.bytes_out == (1 << 63) - 1
    assert one.bytes_in == 0


def test_what_was_added_up_is_given_before_a_log_over_its_budget_ends() -> None:
    row = "1795514400.0 192.0.2.1 203.0.113.7 1 S0 5"
    data = log("conn", "ts id.orig_h id.resp_h id.resp_p conn_state orig_bytes", *([row] * 9000))
    reading = zeek_tsv.read(Source.of(data, budget=Budget(stream_bytes=300_000)))
    first = next(reading)
    assert isinstance(first, Flow)
    assert 1000 * 5 < first.bytes_out < 9000 * 5
    assert isinstance(next(reading), Watch)
    with pytest.raises(OverBudget):
        next(reading)


def test_icmp_has_no_port_and_an_odd_protocol_is_not_repeated() -> None:
    columns = "ts id.orig_h id.resp_h id.resp_p conn_state proto"
    rows = [f"1795514400.0 192.0.2.1 203.0.113.7 3 S0 {p}" for p in ("icmp", "canary", "UDP")]
    found = flows(of(log("conn", columns, *rows)))
    assert [(r.protocol, r.port) for r in found] == [("icmp", 0), ("other", 0), ("udp", 3)]


def test_reads_or_tells_every_log_of_the_reference_data() -> None:
    for path in sorted(shared("data/captures/tables/zeek-tsv").glob("*.log")):
        assert zeek_tsv.sniff(path.read_bytes()) >= 70
        assert of(path.read_bytes()), path.name
