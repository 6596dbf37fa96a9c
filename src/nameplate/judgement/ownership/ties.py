"""Ownership statements, found by the company they speak of."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from nameplate.judgement.ownership.days import first_day, last_day
from nameplate.model.law import LawTie

NONE, ALL = Decimal(0), Decimal(100)


class Stake(msgspec.Struct, frozen=True):
    """One statement with its numbers: least and most share in per cent, first and last day."""

    owner: str
    least: Decimal
    most: Decimal
    controls: bool | None
    first: int
    last: int
    tie: LawTie

    def on(self, day: int) -> bool:
        """Say whether the statement speaks of that day."""
        return self.first <= day <= self.last


class Ties(msgspec.Struct, frozen=True):
    """Every statement, by subject. Immutable."""

    by_subject: Mapping[str, tuple[Stake, ...]]
    heads: Mapping[str, frozenset[str]]
    """A company to everybody above it in any statement of any day."""

    def of(self, subject: str, day: int) -> tuple[Stake, ...]:
        """Return the statements on who owns `subject` on that day."""
        return tuple(s for s in self.by_subject.get(subject, ()) if s.on(day))


def joined(ties: Iterable[LawTie]) -> Ties:
    """Index statements. A share left out is unknown: anything from nothing to all."""
    found: dict[str, list[Stake]] = {}
    for tie in ties:
        found.setdefault(tie.subject, []).append(
            Stake(
                owner=tie.owner,
                least=_share(tie.share_min, NONE),
                most=_share(tie.share_max, ALL),
                controls=tie.controls,
                first=first_day(tie.valid_from),
                last=last_day(tie.valid_to),
                tie=tie,
            )
        )
    by_subject = {
        subject: tuple(sorted(stakes, key=lambda s: (s.owner, s.first, s.last, s.least)))
        for subject, stakes in found.items()
    }
    return Ties(by_subject, {subject: _heads(subject, by_subject) for subject in by_subject})


def _heads(subject: str, by_subject: Mapping[str, tuple[Stake, ...]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [subject]
    while waiting:
        for stake in by_subject.get(waiting.pop(), ()):
            if stake.owner not in seen:
                seen.add(stake.owner)
                waiting.append(stake.owner)
    return frozenset(seen)


def _share(stated: str | None, otherwise: Decimal) -> Decimal:
    return otherwise if stated is None else Decimal(stated)
