"""Joins by names that can be re-used: host names, asset numbers, addresses set by software."""

from collections import defaultdict
from collections.abc import Sequence

from nameplate.judgement.identity.bundles import Bundle, by_key, in_time, is_stable, noun
from nameplate.judgement.identity.joins import Joins
from nameplate.model.records import Key


def join_names(bundles: Sequence[Bundle], joins: Joins) -> None:
    """Join by host name, asset number or an address set by software, where each file has it once.

    Software gives the same address to many units (container hosts, cloned firmware), and every
    school has a CAM-01: short names join only what agrees in something else, and nothing joins
    what differs in its address, its place or its maker.
    """
    for key, members in by_key(bundles, {"hostname", "asset", "mac"}).items():
        if is_stable(key):
            continue
        per_evidence: dict[str, set[int]] = defaultdict(set)
        for one in members:
            per_evidence[one.evidence].add(joins.root(one.index))
        if any(len(roots) > 1 for roots in per_evidence.values()):
            continue
        stable = {joins.root(one.index) for one in members if any(is_stable(k) for k in one.keys)}
        if len(stable) > 1:
            continue
        for other in members[1:]:
            if in_time(members[0], other) and _may_be_one(members[0], other, key, joins):
                why = f"the same {noun(key)} {key.value}, which one unit has in each file"
                joins.join(members[0], other, key, why, certain=False)


def _may_be_one(one: Bundle, other: Bundle, key: Key, joins: Joins) -> bool:
    if joins.disagree(one, other):
        return False
    agree = 0
    for a, b in (
        (_values(one, "ip"), _values(other, "ip")),
        (_stated(one, "register.place"), _stated(other, "register.place")),
        (_stated(one, "register.model"), _stated(other, "register.model")),
    ):
        if a and b:
            if not a & b:
                return False
            agree += 1
    return agree > 0 or _is_distinctive(key)


def _is_distinctive(key: Key) -> bool:
    """Say whether a name is long enough that two sites will hardly both have it."""
    digits = sum(c.isdigit() for c in key.value)
    return key.kind == "mac" or "." in key.value or (len(key.value) >= 8 and digits >= 3)


def _values(one: Bundle, kind: str) -> set[str]:
    return {k.value for k in one.keys if k.kind == kind}


def _stated(one: Bundle, field: str) -> set[str]:
    return {s.value.strip().casefold() for s in one.sightings if s.field == field}
