"""Saved SADP replies: ProbeMatch elements, as captures and scripts keep them.

The SADP tool's own export is a table and is read as one.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import markup
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import sadp, saved
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="sadp-reply",
    title="Saved SADP replies",
    yields=("Sighting",),
    spec="SADP ProbeMatch (UDP 37020), as recorded replies show it",
)
_REPLY = re.compile(rb"<ProbeMatch>[\s\S]{0,2048}?<(?:DeviceSN|DeviceDescription|DeviceType)>")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 81 for a ProbeMatch with a device in it, else 0."""
    start = saved.head_of(head)[:8192]
    return 81 if start.startswith(b"<") and _REPLY.search(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each reply says; each is a unit of its own."""
    reply = saved.reply(source)
    document = markup.scan(reply.data)
    yield from saved.records(
        reply,
        sadp.of_document(document),
        unit="reply",
        nothing="no ProbeMatch with a device in it",
        cut=document.cut,
    )
