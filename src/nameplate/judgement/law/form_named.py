"""Coverage by name, and by being a subsidiary or affiliate of one named."""

from decimal import Decimal
from typing import NamedTuple

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.names import plain
from nameplate.judgement.law.parties import seen
from nameplate.judgement.law.steps import NO, Step, asking, best, weakest
from nameplate.judgement.ownership import (
    ALWAYS,
    Holding,
    control,
    first_day,
    holding,
    last_day,
)
from nameplate.judgement.ownership.ties import ALL
from nameplate.model.law import CoveredMember, LawTie, Strength

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
        return Step("yes", "it is the company named", member=key(coverage.members[0]))
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    steps = [member_step(m, w, code, day) for w in who.who for m in coverage.members]
    return if_sure(best(steps), who.missing, sure=who.sure)


def affiliates_too(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for the members and their subsidiaries and affiliates."""
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    members = ready.limb.coverage.members
    found = best([member_step(m, w, code, day) for w in who.who for m in members])
    if found.verdict == "no":
        days = _tested_on(ready, facts, day)
        owners = dict.fromkeys(key(m) for m in members)
        found = best([affiliate_step(o, w, code, days, facts) for w in who.who for o in owners])
    return if_sure(found, who.missing, sure=who.sure)


def member_step(member: CoveredMember, who: str, code: Code, day: int) -> Step:
    """Say whether `who` is this member, on this day."""
    if who != key(member):
        return NO
    if first_day(member.valid_from) <= day <= last_day(member.valid_to):
        return Step("yes", f"{code.names.show(who)} is named", member=who)
    return Step("off", f"{code.names.show(who)} is named for other days", member=who)


def affiliate_step(owner: str, who: str, code: Code, days: Counted, facts: Facts) -> Step:
    """Say whether `who` is a subsidiary or affiliate of `owner` on a day that counts.

    A majority, or a source that calls it a subsidiary and states no share, makes a subsidiary.
    Control with half or less is a matter of law: a named person decides, and states the decision.
    """
    if owner not in code.ties.heads.get(who, ()):
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
    strength = read_as(chain)
    if lead.answer == "yes" and all(_subsidiary(tie) for tie in chain):
        return Step("yes", f"{shown} is a subsidiary of {head}", member=owner, strength=strength)
    words = (
        f"Has a named person decided whether {shown} is a subsidiary or affiliate of {head}? "
        f"Sources state that it holds {_range(held)} per cent."
    )
    step = asking(DECIDED[0], words, f"whether {shown} is an affiliate of {head} is undecided")
    return step._replace(member=owner, strength=strength)


def _subsidiary(tie: LawTie) -> bool:
    return tie.share_min is None or Decimal(tie.share_min) > HALF


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


def if_sure(found: Step, missing: Step, *, sure: bool) -> Step:
    """Turn a maker that is not surely known into a question, whatever was found."""
    return found if sure else missing


def read_as(chain: tuple[LawTie, ...]) -> Strength:
    """Return how well the weakest statement of a chain was read."""
    remembered = any(t.lead_only for t in chain)
    return weakest(*(t.strength for t in chain), "memory" if remembered else None)


def key(member: CoveredMember) -> str:
    """Return how a member is known: its entity, or its plain name."""
    return member.entity or plain(member.name or "")


def _range(held: Holding) -> str:
    low, high = _percent(held.lower), _percent(held.upper)
    return low if low == high else f"{low} to {high}"


def _percent(share: object) -> str:
    return f"{share:.6g}" if share != ALL else "100"
