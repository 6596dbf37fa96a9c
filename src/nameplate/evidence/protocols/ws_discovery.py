"""WS-Discovery: ProbeMatches and Hello, and scopes that people copied out of them.

Spec: OASIS WS-Discovery 1.1; ONVIF Core Specification 7.3.2.2 (scopes). The MAC scope and an
XAddr whose IPv6 address is made of a MAC (RFC 4291, appendix A) give keys. The last digits of
the endpoint's UUID often are the MAC too, but as often a constant of the firmware, which would
join strangers: they are never a key. Names and places that somebody typed are left out (`names`).
"""

import ipaddress
import re
from itertools import islice

from nameplate.evidence.bounded import markup
from nameplate.evidence.protocols import names
from nameplate.evidence.protocols.stated import LONGEST_LIST, Said, Saying

_SCOPE = re.compile(rb"(?:onvif|dvtel|odm|ovc|vivotek|axis)://[^\s<>\"',;\\]{1,256}", re.I)
_MAC = re.compile(r"onvif://www\.onvif\.org/MAC(?:Address)?/(.{12,30})", re.I)
_SERIAL = re.compile(r"onvif://www\.onvif\.org/serial(?:number)?/(.{6,80})", re.I)
_ESCAPE = re.compile(r"%([2-7][0-9A-Fa-f])")
_ADDRESS = re.compile(
    rb"https?://(\[[0-9A-Fa-f:.%\w]{2,60}\]|[\w.-]{1,253})(?::\d{1,5})?/?[^\s<>\"',;]{0,200}"
)
_TYPES = re.compile(rb"\b\w{1,10}:(?:NetworkVideo\w{1,20}|Device)\b")
_ENDPOINT = re.compile(rb"(?:urn:)?uuid:[0-9A-Fa-f-]{32,40}")
MOST_SCOPES = 200
_OF_UNITS = ("ProbeMatch", "ResolveMatch", "Hello")
_ANSWERS = (b"ProbeMatch", b"ResolveMatch", b"Hello")


def said(data: bytes) -> tuple[Said, ...]:
    """Return what each ProbeMatch or Hello says; text without markup is one of them."""
    if data.lstrip()[:1] == b"<":
        return of_document(markup.scan(data))
    return (_of_span(data, 0, len(data), ""),)


def of_datagram(data: bytes) -> tuple[Said, ...]:
    """Return what the answers and greetings of a message say; a question says nothing of who asks,
    nor does a farewell.
    """
    if not any(word in data for word in _ANSWERS):
        return ()
    document = markup.scan(data)
    return of_document(document) if document.root.first(*_OF_UNITS) else ()


def of_document(document: markup.Document) -> tuple[Said, ...]:
    """Return what each match in an XML message says, in order; each is a unit of its own."""
    matches = document.root.all(*_OF_UNITS)
    # A match that was cut keeps what stands before the cut: scopes end at blanks.
    spans = [(m.start, m.end if m.closed else len(document.data)) for m in matches[:4096]]
    if not spans:
        return (_of_span(document.data, 0, len(document.data), ""),)
    return tuple(
        _of_span(document.data, start, end, f"match {number}" if len(spans) > 1 else "")
        for number, (start, end) in enumerate(spans, 1)
    )


def kept_scopes(text: str) -> str:
    """Return the scopes of a text parted by blanks, without what somebody typed."""
    found = [s.decode("utf-8", "replace") for s in _SCOPE.findall(text.encode())][:MOST_SCOPES]
    return " ".join(filter(None, map(names.scope, found)))


def _of_span(data: bytes, start: int, end: int, part: str) -> Said:
    saying = Saying(data)
    found = list(islice(_SCOPE.finditer(data, start, end), MOST_SCOPES))
    scopes = [(m, m[0].decode("utf-8", "replace")) for m in found]
    kept = [(m, text) for m, text in scopes if names.scope(text)]
    if kept:
        joined = " ".join(text for _, text in kept)[:LONGEST_LIST]
        # With a place left out, the run of bytes would show it: then the value is the excerpt.
        raw = None if len(kept) == len(scopes) else joined
        span = (kept[0][0].start(), kept[-1][0].end())
        saying.add("ws_discovery.scopes", joined, *span, raw=raw)
    for match, text in kept:
        if mac := _MAC.fullmatch(text):
            saying.key("mac", _unescaped(mac[1]), match.start(), match.end())
        elif serial := _SERIAL.fullmatch(text):
            saying.key("serial", _unescaped(serial[1]))
    _addresses(saying, data, start, end)
    for field, form in (
        ("ws_discovery.types", _TYPES),
        ("ws_discovery.endpoint_reference", _ENDPOINT),
    ):
        if one := form.search(data, start, end):
            saying.add(field, one[0].decode("ascii", "replace"), one.start(), one.end())
    return saying.done(part)


def _unescaped(text: str) -> str:
    """Undo the escapes of one ASCII character each (RFC 3986, 2.1)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _addresses(saying: Saying, data: bytes, start: int, end: int) -> None:
    for match in _ADDRESS.finditer(data, start, end):
        if b"/onvif" not in match[0].lower() and b"device_service" not in match[0].lower():
            continue
        if b"www.onvif.org" in match[0] or b"@" in match[0]:
            continue
        text = match[0].decode("utf-8", "replace").partition("?")[0]
        saying.add("ws_discovery.xaddrs", text, match.start(), match.start() + len(text.encode()))
        host = match[1].decode("ascii", "replace").strip("[]")
        if mac := mac_of_address(host):
            saying.key("mac", mac, match.start(), match.end())
        saying.key("ip", host)


def mac_of_address(host: str) -> str | None:
    """Return the MAC that an IPv6 address was made of (RFC 4291, appendix A), or None."""
    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return None
    tail = address.packed[8:]
    # ff:fe in the middle, and the bit that says "assigned by the registry".
    if tail[3:5] != b"\xff\xfe" or not tail[0] & 0x02:
        return None
    return (bytes([tail[0] ^ 0x02]) + tail[1:3] + tail[5:]).hex()
