"""Saved SNMP walks (snmpwalk, snmpbulkwalk, snmpget) in numbers or names.

Several walks may stand in one file: a new unit begins where sysDescr comes again. Rows of the
agent's ARP table are units of their own, which the agent saw; other tables are not read here.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import saved, snmp
from nameplate.evidence.protocols.stated import Saying, sightings, told
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="snmp-walk",
    title="Saved SNMP walks",
    yields=("Sighting",),
    spec="net-snmp snmpcmd(1), output options; RFC 3418",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 67 where most of the first lines are of a walk, else 0."""
    lines = [line for line in saved.head_of(head).split(b"\n")[:12] if line.strip()]
    walked = [line for line in lines if snmp.WALKED.match(line)]
    return 67 if walked and 2 * len(walked) >= len(lines) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each agent says of itself."""
    number = 1
    saying, seen = Saying(), set[str]()
    described = anything = False
    for line, offset, raw in saved.lines(source):
        walked = snmp.line(raw) if snmp.WALKED.match(raw) else None
        if walked is None:
            continue
        if walked.field == "snmp.sys_descr":
            if described:
                yield from _agent(saying, number, source)
                number, saying, seen = number + 1, Saying(), set()
            described = True
        # A walk in UTF-16 has no offsets of its own.
        place = "" if offset > 0 or line == 1 else f"line {line}"
        if peer := snmp.peer(raw, offset, line, place):
            anything = True
            yield from sightings([peer], unit="ARP table")
            continue
        anything = anything or bool(walked.field or walked.tree)
        snmp.add_line(saying, walked, offset, offset + len(raw), seen, raw, place)
    if not anything:
        raise NotOurFormat("no line of a walk that we read", next_step="Walk the system group.")
    yield from _agent(saying, number, source)


def _agent(saying: Saying, number: int, source: Source) -> Iterator[Record]:
    said = saying.done()
    yield from sightings([said], unit=f"agent {number}")
    yield from told([said], f"bytes 0-{source.size}")
