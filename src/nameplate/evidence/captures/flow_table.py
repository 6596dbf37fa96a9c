"""Flows while they are counted: one list of integers each, as objects would cost more than packets.

A flow is given away as a row when another hour of it begins, when the table is full, and at the
end. So there may be several rows of one flow and hour: whoever takes them adds them up.
"""

from typing import Final, NamedTuple

from nameplate.evidence.captures import interest
from nameplate.evidence.captures.interest import NOTHING, Watched
from nameplate.evidence.captures.layers import TCP, UDP, Layers
from nameplate.evidence.captures.packet import FlowRow

MOST_FLOWS = 65_536

NS: Final = 1_000_000_000
_HOUR_S = 3600
# 1995 and 2100: no capture's clock is right outside.
_EARLIEST, _LATEST = 788_918_400, 4_102_444_800
_NEVER = 1 << 200

Entry = list[int]
PACKETS, SIZE, HIGH, LOW, LIMIT, SALT, SKIP, LEFT = range(8)
"""Places in an entry; the scanners' loops use all but the last, as numbers. HIGH and LOW are the
time of its latest packet in the clock's own counts; packets up to LIMIT bytes are counted and not
looked at. SALT tells its sender's messages apart from those of others, and SKIP bytes at their
start are not compared. LEFT is how many more of its messages are looked at."""
_HOUR, _FIRST, _FIRST_HIGH, _FIRST_LOW, _TOP_HIGH, _TOP_LOW = range(8, 14)


class Clock(NamedTuple):
    """How a capture counts time: `units` of the high count are a second, one of the low count is
    `low_ns` nanoseconds; `offset` is to be added, in seconds.
    """

    units: int
    low_ns: int
    offset: int = 0

    def ns(self, high: int, low: int) -> int:
        """Return nanoseconds since 1970; 0 where no clock can have said so."""
        if not _EARLIEST <= high // self.units + self.offset < _LATEST:
            return 0
        # Rounded up: clocks that are finer than nanoseconds rounded down when they were written.
        whole = -(-high * NS // self.units)
        return whole + self.offset * NS + min(low * self.low_ns, NS - 1)

    def hour(self, high: int) -> tuple[int, int, int]:
        """Return the hour of a time, and its first and first later high count.

        All times that cannot be true are of the hour 0.
        """
        seconds = high // self.units + self.offset
        if seconds < _EARLIEST:
            return 0, 0, (_EARLIEST - self.offset) * self.units
        if seconds >= _LATEST:
            return 0, (_LATEST - self.offset) * self.units, _NEVER
        hour = seconds // _HOUR_S
        begin = (hour * _HOUR_S - self.offset) * self.units
        return hour, begin, begin + _HOUR_S * self.units


class Ends(NamedTuple):
    """What packets of one flow have in common, in the order of `FlowRow`."""

    src_mac: bytes
    dst_mac: bytes
    vlan: int
    src: bytes
    dst: bytes
    protocol: int
    sport: int
    dport: int

    @classmethod
    def of(cls, found: Layers) -> "Ends":
        """Return the ends of a packet that was taken apart."""
        vlan = found.vlans[0] if found.vlans else -1
        sport, dport = found.sport, found.dport
        if found.protocol == UDP:
            sport, dport = interest.ports(sport, dport)
        macs = found.src_mac, found.dst_mac
        return cls(*macs, vlan, found.src, found.dst, found.protocol, sport, dport)

    def watched(self) -> Watched:
        """Return what is looked at of this flow."""
        if self.protocol == TCP:
            return interest.tcp()
        if self.protocol == UDP:
            return interest.udp(self.sport, self.dport, group=self._is_group())
        return interest.message()

    def _is_group(self) -> bool:
        """Say whether more than one listens (IEEE 802; RFC 5771, RFC 4291 section 2.7)."""
        if self.dst_mac:
            return bool(self.dst_mac[0] & 1)
        return self.dst[:1] == b"\xff" or (len(self.dst) == 4 and 224 <= self.dst[0] < 240)


class FlowTable:
    """The flows of one clock; what is given away is in `rows` until somebody takes it."""

    def __init__(self, clock: Clock) -> None:
        self.rows: list[FlowRow] = []
        self.spilled = 0
        """How often the table was full and given away."""
        self._clock = clock
        self._entries: dict[Ends, Entry] = {}
        self._pairs: dict[int, int] = {}

    @property
    def is_full(self) -> bool:
        """Whether it must be flushed before another flow is counted."""
        return len(self._entries) >= MOST_FLOWS

    def entry(self, ends: Ends, hour: int, high: int, low: int, number: int) -> Entry:
        """Return the entry of a flow in an hour, new or begun anew if need be."""
        entry = self._entries.get(ends)
        if entry is None:
            watched = ends.watched()
            salt = hash((ends.src_mac, ends.src, ends.vlan, ends.dport))
            limit = 0 if watched.hourly or self._is_among_first(ends) else NOTHING
            entry = [0, 0, high, low, limit, salt, watched.skip, watched.most]
            entry += (hour, number, high, low, 0, 0)
            self._entries[ends] = entry
            return entry
        if entry[_HOUR] == hour:
            return entry
        self._give(ends, entry)
        watched = ends.watched()
        if watched.hourly:
            _watch(entry, watched)
        entry[PACKETS] = entry[SIZE] = entry[_TOP_HIGH] = entry[_TOP_LOW] = 0
        entry[HIGH] = entry[_FIRST_HIGH] = high
        entry[LOW] = entry[_FIRST_LOW] = low
        entry[_HOUR], entry[_FIRST] = hour, number
        return entry

    def alone(self, ends: Ends, hour: int, size: int, time_ns: int, number: int) -> None:
        """Give one packet away as a row of its own: it is of another hour than its flow."""
        self.rows.append(FlowRow(*ends, hour, 1, size, time_ns, time_ns, number))

    def set_back(self) -> None:
        """Keep the latest time of each flow apart, as the clock was set back."""
        for entry in self._entries.values():
            top = max((entry[HIGH], entry[LOW]), (entry[_TOP_HIGH], entry[_TOP_LOW]))
            entry[_TOP_HIGH], entry[_TOP_LOW] = top

    def _is_among_first(self, ends: Ends) -> bool:
        """Say whether few connections between the same two units to that port were seen."""
        pair = hash((ends.src, ends.dst, ends.vlan, min(ends.sport, ends.dport)))
        count = self._pairs.get(pair, 0)
        if not count and len(self._pairs) >= MOST_FLOWS:
            self._pairs.clear()
        self._pairs[pair] = count + 1
        return count < interest.connections()

    def new_hour(self) -> None:
        """Look at the first connections of each pair again."""
        self._pairs.clear()

    def flush(self) -> None:
        """Give all flows away and forget them."""
        for ends, entry in self._entries.items():
            self._give(ends, entry)
        self._entries.clear()

    def _give(self, ends: Ends, entry: Entry) -> None:
        if not entry[PACKETS]:
            return
        first = self._clock.ns(entry[_FIRST_HIGH], entry[_FIRST_LOW])
        last = max((entry[HIGH], entry[LOW]), (entry[_TOP_HIGH], entry[_TOP_LOW]))
        row = FlowRow(
            *ends,
            entry[_HOUR],
            entry[PACKETS],
            entry[SIZE],
            first,
            self._clock.ns(*last),
            entry[_FIRST],
        )
        self.rows.append(row)


def count(entry: Entry, size: int, high: int, low: int) -> None:
    """Add a packet to its flow, whatever its time."""
    entry[PACKETS] += 1
    entry[SIZE] += size
    latest = entry[HIGH]
    if high > latest or (high == latest and low >= entry[LOW]):
        entry[HIGH] = high
        entry[LOW] = low
    elif (high, low) < (entry[_FIRST_HIGH], entry[_FIRST_LOW]):
        entry[_FIRST_HIGH], entry[_FIRST_LOW] = high, low


def _watch(entry: Entry, watched: Watched) -> None:
    entry[LIMIT], entry[LEFT], entry[SKIP] = 0, watched.most, watched.skip
