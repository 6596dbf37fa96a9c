"""Hardware and network addresses inside free text, in any notation that tables print.

What an address is, is said by `model.identifiers`; this only finds where one stands, and leaves
alone what merely looks like one: parts of longer hex runs, client identifiers, UUIDs, times.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from nameplate.model import identifiers

# A neighbour that would make the match a part of something longer.
_BEFORE = r"(?<![0-9A-Za-z_:.\-])"
_AFTER = r"(?![0-9A-Za-z_]|[:.\-][0-9A-Za-z:])"
MAC = re.compile(
    _BEFORE
    + r"(?:"
    + r"[0-9A-Fa-f]{2}(?P<pair>[:\-])(?:[0-9A-Fa-f]{2}(?P=pair)){4}[0-9A-Fa-f]{2}"
    + r"|[0-9A-Fa-f]{4}(?P<quad>[.:\-])[0-9A-Fa-f]{4}(?P=quad)[0-9A-Fa-f]{4}"
    + r"|[0-9A-Fa-f]{6}[\-:.][0-9A-Fa-f]{6}"
    + r"|[0-9A-Fa-f]{12}"
    + r"|(?:[0-9A-Fa-f]{1,2}:){5}[0-9A-Fa-f]{1,2}"
    + r"|(?<![0-9A-Fa-f]{2} )[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){5}(?! [0-9A-Fa-f]{2}\b)"
    + r")"
    + _AFTER
)
_IP = re.compile(
    r"(?<![\w.:\-])(?:"
    r"\d{1,3}(?:\.\d{1,3}){3}"
    r"|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,38}(?:\d{1,3}(?:\.\d{1,3}){3})?"
    r")(?:%[\w.\-]{1,32})?(?![\w:]|\.\d)"
)

# Two hex digits side by side or parted by a sign: without them a text has no hardware address.
_SHORTEST_MAC = 11
_DIGITS = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f:.\-]")

# IANA and IEEE group blocks (RFC 9542, RFC 2464, and the older protocols' registered ones): they
# are destinations, and no unit has one of its own.
_SHARED = ("01", "3333", "0300", "0900", "ab00", "cf00", "ffffffffffff")


class Found(NamedTuple):
    """An address in a text: normalised, as it stood, and where (half-open, in characters)."""

    value: str
    stated: str
    start: int
    end: int


def macs(text: str, *, bare_digits: bool = False) -> list[Found]:
    """Return the hardware addresses in a line, from left to right.

    Twelve decimal digits without separators are an address only where the caller knows so
    (`bare_digits`): elsewhere they are a count, a time or a serial.
    """
    return list(_kept(text, bare_digits)) if len(text) >= _SHORTEST_MAC else []


@lru_cache(maxsize=64)
def _kept(text: str, bare_digits: bool) -> tuple[Found, ...]:
    """Remember the last texts: a row is looked at once by each who asks what it is."""
    return tuple(_macs(text, bare_digits)) if _DIGITS.search(text) else ()


def _macs(text: str, bare_digits: bool) -> Iterator[Found]:
    for match in MAC.finditer(text):
        stated = match[0]
        # Two groups at most: 001122334455, 001122-334455. Three or more are no number.
        if not bare_digits and len(stated) <= 13 and not re.search(r"[A-Fa-f]", stated):
            continue
        value = identifiers.mac(stated)
        if value is not None:
            yield Found(value, stated, match.start(), match.end())


def ips(text: str) -> list[Found]:
    """Return the addresses that can belong to one unit, from left to right."""
    if "." not in text and ":" not in text:
        return []
    found = []
    for match in _IP.finditer(text):
        value = _usable(match[0])
        if value is not None:
            found.append(Found(value, match[0], match.start(), match.end()))
    return found


@lru_cache(maxsize=1024)
def _usable(text: str) -> str | None:
    value = identifiers.ip(text)
    return value if value is not None and identifiers.is_usable_ip(value) else None


def is_shared(mac: str) -> bool:
    """Say whether a normalised MAC is in a registered multicast block, or is the broadcast."""
    return mac.startswith(_SHARED)


# Virtual routers: VRRP (RFC 9568), HSRP 1 and 2 and its IPv6 form, GLBP. Several routers answer
# from one, and one address answers in many networks.
_VIRTUAL = ("00005e0001", "00005e0002", "00000c07ac", "00000c9ff", "000573a00", "0007b400")


def is_virtual_router(mac: str) -> bool:
    """Say whether a normalised MAC is that of a virtual router, which no unit has for its own."""
    return mac.startswith(_VIRTUAL)


def is_empty(mac: str) -> bool:
    """Say whether a normalised MAC is the zero that stands for "no answer"."""
    return mac == "000000000000"
