"""Lease files of Kea (memfile backend): kea-leases4.csv, kea-leases6.csv and their older parts.

Spec: Kea Administrator Reference Manual, memfile. Kea appends a row at each change and cleans up
now and then (.1, .2, .completed hold the rows before): the last row of a lease is the lease. Its
start is the end less its length, which is how Kea computes the end. `hwaddr` may be empty: the
hardware address is then taken from the client's identifier, where that has one.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from nameplate.evidence.bounded import csv
from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import duid
from nameplate.evidence.tables.dhcp_rows import (
    MAX_LEASES,
    Cell,
    Latest,
    Lease,
    bad_address,
    bad_row,
    cell_of,
    epoch,
    told,
)
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat, OverBudget
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="kea-leases",
    title="DHCP leases (Kea memfile)",
    yields=("Sighting",),
    spec="Kea Administrator Reference Manual, memfile lease files (v4 and v6)",
)

_V4, _V6 = b"address,hwaddr,client_id,valid_lifetime,", b"address,duid,valid_lifetime,expire,"
_DECLINED = "1"
_PREFIX = "2"
"""lease_type of a prefix that was handed to a router: its address is no unit's."""
_FOREVER = "4294967295"
_FEWEST = 5


def sniff(head: bytes) -> int:
    """Claim the heading that Kea writes."""
    return 95 if head.startswith((_V4, _V6)) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address and host name of the last row of each lease."""
    if not sniff(source.head()):
        raise NotOurFormat("no lease file of Kea", where=source.name)
    latest = Latest()
    yield from told(_rows(source, latest))
    yield from latest.sightings()
    if latest.full:
        raise OverBudget(
            f"more than {MAX_LEASES:,} leases",
            where=source.name,
            next_step="Let Kea clean the file up, or split it.",
        )


def _rows(source: Source, latest: Latest) -> Iterator[Problem]:
    columns: dict[str, int] = {}
    for row in csv.rows(source, ","):
        if row.fault is not None or len(row.cells) < _FEWEST:
            yield bad_row(row)
        elif row.cells[0] == "address":
            columns = {name.strip(): at for at, name in enumerate(row.cells)}
        else:
            yield from _row(row, columns, latest)
        if latest.full:
            return


def _row(row: Row, columns: Mapping[str, int], latest: Latest) -> Iterator[Problem]:
    cells = {name: cell for name, at in columns.items() if (cell := cell_of(row, at))}
    if identifiers.ip(_text(cells, "address")) is None:
        yield Problem(
            what="no lease: it does not begin with an address",
            next_step="The other rows were read.",
            where=f"row {row.number}",
        )
        return
    # A declined address is in use by somebody else, and Kea does not know by whom.
    if _text(cells, "state") == _DECLINED:
        return
    stated = cells.get("hwaddr")
    mac = identifiers.mac(stated.text) if stated else None
    if stated is not None and mac is None:
        yield bad_address(stated.where, stated.text)
    is_own_word = mac is None
    if is_own_word:
        stated = _in_identifier(cells.get("client_id") or cells.get("duid"))
        mac = identifiers.mac(stated.text) if stated else None
    latest.add(
        Lease(
            unit=f"row {row.number}",
            mac=mac,
            stated=stated,
            ip=None if _text(cells, "lease_type") == _PREFIX else _text(cells, "address"),
            hostname=cells.get("hostname"),
            when=_start(cells),
            own_word=is_own_word,
        )
    )


def _text(cells: Mapping[str, Cell], name: str) -> str:
    return cells[name].text if name in cells else ""


def _in_identifier(cell: Cell | None) -> Cell | None:
    found = duid.hardware(cell.text) if cell else None
    return cell._replace(text=found) if cell and found else None


def _start(cells: Mapping[str, Cell]) -> datetime | None:
    end, length = _text(cells, "expire"), _text(cells, "valid_lifetime")
    if length == _FOREVER or epoch(end) is None or epoch(length) is None:
        return None
    return epoch(str(max(0, int(end) - int(length))))
