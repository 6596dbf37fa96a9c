"""Saved UPnP device descriptions, and SSDP answers and announcements as text."""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import markup
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import saved, upnp
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="upnp-reply",
    title="Saved UPnP descriptions and SSDP messages",
    yields=("Sighting",),
    spec="UPnP Device Architecture 2.0, 1.2 and 2.3",
)
_SSDP = re.compile(rb"(?im)^(?:USN|NTS|ST):[ \t]{0,4}\S")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 76 a description, 74 SSDP messages, else 0."""
    start = saved.head_of(head)[:8192]
    if start.startswith(b"<"):
        return 76 if b"urn:schemas-upnp-org:device-1-0" in start else 0
    first = start.startswith((b"HTTP/1.1 200", b"NOTIFY * HTTP/1."))
    return 74 if first and _SSDP.search(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what the description says, or what each message says of its sender."""
    reply = saved.reply(source)
    if reply.data.lstrip()[:1] == b"<":
        document = markup.scan(reply.data)
        said, cut = upnp.of_document(document), document.cut
    else:
        said, cut = upnp.of_messages(reply.data), False
    yield from saved.records(reply, said, unit="reply", nothing="no device described", cut=cut)
