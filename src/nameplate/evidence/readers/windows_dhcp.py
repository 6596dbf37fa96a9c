"""Lease and reservation lists of Windows DHCP servers: PowerShell's CSV and the console's export.

Spec: Microsoft, classes DhcpServerv4Lease, DhcpServerv6Lease and DhcpServerv4Reservation through
Export-Csv, with or without its first line "#TYPE". Any delimiter, any encoding. Times stand in
the notation of whoever exported them and say when the lease ends: they are not read. Descriptions
and the names that administrators give to reservations are not the unit's words.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from nameplate.evidence.bounded import csv, text
from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import duid
from nameplate.evidence.tables import dhcp_columns
from nameplate.evidence.tables.dhcp_columns import Form
from nameplate.evidence.tables.dhcp_rows import (
    Cell,
    Lease,
    bad_address,
    bad_row,
    cell_of,
    sightings,
    told,
)
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="windows-dhcp",
    title="DHCP leases and reservations (Windows Server)",
    yields=("Sighting",),
    spec="Microsoft DhcpServer module: Get-DhcpServerv4Lease, v6Lease, v4Reservation as CSV",
)

_HEADING_ROWS = 4
"""A hint of the delimiter, "#TYPE ...", and then the heading."""
_MARKS = ("clientid", "clientduid", "unique id")
# What the server writes where an address answered that it had given to nobody.
_BAD = "bad_address"
_NO_STATES = frozenset({"declined", "badaddress"})


class _Heading(NamedTuple):
    form: Form
    columns: dict[str, int]


def sniff(head: bytes) -> int:
    """Claim a heading that only such a list has."""
    start = text.decode(head[:4096], text.encoding_of(head[:4096])).casefold()
    if start.startswith(("{", "[", "<")) or not any(mark in start for mark in _MARKS):
        return 0
    rows = csv.rows(Source.of(head[:8192]))
    return 90 if any(_heading(row) for row in islice(rows, _HEADING_ROWS)) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address and host name of each row."""
    if not sniff(source.head()):
        raise NotOurFormat("no list of a Windows DHCP server", where=source.name)
    yield from told(_records(source))


def _records(source: Source) -> Iterator[Record]:
    heading: _Heading | None = None
    for row in csv.rows(source):
        if row.fault is not None:
            yield bad_row(row)
        elif row.cells[0].startswith("#TYPE"):
            continue
        elif again := _heading(row):
            heading = again
        elif heading is not None and any(cell.strip() for cell in row.cells):
            yield from _row(row, heading)


def _heading(row: Row) -> _Heading | None:
    """Say which list this row heads; lists may stand one below the other in a file."""
    names = {cell.strip().lstrip("\ufeff").casefold(): at for at, cell in enumerate(row.cells)}
    form = dhcp_columns.windows(names)
    if form is None:
        return None
    return _Heading(form, {role: names[name] for role, name in form.roles.items() if name in names})


def _row(row: Row, heading: _Heading) -> Iterator[Record]:
    cells = {role: cell for role, at in heading.columns.items() if (cell := cell_of(row, at))}
    ip, client = cells.get("ip"), cells.get("client")
    if ip is None or identifiers.ip(ip.text) is None:
        yield bad_row(row._replace(fault="it has no address where its column is"))
        return
    name = cells.get("hostname") or cells.get("label")
    state = cells["state"].text.casefold() if "state" in cells else ""
    if state in _NO_STATES or (name and name.text.casefold() == _BAD):
        return
    part = duid.hardware(client.text) if client else None
    stated = client._replace(text=part) if client and part else None
    if client is not None and stated is None:
        yield bad_address(client.where, client.text)
    yield from sightings(_lease(row, ip, client, stated, name, "hostname" in cells))


def _lease(
    row: Row, ip: Cell, client: Cell | None, stated: Cell | None, name: Cell | None, own: bool
) -> Lease:
    """Return a lease; of a longer identifier the address is the client's own word."""
    return Lease(
        unit=f"row {row.number}",
        mac=identifiers.mac(stated.text) if stated else None,
        stated=stated,
        ip=ip.text,
        hostname=name,
        own_word=client != stated,
        names_itself=own,
    )
