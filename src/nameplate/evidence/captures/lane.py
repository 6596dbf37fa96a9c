"""Packets of one link and one clock: which flow each is of, and whether it is worth a look.

The scanners' loops only add to flows that are known and have shown what they are. Every other
packet comes to `Lane.careful`. All tables are bounded: what is full is given away or forgotten.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol, TypeVar

from nameplate.evidence.captures import link, plain
from nameplate.evidence.captures.flow_table import (
    LEFT,
    LIMIT,
    SALT,
    SKIP,
    Clock,
    Ends,
    Entry,
    FlowTable,
    count,
)
from nameplate.evidence.captures.interest import NOTHING
from nameplate.evidence.captures.layers import ICMPV6, TCP, Layers, layers
from nameplate.evidence.captures.packet import FlowRow

LARGEST: Final = 1 << 20
"""Longest packet, in bytes: libpcap keeps at most 262,144 of one."""
_MOST_KEPT = 65_536
"""Most flows known by their bytes, and most messages known by their hash."""
_STEP = 64
"""So many packets in a row before the latest: the clock was set back, they are not just late."""
_BACK_S, _FORWARD_S = 60, 86_400
_NEIGHBOURS = range(133, 138)  # RFC 4861 section 4

_K = TypeVar("_K", int, bytes)


class Found(NamedTuple):
    """A packet that is worth a look: its number and time, and its bytes in the window."""

    number: int
    time_ns: int
    start: int
    stop: int
    link: int
    cut: bool


class Sums:
    """What is counted over all lanes of a capture, and the packets that a window gave."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.cut = 0
        self.passed = 0
        self.repeats = 0
        """Messages equal to one of the same hour, and so not looked at."""
        self.gaps = 0
        self.timeless = 0
        """Packets without a time that can be true."""
        self.vlans: set[int] = set()
        self.links: dict[str, None] = {}
        """Names of link types, in the order they were met."""
        self.bytes = 0
        """On the wire, of all that was given away."""
        self.first_ns = self.last_ns = 0

    def take(self) -> list[Found]:
        """Return the packets found since the last time."""
        found, self.found = self.found, []
        return found

    def give(self, rows: Sequence[FlowRow]) -> None:
        """Count what is given away."""
        for row in rows:
            self.bytes += row.size
            if row.first_ns:
                self.first_ns = min(self.first_ns or row.first_ns, row.first_ns)
                self.last_ns = max(self.last_ns, row.last_ns)
            else:
                self.timeless += row.packets


class Counter(Protocol):
    """What the scanners' loops give packets to; see `Lane`, which is the one that counts."""

    fixed: int | None
    quick: dict[bytes, Entry]
    seen: set[int]
    low: int
    high: int

    def careful(
        self,
        data: bytes,
        start: int,
        stop: int,
        size: int,
        high: int,
        low: int,
        number: int,
        entry: Entry | None,
    ) -> None:
        """Take one packet that the loop does not know."""

    def rows(self) -> list[FlowRow]:
        """Return the rows that were given away since the last time."""

    def flush(self) -> None:
        """Give all flows away."""


MakeCounter = Callable[[int, Clock, Sums], Counter]
"""Makes the counter of a link type and clock."""


class Lane:
    """The flows of one link type and clock."""

    def __init__(self, link_type: int, clock: Clock, sums: Sums) -> None:
        self.link = link_type
        self.fixed = link.KINDS[link_type].fixed
        self.flows = FlowTable(clock)
        self.quick: dict[bytes, Entry] = {}
        """Flows by bytes at fixed places of their packets: what the loops look up."""
        self.seen: set[int] = set()
        """Messages of this hour, by their hash mixed with their flow's SALT."""
        self.low = self.high = 0
        """The time of the latest packet and the end of its hour, in the clock's high count."""
        self._clock = clock
        self._sums = sums
        sums.links[link.KINDS[link_type].name] = None
        self._again: dict[int, Entry] = {}
        self._hour = self._begin = 0
        self._late_at = self._late_run = 0

    def careful(
        self,
        data: bytes,
        start: int,
        stop: int,
        size: int,
        high: int,
        low: int,
        number: int,
        entry: Entry | None,
    ) -> None:
        """Count one packet, `data[start:stop]`, and find out whether it is worth a look.

        `size` is its length on the wire as stated, `high` and `low` its time, `entry` its flow
        where the loop knew it.
        """
        if size != stop - start:
            if stop - start < size <= LARGEST:
                self._sums.cut += 1
            else:
                size = stop - start
        if self.low <= high < self.high:
            self.low, apart = high, False
        else:
            apart = self._is_apart(high, number)
        found: Layers | None = None
        at = plain.network(data, start, stop, self.fixed)
        if entry is None or apart:
            take = self._flow if at else self._odd
            entry, found = take(data, start, stop, at, high, low, number)
            if entry is None:
                self._sums.passed += 1
                self._sums.bytes += size
                return
        if apart:
            found = layers(data, start, stop, self.link)
            if found is not None:
                hour, _, _ = self._clock.hour(high)
                time_ns = self._clock.ns(high, low)
                self.flows.alone(Ends.of(found), hour, size, time_ns, number)
        else:
            count(entry, size, high, low)
        if found is _SAID_BEFORE:
            return
        if size > entry[LIMIT] and self._is_worth(data, at, stop, size, entry, found):
            time_ns, cut = self._clock.ns(high, low), size > stop - start
            self._sums.found.append(Found(number, time_ns, start, stop, self.link, cut))

    def rows(self) -> list[FlowRow]:
        """Return the rows that were given away since the last time."""
        rows, self.flows.rows = self.flows.rows, []
        self._sums.give(rows)
        return rows

    def flush(self) -> None:
        """Give all flows away."""
        self.flows.flush()
        self._forget_flows()

    # Its time.

    def _is_apart(self, high: int, number: int) -> bool:
        """Take a time outside of what was expected; say whether it is of an earlier hour.

        A packet before the latest one is late, as captures from several queues have them; a row
        of such packets is a clock that was set back.
        """
        if high >= self.high:
            self._turn(high)
            return False
        if number - self._late_at > 2:
            self._late_run = 0
            self._sums.gaps += self._seconds(self.low - high) > _BACK_S
        self._late_at = number
        self._late_run += 1
        if self._late_run >= _STEP:
            self._late_run = 0
            self.flows.set_back()
            self._turn(high)
            return False
        return high < self._begin

    def _turn(self, high: int) -> None:
        """Go to the hour of a time."""
        if self.high and self._seconds(high - self.low) > _FORWARD_S:
            self._sums.gaps += 1
        hour, self._begin, self.high = self._clock.hour(high)
        self.low = high
        if hour != self._hour:
            self._hour = hour
            self.seen.clear()
            self.flows.new_hour()
            self._forget_flows()

    def _seconds(self, span: int) -> int:
        return span // self._clock.units

    def _forget_flows(self) -> None:
        self.quick.clear()
        self._again.clear()

    # Its flow.

    def _flow(
        self, data: bytes, start: int, stop: int, at: int, high: int, low: int, number: int
    ) -> tuple[Entry | None, Layers | None]:
        """Return the flow of a packet, and its layers where they had to be taken apart.

        (None, None) for one that cannot be read.
        """
        key = plain.shared_key(data, start, at) or plain.key(data, start, at)
        entry = self.quick.get(key)
        if entry is not None:
            return entry, None
        found: Layers | None = None
        ends = plain.ends(data, start, at, stop) if self.link == link.ETHERNET else None
        if ends is not None:
            entry = self._entry(ends, high, low, number)
        else:
            entry, found = self._odd(data, start, stop, at, high, low, number)
            if found is None or not plain.is_whole(found, data, at):
                return entry, found
        if entry is not None:
            _put(self.quick, key, entry)
        return entry, found

    def _odd(
        self, data: bytes, start: int, stop: int, _: int, high: int, low: int, number: int
    ) -> tuple[Entry | None, Layers | None]:
        """Take a packet apart, unless it was seen before and is no datagram or segment."""
        frame = hash(data[start:stop])
        entry = self._again.get(frame)
        if entry is not None:
            self._sums.repeats += 1
            return entry, _SAID_BEFORE
        found = layers(data, start, stop, self.link)
        if found is None:
            return None, None
        entry = self._entry(Ends.of(found), high, low, number)
        if found.kind not in ("tcp", "udp"):
            _put(self._again, frame, entry)
        return entry, found

    def _entry(self, ends: Ends, high: int, low: int, number: int) -> Entry:
        if self.flows.is_full:
            self.flows.spilled += 1
            self.flush()
        if ends.vlan >= 0:
            self._sums.vlans.add(ends.vlan)
        return self.flows.entry(ends, self._hour, high, low, number)

    # Whether it is worth a look.

    def _is_worth(
        self, data: bytes, at: int, stop: int, size: int, entry: Entry, found: Layers | None
    ) -> bool:
        """Say whether a packet of a flow that is still watched says something new."""
        if found is None:
            protocol, begin, end, flags = plain.payload(data, at, stop)
        elif found.kind == "other":
            return False
        else:
            protocol, begin, end = found.protocol, found.start, found.end
            flags = data[found.transport + 13] if protocol == TCP else 0
        if begin >= end:
            if protocol == TCP:
                _learn_quiet(entry, size, flags)
            return False
        if protocol != TCP and not self._is_new(data, begin, end, entry, protocol):
            return False
        entry[LEFT] -= 1
        if entry[LEFT] <= 0:
            entry[LIMIT] = NOTHING
        return True

    def _is_new(self, data: bytes, begin: int, end: int, entry: Entry, protocol: int) -> bool:
        """Say whether the sender did not send the same within the hour.

        Python's hash of bytes is keyed anew in each process: nobody can make two messages meet.
        """
        if protocol == ICMPV6 and data[begin] not in _NEIGHBOURS:
            return False
        mark = hash(data[begin + entry[SKIP] : end]) ^ entry[SALT]
        if mark in self.seen:
            self._sums.repeats += 1
            return False
        if len(self.seen) >= _MOST_KEPT:
            self.seen.clear()
        self.seen.add(mark)
        return True


_SAID_BEFORE = Layers("other", 0, 0, b"", b"", ())


def _learn_quiet(entry: Entry, size: int, flags: int) -> None:
    """Let acknowledgements of this size pass unseen: they carry nothing."""
    if not flags & plain.FIN_SYN_RST and (not entry[LIMIT] or size < entry[LIMIT]):
        entry[LIMIT] = size


def _put(table: dict[_K, Entry], key: _K, entry: Entry) -> None:
    if len(table) >= _MOST_KEPT:
        table.clear()
    table[key] = entry
