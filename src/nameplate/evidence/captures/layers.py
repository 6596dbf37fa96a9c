"""What a packet is, below its payload: addresses, ports, where the message begins and ends.

Lengths that headers state are bounds and never promises: nothing is taken from beyond what was
captured, nor from the padding behind a datagram. One level of VXLAN (RFC 7348), GRE (RFC 2784,
2890) and ERSPAN (draft-foschiano-erspan) is taken off, as mirrored ports send it; who sends the
mirror is not what it shows, so the addresses outside are not kept.
"""

import ipaddress
from functools import lru_cache
from struct import Struct
from typing import Final, NamedTuple

from nameplate.evidence.captures import link
from nameplate.evidence.captures.link import Link
from nameplate.evidence.captures.packet import Kind, Packet
from nameplate.model import identifiers

TCP: Final = 6
UDP: Final = 17
ICMPV6: Final = 58
_GRE: Final = 47
VXLAN_PORT: Final = 4789
_U16 = Struct(">H").unpack_from
_PORTS = Struct(">HH").unpack_from
_SEQ = Struct(">I").unpack_from
# RFC 8200 section 4: hop-by-hop, routing, destination options; RFC 6275, RFC 5533, RFC 7401.
_EXTENSIONS = frozenset({0, 43, 60, 135, 139, 140})
_FRAGMENT, _AUTHENTICATION = 44, 51
_MOST_EXTENSIONS = 8
_MESSAGES: Final[dict[int, Kind]] = {link.ARP: "arp", link.LLDP: "lldp", link.CDP: "cdp"}
_ERSPAN_I_II, _ERSPAN_III = 0x88BE, 0x22EB


class Layers(NamedTuple):
    """A packet taken apart. Addresses are raw; `src` is empty where it is not IP.

    For TCP and UDP `start` to `end` is the payload, else what follows the last header that was
    read. Later fragments carry no ports: theirs are 0, and their kind is "other".
    """

    kind: Kind
    start: int
    end: int
    src_mac: bytes
    dst_mac: bytes
    vlans: tuple[int, ...]
    src: bytes = b""
    dst: bytes = b""
    protocol: int = -1
    sport: int = 0
    dport: int = 0
    transport: int = 0
    """Where the header of TCP, UDP or ICMPv6 begins."""
    ttl: int = 0
    tunnelled: str = ""


class _Network(NamedTuple):
    """An IP header: where what it carries begins and ends."""

    src: bytes
    dst: bytes
    protocol: int
    at: int
    end: int
    ttl: int
    later: bool
    """Whether it is a fragment other than the first."""


def layers(data: bytes, start: int, stop: int, link_type: int) -> Layers | None:
    """Take one packet apart; None where a header is cut or states what cannot be."""
    head = link.KINDS[link_type].parse(data, start, stop)
    found = head and _above(data, stop, head)
    if found is None or not _may_tunnel(found):
        return found
    inner, how = _unwrapped(data, found)
    inside = inner and _above(data, found.end, inner)
    return inside._replace(tunnelled=how) if inside else found


def _above(data: bytes, stop: int, head: Link) -> Layers | None:
    """Read what stands above a link header."""
    if head.ethertype == link.IPV4:
        network = _ipv4(data, head.at, stop)
    elif head.ethertype == link.IPV6:
        network = _ipv6(data, head.at, stop)
    else:
        kind = _MESSAGES.get(head.ethertype, "other")
        return Layers(kind, head.at, max(head.at, head.end), head.src_mac, head.dst_mac, head.vlans)
    return network and _transport(data, head, network)


def _ipv4(data: bytes, at: int, stop: int) -> _Network | None:
    """RFC 791. A total length of 0 is a segment that the network card was to cut up."""
    if stop - at < 20 or data[at] >> 4 != 4:
        return None
    header = (data[at] & 0x0F) * 4
    total = _U16(data, at + 2)[0] or stop - at
    if header < 20 or total < header or at + header > stop:
        return None
    later = bool(_U16(data, at + 6)[0] & 0x1FFF)
    return _Network(
        data[at + 12 : at + 16],
        data[at + 16 : at + 20],
        data[at + 9],
        at + header,
        min(stop, at + total),
        data[at + 8],
        later,
    )


def _ipv6(data: bytes, at: int, stop: int) -> _Network | None:
    """RFC 8200; extension headers are walked, at most eight."""
    if stop - at < 40 or data[at] >> 4 != 6:
        return None
    length = _U16(data, at + 4)[0]
    end = min(stop, at + 40 + length) if length else stop  # 0: a jumbogram (RFC 2675)
    protocol, ttl = data[at + 6], data[at + 7]
    src, dst = data[at + 8 : at + 24], data[at + 24 : at + 40]
    at += 40
    later = False
    for _ in range(_MOST_EXTENSIONS):
        if protocol not in _EXTENSIONS and protocol not in (_FRAGMENT, _AUTHENTICATION):
            return _Network(src, dst, protocol, min(at, end), end, ttl, later)
        if at + 8 > end:
            return None
        if protocol == _FRAGMENT:
            later, length = later or bool(_U16(data, at + 2)[0] & 0xFFF8), 8
        elif protocol == _AUTHENTICATION:
            length = 4 * data[at + 1] + 8  # RFC 4302 counts in words of 4, less 2
        else:
            length = 8 * data[at + 1] + 8
        protocol, at = data[at], at + length
        if later:
            return _Network(src, dst, protocol, min(at, end), end, ttl, later)
    return None


def _transport(data: bytes, head: Link, net: _Network) -> Layers | None:
    at, end = net.at, net.end
    kind: Kind = "other"
    sport = dport = 0
    start = at
    if net.later:
        pass
    elif net.protocol in (TCP, UDP) and at + 4 <= end:
        sport, dport = _PORTS(data, at)
        header = _header(data, at, end, net.protocol)
        if header:
            kind, start = ("tcp" if net.protocol == TCP else "udp"), min(at + header, end)
            if net.protocol == UDP and (stated := _U16(data, at + 4)[0]) >= 8:
                end = min(end, at + stated)
    elif net.protocol == ICMPV6 and len(net.src) == 16:
        kind = "icmpv6"
    return Layers(
        kind,
        start,
        end,
        head.src_mac,
        head.dst_mac,
        head.vlans,
        net.src,
        net.dst,
        net.protocol,
        sport,
        dport,
        at,
        net.ttl,
    )


def _header(data: bytes, at: int, end: int, protocol: int) -> int:
    """Return the length of a transport's header; 0 where it is cut or states a wrong one."""
    if protocol == UDP:
        return 8 if at + 8 <= end else 0
    if at + 20 > end:
        return 0
    length = data[at + 12] >> 4
    return length * 4 if length >= 5 else 0


def _may_tunnel(found: Layers) -> bool:
    return found.protocol == _GRE or (found.dport == VXLAN_PORT and found.kind == "udp")


def _unwrapped(data: bytes, outer: Layers) -> tuple[Link | None, str]:
    """Take one tunnel off; (None, "") where it is none that we know."""
    at, end = outer.start, outer.end
    if outer.protocol == UDP:
        # RFC 7348 section 5: the flag I says that there is a network number.
        if at + 8 <= end and data[at] & 0x08:
            return link.ethernet(data, at + 8, end), "vxlan"
        return None, ""
    if at + 4 > end:
        return None, ""
    flags, kind = _PORTS(data, at)
    if flags & 0x4007:  # routing (RFC 1701), or a version that is not 0
        return None, ""
    numbered = bool(flags & 0x1000)
    at += 4 + 4 * bool(flags & 0x8000) + 4 * bool(flags & 0x2000) + 4 * numbered
    if kind == _ERSPAN_I_II:  # type I has no sequence number, and no header of its own
        return link.ethernet(data, at + 8 * numbered, end), "erspan"
    if kind == _ERSPAN_III and at + 12 <= end:
        more = 8 * (data[at + 11] & 1)  # a platform-specific header follows
        return link.ethernet(data, at + 12 + more, end), "erspan"
    if kind == link.ETHERNET_BRIDGED:
        return link.ethernet(data, at, end), "gre"
    if kind in (link.IPV4, link.IPV6):
        return Link(b"", b"", (), kind, at, end), "gre"
    return None, ""


def packet(
    data: bytes, start: int, stop: int, link_type: int, *, number: int, time_ns: int, cut: bool
) -> Packet | None:
    """Decode one packet whose bytes are `data[start:stop]`; None where it cannot be read.

    `number` counts from 1, `time_ns` is 0 where it cannot be true, `cut` says whether more was
    on the wire than was captured.
    """
    frame = data[start:stop]
    found = layers(frame, 0, len(frame), link_type)
    if found is None:
        return None
    tcp = found.kind == "tcp"
    return Packet(
        number=number,
        time_ns=time_ns,
        frame=frame,
        kind=found.kind,
        start=found.start,
        end=found.end,
        src_mac=found.src_mac.hex(),
        dst_mac=found.dst_mac.hex(),
        vlans=found.vlans,
        src=address(found.src),
        dst=address(found.dst),
        sport=found.sport,
        dport=found.dport,
        seq=(_SEQ(frame, found.transport + 4)[0] + bool(frame[found.transport + 13] & 2))
        & 0xFFFFFFFF
        if tcp
        else 0,
        flags=frame[found.transport + 13] if tcp else 0,
        cut=cut,
        ttl=found.ttl,
        tunnelled=found.tunnelled,
    )


@lru_cache(maxsize=8192)
def address(raw: bytes) -> str:
    """Return a raw address of 4 or 16 bytes as its normalised text, "" for none."""
    if len(raw) == 4:
        return "{}.{}.{}.{}".format(*raw)
    if len(raw) != 16:
        return ""
    return identifiers.ip(str(ipaddress.IPv6Address(raw))) or ""
