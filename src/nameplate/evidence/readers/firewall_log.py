"""Session logs of firewalls as lines of syslog: filterlog, PAN-OS, Cisco ASA and FTD, key=value.

Spec: the makers' own descriptions, named in `tables/firewall_lines.py` and, for names of values,
in `tables/log_columns.toml`. ASA states one size for both directions of a connection: it is not
counted. Users, rules, addresses of pages and translated addresses are not read.
"""

from collections.abc import Iterator
from datetime import datetime

from nameplate.evidence.bounded import text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import firewall_lines, log_times, session_rows
from nameplate.evidence.tables.firewall_lines import Line
from nameplate.evidence.tables.log_columns import Doubt, Layout
from nameplate.evidence.tables.log_objects import Objects
from nameplate.evidence.tables.log_rows import Row
from nameplate.evidence.tables.traffic import Traffic, added_up
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="firewall-log",
    title="Firewall sessions (syslog lines)",
    yields=("Sighting", "Flow", "Watch"),
    spec="filterlog (pfSense, OPNsense), PAN-OS, Cisco ASA and FTD, FortiGate, Sophos, SonicWall",
)

_PAGE = "docs/collect/firewall-logs.md"
_SNIFFED_LINES = 24
_NO_LINES = (b"{", b"[", b"<?xml", b"<!", b"PK", b"%PDF", b"-----BEGIN", b"#")
_LAYOUT = Layout("", {}, sessions=True, lookups=False)


def sniff(head: bytes) -> int:
    """Claim lines that a firewall sends: 86 where most are, 55 where some are."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_NO_LINES) or b"\0" in head[:4096]:
        return 0
    lines = start[:32_768].split(b"\n", _SNIFFED_LINES)[:_SNIFFED_LINES]
    whole = [line for line in lines if line.strip()]
    ours = sum(_is_ours(text.decode(line[: firewall_lines.LONGEST])) for line in whole)
    if not ours:
        return 0
    return 86 if ours * 2 >= len(whole) else 55


def _is_ours(line: str) -> bool:
    found = firewall_lines.parse(line)
    if found.kind == "pairs":
        return isinstance(Objects({}, Traffic()).shape(found.values).layout, Layout | Doubt)
    return found.kind in ("cells", "denied", "end")


def read(source: Source) -> Iterator[Record]:
    """Yield names asked for line by line, and at the end the connections added up."""
    if not sniff(source.head()):
        raise NotOurFormat("no line of it is a session of a firewall", where=source.name)
    yield from added_up(source, _Lines(source).line, page=_PAGE)


class _Lines:
    """Reads line by line; remembers which names of pairs mean what."""

    def __init__(self, source: Source) -> None:
        self._answers = source.answers
        self._objects: Objects | None = None

    def line(self, raw: bytes, number: int, traffic: Traffic) -> Iterator[Record]:
        line = text.decode(raw[: firewall_lines.LONGEST])
        found = firewall_lines.parse(line)
        row = Row(number, None, None)
        if found.kind == "pairs":
            if self._objects is None:
                self._objects = Objects(self._answers, traffic)
            yield from self._objects.say(found.values, row)
        elif found.kind == "cells":
            yield from _cells(found, line, row, traffic)
        elif found.kind == "none":
            yield from traffic.bad(f"line {number}", "no line of a firewall's log")
        else:
            traffic.heard(_timed(line, row))
            traffic.tell(_TOLD[found.kind])


_TOLD = {
    "denied": session_rows.DENIED,
    "end": "ends of connections, which state one size for both directions",
    "other": "lines of other kinds, of which nothing is read",
}


def _cells(found: Line, line: str, row: Row, traffic: Traffic) -> Iterator[Record]:
    at = _timed(line, row)

    def place(when: datetime | None, stated: str | None) -> Row:
        return row._replace(when=when, stated=stated) if stated else at

    yield from session_rows.read(found.values, _LAYOUT, place, traffic)


def _timed(line: str, row: Row) -> Row:
    """Return the row with the time before the message, where it has a zone."""
    stated = firewall_lines.head_time(line)
    return row._replace(when=log_times.instant(stated), stated=stated or None)
