"""What the scanner counted one way becomes hourly sums of the site's own units."""

from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from nameplate.evidence.captures.flows import Flows
from nameplate.evidence.captures.packet import FlowRow
from nameplate.evidence.tables.remote_names import Names
from nameplate.model.records import Flow, Problem

_SECOND = 1_000_000_000
_TEN = 1_764_064_800 * _SECOND  # 2025-11-25 10:00 UTC
_HOUR = _TEN // (3600 * _SECOND)
_CAMERA, _RECORDER, _CLOUD = "192.168.7.20", "192.168.7.2", "203.0.113.7"
_OWN, _GATEWAY = "00005e005320", "00005e0053fe"


def row(
    src: tuple[str, int],
    dst: tuple[str, int],
    number: int,
    *,
    at: int = 0,
    size: int = 100,
    packets: int = 1,
    protocol: int = 6,
    vlan: int = -1,
    hour: int | None = None,
) -> FlowRow:
    """Return a row as the scanner counts it, `at` seconds after ten."""
    ns = _TEN + at * _SECOND
    return FlowRow(
        bytes.fromhex(_OWN),
        bytes.fromhex(_GATEWAY),
        vlan,
        ip_address(src[0]).packed,
        ip_address(dst[0]).packed,
        protocol,
        src[1],
        dst[1],
        ns // (3600 * _SECOND) if hour is None else hour,
        packets,
        size,
        ns,
        ns + 5 * _SECOND,
        number,
    )


def summed(flows: Flows, *rows: FlowRow) -> list[Flow]:
    found = [*flows.add(rows), *flows.finish()]
    assert all(isinstance(one, Flow | Problem) for one in found)
    return [one for one in found if isinstance(one, Flow)]


def test_both_ways_of_a_connection_are_one_sum_seen_from_the_unit() -> None:
    flows = Flows(Names())
    (one,) = summed(
        flows,
        row((_CLOUD, 443), (_CAMERA, 40001), 8, at=1, size=900, packets=3),
        row((_CAMERA, 40001), (_CLOUD, 443), 7, size=5000, packets=9),
    )
    assert [(key.kind, key.value) for key in one.keys] == [("ip", _CAMERA)]
    assert (one.remote_ip, one.port, one.protocol) == (_CLOUD, 443, "tcp")
    assert (one.bytes_out, one.bytes_in, one.packets) == (5000, 900, 12)
    assert one.first == datetime(2025, 11, 25, 10, tzinfo=UTC)
    assert one.last == datetime(2025, 11, 25, 10, 0, 6, tzinfo=UTC)
    assert (one.where, one.remote_name, one.named) == ("packet 7", None, None)
    assert (flows.connections, flows.hidden_names) == (1, 1)


def test_hours_are_apart_and_rows_of_one_hour_are_added_up_whenever_they_come() -> None:
    flows = Flows(Names())
    early = list(flows.add([row((_CAMERA, 40001), (_CLOUD, 443), 1)]))
    found = summed(
        flows,
        row((_CAMERA, 40001), (_CLOUD, 443), 50, at=60),
        row((_CAMERA, 40001), (_CLOUD, 443), 90, at=3600),
        row((_CAMERA, 40002), (_CLOUD, 443), 70, at=90),
    )
    assert early == []
    assert [(f.bytes_out, f.where) for f in found] == [(300, "packet 1"), (100, "packet 90")]
    assert flows.connections == 2


def test_a_name_said_in_a_connection_is_that_connections_and_no_others() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "time.example.org", "dns", _TEN - _SECOND)
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "sni", _TEN + _SECOND, port=40001)
    flows = Flows(names)
    found = summed(
        flows,
        row((_CAMERA, 40001), (_CLOUD, 443), 1),
        row((_CAMERA, 40002), (_CLOUD, 443), 2),
        row((_RECORDER, 40001), (_CLOUD, 443), 3),
    )
    assert [(f.keys[0].value, f.remote_name, f.named) for f in found] == [
        (_CAMERA, "p2p.example.org", "sni"),
        (_CAMERA, "time.example.org", "dns"),
        (_RECORDER, None, None),
    ]
    assert (flows.connections, flows.hidden_names) == (3, 1)


def test_the_name_of_a_long_connection_stays_when_its_look_up_is_long_ago() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _TEN - _SECOND)
    names.learn(_CAMERA, _CLOUD, "other.example.org", "dns", _TEN + 1800 * _SECOND)
    found = summed(
        Flows(names),
        row((_CAMERA, 40001), (_CLOUD, 8800), 1),
        row((_CAMERA, 40001), (_CLOUD, 8800), 9, at=7200),
    )
    assert [f.remote_name for f in found] == ["p2p.example.org"] * 2


def test_the_client_is_who_was_heard_to_ask_or_else_who_has_no_servers_port() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "sni", _TEN, port=60001)
    found = summed(
        Flows(names),
        # Begun before the capture: the first packet is the server's.
        row((_CLOUD, 50001), (_CAMERA, 60001), 1),
        row((_CLOUD, 443), (_CAMERA, 60002), 2),
        row((_CLOUD, 8800), (_CAMERA, 60003), 3, protocol=17),
        row((_CAMERA, 60004), (_CLOUD, 50002), 4, protocol=17),
    )
    assert [(f.port, f.remote_name) for f in found] == [
        (50001, "p2p.example.org"),
        (443, "p2p.example.org"),
        (8800, "p2p.example.org"),
        (50002, "p2p.example.org"),
    ]


def test_a_port_that_several_connections_share_is_the_servers() -> None:
    found = summed(
        Flows(Names()),
        row((_CLOUD, 50443), (_CAMERA, 58778), 1),
        row((_CLOUD, 50443), (_RECORDER, 38321), 2),
    )
    assert {(f.port, f.bytes_in) for f in found} == {(50443, 100)}


def test_a_unit_that_speaks_with_many_from_one_port_is_no_server_for_that() -> None:
    found = summed(
        Flows(Names()),
        row((_CAMERA, 51820), (_CLOUD, 8800), 1, protocol=17),
        row(("203.0.113.8", 8800), (_CAMERA, 51820), 2, protocol=17),
        row((_CAMERA, 51820), ("203.0.113.9", 40020), 3, protocol=17),
    )
    assert [f.port for f in found] == [8800, 8800, 40020]


def test_between_two_units_the_flow_is_the_clients() -> None:
    flows = Flows(Names())
    (one,) = summed(
        flows,
        row((_CAMERA, 554), (_RECORDER, 40001), 1, size=1_000_000),
        row((_RECORDER, 40001), (_CAMERA, 554), 2),
    )
    assert (one.keys[0].value, one.remote_ip, one.port) == (_RECORDER, _CAMERA, 554)
    assert (one.bytes_out, one.bytes_in) == (100, 1_000_000)
    assert flows.connections == 0


def test_a_connection_from_outside_is_the_units_and_its_stranger_has_no_name() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _TEN - _SECOND)
    flows = Flows(names)
    (one,) = summed(flows, row((_CLOUD, 40001), (_CAMERA, 80), 1))
    assert (one.keys[0].value, one.remote_ip, one.remote_name) == (_CAMERA, _CLOUD, None)
    assert (one.bytes_out, one.bytes_in, one.port) == (0, 100, 80)
    assert (flows.connections, flows.hidden_names) == (1, 0)


def test_two_strangers_and_groups_and_frames_that_are_not_ip_are_no_flows() -> None:
    flows = Flows(Names())
    arp = row((_CAMERA, 0), (_RECORDER, 0), 9)._replace(src=b"", dst=b"", protocol=-1)
    assert summed(
        flows,
        row(("8.8.8.8", 53), ("8.8.4.4", 40001), 1),
        row((_CAMERA, 5353), ("224.0.0.251", 5353), 2, protocol=17),
        row((_CAMERA, 37020), ("255.255.255.255", 37020), 3, protocol=17),
        row(("fe80::1", 5353), ("ff02::fb", 5353), 4, protocol=17),
        row(("0.0.0.0", 68), ("255.255.255.255", 67), 5, protocol=17),  # noqa: S104 - never bound
        arp,
        arp._replace(src=b"12345", dst=b"\x0a\0\0\1", protocol=6),
    ) == []  # fmt: skip
    assert flows.connections == 0


def test_a_mac_is_a_key_only_where_no_router_forwards() -> None:
    (near, far) = summed(
        Flows(Names()),
        row(("fe80::5", 40001), ("fe80::9", 80), 1),
        row(("2001:db8::5", 40001), ("2001:db8::9", 80), 2),
    )
    assert [key.value for key in near.keys] == ["fe80::5", _OWN]
    assert [key.value for key in far.keys] == ["2001:db8::5"]
    assert _GATEWAY not in repr((near, far))


def test_what_a_mirror_shows_in_two_vlans_is_counted_once() -> None:
    (one,) = summed(
        Flows(Names()),
        row((_CAMERA, 40001), (_CLOUD, 443), 1, vlan=10, size=5000, packets=5),
        row((_CAMERA, 40001), (_CLOUD, 443), 2, vlan=20, size=4000, packets=4),
        row((_CLOUD, 443), (_CAMERA, 40001), 3, vlan=20, size=300, packets=3),
    )
    assert (one.bytes_out, one.bytes_in, one.packets) == (5000, 300, 8)


def test_icmp_has_no_port_and_no_connection_and_look_ups_hide_no_name() -> None:
    flows = Flows(Names())
    found = summed(
        flows,
        row((_CAMERA, 8), (_CLOUD, 0), 1, protocol=1),
        row((_CAMERA, 40001), (_CLOUD, 53), 2, protocol=17),
        row((_CAMERA, 0), (_CLOUD, 0), 3, protocol=200),
    )
    assert [(f.protocol, f.port) for f in found] == [("icmp", 0), ("udp", 53), ("other", 0)]
    assert (flows.connections, flows.hidden_names) == (1, 0)


def test_connections_between_strangers_are_counted_and_told() -> None:
    flows = Flows(Names())
    rows = [row(("8.8.8.8", 443), ("8.8.4.4", 40000 + n), 5 + n) for n in range(3)]
    (told,) = [*flows.add(rows), *flows.finish()]
    assert isinstance(told, Problem)
    assert told.what.endswith("(3)")
    assert (told.notice, told.where) == (True, "packet 5")


@pytest.mark.parametrize("first", [0, -5, 1 << 63, 1 << 70])
def test_a_time_that_cannot_be_true_is_none(first: int) -> None:
    odd = row((_CAMERA, 40001), (_CLOUD, 443), 1, hour=0)._replace(first_ns=first, last_ns=first)
    (one,) = summed(Flows(Names()), odd)
    assert (one.first, one.last) == (None, None)


def test_a_flood_spills_and_loses_nothing() -> None:
    flows = Flows(Names(), most=50)
    rows = [
        row((_CAMERA, 1024 + n % 500), (_CLOUD, 443 + n % 200), n, protocol=17) for n in range(2000)
    ]
    found = summed(flows, *rows)
    assert sum(f.bytes_out + f.bytes_in for f in found) == 2000 * 100
    assert sum(f.packets for f in found) == 2000
    assert flows.spilled > 0
    assert flows.connections == 1000


def test_public_addresses_seen_on_the_link_have_their_traffic() -> None:
    site = {"131.1.1.33", "131.1.1.5"}
    flows = Flows(Names(), site.__contains__)
    found = summed(
        flows,
        row(("131.1.1.33", 40_001), ("8.8.4.4", 443), 1),
        row(("131.1.1.5", 40_002), ("131.1.1.33", 554), 2),
        row(("129.1.1.1", 40_003), ("8.8.4.4", 443), 3),
    )
    assert [(one.keys[0].value, one.remote_ip) for one in found] == [
        ("131.1.1.33", "8.8.4.4"),
        ("131.1.1.5", "131.1.1.33"),
    ]
    assert flows.connections == 1


def test_a_flow_says_by_which_hardware_address_it_came() -> None:
    (one,) = summed(Flows(Names()), row((_CAMERA, 40_001), (_CLOUD, 443), 1))
    assert one.via is not None
    assert one.via.value == _OWN
    assert len(one.keys) == 1
