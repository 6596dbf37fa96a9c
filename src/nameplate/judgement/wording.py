"""Which makers the words and addresses of a unit name: the floor under devices and attribution."""

from collections.abc import Iterable, Mapping

from nameplate.model.fields import MODEL_FIELDS
from nameplate.model.identifiers import is_locally_administered
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Sighting

BRAND_FIELDS = (
    "onvif.manufacturer",
    "isapi.manufacturer",
    "magicbox.vendor",
    "dhip.vendor",
    "upnp.manufacturer",
    "lldp.manufacturer",
    "device.manufacturer",
    "gb28181.manufacturer",
    "register.brand",
    "label.text",
)
"""Where a brand stands as itself, most trusted first: the unit's own word before a person's."""


def makers_named(sightings: Iterable[Sighting], knowledge: Knowledge) -> frozenset[str]:
    """Return every maker that any block, signal or model form of these sightings speaks for.

    A registrant of whom we hold no record stands as itself: it is somebody, and nobody we know.
    """
    found: set[str] = set()
    for sighting in sightings:
        macs = [key.value for key in sighting.keys if key.kind == "mac"]
        for mac in macs:
            if is_locally_administered(mac):
                continue
            held = knowledge.block_of(mac)
            if held is not None:
                if held[1].maker is not None and held[1].weight:
                    found.add(held[1].maker)
            elif knowledge.registry is not None:
                # A printer's address is not a camera's, though we hold no record of its maker.
                stranger = knowledge.registry.registrant(mac)
                if stranger is not None:
                    found.add(f"registrant {stranger}")
        for signal in knowledge.by_field.get(sighting.field, ()):
            speaks = signal.maker is not None and signal.weight > 0 and not signal.lead_only
            if speaks and knowledge.patterns[signal.id].search(sighting.value):
                found.add(str(signal.maker))
        if sighting.field in MODEL_FIELDS:
            found |= {
                grammar.maker
                for grammar in knowledge.grammars
                if grammar.own and knowledge.patterns[grammar.id].search(sighting.value)
            }
    return frozenset(found)


def own_names(maker: str, knowledge: Knowledge) -> frozenset[str]:
    """Return the names under which a maker itself sells, in lower case."""
    names: set[str] = set()
    entity = knowledge.entities.get(maker)
    if entity is not None:
        names |= {entity.name, entity.short, *entity.aliases, *entity.native_names}
    for brand in knowledge.brands.values():
        if brand.own and maker in brand.makers:
            names |= {brand.name, *brand.aliases}
    return frozenset(name.casefold() for name in names)


def stated_brands(sightings: Iterable[Sighting]) -> Mapping[str, str]:
    """Return the first brand stated in each field that holds one, most trusted field first."""
    held: dict[str, str] = {}
    for sighting in sightings:
        if sighting.field in BRAND_FIELDS and sighting.value.strip():
            held.setdefault(sighting.field, sighting.value.strip())
    return {field: held[field] for field in BRAND_FIELDS if field in held}
