"""What people decide about devices: each an entry of its own, none ever overwritten.

A decision names its device by several anchors, because ids may change when new evidence brings a
stronger key: the places it was seen at, its stable keys, and the ids it bore on that day.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from nameplate.model.report import DecidedOut as DecidedOut
from nameplate.model.report import DeviceOut, Place

Act = Literal["set", "dispute", "merge", "split", "undo"]
Aspect = Literal["maker", "kind", "place"]
ASPECTS: tuple[Aspect, ...] = ("maker", "kind", "place")

MOST_PLACES = 24
"""Anchors of one device that are places: enough to know it again, few enough to keep."""
OTHER_MAKER = "other:"
"""What stands before a maker's name for which there is no record."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry: what `who` decided about a device, why, and when (ISO 8601, UTC).

    `value` is what an aspect is set to: an entity id (or OTHER_MAKER and a name), a kind, a place;
    "" says that it is not known. `other` is the second device of a merge, `places` are what a split
    takes out, `undoes` is the entry that an undo takes back.
    """

    id: int
    what: Act
    device: str
    anchors: tuple[str, ...]
    who: str
    why: str
    when: str
    aspect: Aspect | None = None
    value: str | None = None
    other: str | None = None
    other_anchors: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    undoes: int | None = None


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that nobody took back, in order. An undo can itself be undone."""
    taken_back: set[int] = set()
    found = []
    for one in sorted(decisions, key=lambda d: d.id, reverse=True):
        if one.id in taken_back:
            continue
        if one.what == "undo" and one.undoes is not None:
            taken_back.add(one.undoes)
        else:
            found.append(one)
    return tuple(reversed(found))


def at(evidence: str, where: str) -> str:
    """Return the anchor of a place in the evidence."""
    return f"at {evidence} {where}"


def keyed(kind: str, value: str) -> str:
    """Return the anchor of a stable key."""
    return f"{kind} {value}"


def anchors_of(device: DeviceOut) -> tuple[str, ...]:
    """Return all anchors of a device: places first, then stable keys, then its ids."""
    return (
        *(at(s.evidence, s.where) for s in device.seen_in),
        *(keyed("mac", value) for value in device.keys.mac),
        *(keyed("serial", value) for value in device.keys.serial),
        *(keyed("id", value) for value in (device.id, *device.aliases)),
    )


def kept_anchors(device: DeviceOut) -> tuple[str, ...]:
    """Return the anchors that a decision about this device keeps."""
    every = anchors_of(device)
    places = [anchor for anchor in every if anchor.startswith("at ")]
    return (*places[:MOST_PLACES], *(anchor for anchor in every if not anchor.startswith("at ")))


def best(anchors: Sequence[str], index: dict[str, list[int]]) -> int | None:
    """Return the number that most of the anchors lead to, the lowest of equals; None for none."""
    score: dict[int, int] = {}
    for anchor in anchors:
        for number in index.get(anchor, ()):
            score[number] = score.get(number, 0) + 1
    return min(score, key=lambda n: (-score[n], n)) if score else None
