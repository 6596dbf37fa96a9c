"""DHCP and ARP tables that OPNsense, and firewalls of its family, hand out as JSON.

Spec: OPNsense's own controllers (DHCPv4 searchLease, Kea leases, getArp and search_arp): a list
of rows, or an object with the list under "rows". Its times have no zone and are not used. The
manufacturer beside an address is the firewall's own list. Descriptions are a person's words and
are not read; so is the name of a static entry, which is no more than a key. The lease files
themselves, of pfSense too, are those of ISC dhcpd, Kea and dnsmasq and are read as such.
"""

import re
from collections.abc import Iterator, Mapping

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import duid
from nameplate.evidence.tables import dhcp_columns
from nameplate.evidence.tables.dhcp_columns import Form
from nameplate.evidence.tables.dhcp_rows import Cell, Lease, bad_address, sightings, told
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="pfsense-dhcp",
    title="DHCP and ARP tables of OPNsense (JSON)",
    yields=("Sighting",),
    spec="OPNsense: DHCPv4 LeasesController, Kea leases, Diagnostics InterfaceController (getArp)",
)

_ROW = re.compile(rb'\s{0,64}(?:\{\s{0,64}"(?:total|rows)".{0,512}?)?\[?\s{0,64}\{', re.DOTALL)
_MEMBER = re.compile(rb'"([a-z_-]{2,24})"\s{0,16}:')
_SNIFFED = 4096


def sniff(head: bytes) -> int:
    """Claim rows whose members are those of such a table."""
    start = head.removeprefix(b"\xef\xbb\xbf")[:_SNIFFED]
    if not _ROW.match(start):
        return 0
    members = {found[1].decode() for found in _MEMBER.finditer(start)}
    return 85 if dhcp_columns.firewall(members) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address, and what stood beside it, of each row."""
    if not sniff(source.head()):
        raise NotOurFormat("no table of a firewall", where=source.name)
    value = json.loads(source.whole(), where=source.name)
    at: tuple[str | int, ...] = ()
    if isinstance(value, dict):
        value, at = value.get("rows"), ("rows",)
    if not isinstance(value, list):
        raise NotOurFormat("no rows in it", where=source.name)
    yield from told(_records(value, at))


def _records(rows: list[json.JsonValue], at: tuple[str | int, ...]) -> Iterator[Record]:
    for index, row in enumerate(rows):
        form = dhcp_columns.firewall(row) if isinstance(row, dict) else None
        if form is not None:
            yield from _row(row, form, json.pointer(*at, index))


def _row(row: Mapping[str, json.JsonValue], form: Form, at: str) -> Iterator[Record]:
    cells = {
        role: Cell(text, f"{at}{json.pointer(name)}")
        for role, name in form.roles.items()
        if isinstance(text := row.get(name), str) and text
    }
    stated = cells.get("mac")
    if is_own_word := stated is None and "client" in cells:
        part = duid.hardware(cells["client"].text)
        stated = cells["client"]._replace(text=part) if part else None
    mac = identifiers.mac(stated.text) if stated else None
    if stated is not None and mac is None:
        yield bad_address(stated.where, stated.text)
    yield from sightings(
        Lease(
            unit=at,
            mac=mac,
            stated=stated,
            ip=cells["ip"].text if "ip" in cells else None,
            hostname=cells.get("hostname") or cells.get("label"),
            tool_vendor=cells.get("vendor"),
            when_stated=cells["starts"].text if "starts" in cells else None,
            own_word=is_own_word,
            names_itself="hostname" in cells and row.get("type") != (form.static or object()),
        )
    )
