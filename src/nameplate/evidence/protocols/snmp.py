"""SNMP: lines of a walk in any of its usual styles, or a single value that somebody noted.

Spec: RFC 3418 (system group), RFC 2863 (interfaces), RFC 4293 and 1213 (whom the agent's ARP
table shows: units of their own). sysContact names people and is not read, of sysLocation only
words for places are kept; a community string never stands in a walk.
"""

import re
from itertools import zip_longest
from typing import NamedTuple

from nameplate.evidence.protocols import addresses
from nameplate.evidence.protocols.stated import Said, Saying, Stated
from nameplate.model.records import Key, Witness, keys

LINE = re.compile(
    rb"\s{0,8}(?P<oid>\.?(?:\d{1,10}(?:\.\d{1,10}){3,40}|iso(?:\.[\w-]{1,60}){2,40}(?:\.\"[\d.]{7,15}\")?"
    rb"|[A-Za-z][A-Za-z0-9-]{1,60}(?:::[A-Za-z][A-Za-z0-9.-]{1,200}(?:\"[\d.]{7,15}\")?)?(?:\.\d{1,10}){0,40}))"
    rb"\s{0,4}(?:=|:(?!:)|\s)\s{0,4}(?:(?P<type>[A-Z][A-Za-z0-9 -]{1,24}):\s?)?"
    rb"(?P<value>[^\r\n]{0,1024})"
)
WALKED = re.compile(
    rb"\s{0,8}\.?(?:1\.[0-3](?:\.\d{1,10}){2,40}|iso(?:\.[\w-]{1,60}){2,40}(?:\.\"[\d.]{7,15}\")?"
    rb"|[A-Z][A-Za-z0-9-]{1,60}::[A-Za-z][A-Za-z0-9.-]{1,200}(?:\"[\d.]{7,15}\")?) ?= ?"
    rb"(?:[A-Z][A-Za-z0-9 -]{1,24}:|\"|No more|No Such)"
)
"""A line as the net-snmp tools print it."""
_WORD = re.compile(rb"\b(sysObjectID|sysDescr|sysName)(?:\.0)?\s{0,3}[:=]\s{0,3}", re.I)

_OID = re.compile(
    rb"(?:\.?1\.3\.6\.1\.4\.1|\.?iso\.3\.6\.1\.4\.1|enterprises)((?:\.\d{1,10}){1,40})"
)
_ENTERPRISES = "1.3.6.1.4.1"
_NAMES = {
    "1.3.6.1.2.1.1.1": "snmp.sys_descr",
    "1.3.6.1.2.1.1.2": "snmp.sys_object_id",
    "1.3.6.1.2.1.1.5": "snmp.sys_name",
    "1.3.6.1.2.1.1.6": "snmp.sys_location",
    "1.3.6.1.2.1.2.2.1.6": "mac",
    "sysdescr": "snmp.sys_descr",
    "sysobjectid": "snmp.sys_object_id",
    "sysname": "snmp.sys_name",
    "syslocation": "snmp.sys_location",
    "ifphysaddress": "mac",
}
# Rows of the agent's ARP table, indexed by the interface and the address: ipNetToMedia,
# ipNetToPhysical, and the older atTable.
_PEERS = ("1.3.6.1.2.1.4.22.1.2", "1.3.6.1.2.1.4.35.1.4", "1.3.6.1.2.1.3.1.1.2")
_PEERS_DOTTED = tuple(one + "." for one in _PEERS)
_PEER_NAMES = frozenset({"ipnettomediaphysaddress", "ipnettophysicalphysaddress", "atphysaddress"})
_INDEX = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}$")
_LAST_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60})(?:\.\d|$|\.ipv4)")
# The object identifiers every agent of a common software answers with: no maker's own tree.
_SOFTWARE = ("1.3.6.1.4.1.8072.", "1.3.6.1.4.1.2021.")


class Walked(NamedTuple):
    """One line of a walk: the field it states ("" if none), its value, its tree if a maker's.

    `oid_start` and `oid_end` say where in the line the OID stands.
    """

    field: str
    value: str
    tree: str
    oid_start: int
    oid_end: int


def line(raw: bytes) -> Walked | None:
    """Read one line of a walk; None where it is none."""
    match = LINE.match(raw)
    if match is None:
        return None
    oid = match["oid"].decode()
    value = match["value"].decode("utf-8", "replace").strip().strip('"').strip()
    field = _field(oid)
    if field == "snmp.sys_object_id":
        value = dotted(value)
    tree = dotted(oid)
    return Walked(
        field, value, tree if tree.startswith(_ENTERPRISES + ".") else "", *match.span("oid")
    )


def _field(oid: str) -> str:
    """Return the field that an OID or a name with its instance states."""
    number, name = _named(oid)
    return field_of(number) if number else _NAMES.get(name, "")


def field_of(oid: str) -> str:
    """Return the field that a dotted OID with its instance states, "" for none."""
    return next((f for stem, f in _NAMES.items() if oid.startswith(stem + ".")), "")


def is_peers(oid: str) -> bool:
    """Say whether a dotted OID is a row of the agent's ARP table: it speaks of another unit."""
    return oid.startswith(_PEERS_DOTTED)


def _named(oid: str) -> tuple[str, str]:
    """Return an OID in digits, or the last name in it: sysdescr of .iso.org.(..).sysDescr.0."""
    name = oid.rpartition("::")[2].lstrip(".")
    if name[:1].isdigit():
        return name, ""
    if name.startswith("iso.") and name[4:5].isdigit():
        return name.replace("iso", "1", 1), ""
    last = _LAST_NAME.search(name)
    return "", last[1].lower() if last else ""


def peer(raw: bytes, start: int, number: int, place: str = "") -> Said | None:
    """Return whom a row of the agent's ARP table shows, a unit of its own; None for other lines.

    `start` is the line's offset and `number` its number; `place` stands instead of offsets.
    """
    match = LINE.match(raw)
    if match is None:
        return None
    oid = match["oid"].decode().rstrip('"')
    digits, name = _named(oid)
    if name not in _PEER_NAMES and not any(digits.startswith(one + ".") for one in _PEERS):
        return None
    stated = match["value"].decode("utf-8", "replace").strip().strip('"').strip()
    mac, index = Key.of("mac", stated, "table"), _INDEX.search(oid)
    if mac is None or addresses.is_virtual_router(mac.value):
        return None
    at = start + match.start("value")
    shown = Stated("mac", mac.value, at, start + len(raw), mac.stated.encode(), place)
    known = keys(mac, Key.of("ip", index[0], "table") if index else None)
    return Said((shown,), known, f"line {number}", None, Witness.PEER)


def dotted(text: str) -> str:
    """Return an OID in digits, from any of its spellings; "" if it is none of a maker's."""
    match = _OID.search(text.encode())
    return _ENTERPRISES + match[1].decode() if match else ""


def is_makers(oid: str) -> bool:
    """Say whether an OID lies in the tree of a maker, not in that of the agent's software."""
    return bool(oid) and not oid.startswith(_SOFTWARE)


def add_line(
    saying: Saying,
    walked: Walked,
    start: int,
    end: int,
    seen: set[str],
    raw: bytes = b"",
    place: str = "",
) -> None:
    """Keep what a line states; of each maker's tree the first OID answered. `seen` remembers.

    `raw` is the line where the message is not held as a whole; `place` stands instead of offsets.
    """
    saying.hold(raw, start)
    if walked.field == "mac":
        saying.key("mac", walked.value, start, end, place)
    elif walked.field:
        saying.add(walked.field, walked.value, start, end, place)
        if walked.field == "snmp.sys_object_id":
            seen.add(number_of(walked.value))
        elif walked.field == "snmp.sys_name":
            saying.key("hostname", walked.value)
    elif is_makers(walked.tree) and number_of(walked.tree) not in seen and len(seen) < 32:
        seen.add(number_of(walked.tree))
        # What a maker's tree answers may be anything, a password too: the OID is all we keep.
        span = (start + walked.oid_start, start + walked.oid_end)
        saying.add("snmp.sys_object_id", walked.tree, *span, place)


def number_of(oid: str) -> str:
    """Return the enterprise number of an OID."""
    return oid.removeprefix(_ENTERPRISES + ".").partition(".")[0]


def said(data: bytes) -> tuple[Said, ...]:
    """Return what some lines of a walk, or a note of one value, say of one unit."""
    saying = Saying(data)
    seen: set[str] = set()
    peers: list[Said] = []
    offset = 0
    for number, raw in enumerate(data.split(b"\n")[:100_000], 1):
        if found := peer(raw, offset, number):
            peers.append(found)
        named = list(_WORD.finditer(raw))
        for match, after in zip_longest(named, named[1:]):
            stop = after.start() if after else len(raw)
            walked = line(raw[match.start() : stop].rstrip(b" ;,"))
            if walked is not None:
                add_line(saying, walked, offset + match.start(), offset + stop, seen)
        if not named:
            _add_other(saying, raw, offset, seen)
        offset += len(raw) + 1
    return (saying.done(), *peers)


def _add_other(saying: Saying, raw: bytes, offset: int, seen: set[str]) -> None:
    walked = line(raw)
    if walked is not None and (walked.field or walked.tree):
        add_line(saying, walked, offset, offset + len(raw), seen)
        return
    oid = dotted(raw.decode("utf-8", "replace"))
    if is_makers(oid) and number_of(oid) not in seen:
        seen.add(number_of(oid))
        saying.add("snmp.sys_object_id", oid, offset, offset + len(raw))
