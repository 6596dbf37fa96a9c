"""Zeek and Bro logs with a header of their own: columns by name, separators as the header says.

Spec: Zeek's ASCII log writer, Bro 2.0 to Zeek 7. Rotated logs may stand one after another, each
with its header. A line with other than its header's number of cells is told.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import zeek_rows
from nameplate.evidence.tables.log_rows import Row, instant
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="zeek-tsv",
    title="Zeek logs (text with a header)",
    yields=("Sighting", "Flow", "Watch"),
    spec="Zeek, src/logging/writers/ascii; logs of Bro 2.0 to Zeek 7",
)

_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:#[^\n]{0,1024}\n){0,8}#fields[^\n]")
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|\\)")
_MOST_COLUMNS = 512


class _Header(NamedTuple):
    """What a header has said so far."""

    separator: str = "\t"
    unset: str = "-"
    empty: str = "(empty)"
    path: str = ""
    columns: tuple[str, ...] = ()
    kind: str = ""


def sniff(head: bytes) -> int:
    """Claim a log by the first line of its header, or by its line of columns."""
    start = head[3:] if head.startswith(b"\xef\xbb\xbf") else head
    if start.startswith((b"#separator ", b"#separator\t")):
        return 95
    return 70 if _HEADER.match(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the sightings of each line, and at the end the connections added up."""
    if not sniff(source.head()):
        raise NotOurFormat("it has no header of Zeek's", where=source.name)
    traffic = Traffic()
    try:
        yield from _rows(source, traffic)
    except UnreadableEvidence:
        yield from traffic.finish()
        raise
    yield from traffic.finish()


def _rows(source: Source, traffic: Traffic) -> Iterator[Record]:
    header = _Header()
    for number, raw, ends in _lines(source):
        line = raw.decode("utf-8", "backslashreplace")
        if number == 1:
            line = line.removeprefix("\ufeff")
        if line.startswith("#"):
            header = _stated(header, line)
        elif line and not header.columns:
            yield from traffic.bad(f"line {number}", "a line before any line of columns")
        elif line:
            yield from _row(header, line, number, traffic, ends=ends)


def _lines(source: Source) -> Iterator[tuple[int, bytes, bool]]:
    """Yield each line, and whether it has its end: the last may be cut."""
    held: tuple[int, int, bytes] | None = None
    for one in source.lines():
        if held is not None:
            yield held[0], held[2], True
        held = one
    if held is not None:
        yield held[0], held[2], held[1] + len(held[2]) < source.size


def _stated(header: _Header, line: str) -> _Header:
    """Take in one line of a header; names and values are parted by the separator itself."""
    if line.startswith(("#separator ", "#separator\t")):
        # Parted by a blank, or a tab where an editor changed it. A new header begins here.
        stated = _ESCAPED.sub(_character, line[len("#separator ") :][:32])
        return _Header(separator=stated or "\t")
    name, _, value = line.partition(header.separator)
    match name:
        case "#unset_field":
            return header._replace(unset=value)
        case "#empty_field":
            return header._replace(empty=value)
        case "#path":
            return header._replace(path=value, columns=())
        case "#fields":
            columns = tuple(value.split(header.separator)[:_MOST_COLUMNS])
            kind = zeek_rows.kind_of(header.path, dict.fromkeys(columns))
            return header._replace(columns=columns, kind=kind)
    # #set_separator parts sets: none of the columns that are read is one.
    return header


def _row(
    header: _Header, line: str, number: int, traffic: Traffic, *, ends: bool
) -> Iterator[Record]:
    found = line.split(header.separator)
    if len(found) != len(header.columns):
        why = f"{len(found)} cells where its header names {len(header.columns)}"
        yield from traffic.bad(f"line {number}", why if ends else f"cut off: {why}")
        return
    if not ends:
        # Its last cell may be half of one.
        found[-1] = header.unset
        yield Problem(
            what="the last line has no end, so its last cell is not read",
            next_step="Copy the log again when Zeek has closed it.",
            where=f"line {number}",
            notice=True,
        )
    cells = {
        name: _ESCAPED.sub(_character, cell) if "\\" in cell else cell
        for name, cell in zip(header.columns, found, strict=True)
        if cell not in (header.unset, header.empty)
    }
    stated = cells.get("ts")
    when = instant(stated)
    row = Row(number, when, stated if when else None)
    yield from zeek_rows.read(header.kind, row, cells, traffic)


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else "\\"
