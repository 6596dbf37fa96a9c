"""Components: kept, because some instruments reach them; they never name the maker."""

from nameplate.judgement.attribution.weigh import with_addresses
from nameplate.model.identifiers import is_locally_administered
from nameplate.model.judged import Because, Device, Part
from nameplate.model.knowledge import Knowledge


def parts(device: Device, knowledge: Knowledge) -> tuple[Part, ...]:
    """Return what is known of a device's components, each once, in order of appearance."""
    found: dict[tuple[str, str | None], Part] = {}
    for sighting in with_addresses(device.sightings):
        if sighting.field == "mac" and not is_locally_administered(sighting.value):
            held = knowledge.block_of(sighting.value)
            if held is not None and held[1].role == "component":
                basis = Because(
                    says=f"its hardware address is in a block of {held[1].name}", at=sighting.locus
                )
                part = Part(
                    device=device.id,
                    component="network module",
                    maker=held[1].name,
                    basis=basis,
                )
                found.setdefault((part.component, part.maker), part)
        for signal in knowledge.by_field.get(sighting.field, ()):
            if signal.component and knowledge.patterns[signal.id].search(sighting.value):
                basis = Because(says=signal.says or signal.component, at=sighting.locus)
                part = Part(
                    device=device.id, component=signal.component, maker=signal.maker, basis=basis
                )
                found.setdefault((part.component, part.maker), part)
    return tuple(found.values())
