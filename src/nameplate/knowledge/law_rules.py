"""Rules for records of law: nothing dangles, and every limb can be read on its own.

A limb that names a list, an entity, a clause or another instrument names one that is there; what
its form needs is stated; a duty has days, and a no-duty statement says so.
"""

from collections.abc import Iterator

from nameplate.knowledge.bundle import Bundle, name_of
from nameplate.knowledge.faults import Fault
from nameplate.knowledge.law_words import limbs_of
from nameplate.model.knowledge import Entity, Listing
from nameplate.model.law import Context, Criterion, Instrument, LawTie, Limb

NEEDS: dict[str, tuple[str, ...]] = {
    "named": ("members",),
    "named+affiliates": ("members",),
    "threshold": ("threshold",),
    "control": ("members", "list", "criterion"),
    "criterion": ("criterion",),
    "origin": ("origin",),
    "component": ("component",),
    "certificate": ("certificate",),
    "list-reference": ("list",),
    "supplier-on-list": ("list",),
    "analytics-enabled": ("features",),
    "product-found": ("criterion",),
    "vulnerable": ("vulnerabilities",),
    "any": (),
}
"""A form of coverage to the members of which one at least must stand."""
DUTIES = ("must", "must-not", "must-consider", "needs-licence", "presumed-barred")


def law_ids(bundle: Bundle) -> Iterator[Fault]:
    """Ids and aliases of instruments, contexts and listings are one name space."""
    taken = {
        name_of(h.record): h.where
        for h in bundle.held
        if isinstance(h.record, Instrument | Context | Listing)
    }
    for held in bundle.held:
        if not isinstance(held.record, Instrument | Listing):
            continue
        for alias in held.record.aliases:
            if taken.setdefault(alias, held.where) != held.where or alias == held.record.id:
                yield Fault(held.where, f'the alias "{alias}" is taken by {taken[alias]}')
    for held, instrument in bundle.each(Instrument):
        if held.file != f"instruments/{instrument.id}.toml":
            yield Fault(held.where, "the file of an instrument bears its id")
        for limbs in (instrument.limbs, getattr(instrument.if_enacted, "limbs", ())):
            ids = [limb.id for limb in limbs]
            for twice in sorted({i for i in ids if ids.count(i) > 1}):
                yield Fault(held.where, f'two limbs are called "{twice}"')


def law_references(bundle: Bundle) -> Iterator[Fault]:
    """Every id that a record of law names is the id of a record."""
    entities = {e.id for e in bundle.of(Entity)}
    listings = {x.id: x for x in bundle.of(Listing)}
    criteria = {c.id for c in bundle.of(Criterion)}
    instruments = {i.id for i in bundle.of(Instrument)}
    anything = instruments | listings.keys() | {c.id for c in bundle.of(Context)}
    for held, instrument in bundle.each(Instrument):
        for other in (*instrument.implements, *instrument.supersedes, instrument.split_of):
            if other is not None and other not in instruments:
                yield Fault(held.where, f'no instrument "{other}"')
        for other in instrument.related:
            if other not in anything:
                yield Fault(held.where, f'no instrument, list or context "{other}"')
        for limb in limbs_of(instrument):
            where = f"{held.where}, {limb.id}"
            for member in limb.coverage.members:
                if member.entity is not None and member.entity not in entities:
                    yield Fault(where, f'no entity "{member.entity}"')
                if (member.entity is None) == (member.name is None):
                    yield Fault(where, "a member is an entity or a name, one of the two")
            if limb.coverage.criterion_id not in criteria | {None}:
                yield Fault(where, f'no criterion "{limb.coverage.criterion_id}"')
            yield from _list_of(limb, where, listings)
    for held, context in bundle.each(Context):
        yield from _missing(held.where, context.attaches_to, anything, "instrument or list")
        yield from _missing(held.where, context.entities, entities, "entity")
    for held, criterion in bundle.each(Criterion):
        yield from _missing(held.where, criterion.lists, set(listings), "list")
        said_of = tuple(s.entity for s in criterion.said_of)
        yield from _missing(held.where, said_of, entities, "entity")
    for held, tie in bundle.each(LawTie):
        yield from _missing(held.where, (tie.owner, tie.subject), entities, "entity")


def _missing(where: str, ids: tuple[str, ...], known: set[str], kind: str) -> Iterator[Fault]:
    for missing in ids:
        if missing not in known:
            yield Fault(where, f'no {kind} "{missing}"')


def _list_of(limb: Limb, where: str, listings: dict[str, Listing]) -> Iterator[Fault]:
    name = limb.coverage.list
    if name is None:
        return
    listing = listings.get(name)
    if listing is None:
        yield Fault(where, f'no list "{name}"')
        return
    for clause in (limb.coverage.clause, limb.coverage.entry):
        if clause is not None and clause not in listing.clauses:
            yield Fault(where, f'{name} has no clause "{clause}"')


def law_limbs(bundle: Bundle) -> Iterator[Fault]:
    """A limb says whom it binds, what its form needs, where to find it, and on which days."""
    for held, instrument in bundle.each(Instrument):
        if not instrument.limbs and instrument.if_enacted is None:
            yield Fault(held.where, "an instrument has limbs, or says what it would bring")
        for limb in limbs_of(instrument):
            yield from _limb(limb, f"{held.where}, {limb.id}", bundle)
        for limb in instrument.limbs:
            where = f"{held.where}, {limb.id}"
            if not limb.intervals:
                yield Fault(where, "a limb has at least one interval")
            if not limb.paragraph:
                yield Fault(where, "a limb says in which paragraph it stands")
        if instrument.if_enacted is not None:
            for limb in instrument.if_enacted.limbs:
                if limb.intervals:
                    yield Fault(f"{held.where}, {limb.id}", "a scenario gives the days, not we")


def _limb(limb: Limb, where: str, bundle: Bundle) -> Iterator[Fault]:
    coverage = limb.coverage
    needs = NEEDS[coverage.form]
    if needs and not any(getattr(coverage, member) for member in needs):
        yield Fault(where, f'the form "{coverage.form}" needs {" or ".join(needs)}')
    if coverage.form == "threshold" and not (coverage.members or coverage.list):
        yield Fault(where, "a threshold is of listed owners: it needs members or a list")
    if coverage.form == "analytics-enabled" and coverage.state_needed is None:
        yield Fault(where, "which state of the feature is needed?")
    if not limb.verbs:
        yield Fault(where, "a limb has verbs")
    if limb.kind in DUTIES and not limb.actors:
        yield Fault(where, "a duty binds somebody: it has actors")
    if limb.kind == "none" and limb.states is None:
        yield Fault(where, "what does a limb of kind none state?")
    if "named-entity" in limb.actors and not limb.actor_names:
        yield Fault(where, "named-entity needs actor_names")
    both = set(limb.actors) & set(limb.not_actors)
    for actor in sorted(both):
        yield Fault(where, f'"{actor}" is bound and not bound')
    names = {m.entity for m in coverage.members}
    listing = next((x for x in bundle.of(Listing) if x.id == coverage.list), None)
    if listing is not None:
        names |= {m.entity for m in listing.members}
    for member in limb.scope.purposes:
        if member != "*" and member not in names:
            yield Fault(where, f'purposes of "{member}", which the limb does not reach')


def law_lists(bundle: Bundle) -> Iterator[Fault]:
    """A member of a listing is an entity or a name, its clause is a key, its days follow."""
    for held, listing in bundle.each(Listing):
        if listing.state == "unknown" and listing.members:
            yield Fault(held.where, "a list that was not read has no members")
        if listing.state == "unknown" and not listing.asks:
            yield Fault(held.where, "a list that was not read says what to ask")
        for member in listing.members:
            name = member.entity or member.name or "a member"
            if (member.entity is None) == (member.name is None):
                yield Fault(held.where, f"{name}: an entity or a name, one of the two")
            if member.clause is not None and member.clause not in listing.clauses:
                yield Fault(held.where, f'{name}: no clause "{member.clause}"')
            if member.valid_from is not None:
                for day in (member.effective, member.divest_by):
                    if day is not None and day < member.valid_from:
                        yield Fault(held.where, f"{name}: {day} is before it was listed")
