"""What "netsh dhcp server dump" prints: the reservations of a Windows DHCP server as commands.

Spec: Microsoft, netsh dhcp server scope, add reservedip. A reservation says which hardware
address gets which address; its name and comment were typed by a person and are not read.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables.dhcp_rows import Cell, Lease, bad_address, sightings, told
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="netsh-dhcp",
    title="DHCP reservations (netsh dhcp server dump)",
    yields=("Sighting",),
    spec="Microsoft, netsh dhcp server scope: add reservedip",
)

_RESERVED = re.compile(
    r"\s{0,8}dhcp server \S{1,255} scope [0-9.]{7,15} add reservedip"
    r" (?P<ip>[0-9.]{7,15}) (?P<mac>[0-9A-Fa-f-]{2,64})(?: |$)",
    re.IGNORECASE,
)


def sniff(head: bytes) -> int:
    """Claim commands for a DHCP server; a dump has them in the first lines."""
    start = text.decode(head, text.encoding_of(head))
    return 90 if re.search(r"^\s{0,8}dhcp server \S{1,255} ", start, re.I | re.M) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address of each reservation."""
    if not sniff(source.head()):
        raise NotOurFormat("no commands for a DHCP server", where=source.name)
    yield from told(_records(source))


def _records(source: Source) -> Iterator[Record]:
    for number, offset, line in _lines(source):
        if found := _RESERVED.match(line):
            start = offset + found.start("mac") if offset is not None and line.isascii() else None
            stated = Cell(found["mac"], f"line {number}", start)
            mac = identifiers.mac(stated.text)
            if mac is None:
                yield bad_address(stated.where, stated.text)
            yield from sightings(
                Lease(unit=f"line {number}", mac=mac, stated=stated, ip=found["ip"])
            )


def _lines(source: Source) -> Iterator[tuple[int, int | None, str]]:
    encoding = text.encoding_of(source.head())
    if encoding.startswith("utf-16"):  # what PowerShell's > writes
        whole = text.decode(source.whole(), encoding)
        yield from ((number, None, line) for number, line in enumerate(whole.split("\n"), 1))
        return
    for number, offset, raw in source.lines():
        yield number, offset, text.decode(raw, encoding)
