"""Zeek logs as JSON lines: one object a line, of one log or of several.

Spec: Zeek's ASCII log writer with `LogAscii::use_json`, and the JSON streaming logs, which say
which log a line is of in `_path`.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import zeek_rows
from nameplate.evidence.tables.log_rows import Row, instant, text
from nameplate.evidence.tables.traffic import Traffic, added_up
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="zeek-json",
    title="Zeek logs (JSON lines)",
    yields=("Sighting", "Flow", "Watch"),
    spec="Zeek, LogAscii::use_json; JSON streaming logs",
)

_SNIFFED_LINES = 5
_OURS = (
    frozenset({"ts", "uid"}),
    frozenset({"ts", "id.orig_h"}),
    frozenset({"ts", "uids"}),
    frozenset({"ts", "fuid"}),
    frozenset({"ts", "_path"}),
    frozenset({"_write_ts", "_path"}),
    frozenset({"ts", "host", "software_type"}),
    frozenset({"ts", "host", "port_num"}),
    frozenset({"ts", "certificate.subject"}),
    frozenset({"ts", "name", "peer", "notice"}),
)
_ALONE = (frozenset({"ts", "host"}), frozenset({"ts", "mac"}))
_ALONE_ALSO = frozenset({"dhcp_host_name"})


def sniff(head: bytes) -> int:
    """Claim lines with a `ts` and members that only Zeek puts beside it."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 0
    for line in head.split(b"\n", _SNIFFED_LINES)[:_SNIFFED_LINES]:
        try:
            row = json.loads(line.strip()) if b'ts"' in line else None
        except UnreadableEvidence:
            continue
        if isinstance(row, dict) and _is_ours(row):
            return 85
    return 0


def _is_ours(row: dict[str, json.JsonValue]) -> bool:
    names = row.keys()
    return any(marks <= names for marks in _OURS) or names - _ALONE_ALSO in _ALONE


def read(source: Source) -> Iterator[Record]:
    """Yield the sightings of each line, and at the end the connections added up."""
    if not sniff(source.head()):
        raise NotOurFormat("no line of it is one of Zeek's", where=source.name)
    yield from added_up(source, _line)


def _line(line: bytes, number: int, traffic: Traffic) -> Iterator[Record]:
    try:
        cells = json.loads(line)
    except UnreadableEvidence as fault:
        yield from traffic.bad(f"line {number}", fault.what)
        return
    if not isinstance(cells, dict):
        yield from traffic.bad(f"line {number}", "no line of a log: it is no object")
        return
    if isinstance(ends := cells.get("id"), dict):
        cells |= {f"id.{name}": value for name, value in ends.items()}
    stated = cells.get("ts")
    when = instant(stated)
    row = Row(number, when, str(stated)[:40] if when else None, pointers=True)
    path = text(cells, "_path")
    kind = zeek_rows.kind_of(path, cells)
    if not path and kind == "other" and cells.keys() - _ALONE_ALSO == _ALONE[1]:
        kind = "known_devices"
    yield from zeek_rows.read(kind, row, cells, traffic)
