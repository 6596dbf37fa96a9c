"""The sentences of an answer: plain, dated, and never more than the finding carries."""

from datetime import date

from nameplate.judgement.law import phrases
from nameplate.judgement.law.code import Code
from nameplate.judgement.law.days import ENDED
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.limb import Finding
from nameplate.model.question import AnswerOut, Outcome, Searched

MONTHS = "January February March April May June July August September October November December"


def spelled(day: date) -> str:
    """Return a day as people write it: 25 November 2026."""
    return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def actor(facts: Facts, code: Code) -> str:
    """Return the actor and its place: "a council in England"."""
    name = facts.question.actor_name
    who = phrases.actor(facts.question.actor_kind) if name is None else name[:80]
    return f"{who} in {in_place(facts.jurisdiction, code)}"


def in_place(place: str, code: Code) -> str:
    """Return a place's name as it stands after "in": "the United States"."""
    return phrases.within(code.map.name(place))


def because(finding: Finding, facts: Facts, code: Code) -> str:
    """Say why a limb gives its outcome: what it says, what was met, what is open, from when."""
    limb = finding.ready.limb
    said = _what(finding, facts, code)
    reasons = "; ".join(dict.fromkeys(s.why for s in finding.steps))
    parts = [said, reasons, _when(finding)]
    if limb.kind == "must-consider" and finding.outcome in ("duty", "depends"):
        parts.append("a duty to weigh, which is no ban")
    return " ".join(_sentence(p) for p in (x.strip(" .") for x in parts) if p)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def _what(finding: Finding, facts: Facts, code: Code) -> str:
    limb = finding.ready.limb
    if limb.words:
        return limb.words
    who = actor(facts, code)
    asked = facts.question.verb
    does = phrases.done((asked,) if asked in limb.verbs else limb.verbs, limb.object)
    return {
        "must-not": f"{who} must not {does}",
        "must": f"{who} must {does}",
        "must-consider": f"{who} must weigh whether to {does}",
        "needs-licence": f"{who} may not {does} without a licence or authorisation",
        "presumed-barred": f"{who} may not {does} unless the presumption is rebutted",
        "may": f"it gives a power to {does}, and no duty",
        "recommends": f"it asks people not to {does}"
        if finding.ready.instrument.about == "maker"
        else f"it gives advice on how to {does}",
        "undertakes": f"it promises to {does}: no duty of anybody else",
        "none": "it says that there is no duty",
    }[limb.kind]


def _when(finding: Finding) -> str:
    interval = finding.span.interval
    states = finding.span.states
    if interval is None:
        first = finding.ready.limb.intervals[:1]
        start = first[0].valid_from if first else None
        return "" if start is None else f"not before {_day(start)}"
    if finding.outcome == "not-in-force":
        if ENDED in states:
            return f"ended on {_day(interval.valid_to)}" if interval.valid_to else "ended"
        if interval.state in ("suspended", "lapsed"):
            return f"{interval.state} since {_day(interval.valid_from)}"
        return ""
    if interval.valid_from is None:
        return ""
    return f"since {_day(interval.valid_from)}"


def _day(stated: str | None) -> str:
    return "a day not known" if stated is None else spelled(date.fromisoformat(stated))


def says(
    outcome: Outcome,
    first: AnswerOut | None,
    facts: Facts,
    code: Code,
    searched: Searched,
    day: date,
) -> str:
    """Say the whole answer in one sentence, with its date."""
    when = spelled(day)
    who = actor(facts, code)
    if outcome == "not-held":
        place = in_place(_not_held(facts, code), code)
        return f'We hold no records for {place}: this is not "no duty" ({when}).'
    if outcome == "no-duty" or first is None:
        nothing = phrases.NOTHING.get(facts.question.verb, "forbids or orders this")
        said = (
            f"None of the instruments we hold that reach {who} {nothing} "
            f"({when}; {searched.reaching} looked at)."
        )
        own = [in_place(place, code) for place in not_its_own(facts, code)]
        return f"{said} Of the law of {own[0]} itself we hold no records." if own else said
    if outcome == "depends":
        return f"It depends ({when}): {first.needs[0] if first.needs else first.because}"
    if outcome == "not-in-force":
        return f"Not in force on {when}: {first.title}. {first.because}"
    if outcome == "recommended":
        return f"Recommended, not required ({when}): {first.title}."
    if outcome == "proposed":
        return f"Not law: if it were, {first.title} would bind {who} ({when})."
    return f"{first.title} {_binds(first, facts)} ({who}; {when})."


def _binds(first: AnswerOut, facts: Facts) -> str:
    act = phrases.FORBIDDEN.get(facts.question.verb, "this")
    return {
        "must-not": f"forbids {act}",
        "needs-licence": f"forbids {act} without a licence or authorisation",
        "presumed-barred": f"bars {act} unless the presumption is rebutted",
        "must": f"sets a duty: {_duty(first.because)}",
    }.get(first.kind, "sets a duty to weigh, which is no ban")


def _duty(because: str) -> str:
    """Return the first sentence of a reason as the end of another."""
    first = because.split(". ")[0].rstrip(".")
    return f"{first[0].lower()}{first[1:]}" if first.startswith(("A ", "An ")) else first


def _not_held(facts: Facts, code: Code) -> str:
    if not code.map.holds(facts.jurisdiction):
        return facts.jurisdiction
    return facts.question.site_jurisdiction or facts.jurisdiction


def not_its_own(facts: Facts, code: Code) -> tuple[str, ...]:
    """Return the places of which only law around them is held: of Germany, that of the Union."""
    site = facts.question.site_jurisdiction
    places = (facts.jurisdiction, *(() if site is None else (code.map.said(site),)))
    return tuple(p for p in dict.fromkeys(places) if code.map.around_it_only(p))
