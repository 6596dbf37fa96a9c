"""What messages say, as sightings: each statement once a day for each unit, within bounds.

A unit says the same of itself every few seconds for months. What it said first on each day is a
sighting; the rest are passed over by a hash with this process's own key, so that nobody can make
two statements meet.
"""

from collections.abc import Iterable, Iterator

from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.protocols.stated import Said, Stated, sightings
from nameplate.model.records import Key, Sighting

MOST = 200_000
"""Most statements that are remembered; beyond, they are forgotten and may be said again."""
_DAY_NS = 86_400 * 1_000_000_000


class Statements:
    """Turns what messages say into sightings, each statement once a day for each unit."""

    def __init__(self) -> None:
        self._said: set[int] = set()

    def of(
        self,
        packet: Packet,
        said: Iterable[Said],
        *,
        unit: str,
        keys: tuple[Key, ...] = (),
        base: int | None = None,
    ) -> Iterator[Sighting]:
        """Yield what a message says that was not said on the same day.

        `unit` and `keys` name its sender by what stands outside the message. `base` is where the
        message begins in the frame; None where it was put together from several packets: then the
        place of all its values is the packet.
        """
        day = packet.time_ns // _DAY_NS
        fresh = [self._fresh(one, unit, keys, day) for one in said]
        if not any(one.stated for one in fresh):
            return

        def at(stated: Stated) -> str:
            if base is None or stated.start is None or stated.end is None:
                return f"packet {packet.number}"
            return packet.place(base + stated.start, base + stated.end)

        yield from sightings(fresh, unit=unit, at=at, keys_given=keys, when=packet.when)

    def _fresh(self, said: Said, unit: str, keys: tuple[Key, ...], day: int) -> Said:
        """Return it with what is new of it, and all its keys."""
        who = hash((unit, keys, said.part, said.keys, said.behind, day))
        new = []
        for stated in said.stated:
            index = hash((who, stated.field, stated.value))
            if index not in self._said:
                if len(self._said) >= MOST:
                    self._said.clear()
                self._said.add(index)
                new.append(stated)
        return said if len(new) == len(said.stated) else said._replace(stated=tuple(new))
