"""One entry of an address table: who is where, out of a row with or without a heading."""

import re
from typing import NamedTuple

from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables.session_text import SILENT, Row
from nameplate.model import identifiers

_NO_PORT = re.compile(
    r"(?:dynamic|static|learned|learnt|permanent|arpa|ether|self|ageout|forwarding|enabled|all"
    r"|reachable|stale|delay|probe|perm|d|s|i|c|dc|-|n/?a)\W?",
    re.I,
)
_PORT_PREFIX = re.compile(r"^(?:port|interface)s?[:=] ?", re.I)
_AFTER_WORD = re.compile(
    r"(?:\bdev|\bon|\binterface=|\bon-interface=|\bport[:=]) ?\"?([\w./:\-]{1,64})"
)
# "20", "20/-", "Vl 20", a flag and a number as in "* 145"; or a name that has letters.
_VLAN = re.compile(
    r"(?:vl(?:an)? ?|[A-Za-z*+] )?(?P<number>\d{1,4})(?:/\S{0,16})?"
    r"|[\w.\-]{1,32}\((?P<tag>\d{1,4})\)"
    r"|(?!all$|n/a$)(?P<name>(?=\S{0,31}[A-Za-z])[\w.\-]{1,32})",
    re.I,
)
_VLAN_WORD = re.compile(r"\b(?:vlan|vid)(?:[ =:]|-id=) ?(\d{1,4})\b", re.I)
# Without a heading only what can be nothing else: 1/0/5, Gi1/0/5, xe-0/0/1.0, Po12, lag100.
_PORT_FORM = re.compile(
    r"(?:[A-Za-z][A-Za-z-]{0,24})?\d{1,4}(?:[/:]\d{1,4}){1,4}(?:\.\d{1,5})?"
    r"|[A-Za-z]{2,4}\d{1,4}(?:\.\d{1,5})?"
)
# "outside 192.0.2.9 0000.5e00.5301 15": a firewall's interface, address, hardware address, age.
_NAME_FIRST = re.compile(
    r"\s*([A-Za-z][\w-]{0,47}) ([0-9A-Fa-f.:]{3,45}) [0-9A-Fa-f.:-]{11,17}(?: |$)"
)
_NAMED = re.compile(r"(?<![\w.\-])(\w[\w.\-]{0,252}) \(([0-9A-Fa-f.:%\w]{2,60})\) at ")
_IDENTITY = re.compile(r'\b(?:identity|host-name)="?([\w.\-]{1,64})')


class Entry(NamedTuple):
    """What a row shows. `silent`: an address was asked for, and nothing answered. `damage`: what
    stands for the hardware address is one no more, and why.
    """

    mac: str | None
    stated: str = ""
    ip: str | None = None
    port: str | None = None
    vlan: str | None = None
    hostname: str | None = None
    silent: bool = False
    damage: str | None = None


def entry(row: Row) -> Entry:
    """Read a row by its heading, and what the heading does not give by the forms of its words."""
    text = row.line.text
    cell = row.text("mac")
    found = addresses.macs(cell or "", bare_digits=True) or addresses.macs(text)
    given = addresses.ips(row.text("ip") or "")
    if not found:
        given = given or (addresses.ips(text) if row.heading is None else [])
        ip = given[0].value if given else None
        return Entry(None, ip=ip, silent=_is_silent(row, ip), damage=_damage(cell))
    at = found[0]
    given = given or addresses.ips(text) or addresses.ips(row.alone.text if row.alone else "")
    named = (" at " in text and _NAMED.search(text)) or _IDENTITY.search(text)
    return Entry(
        mac=at.value,
        stated=at.stated,
        ip=given[0].value if given else None,
        port=_port(row, at.stated),
        vlan=_vlan(row, at.stated),
        hostname=row.text("hostname") or (named[1] if named else None),
        silent=addresses.is_empty(at.value),
    )


def _is_silent(row: Row, ip: str | None) -> bool:
    if ip is None:
        return False
    if row.heading is None:
        return SILENT.search(row.line.text) is not None
    stated = row.text("mac")
    return stated is None or stated.lower() == "none" or SILENT.search(stated) is not None


def _damage(cell: str | None) -> str | None:
    """Say what is wrong with twelve characters that stand where a hardware address should."""
    if cell is None or len(re.sub(r"[^0-9A-Za-z]", "", cell)) != 12:
        return None
    return identifiers.damage("mac", cell)


def _port(row: Row, mac: str) -> str | None:
    for role in ("port", "interface"):
        stated = row.text(role)
        if stated is not None:
            stated = _PORT_PREFIX.sub("", stated).strip().rstrip("*+#").strip()[:64]
            if stated and not _NO_PORT.fullmatch(stated) and mac not in stated:
                return stated
    text = row.line.text
    if not row.cells and (match := _NAME_FIRST.match(text)) and identifiers.ip(match[2]):
        return match[1]
    if match := _AFTER_WORD.search(text):
        return match[1]
    if row.heading is not None and row.cells and row.heading.roles() & {"port", "interface"}:
        return None
    rest = text.replace(mac, " ")
    numbered = [word for word in rest.split() if not word.isalpha() and not word.isdigit()]
    forms = [word for word in numbered if _PORT_FORM.fullmatch(word)]
    forms = [word for word in forms if identifiers.ip(word) is None]
    return forms[-1] if forms else None


def _vlan(row: Row, mac: str) -> str | None:
    stated = [match for text in row.texts("vlan") if (match := _VLAN.fullmatch(text))]
    for match in stated:
        if number := match["number"] or match["tag"]:
            return str(int(number))
    if stated:
        return stated[0]["name"]
    if match := _VLAN_WORD.search(row.line.text):
        return match[1]
    if row.cells:
        return None
    # Without a heading, a small number at the start, before the address, is a VLAN everywhere.
    before = re.match(r"\s*[*+GR]?\s*(\d{1,4})\s+", row.line.text)
    if before and row.line.text[before.end() :].startswith(mac) and 0 < int(before[1]) < 4095:
        return before[1]
    return None
