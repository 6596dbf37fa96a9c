"""What the label bears: the brand a unit or a register states. It never names the maker."""

from collections.abc import Sequence

from nameplate.judgement.wording import stated_brands
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Sighting


def brand_of(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    """Return the brand as our records spell it, else as stated (at most 64 characters)."""
    known = {
        alias.casefold(): brand.name
        for brand in knowledge.brands.values()
        for alias in (brand.name, *brand.aliases)
    }
    for stated in stated_brands(sightings).values():
        return known.get(stated.casefold(), stated[:64])
    return _from_signals(sightings, knowledge)


def _from_signals(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    for sighting in sightings:
        for signal in knowledge.by_field.get(sighting.field, ()):
            if signal.brand and knowledge.patterns[signal.id].search(sighting.value):
                return signal.brand
    return None
