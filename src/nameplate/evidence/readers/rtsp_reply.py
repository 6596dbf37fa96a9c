"""Saved RTSP replies and session descriptions, as clients and scanners keep them.

Several replies may stand in one file. While CSeq rises they are of one session; where it falls
back or is missing, a new unit begins.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import rtsp, saved
from nameplate.evidence.protocols.stated import Said
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="rtsp-reply",
    title="Saved RTSP replies",
    yields=("Sighting",),
    spec="RFC 7826, RFC 2326, RFC 8866",
)
# `curl -v` marks what was asked and what was answered, and tells of the connection before.
_ASKED = re.compile(rb"(?:> )?[A-Z_]{3,20} (?:rtsps?://|\*)[^\s]{0,2048} RTSP/\d|\* .{0,200}")
_ANSWERED = re.compile(rb"(?m)^(?:< )?RTSP/[12]\.\d \d{3}")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 73 for a status line, 72 after a request, 71 for a
    description alone, else 0.
    """
    start = saved.head_of(head)[:8192]
    if _ASKED.match(start) and _ANSWERED.search(start):
        return 72
    if start.startswith((b"RTSP/1.0 ", b"RTSP/2.0 ")):
        return 73
    return 71 if start.startswith((b"v=0\r\no=", b"v=0\no=")) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each session says of its unit."""
    reply = saved.reply(source)
    said = tuple(_sessions(reply.data))
    yield from saved.records(reply, said, unit="reply", nothing="no reply that names its sender")


def _sessions(data: bytes) -> Iterator[Said]:
    session: list[rtsp.Reply] = []
    number = 1
    for one in rtsp.replies(data):
        last = session[-1].cseq if session else None
        if session and (one.cseq is None or last is None or one.cseq <= last):
            yield rtsp.session(data, session)._replace(part=f"session {number}")
            session, number = [], number + 1
        session.append(one)
    yield rtsp.session(data, session)._replace(part=f"session {number}")
