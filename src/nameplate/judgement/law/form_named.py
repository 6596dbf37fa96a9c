"""Coverage by name, by affiliation, by share and by control."""

from decimal import Decimal
from typing import NamedTuple

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.lists import Roll
from nameplate.judgement.law.names import plain
from nameplate.judgement.law.parties import seen
from nameplate.judgement.law.steps import NO, Step, asking, best, weakest
from nameplate.judgement.ownership import (
    ALWAYS,
    control,
    first_day,
    holding,
    last_day,
    tested,
)
from nameplate.judgement.ownership.ties import ALL
from nameplate.model.law import CoveredMember, LawTie, Strength, Threshold

HALF = Decimal(50)
DECIDED = ("affiliate", "affiliate_determined", "subsidiary_or_affiliate")
"""Facts by which a user states a person's decision on who is an affiliate."""


class Counted(NamedTuple):
    """Days between which it counts who belonged to whom (ordinals, both included)."""

    first: int
    last: int


def named(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for the members and no other."""
    coverage = ready.limb.coverage
    if ready.switches.get("affiliates") is True:
        return affiliates_too(ready, facts, code, day)
    if ready.limb.object == "company" and facts.question.actor_name is not None:
        # A limb on one company as such: the actor it names is the company it covers.
        return Step("yes", "it is the company named", member=_key(coverage.members[0]))
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    steps = [member_step(m, w, code, day) for w in who.who for m in coverage.members]
    return _if_sure(best(steps), who.missing, sure=who.sure)


def affiliates_too(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for the members and their subsidiaries and affiliates."""
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    members = ready.limb.coverage.members
    found = best([member_step(m, w, code, day) for w in who.who for m in members])
    if found.verdict == "no":
        days = _tested_on(ready, facts, day)
        owners = dict.fromkeys(_key(m) for m in members)
        found = best([affiliate_step(o, w, code, days, facts) for w in who.who for o in owners])
    return _if_sure(found, who.missing, sure=who.sure)


def member_step(member: CoveredMember, who: str, code: Code, day: int) -> Step:
    """Say whether `who` is this member, on this day."""
    if who != _key(member):
        return NO
    if first_day(member.valid_from) <= day <= last_day(member.valid_to):
        return Step("yes", f"{code.names.show(who)} is named", member=who)
    return Step("off", f"{code.names.show(who)} is named for other days", member=who)


def affiliate_step(owner: str, who: str, code: Code, days: Counted, facts: Facts) -> Step:
    """Say whether `who` is a subsidiary or affiliate of `owner` on a day that counts.

    A majority, or a source that calls it a subsidiary and states no share, makes a subsidiary.
    Control with half or less is a matter of law: a named person decides, and states the decision.
    """
    if who not in code.ties.by_subject:
        return NO
    decided = next((d for d in map(facts.fact, _decisions(owner)) if d is not None), None)
    steps = [_affiliated(owner, who, code, day, decided) for day in _when(who, code, days)]
    if len({s.verdict for s in steps}) == 1:
        return steps[-1]
    shown = code.names.show(who)
    why = f"{shown}'s ties to {code.names.show(owner)} changed, and when it was made is not stated"
    return asking("made_on", "When was the unit made?", why)._replace(
        member=owner, strength=weakest(*(s.strength for s in steps))
    )


def _affiliated(owner: str, who: str, code: Code, day: int, decided: bool | None) -> Step:
    owners = frozenset((owner,))
    held = holding(owners, who, day, code.ties)
    lead = control(owners, who, day, code.ties)
    chain = lead.chain or held.chain
    if not chain:
        return NO
    shown, head = code.names.show(who), code.names.show(owner)
    if decided is not None:
        why = f"you state a decision that {shown} is an affiliate of {head}"
        return Step("yes", why, member=owner) if decided else NO
    strength = _strength(chain)
    if lead.answer == "yes" and all(_subsidiary(tie) for tie in chain):
        return Step("yes", f"{shown} is a subsidiary of {head}", member=owner, strength=strength)
    words = (
        f"Has a named person decided whether {shown} is a subsidiary or affiliate of {head}? "
        f"Sources state {_percent(held.lower)} to {_percent(held.upper)} per cent."
    )
    step = asking(DECIDED[0], words, f"whether {shown} is an affiliate of {head} is undecided")
    return step._replace(member=owner, strength=strength)


def _subsidiary(tie: LawTie) -> bool:
    return tie.share_min is None or Decimal(tie.share_min) > HALF


def owned(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for those whom listed owners hold to a share."""
    coverage = ready.limb.coverage
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    roll = code.rolls.get(coverage.list or "")
    itself = roll is None or roll.id not in code.listed_directly
    owners = _owners(ready, roll, day)
    steps = []
    for w in who.who:
        if w in owners:
            shown = code.names.show(w)
            steps.append(Step("yes", f"{shown} is itself one of them", member=w) if itself else NO)
        else:
            steps.append(share_step(coverage.threshold, owners, w, code, day, ready))
    return _if_sure(best(steps), who.missing, sure=who.sure)


def share_step(
    rule: Threshold | None, owners: frozenset[str], who: str, code: Code, day: int, ready: Ready
) -> Step:
    """Say whether listed owners hold `who` to the share that the limb names."""
    if rule is None or not owners:
        return NO
    result = tested(rule, owners, who, day, code.ties)
    if result.outcome == "not met" or not result.chain:
        return NO
    strength = weakest(_strength(result.chain), "memory" if rule.basis == "memory" else None)
    if result.outcome == "met":
        return Step("yes", result.why, strength=strength, member=result.chain[-1].owner)
    ask = next((a for a in ready.limb.asks if a.fact == "ownership_total"), None)
    words = ask.words if ask is not None else "What share do all listed owners hold together?"
    return asking("ownership_total", words, result.why)._replace(strength=strength)


def controlled(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for those controlled by a listed party, or that meet a test of control in words."""
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    roll = code.rolls.get(ready.limb.coverage.list or "")
    owners = _owners(ready, roll, day)
    if not owners:
        words = f"Does this hold of the company: {ready.limb.coverage.criterion}?"
        answered = facts.fact("criterion_determined")
        if answered is None:
            return asking("criterion_determined", words)
        return Step("yes", "you state that it is so") if answered else NO
    return best([control_step(owners, w, code, day) for w in who.who])


def control_step(owners: frozenset[str], who: str, code: Code, day: int) -> Step:
    """Say whether a listed party controls `who`."""
    held = control(owners, who, day, code.ties)
    shown = code.names.show(who)
    if held.answer == "no":
        return NO
    owner = code.names.show(held.chain[-1].owner)
    strength = _strength(held.chain)
    if held.answer == "yes" and not any(t.lead_only for t in held.chain):
        return Step("yes", f"{owner} controls {shown}", strength=strength)
    return asking("controlled", f"Does {owner} control {shown}?")._replace(strength=strength)


def _owners(ready: Ready, roll: Roll | None, day: int) -> frozenset[str]:
    named_ = frozenset(_key(m) for m in ready.limb.coverage.members)
    if roll is None:
        return named_
    on = {w for w, e in roll.entries.items() if any(x.first <= day <= x.last for x in e)}
    return named_ | on


def _tested_on(ready: Ready, facts: Facts, day: int) -> Counted:
    """Return the days on which affiliation counts: when it was made, or the day of the act."""
    if ready.limb.coverage.tested_at != "manufacture":
        return Counted(day, day)
    if facts.thing.made_on is not None:
        return Counted(first_day(facts.thing.made_on), last_day(facts.thing.made_on))
    return Counted(ALWAYS, day)


def _when(who: str, code: Code, days: Counted) -> list[int]:
    """Return a day for each state of affairs between the first and the last day that count."""
    edges = {days.first or 1, days.last}
    for stake in code.ties.by_subject.get(who, ()):
        edges |= {d for d in (stake.first, stake.last + 1) if days.first < d <= days.last}
    return sorted(edges)


def _decisions(owner: str) -> tuple[str, ...]:
    return (*DECIDED, *(f"{name}:{owner}" for name in DECIDED))


def _if_sure(found: Step, missing: Step, *, sure: bool) -> Step:
    """Turn a maker that is not surely known into a question: either way."""
    return found if sure else missing


def _strength(chain: tuple[LawTie, ...]) -> Strength:
    remembered = any(t.lead_only for t in chain)
    return weakest(*(t.strength for t in chain), "memory" if remembered else None)


def _key(member: CoveredMember) -> str:
    return member.entity or plain(member.name or "")


def _percent(share: object) -> str:
    return f"{share:.6g}" if share != ALL else "100"
