"""What messages say, as sightings: each statement once a day for each unit, within bounds.

A unit says the same of itself every few seconds for months. What it said first on each day is a
sighting; the rest are passed over by a hash with this process's own key, so that nobody can make
two statements meet.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.protocols.stated import Said, Stated, sightings
from nameplate.model.records import Key, Sighting

MOST = 200_000
"""Most statements that are remembered; beyond, they are forgotten and may be said again."""
DAY_NS = 86_400 * 1_000_000_000


class Way(NamedTuple):
    """How a packet came: see `Sighting.via`. `vlans` are its tags, outermost first."""

    via: Key | None
    routed: bool
    vlans: tuple[int, ...]

    @property
    def suffix(self) -> str:
        """Return what tells units apart that only an address names."""
        by = f" by {self.via.value}" if self.via else ""
        tags = f" in VLAN {'.'.join(map(str, self.vlans))}" if self.vlans else ""
        return f"{by}{' from behind it' * self.routed}{tags}"


class Once:
    """Says whether something is new, within a bound: beyond, all is forgotten and new again.

    Only hashes are held: with a key of this process, so that nobody can make two things meet.
    """

    def __init__(self, most: int = MOST) -> None:
        self._seen: set[int] = set()
        self._most = most

    def is_new(self, *what: object) -> bool:
        """Say whether these values together are new, and remember them."""
        index = hash(what)
        if index in self._seen:
            return False
        if len(self._seen) >= self._most:
            self._seen.clear()
        self._seen.add(index)
        return True


class Statements:
    """Turns what messages say into sightings, each statement once a day for each unit."""

    def __init__(self) -> None:
        self._said = Once()

    def of(
        self,
        packet: Packet,
        said: Iterable[Said],
        *,
        unit: str,
        keys: tuple[Key, ...] = (),
        base: int | None = None,
        way: Way | None = None,
    ) -> Iterator[Sighting]:
        """Yield what a message says that was not said on the same day, of whom it names.

        `unit` and `keys` name its sender by what stands outside the message. `base` is where the
        message begins in the frame; None where it was put together from several packets: then the
        place of all its values is the packet. `way` is given for a unit that only an address
        names: several may have had it, and what came another way may be another's.
        """
        day = packet.time_ns // DAY_NS
        if way is not None:
            unit += way.suffix
        fresh = [self._fresh(one, unit, keys, day) for one in said if keys or one.keys]
        if not any(one.stated for one in fresh):
            return

        def at(stated: Stated) -> str:
            if base is None or stated.start is None or stated.end is None:
                return f"packet {packet.number}"
            return packet.place(base + stated.start, base + stated.end)

        found = sightings(fresh, unit=unit, at=at, keys_given=keys, when=packet.when)
        if way is None:
            yield from found
            return
        for one in found:
            yield msgspec.structs.replace(one, via=way.via, routed=way.routed)

    def _fresh(self, said: Said, unit: str, keys: tuple[Key, ...], day: int) -> Said:
        """Return it with what is new of it, and all its keys."""
        who = hash((unit, keys, said.part, said.keys, said.behind, day))
        new = [one for one in said.stated if self._said.is_new(who, one.field, one.value)]
        return said if len(new) == len(said.stated) else said._replace(stated=tuple(new))
