"""CDP frames: what a neighbour says of itself.

Spec: the message as Cisco's documentation and public dissectors show it: version, time to live,
checksum, then types and lengths of two bytes each, the length with its own four. Types 1 (device
ID), 2 (addresses), 5 (version), 6 (platform), 0x16 (management addresses). Types for the VTP
domain, the location and the like hold what people typed and are not read.
"""

from nameplate.evidence.protocols import addresses, names
from nameplate.evidence.protocols.stated import Said, Saying

SNAP = b"\xaa\xaa\x03\x00\x00\x0c\x20\x00"
"""What stands before the message where a frame is given with its link header's end."""
_DEVICE, _ADDRESSES, _VERSION, _PLATFORM, _MANAGEMENT = 1, 2, 5, 6, 0x16
_FIELDS = {_VERSION: "cdp.version", _PLATFORM: "cdp.platform"}
_IP_PROTOCOL = b"\x01\x01\xcc"
_IPV6_PROTOCOL = b"\x02\x08\xaa\xaa\x03\x00\x00\x00\x86\xdd"
_HEAD, _MOST, _MOST_ADDRESSES = 4, 64, 16


def said(data: bytes, start: int = 0, end: int | None = None) -> Said:
    """Return what a message says of its sender; what is cut is read as far."""
    stop = len(data) if end is None else min(end, len(data))
    if data[start : start + len(SNAP)] == SNAP:
        start += len(SNAP)
    saying = Saying(data)
    device: tuple[int, int] | None = None
    is_equipment = False
    at = start + _HEAD
    for _ in range(_MOST):
        if start < 0 or at + _HEAD > stop:
            break
        kind = int.from_bytes(data[at : at + 2], "big")
        first, last = at + _HEAD, at + int.from_bytes(data[at + 2 : at + 4], "big")
        if last < first or last > stop:
            break
        at = last
        if kind == _DEVICE:
            device = first, last
        elif kind in _FIELDS:
            text = _text(data, first, last)
            saying.add(_FIELDS[kind], text, first, last)
            is_equipment = is_equipment or names.speaks_of_equipment(text)
        elif kind in (_ADDRESSES, _MANAGEMENT):
            _addresses(saying, data, first, last)
    if device is not None:
        _device(saying, data, *device, is_equipment=is_equipment)
    return saying.done()


def _device(saying: Saying, data: bytes, first: int, last: int, *, is_equipment: bool) -> None:
    """Keep what the device calls itself: a name, or a hardware address, as phones do."""
    text = _text(data, first, last)
    saying.add("cdp.device_id", text, first, last, is_equipment=is_equipment)
    if found := addresses.macs(text):
        saying.key("mac", found[0].stated, first, last)
    else:
        saying.key("hostname", text, is_equipment=is_equipment)


def _addresses(saying: Saying, data: bytes, at: int, stop: int) -> None:
    """Keep the addresses of a list: a number of them, then each with its protocol and length."""
    number = int.from_bytes(data[at : at + 4], "big") if at + 4 <= stop else 0
    at += 4
    for _ in range(min(number, _MOST_ADDRESSES)):
        if at + 2 > stop:
            return
        end = at + 2 + data[at + 1]
        protocol = data[at:end]
        size = int.from_bytes(data[end : end + 2], "big")
        raw = data[end + 2 : end + 2 + size]
        at = end + 2 + size
        if at > stop:
            return
        if protocol == _IP_PROTOCOL and size == 4:
            saying.key("ip", ".".join(map(str, raw)))
        elif protocol == _IPV6_PROTOCOL and size == 16:
            saying.key("ip", ":".join(raw[i : i + 2].hex() for i in range(0, 16, 2)))


def _text(data: bytes, first: int, last: int) -> str:
    return data[first:last].decode("utf-8", "replace").strip("\0 \r\n")
