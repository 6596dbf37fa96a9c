"""What kind of device it is, with reasons: the unit's own word, then its model, then people's."""

from collections.abc import Iterable

from nameplate.model.fields import MODEL_FIELDS
from nameplate.model.judged import Because
from nameplate.model.knowledge import DeviceKind, Knowledge
from nameplate.model.records import Sighting

MODEL_STRENGTH = 2


def kind_of(
    sightings: Iterable[Sighting], knowledge: Knowledge
) -> tuple[DeviceKind, tuple[Because, ...]]:
    """Return the kind and why. Two kinds of equal strength make it "not known", both shown."""
    found: dict[DeviceKind, tuple[int, list[Because]]] = {}
    for sighting in sightings:
        for kind, strength, says in _claims(sighting, knowledge):
            best, because = found.get(kind, (0, []))
            reason = Because(says=says, at=sighting.locus)
            if reason not in because:
                because.append(reason)
            found[kind] = (max(best, strength), because)
    if not found:
        return "not known", ()
    top = max(strength for strength, _ in found.values())
    leading = [kind for kind, (strength, _) in found.items() if strength == top]
    if len(leading) == 1:
        return leading[0], tuple(found[leading[0]][1])
    return "not known", tuple(reason for kind in leading for reason in found[kind][1])


def _claims(sighting: Sighting, knowledge: Knowledge) -> Iterable[tuple[DeviceKind, int, str]]:
    for rule in knowledge.kind_rules:
        if sighting.field in rule.fields and knowledge.patterns[rule.id].search(sighting.value):
            yield rule.kind, rule.strength, f'"{_short(sighting.value)}" is said of a {rule.kind}'
    if sighting.field in MODEL_FIELDS:
        for grammar in knowledge.grammars:
            if grammar.kind != "not known" and knowledge.patterns[grammar.id].search(
                sighting.value
            ):
                typed = sighting.field == "register.model"
                yield (
                    grammar.kind,
                    MODEL_STRENGTH - typed,
                    f'"{_short(sighting.value)}" has the form of a {grammar.brand} {grammar.kind}',
                )
    if sighting.field == "recorder.channel":
        how = "by coax" if sighting.value == "analog" else "by network"
        yield "camera", 3, f"a recorder lists it as a channel fed {how}"


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."
