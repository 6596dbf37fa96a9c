"""Rules for records of law: each word is one of the closed words, and each place is a known one.

The words and their meanings stand in `law/vocabulary.toml`, the places in `law/places.toml`. A
word that is misspelt would not be an error in an answer: the limb would quietly reach nobody.
"""

from collections.abc import Iterable, Iterator

from nameplate.knowledge.bundle import Bundle, Held
from nameplate.knowledge.faults import Fault
from nameplate.model.knowledge import Listing
from nameplate.model.law import Context, Implied, Instrument, Limb, Scope

Words = Iterator[tuple[str, Iterable[str]]]
"""Tables of the vocabulary ("actors roles": either of the two), and words that must stand there."""


def limbs_of(instrument: Instrument) -> Iterator[Limb]:
    """Yield the limbs of today, then those that would bind if the instrument were enacted."""
    yield from instrument.limbs
    if instrument.if_enacted is not None:
        yield from instrument.if_enacted.limbs


def closed_words(bundle: Bundle) -> Iterator[Fault]:
    """Every word of an instrument, a context or an implied rule stands in the vocabulary."""
    for held, instrument in bundle.each(Instrument):
        yield from _unknown(bundle, held.where, _of_instrument(instrument))
        for limb in limbs_of(instrument):
            yield from _unknown(bundle, f"{held.where}, {limb.id}", _of_limb(limb))
    for held, context in bundle.each(Context):
        words = (("context_types", (context.type,)), ("strength", (context.strength,)))
        yield from _unknown(bundle, held.where, iter(words))
    for held, listing in bundle.each(Listing):
        if bundle.vocabulary:
            words = (("levels", (listing.level,)), ("strength", (listing.strength,)))
            yield from _unknown(bundle, held.where, iter(words))
    for number, implied in enumerate(bundle.implied, 1):
        yield from _unknown(bundle, f"law/implied.toml, rule {number}", _of_implied(implied))


def known_facts(bundle: Bundle) -> Iterator[Fault]:
    """Every fact that is asked, or that decides, has its plain question in the vocabulary."""
    for held, instrument in bundle.each(Instrument):
        yield from _unknown_facts(bundle, held, "", (a.fact for a in instrument.asks))
        for limb in limbs_of(instrument):
            facts = (
                *(a.fact for a in limb.asks),
                *(g.fact for g in limb.gates),
                *(e.test for e in limb.exceptions),
            )
            yield from _unknown_facts(bundle, held, f", {limb.id}", facts)
    for held, listing in bundle.each(Listing):
        yield from _unknown_facts(bundle, held, "", (a.fact for a in listing.asks))


def known_places(bundle: Bundle) -> Iterator[Fault]:
    """Every extent is a place with a name; held places too, and those they lie in."""
    known = bundle.places.names
    for held in bundle.held:
        record = held.record
        if not isinstance(record, Instrument | Context | Listing):
            continue
        extents = [("", record.extent)]
        if isinstance(record, Instrument):
            extents += [(f", {limb.id}", limb.extent) for limb in limbs_of(record)]
        for where, places in extents:
            for place in places:
                if place not in known:
                    yield Fault(held.where + where, f'no place "{place}" in law/places.toml')
        if isinstance(record, Instrument) and not record.extent:
            yield Fault(held.where, "an instrument has an extent")
    for place in _named_places(bundle):
        if place not in known:
            yield Fault("law/places.toml", f'"{place}" has no name')
    for words in bundle.places.also:
        if words != words.lower():
            yield Fault("law/places.toml", f'"{words}": other words stand in lower case')


def held_places(bundle: Bundle) -> Iterator[Fault]:
    """A place is held if, and only if, an instrument extends to it."""
    extents = {
        place
        for _, instrument in bundle.each(Instrument)
        for place in (*instrument.extent, *(p for m in limbs_of(instrument) for p in m.extent))
    }
    held = set(bundle.places.held)
    for place in sorted(extents - held):
        yield Fault("law/places.toml", f'"{place}" is the extent of a record and is not held')
    for place in sorted(held - extents):
        yield Fault("law/places.toml", f'"{place}" is held, and no record extends to it')
    for not_held in bundle.places.not_held:
        if not_held.place in held:
            yield Fault("law/places.toml", f'"{not_held.place}" is held and not held')


def _named_places(bundle: Bundle) -> Iterator[str]:
    places = bundle.places
    yield from places.held
    yield from (n.place for n in places.not_held)
    yield from places.also.values()
    yield from places.zones
    for of in (places.parts, places.within):
        for place, others in of.items():
            yield place
            yield from others


def _unknown(bundle: Bundle, where: str, words: Words) -> Iterator[Fault]:
    for tables, used in words:
        known = {w for table in tables.split() for w in bundle.vocabulary.get(table, {})}
        for word in used:
            if word not in known:
                yield Fault(where, f'"{word}" is no word of {" or ".join(tables.split())}')


def _unknown_facts(bundle: Bundle, held: Held, where: str, facts: Iterable[str]) -> Iterator[Fault]:
    known = bundle.vocabulary.get("facts", {})
    for fact in sorted(set(facts) - known.keys()):
        yield Fault(held.where + where, f'no question for the fact "{fact}" in the vocabulary')


def _of_instrument(instrument: Instrument) -> Words:
    yield "force", (instrument.force,)
    yield "about", (instrument.about,)
    yield "nexus", instrument.nexus
    yield "strength", (instrument.strength,)


def _of_limb(limb: Limb) -> Words:
    yield "kind", (limb.kind,)
    yield "actors roles", (*limb.actors, *limb.not_actors)
    yield "verbs", (*limb.verbs, *limb.on)
    yield "objects", (limb.object, *limb.objects_also)
    yield "forms", (limb.coverage.form,)
    yield "features", limb.coverage.features
    yield "coverage_parties", (limb.coverage.party,) if limb.coverage.party else ()
    yield "assertions", (limb.states,) if limb.states else ()
    yield from _of_scope(limb.scope)
    for interval in limb.intervals:
        yield "interval_states", (interval.state,)
        yield "interval_basis", (interval.basis,)
        yield "precision", (interval.precision, interval.to_precision)
    for clock in limb.clocks:
        yield "clock_events", (clock.after,)
        yield "clock_units", (clock.unit,)
        yield "calendars", (clock.calendar or "",)


def _of_scope(scope: Scope) -> Words:
    yield "things", scope.things
    yield "sites", scope.sites
    yield "purposes", (word for words in scope.purposes.values() for word in words)
    yield "funding", scope.funding
    yield "clauses", scope.clauses


def _of_implied(implied: Implied) -> Words:
    yield "actors", implied.when.actor
    yield "verbs", implied.when.verb
    yield "purposes", implied.when.purpose
    yield "roles actors", (implied.role,) if implied.role else ()
    yield "verbs", (implied.verb,) if implied.verb else ()
    yield "facts", (implied.fact,) if implied.fact else ()
