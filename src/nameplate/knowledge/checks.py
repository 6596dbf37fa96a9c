"""The rules of the house for records: each yields the faults it finds, named to the record.

A rule is one function from all records to faults. What types cannot say stands here: sources,
examples, references, weights within their basis, patterns that RE2 runs and that hit nothing
innocent.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from nameplate.knowledge.bundle import Bundle, Held, name_of
from nameplate.knowledge.deployment_rules import deployments
from nameplate.knowledge.faults import Fault, is_day
from nameplate.knowledge.law_days import law_days, law_sources, law_strength, law_ties
from nameplate.knowledge.law_rules import law_ids, law_limbs, law_lists, law_references
from nameplate.knowledge.law_words import (
    closed_words,
    held_places,
    known_facts,
    known_places,
)
from nameplate.knowledge.limits import ROUNDING, limit
from nameplate.knowledge.patterns import Re2Pattern, compile_re2
from nameplate.model.fields import FIELDS, MODEL_FIELDS
from nameplate.model.judged import BANDS
from nameplate.model.knowledge import (
    Brand,
    Deployment,
    Entity,
    Grammar,
    KindRule,
    KnowledgeSource,
    Listing,
    Member,
    Registrant,
    Signal,
)
from nameplate.model.law import Context, Criterion, Instrument, LawTie

Patterned = Signal | Grammar | KindRule
OfLaw = Instrument | Context | Criterion | LawTie
Weighed = Signal | Grammar | Registrant
_PREFIX = re.compile(r"[0-9a-f]{6}|[0-9a-f]{7}|[0-9a-f]{9}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def faults(bundle: Bundle) -> Iterator[Fault]:
    """Yield every fault of a bundle, rule by rule.

    Where a pattern does not compile or an id is taken twice, the rules that would run patterns
    are left out: their answers would be about other things.
    """
    clean = True
    for rule in _FIRST:
        for fault in rule(bundle):
            clean = False
            yield fault
    if clean:
        for rule in (*_THEN, *_OF_LAW):
            yield from rule(bundle)


def _ids(bundle: Bundle) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    for held in bundle.held:
        name = name_of(held.record)
        # Patterns of signals, grammars and kind rules share one name space.
        space = (
            "pattern" if isinstance(held.record, Patterned) else type(held.record).__name__.lower()
        )
        if not isinstance(held.record, Registrant | LawTie) and not _ID.fullmatch(name):
            yield Fault(held.where, "an id is lower-case words joined by hyphens")
        if (space, name) in taken:
            yield Fault(held.where, f"the id is taken by {taken[space, name]}")
        taken[space, name] = held.file


def _sources(bundle: Bundle) -> Iterator[Fault]:
    for held in bundle.held:
        if not held.record.source:
            yield Fault(held.where, "no source")
        if isinstance(held.record, OfLaw):
            continue  # their citations have rules of their own
        members = held.record.members if isinstance(held.record, Listing) else ()
        for source in (*held.record.source, *(s for m in members for s in m.source)):
            if not source.what.strip() or not source.where.strip():
                yield Fault(held.where, "a source says what it carries and where it was read")
            if not is_day(source.seen):
                yield Fault(held.where, f'seen = "{source.seen}" is no ISO day')
        if isinstance(held.record, Signal | Grammar | Brand):
            yield from _remembered(held, held.record.source, lead_only=held.record.lead_only)


def _remembered(
    held: Held, sources: tuple[KnowledgeSource, ...], *, lead_only: bool
) -> Iterator[Fault]:
    if sources and all(s.lead_only for s in sources) and not lead_only:
        yield Fault(held.where, "only remembered, never read: it needs lead_only = true")


def _dates(bundle: Bundle) -> Iterator[Fault]:
    if not is_day(bundle.released):
        yield Fault("release.toml", "released is no ISO day")
    for held, listing in bundle.each(Listing):
        for member in listing.members:
            for day in (member.valid_from, member.valid_to):
                if day is not None and not is_day(day):
                    yield Fault(held.where, f'"{day}" of {called(member)} is no ISO day')
            if member.valid_from and member.valid_to and member.valid_from > member.valid_to:
                yield Fault(held.where, f"{called(member)} ends before it begins")


def called(member: Member) -> str:
    """Return the entity or the name of a member."""
    return member.entity or member.name or "a member without a name"


def _compiles(bundle: Bundle) -> Iterator[Fault]:
    for held, record in _patterned(bundle):
        if record.pattern == "":
            yield Fault(held.where, "an empty pattern hits everything")
            continue
        try:
            compile_re2(record.pattern)
        except ValueError as why:
            yield Fault(held.where, f"RE2 cannot run the pattern: {why}")


def _field_names(bundle: Bundle) -> Iterator[Fault]:
    for held, record in _patterned(bundle):
        if isinstance(record, Grammar):
            continue
        if not record.fields:
            yield Fault(held.where, "no fields to look at")
        for field in record.fields:
            if field not in FIELDS:
                yield Fault(held.where, f'no field "{field}" in model.fields')


def _references(bundle: Bundle) -> Iterator[Fault]:
    entities = {e.id for e in bundle.of(Entity)}
    brands = {b.name for b in bundle.of(Brand)}
    for held in bundle.held:
        record = held.record
        for entity in _entities_in(held):
            if entity not in entities:
                yield Fault(held.where, f'no entity "{entity}"')
        brand = record.brand if isinstance(record, Signal | Grammar) else None
        if brand is not None and brand not in brands:
            yield Fault(held.where, f'no brand is named "{brand}"')


def _entities_in(held: Held) -> tuple[str, ...]:
    match held.record:
        case Brand(makers=makers):
            return makers
        case Listing(members=members):
            return tuple(m.entity for m in members if m.entity is not None)
        case Deployment(makers=makers):
            return makers
        case KindRule() | Instrument() | Context() | Criterion() | LawTie():
            return ()
        case record:
            return () if record.maker is None else (record.maker,)


def _examples(bundle: Bundle) -> Iterator[Fault]:
    for held, record in _patterned(bundle):
        pattern = Re2Pattern(record.pattern)
        if not record.examples:
            yield Fault(held.where, "no examples that must match")
        if not record.not_examples:
            yield Fault(held.where, 'no "not" examples that must not match')
        for example in record.examples:
            if pattern.search(example) is None:
                yield Fault(held.where, f'the example "{example}" does not match')
        for example in record.not_examples:
            if pattern.search(example) is not None:
                yield Fault(held.where, f'"{example}" matches and must not')


def _weights(bundle: Bundle) -> Iterator[Fault]:
    for held in bundle.held:
        record = held.record
        if not isinstance(record, Signal | Grammar | Registrant):
            continue
        most = limit(record.basis)
        if abs(record.weight) > most + ROUNDING:
            if not record.excess:
                yield Fault(
                    held.where,
                    f"weight {record.weight} is more than its basis allows ({most:.2f}): "
                    "lower it, or say why under excess",
                )
        elif record.excess:
            yield Fault(held.where, "excess stands though the weight is within its basis")
        if record.basis is not None and not (
            0 <= record.basis.hits <= record.basis.units
            and 0 <= record.basis.other_hits <= record.basis.other_units
        ):
            yield Fault(held.where, "a basis has more hits than units")


def _roles(bundle: Bundle) -> Iterator[Fault]:
    for held, signal in bundle.each(Signal):
        decoy = signal.group == "decoy"
        if decoy != (signal.weight < 0):
            yield Fault(held.where, "a negative weight is for decoys, and for them alone")
        if signal.component is not None and signal.weight:
            yield Fault(held.where, "a component weighs nothing: it never names the maker")
        silent = decoy or signal.component is not None
        if silent == (signal.maker is not None):
            yield Fault(held.where, "a maker belongs to every signal but decoys and components")
        if signal.decisive and (signal.lead_only or signal.weight <= 0):
            yield Fault(held.where, "what is only remembered or weighs nothing decides nothing")
        if not signal.says.strip():
            yield Fault(held.where, "says is empty: people read it")
    for held, registrant in bundle.each(Registrant):
        speaks = registrant.role in ("maker", "affiliate")
        if speaks == (registrant.maker is None):
            yield Fault(held.where, "a maker belongs to blocks of makers and affiliates alone")
        if registrant.weight < 0 or (registrant.weight and not speaks):
            yield Fault(held.where, "only a maker's own or an affiliate's block weighs anything")
    for held, rule in bundle.each(KindRule):
        if rule.kind == "not known" or rule.strength not in (1, 2, 3):
            yield Fault(held.where, "a kind rule names a kind, with a strength of 1, 2 or 3")


def _blocks(bundle: Bundle) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for held, registrant in bundle.each(Registrant):
        if not registrant.blocks:
            yield Fault(held.where, "no blocks")
        for block in registrant.blocks:
            if not _PREFIX.fullmatch(block):
                yield Fault(held.where, f'"{block}" is no prefix of 6, 7 or 9 lower hex digits')
            if block in taken:
                yield Fault(held.where, f"block {block} stands in {taken[block]} as well")
            taken[block] = held.where


def _listings(bundle: Bundle) -> Iterator[Fault]:
    for held, listing in bundle.each(Listing):
        if not listing.members and listing.state == "held":
            yield Fault(held.where, 'a listing has members, or its state is "unknown"')
        for member in listing.members:
            if member.basis == "controlled" and not member.says_who:
                yield Fault(held.where, f"{called(member)}: who says that it is controlled?")
        words = f"{listing.title} {listing.says}".replace("Covered List", "").casefold()
        if "covered" in words:
            yield Fault(held.where, '"covered" is a word of one law, never of a listing')


def _bands(bundle: Bundle) -> Iterator[Fault]:
    for error in bundle.errors:
        if error.band not in BANDS or not 0 <= error.wrong <= error.of:
            yield Fault(f"errors.toml, {error.band}", "no such band, or more wrong than measured")
    for band, count in Counter(e.band for e in bundle.errors).items():
        if count > 1:
            yield Fault(f"errors.toml, {band}", "the band stands twice")


def _rivals(bundle: Bundle) -> Iterator[Fault]:
    """No maker's example may count for another maker, unless the overlap is stated."""
    stated = {frozenset((o.one, o.other)) for o in bundle.ordinary.overlaps}
    anything = _any_text(bundle)
    claims: dict[str, list[tuple[str, str, Re2Pattern]]] = defaultdict(list)
    voices = [(h, r) for h, r in _patterned(bundle) if not isinstance(r, KindRule)]
    for _, record in voices:
        if record.maker is not None and record.weight > 0 and not record.lead_only:
            for field in _looks_at(record):
                claims[field].append((record.id, record.maker, Re2Pattern(record.pattern)))
    for held, record in voices:
        if record.maker is None or record.lead_only:
            continue
        found = {
            (other, example)
            for field in _looks_at(record)
            for other, maker, pattern in claims[field]
            if maker != record.maker
            and other not in anything
            and frozenset((record.id, other)) not in stated
            for example in record.examples
            if pattern.search(example) is not None
        }
        for other, example in sorted(found):
            yield Fault(held.where, f'its example "{example}" counts for another maker: {other}')


def _any_text(bundle: Bundle) -> frozenset[str]:
    """The records whose field alone is the mark: no text of others can be held against them."""
    return frozenset(o.one for o in bundle.ordinary.overlaps if o.other == "*")


def _looks_at(record: Signal | Grammar) -> tuple[str, ...]:
    return tuple(sorted(MODEL_FIELDS)) if isinstance(record, Grammar) else record.fields


def _innocent(bundle: Bundle) -> Iterator[Fault]:
    """No strong alias and no pattern that counts may hit an ordinary name or a stranger's model."""
    ordinary = bundle.ordinary
    for held, entity in bundle.each(Entity):
        for alias in (*entity.aliases, *entity.native_names):
            for name in ordinary.names:
                if _within(alias, name):
                    yield Fault(held.where, f'the alias "{alias}" also hits "{name}": make it weak')
    taken = {name.casefold() for name in ordinary.names}
    for held, brand in bundle.each(Brand):
        for alias in (brand.name, *brand.aliases):
            if alias.casefold() in taken:
                yield Fault(held.where, f'the name "{alias}" is an ordinary one')
    anything = _any_text(bundle)
    for held, record in _patterned(bundle):
        if isinstance(record, KindRule) or record.lead_only or record.weight <= 0:
            continue
        if record.id in anything:
            continue
        pattern = Re2Pattern(record.pattern)
        strangers = [m.value for m in ordinary.models if m.of is None or m.of != record.maker]
        for text in (*ordinary.names, *strangers):
            if pattern.search(text) is not None:
                yield Fault(held.where, f'the pattern hits "{text}", which is not this maker\'s')


def _within(alias: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(alias.casefold())}(?!\w)", name.casefold()) is not None


def _overlaps(bundle: Bundle) -> Iterator[Fault]:
    known = {r.id for _, r in _patterned(bundle)}
    for overlap in bundle.ordinary.overlaps:
        for name in (overlap.one, overlap.other):
            if name not in known | {"*"}:
                yield Fault("ordinary.toml, overlaps", f'no signal or grammar "{name}"')
    makers = {e.id for e in bundle.of(Entity)}
    for model in bundle.ordinary.models:
        if model.of is not None and model.of not in makers:
            yield Fault(f"ordinary.toml, {model.value}", f'no entity "{model.of}"')


def _patterned(bundle: Bundle) -> Iterator[tuple[Held, Patterned]]:
    for held in bundle.held:
        if isinstance(held.record, Signal | Grammar | KindRule):
            yield held, held.record


Rule = Callable[[Bundle], Iterator[Fault]]
_FIRST: tuple[Rule, ...] = (_ids, _compiles, _field_names)
_THEN: tuple[Rule, ...] = (
    _sources,
    _dates,
    _references,
    _examples,
    _weights,
    _roles,
    _blocks,
    _listings,
    _bands,
    _rivals,
    _innocent,
    _overlaps,
    deployments,
)
_OF_LAW: tuple[Rule, ...] = (
    law_ids,
    law_references,
    law_limbs,
    law_lists,
    law_days,
    law_sources,
    law_strength,
    law_ties,
    closed_words,
    known_facts,
    known_places,
    held_places,
)
LAW_RULES: Mapping[str, Rule] = {rule.__name__: rule for rule in _OF_LAW}
RULES: Mapping[str, Rule] = {rule.__name__.strip("_"): rule for rule in (*_FIRST, *_THEN, *_OF_LAW)}
