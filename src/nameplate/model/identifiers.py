"""Identifiers, normalised once at the door.

A MAC is 12 lower hex digits, an address its shortest form, a serial upper case without blanks.
What a text *means* (whose block a MAC lies in, whose form a serial has) is a judgement and
stands elsewhere. Nothing here repairs a damaged identifier: `damage` only says that it is one.
"""

import ipaddress
import re
from functools import lru_cache
from typing import NewType

Sha256 = NewType("Sha256", str)
"""64 lower hex digits: the name of a piece of evidence."""
MakerId = NewType("MakerId", str)
"""An id in `knowledge/entities`, e.g. "hikvision"."""
DeviceId = NewType("DeviceId", str)
"""Short id of a device, derived from its strongest stable key."""

_MAC_FORMS = (
    re.compile(r"([0-9A-Fa-f]{2})([:-])(?:[0-9A-Fa-f]{2}\2){4}[0-9A-Fa-f]{2}"),  # IEEE 802
    re.compile(r"[0-9A-Fa-f]{4}([.:-])[0-9A-Fa-f]{4}\1[0-9A-Fa-f]{4}"),  # Cisco, Huawei
    re.compile(r"[0-9A-Fa-f]{6}[-:.][0-9A-Fa-f]{6}"),  # HP ProCurve
    re.compile(r"[0-9A-Fa-f]{12}"),
    re.compile(r"(?:[0-9A-Fa-f]{1,2}:){5}[0-9A-Fa-f]{1,2}"),  # Solaris, macOS arp -a
    re.compile(r"(?:[0-9A-Fa-f]{2} ){5}[0-9A-Fa-f]{2}"),  # SNMP walks: Hex-STRING
)


@lru_cache(maxsize=1024)
def mac(text: str) -> str | None:
    """Return 12 lower hex digits for a MAC in any common notation, else None.

    Notations: 00:11:22:33:44:55, 00-11-22-33-44-55, 0011.2233.4455, 0011-2233-4455,
    001122-334455, 001122334455, 0:11:22:3:44:55 and blanks between pairs.
    """
    text = text.strip()
    if not 11 <= len(text) <= 17:
        return None
    for form in _MAC_FORMS:
        if form.fullmatch(text):
            if form is _MAC_FORMS[4]:
                return "".join(part.zfill(2) for part in text.split(":")).lower()
            return re.sub(r"[^0-9A-Fa-f]", "", text).lower()
    return None


def is_locally_administered(value: str) -> bool:
    """Say whether a normalised MAC was set by software: it names no registry block."""
    return bool(int(value[:2], 16) & 0x02)


def is_group_address(value: str) -> bool:
    """Say whether a normalised MAC is multicast or broadcast, or nobody's (all zeros)."""
    return bool(int(value[:2], 16) & 0x01) or value == "000000000000"


_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
# Unspecified, loopback, multicast and broadcast (RFC 6890, RFC 5771).
_NO_ONES = re.compile(r"0\.0\.0\.0$|127\.|22[4-9]\.|23[0-9]\.|255\.255\.255\.255$")
_PLAIN_QUAD = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")


@lru_cache(maxsize=1024)
def ip(text: str) -> str | None:
    """Return the shortest form of an IPv4 or IPv6 address, IPv4-mapped forms unwrapped."""
    text = text.strip().strip("[]").split("%", 1)[0].split("/", 1)[0]
    if not 2 <= len(text) <= 45:
        return None
    if _PLAIN_QUAD.fullmatch(text):  # the usual case, and its own shortest form
        return text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


@lru_cache(maxsize=1024)
def is_usable_ip(value: str) -> bool:
    """Say whether a normalised address can belong to one unit (no broadcast, none, group)."""
    if ":" not in value:
        return _NO_ONES.match(value) is None
    address = ipaddress.ip_address(value)
    return not (address.is_unspecified or address.is_multicast or address.is_loopback)


_PLACEHOLDER_SERIAL = re.compile(
    r"(?:0+\d?|0*123456\d{0,4}|F+|X+|N/?A|NONE|NULL|UNKNOWN|DEFAULT|(?:SERIAL|S/?N)\W*|0?1?23456789?0?\d*|TBC|\W*)"
)


_DATE = re.compile(
    r"(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)?\d\d"
    r"|\d{1,2}[-/. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"[-/. ](?:\d\d){1,2})"
    r"(?:[ t]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?[ap]m|z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def is_date(text: str) -> bool:
    """Say whether a text is a date as people and programs write it, with or without a time."""
    return _DATE.fullmatch(text.strip()) is not None


def serial(text: str) -> str | None:
    """Return a serial number in upper case without blanks, else None.

    Placeholders ("0000000", "123456789", "N/A"), masked ones (three or more x or * at the end),
    dates, IPv4 addresses and anything shorter than 6 or longer than 64 characters name no unit.
    """
    if is_date(text) or _QUAD.fullmatch(text.strip()):
        return None
    value = re.sub(r"\s+", "", text).upper()
    if not 6 <= len(value) <= 64 or not value.isascii():
        return None
    if _PLACEHOLDER_SERIAL.fullmatch(value) or re.search(r"(?:X{3,}|\*{2,}|\.{3,})$", value):
        return None
    if not any(c.isdigit() for c in value):
        return None
    return value


def hostname(text: str) -> str | None:
    """Return a host name in lower case without its final dot, else None."""
    value = text.strip().rstrip(".").lower()
    if not 1 <= len(value) <= 253 or any(c.isspace() for c in value):
        return None
    return None if value in {"localhost", "unknown", "-", "?"} else value


_FLOATED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d{1,3}")
_DIGITS = re.compile(r"\d{1,15}(?:[.,]0+)?")


def damage(kind: str, text: str) -> str | None:
    """Say in plain words how a spreadsheet or a typist damaged an identifier, else None.

    `kind` is a key kind ("mac", "serial"). A damaged identifier is shown and never used:
    guessing it back would name the wrong unit.
    """
    value = text.strip()
    if not value:
        return None
    if _FLOATED.fullmatch(value):
        return "a spreadsheet turned it into a number, and digits are lost"
    if kind == "mac":
        if mac(value) is not None:
            return None
        if _DIGITS.fullmatch(value):
            return "a spreadsheet may have dropped its leading zeros"
        digits = re.sub(r"[^0-9A-Za-z]", "", value)
        if re.fullmatch(r"[0-9A-Fa-f]+", digits) and len(digits) != 12:
            return f"it has {len(digits)} hex digits, not 12"
        if len(digits) == 12:
            return "it has a character that no address has"
    return None
