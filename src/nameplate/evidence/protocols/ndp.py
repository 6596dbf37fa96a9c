"""IPv6 neighbour discovery: which hardware address says that it has a network address.

Spec: RFC 4861 (messages and options; a hop limit of 255 shows that no router forwarded it), RFC
4862 (who asks from no address is only trying one out), RFC 4389 (a proxy answers for others: then
the answer does not come from the address that it speaks of).
"""

from typing import NamedTuple

HOP_LIMIT = 255
_SOLICITATION, _ADVERTISEMENT = 135, 136
_ROUTER_SOLICITATION, _ROUTER_ADVERTISEMENT = 133, 134
_FIXED = {
    _ROUTER_SOLICITATION: 8,
    _ROUTER_ADVERTISEMENT: 16,
    _SOLICITATION: 24,
    _ADVERTISEMENT: 24,
}
"""Bytes before the options."""
_SOURCE, _TARGET = 1, 2
_UNIT = 8
"""Lengths of options count in units of eight bytes; an Ethernet address fills one."""
_MOST_OPTIONS = 32
_NOBODY = bytes(16)


class Claim(NamedTuple):
    """A hardware address (12 hex digits), and where its six bytes stand.

    It is that of the packet's source.
    """

    mac: str
    start: int


def claim(data: bytes, source: bytes, start: int = 0, end: int | None = None) -> Claim | None:
    """Return which hardware address the source of a message says is its own, or None.

    `source` is the packet's source address, 16 bytes. An advertisement that does not come from
    the address that it speaks of may be a proxy's, and binds nothing.
    """
    stop = len(data) if end is None else min(end, len(data))
    if start < 0 or stop - start < _UNIT or source == _NOBODY:
        return None
    kind = data[start]
    if (fixed := _FIXED.get(kind)) is None or stop - start < fixed or data[start + 1] != 0:
        return None
    if kind == _ADVERTISEMENT and data[start + 8 : start + 24] != source:
        return None
    wanted = _TARGET if kind == _ADVERTISEMENT else _SOURCE
    at = start + fixed
    for _ in range(_MOST_OPTIONS):
        if at + _UNIT > stop or data[at + 1] == 0:
            return None
        if data[at] == wanted and data[at + 1] == 1:
            return Claim(data[at + 2 : at + _UNIT].hex(), at + 2)
        at += data[at + 1] * _UNIT
    return None
