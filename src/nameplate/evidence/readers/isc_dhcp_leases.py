"""Lease files of ISC dhcpd: dhcpd.leases and dhcpd6.leases, as pfSense and OPNsense keep them too.

Spec: dhcpd.leases(5). dhcpd appends an entry at each change, and the last one of a lease is the
lease; times are UTC or, where db-time-format is local, Unix seconds. Texts have octal escapes.
IPv6 leases have no hardware address: it is taken from the DUID of the client where that has one.
Not read: the failover state, prefixes that were handed to routers, options of relays.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import duid
from nameplate.evidence.tables.dhcp_rows import (
    MAX_LEASES,
    Cell,
    Latest,
    Lease,
    bad_address,
    epoch,
    told,
)
from nameplate.model import identifiers
from nameplate.model.errors import NotOurFormat, OverBudget
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="isc-dhcp-leases",
    title="DHCP leases (ISC dhcpd, pfSense, OPNsense)",
    yields=("Sighting",),
    spec="dhcpd.leases(5), ISC DHCP 4.4",
)

_LONGEST_LINE = 8192
"""In bytes: an identifier of 255 bytes in escapes has 1,020."""
_TEXT = rb'"(?P<text>(?:[^"\\]|\\.){0,1024})"'
_BLOCK = re.compile(
    rb"\s{0,32}(?:lease (?P<v4>[0-9.]{7,15})|(?P<host>host) \S{1,255}"
    rb"|(?P<ia>ia-[nt]a) (?P<id>\S.{0,2048}?)"
    rb"|(?P<other>\S[^{};\"]{0,255}|ia-pd .{0,2048}?))\s{0,32}\{\s{0,32}"
)
_FIRST = re.compile(rb"^[ \t]{0,32}(?:lease [0-9.]{7,15}|ia-na \S.{0,512}) \{", re.MULTILINE)
_ADDRESS6 = re.compile(rb"\s{0,32}iaaddr (?P<ip>[0-9A-Fa-f:.]{2,45})\s{0,32}\{\s{0,32}")
_OPENS = re.compile(rb"[^#\"{}]{1,512}\{\s{0,32}")
_CLOSES = re.compile(rb"\s{0,32}\}\s{0,32}")
_HARDWARE = re.compile(rb"\s{0,32}hardware ethernet (?P<text>[0-9A-Fa-f:]{1,64});")
_NAME = re.compile(rb"\s{0,32}client-hostname " + _TEXT + rb";")
_CLASS = re.compile(
    rb"\s{0,32}(?:set )?(?:vendor-class-identifier|vendor-string)(?: ?= ?| )" + _TEXT + rb";"
)
_FIXED = re.compile(rb"\s{0,32}fixed-address (?P<text>[0-9.]{7,15})[;,]")
_START = re.compile(
    rb"\s{0,32}(?P<what>starts|cltt) (?:(?P<utc>\d (?P<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d))"
    rb"|epoch (?P<epoch>\d{1,12}));"
)
_STATE = re.compile(rb"\s{0,32}binding state (?P<state>[a-z]{1,16});")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))|([^\\])", re.DOTALL)


def sniff(head: bytes) -> int:
    """Claim the line that dhcpd writes on top, or the first block of a lease."""
    if b"dhcpd.leases(5)" in head[:1024]:
        return 95
    return 90 if _FIRST.search(head) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the hardware address, host name and vendor class of the last entry of each lease."""
    if not sniff(source.head()):
        raise NotOurFormat("no lease of dhcpd", where=source.name)
    latest = Latest()
    yield from told(_entries(source, latest))
    yield from latest.sightings()
    if latest.full:
        raise OverBudget(
            f"more than {MAX_LEASES:,} leases",
            where=source.name,
            next_step="Split the file between two leases.",
        )


def _entries(source: Source, latest: Latest) -> Iterator[Problem]:
    """Read the blocks of a file one after the other into `latest`."""
    block: _Block | None = None
    for number, offset, whole in source.lines():
        line = whole[:_LONGEST_LINE]
        opened = _BLOCK.fullmatch(line)
        if opened and (block is None or opened["v4"] or opened["ia"]):
            if block is not None and block.is_ours:
                yield _cut(block)
            block = _Block(opened, number, offset)
        elif block is not None:
            yield from block.feed(number, offset, line)
            if block.is_closed:
                for lease in block.leases():
                    latest.add(lease)
                block = None
        if latest.full:
            return
    if block is not None and block.is_ours:
        yield _cut(block)


def _cut(block: "_Block") -> Problem:
    return Problem(
        what="this lease is cut off before its closing bracket",
        next_step="The other leases were read; copy the file again if it should be whole.",
        where=f"line {block.number}",
    )


class _Block:
    """One entry from its opening bracket to the closing one."""

    def __init__(self, opened: re.Match[bytes], number: int, offset: int) -> None:
        self.number = number
        self.is_ours = opened["other"] is None
        self.is_closed = False
        self._depth = 1
        self._is_host = opened["host"] is not None
        self._ips = [opened["v4"].decode()] if opened["v4"] else []
        self._cells: dict[str, Cell] = {}
        self._start: tuple[datetime | None, str] | None = None
        self._states: list[bytes] = []
        self._own: tuple[str, Cell] | None = None
        if opened["id"]:
            self._own = _of_identifier(opened, number, offset)

    def feed(self, number: int, offset: int, line: bytes) -> Iterator[Problem]:
        """Take one line; statements of blocks inside a lease (on expiry) are passed over."""
        if _CLOSES.fullmatch(line):
            self._depth -= 1
            self.is_closed = self._depth == 0
        elif address := _ADDRESS6.fullmatch(line):
            self._ips.append(address["ip"].decode())
        elif _OPENS.fullmatch(line):
            self._depth += 1
        elif self.is_ours and self._depth == 1:
            self._statement(number, offset, line)
            if (bad := self._cells.get("mac")) and identifiers.mac(bad.text) is None:
                del self._cells["mac"]
                yield bad_address(bad.where, bad.text)
        elif state := _STATE.match(line):
            self._states.append(state["state"])

    def _statement(self, number: int, offset: int, line: bytes) -> None:
        for name, form in (("mac", _HARDWARE), ("name", _NAME), ("class", _CLASS)):
            if found := form.match(line):
                plain = found["text"] if b"\\" not in found["text"] else _plain(found["text"])
                start = offset + found.start("text") if plain == found["text"] else None
                shown = plain.decode("utf-8", "backslashreplace")
                self._cells[name] = Cell(shown, f"line {number}", start)
        if found := _START.match(line):
            if self._start is None or found["what"] == b"starts":
                self._start = _time(found)
        elif found := _STATE.match(line):
            self._states.append(found["state"])
        elif self._is_host and (found := _FIXED.match(line)):
            self._ips.append(found["text"].decode())

    def leases(self) -> Iterator[Lease]:
        """Yield what was read: one lease an address."""
        stated = self._cells.get("mac")
        mac = identifiers.mac(stated.text) if stated else None
        if mac is None and self._own is not None:
            mac, stated = self._own
        when, when_stated = self._start or (None, None)
        # An abandoned address answered though nobody had it: whose it is, the lease cannot say.
        ips = [] if b"abandoned" in self._states else self._ips
        for ip in ips or [None]:
            yield Lease(
                unit=f"line {self.number}",
                mac=mac,
                stated=stated,
                ip=ip,
                hostname=self._cells.get("name"),
                vendor_class=self._cells.get("class"),
                when=when,
                when_stated=when_stated,
                own_word="mac" not in self._cells,
            )


def _time(found: re.Match[bytes]) -> tuple[datetime | None, str]:
    if found["epoch"]:
        return epoch(found["epoch"].decode()), f"epoch {found['epoch'].decode()}"
    stated = found["utc"].decode()
    try:
        when = datetime.strptime(found["time"].decode(), "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None, stated
    return when, stated


def _of_identifier(opened: re.Match[bytes], number: int, offset: int) -> tuple[str, Cell] | None:
    """Find the hardware address in an IAID of four bytes and the DUID after it."""
    text, base = opened["id"], offset + opened.start("id")
    if text[:1] == b'"':
        found = list(_ESCAPE.finditer(text, 1, max(1, len(text) - 1)))
        spans = [(one.start(), one.end()) for one in found]
        raw = b"".join(map(_byte, found))
    else:
        pairs = list(re.finditer(rb"[0-9A-Fa-f]{2}", text))
        spans = [(one.start(), one.end()) for one in pairs]
        raw = bytes(int(one[0], 16) for one in pairs)
    at = duid.in_duid(raw[4:])
    if at is None:
        return None
    start, end = spans[4 + at][0], spans[4 + at + 5][1]
    stated = text[start:end].decode("utf-8", "backslashreplace")
    return raw[4 + at : 10 + at].hex(), Cell(stated, f"line {number}", base + start)


def _byte(escape: re.Match[bytes]) -> bytes:
    if escape[1] is not None:
        return bytes([int(escape[1], 8) & 0xFF])
    return escape[2] if escape[2] is not None else escape[3]


def _plain(text: bytes) -> bytes:
    return b"".join(map(_byte, _ESCAPE.finditer(text)))
