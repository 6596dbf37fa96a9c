"""What a DHCP server wrote down of one lease, whatever file it stands in.

The hardware address is what the server saw in the request (chaddr), unless it had to be taken
from an identifier that the client chose. Host name and vendor class are the client's words
(RFC 2132, options 12 and 60). A host name that may be a person's is not kept.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from nameplate.evidence.bounded.grid import Row, letters
from nameplate.evidence.protocols import names
from nameplate.evidence.protocols.stated import without_secrets
from nameplate.model import identifiers
from nameplate.model.records import Excerpt, Key, Problem, Record, Sighting, Witness, keys

MAX_LEASES = 250_000
"""Most leases of one append-only file that are held until its end: about 200 MB."""
_LONGEST = 255
"""RFC 2132: an option's length is one byte."""
_NEARLY_TWELVE = range(8, 17)
_OTHER_KIND = "its identifier is of another kind"
_LATEST = 253_402_300_799
"""The last second of the year 9999, which is the last that Python knows."""


class Cell(NamedTuple):
    """A text as found, where, and the byte where it begins if that is known."""

    text: str
    where: str
    start: int | None = None


class Lease(NamedTuple):
    """One lease. `mac` normalised, with `stated` as found; None where the file gives none.

    `own_word` says that the hardware address is from an identifier that the client chose.
    `names_itself` is False where the host name is not the client's but the server's or a person's:
    it is then a key and no more.
    """

    unit: str
    mac: str | None = None
    stated: Cell | None = None
    ip: str | None = None
    hostname: Cell | None = None
    vendor_class: Cell | None = None
    tool_vendor: Cell | None = None
    when: datetime | None = None
    when_stated: str | None = None
    own_word: bool = False
    names_itself: bool = True


def sightings(lease: Lease) -> Iterator[Sighting]:
    """Yield what a lease says of its client: its hardware address, host name, vendor class."""
    named = names.host(lease.hostname.text) if lease.hostname else ""
    known = keys(
        _mac_key(lease),
        Key.of("ip", lease.ip, "table"),
        Key.of("hostname", named or None, "table"),
    )
    if not known:
        return
    hardware = Witness.DEVICE if lease.own_word else Witness.PEER
    told = [("mac", hardware, lease.mac if _mac_key(lease) else None, lease.stated)]
    if lease.names_itself:
        told.append(("dhcp.hostname", Witness.DEVICE, named, lease.hostname))
    for field, witness, cell in (
        ("dhcp.vendor_class", Witness.DEVICE, lease.vendor_class),
        ("tool.vendor", Witness.TOOL, lease.tool_vendor),
    ):
        told.append((field, witness, without_secrets(cell.text) if cell else None, cell))
    for field, witness, value, cell in told:
        if value and cell is not None:
            yield _sighting(lease, known, field, witness, value[:_LONGEST], cell)


def _sighting(
    lease: Lease, known: tuple[Key, ...], field: str, witness: Witness, value: str, cell: Cell
) -> Sighting:
    whole = field == "mac" or value == cell.text
    raw = (cell.text if whole else value).encode("utf-8", "backslashreplace")
    return Sighting(
        keys=known,
        witness=witness,
        field=field,
        value=value,
        when=lease.when,
        when_stated=lease.when_stated,
        unit=lease.unit,
        excerpt=Excerpt(raw[: Excerpt.LIMIT], cell.start if whole else None),
        where=cell.where,
    )


def _mac_key(lease: Lease) -> Key | None:
    if lease.mac is None or lease.stated is None or identifiers.is_group_address(lease.mac):
        return None
    # Where it is written as escaped bytes the text as found is no notation that Key.of knows.
    return Key("mac", lease.mac, lease.stated.text.strip()[:128], "table")


class Latest:
    """The last entry of each client and address in a file that a server only appends to.

    An address that went to another client is the last one's: who had it before is still a unit
    that was there, and keeps its hardware address alone.
    """

    def __init__(self) -> None:
        self._leases: dict[tuple[str, str], Lease] = {}
        self._holder: dict[str, str] = {}

    @property
    def full(self) -> bool:
        """Say whether no more may be held."""
        return len(self._leases) >= MAX_LEASES

    def add(self, lease: Lease) -> None:
        """Take an entry in place of an earlier one of the same client and address."""
        client = lease.mac or ""
        at = (client, lease.ip or "")
        self._leases.pop(at, None)
        self._leases[at] = lease
        if lease.ip is not None and client:
            self._holder[lease.ip] = client

    def sightings(self) -> Iterator[Sighting]:
        """Yield what the leases say, in the order of their last entries."""
        for (client, ip), lease in self._leases.items():
            is_holder = self._holder.get(ip, client) == client
            if is_holder or client:
                yield from sightings(lease if is_holder else lease._replace(ip=None))


def epoch(stated: str) -> datetime | None:
    """Return the time that Unix seconds name; None beyond the year 9999."""
    if not stated.isascii() or not stated.isdecimal() or len(stated) > 12:
        return None
    seconds = int(stated)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= _LATEST else None


def cell_of(row: Row, at: int | None) -> Cell | None:
    """Return a cell of a table that holds something, with its place."""
    if at is None or at >= len(row.cells) or not row.cells[at].strip():
        return None
    return Cell(row.cells[at].strip(), f"row {row.number}, column {letters(at)}")


def bad_address(where: str, stated: str) -> Problem:
    """Tell that no hardware address can be taken from a lease, without showing the row.

    About twelve digits were one before somebody damaged it; anything else is an identifier that
    never held one (a UUID, a dial-in session), which is no damage.
    """
    digits = len(re.sub(r"[^0-9A-Fa-f]", "", stated[:_LONGEST]))
    why = identifiers.damage("mac", stated) if digits in _NEARLY_TWELVE else None
    return Problem(
        what=f"no hardware address can be taken from this lease: {why or _OTHER_KIND}",
        next_step="The other leases were read; look the unit up by its address.",
        where=where,
        notice=why is None,
    )


def bad_row(row: Row) -> Problem:
    """Tell that a row of a table is none."""
    return Problem(
        what=f"this row cannot be read: {row.fault or 'it has too few cells'}",
        next_step="The other rows were read.",
        where=f"row {row.number}",
    )


def told(found: Iterator[Record], most: int = 500) -> Iterator[Record]:
    """Let all sightings pass, and so many problems that a person could still read them."""
    more, last = 0, ""
    for record in found:
        if isinstance(record, Problem):
            most, last = most - 1, record.where
            if most < 0:
                more += 1
                continue
        yield record
    if more:
        yield Problem(
            what=f"{more} more lines could not be read", next_step="See the others.", where=last
        )
