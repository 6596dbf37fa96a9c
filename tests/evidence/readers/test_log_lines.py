"""Lines of syslog: who began a connection, what it carried or not, and who asked for what."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import log_lines
from nameplate.model.errors import NotOurFormat
from nameplate.model.records import Flow, Problem, Record, Sighting

FOLDER = Path(__file__).parents[2] / "samples/evidence/readers/log_lines"


def read(data: bytes | str) -> list[Record]:
    if isinstance(data, str):
        data = (FOLDER / data).read_bytes()
    return list(log_lines.read(Source.of(data)))


def flows(found: list[Record]) -> list[Flow]:
    return [record for record in found if isinstance(record, Flow)]


def told(found: list[Record]) -> list[str]:
    return [r.what for r in found if isinstance(r, Problem)]


FIREWALLS = ["cisco-asa", "filterlog", "fortigate", "paloalto", "sophos-sonicwall"]
SERVERS = ["bind", "coredns", "pihole", "unbound", "windows-dns"]
DENIED = "passed over: sessions that the firewall denied, which carried nothing away (1)"


@pytest.mark.parametrize("name", FIREWALLS)
def test_a_denied_session_is_told_and_no_traffic(name: str) -> None:
    found = read(f"{name}.log")
    assert DENIED in told(found)
    refused = {"203.0.113.99", "192.168.10.22"}
    assert refused.isdisjoint({flow.keys[0].value for flow in flows(found)})
    assert refused.isdisjoint({flow.remote_ip for flow in flows(found)})


@pytest.mark.parametrize("name", FIREWALLS)
def test_the_address_before_translation_is_the_units(name: str) -> None:
    found = flows(read(f"{name}.log"))
    assert "192.168.10.20" in {flow.keys[0].value for flow in found}
    assert "198.51.100." not in repr(found)


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda p: p.stem)
def test_no_planted_person_rule_or_page_reaches_a_record(path: Path) -> None:
    assert b"canary" in path.read_bytes().lower()
    assert "canary" not in repr(read(path.name)).lower()


def test_of_a_session_that_goes_on_what_came_since_the_line_before_adds_up() -> None:
    found = {flow.remote_ip: flow for flow in flows(read("fortigate.log"))}
    assert found["203.0.113.80"].bytes_out == 120_000
    assert (found["203.0.113.81"].bytes_out, found["203.0.113.81"].bytes_in) == (2_000, 200)
    assert found["203.0.113.81"].first == datetime(2026, 11, 24, 10, 0, 0, 123456, UTC)


def test_a_line_at_the_end_of_a_session_says_when_it_began() -> None:
    (found, _) = flows(read("sophos-sonicwall.log"))
    assert found.first == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert found.last == datetime(2026, 11, 24, 10, 1, tzinfo=UTC)


def test_a_name_in_quotes_cannot_pass_itself_off_as_an_address() -> None:
    assert "10.9.9.9" in (FOLDER / "fortigate.log").read_text()
    assert "10.9.9.9" not in repr(read("fortigate.log"))


def test_a_line_at_the_start_of_a_session_adds_nothing_to_the_one_at_its_end() -> None:
    (found,) = flows(read("paloalto.log"))
    assert (found.bytes_out, found.bytes_in, found.packets) == (120_000, 6_400, 18)
    assert found.first is None


def test_who_began_a_connection_of_an_asa_goes_by_its_direction() -> None:
    outward, inward, event = flows(read("cisco-asa.log"))
    assert (outward.remote_ip, outward.port) == ("203.0.113.80", 8443)
    assert (inward.keys[0].value, inward.remote_ip) == ("192.168.10.21", "203.0.113.81")
    assert inward.port == 8800
    assert (event.bytes_out, event.bytes_in) == (500, 400)
    assert event.first == datetime(2026, 11, 24, 10, 2, 30, tzinfo=UTC)


def test_one_size_for_both_directions_is_no_size() -> None:
    found = read("cisco-asa.log")
    assert flows(found)[0].bytes_out == 0
    assert any("one size for both directions" in what for what in told(found))


def test_names_that_a_client_asked_for_are_its_own() -> None:
    for name, asked in (
        ("fortigate.log", "p2p.example.org"),
        ("cisco-asa.log", "cloud.example.org"),
    ):
        (found,) = [r for r in read(name) if isinstance(r, Sighting)]
        assert (found.keys[0].value, found.value) == ("192.168.10.20", asked)


def test_filterlog_reads_both_versions_of_ip_and_a_time_only_with_its_zone() -> None:
    four, six, icmp = flows(read("filterlog.log"))
    assert four.first == datetime(2026, 11, 24, 9, 0, 0, 123456, UTC)
    assert (six.keys[0].value, six.port, six.protocol, six.first) == ("fd00::20", 53, "udp", None)
    assert icmp.port == 0
    assert [r.where for r in read("filterlog.log") if isinstance(r, Problem) and not r.notice] == [
        "line 5"
    ]


def test_claims_no_other_text() -> None:
    for other in (
        b"",
        b"name=value\n",
        b"mac=00:00:5e:00:53:01 ip=192.0.2.1 name=cam model=X1\n",
        b"table.General.MachineName=cam\ntable.Network.eth0.IPAddress=192.0.2.1\n",
        b"Internet  192.0.2.1  5  0000.5e00.5301  ARPA  Vlan1\n",
        b"Nov 24 10:00:00 host sshd[1]: Accepted publickey for x from 192.0.2.1 port 4 ssh2\n",
    ):
        assert log_lines.sniff(other) == 0
        with pytest.raises(NotOurFormat):
            read(other)


def test_long_and_broken_lines_cost_no_more_than_their_length() -> None:
    good = (FOLDER / "fortigate.log").read_bytes()
    for bad in (
        b'a="' * 20_000,
        b"srcip=" * 20_000,
        b",TRAFFIC," + b'"' * 60_000,
        b"x: y, " * 9_999,
    ):
        found = read(good + bad + b"\n" + good)
        assert flows(found)[0].bytes_out == 240_000


@pytest.mark.parametrize("name", SERVERS)
def test_a_name_belongs_to_the_client_that_asked_and_only_public_ones_are_kept(name: str) -> None:
    found = [r for r in read(f"{name}.log") if isinstance(r, Sighting)]
    assert (found[0].keys[0].value, found[0].value) == ("192.168.10.20", "p2p.example.org")
    assert {r.keys[0].value for r in found} <= {"192.168.10.20", "192.168.10.21", "fd00::21"}
    assert {r.field for r in found} == {"dns.name"}


def test_a_time_of_the_epoch_or_with_a_zone_is_utc_and_any_other_is_text() -> None:
    first, second = [r for r in read("unbound.log") if isinstance(r, Sighting)]
    assert first.when == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert second.when == datetime(2026, 11, 24, 10, 0, 3, tzinfo=UTC)
    for name, stated in (
        ("pihole", "Nov 24 10:00:00"),
        ("bind", "24-Nov-2026 10:00:00.123"),
        ("windows-dns", "24/11/2026 10:00:00"),
    ):
        found = next(r for r in read(f"{name}.log") if isinstance(r, Sighting))
        assert (found.when, found.when_stated) == (None, stated)


def test_what_a_server_asks_others_is_no_clients_question() -> None:
    found = [r for r in read("windows-dns.log") if isinstance(r, Sighting)]
    assert [r.keys[0].value for r in found] == ["192.168.10.20"]


def test_a_syslog_of_all_kinds_gives_sessions_and_names() -> None:
    names = ("filterlog.log", "pihole.log", "unbound.log", "fortigate.log")
    found = read(b"".join((FOLDER / name).read_bytes() for name in names))
    assert {flow.remote_ip for flow in flows(found)} >= {"203.0.113.80", "2001:db8::80"}
    assert {r.value for r in found if isinstance(r, Sighting)} == {
        "p2p.example.org",
        "cloud.example.org",
    }


def test_netfilter_says_by_its_prefix_whether_a_packet_passed() -> None:
    line = (
        "Nov 24 10:00:00 gw kernel: [1] {} IN=br0 OUT=eth0 MAC=00:00:5e:00:53:01:00:00:5e:00:53:02"
        ":08:00 SRC=192.168.10.20 DST=203.0.113.8 LEN=60 PROTO=TCP SPT=51514 DPT=8443 SYN\n"
    )
    found = flows(read(line.format("[UFW ALLOW]").encode()))
    assert [(flow.keys[0].value, flow.port) for flow in found] == [("192.168.10.20", 8443)]
    assert flows(read(line.format("[UFW BLOCK]").encode())) == []
    assert flows(read(line.format("FW-OUT:").encode())) == []


def test_pairs_may_be_parted_by_commas_and_quoted_whole_as_an_analyzer_exports_them() -> None:
    plain = b"date=2026-11-24,time=11:00:00,srcip=192.168.10.20,dstip=203.0.113.8,dstport=443"
    plain += b",proto=6,action=close,sentbyte=100,rcvdbyte=200\n"
    quoted = b'"' + plain.strip().replace(b",", b'","') + b'"\n'
    for data in (plain, quoted):
        (flow,) = flows(read(data))
        assert (flow.bytes_out, flow.bytes_in, flow.port) == (100, 200, 443)
