"""What stands of each body of what was said about it, and of each area of its bodies.

The newest answer of a body stands; where answers of one moment differ, that is said and none is
chosen. Nothing that was said of a group, an area or a company is an answer of a body.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from nameplate.model.knowledge import Deployment
from nameplate.papers import said
from nameplate.papers.said import State

MANY = 100
"""Cameras of one answer from which on they are many."""
OLD_YEARS = 3
_OF_CAMERAS = ("presence", "cameras", "sites", "purchases")
"""What was asked about the cameras themselves: another question is no answer to this one."""


class Standing(NamedTuple):
    """The answer of one body that stands, of when it is, and who gave it."""

    body: str
    state: State
    says: str
    moment: str
    """ISO 8601: a day, a month or a year; "" where none was said."""
    old: bool


def state_of(one: Deployment) -> State | None:
    """Return what a statement says of a body's cameras; None where it says nothing of them."""
    if one.about != "body" or one.what not in _OF_CAMERAS:
        return None
    match one.status:
        case "in use" | "removal planned" | "reported":
            return "many" if one.what == "cameras" and (one.count or 0) >= MANY else "some"
        case "none" | "refused" | "no reply":
            return one.status
        case "does not know" | "not read" | "refused or no reply":
            return "unknown"
        case _:
            return None


def standings(every: Iterable[Deployment], today: date) -> tuple[Standing, ...]:
    """Return what stands of each body, by name. `every` may hold anything that was said."""
    bodies: dict[str, list[Deployment]] = {}
    for one in every:
        if state_of(one) is not None:
            bodies.setdefault(one.body, []).append(one)
    return tuple(_standing(body, bodies[body], today) for body in sorted(bodies))


def _standing(body: str, every: list[Deployment], today: date) -> Standing:
    newest = max(map(_moment, every))
    last = sorted(
        (one for one in every if _moment(one) == newest), key=lambda one: one.what != "cameras"
    )
    states = {state_of(one) for one in last}
    one_state = next(iter(states))
    state: State = "mixed" if len(states) > 1 or one_state is None else one_state
    says = "; ".join(f"{said.answer(one)} ({one.claimant}, {said.moment(one)})" for one in last)
    return Standing(body, state, says, newest, _is_old(newest, today))


def of_area(bodies: Iterable[Standing]) -> State:
    """Return the one answer of all bodies of an area; "mixed" where they differ."""
    states = {one.state for one in bodies}
    if len(states) > 1:
        return "mixed"
    return next(iter(states), "unknown")


def _moment(one: Deployment) -> str:
    return one.as_at or one.published or ""


def _is_old(moment: str, today: date) -> bool:
    if not moment:
        return True
    padded = moment + "-12-28"[len(moment) - 4 :] if len(moment) < 10 else moment
    return padded < today.replace(year=today.year - OLD_YEARS, day=min(today.day, 28)).isoformat()
