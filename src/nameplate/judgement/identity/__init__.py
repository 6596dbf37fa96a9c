"""Which sightings are of one unit, and why.

A *bundle* is what one message, row or file says of one unit. Bundles are joined by stable keys
(a globally administered MAC, a serial) wherever they stand, and by keys that can be re-used (an
address, a name, an asset number) only where nothing speaks against it. Every join keeps its
reason. Traps and their tests: a router's MAC stands in front of every remote host; DHCP gives an
address to the next unit; a recorder's own network uses anybody's addresses; a person mistypes.
"""

from collections.abc import Iterable

import msgspec

from nameplate.judgement.identity.addresses import gateways, join_addresses, join_channels
from nameplate.judgement.identity.bundles import Bundle, Named, bundle
from nameplate.judgement.identity.bundles import is_stable as is_stable
from nameplate.judgement.identity.joins import Joins
from nameplate.judgement.identity.names import join_names
from nameplate.judgement.identity.stable import in_front, join_stable, own_conflicts, pasted
from nameplate.judgement.identity.stable import near_miss as near_miss
from nameplate.model.judged import Because, Merge
from nameplate.model.records import Key, Sighting


class Unit(msgspec.Struct, frozen=True):
    """The bundles of one unit, the joins between them, and what does not fit."""

    bundles: tuple[Bundle, ...]
    merges: tuple[Merge, ...]
    conflicts: tuple[Because, ...]
    doubted: tuple[Key, ...] = ()
    """Keys written for several units: they join nothing."""


def units(sightings: Iterable[Sighting], named: Named = lambda _: frozenset()) -> list[Unit]:
    """Join the bundles of one unit. Same sightings, same units, in order of first appearance.

    `named` says which makers a bundle speaks for: a key that can be re-used never joins across
    files what speaks for different makers.
    """
    bundles = bundle(sightings)
    joins = Joins(bundles, named)
    written = pasted(bundles, joins)
    for index, found in in_front(bundles, joins).items():
        written[index] = (*written.get(index, ()), *found)
    join_stable(bundles, joins, written)
    join_addresses(bundles, joins, gateways(bundles))
    join_channels(bundles, joins)
    join_names(bundles, joins)
    return [
        Unit(
            bundles=tuple(members),
            merges=tuple(joins.merges[root]),
            conflicts=tuple(dict.fromkeys(joins.conflicts[root])) + own_conflicts(members),
            doubted=tuple(sorted({key for one in members for key in written.get(one.index, ())})),
        )
        for root, members in joins.groups()
    ]
