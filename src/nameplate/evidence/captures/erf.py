"""Captures of Endace cards are known by their shape, as they begin with no magic.

Spec: Endace, Extensible Record Format: 8 bytes of time (seconds in the upper half, little-endian),
type, flags, length of the record, losses, length on the wire.
"""

from struct import Struct

_HEADER = Struct("<II").unpack_from
_LENGTHS = Struct(">HHH").unpack_from
_HEADER_BYTES = 16
_TYPES = range(1, 34)
_EARLIEST = 788_918_400  # 1995
_DAY_S = 86_400
_RECORDS = 3


def is_erf(head: bytes) -> bool:
    """Say whether a file begins with three records of the format, or holds only such records."""
    at = latest = count = 0
    while count < _RECORDS and at + _HEADER_BYTES <= len(head):
        _, seconds = _HEADER(head, at)
        length, _, wire = _LENGTHS(head, at + 10)
        # Records about the capture itself (type 27) may have no time.
        if head[at + 8] & 0x7F not in _TYPES or not length > _HEADER_BYTES or not wire:
            return False
        if seconds:
            if seconds < _EARLIEST or (latest and abs(seconds - latest) > _DAY_S):
                return False
            latest = seconds
        at += length
        count += 1
    return bool(latest) and (count == _RECORDS or (count > 1 and at == len(head)))
