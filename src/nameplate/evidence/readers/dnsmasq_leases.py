"""dnsmasq lease files: one lease a line, five words: expiry, hardware address, IP, name, client.

Spec: dnsmasq(8), --dhcp-leasefile. Home routers and OPNsense keep such files too. The first word
is when the lease ends, in Unix seconds: when the unit was there is not stated. IPv6 leases come
after a line "duid ..." and have a number in place of the hardware address: it is taken from the
client's DUID where that has one.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import duid
from nameplate.evidence.tables.dhcp_rows import Cell, Lease, bad_address, sightings, told
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="dnsmasq-leases",
    title="DHCP leases (dnsmasq)",
    yields=("Sighting",),
    spec="dnsmasq(8), --dhcp-leasefile",
)

# Widths are bounded: the host name is chosen by whoever plugs the unit in.
_LEASE = re.compile(
    rb"\d{1,12} (?:[0-9A-Fa-f]{2}-)?(?P<mac>[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){1,15})"
    rb" (?P<ip>\d{1,3}(?:\.\d{1,3}){3}) (?P<name>\S{1,255}) (?P<client>\S{1,1024})\s{0,8}"
)
_LEASE6 = re.compile(
    rb"\d{1,12} T?\d{1,10} (?P<ip>[0-9A-Fa-f:.]{2,45}) (?P<name>\S{1,255})"
    rb" (?P<client>\S{1,1024})\s{0,8}"
)
_SERVER = re.compile(rb"duid [0-9A-Fa-f:]{2,512}\s{0,8}")


def sniff(head: bytes) -> int:
    """Claim a file whose first line is a lease, or the server's own DUID."""
    line = head.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    return 85 if _LEASE.fullmatch(line) or _SERVER.fullmatch(line) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address and host name of each lease, and a problem for other lines."""
    if not sniff(source.head()):
        raise NotOurFormat("no lease of dnsmasq", where=source.name)
    yield from told(_records(source))


def _records(source: Source) -> Iterator[Record]:
    for number, offset, line in source.lines():
        if not line.strip() or _SERVER.fullmatch(line):
            continue
        if lease := _LEASE.fullmatch(line):
            stated = _cell(lease, "mac", number, offset)
            mac = identifiers.mac(stated.text)
            if mac is None:
                yield bad_address(stated.where, stated.text)
            yield from sightings(_lease(lease, stated, mac, number, offset))
        elif lease := _LEASE6.fullmatch(line):
            yield from sightings(_lease6(lease, number, offset))
        else:
            yield Problem(
                what="no lease: it has five words, which begin with when it ends",
                next_step="The other lines were read.",
                where=f"line {number}",
            )


def _cell(lease: re.Match[bytes], name: str, number: int, offset: int) -> Cell:
    text = lease[name].decode("utf-8", "backslashreplace")
    return Cell(text, f"line {number}", offset + lease.start(name))


def _lease(
    lease: re.Match[bytes], stated: Cell | None, mac: str | None, number: int, offset: int
) -> Lease:
    """Return a lease without a time: the file has its end alone. A name of * is none."""
    return Lease(
        unit=f"line {number}",
        mac=mac,
        stated=stated,
        ip=lease["ip"].decode(),
        hostname=None if lease["name"] == b"*" else _cell(lease, "name", number, offset),
    )


def _lease6(lease: re.Match[bytes], number: int, offset: int) -> Lease:
    client = _cell(lease, "client", number, offset)
    stated = duid.hardware(client.text)
    if stated is None:
        return _lease(lease, None, None, number, offset)
    start = offset + lease.start("client") + client.text.index(stated)
    cell = Cell(stated, client.where, start)
    found = _lease(lease, cell, identifiers.mac(stated), number, offset)
    return found._replace(own_word=True)
