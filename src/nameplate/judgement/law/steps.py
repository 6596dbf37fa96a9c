"""The answer of one step of a limb: yes, no, not on this day, or a question to the user."""

from typing import Literal, NamedTuple

from nameplate.model.law import Ask, Strength

Verdict = Literal["yes", "ask", "off", "no"]
"""`off`: it would be reached on another day. `ask`: a fact that decides is not stated."""


class Step(NamedTuple):
    """What one step says of the facts, in a clause, and what would settle it."""

    verdict: Verdict
    why: str = ""
    asks: tuple[Ask, ...] = ()
    strength: Strength | None = None
    """Where what was relied on (a list's member, an ownership statement) is weaker."""
    member: str | None = None
    """The member of the coverage that was met."""
    until: str | None = None
    """The member's last day to sell out, where its list has one."""
    settles: bool = False
    """The limb's gates ask what this step has answered already."""


YES = Step("yes")
NO = Step("no")

ORDER: dict[Strength, int] = {"primary": 0, "secondary": 1, "press": 2, "memory": 3}
_RANK: dict[Verdict, int] = {"yes": 0, "ask": 1, "off": 2, "no": 3}


def weakest(*strengths: Strength | None) -> Strength:
    """Return the weakest of the strengths of source that are stated."""
    return max((s for s in strengths if s is not None), key=ORDER.__getitem__, default="primary")


def best(steps: list[Step]) -> Step:
    """Return the step that reaches furthest; the first of equals."""
    return min(steps, key=lambda s: _RANK[s.verdict], default=NO)


def asking(fact: str, words: str, why: str = "") -> Step:
    """Return the step that asks for one fact."""
    return Step("ask", why or f"not answered yet: {words}", (Ask(fact=fact, words=words),))


def told(value: bool | str | float | None) -> bool | None:
    """Read what may be answered by naming it: a licence's number, who determined it and when."""
    if isinstance(value, str) and truth(value) is None:
        return None if value.strip().casefold() in ("", "unknown", "not known", "?") else True
    return truth(value)


def truth(value: bool | str | float | None) -> bool | None:
    """Read what a user stated of a yes-or-no fact; other words are no such answer."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return {"yes": True, "true": True, "no": False, "false": False}.get(value.casefold())
    return None
