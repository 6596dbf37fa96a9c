"""Which sightings are of one unit, and why.

A *bundle* is what one message, row or file says of one unit. Bundles are joined by stable keys
(a globally administered MAC, a serial) wherever they stand, and by keys that can be re-used (an
address, a name, an asset number) only where nothing speaks against it. Every join keeps its
reason. Traps and their tests: a router's MAC stands in front of every remote host; DHCP gives an
address to the next unit; a recorder's own network uses anybody's addresses; a person mistypes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from nameplate.model.identifiers import is_locally_administered
from nameplate.model.judged import Because, Merge
from nameplate.model.records import Key, Locus, Sighting

GATEWAY_ADDRESSES = 2
"""A MAC with this many IPv4 addresses in one piece of evidence may stand for a router: what is
known of an address alone is then not the MAC's. Link-local addresses do not count."""

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
    doubted: tuple[Key, ...] = ()
    """Keys written for several units: they join nothing."""


Named = Callable[[Bundle], frozenset[str]]
"""Which makers a bundle speaks for: asked before a join that may be wrong."""


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


def units(sightings: Iterable[Sighting], named: Named = lambda _: frozenset()) -> list[Unit]:
    """Join the bundles of one unit. Same sightings, same units, in order of first appearance.

    `named` says which makers a bundle speaks for: a key that can be re-used never joins across
    files what speaks for different makers.
    """
    bundles = bundle(sightings)
    joins = _Joins(bundles, named)
    pasted = _pasted(bundles, joins)
    _join_stable(bundles, joins, pasted)
    _join_addresses(bundles, joins, _gateways(bundles))
    _join_channels(bundles, joins)
    _join_names(bundles, joins)
    return [
        Unit(
            bundles=tuple(members),
            merges=tuple(joins.merges[root]),
            conflicts=tuple(dict.fromkeys(joins.conflicts[root])) + _own_conflicts(members),
            doubted=tuple(sorted({key for one in members for key in pasted.get(one.index, ())})),
        )
        for root, members in joins.groups()
    ]


class _Joins:
    """Union-find over bundles; the smaller index leads, so the order is stable."""

    def __init__(self, bundles: Sequence[Bundle], named: Named) -> None:
        self._bundles = bundles
        self._named = named
        self._makers: dict[int, frozenset[str]] = {}
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
        makers = self.makers(one) | self.makers(other) if self._makers else frozenset()
        self._parent[b] = a
        if self._makers:
            self._makers[a] = makers
        merge = Merge(key=key, why=why, certain=certain, at=(one.locus, other.locus))
        self.merges[a] += [*self.merges.pop(b, []), merge]
        self.conflicts[a] += self.conflicts.pop(b, [])

    def makers(self, one: Bundle) -> frozenset[str]:
        """Return which makers the unit of this bundle speaks for so far."""
        if not self._makers:
            for member in self._bundles:
                root = self.root(member.index)
                self._makers[root] = self._makers.get(root, frozenset()) | self._named(member)
        return self._makers[self.root(one.index)]

    def disagree(self, one: Bundle, other: Bundle) -> bool:
        """Say whether the two speak for makers, and for none in common."""
        a, b = self.makers(one), self.makers(other)
        return bool(a) and bool(b) and not a & b

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
        ips = {k.value for k in one.keys if k.kind == "ip" and _counts(k.value)}
        for key in one.keys:
            if key.kind == "mac":
                addresses[one.evidence, key.value] |= ips
    return {pair for pair, ips in addresses.items() if len(ips) >= GATEWAY_ADDRESSES}


def _counts(address: str) -> bool:
    return ":" not in address and not address.startswith("169.254.")


def _pasted(bundles: Sequence[Bundle], joins: _Joins) -> dict[int, tuple[Key, ...]]:
    """Find MACs that a person wrote in rows of several units: filled down a column, or a slip.

    Rows are of several units where two of them differ in a serial, an address or an asset number.
    """
    found: dict[int, tuple[Key, ...]] = {}
    for key, members in _by_key(bundles, {"mac"}).items():
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
                    f"the hardware address {_show(key)} is written in {len(rows)} rows of one "
                    "file, which are of different units: it is not used",
                )
    return found


def _differ(one: Bundle, other: Bundle) -> bool:
    for kind in ("serial", "ip", "asset"):
        a = {k.value for k in one.keys if k.kind == kind}
        b = {k.value for k in other.keys if k.kind == kind}
        if a and b and not a & b:
            return True
    return False


def _join_stable(
    bundles: Sequence[Bundle], joins: _Joins, pasted: Mapping[int, tuple[Key, ...]]
) -> None:
    for key, members in _by_key(bundles, {"mac", "serial"}).items():
        sure = [one for one in members if key not in pasted.get(one.index, ())]
        if not is_stable(key) or not sure:
            continue
        for other in sure[1:]:
            joins.join(sure[0], other, key, f"the same {_noun(key)} {_show(key)}", certain=True)


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
        held = {one.index for one in anchors}
        loose = [one for one in usable if one.index not in held]
        _tell_rivals(key, anchors, joins)
        by_evidence: dict[str, list[Bundle]] = defaultdict(list)
        for anchor in anchors:
            by_evidence[anchor.evidence].append(anchor)
        first: Bundle | None = None
        for one in loose:
            joined = _join_to(one, key, by_evidence.get(one.evidence, ()), joins) or _join_to(
                one, key, anchors, joins
            )
            if not joined and not anchors:
                if first is not None and _in_time(first, one) and not joins.disagree(first, one):
                    joins.join(first, one, key, _address_reason(key, first, one), certain=False)
                first = first or one


def _tell_rivals(key: Key, anchors: Sequence[Bundle], joins: _Joins) -> None:
    """Tell each unit that claims an address who else does: three by name, the rest by number."""
    first: dict[int, Bundle] = {}
    for one in anchors:
        first.setdefault(joins.root(one.index), one)
    if len(first) < 2:
        return
    for root, one in first.items():
        others = [o for r, o in list(first.items())[:4] if r != root][:3]
        named = ", ".join(_names(other) or "an unnamed one" for other in others)
        more = len(first) - 1 - len(others)
        joins.conflict(
            one,
            f"{len(first)} units claim the address {key.value}: also {named}"
            + (f" and {more} more" if more else ""),
        )


def _join_to(one: Bundle, key: Key, anchors: Sequence[Bundle], joins: _Joins) -> bool:
    """Join a bundle to the one unit that holds its address; True where that is settled.

    Within one piece of evidence the address binds. Across files it may have been re-used: what
    speaks for another maker is then kept apart, and told.
    """
    near = [a for a in anchors if _in_time(one, a)]
    roots = {joins.root(a.index) for a in near}
    if len(roots) > 1:
        joins.conflict(one, f"the address {key.value} was held by {len(roots)} units")
        return True
    if not roots:
        return False
    if near[0].evidence != one.evidence and joins.disagree(near[0], one):
        text = f"at the address {key.value} another file has a unit of another maker: kept apart"
        joins.conflict(one, text)
        joins.conflict(near[0], text)
        return True
    joins.join(near[0], one, key, _address_reason(key, near[0], one), certain=False)
    return True


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

    Software gives the same address to many units (container hosts, cloned firmware), and every
    school has a CAM-01: short names join only what agrees in something else, and nothing joins
    what differs in its address, its place or its maker.
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
            if _in_time(members[0], other) and _may_be_one(members[0], other, key, joins):
                why = f"the same {_noun(key)} {key.value}, which one unit has in each file"
                joins.join(members[0], other, key, why, certain=False)


def _may_be_one(one: Bundle, other: Bundle, key: Key, joins: _Joins) -> bool:
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
