"""Where a record came from: a place in words back to what stands there in the original.

Pure: the bytes of one piece of evidence and a `where` in, the bytes at that place out, as UTF-8
where they are text. Runs in a worker, as the bytes are hostile.
"""

import re
from collections.abc import Iterator

import msgspec

from nameplate.evidence.bounded import csv, json, text, xlsx
from nameplate.evidence.bounded.grid import Row, index_of
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import places
from nameplate.model.errors import NameplateError

LIMIT = 4096
"""Most bytes of one place that are handed on."""

_BYTES = re.compile(r"bytes (\d{1,15})-(\d{1,15})")
_LINE = re.compile(r"line (\d{1,12})(?:, (/.{0,500}))?")
_ROW = re.compile(r"(?:sheet (.{1,64}), )?row (\d{1,9})(?:, column ([A-Z]{1,3}))?", re.DOTALL)

# masscan ends its list with a comma, and writes each line of it with one.
_END_COMMA = re.compile(rb",\s{0,8}(\]?)\s{0,8}\Z")


def resolve(data: bytes, where: str) -> bytes | None:
    """Return what stands at a place; None where there is no such place, or it is no place.

    Forms: "bytes 88-131" (half-open), "line 7", "line 7, /json/pointer", "/json/pointer",
    "row 7", "row 7, column C" and both after "sheet Name, "; in a capture "packet 7" and
    "packet 7, bytes 88-131", which are of its frame.
    """
    try:
        if where.startswith("packet ") and places.is_capture(data[:16]):
            return places.look(Source.of(data), (where,), LIMIT).get(where)
        if span := _BYTES.fullmatch(where):
            start, end = int(span[1]), int(span[2])
            return data[start:end] if start <= end <= len(data) else None
        if line := _LINE.fullmatch(where):
            found = _line(data, int(line[1]))
            return _pointed(found, line[2]) if found is not None and line[2] else found
        if row := _ROW.fullmatch(where):
            return _cell(data, row[1], int(row[2]), row[3])
        if where.startswith("/"):
            return _pointed(data, where)
    except NameplateError:
        pass
    return None


def _line(data: bytes, number: int) -> bytes | None:
    encoding = text.encoding_of(data[:65_536])
    if encoding.startswith("utf-16"):
        data = text.decode(data, encoding).encode("utf-8", "backslashreplace")
    start = 0
    for _ in range(number - 1):
        start = data.find(b"\n", start) + 1
        if start == 0:
            return None
    end = data.find(b"\n", start)
    line = data[start:] if end < 0 else data[start:end]
    return line.rstrip(b"\r") if number and start < len(data) else None


def _pointed(data: bytes, pointer: str) -> bytes | None:
    """Follow a JSON pointer (RFC 6901); a text is given without its quotation marks."""
    value = json.loads(_END_COMMA.sub(rb"\1", data))
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace")
    return msgspec.json.encode(value)


def _cell(data: bytes, sheet: str | None, number: int, column: str | None) -> bytes | None:
    for row in _rows(data, sheet):
        if row.number == number:
            if column is None:
                return ", ".join(row.cells).encode("utf-8", "backslashreplace")
            at = index_of(column)
            if at < len(row.cells):
                return row.cells[at].encode("utf-8", "backslashreplace")
            return None
        if row.number > number:
            return None
    return None


def _rows(data: bytes, sheet: str | None) -> Iterator[Row]:
    if sheet is None:
        yield from csv.rows(Source.of(data))
        return
    for one in xlsx.sheets(Source.of(data)):
        if one.name[:64] == sheet:
            yield from one.rows
            return
