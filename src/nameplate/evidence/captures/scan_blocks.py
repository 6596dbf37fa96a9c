"""The scanner of pcapng files: the same seam as `scan`, over blocks instead of records.

Spec: draft-ietf-opsawg-pcapng. Sections in either order of bytes, several interfaces with clocks
of their own, packets in enhanced, simple and obsolete blocks. Names that whoever took the capture
had looked up are learnt; secrets for decryption are passed over as any block that is not read.
"""

from functools import cache
from struct import Struct
from typing import Final

from nameplate.evidence.captures import blocks, link
from nameplate.evidence.captures.blocks import (
    ENHANCED,
    INTERFACE,
    NAMES,
    OBSOLETE,
    SECTION,
    SIMPLE,
    Interface,
)
from nameplate.evidence.captures.flow_table import Clock
from nameplate.evidence.captures.lane import LARGEST, Counter, MakeCounter, Sums
from nameplate.evidence.captures.names import Names
from nameplate.evidence.captures.packet import FlowRow
from nameplate.evidence.captures.scan import Halt, Scanned

_MOST_INTERFACES = 4096
_MOST_LANES: Final = 8
"""More clocks and link types than that are made up: each has its tables."""
_LARGEST_BLOCK = LARGEST + (1 << 16)
_TRAILER = 4
_NEVER = 1 << 40


@cache
def _struct(form: str) -> Struct:
    return Struct(form)


class PcapngScanner:
    """Scans the blocks of a pcapng file."""

    def __init__(self, names: Names, make: MakeCounter) -> None:
        self.number = 0
        self.sums = Sums()
        self.order = "<"
        """Of the section that is being read."""
        self.unread: dict[int, int] = {}
        """Packets by link type, of those that are not read."""
        self._names = names
        self._make = make
        self._lanes: dict[tuple[int, Clock, bool], Counter] = {}
        self._interfaces: list[tuple[Interface, Counter | None]] = []
        self._current = -1

    def scan(self, data: bytes, limit: int) -> Scanned:
        """Scan one window that begins with a block."""
        at, going = 0, True
        halt: Halt = ""
        while going and at <= limit - 12:
            if self._current >= 0:
                at = self._packets(data, at, limit)
            after, halt = self._block(data, at, limit)
            going = not halt and after != at
            at = after
        return Scanned(at, self._rows(), self.sums.take(), halt)

    def finish(self) -> list[FlowRow]:
        """Return the flows that are still held."""
        for lane in self._lanes.values():
            lane.flush()
        return self._rows()

    def _rows(self) -> list[FlowRow]:
        return [row for lane in self._lanes.values() for row in lane.rows()]

    def _packets(self, data: bytes, at: int, limit: int) -> int:
        """Count packets of the current interface; return where something else begins."""
        lane = self._interfaces[self._current][1]
        if lane is None:
            return at
        current, number, last = self._current, self.number, limit - 32
        fixed = lane.fixed if lane.fixed is not None else 0
        least = fixed + 27 if lane.fixed is not None else _NEVER
        unpack = _struct(f"{self.order}IIIIIII{fixed + 1}s5x4s2x12s").unpack_from
        known, seen, low, high = lane.quick.get, lane.seen, lane.low, lane.high
        message, repeats = least + 1, 0
        while at <= last:
            kind, total, which, above, below, length, size, head, hops, ends = unpack(data, at)
            start, after = at + 28, at + total
            stop = start + length
            if kind != ENHANCED or which != current or stop + _TRAILER > after or after > limit:
                break
            time = above << 32 | below
            entry = None
            if low <= time < high:
                entry = known(head + hops + ends)
                if entry is not None and least < length == size:
                    said = size > entry[4]
                    if said and hops[3] == 17:
                        mark = hash(data[start + message + entry[6] : stop]) ^ entry[5]
                        if mark in seen:
                            said = False
                            repeats += 1
                    if not said:
                        entry[0] += 1
                        entry[1] += size
                        entry[2] = low = time
                        number += 1
                        at = after
                        continue
            number += 1
            at = after
            lane.low = low
            if length <= least:
                entry = None
            lane.careful(data, start, stop, size, time, 0, number, entry)
            low, high = lane.low, lane.high
        lane.low, self.number = low, number
        self.sums.repeats += repeats
        return at

    def _block(self, data: bytes, at: int, limit: int) -> tuple[int, Halt]:
        """Take one block; return where the next begins, the same place if it is not all there."""
        if at + 12 > limit:
            return at, ""
        if data[at : at + 4] == SECTION:
            order = blocks.order(data[at + 8 : at + 12])
            if order is None:
                return at, "length"
            self.order = order
        kind, total = _struct(f"{self.order}II").unpack_from(data, at)
        if not kind and not total:
            return at, "zeros"
        if total < 12 or total % 4:
            return at, "length"
        after = at + total
        if after > limit:
            if total <= _LARGEST_BLOCK:
                return at, ""
            return (after, "") if blocks.is_passed(kind) else (at, "length")
        body, end = at + 8, after - _TRAILER
        if data[at : at + 4] == SECTION:
            self._interfaces.clear()
            self._current = -1
        elif kind == INTERFACE:
            self._interface(blocks.interface(data, body, end, self.order))
        elif kind in (ENHANCED, OBSOLETE):
            self._enhanced(data, body, end, kind)
        elif kind == SIMPLE:
            self._simple(data, body, end)
        elif kind == NAMES:
            for address, name in blocks.names(data, body, end, self.order):
                self._names.learn("", address, name, "resolver", 0)
        return after, ""

    def _interface(self, found: Interface) -> None:
        if len(self._interfaces) >= _MOST_INTERFACES:
            return
        self._interfaces.append((found, self._lane(found, timed=True)))

    def _lane(self, one: Interface, *, timed: bool) -> Counter | None:
        """Return where an interface's packets are counted; None where they are not read."""
        key = (one.link, one.clock, timed)
        lane = self._lanes.get(key)
        if lane is None and one.link in link.KINDS and len(self._lanes) < _MOST_LANES:
            lane = self._lanes[key] = self._make(one.link, one.clock, self.sums)
        return lane

    def _enhanced(self, data: bytes, body: int, end: int, kind: int) -> None:
        """Take a packet with a time, and let `_packets` go on with its interface."""
        self.number += 1
        form = "IIIII" if kind == ENHANCED else "HHIIII"
        header = _struct(f"{self.order}{form}")
        if body + header.size > end:
            self.sums.passed += 1
            return
        which, *_, above, below, length, size = header.unpack_from(data, body)
        if kind == OBSOLETE:
            which = _struct(f"{self.order}H").unpack_from(data, body)[0]
        start = body + header.size
        found = self._interfaces[which] if which < len(self._interfaces) else None
        if found is None or start + length > end:
            self.sums.passed += 1
            return
        one, lane = found
        if lane is None:
            self._pass(one, size)
            return
        time = above << 32 | below
        if kind == ENHANCED:
            self._current = which
        lane.careful(data, start, start + length, size, time, 0, self.number, None)

    def _simple(self, data: bytes, body: int, end: int) -> None:
        """Take a packet without a time, of the first interface."""
        self.number += 1
        if not self._interfaces or body + 4 > end:
            self.sums.passed += 1
            return
        one, _ = self._interfaces[0]
        (size,) = _struct(f"{self.order}I").unpack_from(data, body)
        start = body + 4
        length = min(size, one.snaplen or size, end - start)
        lane = self._lane(one, timed=False)
        if lane is None:
            self._pass(one, size)
            return
        lane.careful(data, start, start + length, size, 0, 0, self.number, None)

    def _pass(self, one: Interface, size: int) -> None:
        self.sums.passed += 1
        self.sums.bytes += min(size, LARGEST)
        if one.link not in link.KINDS:
            self.unread[one.link] = self.unread.get(one.link, 0) + 1
