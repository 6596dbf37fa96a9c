"""ARP, MAC, LLDP and CDP tables as switches, routers and systems print them, or a whole session.

No standard: the form is each maker's own and changes with versions, so nothing here asks whose it
is. A row is a line with a hardware address in any notation; the heading above it, where there is
one, says which of its words are the address, port and VLAN. IEEE 802.1AB (LLDP) and Cisco's CDP
name what a neighbour says of itself. One reader for all, since a saved session holds several.

Not kept: addresses that did not answer, and those of multicast and of virtual routers, which no
unit has.
They are counted and told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from nameplate.evidence.bounded import text as bounded_text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import addresses, names
from nameplate.evidence.tables import address_rows, neighbours, text_tables
from nameplate.evidence.tables.neighbours import Block, Fact, Line
from nameplate.evidence.tables.session_text import PROMPT, Row, Session
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Excerpt, Key, Problem, Record, Sighting, Witness, keys

FORMAT = Format(
    name="network-tables",
    title="ARP, MAC, LLDP and CDP tables of switches, routers and systems",
    yields=("Sighting",),
    spec="IEEE 802.1AB-2016 (LLDP) for what neighbours state; the rest is each system's own print",
)

_NOT_OURS = re.compile(
    rb"lease \d{1,3}(?:\.\d{1,3}){3} \{|(?:RTSP|HTTP)/\d|# ?Nmap |Starting Nmap|Nmap scan report"
    rb"|#separator|Interface: [^\r\n]{1,64}(?:datalink )?type: "
)
_WALK = re.compile(r" = (?:Hex-)?STRING: ")
_STAMPED = re.compile(
    r"\s*(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)"
)
_LISTED = re.compile(
    r"\) at | lladdr |\bdev \S{1,64} .{0,80}(?:master|permanent|self)\b|mac-address="
)
_NEIGHBOUR_WORDS = re.compile(r"lldp|cdp|chassis|hold.?time|device.?id", re.I)
_MAX_SNIFFED = 400
_FIELDS = {
    "descr": "lldp.sys_descr",
    "platform": "cdp.platform",
    "version": "cdp.version",
    "manufacturer": "lldp.manufacturer",
    "model": "lldp.model",
    "serial": "lldp.serial",
    "firmware": "lldp.firmware",
    "software": "lldp.firmware",
}
_SHOWN = 20
_TOLD = {
    "silent": "addresses where nothing answered: {which}",
    "virtual": "rows of virtual routers (VRRP, HSRP, GLBP), whose addresses no unit has: {which}",
    "shared": "rows of multicast or broadcast, whose addresses no unit has: {which}",
}


def sniff(head: bytes) -> int:
    """Claim text whose lines are a table of hardware addresses or of neighbours."""
    encoding = bounded_text.encoding_of(head)
    if b"\0" in head[:4096] and not encoding.startswith("utf-16"):
        return 0
    text = bounded_text.decode(head, encoding).lstrip("\ufeff \r\n\t")
    if text[:1] in ("<", "{", "[") and not PROMPT.match(text):
        return 0
    if _NOT_OURS.search(head[:4096]) or _WALK.search(text[:4096]):
        return 0
    shown = [_shown(line.rstrip("\r")) for line in text.split("\n", _MAX_SNIFFED)[:_MAX_SNIFFED]]
    return _claim(shown)


def _claim(shown: list[str]) -> int:
    lines = [line for line in shown if line.strip()]
    rows = sum(bool(addresses.macs(line)) for line in lines)
    parts = list(_parts(Session(), (Line(n, None, b"", line) for n, line in enumerate(shown))))
    headed = [part for part in parts if isinstance(part, Row) and part.heading is not None]
    blocks = [part for part in parts if isinstance(part, Block)]
    listed = sum(line.count(",") >= 2 or line.count(";") >= 2 for line in lines) * 2 > len(lines)
    if any(_of_row(part).facts for part in headed if _is_neighbour(part)) or (
        _speak_of_neighbours(blocks, lines)
    ):
        return 50
    if not rows or sum(_STAMPED.match(line) is not None for line in lines) * 2 > len(lines):
        return 0
    if headed or any(PROMPT.match(line) or _LISTED.search(line) for line in lines):
        return 45
    if listed:
        return 15 if rows * 2 >= len(lines) else 0
    if rows * 3 >= len(lines):
        return 30 if rows > 1 else 20
    return 25 if sum(bool(one.first("mac") and one.first("ip")) for one in blocks) > 1 else 0


def _speak_of_neighbours(blocks: list[Block], lines: list[str]) -> bool:
    roles = {fact.role for block in blocks for fact in block.facts}
    spoken = any(_NEIGHBOUR_WORDS.search(line) for line in lines)
    return spoken and len(roles & (neighbours.NEIGHBOUR | {"local"})) >= 2


def read(source: Source) -> Iterator[Record]:
    """Yield what each row or neighbour shows, and at the end what was counted only."""
    session = Session()
    passed = _Passed()
    kept = False
    for part in _parts(session, _lines(source)):
        if isinstance(part, Row) and not _is_neighbour(part):
            found = address_rows.entry(part)
            over = passed.over(found.mac, found.ip, part.line) if _is_over(found) else False
            records = [] if over else list(_entry(part, found))
        else:
            block = _of_row(part) if isinstance(part, Row) else part
            records = list(_neighbour(block, cdp=session.speaks_cdp, passed=passed))
        kept = kept or bool(records)
        yield from records
    yield from passed.told()
    if not kept and not passed:
        raise NotOurFormat("no line shows a hardware address or a neighbour", where=source.name)


class _Passed:
    """Counts the rows that name no unit: they are told, not kept."""

    def __init__(self) -> None:
        self._which: dict[str, list[str]] = {}
        self._count: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._count)

    def over(self, mac: str | None, ip: str | None, line: Line) -> bool:
        """Say whether an entry with this hardware address names no unit, and remember it."""
        if mac is None or addresses.is_empty(mac):
            kind, which = "silent", ip or ""
        elif addresses.is_shared(mac):
            kind, which = "shared", mac
        elif addresses.is_virtual_router(mac):
            kind, which = "virtual", f"{mac} at {ip}" if ip else mac
        else:
            return False
        self._count[kind] += 1
        self._first.setdefault(kind, f"line {line.number}")
        shown = self._which.setdefault(kind, [])
        if which and which not in shown and len(shown) < _SHOWN:
            shown.append(which)
        return True

    def told(self) -> Iterator[Problem]:
        """Yield one notice for each kind."""
        for kind, where in self._first.items():
            which = ", ".join(self._which[kind]) or "no address given"
            count = self._count[kind]
            more = f" and {count - _SHOWN} more" if count > _SHOWN else ""
            what = _TOLD[kind].format(which=which + more)
            yield Problem(what=what, next_step="Nothing to do.", where=where, notice=True)


def _parts(session: Session, lines: Iterable[Line]) -> Iterator[Row | Block]:
    for line in lines:
        session.feed(line)
        yield from session.take()
    session.close()
    yield from session.take()


def _lines(source: Source) -> Iterator[Line]:
    encoding = bounded_text.encoding_of(source.head())
    if encoding.startswith("utf-16"):  # what PowerShell's > writes
        text = bounded_text.decode(source.whole(), encoding)
        for number, line in enumerate(text.split("\n"), 1):
            line = line.rstrip("\r")
            yield Line(number, None, line.encode("utf-8", "replace"), _shown(line))
        return
    for number, offset, raw in source.lines():
        yield Line(number, offset, raw, _shown(bounded_text.decode(raw, encoding)))


def _shown(line: str) -> str:
    return text_tables.screen(line.lstrip("\ufeff"))[: text_tables.MAX_WIDTH]


def _is_over(found: address_rows.Entry) -> bool:
    return found.silent or found.mac is not None


def _is_neighbour(row: Row) -> bool:
    return row.heading is not None and row.heading.kind == "neighbour_columns"


def _entry(row: Row, found: address_rows.Entry) -> Iterator[Sighting | Problem]:
    if found.damage is not None:
        yield Problem(
            what=f"the hardware address cannot be used: {found.damage}",
            next_step="Print the table again, or look the row up by its port.",
            where=f"line {row.line.number}",
        )
    if found.mac is None:
        return
    known = keys(
        Key.of("mac", found.stated, "table"),
        Key.of("ip", found.ip, "table"),
        Key.of("hostname", names.host(found.hostname or ""), "table"),
    )
    values = {"mac": found.mac, "switch.port": found.port, "switch.vlan": found.vlan}
    for field, value in values.items():
        if value is not None:
            stated = found.stated if field == "mac" else value
            yield _sighting(known, Witness.PEER, field, value, stated, row.line, row.last)


def _sighting(
    known: tuple[Key, ...],
    witness: Witness,
    field: str,
    value: str,
    stated: str,
    line: Line,
    last: Line,
    unit: str = "",
) -> Sighting:
    raw = stated.encode("utf-8", "replace")
    at = line.raw.find(raw)
    start = line.offset + at if line.offset is not None and at >= 0 else None
    where = f"line {line.number}"
    if (
        last.number != line.number
        and at < 0
        and line.offset is not None
        and last.offset is not None
    ):
        where = f"bytes {line.offset}-{last.offset + len(last.raw)}"
    return Sighting(
        keys=known,
        witness=witness,
        field=field,
        value=value,
        unit=unit or f"line {line.number}",
        excerpt=Excerpt(raw[: Excerpt.LIMIT], start),
        where=where,
    )


def _of_row(row: Row) -> Block:
    """Turn a row of a table of neighbours into the block that says the same."""
    if row.heading is None or re.match(r"\s*total\b|.*: ", row.line.text, re.I):
        return Block(())
    facts = []
    for index, cell in sorted(row.cells.items()):
        line = row.alone if row.alone is not None and row.alone.number == cell.line else row.line
        role = row.heading.columns[index].role
        facts.append(Fact(role, cell.text, line, row.last if line is row.line else line))
    names = {fact.role for fact in facts}
    return Block(tuple(facts)) if names & {"local", "chassis", "ip", "remote"} else Block(())


def _neighbour(block: Block, *, cdp: bool, passed: _Passed) -> Iterator[Sighting]:
    """Yield what a neighbour said of itself, and what the switch says of where it is."""
    if _is_plain_entry(block):
        mac, ip = block.first("mac"), block.first("ip")
        values = [at.value for at in addresses.macs(mac.text if mac else "")]
        if passed.over(next(iter(values), None), ip.text if ip else None, block.facts[0].line):
            return
    cdp = cdp or block.first("platform") is not None
    is_equipment = _is_equipment(block)
    own = _own_keys(block, is_equipment=is_equipment)
    stated = any(fact.role in neighbours.NEIGHBOUR for fact in block.facts)
    speaker = Witness.DEVICE if stated else Witness.PEER
    unit = f"line {block.facts[0].line.number}" if block.facts else ""
    told: set[tuple[str, str]] = set()
    has_port = block.first("local") is not None
    for fact in block.facts:
        for field, value, witness in _values(
            fact, cdp=cdp, speaker=speaker, named=stated, has_port=has_port
        ):
            if (field, value) in told:
                continue
            told.add((field, value))
            if not (is_equipment or names.kept(field, value)):
                continue
            text = fact.text if field != "mac" else addresses.macs(fact.text)[0].stated
            yield _sighting(own, witness, field, value, text, fact.line, fact.last, unit)
    port = block.first("remote")
    point = keys(
        *(
            Key.of("hostname", names.host(f.text), "table")
            for f in block.facts
            if f.role == "unit_name"
        ),
        *(Key.of("ip", f.text, "table") for f in block.facts if f.role == "unit_ip"),
    )
    if port is not None and point:
        yield _sighting(
            point,
            Witness.PEER,
            "switch.port",
            port.text,
            port.text,
            port.line,
            port.last,
            f"{unit}, access point",
        )


def _is_plain_entry(block: Block) -> bool:
    """Say whether a block is an entry of an address table, printed as labels."""
    roles = {fact.role for fact in block.facts}
    return bool(roles & {"ip", "mac"}) and not roles & {*neighbours.NEIGHBOUR, "other_mac"}


def _values(
    fact: Fact, *, cdp: bool, speaker: Witness, named: bool, has_port: bool
) -> Iterator[tuple[str, str, Witness]]:
    found = addresses.macs(fact.text)
    match fact.role:
        case "chassis" | "mac" | "other_mac" | "ip" | "remote" | "device" | "name" if found:
            usable = _is_units_own(found[0].value)
            if fact.role == "name":
                yield "cdp.device_id" if cdp else "lldp.sys_name", fact.text, Witness.DEVICE
            if usable and len(fact.text) <= len(found[0].stated) + 8:
                yield "mac", found[0].value, speaker
        case "local_id" if not has_port:
            yield "switch.port", fact.text[:64], Witness.PEER
        case "local" | "interface":
            yield "switch.port", fact.text[:64], Witness.PEER
        case "vlan":
            if (digits := re.match(r"\d{1,4}", fact.text)) and int(digits[0]):
                yield "switch.vlan", digits[0], Witness.PEER
        case "device" | "name":
            yield "cdp.device_id" if cdp else "lldp.sys_name", fact.text, Witness.DEVICE
        case "version" if not cdp:
            return
        case role if role in _FIELDS and named:
            yield _FIELDS[role], fact.text, Witness.DEVICE
        case _:
            return


def _is_units_own(mac: str) -> bool:
    return not (
        addresses.is_empty(mac) or addresses.is_shared(mac) or addresses.is_virtual_router(mac)
    )


def _is_equipment(block: Block) -> bool:
    """Say whether a neighbour describes itself as equipment: then its name is no person's."""
    described = (f for f in block.facts if f.role in ("descr", "platform", "model"))
    return any(names.speaks_of_equipment(fact.text) for fact in described)


def _own_keys(block: Block, *, is_equipment: bool) -> tuple[Key, ...]:
    found: list[Key | None] = []
    for fact in block.facts:
        if fact.role in ("chassis", "mac", "other_mac", "ip", "remote", "device", "name"):
            found += [
                Key.of("mac", at.stated, "table")
                for at in addresses.macs(fact.text)[:1]
                if _is_units_own(at.value)
            ]
        if fact.role in ("chassis", "ip"):
            found += [Key.of("ip", at.stated, "table") for at in addresses.ips(fact.text)[:4]]
        if fact.role == "serial":
            found.append(Key.of("serial", fact.text, "table"))
    return keys(*found, _name_key(block, is_equipment=is_equipment))


def _name_key(block: Block, *, is_equipment: bool) -> Key | None:
    """Return the neighbour's name as a key; some add their serial number in brackets."""
    for role in ("name", "device", "chassis"):
        fact = block.first(role)
        if fact is None or addresses.macs(fact.text) or addresses.ips(fact.text):
            continue
        name = re.sub(r"\([\w.\-]{1,64}\)$", "", fact.text)
        key = Key.of("hostname", name if is_equipment else names.host(name), "table")
        if key is not None and fact.text not in ("-", "N/A"):
            return key
    return None
