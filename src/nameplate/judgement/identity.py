"""Which sightings are of one unit, and why.

A *bundle* is what one message, row or file says of one unit. Bundles are joined by stable keys
(a globally administered MAC, a serial) wherever they stand, and by keys that can be re-used (an
address, a name, an asset number) only where nothing speaks against it. Every join keeps its
reason. Traps and their tests: a router's MAC stands in front of every remote host; DHCP gives an
address to the next unit; a recorder's own network uses anybody's addresses; a person mistypes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from nameplate.model.identifiers import is_locally_administered
from nameplate.model.judged import Because, Merge
from nameplate.model.records import Key, Locus, Sighting

GATEWAY_ADDRESSES = 4
"""A MAC with this many IPv4 addresses in one piece of evidence stands for a router: cameras and
recorders have one address an interface, two while they are being moved."""

LEASE_WINDOW = timedelta(days=7)
"""Dated sightings further apart than this do not share an address: a week is the longest lease
that DHCP servers for fixed equipment hand out by default."""


class Bundle(msgspec.Struct, frozen=True):
    """The sightings of one message, row or file about one unit."""

    index: int
    evidence: str
    sightings: tuple[Sighting, ...]
    keys: tuple[Key, ...]
    behind: Key | None
    first: datetime | None
    last: datetime | None

    @property
    def locus(self) -> Locus:
        """Where the bundle begins."""
        return self.sightings[0].locus


class Unit(msgspec.Struct, frozen=True):
    """The bundles of one unit, the joins between them, and what does not fit."""

    bundles: tuple[Bundle, ...]
    merges: tuple[Merge, ...]
    conflicts: tuple[Because, ...]


def is_stable(key: Key) -> bool:
    """Say whether a key names one unit for good."""
    if key.kind == "mac":
        return not is_locally_administered(key.value)
    return key.kind == "serial"


def bundle(sightings: Iterable[Sighting]) -> list[Bundle]:
    """Put together what one message, row or file says of one unit, in order of appearance."""
    groups: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        named = sighting.unit or "|".join(f"{k.kind}:{k.value}" for k in sighting.keys)
        groups[sighting.evidence, named or sighting.where].append(sighting)
    found: list[Bundle] = []
    for (evidence, _), members in groups.items():
        times = [s.when for s in members if s.when is not None]
        found.append(
            Bundle(
                index=len(found),
                evidence=evidence,
                sightings=tuple(members),
                keys=tuple(dict.fromkeys(key for s in members for key in s.keys)),
                behind=next((s.behind for s in members if s.behind is not None), None),
                first=min(times, default=None),
                last=max(times, default=None),
            )
        )
    return found


def units(sightings: Iterable[Sighting]) -> list[Unit]:
    """Join the bundles of one unit. Same sightings, same units, in order of first appearance."""
    bundles = bundle(sightings)
    joins = _Joins(bundles)
    gateways = _gateways(bundles)
    _join_stable(bundles, joins)
    _join_addresses(bundles, joins, gateways)
    _join_names(bundles, joins)
    return [
        Unit(
            bundles=tuple(members),
            merges=tuple(joins.merges[root]),
            conflicts=tuple(dict.fromkeys(joins.conflicts[root])) + _own_conflicts(members),
        )
        for root, members in joins.groups()
    ]


class _Joins:
    """Union-find over bundles; the smaller index leads, so the order is stable."""

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        self._bundles = bundles
        self._parent = list(range(len(bundles)))
        self.merges: dict[int, list[Merge]] = defaultdict(list)
        self.conflicts: dict[int, list[Because]] = defaultdict(list)

    def root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: Bundle, other: Bundle, key: Key, why: str, *, certain: bool) -> None:
        a, b = sorted((self.root(one.index), self.root(other.index)))
        if a == b:
            return
        self._parent[b] = a
        merge = Merge(key=key, why=why, certain=certain, at=(one.locus, other.locus))
        self.merges[a] += [*self.merges.pop(b, []), merge]
        self.conflicts[a] += self.conflicts.pop(b, [])

    def conflict(self, at: Bundle, says: str) -> None:
        self.conflicts[self.root(at.index)].append(Because(says=says, at=at.locus))

    def groups(self) -> Iterator[tuple[int, list[Bundle]]]:
        found: dict[int, list[Bundle]] = defaultdict(list)
        for one in self._bundles:
            found[self.root(one.index)].append(one)
        yield from found.items()


def _by_key(bundles: Iterable[Bundle], kinds: set[str]) -> dict[Key, list[Bundle]]:
    """Index bundles by key; keys that differ only in how they were stated are the same."""
    found: dict[Key, list[Bundle]] = defaultdict(list)
    for one in bundles:
        seen = {Key(k.kind, k.value, k.value, "table") for k in one.keys if k.kind in kinds}
        for key in sorted(seen):
            found[key].append(one)
    return dict(sorted(found.items()))


def _gateways(bundles: Sequence[Bundle]) -> set[tuple[str, str]]:
    """Find (evidence, MAC) pairs with so many addresses that the MAC is a router's."""
    addresses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in bundles:
        ips = {k.value for k in one.keys if k.kind == "ip" and ":" not in k.value}
        for key in one.keys:
            if key.kind == "mac":
                addresses[one.evidence, key.value] |= ips
    return {pair for pair, ips in addresses.items() if len(ips) >= GATEWAY_ADDRESSES}


def _join_stable(bundles: Sequence[Bundle], joins: _Joins) -> None:
    for key, members in _by_key(bundles, {"mac", "serial"}).items():
        if not is_stable(key):
            continue
        for other in members[1:]:
            joins.join(members[0], other, key, f"the same {_noun(key)} {_show(key)}", certain=True)


def _join_addresses(
    bundles: Sequence[Bundle], joins: _Joins, gateways: set[tuple[str, str]]
) -> None:
    """Join by address what has no key of its own to what has, where only one unit holds it."""

    def holds(one: Bundle) -> bool:
        macs = [k.value for k in one.keys if k.kind == "mac"]
        return not any((one.evidence, value) in gateways for value in macs)

    for key, members in _by_key(bundles, {"ip"}).items():
        usable = [one for one in members if one.behind is None and holds(one)]
        anchors = [one for one in usable if any(is_stable(k) for k in one.keys)]
        loose = [one for one in usable if one not in anchors]
        _tell_rivals(key, anchors, joins)
        for one in loose:
            _join_loose(one, key, anchors, loose, joins)
    _join_channels(bundles, joins)


def _tell_rivals(key: Key, anchors: Sequence[Bundle], joins: _Joins) -> None:
    roots = {joins.root(one.index) for one in anchors}
    if len(roots) < 2:
        return
    for one in anchors:
        others = [o for o in anchors if joins.root(o.index) != joins.root(one.index)]
        named = ", ".join(dict.fromkeys(_names(other) for other in others))
        joins.conflict(
            one, f"two units claim the address {key.value}: the other is {named or 'unnamed'}"
        )


def _join_loose(
    one: Bundle, key: Key, anchors: Sequence[Bundle], loose: Sequence[Bundle], joins: _Joins
) -> None:
    for scope in ("same evidence", "all evidence"):
        near = [
            a
            for a in anchors
            if _in_time(one, a) and (scope == "all evidence" or a.evidence == one.evidence)
        ]
        roots = {joins.root(a.index) for a in near}
        if len(roots) > 1:
            joins.conflict(one, f"the address {key.value} was held by {len(roots)} units")
            return
        if roots:
            joins.join(near[0], one, key, _address_reason(key, near[0], one), certain=False)
            return
    for other in loose:
        if other.index < one.index and _in_time(one, other):
            joins.join(other, one, key, _address_reason(key, other, one), certain=False)
            return


def _join_channels(bundles: Sequence[Bundle], joins: _Joins) -> None:
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
            units_there = {joins.root(h.index) for h in holders[key.value]}
            if len(units_there) == 1:
                why = f"the recorder lists {key.value}, an address in the recorder's own network"
                joins.join(holders[key.value][0], one, key, why, certain=False)


def _join_names(bundles: Sequence[Bundle], joins: _Joins) -> None:
    """Join by host name, asset number or an address set by software, where each file has it once.

    Software gives the same address to many units (container hosts, cloned firmware).
    """
    for key, members in _by_key(bundles, {"hostname", "asset", "mac"}).items():
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
            if _in_time(members[0], other):
                why = f"the same {_noun(key)} {key.value}, which one unit has in each file"
                joins.join(members[0], other, key, why, certain=False)


def _own_conflicts(members: Sequence[Bundle]) -> tuple[Because, ...]:
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


def _in_time(one: Bundle, other: Bundle) -> bool:
    """Say whether both may be of one time: undated ones may, dated ones within the window."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return True
    return one.first - other.last <= LEASE_WINDOW and other.first - one.last <= LEASE_WINDOW


def _address_reason(key: Key, one: Bundle, other: Bundle) -> str:
    if one.evidence == other.evidence:
        return f"the same address {key.value} in one piece of evidence"
    if one.first is None or other.first is None:
        return f"the same address {key.value}; one of the two is undated, and addresses are re-used"
    return f"the same address {key.value} within {LEASE_WINDOW.days} days"


def _names(one: Bundle) -> str:
    return next((f"{_noun(k)} {_show(k)}" for k in one.keys if is_stable(k)), "")


def _noun(key: Key) -> str:
    return {
        "mac": "hardware address",
        "serial": "serial number",
        "ip": "address",
        "hostname": "host name",
        "asset": "asset number",
    }.get(key.kind, key.kind)


def _show(key: Key) -> str:
    if key.kind == "mac":
        return ":".join(key.value[i : i + 2] for i in range(0, 12, 2))
    return key.value


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
