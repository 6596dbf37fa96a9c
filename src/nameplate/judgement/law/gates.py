"""Gates and exceptions: facts that open a limb, and facts that take a case out of it."""

from nameplate.judgement.law.code import Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.scope import money_gate, paid_from
from nameplate.judgement.law.steps import NO, YES, Step, asking, told
from nameplate.judgement.ownership import last_day
from nameplate.model.law import Ask, Gate, LawException

SELLING_OUT = "divestment"
"""The exception for a sale that only sells out: open until the member's own last day."""


def gate(ready: Ready, facts: Facts, one: Gate, *, settled: bool) -> Step:
    """Ask whether one gate is open. Its `if_unstated` is for the caller."""
    stated = facts.fact(one.fact)
    if stated is None and one.fact == money_gate(ready) and facts.funding:
        stated = any(paid_from(word, facts) for word in ready.limb.scope.funding)
    if stated is None and settled:
        return YES
    if stated is None:
        return asking(one.fact, _words(ready, one.fact))
    return YES if stated == one.value else NO


def excepted(ready: Ready, facts: Facts, one: LawException, day: int, sell_by: str | None) -> Step:
    """Say whether an exception takes the case out: yes, no, or a question."""
    stated = _granted(facts, one)
    until = one.until or (sell_by if one.test == SELLING_OUT else None)
    if stated and day > last_day(until):
        return NO
    if stated:
        return Step("yes", one.text)
    if stated is None and one.if_unstated == "depends":
        return asking(
            one.test, _words(ready, one.test, one.text), f"an exception may take it out: {one.text}"
        )
    return NO


def _granted(facts: Facts, one: LawException) -> bool | None:
    """Read the stated fact. What was granted may be named (a licence's number) instead."""
    return told(facts.stated.get(one.test)) if one.needs_grant else facts.fact(one.test)


def _words(ready: Ready, fact: str, text: str | None = None) -> str:
    found: tuple[Ask, ...] = (*ready.limb.asks, *ready.instrument.asks)
    ask = next((a for a in found if a.fact == fact), None)
    if ask is not None:
        return ask.words
    return (
        f"Does this exception apply: {text}?"
        if text
        else f"Does this hold: {fact.replace('_', ' ')}?"
    )
