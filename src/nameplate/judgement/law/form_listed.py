"""Coverage by a list: the thing's maker, a party, a supplier or a component is on it."""

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.form_named import Counted, affiliate_step, member_step
from nameplate.judgement.law.form_owned import control_step, share_step
from nameplate.judgement.law.lists import Roll, Stay, stay
from nameplate.judgement.law.parties import seen
from nameplate.judgement.law.steps import NO, YES, Step, asking, best, weakest
from nameplate.judgement.ownership import first_day
from nameplate.model.law import Ask, LawCoverage


def listed(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer for those on the list on the day, and for whom else the limb reaches through it."""
    coverage = ready.limb.coverage
    roll = code.rolls.get(coverage.list or "")
    answered = _answered(ready, facts, roll)
    if answered is not None:
        return answered
    if roll is None or not roll.known:
        return _not_held(ready, roll)
    who = seen(ready, facts)
    if not who.who:
        return who.missing
    found = best([_listed(ready, facts, code, day, roll, w) for w in who.who])
    if not who.sure:
        return who.missing
    return found._replace(settles=coverage.party == "supplier" and found.verdict == "yes")


def supplier_listed(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer where the supplier is on the list, whoever made the thing."""
    return listed(ready, facts, code, day)


def component(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Answer where a part is of a kind or maker named."""
    gate = next(iter(ready.limb.gates), None)
    if facts.component is None:
        # The gate, where there is one, asks the same question in better words.
        return YES if gate is not None else part_step(ready, facts, code, day)
    found = _of_component(ready, facts, code, day)
    return found._replace(settles=found.verdict == "yes")


def part_step(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Ask whether a part of the thing is of someone covered: a known part, or one not examined."""
    ask = next((a for a in ready.limb.asks if a.fact == "component_role"), None)
    words = ask.words if ask else "Is a part of it of a maker that the rule covers?"
    if facts.component is None:
        return asking(
            "component_maker",
            "Who made its parts (chips, modules)? They were not examined. If it was a maker that "
            f"the rule names: {words[0].lower()}{words[1:]}",
            "its parts were not examined, and the rule reaches parts",
        )
    found = _of_component(ready, facts, code, day)
    role = facts.fact("component_role")
    if found.verdict == "no" or role is False:
        return NO
    shown = code.names.show(facts.component)
    if role is True and found.verdict == "yes":
        why = f"a part of it is by {shown}, and you state that the part does what the rule asks for"
        return found._replace(why=why)
    why = f"a part of it is by {shown}, and the rule reaches parts only by what they do"
    return asking("component_role", words, why)._replace(
        member=found.member, strength=found.strength
    )


def _of_component(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    coverage, who = ready.limb.coverage, facts.component or ""
    steps = [member_step(m, who, code, day) for m in coverage.members]
    steps += [
        affiliate_step(m.entity, who, code, Counted(day, day), facts)
        for m in coverage.members
        if m.entity is not None and m.entity != who
    ]
    roll = code.rolls.get(coverage.list or "")
    if roll is not None and roll.known:
        steps.append(_listed(ready, facts, code, day, roll, who))
    return best(steps)


def _answered(ready: Ready, facts: Facts, roll: Roll | None) -> Step | None:
    """Read the user's own answer on a list, where a gate or an unread list asks for it."""
    limb = ready.limb
    looks_at_party = limb.coverage.party == "supplier" or limb.coverage.form == "supplier-on-list"
    asked = [g.fact for g in limb.gates] if looks_at_party else []
    asked += [fact for fact in (a.fact for a in limb.asks) if fact.endswith("_listed")]
    if roll is not None and not roll.known:
        asked += [a.fact for a in roll.asks]
    for fact in asked:
        stated = facts.fact(fact)
        if stated is not None:
            return Step("yes", "you state that it is on the list") if stated else NO
    return None


def _not_held(ready: Ready, roll: Roll | None) -> Step:
    asks: tuple[Ask, ...] = roll.asks if roll is not None else ()
    title = roll.title if roll is not None else (ready.limb.coverage.list or "the list")
    return Step(
        "ask",
        f"no copy of this list was read, so nobody is known to be on it or off it: {title}",
        asks or (Ask(fact="listed", words=f"Is it on the list: {title}?"),),
    )


def _listed(ready: Ready, facts: Facts, code: Code, day: int, roll: Roll, who: str) -> Step:
    coverage = ready.limb.coverage
    by_effect = coverage.member_date == "effective"
    standing = stay(roll.stays(who, coverage.clause), day, by_effect=by_effect)
    if standing is not None:
        return _standing(standing, code, roll, who, coverage)
    above = code.ties.heads.get(who)
    if above is None or not (coverage.affiliates or coverage.threshold or coverage.control):
        return NO
    now = roll.on(coverage.clause, day, above)
    steps = [_through(ready, facts, code, day, now, who)]
    if steps[0].verdict == "no":
        ever = _through(ready, facts, code, day, roll.ever(coverage.clause, above) - now, who)
        steps.append(ever if ever.verdict == "no" else ever._replace(verdict="off", asks=()))
    found = best(steps)
    return found._replace(strength=weakest(found.strength, roll.strength)) if found != NO else NO


def _through(
    ready: Ready, facts: Facts, code: Code, day: int, owners: frozenset[str], who: str
) -> Step:
    """Say whether `who` is reached through owners on the list: affiliation, share or control."""
    coverage = ready.limb.coverage
    if not owners:
        return NO
    steps = [NO]
    if coverage.affiliates:
        days = Counted(day, day)
        steps += [affiliate_step(owner, who, code, days, facts) for owner in sorted(owners)]
    if coverage.threshold is not None:
        steps.append(share_step(ready, facts, owners, who, code, day))
    if coverage.control:
        steps.append(control_step(owners, who, code, day))
    return best(steps)


def _standing(standing: Stay, code: Code, roll: Roll, who: str, coverage: LawCoverage) -> Step:
    entry, shown, before = standing.entry, code.names.show(who), coverage.listed_before
    if before is not None and entry.first >= first_day(before):
        return NO
    strength = weakest(roll.strength, entry.strength)
    if standing.state == "on":
        why = f"{shown} is on the list: {roll.title}"
        return Step("yes", why, strength=strength, member=who, until=entry.divest_by)
    why = f"{shown} was no longer on the list on that day: {roll.title}"
    if standing.state == "before":
        why = f"{shown} was not yet on the list on that day: {roll.title}"
        if coverage.member_date == "effective":
            why = f"the list had no effect yet for {shown} on that day: {roll.title}"
    return Step("off", why, strength=strength, member=who)
