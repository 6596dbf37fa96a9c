"""What the label bears: the brand a unit or a register states. It never names the maker."""

from collections.abc import Sequence

from nameplate.judgement.wording import stated_brands
from nameplate.model.fields import MODEL_FIELDS
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Sighting, Witness


def brand_of(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    """Return the brand that is stated, else the one whose model names the unit itself bears."""
    return stated_brand(sightings, knowledge) or _from_models(sightings, knowledge)


def stated_brand(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    """Return the brand as our records spell it, else as stated (at most 64 characters)."""
    for stated in stated_brands(sightings).values():
        return _as_spelt(stated.casefold(), knowledge) or stated[:64]
    return _from_signals(sightings, knowledge)


def _as_spelt(stated: str, knowledge: Knowledge) -> str | None:
    """Return the last of our brands of that name: where two share an alias, as they stand."""
    found = None
    for brand in knowledge.brands.values():
        if any(alias.casefold() == stated for alias in (brand.name, *brand.aliases)):
            found = brand.name
    return found


def _from_signals(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    for sighting in sightings:
        for signal in knowledge.by_field.get(sighting.field, ()):
            if signal.brand and knowledge.patterns[signal.id].search(sighting.value):
                return signal.brand
    return None


def _from_models(sightings: Sequence[Sighting], knowledge: Knowledge) -> str | None:
    """Return the one brand whose form the unit's own model names have; None for several."""
    models = {
        s.value
        for s in sightings
        if s.field in MODEL_FIELDS and s.witness is Witness.DEVICE and s.value.strip()
    }
    found = {
        grammar.brand
        for model in models
        for grammar in knowledge.grammars
        if knowledge.patterns[grammar.id].search(model)
    }
    return found.pop() if len(found) == 1 else None
