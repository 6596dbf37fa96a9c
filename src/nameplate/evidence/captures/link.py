"""Link headers taken off: who sent the frame, over which VLANs, and what it carries.

Each link type has a function from (bytes, start, stop) to a `Link`, or None where the header is
cut or cannot be one. `stop` is where the captured bytes of the packet end. Numbers of link types:
tcpdump.org/linktypes.html; EtherTypes: IANA ieee-802-numbers.
"""

from collections.abc import Callable
from struct import Struct
from typing import Final, NamedTuple

ETHERNET: Final = 1
"""The link type that most captures have."""
IPV4: Final = 0x0800
IPV6: Final = 0x86DD
ARP: Final = 0x0806
LLDP: Final = 0x88CC
CDP: Final = 0x2000
"""Cisco's protocol number behind SNAP with the OUI 00:00:0c; no EtherType."""
OTHER: Final = 0
ETHERNET_BRIDGED: Final = 0x6558
_PPPOE: Final = 0x8864
_VLAN: Final = frozenset({0x8100, 0x88A8, 0x9100, 0x9200})
_MOST_TAGS = 4
"""Providers nest two; the tags of a packet with more were made to waste time."""
_LENGTHS = 0x0600
"""Below it the field after the addresses is a length (IEEE 802.3), not a type."""

_U16 = Struct(">H").unpack_from
_NO_MAC = b""
_PPP = {0x0021: IPV4, 0x0057: IPV6}
# RFC 1332, RFC 5072; the families of AF_INET6 on Linux, Windows, the BSDs, FreeBSD and macOS.
_FAMILIES = {2: IPV4, 10: IPV6, 23: IPV6, 24: IPV6, 28: IPV6, 30: IPV6}
# include/uapi/linux/if_arp.h: Ethernet and the 802.11 kinds, whose addresses are MACs.
_HARDWARE = frozenset({1, 801, 802, 803})


class Link(NamedTuple):
    """What a link header says. MACs have 6 bytes, or none where the link carries none."""

    src_mac: bytes
    dst_mac: bytes
    vlans: tuple[int, ...]
    """Outermost first."""
    ethertype: int
    """IPV4, IPV6, ARP, LLDP, CDP, or OTHER for what is not looked into."""
    at: int
    """Where the message after the header begins."""
    end: int
    """Where it ends: IEEE 802.3 states a length, the rest is padding."""


_Parse = Callable[[bytes, int, int], Link | None]


def ethernet(data: bytes, start: int, stop: int) -> Link | None:
    """Take off an Ethernet II or 802.3 header with at most four VLAN tags, and PPPoE."""
    if stop - start < 14:
        return None
    dst_mac, src_mac = data[start : start + 6], data[start + 6 : start + 12]
    found = _typed(data, start + 12, stop)
    return found and found._replace(src_mac=src_mac, dst_mac=dst_mac)


def _typed(data: bytes, at: int, stop: int) -> Link | None:
    """Read from an EtherType on: tags, LLC, PPPoE."""
    vlans: tuple[int, ...] = ()
    while at + 2 <= stop:
        (kind,) = _U16(data, at)
        at += 2
        if kind not in _VLAN:
            return _carried(data, at, stop, kind, vlans)
        if len(vlans) == _MOST_TAGS or at + 2 > stop:
            return None
        vlans += (_U16(data, at)[0] & 0x0FFF,)
        at += 2
    return None


def _carried(data: bytes, at: int, stop: int, kind: int, vlans: tuple[int, ...]) -> Link | None:
    if kind < _LENGTHS:
        # The stated length leaves out the padding of short frames.
        stop = min(stop, at + kind)
        kind, at = _llc(data, at, stop)
    elif kind == _PPPOE:
        found = _ppp(data, at + 6, stop)
        return found and found._replace(vlans=vlans)
    return Link(_NO_MAC, _NO_MAC, vlans, kind, at, stop)


def _llc(data: bytes, at: int, stop: int) -> tuple[int, int]:
    """Read IEEE 802.2 LLC with SNAP: an EtherType (RFC 1042), or CDP."""
    head = data[at : min(at + 8, stop)]
    if len(head) == 8 and head[:3] == b"\xaa\xaa\x03":
        (kind,) = _U16(head, 6)
        if head[3:6] == b"\0\0\0" or (head[3:6] == b"\0\0\x0c" and kind == CDP):
            return kind, at + 8
    return OTHER, at


def _cooked(data: bytes, start: int, stop: int) -> Link | None:
    """Linux cooked capture v1: the source's address only."""
    if stop - start < 16:
        return None
    hardware, length = _U16(data, start + 2)[0], _U16(data, start + 4)[0]
    (kind,) = _U16(data, start + 14)
    if kind in _VLAN:
        found = _tagged(data, start + 16, stop)
    else:
        found = _carried(data, start + 16, stop, _as_type(kind), ())
    mac = data[start + 6 : start + 12] if hardware in _HARDWARE and length == 6 else _NO_MAC
    return found and found._replace(src_mac=mac)


def _cooked2(data: bytes, start: int, stop: int) -> Link | None:
    """Linux cooked capture v2: the type stands first, tags stand where it did in v1."""
    if stop - start < 20:
        return None
    hardware, length = _U16(data, start + 8)[0], data[start + 11]
    (kind,) = _U16(data, start)
    if kind in _VLAN:
        found = _tagged(data, start + 20, stop)
    else:
        found = _carried(data, start + 20, stop, _as_type(kind), ())
    mac = data[start + 12 : start + 18] if hardware in _HARDWARE and length == 6 else _NO_MAC
    return found and found._replace(src_mac=mac)


def _as_type(kind: int) -> int:
    """Read the protocol field of cooked captures: 4 is LLC; others below 0x0600 are no lengths."""
    return _LENGTHS - 1 if kind == 4 else max(kind, _LENGTHS)


def _tagged(data: bytes, at: int, stop: int) -> Link | None:
    if at + 4 > stop:
        return None
    found = _typed(data, at + 2, stop)
    return found and found._replace(vlans=(_U16(data, at)[0] & 0x0FFF, *found.vlans))


def raw(data: bytes, start: int, stop: int) -> Link | None:
    """Read a packet without a link header: its first half byte is the version of IP."""
    if start >= stop:
        return None
    version = data[start] >> 4
    kind = IPV4 if version == 4 else IPV6 if version == 6 else OTHER
    return Link(_NO_MAC, _NO_MAC, (), kind, start, stop)


def _loopback(data: bytes, start: int, stop: int) -> Link | None:
    """BSD loopback: an address family of 4 bytes, in the order of whichever machine took it."""
    if stop - start < 4:
        return None
    family = int.from_bytes(data[start : start + 4], "little")
    if family > 0xFFFF:
        family = int.from_bytes(data[start : start + 4], "big")
    return Link(_NO_MAC, _NO_MAC, (), _FAMILIES.get(family, OTHER), start + 4, stop)


def _ppp(data: bytes, start: int, stop: int) -> Link | None:
    """PPP (RFC 1661), with or without address and control (RFC 1662), type perhaps shortened."""
    at = start + 2 if data[start : start + 2] == b"\xff\x03" else start
    if at + 2 > stop:
        return None
    if data[at] & 1:
        return Link(_NO_MAC, _NO_MAC, (), _PPP.get(data[at], OTHER), at + 1, stop)
    return Link(_NO_MAC, _NO_MAC, (), _PPP.get(_U16(data, at)[0], OTHER), at + 2, stop)


def _hdlc(data: bytes, start: int, stop: int) -> Link | None:
    """PPP in HDLC-like framing, or Cisco's HDLC with an EtherType (RFC 1547 section 4.3.1)."""
    if stop - start >= 4 and data[start] in (0x0F, 0x8F):
        return _carried(data, start + 4, stop, max(_U16(data, start + 2)[0], _LENGTHS), ())
    return _ppp(data, start, stop)


def _pppoe(data: bytes, start: int, stop: int) -> Link | None:
    return _ppp(data, start + 6, stop)


class Kind(NamedTuple):
    """A link type that is read: what people call it, and how to take its header off.

    `fixed` is the length of its header where that never varies and the header of one flow never
    changes: then packets are known by their bytes at fixed places. 0 stands for none.
    """

    name: str
    parse: _Parse
    fixed: int | None = None


KINDS: Final = {
    0: Kind("loopback", _loopback, 4),
    ETHERNET: Kind("ethernet", ethernet, 14),
    9: Kind("ppp", _ppp),
    12: Kind("raw ip", raw, 0),
    14: Kind("raw ip", raw, 0),
    50: Kind("ppp", _hdlc),
    51: Kind("ppp", _pppoe),
    101: Kind("raw ip", raw, 0),
    104: Kind("hdlc", _hdlc, 4),
    108: Kind("loopback", _loopback, 4),
    113: Kind("linux cooked", _cooked, 16),
    228: Kind("raw ip", raw, 0),
    229: Kind("raw ip", raw, 0),
    276: Kind("linux cooked", _cooked2, 20),
}
"""The link types that are read, by their number."""
