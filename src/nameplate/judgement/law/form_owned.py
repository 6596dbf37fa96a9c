"""Coverage by ownership: to a share, or by control, of those named or on a list."""

from decimal import Decimal, InvalidOperation

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.form_named import if_sure, key, read_as
from nameplate.judgement.law.lists import Stay, stay
from nameplate.judgement.law.parties import seen
from nameplate.judgement.law.steps import NO, Step, asking, best, weakest
from nameplate.judgement.ownership import control, passes, tested
from nameplate.model.question import Stated

TOTAL = "ownership_total"
"""The share, in per cent, that all listed owners hold together."""
WHOLE = 100


def owned(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for those whom listed owners hold to a share."""
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    found = best([_owned(ready, facts, w, code, day) for w in who.who])
    return if_sure(found, who.missing, sure=who.sure)


def _owned(ready: Ready, facts: Facts, who: str, code: Code, day: int) -> Step:
    coverage = ready.limb.coverage
    roll = code.rolls.get(coverage.list or "")
    named_ = frozenset(key(m) for m in coverage.members)
    standing = None if roll is None else stay(roll.stays(who, None), day, by_effect=False)
    if who in named_ or standing is not None:
        return _itself(ready, who, code, standing)
    above = code.ties.heads.get(who, frozenset())
    on = named_ if roll is None else named_ | roll.on(None, day, above)
    found = share_step(ready, facts, on, who, code, day)
    if found.verdict != "no" or roll is None:
        return found
    ever = share_step(ready, facts, named_ | roll.ever(None, above), who, code, day)
    return NO if ever.verdict == "no" else ever._replace(verdict="off", asks=())


def _itself(ready: Ready, who: str, code: Code, standing: Stay | None) -> Step:
    """Say whether a listed party is reached as well as whom it owns.

    Where another limb reaches the members themselves, for the same act of the same actor, this
    one adds those they own and no more.
    """
    limb = ready.limb
    own = (limb.coverage.list or "", *limb.verbs)
    if any(
        (own[0], verb, actor) in code.read_directly for verb in own[1:] for actor in limb.actors
    ):
        return NO
    shown = code.names.show(who)
    if standing is None or standing.state == "on":
        strength = None if standing is None else standing.entry.strength
        return Step("yes", f"{shown} is itself one of them", member=who, strength=strength)
    return Step("off", f"{shown} is not on the list on that day", member=who)


def share_step(
    ready: Ready, facts: Facts, owners: frozenset[str], who: str, code: Code, day: int
) -> Step:
    """Say whether listed owners hold `who` to the share that the limb names.

    Where statements do not tell, the user may: a total is compared as the rule compares it.
    """
    rule = ready.limb.coverage.threshold
    if rule is None or not owners:
        return NO
    result = tested(rule, owners, who, day, code.ties)
    if result.outcome == "not met" or not result.chain:
        return NO
    strength = weakest(read_as(result.chain), "memory" if rule.basis == "memory" else None)
    if result.outcome == "met":
        return Step("yes", result.why, strength=strength, member=result.chain[-1].owner)
    total = _share(facts.stated.get(TOTAL))
    if total is not None and passes(rule, total):
        why = f"you state that listed owners hold {total.normalize():f} per cent together"
        return Step("yes", why, strength=strength, member=result.chain[-1].owner)
    if total is not None and not rule.or_control:
        return NO
    ask = next((a for a in ready.limb.asks if a.fact == TOTAL), None)
    words = ask.words if ask is not None else "What share do all listed owners hold together?"
    return asking(TOTAL, words, result.why)._replace(strength=strength)


def _share(stated: Stated | None) -> Decimal | None:
    """Read a share in per cent as a user states it; None where it is none."""
    if stated is None or isinstance(stated, bool):
        return None
    try:
        share = Decimal(str(stated).strip().removesuffix("%").strip())
    except InvalidOperation:
        return None
    return share if share.is_finite() and 0 <= share <= WHOLE else None


def controlled(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for those controlled by a listed party, or that meet a test of control in words."""
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    roll = code.rolls.get(ready.limb.coverage.list or "")
    owners = frozenset(key(m) for m in ready.limb.coverage.members)
    if roll is None:
        words = f"Does this hold of the company: {ready.limb.coverage.criterion}?"
        answered = facts.fact("criterion_determined")
        if answered is None:
            return asking("criterion_determined", words)
        return Step("yes", "you state that it is so") if answered else NO
    return best(
        [
            control_step(
                owners | roll.on(None, day, code.ties.heads.get(w, frozenset())), w, code, day
            )
            for w in who.who
        ]
    )


def control_step(owners: frozenset[str], who: str, code: Code, day: int) -> Step:
    """Say whether a listed party controls `who`."""
    held = control(owners, who, day, code.ties)
    shown = code.names.show(who)
    if held.answer == "no":
        return NO
    owner = code.names.show(held.chain[-1].owner)
    strength = read_as(held.chain)
    if held.answer == "yes" and not any(t.lead_only for t in held.chain):
        return Step("yes", f"{owner} controls {shown}", strength=strength)
    return asking("controlled", f"Does {owner} control {shown}?")._replace(strength=strength)
