"""UPnP device descriptions and SSDP messages.

Spec: UPnP Device Architecture 2.0, 1.2 (SSDP) and 2.3 (description).
"""

import re
from itertools import islice

from nameplate.evidence.bounded import markup
from nameplate.evidence.protocols.http import header_lines
from nameplate.evidence.protocols.keyvalue import Vocabulary, leaves
from nameplate.evidence.protocols.stated import Said, Saying

VOCABULARY = Vocabulary(
    {
        "manufacturer": "upnp.manufacturer",
        "model name": "upnp.model",
        "model number": "upnp.model+",
        "friendly name": "upnp.friendly_name",
        "serial number": "upnp.serial",
    }
)
_MESSAGE = re.compile(rb"(?m)^(?:HTTP/1\.[01] \d{3}|NOTIFY \* HTTP/1)")
_UUID = re.compile(rb"uuid:[0-9A-Za-z_-]{8,64}", re.I)
_URL_HOST = re.compile(
    r"https?://(\[[0-9A-Fa-f:.]{2,45}\]|\d{1,3}(?:\.\d{1,3}){3})(?=[:/]|$)", re.I
)


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a description, an SSDP message, or a note of either says."""
    if data.lstrip()[:1] == b"<":
        return of_document(markup.scan(data))
    saying = VOCABULARY.say(VOCABULARY.of(data), data)
    add_ssdp(saying, data, 0, len(data))
    return (saying.done(),)


def of_messages(data: bytes) -> tuple[Said, ...]:
    """Return what each SSDP message of a text says; those of one UUID are of one unit."""
    starts = [match.start() for match in islice(_MESSAGE.finditer(data), 10_000)]
    ends = [*starts[1:], len(data)] if starts else []
    found = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        saying = Saying(data)
        add_ssdp(saying, data, start, end)
        uuid = _UUID.search(data, start, end)
        found.append(saying.done(uuid[0].decode().lower() if uuid else f"message {number}"))
    return tuple(found)


def of_datagram(data: bytes) -> Said | None:
    """Return what one SSDP message says of who sent it; None for other bytes, and farewells.

    A search says what the searcher calls itself.
    """
    saying = Saying(data)
    if data.startswith((b"NOTIFY ", b"HTTP/1.")):
        if b"ssdp:byebye" in data:
            return None
        add_ssdp(saying, data, 0, len(data))
    elif data.startswith(b"M-SEARCH "):
        for pair in header_lines(data):
            if pair.name.lower() == "user-agent":
                saying.add("http.user_agent", pair.value, pair.start, pair.end)
    else:
        return None
    return saying.done()


def of_document(document: markup.Document) -> tuple[Said, ...]:
    """Return what a device description says of its root device."""
    pairs = list(leaves(document))
    saying = VOCABULARY.say(pairs, document.data)
    for pair in pairs:
        name = pair.name.lower()
        if name == "manufacturerurl":
            saying.add("upnp.manufacturer", pair.value, pair.start, pair.end)
        elif name in ("urlbase", "presentationurl") and (host := _URL_HOST.match(pair.value)):
            saying.key("ip", host[1])
    return (saying.done(),)


def add_ssdp(saying: Saying, data: bytes, start: int, end: int) -> None:
    """Keep what the header of one SSDP message states."""
    pairs = header_lines(data, start, end)
    for pair in pairs:
        if pair.name.lower() == "server":
            saying.add("ssdp.server", pair.value, pair.start, pair.end)
        elif pair.name.lower() == "location" and (host := _URL_HOST.match(pair.value)):
            saying.key("ip", host[1])
    text = data[start:end].strip()
    if not pairs and b"upnp/" in text.lower() and b"\n" not in text and len(text) <= 200:
        saying.add("ssdp.server", text.decode("utf-8", "replace"))
