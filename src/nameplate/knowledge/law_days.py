"""Rules for records of law: days in order, every source with its day, and strength as read.

Press and memory never support a duty: `strength_cap` of the vocabulary says so, the records may
not hide it, and judgement caps by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from nameplate.knowledge.bundle import Bundle, Held
from nameplate.knowledge.faults import Fault, is_day
from nameplate.knowledge.law_words import limbs_of
from nameplate.model.knowledge import Listing
from nameplate.model.law import Citation, Context, Criterion, Instrument, LawInterval, LawTie

ORDER = ("primary", "secondary", "press", "memory")
"""From the best read to what is only remembered."""
CAPPED = ("press", "memory")


def law_days(bundle: Bundle) -> Iterator[Fault]:
    """Days are ISO days; intervals of a limb stand in order and do not overlap."""
    for held, instrument in bundle.each(Instrument):
        for limb in limbs_of(instrument):
            where = f"{held.where}, {limb.id}"
            yield from _in_order(where, limb.intervals)
            days = [e.until for e in limb.exceptions] + [limb.coverage.listed_before]
            yield from _iso(where, days)
            for clock in limb.clocks:
                if clock.amount < 0:
                    yield Fault(where, "a clock does not run backwards")
    for held, context in bundle.each(Context):
        yield from _iso(held.where, [context.date])
    for held, listing in bundle.each(Listing):
        days = [listing.as_at, listing.ended, *(c.day for c in listing.counts)]
        days += [d for m in listing.members for d in (m.effective, m.divest_by)]
        yield from _iso(held.where, days)
    for held, tie in bundle.each(LawTie):
        yield from _iso(held.where, [tie.valid_from, tie.valid_to])


def _iso(where: str, days: Iterable[str | None]) -> Iterator[Fault]:
    for day in days:
        if day is not None and not is_day(day):
            yield Fault(where, f'"{day}" is no ISO day')


def _in_order(where: str, intervals: tuple[LawInterval, ...]) -> Iterator[Fault]:
    end: str | None = ""
    for interval in intervals:
        days = [d for d in (interval.valid_from, interval.valid_to) if d is not None]
        yield from _iso(where, days)
        if len(days) == 2 and days[0] > days[1]:
            yield Fault(where, f"an interval ends before it begins: {days[0]} to {days[1]}")
        if end is None:
            yield Fault(where, "an interval follows one that has no end")
        elif end and (interval.valid_from is None or interval.valid_from <= end):
            yield Fault(where, f"intervals overlap or are out of order at {end}")
        end = interval.valid_to


def law_sources(bundle: Bundle) -> Iterator[Fault]:
    """A source is cited in words, with the day it was read; a lead may say that none was."""
    for held, citations, lead in _cited(bundle):
        for source in citations:
            if not source.cite.strip():
                yield Fault(held.where, "a source says what to cite")
            if source.seen is None and not lead:
                yield Fault(held.where, f'"{source.cite}" was seen on which day?')
            if source.seen is not None and not is_day(source.seen):
                yield Fault(held.where, f'seen = "{source.seen}" is no ISO day')


def _cited(bundle: Bundle) -> Iterator[tuple[Held, tuple[Citation, ...], bool]]:
    for held, instrument in bundle.each(Instrument):
        yield held, instrument.source, instrument.lead_only
    for held, context in bundle.each(Context):
        yield held, context.source, False
    for held, criterion in bundle.each(Criterion):
        yield held, criterion.source, False
    for held, tie in bundle.each(LawTie):
        yield held, tie.source, tie.lead_only


def law_strength(bundle: Bundle) -> Iterator[Fault]:
    """No part is stronger than the whole, and no whole than its best source."""
    caps = bundle.vocabulary.get("strength_cap", {})
    for word in ORDER:
        allowed = ("depends",) if word in CAPPED else ("duty", "depends")
        if bundle.of(Instrument) and caps.get(word) not in allowed:
            yield Fault("law/vocabulary.toml, strength_cap", f"{word} gives at most {allowed[0]}")
    for held, instrument in bundle.each(Instrument):
        if instrument.lead_only != (instrument.strength == "memory"):
            yield Fault(held.where, "lead_only is for what is only remembered, and for all of it")
        best = min(
            (ORDER.index(s.strength or instrument.strength) for s in instrument.source),
            default=len(ORDER),
        )
        if best > ORDER.index(instrument.strength):
            yield Fault(held.where, f"no source is {instrument.strength}")
        for limb in limbs_of(instrument):
            where = f"{held.where}, {limb.id}"
            if limb.strength and ORDER.index(limb.strength) < ORDER.index(instrument.strength):
                yield Fault(where, "a limb is no stronger than its instrument")
            states = {i.state for i in limb.intervals}
            if instrument.lead_only and not states <= {"unknown", "lapsed"}:
                yield Fault(where, "what is only remembered is not known to be in force")
    for held, listing in bundle.each(Listing):
        for member in listing.members:
            if member.strength and ORDER.index(member.strength) < ORDER.index(listing.strength):
                name = member.entity or member.name
                yield Fault(held.where, f"{name}: a member is no stronger than its list")


def law_ties(bundle: Bundle) -> Iterator[Fault]:
    """Shares lie between 0 and 100; one owner's statements of one sort do not overlap."""
    seen: dict[tuple[str, str, bool | None, bool], list[tuple[str, str]]] = defaultdict(list)
    for held, tie in bundle.each(LawTie):
        if tie.owner == tie.subject:
            yield Fault(held.where, "nobody owns itself")
        if tie.lead_only != (tie.strength == "memory"):
            yield Fault(held.where, "lead_only is for what is only remembered, and for all of it")
        yield from _shares(held, tie)
        first, last = tie.valid_from or "", tie.valid_to or "9999"
        if first > last:
            yield Fault(held.where, "it ends before it begins")
        key = (tie.owner, tie.subject, tie.direct, tie.lead_only)
        if any(first <= end and start <= last for start, end in seen[key]):
            yield Fault(held.where, "two statements of one tie overlap")
        seen[key].append((first, last))


def _shares(held: Held, tie: LawTie) -> Iterator[Fault]:
    if (tie.share_min is None) != (tie.share_max is None):
        yield Fault(held.where, "a share has a least and a most")
    try:
        low, high = Decimal(tie.share_min or "0"), Decimal(tie.share_max or "100")
        if not 0 <= low <= high <= 100:
            yield Fault(held.where, "a share lies between 0 and 100, the least first")
    except InvalidOperation:
        yield Fault(held.where, "a share is a decimal number in per cent")
    silent = tie.share_min is None and tie.controls is None
    if silent and tie.direct is not False and not tie.lead_only:
        yield Fault(held.where, "it states neither a share nor control")
