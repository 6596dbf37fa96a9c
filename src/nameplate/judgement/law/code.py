"""The law compiled: every limb ready to be asked, and sets of limbs by what a question names.

Sets are bits of one integer, a bit a limb: the limbs that a question could meet are found with a
few ANDs, whatever the number of records. Everything here is immutable.
"""

from collections.abc import Iterable, Mapping

import msgspec

from nameplate.judgement.law.days import Days, counted
from nameplate.judgement.law.lists import Roll, rolls
from nameplate.judgement.law.names import Names, named
from nameplate.judgement.law.places import Map, drawn
from nameplate.judgement.ownership import Ties, joined
from nameplate.model.knowledge import Knowledge
from nameplate.model.law import Criterion, Implied, Instrument, Law, Limb, Switchable

CAN_BIND = frozenset({"must", "must-not", "must-consider", "needs-licence", "presumed-barred"})
"""Kinds of limb that can give a duty, be it only a duty to weigh."""


class Ready(msgspec.Struct, frozen=True):
    """One limb with what its instrument and the map say of it."""

    index: int
    instrument: Instrument
    limb: Limb
    extent: frozenset[str]
    zone: str
    days: Days
    proposed: bool = False
    """A limb of `if_enacted`: it binds nobody, save in a scenario."""
    switches: Mapping[str, Switchable] = {}
    """Choices of the scenario for whose sake the limb is asked."""


class Index(msgspec.Struct, frozen=True):
    """Sets of limbs (bits) by one word of a question each."""

    verb: Mapping[str, int]
    actor: Mapping[str, int]
    not_actor: Mapping[str, int]
    extent: Mapping[str, int]
    nexus: Mapping[str, int]
    clause: Mapping[str, int]
    funding: Mapping[str, int]
    speaks: int
    """Limbs that say that there is no duty, of those whom they name as not bound."""
    instruments: tuple[int, ...]
    """The limbs of each instrument."""


class Code(msgspec.Struct, frozen=True):
    """All law that is held, compiled once from one Knowledge."""

    version: str
    limbs: tuple[Ready, ...]
    index: Index
    instruments: Mapping[str, Instrument]
    rolls: Mapping[str, Roll]
    read_directly: frozenset[tuple[str, str, str]]
    """List, act and actor where some limb reaches the members themselves."""
    criteria: Mapping[str, Criterion]
    implied: tuple[Implied, ...]
    ties: Ties
    map: Map
    names: Names
    vocabulary: Mapping[str, Mapping[str, str]]


def compiled(knowledge: Knowledge) -> Code:
    """Compile the law of a Knowledge. Pure; the order of records changes nothing."""
    law = knowledge.law
    places = drawn(law.places, (e for i in law.instruments.values() for e in _extents(i)))
    limbs = tuple(_ready(law, places))
    return Code(
        version=knowledge.version,
        limbs=limbs,
        index=_index(limbs),
        instruments=law.instruments,
        rolls=rolls(knowledge.listings),
        read_directly=frozenset(
            (r.limb.coverage.list, verb, actor)
            for r in limbs
            if r.limb.coverage.form == "list-reference" and r.limb.coverage.list
            for verb in r.limb.verbs
            for actor in r.limb.actors
        ),
        criteria=law.criteria,
        implied=law.implied,
        ties=joined(law.ties),
        map=places,
        names=named(knowledge.entities, sorted(_names(knowledge))),
        vocabulary=law.vocabulary,
    )


def _names(knowledge: Knowledge) -> Iterable[str]:
    """Yield the names in lists and rules of whom no entity is held."""
    for listing in knowledge.listings.values():
        yield from (m.name for m in listing.members if m.entity is None and m.name)
    for instrument in knowledge.law.instruments.values():
        for limb in instrument.limbs:
            yield from (m.name for m in limb.coverage.members if m.entity is None and m.name)


def _extents(instrument: Instrument) -> Iterable[str]:
    yield from instrument.extent
    for limb in instrument.limbs:
        yield from limb.extent


def _ready(law: Law, places: Map) -> Iterable[Ready]:
    index = 0
    for key in sorted(law.instruments):
        instrument = law.instruments[key]
        enacted = instrument.if_enacted.limbs if instrument.if_enacted is not None else ()
        for limb, proposed in (
            *((limb, False) for limb in sorted(instrument.limbs, key=lambda x: x.id)),
            *((limb, True) for limb in sorted(enacted, key=lambda x: x.id)),
        ):
            extent = limb.extent or instrument.extent
            yield Ready(
                index=index,
                instrument=instrument,
                limb=limb,
                extent=frozenset(extent),
                zone=places.zone(extent),
                days=counted(limb.intervals),
                proposed=proposed,
            )
            index += 1


def _index(limbs: tuple[Ready, ...]) -> Index:
    found: dict[str, dict[str, int]] = {name: {} for name in Index.__struct_fields__[:7]}
    owned: dict[str, int] = {}
    speaks = 0
    for ready in limbs:
        limb, bit = ready.limb, 1 << ready.index
        owned[ready.instrument.id] = owned.get(ready.instrument.id, 0) | bit
        speaks |= bit if limb.kind == "none" else 0
        for name, words in (
            ("verb", (*limb.verbs, *limb.on)),
            ("actor", limb.actors),
            ("not_actor", limb.not_actors),
            ("extent", tuple(ready.extent)),
            ("nexus", ready.instrument.nexus),
            ("clause", limb.scope.clauses),
            ("funding", limb.scope.funding),
        ):
            for word in words:
                found[name][word] = found[name].get(word, 0) | bit
    return Index(**found, speaks=speaks, instruments=tuple(owned.values()))
