"""Saved ONVIF device-service replies: GetDeviceInformation and GetNetworkInterfaces."""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import markup
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import onvif, saved
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="onvif-reply",
    title="Saved ONVIF device information",
    yields=("Sighting",),
    spec="ONVIF Core Specification, 8.3.1 GetDeviceInformation",
)
_REPLY = re.compile(rb"[<:](?:GetDeviceInformationResponse|GetNetworkInterfacesResponse)\b")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 78 for a device-service reply, else 0."""
    start = saved.head_of(head)[:8192]
    return 78 if start.startswith(b"<") and _REPLY.search(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what the unit says of itself."""
    reply = saved.reply(source)
    document = markup.scan(reply.data)
    yield from saved.records(
        reply,
        onvif.of_document(document),
        unit="reply",
        nothing="no device information",
        cut=document.cut,
    )
