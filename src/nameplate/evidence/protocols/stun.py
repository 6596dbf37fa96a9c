"""STUN messages: that a unit asks a server how it is seen from outside, and with which software.

Spec: RFC 5389 and RFC 8489 (header with the magic cookie, attribute 0x8022). User names, realms
and the addresses inside are not read.
"""

from typing import NamedTuple

COOKIE = b"\x21\x12\xa4\x42"
_HEADER = 20
_SOFTWARE = 0x8022
_MOST = 32
_CLASS = 0x0110


class Message(NamedTuple):
    """A message: whether it asks, and the bytes of its software's name."""

    request: bool
    software: str
    start: int
    end: int


def read(data: bytes, start: int = 0, end: int | None = None) -> Message | None:
    """Read a message; None for bytes that are none."""
    stop = len(data) if end is None else min(end, len(data))
    if start < 0 or stop - start < _HEADER or data[start + 4 : start + 8] != COOKIE:
        return None
    kind = int.from_bytes(data[start : start + 2], "big")
    length = int.from_bytes(data[start + 2 : start + 4], "big")
    if kind & 0xC000 or length % 4 or start + _HEADER + length > stop:
        return None
    request = kind & _CLASS == 0
    at, last = start + _HEADER, start + _HEADER + length
    for _ in range(_MOST):
        if at + 4 > last:
            break
        attribute = int.from_bytes(data[at : at + 2], "big")
        first = at + 4
        over = first + int.from_bytes(data[at + 2 : at + 4], "big")
        if over > last:
            break
        if attribute == _SOFTWARE:
            text = data[first:over].decode("utf-8", "replace").strip("\0 ")
            return Message(request, text, first, over)
        at = over + (-over + first) % 4
    return Message(request, "", start, start)
