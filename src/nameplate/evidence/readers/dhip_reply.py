"""Saved DHDiscover and DHIP replies: frames, their JSON alone, or the older text form."""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import dhip, saved
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="dhip-reply",
    title="Saved DHDiscover or DHIP replies",
    yields=("Sighting",),
    spec="DHIP frames (UDP 37810) and the older text (UDP 5050), as recorded replies show them",
)
_JSON = re.compile(rb'"(?:client\.notifyDevInfo|DHDiscover\.\w{1,20})"')


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 95 frames, 82 the JSON, 66 the older text, else 0."""
    if head.startswith(dhip.MAGIC):
        return 95
    start = saved.head_of(head)[:8192]
    if start.startswith((b"{", b"[")) and _JSON.search(start):
        return 82
    return 66 if start.startswith(b"Name:") and dhip.is_text_form(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each frame or line of JSON says; each is a unit of its own."""
    reply = saved.reply(source)
    said = dhip.said(reply.data)
    yield from saved.records(reply, said, unit="reply", nothing="no device in the reply")
