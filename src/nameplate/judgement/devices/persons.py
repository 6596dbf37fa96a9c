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
    """Take bundles out of the unit they are in. A key that both bear stays with one of them."""
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
    kept_by_rest, kept_by_out = _told_apart(rest, out)
    parts = [
        Unit(
            bundles=part,
            merges=tuple(m for m in whole.merges if all(_inside(place, part) for place in m.at)),
            conflicts=tuple(c for c in whole.conflicts if c.at is None or _inside(c.at, part)),
            doubted=tuple(sorted({*whole.doubted, *doubted})),
        )
        for part, doubted in ((rest, kept_by_out), (out, kept_by_rest))
    ]
    return [*units[:number], *parts, *units[number + 1 :]]


_DIRECT = ("payload", "header", "table", "typed")
"""How a key is stated, the most direct first: the unit's own word before a person's."""


def _told_apart(rest: Sequence[Bundle], out: Sequence[Bundle]) -> tuple[set[Key], set[Key]]:
    """Return the stable keys of both that the rest keeps, and those that what was taken out keeps.

    The key belongs to whoever states it more directly; of equals, to the unit that stays.
    """
    mine, theirs = _stable(rest), _stable(out)
    kept_by_rest: set[Key] = set()
    kept_by_out: set[Key] = set()
    for name in mine.keys() & theirs.keys():
        stays = min(_DIRECT.index(k.how) for k in mine[name]) <= min(
            _DIRECT.index(k.how) for k in theirs[name]
        )
        (kept_by_rest if stays else kept_by_out).update(mine[name] | theirs[name])
    return kept_by_rest, kept_by_out


def _stable(part: Sequence[Bundle]) -> dict[tuple[str, str], set[Key]]:
    found: dict[tuple[str, str], set[Key]] = {}
    for key in (k for b in part for k in b.keys if is_stable(k)):
        found.setdefault((key.kind, key.value), set()).add(key)
    return found


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
