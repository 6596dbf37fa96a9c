"""Laws of one limb, written by hand, for tests of one rule at a time."""

from typing import Any

import msgspec

from nameplate.judgement.law import Code, answer, compiled
from nameplate.knowledge import load
from nameplate.model.law import Instrument, Law, Places
from nameplate.model.question import Answered, AnswerOut, Question

SINCE = ({"valid_from": "2020-01-01", "state": "in-force", "basis": "published"},)
PLACES = Places(
    held=("AA", "AA-N", "AA-S", "BB"),
    names={"AA": "Aland", "AA-N": "North", "AA-S": "South", "BB": "Beland"},
    zones={"AA": "Europe/London", "BB": "America/New_York"},
)
LIMB: dict[str, Any] = {
    "id": "a",
    "kind": "must-not",
    "actors": ["council"],
    "verbs": ["use"],
    "object": "equipment",
    "coverage": {"form": "named", "members": [{"entity": "hikvision"}]},
    "intervals": SINCE,
}
RULE: dict[str, Any] = {
    "id": "rule",
    "title": "The Rule",
    "citation": "c. 1",
    "force": "statute",
    "about": "maker",
    "extent": ["AA"],
    "nexus": ["place"],
    "strength": "primary",
    "source": [{"cite": "c. 1"}],
}


def rule(*limbs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an instrument of some limbs, each as `LIMB` with its own differences."""
    return RULE | {"limbs": [LIMB | limb for limb in limbs or ({},)]} | more


def code(*rules: dict[str, Any]) -> Code:
    """Return the code of these instruments alone, in the product's own words."""
    held = msgspec.convert({r["id"]: r for r in rules}, dict[str, Instrument])
    law = Law(instruments=held, places=PLACES, vocabulary=load().law.vocabulary)
    return compiled(msgspec.structs.replace(load(), law=law))


def ask(
    law: Code, actor: str = "council", place: str = "AA", day: str = "2025-06-01", **more: Any
) -> Answered:
    """Ask a council of Aland about using a Hikvision camera, with differences."""
    asked = {"thing": {"kind": "camera", "maker": "hikvision"}, "verb": "use"} | more
    base = {"actor_kind": actor, "jurisdiction": place, "date": day}
    return answer(msgspec.convert(base | asked, Question), law)


def only(found: Answered) -> AnswerOut:
    """Return the one instrument that may decide."""
    (shown,) = found.answers
    return shown
