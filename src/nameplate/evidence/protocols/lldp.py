"""LLDP frames: what a neighbour says of itself, with LLDP-MED's inventory.

Spec: IEEE 802.1AB (types 1 to 8), ANSI/TIA-1057 (inventory: 00-12-BB, subtypes 6 to 10). Asset
numbers and what people typed for a port are not read.
"""

from typing import NamedTuple

from nameplate.evidence.protocols import names
from nameplate.evidence.protocols.stated import Said, Saying

_END, _CHASSIS, _PORT, _NAME, _DESCRIPTION, _MANAGEMENT, _OWN = 0, 1, 2, 5, 6, 8, 127
_MAC_OF_CHASSIS, _MAC_OF_PORT = 4, 3
_MED = b"\x00\x12\xbb"
_INVENTORY = {
    6: "lldp.firmware",
    7: "lldp.firmware",
    8: "lldp.serial",
    9: "lldp.manufacturer",
    10: "lldp.model",
}
_IPV4, _IPV6 = 1, 2
_MOST = 128
_MAC = 6


class Span(NamedTuple):
    """The bytes of a value."""

    start: int
    end: int


def said(data: bytes, start: int = 0, end: int | None = None) -> Said:
    """Return what a frame's values say of its sender; what is cut is read as far."""
    stop = len(data) if end is None else min(end, len(data))
    saying = Saying(data)
    name: Span | None = None
    is_equipment = False
    at = start
    for _ in range(_MOST):
        if at < 0 or at + 2 > stop:
            break
        head = int.from_bytes(data[at : at + 2], "big")
        kind, one = head >> 9, Span(at + 2, at + 2 + (head & 0x1FF))
        if kind == _END or one.end > stop:
            break
        at = one.end
        if kind == _NAME:
            name = one
            continue
        _add(saying, data, kind, one)
        if kind in (_DESCRIPTION, _OWN):
            text = data[one.start : one.end].decode("utf-8", "replace")
            is_equipment = is_equipment or names.speaks_of_equipment(text)
    if name is not None:
        text = _text(data, name)
        saying.add("lldp.sys_name", text, *name, is_equipment=is_equipment)
        saying.key("hostname", text, is_equipment=is_equipment)
    return saying.done()


def _add(saying: Saying, data: bytes, kind: int, one: Span) -> None:
    subtype = data[one.start] if one.end > one.start else 0
    match kind:
        case 1 | 2:
            wanted = _MAC_OF_CHASSIS if kind == _CHASSIS else _MAC_OF_PORT
            if subtype == wanted and one.end - one.start == 1 + _MAC:
                mac = data[one.start + 1 : one.end].hex()
                saying.key("mac", mac, one.start + 1, one.end)
        case 6:
            saying.add("lldp.sys_descr", _text(data, one), *one)
        case 8:
            _management(saying, data, one)
        case 127 if one.end - one.start > len(_MED):
            oui, subtype = data[one.start : one.start + 3], data[one.start + 3]
            field = _INVENTORY.get(subtype) if oui == _MED else None
            if field is not None:
                value = Span(one.start + 4, one.end)
                saying.add(field, _text(data, value), *value)
                if field == "lldp.serial":
                    saying.key("serial", _text(data, value))
        case _:
            pass


def _management(saying: Saying, data: bytes, one: Span) -> None:
    """Keep the address under which the unit is managed: its length, its family, itself."""
    if one.end - one.start < 2:
        return
    length, family = data[one.start], data[one.start + 1]
    first = one.start + 2
    raw = data[first : first + length - 1]
    if first + length - 1 > one.end or length < 2:
        return
    if family == _IPV4 and len(raw) == 4:
        saying.key("ip", ".".join(map(str, raw)))
    elif family == _IPV6 and len(raw) == 16:
        saying.key("ip", ":".join(raw[i : i + 2].hex() for i in range(0, 16, 2)))


def _text(data: bytes, one: Span) -> str:
    return data[one.start : one.end].decode("utf-8", "replace").strip("\0 \r\n")
