"""What one cell of a log says: an address, a port, a transport, a count.

Spec: IANA protocol numbers. Counts may have thousands parted (1,234 or 1.234 or 1 234) and, of
seconds, a decimal comma. What is none is 0 or "", never a guess.
"""

import re
from functools import lru_cache
from typing import Final

from nameplate.model import identifiers

_NUMBERS: Final = {
    "1": "icmp",
    "2": "igmp",
    "6": "tcp",
    "17": "udp",
    "47": "gre",
    "50": "esp",
    "58": "ipv6-icmp",
    "132": "sctp",
}
_TRANSPORTS = frozenset(_NUMBERS.values()) | {"icmp6", "icmpv6", "ah", "ospf", "pim", "vrrp"}
# 192.0.2.1:443, 192.0.2.1/443, 192.0.2.1:443:X1 (SonicWall), [2001:db8::1]:443
_WITH_PORT = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<four>\d{1,3}(?:\.\d{1,3}){3}))"
    r"(?:[:/](?P<port>\d{1,5})(?::.{0,64})?)?"
)
_PORT = re.compile(r"(?:[A-Za-z-]{2,9}[/_:-])?(\d{1,5})(?:/[A-Za-z-]{2,9})?")
_PARTED = re.compile(r"\d{1,3}(?:([,.' \u00a0])\d{3})(?:\1\d{3}){0,4}")
_SECONDS = re.compile(r"(\d{1,9})(?:[.,](\d{1,9}))?s?")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,]\d{1,9})?")
_RECORD_TYPE = re.compile(
    r"A|AAAA|CNAME|MX|NS|PTR|SOA|SRV|TXT|ANY|HTTPS|SVCB|CAA|DS|DNSKEY|NAPTR|TLSA|TYPE\d{1,5}|\d{1,3}",
    re.I,
)


@lru_cache(maxsize=65_536)
def endpoint(text: str) -> tuple[str, int]:
    """Return an address and the port written behind it, 0 for none; "" where there is none."""
    if (value := identifiers.ip(text)) is not None and "/" not in text:
        return value, 0
    match = _WITH_PORT.fullmatch(text.strip()[:160])
    if match is None or (value := identifiers.ip(match["six"] or match["four"])) is None:
        return "", 0
    return value, port(match["port"] or "")


def is_address(text: str) -> bool:
    """Say whether a cell holds an address."""
    return bool(endpoint(text)[0])


def is_transport(text: str) -> bool:
    """Say whether a cell names a transport, by name or (of the usual ones) by number."""
    return transport(text) not in ("", "other")


def is_count(text: str) -> bool:
    """Say whether a cell holds a whole number."""
    text = text.strip()[:32]
    return bool(text) and ((text.isascii() and text.isdigit()) or bool(_PARTED.fullmatch(text)))


def is_record_type(text: str) -> bool:
    """Say whether a cell holds a type of DNS records: "A", "AAAA", "TYPE65", "1"."""
    return _RECORD_TYPE.fullmatch(text.strip()[:16]) is not None


@lru_cache(maxsize=4096)
def transport(text: str) -> str:
    """Return a transport in lower case; "" for none, "other" for what is not known."""
    text = text.strip().lower()[:32]
    text = text.partition("/")[0].partition(" ")[0]
    if text in _NUMBERS:
        return _NUMBERS[text]
    if text in ("icmp6", "icmpv6"):
        return "ipv6-icmp"
    return text if text in _TRANSPORTS or not text else "other"


@lru_cache(maxsize=8192)
def port(text: str) -> int:
    """Return a port: "443", "tcp/443" or "443/tcp"; 0 for none."""
    match = _PORT.fullmatch(text.strip()[:24])
    number = int(match[1]) if match is not None else 0
    return number if number < 65_536 else 0


def count(text: str) -> int:
    """Return a count; 0 where there is none."""
    if text.isdigit() and text.isascii() and len(text) < 16:
        return int(text)
    text = text.strip()[:32]
    if _PARTED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    elif text.endswith((".0", ",0")):
        text = text[:-2]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def seconds(text: str) -> float:
    """Return a duration in seconds: "12", "0.357", "0,357" or "00:01:05"; 0 for none."""
    text = text.strip()[:32]
    if match := _SECONDS.fullmatch(text):
        return float(f"{match[1]}.{match[2] or 0}")
    if match := _CLOCK.fullmatch(text):
        return 3600.0 * int(match[1] or 0) + 60.0 * int(match[2]) + int(match[3])
    return 0.0
