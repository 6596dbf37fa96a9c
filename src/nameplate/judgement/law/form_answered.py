"""Coverage by what somebody must state: a criterion, an origin, a certificate, a finding, a flaw;
and by what the system does.
"""

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.lists import stay
from nameplate.judgement.law.parties import seen
from nameplate.judgement.law.steps import NO, YES, Step, asking, told
from nameplate.model.law import Ask

DETERMINED = "criterion_determined"
ELSEWHERE = frozenset({"site_class", "purpose", "funding", "which_list"})
"""Facts that a question states in a place of their own."""
OFFERED, PLANNED, ENABLED = "offered", "planned", "enabled"
NEEDED = {
    "offered": frozenset({OFFERED, PLANNED, ENABLED}),
    "planned-or-enabled": frozenset({PLANNED, ENABLED}),
    "enabled": frozenset({ENABLED}),
}
"""A feature that is planned or on is offered as well."""
SAID = {OFFERED: "offered", PLANNED: "planned", ENABLED: "switched on", "off": "off"}


def criterion(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer a test in words: met only where somebody states that it was determined so."""
    coverage = ready.limb.coverage
    key = coverage.criterion_id or f"{ready.instrument.id}.{ready.limb.id}"
    needed = _deciding(ready)
    stated = _by_lists(ready, facts, code, day)
    if stated is None and (coverage.criterion_id is None or not needed):
        stated = told(facts.stated.get(f"criterion:{key}"))
    answers = [_answer(ask.fact, key, facts) for ask in needed]
    if stated is None and answers and None not in answers:
        stated = all(answers)
    if stated is None and False in answers:
        stated = False
    if stated is not None:
        why = f"you state that the test is met: {coverage.criterion}"
        return Step("yes", why) if stated else NO
    missing = tuple(ask for ask, found in zip(needed, answers, strict=True) if found is None)
    words = f"Has a named person determined that this is met: {coverage.criterion}?"
    asks = missing or (Ask(fact=f"criterion:{key}", words=words),)
    return Step("ask", f"nobody has determined: {coverage.criterion}", asks)


def _answer(fact: str, key: str, facts: Facts) -> bool | None:
    """Read an answer; a determination may be given by naming who made it, and when."""
    if fact != DETERMINED:
        return facts.fact(fact)
    own = told(facts.stated.get(f"criterion:{key}"))
    return told(facts.stated.get(DETERMINED)) if own is None else own


def _deciding(ready: Ready) -> tuple[Ask, ...]:
    """Return the questions that settle a criterion: the limb's own that nothing else asks.

    Where all of them are gates, the gates ask for the criterion itself.
    """
    asks = ready.limb.asks
    elsewhere = {g.fact for g in ready.limb.gates} | ELSEWHERE
    own = tuple(a for a in asks if a.fact not in elsewhere)
    if ready.limb.coverage.criterion_id is None:
        return own or tuple(a for a in asks if a.fact not in ELSEWHERE)
    if any(a.fact == DETERMINED for a in own):
        return own
    words = f"Has a named person determined that it is so: {ready.limb.coverage.criterion}?"
    return (Ask(fact=DETERMINED, words=words), *own)


def _by_lists(ready: Ready, facts: Facts, code: Code, day: int) -> bool | None:
    """Let the lists that the user chose stand for a criterion that allows it."""
    known = code.criteria.get(ready.limb.coverage.criterion_id or "")
    if known is None or not known.lists:
        return None
    chosen = (
        facts.question.switches.get("lists")
        or facts.stated.get("which_list")
        or ready.switches.get("lists")
    )
    names = (chosen,) if isinstance(chosen, str) else chosen
    if not isinstance(names, tuple) or not set(names) <= set(known.lists):
        return None
    who = seen(ready, facts)
    if not who.who or not who.sure:
        return None
    stays = (
        stay(code.rolls[name].stays(w, None), day, by_effect=False)
        for name in names
        if name in code.rolls
        for w in who.who
    )
    return any(s is not None and s.state == "on" for s in stays)


def made_in(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer by where the thing was made."""
    del day
    coverage = ready.limb.coverage
    gate = next(iter(ready.limb.gates), None)
    if gate is not None and facts.fact(gate.fact) is not None:
        return YES
    origin = facts.thing.origin
    text = coverage.origin or ""
    if origin is not None:
        names = {code.map.name(place) for place in code.map.around(origin)} | {origin}
        roll = code.rolls.get(coverage.list or "")
        if roll is not None:
            return YES if not roll.known or gate is not None else NO
        if any(_says(text, name) for name in names):
            return Step("yes", f"it was made in {code.map.name(origin)}", settles=True)
        if origin in code.map.names and not _may_lie_in(origin, text, code):
            return NO
    ask = next((a for a in ready.limb.asks if a.fact in ("origin", "made_in_xinjiang")), None)
    if gate is not None:
        return YES
    return asking("origin", ask.words if ask else "Where was it made?", "its origin is not stated")


def _says(text: str, name: str) -> bool:
    return len(name) > 2 and name.casefold() in text.casefold()  # codes are two


def _may_lie_in(place: str, text: str, code: Code) -> bool:
    """Say whether the rule names a part of the place: "CN" may be Xinjiang."""
    return any(
        _says(text, name) for part, name in code.map.names.items() if part.startswith(f"{place}-")
    )


def certificate(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer where the certificate named is lacking."""
    del code, day
    gates = [g.fact for g in ready.limb.gates]
    name = ready.limb.coverage.certificate
    for fact in (*gates, "certificate"):
        stated = facts.fact(fact)
        if stated is not None:
            return NO if stated else Step("yes", f"you state that it lacks: {name}")
    if gates:
        return YES
    ask = next((a for a in ready.limb.asks if a.fact == "certificate"), None)
    words = ask.words if ask else f"Does it hold this: {name}?"
    return asking("certificate", words, f"whether it holds this is not stated: {name}")


def switched_on(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer where a feature is offered, planned or on; a question that states none is no such."""
    del code, day
    coverage = ready.limb.coverage
    met = sorted(facts.features.intersection(coverage.features))
    if not met:
        return NO
    needed = coverage.state_needed
    state = facts.thing.feature_state
    if needed is None or (state is not None and state in NEEDED[needed]):
        return Step("yes", f"{met[0].replace('-', ' ')} is {SAID[state or OFFERED]}")
    if state is not None:
        return NO
    words = f"Is {met[0].replace('-', ' ')} only offered, planned, or switched on?"
    return asking("feature_state", words, "whether the feature is on is not stated")


def found(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer where a decision has found the product so; the gate asks for it."""
    del code, day
    if ready.limb.gates:
        return YES
    stated = facts.fact("decision")
    if stated is not None:
        return YES if stated else NO
    return asking("decision", f"Is there a decision: {ready.limb.coverage.criterion}?")


def vulnerable(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer by the flaw: the maker's own units perhaps, others only where it is stated."""
    del code, day
    gate = next(iter(ready.limb.gates), None)
    stated = None if gate is None else facts.fact(gate.fact)
    if stated is not None:
        return Step("yes", "you state that its firmware has the flaw") if stated else NO
    makers = {m.entity for m in ready.limb.coverage.members}
    if facts.maker is not None and facts.sure and facts.maker not in makers:
        return NO
    return YES if gate is not None else asking("firmware", "Is its firmware affected?")
