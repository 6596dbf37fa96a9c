"""Bounds of share and control: chains, diamonds, cycles, days, and tests that differ by a hair."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.judgement.ownership import control, holding, joined
from nameplate.judgement.ownership import tested as by_rule
from nameplate.knowledge import load
from nameplate.model.law import LawTie, Threshold

DAY = date(2025, 6, 1).toordinal()
ME = frozenset({"a"})


def tie(
    owner: str, subject: str, low: str | None, high: str | None = None, **more: object
) -> LawTie:
    known = {"owner": owner, "subject": subject, "share_min": low, "share_max": high or low}
    return LawTie(**known | {"strength": "secondary", "source": ()} | more)  # type: ignore[arg-type]  # a test's shorthand


def test_a_chain_multiplies() -> None:
    ties = joined([tie("a", "b", "60"), tie("b", "c", "50")])
    held = holding(ME, "c", DAY, ties)
    assert held.lower == held.upper == 30
    assert [t.owner for t in held.chain] == ["b", "a"]


def test_a_diamond_adds_its_two_sides() -> None:
    ties = joined(
        [tie("a", "b", "100"), tie("a", "c", "50"), tie("b", "d", "30"), tie("c", "d", "40")]
    )
    assert holding(ME, "d", DAY, ties).lower == 50


def test_a_cycle_ends_and_stays_within_all() -> None:
    ties = joined([tie("a", "b", "40"), tie("c", "b", "60"), tie("b", "c", "100")])
    held = holding(ME, "b", DAY, ties)
    assert Decimal("99.99") < held.lower <= held.upper <= 100


def test_two_companies_that_hold_only_each_other_belong_to_nobody_else() -> None:
    ties = joined([tie("b", "c", "100"), tie("c", "b", "100")])
    assert holding(ME, "b", DAY, ties).lower == 0


def test_an_unknown_share_stays_between_nothing_and_all() -> None:
    held = holding(ME, "b", DAY, joined([tie("a", "b", None)]))
    assert held.lower == 0
    assert held.upper == 100


def test_a_statement_speaks_of_its_days_only() -> None:
    ties = joined([tie("a", "b", "60", valid_from="2022", valid_to="2022-12-27")])
    for day, share in (
        ("2021-12-31", 0),
        ("2022-01-01", 60),
        ("2022-12-27", 60),
        ("2022-12-28", 0),
    ):
        assert holding(ME, "b", date.fromisoformat(day).toordinal(), ties).lower == share


@pytest.mark.parametrize(
    ("op", "share", "outcome"),
    [
        (">", "50", "not met"),
        (">=", "50", "met"),
        (">", "50.01", "met"),
        (">=", "49.99", "not met"),
    ],
)
def test_more_than_fifty_is_not_fifty_or_more(op: str, share: str, outcome: str) -> None:
    rule = Threshold(op=op, percent=50)  # type: ignore[arg-type]  # the table gives both
    assert by_rule(rule, ME, "b", DAY, joined([tie("a", "b", share)])).outcome == outcome


def test_owners_are_added_up_only_where_the_rule_says_so() -> None:
    ties = joined([tie("a", "c", "30"), tie("b", "c", "30"), tie("z", "c", "40")])
    both = frozenset({"a", "b"})
    added = Threshold(op=">=", percent=50, aggregate=True)
    assert by_rule(added, both, "c", DAY, ties).outcome == "met"
    assert by_rule(Threshold(op=">=", percent=50), both, "c", DAY, ties).outcome == "not met"


def test_other_owners_may_be_listed_too_and_nobody_can_tell() -> None:
    added = Threshold(op=">=", percent=50, aggregate=True)
    ties = joined([tie("a", "c", "48")])
    assert by_rule(added, ME, "c", DAY, ties).outcome == "cannot be told"
    assert by_rule(Threshold(op=">=", percent=50), ME, "c", DAY, ties).outcome == "not met"


def test_control_is_a_statement_of_its_own() -> None:
    ties = joined([tie("a", "b", "20", controls=True), tie("b", "c", "51")])
    assert control(ME, "c", DAY, ties).answer == "yes"
    assert control(ME, "c", DAY, joined([tie("a", "c", "20", controls=False)])).answer == "no"
    assert control(ME, "c", DAY, joined([tie("a", "c", None)])).answer == "unknown"
    either = Threshold(op=">", percent=50, or_control=True)
    assert by_rule(either, ME, "c", DAY, ties).outcome == "met"


def test_ezviz_on_the_two_days() -> None:
    ties, rule = joined(load().law.ties), Threshold(op=">=", percent=50)
    owner = frozenset({"hikvision"})
    for day, outcome in (("2022-12-27", "met"), ("2022-12-28", "not met")):
        when = date.fromisoformat(day).toordinal()
        found = by_rule(rule, owner, "ezviz", when, ties)
        assert found.outcome == outcome
        assert [t.owner for t in found.chain] == ["hikvision"]


NAMES = st.sampled_from("abcdef")
SHARES = st.integers(0, 100)


@st.composite
def webs(draw: st.DrawFn) -> list[LawTie]:
    """Return any statements at all: cycles, doubles, self-ownership, more than all."""
    found = []
    for _ in range(draw(st.integers(0, 14))):
        low, high = sorted((draw(SHARES), draw(SHARES)))
        found.append(tie(draw(NAMES), draw(NAMES), str(low), str(high)))
    return found


@given(webs(), NAMES, st.randoms())
def test_bounds_hold_whatever_is_stated_and_in_whatever_order(
    web: list[LawTie], subject: str, chance: object
) -> None:
    held = holding(ME, subject, DAY, joined(web))
    assert 0 <= held.lower <= held.upper <= 100
    chance.shuffle(web)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    again = holding(ME, subject, DAY, joined(web))
    assert (again.lower, again.upper) == (held.lower, held.upper)


@given(webs(), NAMES)
def test_more_owners_never_hold_less(web: list[LawTie], subject: str) -> None:
    ties = joined(web)
    one, two = holding(ME, subject, DAY, ties), holding(ME | {"b"}, subject, DAY, ties)
    if subject not in ("a", "b"):
        assert two.lower >= one.lower
