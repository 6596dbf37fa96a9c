"""How an instrument reaches the actor: by place, contract, money, nationality or the item.

The actor's place and the site's place are two facts. A body of a government keeps the rules of
its own place wherever its sites are, and a rule made for the bodies of another place does not
come to bind it there; everybody else is reached by the rules of either place.
"""

from typing import NamedTuple

from nameplate.judgement.law.code import Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.steps import NO, Step
from nameplate.model.law import Ask
from nameplate.model.question import Reach

OF_A_GOVERNMENT = frozenset(
    (
        "central-government-body",
        "competent-authority",
        "contracting-authority",
        "council",
        "crown-corporation",
        "defence-department",
        "devolved-government",
        "devolved-scottish-authority",
        "eu-institution",
        "federal-agency",
        "health-board",
        "higher-education-institution",
        "minister",
        "municipality",
        "nhs-body",
        "police",
        "political-subdivision",
        "public-body-other",
        "region",
        "regulator",
        "school-public",
        "state-agency",
    )
)
"""Words of the vocabulary that mean a body of the place it is of."""
WHEREVER = frozenset({"us-person"})
"""Roles that by their meaning follow a person everywhere."""


class Reached(NamedTuple):
    """By which way a limb reaches the actor, and what is still to be asked of that way."""

    step: Step
    by: Reach | None


def reached(ready: Ready, facts: Facts) -> Reached:
    """Say whether and how the limb's instrument reaches the actor of these facts."""
    nexus, scope = ready.instrument.nexus, ready.limb.scope
    if "contract" in nexus and not facts.clauses.isdisjoint(scope.clauses):
        return _by("contract")
    if "funding" in nexus and not facts.funding.isdisjoint(scope.funding):
        return _by("funding")
    by = _by_place(ready, facts) or _by_person(ready, facts)
    if by is not None:
        return _by(by)
    if "item-origin" in nexus:
        return _by("item-origin")
    if "contract" in nexus and scope.clauses and not facts.clauses:
        # The scope asks which clause the contract carries.
        return _by("contract")
    if "funding" in nexus and not facts.funding:
        return _by("funding")
    return Reached(NO, None)


def _by_place(ready: Ready, facts: Facts) -> Reach | None:
    nexus = ready.instrument.nexus
    home = not facts.here.isdisjoint(ready.extent)
    if home and "place" in nexus:
        return "place"
    if home and "contract" in nexus and not ready.limb.scope.clauses:
        return "contract"
    if not facts.there.isdisjoint(ready.extent) and not _only_as_a_body(ready, facts):
        if "place" in nexus:
            return "place"
        if "market" in nexus:
            return "market"
    return "market" if home and "market" in nexus else None


def _by_person(ready: Ready, facts: Facts) -> Reach | None:
    nexus = ready.instrument.nexus
    if "national" in nexus:
        follows = facts.words & WHEREVER & frozenset(ready.limb.actors)
        if follows or not facts.person.isdisjoint(ready.extent):
            return "national"
        if not facts.formed.isdisjoint(ready.extent):
            return "incorporated" if "incorporated" in nexus else "national"
    if "incorporated" in nexus and not facts.formed.isdisjoint(ready.extent):
        return "incorporated"
    return None


def _only_as_a_body(ready: Ready, facts: Facts) -> bool:
    met = facts.words.intersection(ready.limb.actors)
    return bool(met) and met <= OF_A_GOVERNMENT


def _by(way: Reach) -> Reached:
    return Reached(Step("yes", "", ()), way)


def unstated_way(ready: Ready) -> Ask | None:
    """Return the question for a way of reaching that only the user can know."""
    scope = ready.limb.scope
    if scope.clauses:
        return Ask(
            fact="clause_in_contract",
            words=f"Is {' or '.join(scope.clauses).upper().replace('-', ' ')} in the contract?",
        )
    return None
