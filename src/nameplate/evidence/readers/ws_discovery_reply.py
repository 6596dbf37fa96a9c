"""Saved WS-Discovery replies (ProbeMatches, Hello), or the scopes copied out of one."""

from collections.abc import Iterator

from nameplate.evidence.bounded import markup
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import saved, ws_discovery
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="ws-discovery-reply",
    title="Saved WS-Discovery replies",
    yields=("Sighting",),
    spec="OASIS WS-Discovery 1.1; ONVIF Core Specification, 7.3",
)
_SPACES = (b"/ws/2005/04/discovery", b"/ws-dd/ns/discovery/")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 79 for the XML, 58 for a list of scopes, else 0."""
    start = saved.head_of(head)[:8192]
    if start.startswith(b"<"):
        named = any(space in start for space in _SPACES) or b"onvif://" in start
        return 79 if named and (b"ProbeMatch" in start or b"Hello" in start) else 0
    return 58 if start.startswith(b"onvif://") else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each match says; each is a unit of its own."""
    reply = saved.reply(source)
    cut = reply.data.lstrip()[:1] == b"<" and markup.scan(reply.data).cut
    yield from saved.records(
        reply, ws_discovery.said(reply.data), unit="reply", nothing="no scopes", cut=cut
    )
