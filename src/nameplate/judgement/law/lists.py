"""Lists as limbs read them: who is on one, in which entry, from which day, and how well known."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from nameplate.judgement.law.names import plain
from nameplate.judgement.ownership import first_day, last_day
from nameplate.model.knowledge import Listing, Member
from nameplate.model.law import Ask, Strength


class Entry(msgspec.Struct, frozen=True):
    """One stay on a list: first and last day (ordinals), by listing and by effect."""

    first: int
    effective: int
    last: int
    clause: str | None
    strength: Strength | None
    divest_by: str | None


class Roll(msgspec.Struct, frozen=True):
    """A list, by who is on it. Immutable."""

    id: str
    title: str
    known: bool
    """False: no copy was read, and an empty list is not held."""
    complete: bool
    strength: Strength
    asks: tuple[Ask, ...]
    entries: Mapping[str, tuple[Entry, ...]]

    def stays(self, who: str, clause: str | None) -> tuple[Entry, ...]:
        """Return the stays of an entity (its id, or a plain name) under one entry or any."""
        found = self.entries.get(who, ())
        return found if clause is None else tuple(e for e in found if e.clause == clause)

    def on(self, clause: str | None, day: int, among: frozenset[str]) -> frozenset[str]:
        """Return who of some is on the list on a day, under one entry or any."""
        return frozenset(
            who for who in among if any(e.first <= day <= e.last for e in self.stays(who, clause))
        )

    def ever(self, clause: str | None, among: frozenset[str]) -> frozenset[str]:
        """Return who of some was ever on it."""
        return frozenset(who for who in among if self.stays(who, clause))


class Stay(NamedTuple):
    """How a party stands on a list on a day."""

    state: str
    """"on", "before", "after"."""
    entry: Entry


def rolls(listings: Mapping[str, Listing]) -> dict[str, Roll]:
    """Compile the listings, each under its id and its aliases."""
    found: dict[str, Roll] = {}
    for listing in listings.values():
        roll = Roll(
            id=listing.id,
            title=listing.title,
            known=listing.state == "held",
            complete=listing.complete,
            strength=listing.strength,
            asks=listing.asks,
            entries=_entries(listing),
        )
        found |= dict.fromkeys((listing.id, *listing.aliases), roll)
    return found


def _entries(listing: Listing) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for member in listing.members:
        if member.kind is not None or member.basis != "named":
            continue
        found.setdefault(member.entity or plain(member.name or ""), []).append(_entry(member))
    return {who: tuple(sorted(e, key=lambda x: (x.first, x.last))) for who, e in found.items()}


def _entry(member: Member) -> Entry:
    return Entry(
        first=first_day(member.valid_from),
        effective=first_day(member.effective or member.valid_from),
        last=last_day(member.valid_to),
        clause=member.clause,
        strength=member.strength,
        divest_by=member.divest_by,
    )


def stay(entries: tuple[Entry, ...], day: int, *, by_effect: bool) -> Stay | None:
    """Say how someone with these stays stands on a day, or None where there is no stay."""
    best: Stay | None = None
    for entry in entries:
        first = entry.effective if by_effect else entry.first
        if first <= day <= entry.last:
            return Stay("on", entry)
        best = Stay("before" if day < first else "after", entry)
    return best
