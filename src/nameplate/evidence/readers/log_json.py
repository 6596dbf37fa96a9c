"""Session logs of firewalls and logs of DNS servers as JSON: an object a line, or a list of them.

Members by the maps and names of `tables/log_columns.toml`, and by what stands in them; a doubt is
asked once and remembered in the case. Users, rules, addresses of pages, answers and translated
addresses are not read. A list may stand in a member of its own ("rows", "data", "logs").
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables.log_columns import Doubt, Layout
from nameplate.evidence.tables.log_objects import Objects, members
from nameplate.evidence.tables.log_rows import Row
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="log-json",
    title="Firewall sessions and DNS look-ups (JSON)",
    yields=("Sighting", "Flow", "Watch"),
    spec="RFC 8259; members by tables/log_columns.toml, which names each product's source",
)

_PAGE = "docs/collect/firewall-logs.md"
_SNIFFED = 8
_MOST_HEAD = 32_768
# Rows of a list are flat; its end may lie far behind what is seen.
_FLAT = re.compile(rb"\{[^{}]{2,8192}\}")
_LISTS = ("rows", "data", "logs", "records", "results", "events", "queries", "result")
_CLAIMS = {"product": 84, "names": 78, "doubt": 45}


def sniff(head: bytes) -> int:
    """Claim objects of a log: 84 a product's own, 78 by names, 45 where a person must say."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return 0
    return max((_claim(one) for one in _first(start[:_MOST_HEAD])), default=0)


def _first(start: bytes) -> Iterator[dict[str, JsonValue]]:
    """Yield the first objects of lines, or of a list of flat objects."""
    lines = start.split(b"\n", _SNIFFED)[:_SNIFFED]
    if start.startswith(b"{") and (found := [one for line in lines if (one := _object(line))]):
        yield from found
        return
    for number, match in enumerate(_FLAT.finditer(start)):
        if number >= _SNIFFED:
            return
        if one := _object(match[0]):
            yield one


def _object(text: bytes) -> dict[str, JsonValue] | None:
    try:
        value = json.loads(text.strip()) if text.strip() else None
    except UnreadableEvidence:
        return None
    return value if isinstance(value, dict) else None


def _claim(value: dict[str, JsonValue]) -> int:
    found = Objects({}, Traffic()).shape(members(value)).layout
    if isinstance(found, Doubt):
        return _CLAIMS["doubt"]
    if found is None:
        return 0
    return _CLAIMS["product" if found.product else "names"]


def read(source: Source) -> Iterator[Record]:
    """Yield names asked for as they come, and at the end the connections added up.

    Raises UnreadableEvidence where a person has to say what its members mean.
    """
    start = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not sniff(start):
        raise NotOurFormat("no log of sessions or look-ups", where=source.name)
    traffic = Traffic(_PAGE)
    objects = Objects(source.answers, traffic)
    _ask(objects, start)
    lines = start.startswith(b"{") and _object(start.partition(b"\n")[0]) is not None
    try:
        yield from _lines(source, objects, traffic) if lines else _list(source, objects, traffic)
    except UnreadableEvidence:
        yield from traffic.finish()
        raise
    yield from traffic.finish()


def _ask(objects: Objects, start: bytes) -> None:
    """Raise the doubt of a file of which nothing at its beginning can be read without a person."""
    shapes = [objects.shape(members(one)).layout for one in _first(start[:_MOST_HEAD])]
    doubts = [one for one in shapes if isinstance(one, Doubt)]
    if doubts and not any(isinstance(one, Layout) for one in shapes):
        raise doubts[0].fault()


def _lines(source: Source, objects: Objects, traffic: Traffic) -> Iterator[Record]:
    for number, _, line in source.lines():
        stripped = line.strip()
        if not stripped:
            continue
        try:
            value = json.loads(stripped)
        except UnreadableEvidence as fault:
            yield from traffic.bad(f"line {number}", fault.what)
            continue
        if isinstance(value, dict):
            yield from objects.read(value, Row(number, None, None, pointers=True))
        else:
            yield from traffic.bad(f"line {number}", "no line of a log: it is no object")


def _list(source: Source, objects: Objects, traffic: Traffic) -> Iterator[Record]:
    value = json.loads(source.whole(), where=source.name)
    name = ""
    if isinstance(value, dict):
        name = next((one for one in _LISTS if isinstance(value.get(one), list)), "")
        value = value.get(name)
    if not isinstance(value, list):
        raise NotOurFormat("no list of lines of a log", where=source.name)
    item = _places(json.pointer(name) if name else "")
    for index, one in enumerate(value):
        row = item(index + 1, None, None, pointers=True)
        if isinstance(one, dict):
            yield from objects.read(one, row)
        else:
            yield from traffic.bad(row.at(""), "no line of a log: it is no object")


def _places(base: str) -> type[Row]:
    """Return a kind of row whose place is a JSON pointer into the list at `base`."""

    class Item(Row):
        def at(self, pointer: str) -> str:
            return f"{base}/{self.number - 1}{pointer}"

    return Item
