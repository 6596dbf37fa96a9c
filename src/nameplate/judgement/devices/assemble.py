"""Units of sightings to `Device` values: ids, facts, what stands behind what."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from nameplate.judgement.devices.kind import kind_of
from nameplate.judgement.devices.persons import rearranged
from nameplate.judgement.identity import Unit, is_stable, near_miss, units
from nameplate.judgement.wording import makers_named
from nameplate.model.decisions import Decision
from nameplate.model.identifiers import DeviceId
from nameplate.model.judged import Because, Device, Fact
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Key, Sighting

_ID_DIGITS = 6
"""16 million ids: among 1,000 devices two share one in 3 runs of 100, and then both get longer."""


def devices(
    sightings: Sequence[Sighting], knowledge: Knowledge, decisions: Sequence[Decision] = ()
) -> tuple[Device, ...]:
    """Turn all sightings of one run into devices, in order of first appearance.

    Pure. Every sighting ends in exactly one device. What a person joined or parted holds.
    """
    found = units(sightings, lambda one: makers_named(one.sightings, knowledge))
    found = rearranged(found, decisions) if decisions else found
    full = _apart(found, [_full_id(unit) for unit in found])
    ids = _short_ids(full)
    owner = {key: ids[i] for i, unit in enumerate(found) for key in _own_keys(unit)}
    typos = _near_misses(found)
    return tuple(
        _device(unit, ids[i], owner, knowledge, typos.get(i, ())) for i, unit in enumerate(found)
    )


def _device(
    unit: Unit,
    own_id: DeviceId,
    owner: Mapping[tuple[str, str], DeviceId],
    knowledge: Knowledge,
    typos: tuple[Because, ...],
) -> Device:
    sightings = tuple(s for one in unit.bundles for s in one.sightings)
    kind, because = kind_of(sightings, knowledge)
    channels = [s for s in sightings if s.field == "recorder.channel"]
    behind = next((one.behind for one in unit.bundles if one.behind is not None), None)
    return Device(
        id=own_id,
        kind=kind,
        kind_because=because,
        keys=_keys(unit),
        sightings=sightings,
        merges=unit.merges,
        aliases=tuple(a for a in _aliases(unit) if a != own_id),
        place=_fact(sightings, "register.place"),
        owner=_fact(sightings, "register.owner"),
        operator=_fact(sightings, "register.operator"),
        controller=_fact(sightings, "register.controller"),
        landlord=_fact(sightings, "register.landlord"),
        behind=None if behind is None else owner.get((behind.kind, behind.value)),
        invisible=bool(channels) and all(s.value == "analog" for s in channels),
        status=_fact(sightings, "register.status"),
        doubted=unit.doubted,
        conflicts=unit.conflicts + typos,
    )


def _keys(unit: Unit) -> tuple[Key, ...]:
    """All keys, each value once, as first stated."""
    found: dict[tuple[str, str], Key] = {}
    for one in unit.bundles:
        for key in one.keys:
            found.setdefault((key.kind, key.value), key)
    return tuple(found.values())


def _own_keys(unit: Unit) -> set[tuple[str, str]]:
    return {(k.kind, k.value) for one in unit.bundles if one.behind is None for k in one.keys}


def _ranked(unit: Unit) -> list[str]:
    """The unit's stable keys, strongest first: a MAC that no person typed, serials, typed MACs."""

    def rank(key: Key) -> tuple[int, str]:
        typed = key.how == "typed"
        return ({"mac": 0, "serial": 1}[key.kind] + 2 * typed, key.value)

    doubted = {k.value for k in unit.doubted}
    stable = sorted(
        (k for one in unit.bundles for k in one.keys if is_stable(k) and k.value not in doubted),
        key=rank,
    )
    return list(dict.fromkeys(f"{k.kind}:{k.value}" for k in stable))


def _full_id(unit: Unit) -> str:
    ranked = _ranked(unit)
    if ranked:
        return _digest(ranked[0])
    first = unit.bundles[0]
    unstable = sorted(f"{k.kind}:{k.value}" for k in first.keys if k.kind in {"ip", "asset"})
    if unstable and first.behind is None:
        return _digest(unstable[0])
    return _digest(f"{first.evidence} {first.sightings[0].unit or first.sightings[0].where}")


def _apart(found: Sequence[Unit], full: Sequence[str]) -> list[str]:
    """Part units whose strongest key is the same, as an address in several files is.

    Their ids then rest on where each was first seen, too.
    """
    twice = {text for text, count in Counter(full).items() if count > 1}
    if not twice:
        return list(full)
    parted = []
    for unit, text in zip(found, full, strict=True):
        first = unit.bundles[0]
        place = f"{first.evidence} {first.sightings[0].unit or first.sightings[0].where}"
        parted.append(_digest(f"{text} {place}") if text in twice else text)
    return parted


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _short_ids(full: Sequence[str]) -> list[DeviceId]:
    """Cut each id to six digits; those that meet get two digits more until they part."""
    length = [_ID_DIGITS] * len(full)
    while True:
        short = [one[:n] for one, n in zip(full, length, strict=True)]
        twice = {text for text, count in Counter(short).items() if count > 1}
        if not twice or max(length) >= 64:
            break
        length = [n + 2 if s in twice else n for s, n in zip(short, length, strict=True)]
    seen: Counter[str] = Counter()
    found = []
    for text in short:
        # Two units can share a first locus only if a reader gave both the same one.
        found.append(DeviceId(f"{text}-{seen[text]}" if seen[text] else text))
        seen[text] += 1
    return found


def _aliases(unit: Unit) -> Iterable[DeviceId]:
    return (DeviceId(_digest(key)[:_ID_DIGITS]) for key in _ranked(unit)[1:])


def _fact(sightings: Iterable[Sighting], field: str) -> Fact | None:
    return next((Fact(value=s.value, at=s.locus) for s in sightings if s.field == field), None)


def _near_misses(found: Sequence[Unit]) -> dict[int, tuple[Because, ...]]:
    """Tell typed MACs that differ from a seen one by a digit: noticed, never repaired."""
    seen: dict[str, list[tuple[str, int]]] = defaultdict(list)
    typed: list[tuple[str, int, Because]] = []
    for i, unit in enumerate(found):
        macs = {k.value: k for one in unit.bundles for k in one.keys if k.kind == "mac"}
        machine = {
            k.value
            for one in unit.bundles
            for k in one.keys
            if k.kind == "mac" and k.how != "typed"
        }
        for value in sorted(machine):
            # A typo of one digit, or a swap of neighbours, leaves one of these halves as it was.
            seen[value[:6]].append((value, i))
            seen[value[6:]].append((value, i))
        for value in sorted(set(macs) - machine):
            locus = next(one.locus for one in unit.bundles if macs[value] in one.keys)
            typed.append((value, i, Because(says=value, at=locus)))
    notes: dict[int, list[Because]] = defaultdict(list)
    for value, i, place in typed:
        for half in (value[:6], value[6:]):
            for other, j in seen.get(half, ()):
                if i != j and near_miss(value, other):
                    notes[i].append(
                        Because(
                            says=f"the typed address {_colons(value)} is one digit away from "
                            f"{_colons(other)}, which was seen: mistyped, or two units",
                            at=place.at,
                        )
                    )
    return {i: tuple(dict.fromkeys(found)) for i, found in notes.items()}


def _colons(value: str) -> str:
    return ":".join(value[i : i + 2] for i in range(0, 12, 2))
