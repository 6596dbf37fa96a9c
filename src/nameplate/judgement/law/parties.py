"""Whom a limb looks at: who made the thing, or the party that is dealt with."""

from typing import NamedTuple

from nameplate.judgement.law.code import Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.steps import Step, asking

TOWARDS = frozenset(
    [
        "export_to",
        "transfer_technology",
        "pay",
        "lend",
        "hold_funds",
        "invest",
        "divest",
        "acquire",
        "partner",
    ]
)
"""Acts that go to a party: what the thing is, or who made it, is another matter."""
OF_A_PARTY = frozenset({"payment", "security", "company", "contract"})
"""Objects that are a party's, where the limb does not say that it looks at the producer."""


class Seen(NamedTuple):
    """Whom to look at, and the question where nobody is stated."""

    who: tuple[str, ...]
    missing: Step
    sure: bool


def seen(ready: Ready, facts: Facts) -> Seen:
    """Return whom the limb looks at. A party that is not stated is the company named as maker."""
    limb, own = ready.limb, facts.question.verb
    if limb.coverage.party == "producer":
        return _maker(facts)
    if limb.coverage.party == "supplier" or limb.coverage.form == "supplier-on-list":
        return _party(facts, (facts.supplier, facts.party))
    if own in TOWARDS or (own in ("contract_with", "supply") and limb.object in OF_A_PARTY):
        return _party(facts, (facts.party or facts.supplier or facts.maker,))
    if own == "contract_with":
        return _party(facts, (facts.party, facts.supplier, facts.maker))
    return _maker(facts)


def _party(facts: Facts, who: tuple[str | None, ...]) -> Seen:
    del facts
    stated = tuple(dict.fromkeys(w for w in who if w is not None))
    return Seen(stated, asking("party", "Which company is the other party?"), sure=True)


def _maker(facts: Facts) -> Seen:
    question = asking(
        "maker",
        "Who made it? The evidence does not say, or not surely enough."
        if facts.maker is not None
        else "Who made it?",
        "who made it is not known well enough",
    )
    return Seen((facts.maker,) if facts.maker is not None else (), question, sure=facts.sure)
