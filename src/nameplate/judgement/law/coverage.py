"""Whether a limb reaches the thing or the party: one function a form of coverage."""

from collections.abc import Callable

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.form_answered import (
    certificate,
    criterion,
    found,
    made_in,
    switched_on,
    vulnerable,
)
from nameplate.judgement.law.form_listed import component, listed, supplier_listed
from nameplate.judgement.law.form_named import affiliates_too, named
from nameplate.judgement.law.form_owned import controlled, owned
from nameplate.judgement.law.steps import YES, Step
from nameplate.model.law import Form

Look = Callable[[Ready, Facts, Code, int], Step]


def _any(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    del ready, facts, code, day
    return YES


FORMS: dict[Form, Look] = {
    "any": _any,
    "named": named,
    "named+affiliates": affiliates_too,
    "threshold": owned,
    "control": controlled,
    "criterion": criterion,
    "origin": made_in,
    "component": component,
    "certificate": certificate,
    "list-reference": listed,
    "supplier-on-list": supplier_listed,
    "analytics-enabled": switched_on,
    "product-found": found,
    "vulnerable": vulnerable,
}
BY_MAKER = frozenset({"named", "named+affiliates", "threshold", "control", "criterion"}) | {
    "list-reference",
    "vulnerable",
    "component",
}
"""Forms that turn on who made the thing or who the party is."""


def covered(ready: Ready, facts: Facts, code: Code, day: int) -> Step:
    """Ask the limb's own form of coverage. The verdict "before" days is for the caller."""
    return FORMS[ready.limb.coverage.form](ready, facts, code, day)
