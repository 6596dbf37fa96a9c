"""Sightings of one device to reasons: which signals they hit, and which of those count.

A reason is (signal, sighting, weight, group). One field gives one reason a maker; within a group
the strongest counts; groups add. Weights are nats: natural-log likelihood ratios.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from nameplate.model.fields import MODEL_FIELDS
from nameplate.model.identifiers import is_locally_administered
from nameplate.model.judged import Reason
from nameplate.model.knowledge import Basis, Group, Knowledge, KnowledgeSource
from nameplate.model.records import Key, Sighting, Witness

TYPED = frozenset({Witness.PERSON, Witness.DOCUMENT})


def reasons(
    sightings: Iterable[Sighting], knowledge: Knowledge, doubted: Sequence[Key] = ()
) -> tuple[Reason, ...]:
    """Collect every reason that sightings of ONE device give, each once, strongest first.

    `doubted` are keys that are written for several units: they speak for nobody.

    Pure: same input, same output, in a stable order. `counted` is set on the strongest of each
    group a maker; the others are kept and shown as not counted.
    """
    found: dict[tuple[str, str, str | None], Reason] = {}
    unused = {key.value for key in doubted}
    for sighting in with_addresses(sightings):
        if sighting.field == "mac" and sighting.value in unused:
            continue
        for reason in _one_field_one_reason(_hits(sighting, knowledge)):
            key = (reason.signal, sighting.value, reason.maker)
            held = found.get(key)
            if held is None or _witness_rank(reason) > _witness_rank(held):
                found[key] = reason
    return _count(sorted(found.values(), key=_order))


def with_addresses(sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """Yield the sightings, and one of the hardware address for each key that only names the unit.

    A lease or a note is filed under an address: that the unit has it is evidence, too. Whether
    the unit said so itself follows from where the key stood.
    """
    held = list(sightings)
    shown = {s.value for s in held if s.field == "mac"}
    yield from held
    for sighting in held:
        for key in sighting.keys:
            if key.kind == "mac" and key.value not in shown:
                shown.add(key.value)
                yield msgspec.structs.replace(
                    sighting,
                    field="mac",
                    value=key.value,
                    witness=_who(key, sighting),
                    where=_whole(sighting.where),
                    excerpt=None,
                )


def _whole(where: str) -> str:
    """Return the line or row of a place within it: the key stands elsewhere in the same one."""
    found = re.match(r"((?:.*, )?(?:line|row) \d+), ", where)
    return found.group(1) if found else where


def _who(key: Key, sighting: Sighting) -> Witness:
    if key.how == "typed":
        return Witness.PERSON
    if key.how == "payload" and sighting.witness is Witness.DEVICE:
        return Witness.DEVICE
    return Witness.PEER


def _hits(sighting: Sighting, knowledge: Knowledge) -> Iterator[Reason]:
    if sighting.field == "mac":
        yield from _block(sighting, knowledge)
        return
    if sighting.field in MODEL_FIELDS:
        yield from _grammars(sighting, knowledge)
    for signal in knowledge.by_field.get(sighting.field, ()):
        if signal.component is not None or signal.lead_only or not signal.weight:
            continue
        match = knowledge.patterns[signal.id].search(sighting.value)
        if match is not None:
            yield Reason(
                signal=signal.id,
                maker=signal.maker,
                group=signal.group,
                weight=signal.weight,
                says=_fill(signal.says, sighting.value) or f"{sighting.field} {sighting.value!r}",
                sighting=sighting,
                decisive=signal.decisive,
                identity=signal.identity,
                basis=_basis(signal.basis),
                source=_source(signal.source),
            )


def _block(sighting: Sighting, knowledge: Knowledge) -> Iterator[Reason]:
    """A MAC names the network interface: only a maker's own block speaks for that maker."""
    if is_locally_administered(sighting.value):
        return
    held = knowledge.block_of(sighting.value)
    if held is None:
        return
    prefix, registrant = held
    if registrant.maker is None or registrant.role not in ("maker", "affiliate"):
        return
    if not registrant.weight:
        return
    registry = {6: "MA-L", 7: "MA-M", 9: "MA-S"}[len(prefix)]
    shown = ":".join(sighting.value[i : i + 2] for i in range(0, 12, 2))
    yield Reason(
        signal=f"block-{prefix}",
        maker=registrant.maker,
        group="hardware",
        weight=registrant.weight,
        says=f"its address {shown} is in a block of {registrant.name} (IEEE {registry})",
        sighting=sighting,
        identity="mac" if sighting.witness is Witness.DEVICE else None,
        basis=_basis(registrant.basis),
        source=_source(registrant.source),
    )


def _grammars(sighting: Sighting, knowledge: Knowledge) -> Iterator[Reason]:
    for grammar in knowledge.grammars:
        if grammar.lead_only or not knowledge.patterns[grammar.id].search(sighting.value):
            continue
        yield Reason(
            signal=grammar.id,
            maker=grammar.maker,
            group="model",
            # A brand's own model names a brand that buys: alone it never reaches moderate.
            weight=grammar.weight if grammar.own else min(grammar.weight, BRAND_MODEL_CAP),
            says=f'the model "{sighting.value}" has the form of {grammar.brand}',
            sighting=sighting,
            basis=_basis(grammar.basis),
            source=_source(grammar.source),
        )


BRAND_MODEL_CAP = 2.0


def _one_field_one_reason(hits: Iterable[Reason]) -> list[Reason]:
    """Keep the strongest reason a maker: a serial inside a realm is the realm's reason."""
    best: dict[str | None, Reason] = {}
    for reason in hits:
        held = best.get(reason.maker)
        if held is None or _strength(reason) > _strength(held):
            best[reason.maker] = reason
    return list(best.values())


def _strength(reason: Reason) -> tuple[bool, bool, float]:
    return (reason.decisive, reason.identity is not None, abs(reason.weight))


def _witness_rank(reason: Reason) -> int:
    witness = reason.sighting.witness
    return {Witness.DEVICE: 3, Witness.PEER: 2, Witness.TOOL: 1}.get(witness, 0)


def _order(reason: Reason) -> tuple[str, str, float, bool, str, str]:
    return (
        reason.maker or "",
        reason.group,
        -abs(reason.weight),
        reason.sighting.witness in TYPED,
        reason.signal,
        reason.sighting.value,
    )


def _count(ordered: Iterable[Reason]) -> tuple[Reason, ...]:
    """Mark the first (strongest) of each maker and group; decoys count one by one."""
    seen: set[tuple[str | None, Group, bool]] = set()
    found = []
    for reason in ordered:
        key = (reason.maker, reason.group, reason.weight < 0)
        found.append(msgspec.structs.replace(reason, counted=key not in seen))
        seen.add(key)
    return tuple(found)


def scores(found: Iterable[Reason]) -> dict[str, dict[Group, float]]:
    """Sum per maker and group the weights of the reasons that count, in nats."""
    table: dict[str, dict[Group, float]] = defaultdict(dict)
    for reason in found:
        if reason.counted and reason.maker is not None and reason.weight > 0:
            table[reason.maker][reason.group] = reason.weight
    return dict(sorted(table.items()))


def _fill(says: str, value: str) -> str:
    return says.replace("{value}", value if len(value) <= 80 else value[:77] + "...")


def _basis(basis: Basis | None) -> str | None:
    if basis is None:
        return None
    if not basis.units:
        return f"not measured: no such unit was among the samples; in {basis.other_hits} of " + (
            f"{basis.other_units} others"
        )
    return (
        f"seen in {basis.hits} of {basis.units} such units that showed the field, "
        f"in {basis.other_hits} of {basis.other_units} others"
    )


def _source(sources: tuple[KnowledgeSource, ...]) -> str | None:
    return "; ".join(f"{s.where} (seen {s.seen})" for s in sources) or None
