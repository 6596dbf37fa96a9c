"""In which area a site is, as a person states it: never read off a postcode, a name or a number.

The statement is kept beside the site, like that of its sensitivity, with who made it and when.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from nameplate.knowledge import boundaries
from nameplate.knowledge.boundaries import Area
from nameplate.model.errors import IntegrityFailed
from nameplate.papers.text import inert
from nameplate.work import stating
from nameplate.work.decide import LONGEST_NAME, Fault, Refusal
from nameplate.work.desk import AREA as AREA
from nameplate.work.desk import Desk
from nameplate.work.stating import Said

NATIONS = {"E": "GB-ENG", "W": "GB-WLS", "S": "GB-SCT", "N": "GB-NIR"}
"""The first letter of a council area's code says its nation."""


class Placed(NamedTuple):
    """The area of a site, and who stated it."""

    area: Area
    said: Said

    @property
    def nation(self) -> str | None:
        """The part of the United Kingdom; None elsewhere."""
        return nation_of(self.area.code)

    @property
    def country(self) -> str:
        """ISO 3166."""
        return "GB" if self.nation is not None else self.area.code


class AreaEntry(NamedTuple):
    """The form, as typed. `area` is a code; "" takes the statement back."""

    area: str = ""
    who: str = ""


class Choice(NamedTuple):
    """A group of areas to choose from."""

    title: str
    areas: tuple[Area, ...]


def nation_of(code: str) -> str | None:
    """Return the nation of a council area's code; None for a country's."""
    return NATIONS.get(code[0]) if len(code) == 9 else None


def area(code: str) -> Area | None:
    """Return a council area, by any code that it bore, or a country."""
    return boundaries.today(code) or boundaries.of("countries").get(code)


@cache
def choices() -> tuple[Choice, ...]:
    """Return all areas that can be stated: those of each nation, then the other countries."""
    titles = {code: one.name for code, one in boundaries.of("nations").items()}
    every = sorted(boundaries.areas().values(), key=lambda one: one.name)
    found = [
        Choice(titles[nation], tuple(one for one in every if nation_of(one.code) == nation))
        for nation in NATIONS.values()
    ]
    others = boundaries.of("countries").values()
    rest = tuple(sorted((one for one in others if one.code != "GB"), key=lambda one: one.name))
    return (*found, Choice("Other countries", rest))


def placed(desk: Desk) -> dict[str, Placed]:
    """Return the areas that are stated, by the ids of their sites."""
    found = {}
    for one in desk.settings.begun(AREA):
        try:
            code = msgspec.json.decode(one.value or b"null", type=str)
        except msgspec.DecodeError:
            raise IntegrityFailed(
                "the area of a site cannot be read",
                where=one.name,
                next_step="Restore the case from a copy, or use the release that wrote it.",
            ) from None
        held = area(code)
        if held is not None:
            said = Said(one.id, one.who, one.when)
            found[one.name.removeprefix(AREA)] = Placed(held, said)
    return found


def enter_area(desk: Desk, id_: str, entry: AreaEntry) -> None:
    """Keep in which area a site is. Raises Refusal naming each fault; nothing is kept then."""
    found = area(entry.area) if entry.area else None
    faults = [*_faults(entry, found)]
    if id_ not in {one.id for one in stating.us(desk).sites}:
        faults.append(Fault("area", "That site was removed meanwhile"))
    if faults:
        raise Refusal(faults)
    who = inert(" ".join(entry.who.split()))
    stating.state(desk, AREA + id_, None if found is None else found.code, who)


def _faults(entry: AreaEntry, found: Area | None) -> Iterator[Fault]:
    if entry.area and found is None:
        yield Fault("area", "Choose an area from the list")
    if not entry.who.strip():
        yield Fault("who", "Enter your name")
    elif len(entry.who) > LONGEST_NAME:
        yield Fault("who", f"Your name must be {LONGEST_NAME:,} characters or fewer")
