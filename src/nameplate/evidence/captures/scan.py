"""The scanner's seam: a window of bytes in; consumed bytes, flows and packets worth a look out.

A capture is read in windows. `Scanner.scan(data, limit)` takes one: `data` begins with a record,
its first `limit` bytes are the capture's, and at least `PAD` zero bytes follow them, so that a
header may be read without asking whether it is all there. It returns a `Scanned`:

- `consumed`: bytes of whole records; the next window begins there. It may lie beyond `limit` where
  a block is to be passed over that is larger than a window;
- `rows`: flows that are complete, to be added up (`FlowRow`);
- `found`: packets worth a look, with their place in this window (`lane.Found`), in order;
- `halt`: "" where more bytes would help, "zeros" where nothing was written, "length" where a
  record states a length that cannot be. The caller finds the next record or ends.

Video is counted here and never copied: no other code sees a packet that is not `found`. The loop
costs 0.7 microseconds a packet; what it does is kept to counting, so that a compiled scanner can
take its place. It must then give equal rows (added up), equal found packets and equal counts; the
order of dictionaries and the points at which tables are given away are not part of the meaning.
"""

from struct import Struct
from typing import Final, Literal, NamedTuple, Protocol

from nameplate.evidence.captures.flow_table import Clock
from nameplate.evidence.captures.lane import LARGEST, Found, MakeCounter, Sums
from nameplate.evidence.captures.packet import FlowRow

PAD: Final = 128
"""Zero bytes behind a window: more than any header that is read at once."""
_NEVER = 1 << 40

Halt = Literal["", "zeros", "length"]


class Scanned(NamedTuple):
    """What one window gave; see the module."""

    consumed: int
    rows: list[FlowRow]
    found: list[Found]
    halt: Halt


class Scanner(Protocol):
    """What both kinds of captures are scanned by."""

    number: int
    """Packets so far."""
    sums: Sums
    unread: dict[int, int]
    """Packets by link type, of those that are not read."""

    def scan(self, data: bytes, limit: int) -> Scanned:
        """Scan one window."""

    def finish(self) -> list[FlowRow]:
        """Return the flows that are still held."""


class PcapScanner:
    """Scans the records of a pcap file; `order` is "<" or ">", `low_ns` a fraction's unit."""

    def __init__(self, order: str, low_ns: int, link_type: int, make: MakeCounter) -> None:
        self.number = 0
        self.sums = Sums()
        self.unread: dict[int, int] = {}
        self.latest = 0
        """Seconds that the last packet states."""
        self._lane = lane = make(link_type, Clock(1, low_ns), self.sums)
        # A record's header, and of a plain IPv4 packet what its flow has in common, in one step.
        fixed = lane.fixed if lane.fixed is not None else 0
        self._unpack = Struct(f"{order}IIII{fixed + 1}s5x4s2x12s").unpack_from
        self._least = fixed + 27 if lane.fixed is not None else _NEVER

    def scan(self, data: bytes, limit: int) -> Scanned:
        """Scan one window that begins with a record."""
        lane, unpack, least, number = self._lane, self._unpack, self._least, self.number
        known, seen, low, high = lane.quick.get, lane.seen, lane.low, lane.high
        message, repeats = least + 1, 0  # behind UDP's header
        at, last = 0, limit - 16
        careful, at_seconds = number, self.latest
        halt: Halt = ""
        while at <= last:
            seconds, fraction, length, size, head, hops, ends = unpack(data, at)
            start = at + 16
            stop = start + length
            if stop > limit:
                halt = "length" if length > LARGEST else ""
                break
            entry = None
            if low <= seconds < high:
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
                        entry[2] = low = seconds
                        entry[3] = fraction
                        number += 1
                        at = stop
                        continue
            if not (length or size or seconds or fraction):
                halt = "zeros"
                break
            if length > LARGEST:
                halt = "length"
                break
            number += 1
            at = stop
            lane.low = low
            if length <= least:
                entry = None
            lane.careful(data, start, stop, size, seconds, fraction, number, entry)
            careful, at_seconds = number, seconds
            low, high = lane.low, lane.high
        lane.low, self.number = low, number
        self.latest = at_seconds if careful == number else low
        self.sums.repeats += repeats
        return Scanned(at, lane.rows(), self.sums.take(), halt)

    def finish(self) -> list[FlowRow]:
        """Return the flows that are still held."""
        self._lane.flush()
        return self._lane.rows()
