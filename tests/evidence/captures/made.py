"""Captures made for tests: frames, conversations whose numbers advance, and the links around them.

Nothing here is read back with code of the product. Shapes come from the specifications: RFC 791,
8200, 768, 9293, IEEE 802.1Q, and the link types of tcpdump.org. Identifiers are invented.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address
from typing import NamedTuple

SECOND = 1_000_000_000
START = 1_767_225_600 * SECOND  # 2026-01-01 00:00 UTC
BROADCAST = "ff:ff:ff:ff:ff:ff"
ETHERNET, PPP, RAW, LOOPBACK, COOKED, COOKED2, RAW4 = 1, 9, 101, 0, 113, 276, 228
_IPV4, _IPV6, _VLAN, _QINQ = 0x0800, 0x86DD, 0x8100, 0x88A8


class Taken(NamedTuple):
    """One packet as a capture holds it: when (ns since 1970), its bytes, its size on the wire."""

    ns: int
    frame: bytes
    wire: int = 0
    """0 where all of it was kept."""


class End(NamedTuple):
    """One end of a conversation: the MAC of its frames, and its address."""

    mac: str
    ip: str


def mac(text: str) -> bytes:
    """Return the six bytes of an address written with colons."""
    return bytes.fromhex(text.replace(":", ""))


def packed(address: str) -> bytes:
    """Return the 4 or 16 bytes of an IP address."""
    return ip_address(address).packed


def checksum(data: bytes) -> int:
    """Return the Internet checksum (RFC 1071)."""
    total = int.from_bytes(data + b"\0" * (len(data) & 1), "big") % 0xFFFF
    if total == 0:
        return 0 if data.strip(b"\0") else 0xFFFF
    return 0xFFFF - total


# Frames


def ethernet(src: str, dst: str, kind: int, payload: bytes, vlans: Sequence[int] = ()) -> bytes:
    """Return an Ethernet II frame; of several tags the outer ones are 802.1ad."""
    tags = b"".join(
        struct.pack(">HH", _VLAN if n == len(vlans) else _QINQ, tag)
        for n, tag in enumerate(vlans, 1)
    )
    return mac(dst) + mac(src) + tags + struct.pack(">H", kind) + payload


def llc(src: str, dst: str, payload: bytes, snap: bytes) -> bytes:
    """Return an 802.3 frame with LLC and SNAP, as CDP is sent; `snap` is OUI and protocol."""
    body = b"\xaa\xaa\x03" + snap + payload
    return mac(dst) + mac(src) + struct.pack(">H", len(body)) + body


def ip(
    src: str,
    dst: str,
    protocol: int,
    payload: bytes,
    *,
    ttl: int = 64,
    ident: int = 0,
    fragment: int = 0,
    options: bytes = b"",
) -> bytes:
    """Return an IP packet of the addresses' version; `fragment` is the flags-and-offset word."""
    a, b = packed(src), packed(dst)
    if len(a) == 16:
        return struct.pack(">IHBB", 6 << 28, len(payload), protocol, ttl) + a + b + payload
    words = 5 + len(options) // 4
    head = bytearray(
        struct.pack(
            ">BBHHHBBH",
            0x40 | words,
            0,
            words * 4 + len(payload),
            ident,
            fragment,
            ttl,
            protocol,
            0,
        )
        + a
        + b
        + options
    )
    struct.pack_into(">H", head, 10, checksum(bytes(head)))
    return bytes(head) + payload


def _summed(src: str, dst: str, protocol: int, segment: bytearray, at: int) -> bytes:
    pseudo = packed(src) + packed(dst) + struct.pack(">HH", protocol, len(segment))
    struct.pack_into(">H", segment, at, checksum(pseudo + segment) or 0xFFFF)
    return bytes(segment)


def udp(src: str, dst: str, sport: int, dport: int, payload: bytes, ttl: int = 64) -> bytes:
    """Return an IP packet with a UDP datagram and its checksum."""
    datagram = bytearray(struct.pack(">HHHH", sport, dport, 8 + len(payload), 0) + payload)
    return ip(src, dst, 17, _summed(src, dst, 17, datagram, 6), ttl=ttl)


def tcp(
    src: str,
    dst: str,
    sport: int,
    dport: int,
    seq: int,
    ack: int,
    flags: int,
    payload: bytes = b"",
    *,
    options: bytes = b"",
) -> bytes:
    """Return an IP packet with a TCP segment and its checksum; options in whole words."""
    words = 5 + len(options) // 4
    head = struct.pack(
        ">HHIIBBHHH",
        sport,
        dport,
        seq & 0xFFFFFFFF,
        ack & 0xFFFFFFFF,
        words << 4,
        flags,
        8192,
        0,
        0,
    )
    segment = bytearray(head + options + payload)
    return ip(src, dst, 6, _summed(src, dst, 6, segment, 16))


def framed(src: End, dst: End, packet: bytes, vlans: Sequence[int] = ()) -> bytes:
    """Return an IP packet in an Ethernet frame between two ends."""
    return ethernet(src.mac, dst.mac, _IPV6 if packet[0] >> 4 == 6 else _IPV4, packet, vlans)


def datagram(
    src: End, dst: End, sport: int, dport: int, payload: bytes, vlans: Sequence[int] = ()
) -> bytes:
    """Return a UDP datagram in an Ethernet frame between two ends."""
    return framed(src, dst, udp(src.ip, dst.ip, sport, dport, payload), vlans)


def group(address: str) -> End:
    """Return a multicast or broadcast address as the end that frames are sent to."""
    raw = packed(address)
    if len(raw) == 16:
        return End("33:33:" + raw[-4:].hex(":"), address)
    if address.endswith("255"):
        return End(BROADCAST, address)
    return End("01:00:5e:" + bytes([raw[1] & 0x7F, raw[2], raw[3]]).hex(":"), address)


# TCP conversations

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


class Talk:
    """A TCP conversation, both ways: the numbers advance and every second segment is ACKed."""

    def __init__(
        self,
        client: End,
        server: End,
        sport: int,
        dport: int,
        *,
        at: int = START,
        step: int = 1_000_000,
        mss: int = 1460,
        vlans: Sequence[int] = (),
        first: tuple[int, int] = (1_000, 900_000),
    ) -> None:
        self.ends = (client, server)
        self.ports = (sport, dport)
        self.at, self.step, self.mss, self.vlans = at, step, mss, vlans
        self.next = list(first)
        """The next sequence number of client and server."""
        self.unanswered = 0

    def packet(self, way: int, flags: int, payload: bytes = b"", options: bytes = b"") -> Taken:
        """Return one segment, from the client (0) or the server (1), and advance."""
        src, dst = self.ends[way], self.ends[1 - way]
        segment = tcp(
            src.ip, dst.ip, self.ports[way], self.ports[1 - way],
            self.next[way], self.next[1 - way] if flags & ACK else 0, flags, payload,
            options=options,
        )  # fmt: skip
        self.next[way] = (self.next[way] + len(payload) + bool(flags & (SYN | FIN))) & 0xFFFFFFFF
        taken = Taken(self.at, framed(src, dst, segment, self.vlans))
        self.at += self.step
        return taken

    def open(self) -> list[Taken]:
        """Shake hands."""
        offer = b"\x02\x04" + struct.pack(">H", self.mss)
        return [
            self.packet(0, SYN, options=offer),
            self.packet(1, SYN | ACK, options=offer),
            self.packet(0, ACK),
        ]

    def say(self, way: int, data: bytes) -> Iterator[Taken]:
        """Send bytes in segments of at most `mss`."""
        for start in range(0, len(data), self.mss):
            piece = data[start : start + self.mss]
            last = start + self.mss >= len(data)
            yield self.packet(way, ACK | (PSH if last else 0), piece)
            self.unanswered += 1
            if self.unanswered == 2:
                self.unanswered = 0
                yield self.packet(1 - way, ACK)

    def close(self) -> list[Taken]:
        """Say goodbye."""
        return [self.packet(0, FIN | ACK), self.packet(1, FIN | ACK), self.packet(0, ACK)]

    def whole(self, *said: tuple[int, bytes]) -> list[Taken]:
        """Return a conversation from hello to goodbye: (0, question), (1, answer), ..."""
        packets = self.open()
        for way, data in said:
            packets += self.say(way, data)
        return [*packets, *self.close()]


# Other links and tunnels around the same packets


def on_link(link: int, frame: bytes) -> bytes | None:
    """Return an untagged Ethernet frame as another link carries it; None where it cannot."""
    kind = int.from_bytes(frame[12:14], "big")
    payload = frame[14:]
    if link == ETHERNET:
        return frame
    outgoing = 4 if frame[0] & 1 else 0
    if link == COOKED:
        return struct.pack(">HHH6s2xH", outgoing, 1, 6, frame[6:12], kind) + payload
    if link == COOKED2:
        return struct.pack(">HxxIHBB6s2x", kind, 2, 1, outgoing, 6, frame[6:12]) + payload
    if kind not in (_IPV4, _IPV6):
        return None
    if link == PPP:
        return struct.pack(">HH", 0xFF03, 0x0021 if kind == _IPV4 else 0x0057) + payload
    if link == LOOPBACK:
        return struct.pack("<I", 2 if kind == _IPV4 else 30) + payload
    return payload if link == RAW or kind == _IPV4 else None


def relinked(link: int, packets: Iterable[Taken]) -> list[Taken]:
    """Return the packets that another link can carry."""
    found = ((p, on_link(link, p.frame)) for p in packets)
    return [p._replace(frame=frame) for p, frame in found if frame is not None]


VXLAN_PORT = 4789


def vxlan(src: End, dst: End, frame: bytes, network: int = 7) -> bytes:
    """Return a frame within VXLAN (RFC 7348)."""
    head = struct.pack(">BxxxI", 0x08, network << 8)
    return datagram(src, dst, 54321, VXLAN_PORT, head + frame)


def gre(src: End, dst: End, inner: bytes, kind: int = 0x6558) -> bytes:
    """Return a frame (or, with kind 0x0800, an IP packet) within GRE (RFC 2784)."""
    return framed(src, dst, ip(src.ip, dst.ip, 47, struct.pack(">HH", 0, kind) + inner))


def erspan(src: End, dst: End, frame: bytes, *, version: int = 2, number: int = 1) -> bytes:
    """Return a mirrored frame within ERSPAN type I, II or III, as switches send it."""
    if version == 1:
        head = struct.pack(">HH", 0, 0x88BE)
    elif version == 2:
        head = struct.pack(">HHI", 0x1000, 0x88BE, number) + struct.pack(">HHI", 0x1001, 1, 0)
    else:
        head = struct.pack(">HHI", 0x1000, 0x22EB, number) + struct.pack(
            ">HHIHH", 0x2001, 1, 0, 0, 0
        )
    return framed(src, dst, ip(src.ip, dst.ip, 47, head + frame))
