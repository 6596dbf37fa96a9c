"""Joins by keys that name one unit for good, unless a person wrote one down for several."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from nameplate.judgement.identity.bundles import Bundle, by_key, is_stable, noun, show_key
from nameplate.judgement.identity.joins import Joins
from nameplate.model.judged import Because
from nameplate.model.records import Key, Sighting

HOSTS_BEHIND_ONE = 3
"""So many hosts with one MAC in one report are behind a router: a server may have two addresses."""
_PLACES = frozenset({"mac", "tool.vendor", "switch.port", "switch.vlan", "port.open"})
"""Fields that say where something is, and nothing of what it is."""


def pasted(bundles: Sequence[Bundle], joins: Joins) -> dict[int, tuple[Key, ...]]:
    """Find MACs that a person wrote in rows of several units: filled down a column, or a slip.

    Rows are of several units where two of them differ in a serial, an address or an asset number.
    """
    found: dict[int, tuple[Key, ...]] = {}
    for key, members in by_key(bundles, {"mac"}).items():
        by_evidence: dict[str, list[Bundle]] = defaultdict(list)
        for one in members:
            if any(k.kind == "mac" and k.value == key.value and k.how == "typed" for k in one.keys):
                by_evidence[one.evidence].append(one)
        for rows in by_evidence.values():
            if len(rows) < 2 or not any(_differ(rows[0], other) for other in rows[1:]):
                continue
            for one in rows:
                found[one.index] = (*found.get(one.index, ()), key)
                joins.conflict(
                    one,
                    f"the hardware address {show_key(key)} is written in {len(rows)} rows of one "
                    "file, which are of different units: it is not used",
                )
    return found


def in_front(bundles: Sequence[Bundle], joins: Joins) -> dict[int, tuple[Key, ...]]:
    """Find MACs before several hosts of one report, each with facts of its own: a router's.

    A scanner states for each host the address that answered for it: a router that answers for
    others (proxy ARP) stands so before all of them. It names none of them, nor joins them.
    """
    found: dict[int, tuple[Key, ...]] = {}
    for key, members in by_key(bundles, {"mac"}).items():
        by_evidence: dict[str, list[Bundle]] = defaultdict(list)
        for one in members:
            if is_stable(key) and any(s.field not in _PLACES for s in one.sightings):
                by_evidence[one.evidence].append(one)
        for hosts in by_evidence.values():
            addresses = [{k.value for k in one.keys if k.kind == "ip"} for one in hosts]
            apart = sum(bool(some) for some in addresses) == len(set().union(*addresses))
            if len(hosts) < HOSTS_BEHIND_ONE or not all(addresses) or not apart:
                continue
            for one in hosts:
                found[one.index] = (*found.get(one.index, ()), key)
                joins.conflict(
                    one,
                    f"the hardware address {show_key(key)} stands for {len(hosts)} hosts of one "
                    "report: a router that answers for others; it is not used",
                )
    return found


def _differ(one: Bundle, other: Bundle) -> bool:
    for kind in ("serial", "ip", "asset"):
        a = {k.value for k in one.keys if k.kind == kind}
        b = {k.value for k in other.keys if k.kind == kind}
        if a and b and not a & b:
            return True
    return False


def join_stable(
    bundles: Sequence[Bundle], joins: Joins, pasted: Mapping[int, tuple[Key, ...]]
) -> None:
    """Join what shares a MAC or a serial, wherever it stands."""
    for key, members in by_key(bundles, {"mac", "serial"}).items():
        sure = [one for one in members if key not in pasted.get(one.index, ())]
        if not is_stable(key) or not sure:
            continue
        for other in sure[1:]:
            joins.join(sure[0], other, key, f"the same {noun(key)} {show_key(key)}", certain=True)


def own_conflicts(members: Sequence[Bundle]) -> tuple[Because, ...]:
    """Tell where the unit itself states two serials in one field: a clone, or a wrong join."""
    stated: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for one in members:
        for sighting in one.sightings:
            if sighting.field.endswith(".serial") and not sighting.field.startswith("register."):
                stated[sighting.field].setdefault(sighting.value.upper(), sighting)
    return tuple(
        Because(
            says=f"it states {len(values)} serial numbers: {', '.join(sorted(values)[:3])}",
            at=list(values.values())[1].locus,
        )
        for values in stated.values()
        if len(values) > 1
    )


def near_miss(one: str, other: str) -> bool:
    """Say whether two normalised MACs differ in one digit, or by one swap of neighbours."""
    if one == other or len(one) != len(other):
        return False
    differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) == 1:
        return True
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        i, j = differ
        return one[i] == other[j] and one[j] == other[i]
    return False
