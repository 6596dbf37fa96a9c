"""Logs of firewalls and DNS servers as lines of text, as syslog collects them, of all kinds mixed.

Spec: the makers' own descriptions, named in `tables/firewall_lines.py`, `tables/dns_lines.py` and,
for names of values, in `tables/log_columns.toml`. ASA states one size for both directions of a
connection: it is not counted. Users, rules, addresses of pages and translated addresses are not
read.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from nameplate.evidence.bounded import text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import dns_lines, firewall_lines, log_times, session_rows
from nameplate.evidence.tables.log_columns import Doubt, Layout
from nameplate.evidence.tables.log_objects import Objects
from nameplate.evidence.tables.log_rows import Row
from nameplate.evidence.tables.traffic import Traffic, added_up
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="log-lines",
    title="Firewall sessions and DNS look-ups (syslog lines)",
    yields=("Sighting", "Flow", "Watch"),
    spec="filterlog, PAN-OS, Cisco ASA and FTD, FortiGate, Sophos, SonicWall, Stormshield;"
    " dnsmasq, Pi-hole, BIND, Unbound, CoreDNS, Windows DNS debug log",
)

_PAGE = "docs/collect/firewall-logs.md"
_SNIFFED_LINES = 24
# What opens JSON, XML, archives, certificates, and other logs; "[1795514400]" opens a line.
_NO_LINES = re.compile(rb"\{|\[\s{0,64}[\[{\]]|<\?xml|<!|PK|%PDF|-----BEGIN|#")
_SESSION = Layout("", {}, sessions=True, lookups=False)
_LOOKUP = Layout("", {}, sessions=False, lookups=True)


def sniff(head: bytes) -> int:
    """Claim lines that firewalls and DNS servers write: 86 where many are, 55 where some are."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _NO_LINES.match(start) or b"\0" in head[:4096]:
        return 0
    lines = start[:32_768].split(b"\n", _SNIFFED_LINES)[:_SNIFFED_LINES]
    whole = [line for line in lines if line.strip()]
    ours = sum(_is_ours(text.decode(line[: firewall_lines.LONGEST])) for line in whole)
    if not ours:
        return 0
    return 86 if ours * 4 >= len(whole) else 55


def _is_ours(line: str) -> bool:
    if (asked := dns_lines.parse(line)) is not None:
        return bool(asked.name)
    found = firewall_lines.parse(line)
    if found.kind == "pairs":
        return isinstance(Objects({}, Traffic()).shape(found.values).layout, Layout | Doubt)
    return found.kind in ("cells", "denied", "end")


def read(source: Source) -> Iterator[Record]:
    """Yield names asked for line by line, and at the end the connections added up."""
    if not sniff(source.head()):
        raise NotOurFormat("no line of it is a session or a look-up", where=source.name)
    yield from added_up(source, _Lines(source).line, page=_PAGE)


class _Lines:
    """Reads line by line; remembers which names of pairs mean what."""

    def __init__(self, source: Source) -> None:
        self._answers = source.answers
        self._objects: Objects | None = None

    def line(self, raw: bytes, number: int, traffic: Traffic) -> Iterator[Record]:
        line = text.decode(raw[: firewall_lines.LONGEST])
        row = Row(number, None, None)
        if (asked := dns_lines.parse(line)) is not None:
            if asked.name:
                cells = {"source": asked.client, "query": asked.name}
                yield from _cells(cells, _LOOKUP, line, row, traffic)
            else:
                traffic.tell(_TOLD["other"])
            return
        found = firewall_lines.parse(line)
        if found.kind == "pairs":
            if self._objects is None:
                self._objects = Objects(self._answers, traffic)
            yield from self._objects.say(found.values, row)
        elif found.kind == "cells":
            yield from _cells(found.values, _SESSION, line, row, traffic)
        elif found.kind == "broken":
            yield from traffic.bad(f"line {number}", "cut off before its addresses")
        else:
            traffic.heard(_timed(line, row))
            traffic.tell(_TOLD[found.kind])


_TOLD = {
    "denied": session_rows.DENIED,
    "end": "ends of connections, which state one size for both directions",
    "other": "lines of other kinds, of which nothing is read",
    "none": "lines of other kinds, of which nothing is read",
}


def _cells(
    cells: Mapping[str, str], layout: Layout, line: str, row: Row, traffic: Traffic
) -> Iterator[Record]:
    at = _timed(line, row)

    def place(when: datetime | None, stated: str | None) -> Row:
        return row._replace(when=when, stated=stated) if stated else at

    yield from session_rows.read(cells, layout, place, traffic)


def _timed(line: str, row: Row) -> Row:
    """Return the row with the time before the message, where it has a zone."""
    stated = firewall_lines.head_time(line)
    return row._replace(when=log_times.instant(stated), stated=stated or None)
