"""Joins by network address: within one file it binds, across files it may have been re-used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nameplate.judgement.identity.bundles import (
    LEASE_WINDOW,
    Bundle,
    by_key,
    in_time,
    is_stable,
    macs_of,
    names_of,
)
from nameplate.judgement.identity.joins import Joins
from nameplate.model.records import Key

GATEWAY_ADDRESSES = 2
"""A MAC with this many IPv4 addresses in one piece of evidence may stand for a router: what is
known of an address alone is then not the MAC's. Link-local addresses do not count, nor does one
that had ended the day before the next began, or that a lease or the unit's own message states with
the MAC: that is a new address of the same unit."""

Days = tuple[date, date]


def gateways(bundles: Sequence[Bundle]) -> set[tuple[str, str]]:
    """Find (evidence, MAC) pairs with so many addresses at a time that the MAC is a router's."""
    held: dict[tuple[str, str], dict[str, Days]] = defaultdict(dict)
    own = {claim for one in bundles for claim in _stated(one)}
    for one in bundles:
        macs = macs_of(one)
        for address, days in _addresses(one).items() if macs else ():
            for mac in macs:
                if (one.evidence, mac, address) in own:
                    continue
                spans = held[one.evidence, mac]
                spans[address] = _both(days, spans.get(address, days))
    return {pair for pair, spans in held.items() if _at_a_time(spans) >= GATEWAY_ADDRESSES}


def _addresses(one: Bundle) -> Mapping[str, Days]:
    """Return the days on which each IPv4 address was seen; undated, it may be of any day."""
    found: dict[str, Days] = {}
    for sighting in one.sightings:
        day = sighting.when.date() if sighting.when is not None else None
        days = (day or date.min, day or date.max)
        for key in sighting.keys:
            if key.kind == "ip" and _counts(key.value):
                found[key.value] = _both(days, found.get(key.value, days))
    return found


def _stated(one: Bundle) -> Iterator[tuple[str, str, str]]:
    """Yield (evidence, MAC, address) of messages that state both of one unit."""
    for sighting in one.sightings:
        said = [key for key in sighting.keys if key.how == "payload"]
        for mac in said:
            if mac.kind == "mac":
                yield from ((one.evidence, mac.value, k.value) for k in said if k.kind == "ip")


def _both(one: Days, other: Days) -> Days:
    return min(one[0], other[0]), max(one[1], other[1])


def _at_a_time(spans: Mapping[str, Days]) -> int:
    """Return the most addresses that were held on one day."""
    starts = [first for first, _ in spans.values()]
    return max((sum(a <= day <= b for a, b in spans.values()) for day in starts), default=0)


def _counts(address: str) -> bool:
    return ":" not in address and not address.startswith("169.254.")


def join_addresses(bundles: Sequence[Bundle], joins: Joins, gateways: set[tuple[str, str]]) -> None:
    """Join by address what has no key of its own to what has, where only one unit holds it."""

    def holds(one: Bundle) -> bool:
        return not any((one.evidence, mac) in gateways for mac in macs_of(one))

    for key, members in by_key(bundles, {"ip"}).items():
        usable = [one for one in members if one.behind is None and holds(one)]
        anchors = [one for one in usable if any(is_stable(k) for k in one.keys)]
        held = {one.index for one in anchors}
        loose = [one for one in usable if one.index not in held]
        _join_serials(key, anchors, joins)
        _tell_rivals(key, [*anchors, *_claims_too(members, usable, anchors)], joins)
        by_evidence: dict[str, list[Bundle]] = defaultdict(list)
        for anchor in anchors:
            by_evidence[anchor.evidence].append(anchor)
        first: dict[str, Bundle] = {}
        for one in loose:
            if _join_to(one, key, by_evidence.get(one.evidence, ()), joins) or _join_to(
                one, key, anchors, joins
            ):
                continue
            through = _is_through(one, anchors)
            if anchors and not through:
                continue
            led = first.setdefault(one.via if through else "", one)
            if led is not one and _may_join(led, one, key, joins):
                joins.join(led, one, key, _address_reason(key, led, one), certain=False)
            elif through:
                joins.conflict(
                    one,
                    f"what answers at the address {key.value} came through the unit that claims "
                    "it, from behind it: it is kept apart",
                )


def _claims_too(
    members: Sequence[Bundle], usable: Sequence[Bundle], anchors: Sequence[Bundle]
) -> list[Bundle]:
    """Return who claims an address, among several, in the same evidence as its unit does.

    It may be a router that answers for others, or one that means to be taken for the unit.
    """
    there = {one.evidence for one in anchors if macs_of(one)}
    held = {one.index for one in usable}
    return [
        one
        for one in members
        if one.index not in held and one.behind is None and one.evidence in there
    ]


def _join_serials(key: Key, anchors: Sequence[Bundle], joins: Joins) -> None:
    """Join what states a serial number to what claims its address in the same piece of evidence.

    The one is a reply, which states no hardware address; the other a frame, which states no
    serial number. In another capture it is of who claims the address, too, where it came from that
    very hardware address. Of several that claim the address it is the one that the reply came from;
    where several replies of different units would be of one, none is.
    """
    wanted: dict[int, list[tuple[Bundle, Bundle]]] = defaultdict(list)
    for one in anchors:
        if macs_of(one):
            continue
        came = {one.via} if one.via and not one.routed else frozenset[str]()
        same = [a for a in anchors if a.evidence == one.evidence or came & macs_of(a)]
        same = [a for a in same if macs_of(a)]
        near = _by_way(one, [a for a in same if in_time(one, a)], joins)
        if len({joins.root(a.index) for a in near}) != 1:
            continue
        apart = joins.serials(near[0]) and not joins.serials(near[0]) & joins.serials(one)
        if not (apart or _two_rows(near[0], one, key)):
            wanted[joins.root(near[0].index)].append((near[0], one))
    for pairs in wanted.values():
        if len({joins.root(one.index) for _, one in pairs}) == 1:
            holder, one = pairs[0]
            joins.join(holder, one, key, _address_reason(key, holder, one), certain=False)


def _by_way(one: Bundle, near: Sequence[Bundle], joins: Joins) -> list[Bundle]:
    """Return which of those that claim an address a packet may be of, as it shows its way.

    None through which a router passed it on; of several units the one that it came from.
    """
    if one.routed:
        return [a for a in near if one.via not in macs_of(a)]
    if one.via and len({joins.root(a.index) for a in near}) > 1:
        return [a for a in near if one.via in macs_of(a)] or list(near)
    return list(near)


def _is_through(one: Bundle, anchors: Sequence[Bundle]) -> bool:
    """Say whether it came through a unit that claims its address, from behind that: a forwarded
    port, or a router that answers for others.
    """
    return one.routed and any(one.via in macs_of(a) for a in anchors)


def _tell_rivals(key: Key, anchors: Sequence[Bundle], joins: Joins) -> None:
    """Tell each unit that claims an address who else does: three by name, the rest by number."""
    first: dict[int, Bundle] = {}
    for one in anchors:
        first.setdefault(joins.root(one.index), one)
    if len(first) < 2:
        return
    shown = list(first.items())[:4]
    for root, one in first.items():
        others = [o for r, o in shown if r != root][:3]
        named = ", ".join(names_of(other) or "an unnamed one" for other in others)
        more = len(first) - 1 - len(others)
        joins.conflict(
            one,
            f"{len(first)} units claim the address {key.value}: also {named}"
            + (f" and {more} more" if more else ""),
        )


def _join_to(one: Bundle, key: Key, anchors: Sequence[Bundle], joins: Joins) -> bool:
    """Join a bundle to the one unit that holds its address; True where that is settled.

    Within one piece of evidence the address binds. Across files it may have been re-used: what
    speaks for another maker is then kept apart, and told.
    """
    near = _by_way(one, [a for a in anchors if in_time(one, a)], joins)
    roots = {joins.root(a.index) for a in near}
    if len(roots) > 1:
        joins.conflict(one, f"the address {key.value} was held by {len(roots)} units")
        return True
    if not roots:
        return False
    if _two_rows(near[0], one, key):
        joins.conflict(one, f"another row of the same file has the address {key.value}, too")
        return True
    if near[0].evidence != one.evidence and joins.disagree(near[0], one):
        text = f"at the address {key.value} another file has a unit of another maker: kept apart"
        joins.conflict(one, text)
        joins.conflict(near[0], text)
        return True
    joins.join(near[0], one, key, _address_reason(key, near[0], one), certain=False)
    return True


def _may_join(one: Bundle, other: Bundle, key: Key, joins: Joins) -> bool:
    return in_time(one, other) and not _two_rows(one, other, key) and not joins.disagree(one, other)


def _two_rows(one: Bundle, other: Bundle, key: Key) -> bool:
    """Say whether a person gave the address to two rows of one file: those are two units."""
    return one.evidence == other.evidence and _typed(one, key) and _typed(other, key)


def _typed(one: Bundle, key: Key) -> bool:
    return any(k.kind == "ip" and k.value == key.value and k.how == "typed" for k in one.keys)


def _address_reason(key: Key, one: Bundle, other: Bundle) -> str:
    if one.evidence == other.evidence:
        return f"the same address {key.value} in one piece of evidence"
    if one.first is None or other.first is None:
        return f"the same address {key.value}; one of the two is undated, and addresses are re-used"
    return f"the same address {key.value} within {LEASE_WINDOW.days} days"


def join_channels(bundles: Sequence[Bundle], joins: Joins) -> None:
    """Join a recorder's channel to the unit at its address, if they share the recorder's net.

    A recorder's own PoE network uses private addresses that mean nothing outside it.
    """
    channels = [one for one in bundles if one.behind is not None]
    if not channels:
        return
    nets: dict[int, set[str]] = defaultdict(set)
    root_of: dict[tuple[str, str], int] = {}
    holders: dict[str, list[Bundle]] = defaultdict(list)
    for one in bundles:
        if one.behind is not None:
            continue
        root = joins.root(one.index)
        for key in one.keys:
            root_of.setdefault((key.kind, key.value), root)
            if key.kind == "ip" and "." in key.value:
                nets[root].add(key.value.rpartition(".")[0])
                holders[key.value].append(one)
    for one in channels:
        recorder = root_of.get((one.behind.kind, one.behind.value)) if one.behind else None
        for key in one.keys:
            if key.kind != "ip" or key.value.rpartition(".")[0] not in nets.get(
                -1 if recorder is None else recorder, ()
            ):
                continue
            there = holders[key.value]
            if len({joins.root(h.index) for h in there}) != 1:
                continue
            if joins.disagree(there[0], one):
                text = f"a recorder lists a unit of another maker at {key.value}: kept apart"
                joins.conflict(one, text)
                joins.conflict(there[0], text)
            else:
                why = f"the recorder lists {key.value}, an address in the recorder's own network"
                joins.join(there[0], one, key, why, certain=False)
