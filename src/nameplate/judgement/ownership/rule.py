"""An ownership test applied: met, not met, or cannot be told, with the chain that says so."""

from decimal import Decimal
from typing import Literal, NamedTuple

from nameplate.judgement.ownership.measure import Holding, control, holding
from nameplate.judgement.ownership.ties import NONE, Ties
from nameplate.model.law import LawTie, Threshold


class Tested(NamedTuple):
    """The outcome of one ownership test, in words, with the statements it rests on."""

    outcome: Literal["met", "not met", "cannot be told"]
    why: str
    chain: tuple[LawTie, ...]


def tested(rule: Threshold, owners: frozenset[str], subject: str, day: int, ties: Ties) -> Tested:
    """Test `subject` against a threshold on a day (an ordinal).

    Owners are added up only where the rule says so. What nobody stated counts against certainty
    only where a listed owner is known at all: a company of which we hold no owner is "not met",
    and that its owners are not held is for the caller to say.
    """
    shares = _shares(rule, owners & ties.heads.get(subject, frozenset()), subject, day, ties)
    best = max(shares, key=lambda h: h.lower)
    if passes(rule, best.lower):
        return Tested("met", f"listed owners hold {_range(best)}", best.chain)
    if rule.or_control:
        held = control(owners, subject, day, ties)
        if held.answer == "yes":
            return Tested("met", "a listed owner controls it", held.chain)
        if held.answer == "unknown":
            return Tested("cannot be told", "whether a listed owner controls it", held.chain)
    widest = max(shares, key=lambda h: _most(rule, h))
    if passes(rule, _most(rule, widest)):
        return Tested("cannot be told", f"listed owners hold {_range(widest)}", widest.chain)
    return Tested("not met", f"listed owners hold {_range(best)}", best.chain)


def _shares(
    rule: Threshold, owners: frozenset[str], subject: str, day: int, ties: Ties
) -> list[Holding]:
    together = holding(owners, subject, day, ties)
    if rule.aggregate or not together.chain:
        return [together]
    return [holding(frozenset((owner,)), subject, day, ties) for owner in sorted(owners)]


def _most(rule: Threshold, held: Holding) -> Decimal:
    if rule.aggregate and held.chain:
        return held.upper + held.untold
    return held.upper


def passes(rule: Threshold, share: Decimal) -> bool:
    """Say whether a share meets a threshold: more than it, or that much."""
    return share > rule.percent if rule.op == ">" else share >= rule.percent


def _range(held: Holding) -> str:
    if not held.chain:
        return "nothing that is stated"
    if held.lower == held.upper:
        return f"{held.lower.normalize():f} per cent"
    if held.lower == NONE:
        return f"up to {held.upper.normalize():f} per cent"
    return f"{held.lower.normalize():f} to {held.upper.normalize():f} per cent"
