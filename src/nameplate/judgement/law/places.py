"""Places: which place lies in which, which are held, and the parts of a union.

A rule of the EU or of the United States reaches their parts. "GB" is no extent of any rule: it
is the union of four, and one answer stands for it only where the four agree.
"""

from collections.abc import Iterable, Mapping

import msgspec

from nameplate.model.law import Places


class Map(msgspec.Struct, frozen=True):
    """Places as judgement asks for them. Immutable."""

    held: frozenset[str]
    above: Mapping[str, frozenset[str]]
    """A place to itself and every place that it lies in, where that is stated."""
    parts: Mapping[str, tuple[str, ...]]
    """A place to the held places that lie in it."""
    names: Mapping[str, str]
    zones: Mapping[str, str]
    also: Mapping[str, str]
    """Other words for a place, in lower case, to its code."""

    def said(self, place: str) -> str:
        """Return the code of a place that was named in another way: "UK" is "GB"."""
        return place if place in self.above else self.also.get(place.casefold(), place)

    def around(self, place: str) -> frozenset[str]:
        """Return the place and every place that it lies in: whose rules reach it."""
        found = self.above.get(place)
        if found is not None:
            return found
        head = place.partition("-")[0]
        return self.above.get(head, frozenset((head,))) | {place}

    def holds(self, place: str) -> bool:
        """Say whether rules of this place, or of one around it, are held."""
        return not self.held.isdisjoint(self.around(place)) or bool(self.parts.get(place))

    def around_it_only(self, place: str) -> bool:
        """Say whether law that reaches the place is held, and none of the place's own."""
        return place not in self.held and not self.held.isdisjoint(self.around(place))

    def known(self, place: str) -> bool:
        """Say whether it is a place that we know the code of, held or not."""
        return place in self.above

    def alone(self, place: str) -> bool:
        """Say whether a place with parts has rules, or lies in rules, of its own as well."""
        return not self.held.isdisjoint(self.around(place))

    def name(self, place: str) -> str:
        """Return the name people use, or the code."""
        return self.names.get(place, place)

    def zone(self, extent: Iterable[str]) -> str:
        """Return the time zone in which days of an extent are counted; UTC where none is held."""
        for place in extent:
            for each in (place, *sorted(self.around(place) - {place})):
                if each in self.zones:
                    return self.zones[each]
        return "UTC"


def drawn(places: Places, extents: Iterable[str]) -> Map:
    """Draw the map of the places held and of those that a record's extent names."""
    known = {*places.held, *places.names, *places.within, *places.parts, *extents}
    known |= {up for ups in places.within.values() for up in ups}
    above = {place: _above(place, places.within) for place in known}
    held = frozenset(places.held)
    names = {entry.place: entry.words for entry in places.not_held} | dict(places.names)
    parts: dict[str, tuple[str, ...]] = dict(places.parts)
    for place in sorted(held):
        for up in above[place] - {place, *places.parts}:
            parts[up] = (*parts.get(up, ()), place)
    return Map(
        held=held, above=above, parts=parts, names=names, zones=places.zones, also=places.also
    )


def _above(place: str, within: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [place]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += within.get(name, ())
            if "-" in name:
                # ISO 3166-2: the country stands before the hyphen.
                waiting.append(name.partition("-")[0])
    return frozenset(found)
