"""Whether the act asked about is one that a limb binds, or one that sets its duty off.

The bound act is the verb, and not its effect. One question is answered another way: whoever must
not use a thing may have to take it out of service, if it is in use.
"""

from nameplate.judgement.law.code import Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.steps import NO, YES, Step, asking

REMOVE, USE = "remove", "use"
FORBIDDING = frozenset({"must-not", "needs-licence", "presumed-barred"})


def acted(ready: Ready, facts: Facts) -> Step:
    """Ask whether the limb binds the act, or is set off by it."""
    limb = ready.limb
    if not facts.verbs.isdisjoint(limb.verbs) or not facts.verbs.isdisjoint(limb.on):
        return YES
    if facts.question.verb != REMOVE or USE not in limb.verbs or limb.kind not in FORBIDDING:
        return NO
    stated = facts.fact("in_use")
    if stated is None:
        return asking("in_use", "Is it in use?", "it forbids use, and does not speak of removal")
    return Step("yes", "it forbids use, and you state that the unit is in use") if stated else NO
