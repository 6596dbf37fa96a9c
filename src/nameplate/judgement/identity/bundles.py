"""Bundles: what one message, row or file says of one unit, and how its keys are named."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from nameplate.model.identifiers import is_locally_administered
from nameplate.model.records import Key, Locus, Sighting

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
    via: str = ""
    """The hardware address by which all of it came; see `Sighting.via`."""
    routed: bool = False

    @property
    def locus(self) -> Locus:
        """Where the bundle begins."""
        return self.sightings[0].locus


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
        ways = {"" if s.via is None else s.via.value for s in members}
        found.append(
            Bundle(
                index=len(found),
                evidence=evidence,
                sightings=tuple(members),
                keys=tuple(dict.fromkeys(key for s in members for key in s.keys)),
                behind=next((s.behind for s in members if s.behind is not None), None),
                first=min(times, default=None),
                last=max(times, default=None),
                via=ways.pop() if len(ways) == 1 else "",
                routed=any(s.routed for s in members),
            )
        )
    return found


def by_key(bundles: Iterable[Bundle], kinds: set[str]) -> dict[Key, list[Bundle]]:
    """Index bundles by key; keys that differ only in how they were stated are the same."""
    found: dict[Key, list[Bundle]] = defaultdict(list)
    for one in bundles:
        seen = {Key(k.kind, k.value, k.value, "table") for k in one.keys if k.kind in kinds}
        for key in sorted(seen):
            found[key].append(one)
    return dict(sorted(found.items()))


def in_time(one: Bundle, other: Bundle) -> bool:
    """Say whether both may be of one time: undated ones may, dated ones within the window."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return True
    return one.first - other.last <= LEASE_WINDOW and other.first - one.last <= LEASE_WINDOW


def macs_of(one: Bundle) -> frozenset[str]:
    """Return the hardware addresses among its keys."""
    return frozenset(key.value for key in one.keys if key.kind == "mac")


def names_of(one: Bundle) -> str:
    """Name a bundle by its first stable key, as people read it; "" where it has none."""
    return next((f"{noun(k)} {show_key(k)}" for k in one.keys if is_stable(k)), "")


def noun(key: Key) -> str:
    """Return what people call a kind of key."""
    return {
        "mac": "hardware address",
        "serial": "serial number",
        "ip": "address",
        "hostname": "host name",
        "asset": "asset number",
    }.get(key.kind, key.kind)


def show_key(key: Key) -> str:
    """Return a key as people write it: an address with its colons."""
    if key.kind == "mac":
        return ":".join(key.value[i : i + 2] for i in range(0, 12, 2))
    return key.value
