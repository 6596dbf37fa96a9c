"""Suricata's eve.json: one event a line, of all kinds mixed.

Spec: Suricata's EVE JSON format, versions 4 to 8.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import suricata_rows
from nameplate.evidence.tables.log_rows import Row, instant, text
from nameplate.evidence.tables.traffic import Traffic, added_up
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="suricata-eve",
    title="Suricata events (eve.json)",
    yields=("Sighting", "Flow", "Watch"),
    spec="Suricata, EVE JSON format, versions 4 to 8",
)

_EVENT = re.compile(rb'"event_type"\s{0,4}:\s{0,4}"')
_SNIFFED_LINES = 5


def sniff(head: bytes) -> int:
    """Claim lines with a `timestamp` and an `event_type`."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 0
    for line in head.split(b"\n", _SNIFFED_LINES)[:_SNIFFED_LINES]:
        if _EVENT.search(line) and b'"timestamp"' in line:
            return 88
    return 0


def read(source: Source) -> Iterator[Record]:
    """Yield the sightings of each event, and at the end the connections added up."""
    if not sniff(source.head()):
        raise NotOurFormat("no line of it is an event of Suricata's", where=source.name)
    yield from added_up(source, _line)


def _line(line: bytes, number: int, traffic: Traffic) -> Iterator[Record]:
    try:
        event = json.loads(line)
    except UnreadableEvidence as fault:
        yield from traffic.bad(f"line {number}", fault.what)
        return
    kind = text(event, "event_type") if isinstance(event, dict) else ""
    if not kind:
        yield from traffic.bad(f"line {number}", "no event: it has no event_type")
        return
    stated = text(event, "timestamp")
    when = instant(stated)
    row = Row(number, when, stated[:40] if when else None, pointers=True)
    yield from suricata_rows.read(kind, row, event, traffic)
