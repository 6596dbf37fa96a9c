"""Connections added up: for a unit, a remote end, its name, port and protocol, hour by hour.

The table is bounded. What is full is yielded and counted (`spilled`), so that one hour may have
several records: each is of other connections, and their sum is the hour's.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from nameplate.evidence.tables.remote_names import STRENGTH, How
from nameplate.model.records import Flow, Key

MOST = 50_000
"""Most sums that are held at once."""
MOST_BYTES: Final = (1 << 63) - 1
"""The most that a record can carry; larger sums stay there."""


class Line(NamedTuple):
    """What a sum is of. Addresses are normalised texts; `name` is "" where none was seen.

    `hour` counts from 1970 (UTC); 0 where the time is not known. `via` is the hardware address on
    the unit's side, "" where there is none.
    """

    unit: str
    remote: str
    name: str
    port: int
    protocol: str
    hour: int
    via: str = ""


class Amount(NamedTuple):
    """What one connection adds: bytes from the unit and to it, packets, its first and last time."""

    out: int = 0
    back: int = 0
    packets: int = 0
    first: datetime | None = None
    last: datetime | None = None


class FlowSums:
    """Adds connections up within a table of fixed size."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._sums: dict[Line, _Sum] = {}
        self.spilled = 0
        """How many sums were yielded before the end because the table was full."""

    def add(
        self,
        line: Line,
        amount: Amount,
        keys: tuple[Key, ...],
        place: str,
        order: int,
        how: How | None,
    ) -> Iterator[Flow]:
        """Add a connection; yield all that is held where there is no room for a new sum.

        `place` and `order` are where it stands in the evidence: a sum stands at its first. `how`
        says how the name is known; of several ways the best is kept.
        """
        found = self._sums.get(line)
        if found is None:
            if len(self._sums) >= self._most:
                self.spilled += len(self._sums)
                yield from self.finish()
            found = self._sums[line] = _Sum(keys, place, order)
        found.add(amount, keys, place, order, how)

    def finish(self) -> Iterator[Flow]:
        """Yield what is held, and forget it."""
        held, self._sums = self._sums, {}
        for line, found in held.items():
            yield found.flow(line)


@lru_cache(maxsize=16_384)
def _via(mac: str) -> Key | None:
    return Key.of("mac", mac, "header") if mac else None


class _Sum:
    __slots__ = ("back", "first", "how", "keys", "last", "order", "out", "packets", "place")

    def __init__(self, keys: tuple[Key, ...], place: str, order: int) -> None:
        self.keys, self.place, self.order = keys, place, order
        self.out = self.back = self.packets = 0
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.how: How | None = None

    def add(
        self, amount: Amount, keys: tuple[Key, ...], place: str, order: int, how: How | None
    ) -> None:
        self.out = min(self.out + amount.out, MOST_BYTES)
        self.back = min(self.back + amount.back, MOST_BYTES)
        self.packets = min(self.packets + amount.packets, MOST_BYTES)
        if order < self.order:
            self.place, self.order = place, order
        if keys != self.keys and len(keys) > len(self.keys):
            self.keys = keys
        if how is not None and (self.how is None or STRENGTH[how] > STRENGTH[self.how]):
            self.how = how
        if amount.first is not None:
            self.first = amount.first if self.first is None else min(self.first, amount.first)
        if amount.last is not None:
            self.last = amount.last if self.last is None else max(self.last, amount.last)

    def flow(self, line: Line) -> Flow:
        return Flow(
            keys=self.keys,
            remote_ip=line.remote,
            remote_name=line.name or None,
            named=self.how if line.name else None,
            port=line.port,
            protocol=line.protocol,
            bytes_out=self.out,
            bytes_in=self.back,
            packets=self.packets,
            first=self.first,
            last=self.last,
            via=_via(line.via),
            where=self.place,
        )
