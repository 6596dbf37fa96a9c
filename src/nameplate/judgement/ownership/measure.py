"""What owners hold in a company through every chain of statements: bounds, and control apart.

Both bounds are fixed points of one linear step over the companies above the subject, so diamonds
add up once a path and cycles cannot run away: the least share climbs from nothing, the greatest
falls from all, and each is a valid bound after any number of steps.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from nameplate.judgement.ownership.ties import ALL, NONE, Stake, Ties
from nameplate.model.law import LawTie

STEPS = 64
"""Enough for any chain of companies; a cycle only comes nearer to its limit."""
HALF = Decimal(50)


class Holding(NamedTuple):
    """What the owners together hold in the subject, in per cent, and by which statements."""

    lower: Decimal
    upper: Decimal
    """By the statements held alone."""
    untold: Decimal
    """The part of the subject of whose owners no statement is held."""
    chain: tuple[LawTie, ...]


class Control(NamedTuple):
    """Whether one of the owners controls the subject, and by which statements."""

    answer: Literal["yes", "no", "unknown"]
    chain: tuple[LawTie, ...]


def holding(owners: frozenset[str], subject: str, day: int, ties: Ties) -> Holding:
    """Bound the share that `owners` together hold in `subject` on a day (an ordinal)."""
    above = _above(owners, subject, day, ties)
    lower = _settle(above, owners, start=NONE, most=False)
    upper = _settle(above, owners, start=ALL, most=True)
    told = sum((s.least for s in above.get(subject, ())), NONE)
    return Holding(
        lower=min(ALL, lower.get(subject, NONE)),
        upper=min(ALL, upper.get(subject, NONE)),
        untold=max(NONE, ALL - told),
        chain=_chain(owners, subject, above),
    )


def control(owners: frozenset[str], subject: str, day: int, ties: Ties) -> Control:
    """Say whether an owner controls the subject: by a source that says so, or by a majority."""
    above = _above(owners, subject, day, ties)
    sure = _walk(owners, subject, above, lambda s: s.controls is True or s.least > HALF)
    if sure is not None:
        return Control("yes", sure)
    open_ = _walk(owners, subject, above, lambda s: s.controls is None and s.most > HALF)
    return Control("no", ()) if open_ is None else Control("unknown", open_)


def _above(
    owners: frozenset[str], subject: str, day: int, ties: Ties
) -> dict[str, tuple[Stake, ...]]:
    """Return the statements above the subject, a company each; owners are not looked through."""
    found: dict[str, tuple[Stake, ...]] = {}
    waiting = [subject]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = ties.of(name, day)
        waiting += [s.owner for s in found[name] if s.owner not in owners]
    return found


def _settle(
    above: dict[str, tuple[Stake, ...]], owners: frozenset[str], *, start: Decimal, most: bool
) -> dict[str, Decimal]:
    shares = {name: (start if stakes else NONE) for name, stakes in above.items()}
    for _ in range(STEPS):
        new = {
            name: min(
                ALL,
                sum(
                    (
                        (s.most if most else s.least)
                        * (ALL if s.owner in owners else shares.get(s.owner, NONE))
                        / ALL
                        for s in stakes
                    ),
                    NONE,
                ),
            )
            for name, stakes in above.items()
        }
        if new == shares:
            break
        shares = new
    return shares


def _chain(
    owners: frozenset[str], subject: str, above: dict[str, tuple[Stake, ...]]
) -> tuple[LawTie, ...]:
    return _walk(owners, subject, above, lambda s: s.most > NONE) or ()


def _walk(
    owners: frozenset[str],
    subject: str,
    above: dict[str, tuple[Stake, ...]],
    passes: Callable[[Stake], bool],
) -> tuple[LawTie, ...] | None:
    """Return a shortest chain up to an owner whose every statement passes, or None."""
    seen = {subject}
    reached: list[tuple[str, tuple[LawTie, ...]]] = [(subject, ())]
    for name, path in reached:
        for stake in above.get(name, ()):
            if not passes(stake):
                continue
            if stake.owner in owners:
                return (*path, stake.tie)
            if stake.owner not in seen:
                seen.add(stake.owner)
                reached.append((stake.owner, (*path, stake.tie)))
    return None
