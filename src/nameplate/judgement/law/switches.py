"""Scenarios: a proposal assumed in force from a day, with each open choice as a switch.

A choice that nobody has made stays open: it is listed with the answer, never filled in.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.days import counted
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.names import plain
from nameplate.judgement.law.steps import NO, YES, Step, asking
from nameplate.model.law import CoveredMember, Instrument, LawInterval, Limb, Switchable
from nameplate.model.question import Question

ENDS_WITH_LIFE = frozenset({"run", "run to end of life", "end-of-life", "keep"})
OWNED_ACTS = frozenset({"use", "connect", "maintain"})


def scenario_of(question: Question) -> tuple[str, str] | None:
    """Return the instrument and the day of a question that assumes one in force."""
    if not question.ask.startswith("scenario:"):
        return None
    name, _, day = question.ask.removeprefix("scenario:").partition("@")
    return name, day


def enacted(code: Code, instrument: Instrument, day: str, question: Question) -> list[Ready]:
    """Return the limbs of a proposal as they would bind from `day` (ISO)."""
    if instrument.if_enacted is None:
        return []
    switches: dict[str, Switchable] = {s.name: s.default for s in instrument.if_enacted.switches}
    switches |= question.switches
    date.fromisoformat(day)
    interval = LawInterval(valid_from=day, state="in-force", basis="computed")
    return [
        msgspec.structs.replace(
            ready,
            limb=_meant(ready.limb, switches.get("who")),
            days=counted((interval,)),
            proposed=False,
            switches=switches,
        )
        for ready in code.limbs
        if ready.proposed and ready.instrument.id == instrument.id
    ]


def chosen(ready: Ready, facts: Facts) -> list[Step]:
    """Apply the choices of a scenario that change whether a limb reaches these facts."""
    return [
        act(ready.switches[name], ready, facts)
        for name, act in ACTS.items()
        if name in ready.switches
    ]


def _homes(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    del ready
    if facts.site != "home" and "private-individual" not in facts.words:
        return YES
    return _open(choice, "private_homes", "Are private homes bound?")


def _existing(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    """A unit that is in use exists: it may run on where the choice is so."""
    del ready
    stays = isinstance(choice, str) and choice in ENDS_WITH_LIFE
    return NO if stays and facts.question.verb in OWNED_ACTS else YES


def _rebadged(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    del ready
    brand = facts.thing.brand
    if brand is None or facts.maker is None or plain(brand) == plain(facts.maker):
        return YES
    return _open(choice, "rebadged_units", "Do units of other brands made by the firm count?")


def _second_hand(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    del ready
    if "private-individual" not in facts.words or facts.question.verb != "sell":
        return YES
    allowed = None if choice is None else not choice
    return _open(allowed, "second_hand_sale", "May a private person sell a used unit?")


def _universities(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    del ready
    if "university" not in facts.words:
        return YES
    return _open(choice, "universities_bound", "Are universities bound?")


def _meant(limb: Limb, choice: Switchable) -> Limb:
    """Narrow the companies of a limb to those chosen: whom they own and control goes with them."""
    if not isinstance(choice, tuple | str) or not limb.coverage.members:
        return limb
    names = (choice,) if isinstance(choice, str) else choice
    members = tuple(m for m in limb.coverage.members if (m.entity or m.name) in names)
    held = {m.entity or m.name for m in members}
    members += tuple(CoveredMember(entity=name) for name in names if name not in held)
    coverage = msgspec.structs.replace(limb.coverage, members=members)
    return msgspec.structs.replace(limb, coverage=coverage)


def _removal(choice: Switchable, ready: Ready, facts: Facts) -> Step:
    del facts
    if "remove" not in ready.limb.verbs:
        return YES
    return _open(choice, "remove_existing", "Must units already in use go?")


def _open(choice: Switchable, name: str, words: str) -> Step:
    if choice is None:
        return asking(f"switch:{name}", words, f"the choice is open: {words}")
    return YES if choice else NO


ACTS: Mapping[str, Callable[[Switchable, Ready, Facts], Step]] = {
    "private_homes": _homes,
    "existing_units": _existing,
    "rebadged_units": _rebadged,
    "second_hand_sale": _second_hand,
    "universities_bound": _universities,
    "remove_existing": _removal,
    "carry_out": _removal,
}
