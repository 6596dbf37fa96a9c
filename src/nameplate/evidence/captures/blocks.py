"""The blocks of pcapng that are no packets: sections, interfaces, names.

Spec: draft-ietf-opsawg-pcapng. Whatever a block holds is bounded by the length it states.
"""

import ipaddress
from collections.abc import Iterator
from struct import Struct
from typing import Final, NamedTuple

from nameplate.evidence.captures.flow_table import Clock

SECTION: Final = b"\n\r\r\n"
INTERFACE, OBSOLETE, SIMPLE, NAMES, STATISTICS, ENHANCED = 1, 2, 3, 4, 5, 6
_SECRETS = 10
_CUSTOM = frozenset({0x00000BAD, 0x40000BAD})
_LOCAL_USE = 0x80000000
_KNOWN: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x0A0D0D0A}) | _CUSTOM

_TIME_RESOLUTION, _TIME_OFFSET = 9, 14
_MICROSECONDS: Final = Clock(1_000_000, 0)
_NO_CLOCK: Final = Clock(1 << 200, 0)
"""Of a resolution that no clock has: none of its times can be true."""
_MOST_OPTIONS = 64
_MOST_NAMES = 65_536
_LONGEST_OFFSET_S = 1 << 40


class Interface(NamedTuple):
    """Where packets were taken: its link type, how much of each was kept, and its clock."""

    link: int
    snaplen: int
    clock: Clock


def order(magic: bytes) -> str | None:
    """Return "<" or ">" for the byte-order magic of a section, None if it is none."""
    return {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}.get(magic)


def is_passed(kind: int) -> bool:
    """Say whether a block of this kind may be passed over without a look at it."""
    return kind in _CUSTOM or kind in (NAMES, _SECRETS) or bool(kind & _LOCAL_USE)


def is_known(kind: int) -> bool:
    """Say whether blocks of this kind are defined."""
    return kind in _KNOWN


def interface(data: bytes, at: int, end: int, order: str) -> Interface:
    """Read an interface description; what is cut off has its usual value."""
    if at + 8 > end:
        return Interface(-1, 0, _MICROSECONDS)
    number, _, snaplen = Struct(f"{order}HHI").unpack_from(data, at)
    units, offset = _MICROSECONDS.units, 0
    for code, value in _options(data, at + 8, end, order):
        if code == _TIME_RESOLUTION and value:
            units = _units(value[0])
        elif code == _TIME_OFFSET and len(value) == 8:
            (offset,) = Struct(f"{order}q").unpack(value)
    if abs(offset) > _LONGEST_OFFSET_S:
        return Interface(number, snaplen, _NO_CLOCK)
    return Interface(number, snaplen, Clock(units, 0, offset))


def _units(resolution: int) -> int:
    """Return how many units are a second: a power of ten, or of two with the high bit set."""
    if resolution & 0x80:
        return 1 << min(resolution & 0x7F, 200)
    return 10**resolution if resolution <= 20 else _NO_CLOCK.units


def _options(data: bytes, at: int, end: int, order: str) -> Iterator[tuple[int, bytes]]:
    header = Struct(f"{order}HH").unpack_from
    for _ in range(_MOST_OPTIONS):
        if at + 4 > end:
            return
        code, length = header(data, at)
        at += 4
        if not code or at + length > end:
            return
        yield code, data[at : at + length]
        at += length + -length % 4


def names(data: bytes, at: int, end: int, order: str) -> Iterator[tuple[str, str]]:
    """Yield address and name from a block of names; one address may have several."""
    header = Struct(f"{order}HH").unpack_from
    for _ in range(_MOST_NAMES):
        if at + 4 > end:
            return
        kind, length = header(data, at)
        at += 4
        width = {1: 4, 2: 16}.get(kind, 0)
        if not kind or at + length > end:
            return
        if width and length > width:
            address = str(ipaddress.ip_address(data[at : at + width]))
            for name in data[at + width : at + length].split(b"\0", 8)[:8]:
                if name and len(name) < 256:
                    yield address, name.decode("ascii", "replace")
        at += length + -length % 4
