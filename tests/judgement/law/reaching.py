"""A question made from a limb so that every fact it asks for is as it wants it: only the day is
left. So each limb of each record can be shown to be reachable, and its days be walked.
"""

from typing import Any

from judgement.law.law_asking import real
from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.lists import Entry
from nameplate.judgement.law.names import plain
from nameplate.model.question import Question, Thing

OWNED = {"us-bis-affiliates-rule": "ezviz"}
"""Whom listed owners hold, where a limb reaches nobody else."""


def question(ready: Ready, day: str, code: Code | None = None) -> Question:
    """Return a question that meets everything of this limb but, perhaps, its day."""
    limb, held = ready.limb, code or real()
    place = limb.extent[0] if limb.extent else ready.instrument.extent[0]
    by_name = bool(limb.actor_names)
    kinds = [a for a in (limb.actors or limb.not_actors) if a != "named-entity"]
    member = covered(ready, held)
    scope = limb.scope
    features = limb.coverage.features
    return Question(
        actor_kind=kinds[0] if kinds else "public-body-other",
        actor_name=limb.actor_names[0] if by_name else None,
        jurisdiction=place,
        verb=limb.verbs[0],
        thing=Thing(
            kind=scope.things[0] if scope.things else "camera",
            maker=member,
            party=member,
            supplier=member,
            origin="CN" if limb.coverage.form == "origin" else None,
            feature=features[0] if features else None,
            feature_state="enabled" if features else None,
        ),
        site_class=scope.sites[0] if scope.sites else None,
        incorporated_in=None if "place" in ready.instrument.nexus else place,
        purpose=_purpose(ready, member),
        funding=scope.funding[:1],
        clauses=scope.clauses[:1],
        date=day,
        stated=stated(ready, held),
    )


def stated(ready: Ready, code: Code) -> dict[str, Any]:
    """Return every yes-or-no fact of a limb as it must be for the limb to reach."""
    limb = ready.limb
    key = limb.coverage.criterion_id or f"{ready.instrument.id}.{limb.id}"
    roll = code.rolls.get(limb.coverage.list or "")
    facts: dict[str, Any] = {f"criterion:{key}": True, "criterion_determined": True}
    facts |= {e.test: False for e in limb.exceptions}
    if limb.coverage.form == "criterion":
        facts |= {a.fact: True for a in limb.asks}
    if limb.coverage.form == "certificate":
        facts["certificate"] = False
    if roll is not None and not roll.known:
        facts |= {a.fact: True for a in roll.asks}
    return facts | {g.fact: g.value for g in limb.gates}


def covered(ready: Ready, code: Code) -> str | None:
    """Return somebody whom the limb covers, by name or by its list, the longest listed first."""
    coverage = ready.limb.coverage
    if ready.instrument.id in OWNED:
        return OWNED[ready.instrument.id]
    if coverage.members:
        return coverage.members[0].entity or plain(coverage.members[0].name or "")
    roll = code.rolls.get(coverage.list or "")
    if roll is None or not roll.entries:
        return "acme"
    strong = sorted(
        (e.effective, e.strength is not None, who)
        for who, entries in roll.entries.items()
        for e in entries
        if coverage.clause in (None, e.clause)
    )
    return min(strong, key=lambda s: (s[1], s[0], s[2]))[2]


def entry(ready: Ready, code: Code) -> Entry | None:
    """Return the stay on the list of whom `covered` names, if it is on one."""
    roll = code.rolls.get(ready.limb.coverage.list or "")
    stays = (
        () if roll is None else roll.stays(covered(ready, code) or "", ready.limb.coverage.clause)
    )
    return stays[0] if stays else None


def _purpose(ready: Ready, member: str | None) -> str | None:
    limits = ready.limb.scope.purposes
    wanted = limits.get(member or "", limits.get("*", ()))
    return wanted[0] if wanted else None
