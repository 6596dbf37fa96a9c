"""Ten minutes at the camera switch's mirror port, as tcpdump writes it: pcap, little-endian.

Units announce themselves by ARP; one recorder looks a name up at the gateway and sends to the
address it got. Of long packets only the first 96 bytes are kept, as `tcpdump -s 96` does.
"""

import ipaddress
import struct
from collections.abc import Iterator
from datetime import UTC, datetime

from scripts.council.story import Council

_SNAP = 96
_NETWORK = ipaddress.ip_network("192.0.2.0/24")
_RESOLVER_MAC, _RESOLVER = "00:00:5e:00:53:fe", "192.0.2.254"
_CLOUD = "203.0.113.50"
_ETHERNET, _ARP, _IPV4, _VLAN = 1, 0x0806, 0x0800, 0x8100
_DNS, _TLS = 53, 443


def capture(council: Council, talker: str, name: str) -> bytes:
    """Return the capture; `talker` is the unit that looks `name` up and sends."""
    start = int(datetime.fromisoformat(council.day).replace(hour=9, tzinfo=UTC).timestamp())
    packets = [(start + at, frame) for at, frame in _frames(council, talker, name)]
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, _SNAP, _ETHERNET)
    return head + b"".join(
        struct.pack("<IIII", when, (number * 7919) % 1_000_000, min(len(frame), _SNAP), len(frame))
        + frame[:_SNAP]
        for number, (when, frame) in enumerate(packets)
    )


def _frames(council: Council, talker: str, name: str) -> Iterator[tuple[int, bytes]]:
    """Yield (second, frame) in order of time."""
    own = council.of(talker)
    yield 0, _arp(_RESOLVER_MAC, _RESOLVER, own.vlan)
    announcing = [u for u in council.unit if u.mac and u.ip and "mac" in u.tables]
    for at, unit in enumerate(announcing):
        if ipaddress.ip_address(unit.ip) in _NETWORK:
            yield 2 + at, _arp(unit.mac, unit.ip, unit.vlan)
    asked = struct.pack(">HHHHHH", 0x2A17, 0x0100, 1, 0, 0, 0) + _labels(name) + b"\0\1\0\1"
    there, back = (own.mac, own.ip), (_RESOLVER_MAC, _RESOLVER)
    yield 60, _datagram(there, back, 40_112, _DNS, asked, own.vlan)
    answer = struct.pack(">HHHHHH", 0x2A17, 0x8180, 1, 1, 0, 0) + _labels(name) + b"\0\1\0\1"
    answer += b"\xc0\x0c\0\1\0\1" + struct.pack(">IH", 300, 4) + _ip(_CLOUD)
    yield 60, _datagram(back, there, _DNS, 40_112, answer, own.vlan)
    outside = (_RESOLVER_MAC, _CLOUD)
    for step in range(180):
        yield 61 + step * 3, _segment(there, outside, 49_820, _TLS, 1 + step * 1400, 1400, own.vlan)
        if step % 2:
            yield 61 + step * 3, _segment(outside, there, _TLS, 49_820, 1, 0, own.vlan)


def _arp(mac: str, address: str, vlan: int) -> bytes:
    body = struct.pack(">HHBBH", 1, _IPV4, 6, 4, 1) + _mac(mac) + _ip(address)
    return _framed("ff:ff:ff:ff:ff:ff", mac, _ARP, body + bytes(6) + _ip(address), vlan)


def _framed(to: str, of: str, kind: int, body: bytes, vlan: int) -> bytes:
    tag = struct.pack(">HH", _VLAN, vlan) if vlan else b""
    return _mac(to) + _mac(of) + tag + struct.pack(">H", kind) + body


def _datagram(
    of: tuple[str, str], to: tuple[str, str], sport: int, dport: int, data: bytes, vlan: int
) -> bytes:
    body = struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data
    return _framed(to[0], of[0], _IPV4, _packet(of[1], to[1], 17, body), vlan)


def _segment(
    of: tuple[str, str], to: tuple[str, str], sport: int, dport: int, seq: int, size: int, vlan: int
) -> bytes:
    head = struct.pack(">HHIIBBHHH", sport, dport, seq, 1, 5 << 4, 0x10, 65_535, 0, 0)
    return _framed(to[0], of[0], _IPV4, _packet(of[1], to[1], 6, head + bytes(size)), vlan)


def _packet(of: str, to: str, protocol: int, body: bytes) -> bytes:
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0)
    total = sum(struct.unpack(">8H", head[:12] + _ip(of))) + sum(struct.unpack(">2H", _ip(to)))
    total = (total & 0xFFFF) + (total >> 16)
    return head[:10] + struct.pack(">H", ~total & 0xFFFF) + _ip(of) + _ip(to) + body


def _labels(name: str) -> bytes:
    return b"".join(bytes([len(one)]) + one.encode() for one in name.split(".")) + b"\0"


def _mac(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


def _ip(text: str) -> bytes:
    return ipaddress.ip_address(text).packed
