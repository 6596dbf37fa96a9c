"""ARP messages: which hardware address says that it has a network address.

Spec: RFC 826; RFC 5227 (a probe's sender address is zero: it has none yet). Only the sender's
fields are facts: the target's are what was asked. A router that answers for others (proxy ARP,
RFC 1027) states its own hardware address for each of theirs, and is read as it states it.
"""

import struct
from typing import NamedTuple

_FIXED = struct.Struct("!HHBBH6s4B")
_ETHERNET = frozenset({1, 6})
"""Ethernet, and IEEE 802 networks."""
_IPV4 = 0x0800
_REQUEST, _REPLY = 1, 2
MAC_AT, IP_AT = 8, 14
"""Where the sender's addresses stand in the message."""
_TARGET_AT = 24
BYTES = 28


class Sender(NamedTuple):
    """Who sent it: 12 hex digits, and a dotted address, "" where it has none yet."""

    mac: str
    ip: str
    asked: str = ""
    """The target's address: what is asked for, or who asked."""


def sender(data: bytes, start: int = 0, end: int | None = None) -> Sender | None:
    """Return the sender of a request or a reply for IPv4 over Ethernet; None for other bytes."""
    stop = len(data) if end is None else min(end, len(data))
    if start < 0 or stop - start < BYTES:
        return None
    hardware, protocol, six, four, operation, mac, a, b, c, d = _FIXED.unpack_from(data, start)
    if hardware not in _ETHERNET or protocol != _IPV4 or six != 6 or four != 4:
        return None
    if operation not in (_REQUEST, _REPLY):
        return None
    target = ".".join(map(str, data[start + _TARGET_AT : start + BYTES]))
    return Sender(mac.hex(), f"{a}.{b}.{c}.{d}" if a else "", target)
