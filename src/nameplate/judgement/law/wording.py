"""The sentences of an answer: plain, dated, and never more than the finding carries."""

from datetime import date

from nameplate.judgement.law.code import Code
from nameplate.judgement.law.days import ENDED
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.limb import Finding
from nameplate.model.question import AnswerOut, Outcome, Searched

MONTHS = "January February March April May June July August September October November December"
NOTHING = {"remove": "orders removal", "use": "forbids its use or orders removal"}
"""What was not found, by the act asked about."""
KINDS = {
    "any-person": "anyone",
    "eu-institution": "an EU institution",
    "named-entity": "a body named by a rule",
    "nhs-body": "an NHS body",
    "police": "a police force",
    "public-body-other": "a public body",
    "school-independent": "an independent school",
    "school-public": "a state school",
    "us-person": "a US person",
}
"""Kinds of actor that do not read as they are written."""
WITH_ARTICLE = ("United ", "European ", "Capital ", "Isle ", "Netherlands", "Czech Republic")
ACTS = {
    "use": "using it",
    "buy": "buying it",
    "renew": "renewing the contract",
    "lease": "leasing it",
    "contract_with": "the contract",
    "contract_with_user": "contracting with a user of it",
    "install": "installing it",
    "connect": "connecting it",
    "sell": "selling it",
    "market": "marketing it",
    "import": "importing it",
    "supply": "supplying it",
    "export_to": "the export",
    "transfer_technology": "the transfer",
    "pay": "the payment",
    "invest": "the investment",
    "partner": "the partnership",
    "fund": "spending the money on it",
    "process": "the processing",
    "transfer_data": "the transfer",
}
"""The act asked about, as what is forbidden."""


def spelled(day: date) -> str:
    """Return a day as people write it: 25 November 2026."""
    return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def acts(verbs: tuple[str, ...]) -> str:
    """Return acts as words in a sentence."""
    words = [v.replace("_", " ") for v in verbs]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def actor(facts: Facts, code: Code) -> str:
    """Return the actor and its place: "a council in England"."""
    where = in_place(facts.jurisdiction, code)
    if facts.question.actor_name is not None:
        return f"{facts.question.actor_name[:80]} in {where}"
    kind = facts.question.actor_kind
    said = KINDS.get(kind)
    if said is None:
        words = kind.replace("-", " ")
        said = f"{'an' if words[0] in 'aeio' else 'a'} {words}"
    return f"{said} in {where}"


def in_place(place: str, code: Code) -> str:
    """Return a place's name as it stands after "in": "the United States"."""
    name = code.map.name(place)
    return f"the {name}" if name.startswith(WITH_ARTICLE) else name


def because(finding: Finding, facts: Facts, code: Code) -> str:
    """Say why a limb gives its outcome: what it says, what was met, what is open, from when."""
    limb = finding.ready.limb
    said = _what(finding, facts, code)
    reasons = "; ".join(dict.fromkeys(s.why for s in finding.steps))
    parts = [said, reasons, _when(finding)]
    if limb.kind == "must-consider" and finding.outcome in ("duty", "depends"):
        parts.append("a duty to weigh, which is no ban")
    text = ". ".join(p[0].upper() + p[1:] for p in (x.strip(" .") for x in parts) if p)
    return f"{text}."


def _what(finding: Finding, facts: Facts, code: Code) -> str:
    limb = finding.ready.limb
    if limb.words:
        return limb.words
    who = actor(facts, code)
    verbs = acts(limb.verbs)
    return {
        "must-not": f"{who} must not {verbs} what it covers",
        "must": f"{who} must {verbs}",
        "must-consider": f"{who} must weigh whether to {verbs}",
        "needs-licence": f"{who} needs a licence to {verbs}",
        "presumed-barred": f"to {verbs} is presumed barred",
        "may": f"a power to {verbs}: no duty",
        "recommends": f"recommends not to {verbs}"
        if finding.ready.instrument.about == "maker"
        else f"recommends on how to {verbs}",
        "undertakes": f"a promise to {verbs}: no duty of anybody else",
        "none": "says that there is no duty",
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
        verb = facts.question.verb
        nothing = NOTHING.get(verb) or f"forbids {ACTS.get(verb, f'this ({acts((verb,))})')}"
        return (
            f"None of the instruments we hold that reach {who} {nothing} "
            f"({when}; {searched.reaching} looked at)."
        )
    if outcome == "depends":
        return f"It depends ({when}): {first.needs[0] if first.needs else first.because}"
    if outcome == "not-in-force":
        return f"Not on {when}: {first.title}. {first.because}"
    if outcome == "recommended":
        return f"Recommended, not required ({when}): {first.title}."
    if outcome == "proposed":
        return f"Not law: if it were, {first.title} would bind {who} ({when})."
    return f"{first.title} {_binds(first, facts)} ({who}; {when})."


def _binds(first: AnswerOut, facts: Facts) -> str:
    act = ACTS.get(facts.question.verb, f"this ({acts((facts.question.verb,))})")
    return {
        "must-not": f"forbids {act}",
        "needs-licence": f"forbids {act} without a licence",
        "presumed-barred": f"bars {act} unless the presumption is rebutted",
        "must": f"sets a duty: {first.because.split('. ')[0].rstrip('.')}",
    }.get(first.kind, "sets a duty to weigh, which is no ban")


def _not_held(facts: Facts, code: Code) -> str:
    if not code.map.holds(facts.jurisdiction):
        return facts.jurisdiction
    return facts.question.site_jurisdiction or facts.jurisdiction
