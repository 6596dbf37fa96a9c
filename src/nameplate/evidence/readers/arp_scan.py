"""What arp-scan prints: one line a unit that answered, address, hardware address and vendor.

Spec: arp-scan(1). Columns are parted by tabs; --plain leaves out the lines before and after. The
vendor is arp-scan's own list, and no evidence of who made the unit.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import addresses
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Excerpt, Key, Problem, Record, Sighting, Witness, keys

FORMAT = Format(
    name="arp-scan",
    title="Units that answered ARP (arp-scan)",
    yields=("Sighting",),
    spec="arp-scan(1) 1.10",
)

_ROW = re.compile(
    rb"(?P<ip>\d{1,3}(?:\.\d{1,3}){3})\t(?P<mac>(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})"
    rb"(?:\t(?P<vendor>[^\t\r\n]{0,256}))?(?:\t[^\r\n]{0,512})?"
)
_FRAME = re.compile(
    rb"Interface: |Starting arp-scan|Ending arp-scan|\d{1,9} packets received|WARNING: |\s*$"
)
_NOTE = re.compile(r"\s*\((?:DUP: \d{1,9}|802\.\S{1,20} .{0,40}|ARP Proto=.{0,20})\)")


def sniff(head: bytes) -> int:
    """Claim its opening lines, or rows in its form alone."""
    if re.match(rb"Interface: [^\r\n]{1,64}, (?:datalink )?type: ", head) or (
        b"Starting arp-scan" in head[:1024]
    ):
        return 95
    lines = [line.rstrip(b"\r") for line in head.split(b"\n", 16)[:16] if line.strip()]
    return 60 if lines and all(_ROW.fullmatch(line) for line in lines[:-1] or lines) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address and arp-scan's vendor text of each row."""
    if not sniff(source.head()):
        raise NotOurFormat("no row of arp-scan", where=source.name)
    for number, offset, line in source.lines():
        row = _ROW.fullmatch(line)
        if row is not None and addresses.is_virtual_router(
            identifiers.mac(row["mac"].decode()) or ""
        ):
            yield Problem(
                what="a virtual router (VRRP, HSRP, GLBP), whose address no unit has",
                next_step="Nothing to do.",
                where=f"line {number}",
                notice=True,
            )
        elif row is not None:
            yield from _row(row, number, offset)
        elif not _FRAME.match(line):
            yield Problem(
                what="no row of arp-scan: it has an address, a tab, and a hardware address",
                next_step="The other lines were read.",
                where=f"line {number}",
            )


def _row(row: re.Match[bytes], number: int, offset: int) -> Iterator[Sighting]:
    mac = row["mac"].decode()
    known = keys(Key.of("mac", mac, "table"), Key.of("ip", row["ip"].decode(), "table"))
    vendor = _NOTE.sub("", (row["vendor"] or b"").decode("utf-8", "backslashreplace")).strip()
    values = [("mac", Witness.PEER, identifiers.mac(mac) or "", row.start("mac"), row["mac"])]
    if vendor and not vendor.startswith("(Unknown"):
        text = vendor.encode("utf-8", "replace")
        values.append(("tool.vendor", Witness.TOOL, vendor, row.start("vendor"), text))
    for field, witness, value, start, raw in values:
        yield Sighting(
            keys=known,
            witness=witness,
            field=field,
            value=value,
            unit=f"line {number}",
            excerpt=Excerpt(raw[: Excerpt.LIMIT], offset + start),
            where=f"line {number}",
        )
