"""What a person joined or parted, done to the units that the machine found."""

from collections.abc import Iterable, Sequence

from nameplate.judgement.identity import Unit, is_stable
from nameplate.judgement.identity.bundles import Bundle
from nameplate.model.decisions import Decision, at, best, keyed, standing
from nameplate.model.judged import Merge
from nameplate.model.records import Key


def rearranged(units: Sequence[Unit], decisions: Iterable[Decision]) -> list[Unit]:
    """Return the units after every standing merge and split, in the order they were decided.

    A merge or split whose units are not in this evidence changes nothing.
    """
    found = list(units)
    for one in standing(decisions):
        if one.what == "merge":
            found = _joined(found, one)
        elif one.what == "split":
            found = _parted(found, one)
    return found


def _joined(units: list[Unit], one: Decision) -> list[Unit]:
    index = _index(units, {*one.anchors, *one.other_anchors})
    first, second = best(one.anchors, index), best(one.other_anchors, index)
    if first is None or second is None or first == second:
        return units
    kept, other = units[min(first, second)], units[max(first, second)]
    merge = Merge(
        key=_name(other),
        why=f"{one.who} decided it: {one.why}",
        certain=True,
        at=(other.bundles[0].locus,),
    )
    joined = Unit(
        bundles=tuple(sorted({*kept.bundles, *other.bundles}, key=lambda b: b.index)),
        merges=(*kept.merges, *other.merges, merge),
        conflicts=tuple(dict.fromkeys((*kept.conflicts, *other.conflicts))),
        doubted=tuple(sorted({*kept.doubted, *other.doubted})),
    )
    return [joined if u is kept else u for u in units if u is not other]


def _parted(units: list[Unit], one: Decision) -> list[Unit]:
    """Take bundles out of the unit they are in. A key that both parts bear names neither."""
    wanted = {at(place.evidence, place.where) for place in one.places}
    index = _index(units, wanted)
    number = best(tuple(wanted), index)
    if number is None:
        return units
    whole = units[number]
    out = tuple(b for b in whole.bundles if _places(b) & wanted)
    rest = tuple(b for b in whole.bundles if not _places(b) & wanted)
    if not out or not rest:
        return units
    shared = {k for b in out for k in b.keys if is_stable(k)} & {
        k for b in rest for k in b.keys if is_stable(k)
    }
    parts = [
        Unit(
            bundles=part,
            merges=tuple(m for m in whole.merges if all(_inside(place, part) for place in m.at)),
            conflicts=tuple(c for c in whole.conflicts if c.at is None or _inside(c.at, part)),
            doubted=tuple(sorted({*whole.doubted, *shared})),
        )
        for part in (rest, out)
    ]
    return [*units[:number], *parts, *units[number + 1 :]]


def _index(units: Sequence[Unit], wanted: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        for anchor in {a for b in unit.bundles for a in _anchors(b)} & wanted:
            found.setdefault(anchor, []).append(number)
    return found


def _anchors(bundle: Bundle) -> set[str]:
    return _places(bundle) | {keyed(k.kind, k.value) for k in bundle.keys if is_stable(k)}


def _places(bundle: Bundle) -> set[str]:
    return {at(s.evidence, s.where) for s in bundle.sightings}


def _inside(place: tuple[str, str], bundles: Sequence[Bundle]) -> bool:
    return any(s.locus == place for b in bundles for s in b.sightings)


def _name(unit: Unit) -> Key:
    """The key by which a person would name the unit: a stable one, else any, else its place."""
    keys = [k for b in unit.bundles for k in b.keys]
    for key in (*(k for k in keys if is_stable(k)), *keys):
        return key
    where = unit.bundles[0].locus.where
    return Key("asset", where, where, "table")
