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
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="suricata-eve",
    title="Suricata events (eve.json)",
    yields=("Sighting", "Flow", "Watch"),
    spec="Suricata, EVE JSON format, versions 4 to 8",
)

_EVENT = re.compile(rb'"event_type"\s{0,4}:\s{0,4}"')
_SNIFFED_LINES = 5
_CONNECTIONS = ("flow", "netflow")


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
    aside = Traffic()
    lines = _Lines(aside)
    yield from added_up(source, lines.line)
    yield from lines.finish()


class _Lines:
    """Reads line by line; holds the connections of `netflow` events until it is known whether
    `flow` events say the same.
    """

    def __init__(self, aside: Traffic) -> None:
        self._aside = aside
        self._kinds: dict[str, int] = {}

    def line(self, line: bytes, number: int, traffic: Traffic) -> Iterator[Record]:
        """Yield what a line says."""
        try:
            event = json.loads(line)
        except UnreadableEvidence as fault:
            yield from traffic.bad(f"line {number}", fault.what)
            return
        kind = text(event, "event_type") if isinstance(event, dict) else ""
        if not kind:
            yield from traffic.bad(f"line {number}", "no event: it has no event_type")
            return
        if kind in _CONNECTIONS:
            self._kinds[kind] = self._kinds.get(kind, 0) + 1
        stated = text(event, "timestamp")
        when = instant(stated)
        row = Row(number, when, stated[:40] if when else None, pointers=True)
        for record in suricata_rows.read(kind, row, event, traffic, self._aside):
            if kind != "netflow" or "flow" not in self._kinds:
                yield record

    def finish(self) -> Iterator[Record]:
        """Yield the connections that only `netflow` events state."""
        if "netflow" not in self._kinds:
            return
        if "flow" not in self._kinds:
            yield from self._aside.finish()
            return
        yield Problem(
            what=f"passed over: netflow events, of which flow events say the same"
            f" ({self._kinds['netflow']})",
            next_step="Nothing to do.",
            where="line 1",
            notice=True,
        )
