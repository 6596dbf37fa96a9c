"""Answering one question: the limbs it meets, the parts of its place, and the answer's form."""

from datetime import date

import msgspec

from nameplate.judgement.law import candidates, outcome, wording
from nameplate.judgement.law.clocks import clock
from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts, understood
from nameplate.judgement.law.limb import Finding, judged
from nameplate.judgement.law.outcome import Group
from nameplate.judgement.law.switches import enacted, scenario_of
from nameplate.model.question import (
    Answered,
    AnswerOut,
    FurtherOut,
    Outcome,
    Question,
    Searched,
)

PAPERS = "your leases, grants, contracts and insurance"


class _Place(msgspec.Struct, frozen=True):
    """The answer for one place: what was found, and how many instruments were looked at."""

    facts: Facts
    deciding: list[Group]
    beside: list[Group]
    headline: Outcome
    looked: int
    held: bool


def answer(question: Question, code: Code) -> Answered:
    """Answer a checked question. Pure: same question, same code, same answer."""
    place = code.map.said(question.jurisdiction)
    parts = code.map.parts.get(place, ())
    if not parts:
        return _whole(_at(question, code, None), code)
    alone = [_at(question, code, None)] if code.map.alone(place) else []
    base = alone[0].facts if alone else understood(question, code)
    differing = [p for p in parts if p != place and (not alone or _own_rules(p, base, code))]
    found = alone + [_at(question, code, part) for part in differing]
    return _whole(found[0], code) if len(found) == 1 else _merged(found, place, code)


def _own_rules(part: str, base: Facts, code: Code) -> bool:
    """Say whether a part has rules of its own that these facts could meet."""
    bits = code.index.extent.get(part, 0) & candidates.acting(base, code)
    return bool(bits) or any(part in rule.when.extent for rule in code.implied)


def _at(question: Question, code: Code, place: str | None) -> _Place:
    facts = understood(question, code, place)
    meets = candidates.meeting(facts, code)
    asked = candidates.limbs(meets & candidates.acting(facts, code), code)
    findings = [f for r in asked if (f := judged(r, facts, code)) is not None]
    assumed = scenario_of(question)
    if assumed is not None:
        findings = [f for f in findings if f.ready.instrument.id != assumed[0]]
        findings += _scenario(facts, code, *assumed)
    verb, ask = question.verb, question.ask
    groups = outcome.deciding(findings, verb, ask)
    site = code.map.said(question.site_jurisdiction or facts.jurisdiction)
    held = code.map.holds(facts.jurisdiction) and code.map.holds(site)
    return _Place(
        facts=facts,
        deciding=groups,
        beside=outcome.beside(findings, verb, ask, groups),
        headline=outcome.headline(groups, held=held),
        looked=candidates.instruments(meets, code),
        held=held,
    )


def _scenario(facts: Facts, code: Code, name: str, day: str) -> list[Finding]:
    instrument = code.instruments[name]
    found: list[Finding] = []
    for ready in enacted(code, instrument, day, facts.question):
        finding = judged(_uncapped(ready), facts, code)
        if finding is not None:
            proposed: Outcome = "proposed" if finding.outcome == "duty" else finding.outcome
            found.append(msgspec.structs.replace(finding, outcome=proposed))
    return found


def _uncapped(ready: Ready) -> Ready:
    """What is assumed is assumed to be read: how well the proposal was read caps nothing."""
    assumed = msgspec.structs.replace(ready.instrument, strength="primary", lead_only=False)
    return msgspec.structs.replace(ready, instrument=assumed)


def _whole(at: _Place, code: Code) -> Answered:
    answers = tuple(_out(g, at.facts, code) for g in at.deciding)
    return _answered(at, at.headline, answers, code)


def _merged(found: list[_Place], place: str, code: Code) -> Answered:
    """Give one answer for a union where its parts agree; else ask which part it is."""
    outcomes = {at.headline for at in found}
    agreed = len(outcomes) == 1
    inside = [code.map.name(p) for at in found if (p := at.facts.jurisdiction) != place]
    inside += ["elsewhere"] if len(inside) < len(found) else []
    ask = f"Which part of {wording.in_place(place, code)} is it: {', '.join(inside)}?"
    answers: dict[str, AnswerOut] = {}
    for at in sorted(found, key=lambda a: outcome.RANK[a.headline]):
        for group in at.deciding:
            out = _out(group, at.facts, code)
            everywhere = all(_same(other, group) for other in found)
            if not everywhere:
                where = wording.in_place(at.facts.jurisdiction, code)
                out = _only_there(out, where, ask, agreed=agreed)
            answers.setdefault(out.instrument, out)
    first = min(found, key=lambda a: outcome.RANK[a.headline])
    headline: Outcome = first.headline if agreed else "depends"
    listed = sorted(answers.values(), key=lambda a: outcome.RANK[a.outcome])
    if not agreed:
        listed.sort(key=lambda a: (outcome.RANK[a.outcome], ask not in a.needs))
    whole = msgspec.structs.replace(
        first,
        facts=msgspec.structs.replace(first.facts, jurisdiction=place),
        looked=max(at.looked for at in found),
    )
    return _answered(whole, headline, tuple(listed), code)


def _same(at: _Place, group: Group) -> bool:
    return any(
        g.first.ready.instrument.id == group.first.ready.instrument.id
        and g.first.outcome == group.first.outcome
        for g in at.deciding
    )


def _only_there(out: AnswerOut, where: str, ask: str, *, agreed: bool) -> AnswerOut:
    because = f"In {where}: {out.because}"
    if agreed or out.outcome in ("no-duty", "not-in-force"):
        return msgspec.structs.replace(out, because=because)
    return msgspec.structs.replace(
        out,
        outcome="depends",
        because=because,
        needs=(ask, *out.needs),
        facts=("jurisdiction", *out.facts),
    )


def _answered(
    at: _Place, headline: Outcome, answers: tuple[AnswerOut, ...], code: Code
) -> Answered:
    day = date.fromordinal(at.facts.day(_zone(at, code)))
    searched = Searched(
        instruments=len(code.instruments),
        reaching=at.looked,
        places=tuple(sorted(at.facts.here | at.facts.there | at.facts.formed | at.facts.person)),
        knowledge=code.version,
        not_examined=_not_examined(at, code),
    )
    first = answers[0] if answers and answers[0].outcome == headline else None
    return Answered(
        id=at.facts.question.id,
        outcome=headline,
        says=wording.says(headline, first, at.facts, code, searched, day),
        answers=answers,
        beside=tuple(_out(g, at.facts, code) for g in at.beside),
        searched=searched,
        as_at=day.isoformat(),
    )


def _zone(at: _Place, code: Code) -> str:
    return code.map.zone((at.facts.jurisdiction,))


def _not_examined(at: _Place, code: Code) -> tuple[str, ...]:
    """Say what no answer rests on: papers nobody showed us, and lists that we hold in part."""
    found = [PAPERS]
    for place in wording.not_its_own(at.facts, code):
        found.append(f"the law of {wording.in_place(place, code)} itself: no records are held")
    meets = candidates.meeting(at.facts, code) & candidates.acting(at.facts, code)
    for ready in candidates.limbs(meets, code):
        roll = code.rolls.get(ready.limb.coverage.list or "")
        if roll is not None and not roll.complete:
            known = "held in part" if roll.known else "not read"
            found.append(f"{roll.title}: {known}")
    return tuple(dict.fromkeys(found))


def _out(group: Group, facts: Facts, code: Code) -> AnswerOut:
    finding = group.first
    instrument, limb = finding.ready.instrument, finding.ready.limb
    interval = finding.span.interval
    day = date.fromordinal(facts.day(finding.ready.zone))
    live = [f for f in (finding, *group.further) if f.outcome in ("duty", "depends")]
    return AnswerOut(
        instrument=instrument.id,
        title=instrument.title,
        limb=limb.id,
        kind=limb.kind,
        outcome=finding.outcome,
        because=wording.because(finding, facts, code),
        needs=tuple(dict.fromkeys(a.words for a in finding.asks)),
        facts=tuple(dict.fromkeys(a.fact for a in finding.asks)),
        reach=finding.reach,
        citation=instrument.citation,
        paragraph=limb.paragraph,
        sources=tuple(s.cite for s in instrument.source),
        strength=finding.strength,
        force=instrument.force,
        valid_from=None if interval is None else interval.valid_from,
        valid_to=None if interval is None else interval.valid_to,
        clocks=tuple(clock(c, facts.stated) for f in live for c in f.ready.limb.clocks),
        further=tuple(_further(f, facts, code) for f in group.further),
        debatable=(*instrument.debatable, *limb.debatable),
        consequence=limb.consequence,
        as_at=day.isoformat(),
    )


def _further(finding: Finding, facts: Facts, code: Code) -> FurtherOut:
    return FurtherOut(
        limb=finding.ready.limb.id,
        kind=finding.ready.limb.kind,
        outcome=finding.outcome,
        because=wording.because(finding, facts, code),
        needs=tuple(dict.fromkeys(a.words for a in finding.asks)),
        facts=tuple(dict.fromkeys(a.fact for a in finding.asks)),
        paragraph=finding.ready.limb.paragraph,
    )
