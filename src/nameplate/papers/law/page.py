"""One instrument as a page: what it says limb by limb, from when, and on what sources.

The same page is printed by `law show`, written to the documents and shown in the browser.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nameplate.model.knowledge import Knowledge
from nameplate.model.law import (
    Citation,
    Clock,
    Context,
    Instrument,
    LawCoverage,
    LawInterval,
    Limb,
)
from nameplate.papers.law.words import all_of, listed_words, shown_day

NO_LAWYER = "No lawyer has checked this record."


class Section(NamedTuple):
    """A heading with facts (what, value) and paragraphs under it."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()


class Page(NamedTuple):
    """One instrument; `lead` is the first thing to read."""

    id: str
    title: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def page(instrument: Instrument, knowledge: Knowledge) -> Page:
    """Put the page of one instrument together from the records."""
    law = knowledge.law
    words = law.vocabulary
    places = [place_name(p, law.places.names) for p in instrument.extent]
    facts = [
        ("kind", f"{instrument.force}: {words.get('force', {}).get(instrument.force, '')}"),
        ("citation", instrument.citation),
        ("issuer", instrument.issuer or "not known"),
        ("where", ", ".join(places)),
        ("reaches by", _meanings(instrument.nexus, words.get("nexus", {}))),
        ("sources", f"{instrument.strength}: {words.get('strength', {}).get(instrument.strength)}"),
        ("checked", instrument.lawyer or NO_LAWYER),
    ]
    if instrument.aliases:
        facts.append(("also known as", ", ".join(instrument.aliases)))
    sections = [
        *(_limb(limb, knowledge) for limb in instrument.limbs),
        *_enacted(instrument, knowledge),
        *_context(instrument, knowledge),
        *_notes(instrument),
        Section("Sources", items=tuple(_cited(source) for source in instrument.source)),
    ]
    return Page(
        instrument.id, instrument.title, _lead(instrument, words), tuple(facts), tuple(sections)
    )


def _lead(instrument: Instrument, words: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    found = []
    if instrument.force in ("recommendation", "proposal", "what-if", "position", "guidance"):
        found.append(f"This is no law: {words.get('force', {}).get(instrument.force, '')}.")
    if instrument.lead_only or instrument.strength == "memory":
        found.append("It is known from memory only, and supports no duty.")
    elif instrument.strength == "press":
        found.append("It was read in the press only, and supports no duty until it is read better.")
    return tuple(found)


def _limb(limb: Limb, knowledge: Knowledge, *, enacted: bool = False) -> Section:
    words = knowledge.law.vocabulary
    head = f"If it were law: {limb.id}" if enacted else f"Limb {limb.id}"
    facts = [
        ("says", sentence(limb, knowledge)),
        *_if("paragraph", limb.paragraph),
        ("binds", listed_words(limb.actors) or "nobody"),
        *_if("not bound", listed_words(limb.not_actors)),
        *_if("by name", ", ".join(limb.actor_names)),
        *_if("set off by", all_of(limb.on)),
        ("about", listed_words((limb.object, *limb.objects_also))),
        *_if("words", limb.words),
        *_scope(limb),
    ]
    facts += [(f"if {gate.fact.replace('_', ' ')}", _gate(gate.value)) for gate in limb.gates]
    items = [_interval(one, words) for one in limb.intervals]
    items += [f"Exception: {one.text}" + _until(one.until) for one in limb.exceptions]
    items += [_clock(one) for one in limb.clocks]
    items += [f"Asks: {ask.words}" for ask in limb.asks]
    if limb.consequence:
        items.append(f"Consequence: {limb.consequence}")
    items += [f"Open to debate: {one}" for one in limb.debatable]
    return Section(head, tuple(facts), tuple(items))


def sentence(limb: Limb, knowledge: Knowledge) -> str:
    """Say what a limb is: "must not buy or renew. Reaches equipment of Hikvision, Dahua"."""
    kind = {
        "must-not": "must not",
        "must": "must",
        "must-consider": "must consider whether to",
        "may": "may",
        "needs-licence": "needs a licence to",
        "presumed-barred": "is barred, unless that is rebutted, if it would",
        "recommends": "recommends: about to",
        "undertakes": "undertakes: about to",
        "none": "says that there is no duty to",
    }[limb.kind]
    things = all_of((limb.object, *limb.objects_also))
    return f"{kind} {all_of(limb.verbs)}. Reaches {things} {reach_words(limb.coverage, knowledge)}"


def reach_words(coverage: LawCoverage, knowledge: Knowledge) -> str:
    """Say which things or parties a limb reaches."""
    names = [
        entity_name(m.entity, knowledge) if m.entity else m.name or "" for m in coverage.members
    ]
    named = ", ".join(name for name in names if name)
    listing = knowledge.listing(coverage.list) if coverage.list else None
    on_list = f"the list “{listing.title}”" if listing is not None else "a list"
    tranche = f", entry {coverage.clause}" if coverage.clause else ""
    match coverage.form:
        case "named":
            text = f"of {named}"
        case "named+affiliates":
            text = f"of {named}, their subsidiaries and affiliates"
        case "threshold" if coverage.threshold is not None:
            more = "more than" if coverage.threshold.op == ">" else "at least"
            owners = named or f"those on {on_list}"
            text = f"owned to {more} {coverage.threshold.percent} per cent by {owners}"
            text += ", added up" if coverage.threshold.aggregate else ""
            text += ", or controlled" if coverage.threshold.or_control else ""
        case "control":
            text = f"controlled by {named or f'those on {on_list}'}"
        case "list-reference":
            text = f"of those on {on_list}{tranche}"
        case "supplier-on-list":
            text = f"whose supplier is on {on_list}{tranche}, whoever made the thing"
        case "criterion":
            text = f"that meets a test: {coverage.criterion}"
        case "origin":
            text = f"by origin: {coverage.origin or coverage.criterion}"
        case "component":
            text = f"that contains {coverage.component}" + (f" of {named}" if named else "")
        case "certificate":
            text = f"without: {coverage.certificate}"
        case "analytics-enabled":
            text = f"with {listed_words(coverage.features)} {coverage.state_needed or 'offered'}"
        case "product-found":
            text = "found so by a decision on the product"
        case "vulnerable":
            text = f"with the flaw {', '.join(coverage.vulnerabilities)}"
        case _:
            text = "whoever made it"
    if coverage.criterion and coverage.form not in ("criterion", "origin"):
        text += f"; {coverage.criterion}"
    return text


def _scope(limb: Limb) -> Iterable[tuple[str, str]]:
    scope = limb.scope
    yield from _if("equipment", scope.equipment)
    yield from _if("things", listed_words(scope.things))
    yield from _if("sites", listed_words(scope.sites))
    for member, purposes in scope.purposes.items():
        who = "purposes" if member == "*" else f"purposes ({member})"
        yield who, listed_words(purposes)
    yield from _if("funding", listed_words(scope.funding))
    yield from _if("clauses", ", ".join(scope.clauses))
    yield from _if("components", scope.component_rule)
    yield from _if("value", scope.value)
    yield from _if("narrower place", ", ".join(limb.extent))


def _interval(one: LawInterval, words: Mapping[str, Mapping[str, str]]) -> str:
    state = one.state.replace("-", " ")
    start = (
        f"from {shown_day(one.valid_from, one.precision)}"
        if one.valid_from
        else "from a day that is not known"
    )
    end = f" to {shown_day(one.valid_to, one.to_precision)}" if one.valid_to else ""
    basis = words.get("interval_basis", {}).get(one.basis, one.basis)
    note = f"; {one.note}" if one.note else ""
    return f"{state[0].upper()}{state[1:]} {start}{end} ({basis}){note}"


def _clock(one: Clock) -> str:
    unit = one.unit.replace("-", " ") + ("s" if one.amount != 1 else "")
    calendar = f" by the calendar {one.calendar}" if one.calendar not in (None, "none") else ""
    after = one.after.replace("-", " ")
    return f"Clock: {one.amount} {unit}{calendar} after {after}: {one.what}"


def _enacted(instrument: Instrument, knowledge: Knowledge) -> Iterable[Section]:
    if instrument.if_enacted is None:
        return
    for limb in instrument.if_enacted.limbs:
        yield _limb(limb, knowledge, enacted=True)
    switches = instrument.if_enacted.switches
    if switches:
        yield Section(
            "Open choices",
            tuple((s.name, f"{s.words} (until chosen: {_chosen(s.default)})") for s in switches),
        )


def _chosen(value: object) -> str:
    if value is None:
        return "not chosen"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple | list) else str(value)


def _context(instrument: Instrument, knowledge: Knowledge) -> Iterable[Section]:
    """Say what is said beside it: responses, denials and undertakings of those concerned."""
    found = beside(instrument, knowledge)
    if found:
        yield Section(
            "Said beside it",
            items=tuple(
                f"{one.title}{f' ({shown_day(one.date, one.date_precision)})' if one.date else ''}:"
                f" {one.text} [{'; '.join(_cited(s) for s in one.source)}]"
                for one in found
            ),
        )


def beside(instrument: Instrument, knowledge: Knowledge) -> Sequence[Context]:
    """Return the context of an instrument: responses, denials, rulings."""
    return [c for c in knowledge.law.context.values() if instrument.id in c.attaches_to]


def _notes(instrument: Instrument) -> Iterable[Section]:
    items = [*([instrument.notes] if instrument.notes else [])]
    items += [f"Open to debate: {one}" for one in instrument.debatable]
    items += [f"Asks: {ask.words}" for ask in instrument.asks]
    for what, ids in (
        ("Replaces", instrument.supersedes),
        ("Carries out", instrument.implements),
        ("See also", instrument.related),
    ):
        if ids:
            items.append(f"{what}: {', '.join(ids)}")
    if items:
        yield Section("Notes", items=tuple(items))


def _cited(source: Citation) -> str:
    seen = f", seen {shown_day(source.seen, 'day')}" if source.seen else ", not read"
    strength = f" ({source.strength})" if source.strength else ""
    address = f", {source.address}" if source.address else ""
    return f"{source.cite}{address}{seen}{strength}"


def entity_name(entity: str, knowledge: Knowledge) -> str:
    """Return what people call an entity."""
    known = knowledge.entities.get(entity)
    return known.short if known is not None else entity


def place_name(place: str, names: Mapping[str, str]) -> str:
    """Return a place by name with its code: "England (GB-ENG)"."""
    name = names.get(place)
    return f"{name} ({place})" if name else place


def _meanings(terms: Sequence[str], meanings: Mapping[str, str]) -> str:
    return "; ".join(f"{t} ({meanings[t]})" if t in meanings else t for t in terms)


def _gate(value: bool) -> str:
    return "must be so" if value else "must not be so"


def _until(day: str | None) -> str:
    return f" (until {shown_day(day, 'day')})" if day else ""


def _if(label: str, value: str | None) -> Iterable[tuple[str, str]]:
    if value:
        yield label, value
