"""One limb asked about one set of facts: step by step, each step with its own reason.

Actor and way of reach, act, thing, scope, gates and exceptions, then the day. The first step that
says no ends it, and the limb is not cited. A limb never lends its actors, things or days to
another.
"""

import msgspec

from nameplate.judgement.law.actors import bound
from nameplate.judgement.law.acts import acted
from nameplate.judgement.law.code import CAN_BIND, Code, Ready
from nameplate.judgement.law.coverage import BY_MAKER, covered
from nameplate.judgement.law.days import ENDED, LIVE, UNKNOWN, Span
from nameplate.judgement.law.facts import SURE, Facts
from nameplate.judgement.law.form_listed import part_step
from nameplate.judgement.law.gates import excepted, gate
from nameplate.judgement.law.reach import reached
from nameplate.judgement.law.scope import clauses, funding, objects, purposes, sites, things
from nameplate.judgement.law.steps import NO, Step, asking, weakest
from nameplate.judgement.law.switches import chosen
from nameplate.model.law import Ask, Strength
from nameplate.model.question import Outcome, Reach

CAPPED = frozenset({"press", "memory"})


class Finding(msgspec.Struct, frozen=True):
    """What one limb says, and why."""

    ready: Ready
    outcome: Outcome
    steps: tuple[Step, ...]
    """Every step that has something to say, in order."""
    reach: Reach | None
    span: Span
    strength: Strength
    beside: bool = False
    """To be shown with its question, and never the headline."""
    asks: tuple[Ask, ...] = ()


class _Asked(msgspec.Struct, frozen=True):
    """Where one limb stands before its day is looked at."""

    ready: Ready
    facts: Facts
    said: list[Step]
    by: Reach | None
    day: int
    beside: bool
    undetermined: bool
    """A criterion that nobody has determined: no such limb is "not in force" for anybody."""


def judged(ready: Ready, facts: Facts, code: Code) -> Finding | None:
    """Ask one limb. None: it does not reach these facts, and is not to be cited."""
    day = facts.day(ready.zone)
    actor, way = bound(ready, facts), reached(ready, facts)
    said = [actor, way.step]
    if not _passed(said):
        return None
    said += [
        acted(ready, facts),
        things(ready, facts),
        objects(ready, facts),
        sites(ready, facts),
        funding(ready, facts),
        clauses(ready, facts),
        *chosen(ready, facts),
    ]
    if not _passed(said):
        return None
    thing = _thing(ready, facts, code, day)
    said += thing
    beside = False
    for one in ready.limb.gates:
        step = gate(ready, facts, one, settled=thing[0].settles)
        said.append(step)
        beside = beside or (step.verdict == "ask" and one.if_unstated == "not-reached")
    if not _passed(said):
        return None
    said += _denied(ready, facts)
    form, steps = ready.limb.coverage.form, said[len(said) - len(ready.limb.gates) :]
    undetermined = (form == "criterion" and thing[0].verdict == "ask") or (
        form == "vulnerable" and any(s.verdict == "ask" for s in (thing[0], *steps))
    )
    asked = _Asked(ready, facts, said, way.by, day, beside, undetermined)
    if ready.limb.kind not in CAN_BIND or ready.proposed:
        return _without_duty(asked, code)
    return _dated(asked)


def _passed(said: list[Step]) -> bool:
    return all(step.verdict != "no" for step in said)


def _thing(ready: Ready, facts: Facts, code: Code, day: int) -> list[Step]:
    """Ask for the thing or the party, and for the purpose that its member is limited to."""
    cover = covered(ready, facts, code, day)
    met = cover.verdict != "no"
    if met:
        limit = purposes(ready, facts, cover.member)
        if limit.verdict != "no":
            return [cover, limit]
    if ready.limb.scope.component_rule is None or (met and facts.component is None):
        return [NO]
    part = part_step(ready, facts, code, day)
    if part.verdict == "no" or part.member is None:
        return [part]
    limit = purposes(ready, facts, part.member)
    return [NO] if limit.verdict == "no" else [part, limit]


def _denied(ready: Ready, facts: Facts) -> list[Step]:
    """Ask again where the user said no to one of a prohibition's own questions.

    The questions of a limb are no gates: what a "no" means for it is for a person to say.
    """
    limb = ready.limb
    if limb.kind not in ("must-not", "needs-licence", "presumed-barred"):
        return []
    known = {g.fact for g in limb.gates} | {e.test for e in limb.exceptions}
    return [
        Step("ask", f"you answered no to a question of this rule: {ask.words}", (ask,))
        for ask in limb.asks
        if ask.fact not in known and facts.fact(ask.fact) is False
    ]


def _without_duty(asked: _Asked, code: Code) -> Finding | None:
    """Find what recommends, promises, permits, states or proposes: no duty of anybody."""
    ready, span = asked.ready, asked.ready.days.on(asked.day)
    asks = _asks(asked.said)
    if asks and not asked.beside and not _spoken_of(ready, asked.facts, code, asked.day):
        return None
    if not ready.proposed and (
        span.interval is None or span.interval.state not in (LIVE, UNKNOWN) or ENDED in span.states
    ):
        return None
    if any(s.verdict == "off" for s in asked.said):
        return None
    outcome: Outcome = "no-duty"
    if ready.proposed:
        outcome = "proposed"
    elif ready.limb.kind == "recommends":
        outcome = "recommended"
    strength = _strength(asked)
    spoken = tuple(s for s in asked.said if s.why)
    return Finding(ready, outcome, spoken, asked.by, span, strength, asks=asks)


def _spoken_of(ready: Ready, facts: Facts, code: Code, day: int) -> bool:
    """Say whether somebody said of the maker that it meets the criterion, or a list of it does."""
    known = code.criteria.get(ready.limb.coverage.criterion_id or "")
    if known is None:
        return False
    who = {w for w in (facts.maker, facts.party, facts.supplier) if w is not None}
    return any(s.entity in who for s in known.said_of) or any(
        any(e.first <= day <= e.last for e in code.rolls[name].stays(w, None))
        for name in known.lists
        if name in code.rolls
        for w in who
    )


def _dated(asked: _Asked) -> Finding | None:
    """Look at the day, the exceptions and the caps of a limb that otherwise may reach."""
    ready, facts, said = asked.ready, asked.facts, asked.said
    span = ready.days.on(asked.day)
    strength = _strength(asked)
    live = span.states == {LIVE}
    dead = span.states.isdisjoint((LIVE, UNKNOWN))
    off = next((s for s in said if s.verdict == "off"), None)
    if dead or (off is not None and UNKNOWN not in span.states):
        if asked.beside or asked.undetermined:
            return None
        steps = () if off is None else (off,)
        return Finding(ready, "not-in-force", steps, asked.by, span, strength)
    sell_by = next((s.until for s in said if s.until is not None), None)
    for one in ready.limb.exceptions:
        step = excepted(ready, facts, one, asked.day, sell_by)
        if step.verdict == "yes":
            out = Step("no", f"an exception takes it out: {step.why}")
            return Finding(ready, "no-duty", (out,), asked.by, span, strength, asked.beside)
        if step.verdict == "ask":
            said.append(step)
    if not live:
        said.append(_unknown_state(ready, facts, span))
    said += _caps(ready, facts, said, strength)
    asks = _asks(said)
    doubt = any(s.verdict in ("ask", "off") for s in said)
    spoken = tuple(s for s in said if s.why)
    outcome: Outcome = "depends" if doubt else "duty"
    return Finding(ready, outcome, spoken, asked.by, span, strength, asked.beside, asks)


def _asks(said: list[Step]) -> tuple[Ask, ...]:
    return tuple({a.fact: a for s in said if s.verdict == "ask" for a in s.asks}.values())


def _strength(asked: _Asked) -> Strength:
    instrument, limb = asked.ready.instrument, asked.ready.limb
    return weakest(
        instrument.strength,
        limb.strength,
        "memory" if instrument.lead_only else None,
        *(s.strength for s in asked.said),
    )


def _unknown_state(ready: Ready, facts: Facts, span: Span) -> Step:
    note = span.interval.note if span.interval is not None else None
    if UNKNOWN not in span.states:
        why = "the day it begins or ends is known only roughly, and this day is too near to it"
        return asking("in_force", "Is it in force on this day? Read its commencement.", why)
    why = note or "whether it is in force on this day is not known from what was read"
    gates = {g.fact for g in ready.limb.gates}
    own = (*ready.limb.asks, *ready.instrument.asks)
    asks = tuple(a for a in own if a.fact not in gates and a.fact not in facts.stated)[:1]
    return Step("ask", why, asks or (Ask(fact="in_force", words="Is it in force on this day?"),))


def _caps(ready: Ready, facts: Facts, said: list[Step], strength: Strength) -> list[Step]:
    """Ask where what carries the answer was read in the press only, or is remembered."""
    found: list[Step] = []
    if strength in CAPPED:
        weak = next((s.why for s in said if s.strength in CAPPED and s.why), None)
        own = ready.instrument.citation
        what = f"What does a better source say of this: {weak}?"
        if weak is None:
            what = f"Its own text was not read: what does it say? ({own})"
        why = {
            "press": "it was read in the press only, which is too weak for a duty",
            "memory": "it is remembered and was not read, which is too weak for a duty",
        }[strength]
        found.append(Step("ask", why, (Ask(fact="text_read", words=what),)))
    band = facts.thing.attribution_band
    if ready.limb.coverage.form in BY_MAKER and band not in SURE:
        found.append(
            asking("maker", "Who made it?", "the evidence of who made it is weaker than moderate")
        )
    return found
