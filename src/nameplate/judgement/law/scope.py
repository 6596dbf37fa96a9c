"""How far a limb goes: kinds of thing, sites, purposes by member, money, clauses, objects.

A part left out is no limit of that sort. Nothing here is inferred: what the user did not state
and what would decide is asked.
"""

from nameplate.judgement.law import phrases
from nameplate.judgement.law.code import Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.steps import NO, YES, Step, asking
from nameplate.model.law import Ask

WATCHING = frozenset({"camera", "recorder"})
"""What a question is about that names no kind of thing: the equipment this product reads."""
NEAR = {"public-safety": frozenset({"law-enforcement", "crime-prevention", "traffic"})}
"""Purposes that may be one of the rule's own, by a reading that is counsel's and not ours."""
WIDER = {"public-funds": frozenset({"federal-award", "state-funds"})}
"""Money that is also money of a wider sort."""
SENSITIVE_UNSTATED = "gov-office"
"""A government office of which nobody said whether it is sensitive."""
GOODS = frozenset({"equipment", "product", "technology"})
PAPERS = frozenset({"document", "contract", "person"})
"""Objects of what a limb orders, and of no thing that a question can be about."""


def things(ready: Ready, facts: Facts) -> Step:
    """Ask whether the kind of thing is one that the limb is limited to."""
    wanted = ready.limb.scope.things
    if not wanted:
        return YES
    kind = facts.thing.kind
    if kind is None:
        return NO if WATCHING.isdisjoint(wanted) else YES
    return YES if kind in wanted else NO


def objects(ready: Ready, facts: Facts) -> Step:
    """Ask whether what the question is about is what the limb is about."""
    stated = facts.question.object
    if stated is None:
        return YES
    own = {ready.limb.object, *ready.limb.objects_also}
    if stated in own or own & PAPERS:
        return YES
    return YES if stated in GOODS and own & GOODS else NO


def sites(ready: Ready, facts: Facts) -> Step:
    """Ask whether the site is of a class that the limb is limited to."""
    wanted = ready.limb.scope.sites
    if not wanted or facts.site in wanted:
        return YES
    finer = any(":" in site for site in wanted)
    if facts.site is None or (finer and facts.site == SENSITIVE_UNSTATED):
        ask = next((a for a in ready.limb.asks if a.fact == "site_class"), None)
        classes = "; ".join(phrases.site(w) for w in wanted)
        words = ask.words if ask is not None else f"What kind of site is it: {classes}; or another?"
        return asking("site_class", words, "the kind of site is not stated")
    return NO


def purposes(ready: Ready, facts: Facts, member: str | None) -> Step:
    """Ask whether the purpose is one that the member met is limited to.

    A member that the limb does not limit is reached whatever the purpose is. The purpose stays
    with the thing: it is stated by the user and never read off the site or the actor.
    """
    limits = ready.limb.scope.purposes
    if not limits:
        return YES
    wanted = limits.get("*", ()) if member is None else limits.get(member, limits.get("*", ()))
    if member is None and not wanted:
        # Whom the limb would reach is not known: some members are limited, and some may not be.
        return YES
    if not wanted or facts.purpose in wanted:
        return YES
    ask = next((a for a in ready.limb.asks if a.fact == "purpose"), None)
    named = ", ".join(w.replace("-", " ") for w in wanted)
    words = ask.words if ask else f"What is it used for: {named}, or something else?"
    if facts.purpose is None:
        return asking("purpose", words, "the purpose is not stated")
    if any(facts.purpose in NEAR.get(w, ()) for w in wanted):
        why = f"whether {facts.purpose.replace('-', ' ')} is within its purposes is for counsel"
        return asking("purpose", words, why)
    return NO


def funding(ready: Ready, facts: Facts) -> Step:
    """Ask whether the money is of a sort that the limb is limited to."""
    wanted = ready.limb.scope.funding
    if not wanted or any(paid_from(w, facts) for w in wanted):
        return YES
    if facts.funding:
        return NO
    gate = money_gate(ready)
    if gate is not None:
        # The gate asks it in the rule's own words.
        return YES
    words = " or ".join(w.replace("-", " ") for w in wanted)
    return asking("funding", f"Is it paid with {words}?", "what it is paid with is not stated")


def paid_from(word: str, facts: Facts) -> bool:
    """Say whether stated money is of that sort."""
    return word in facts.funding or not facts.funding.isdisjoint(WIDER.get(word, ()))


def money_gate(ready: Ready) -> str | None:
    """Return the gate of a limb that asks for the money of its scope, if there is one."""
    own = {"funding"} | {
        name
        for word in ready.limb.scope.funding
        for name in (word.replace("-", "_"), f"receives_{word.replace('-', '_')}")
    }
    return next((g.fact for g in ready.limb.gates if g.fact in own), None)


def clauses(ready: Ready, facts: Facts) -> Step:
    """Ask whether the contract carries a clause that the limb works through."""
    wanted = ready.limb.scope.clauses
    if not wanted or not facts.clauses.isdisjoint(wanted):
        return YES
    if facts.clauses:
        return NO
    ask = next((a for a in ready.limb.asks if a.fact == "clause_in_contract"), None)
    named = " or ".join(w.upper().replace("-", " ", 1).replace("-", ".", 1) for w in wanted)
    words = ask.words if ask is not None else f"Does the contract contain {named}?"
    step = asking("clause_in_contract", words, f"whether the contract has {named} is not stated")
    return step if ask is None else step._replace(asks=(Ask(fact=ask.fact, words=ask.words),))
