"""Times allowed: how they are counted, which holidays count, and the reading in words."""

import pytest

from judgement.law.law_asking import asked, of
from nameplate.judgement.law.clocks import clock
from nameplate.model.law import Clock
from nameplate.model.question import Stated


def ends(unit: str, amount: int, started: str, calendar: str | None = "us-federal") -> str | None:
    one = Clock(after="x", amount=amount, unit=unit, calendar=calendar, what="w")  # type: ignore[arg-type]  # units of the table
    return clock(one, {"started:x": started}).ends


@pytest.mark.parametrize(
    ("unit", "amount", "started", "end"),
    [
        ("business-day", 1, "2026-11-20", "2026-11-23"),  # a Friday
        ("business-day", 1, "2026-11-25", "2026-11-27"),  # Thanksgiving between
        ("business-day", 10, "2026-12-18", "2027-01-05"),  # Christmas, New Year's Day
        ("business-day", 1, "2026-07-02", "2026-07-06"),  # 4 July on a Saturday: kept on the 3rd
        ("business-day", 1, "2021-06-17", "2021-06-21"),  # Juneteenth, federal since that day
        ("business-day", 1, "2026-11-21", "2026-11-23"),  # known on a Saturday
        ("day", 120, "2025-06-27", "2025-10-25"),
        ("month", 6, "2023-10-26", "2024-04-26"),
        ("month", 1, "2024-01-31", "2024-02-29"),
        ("hour", 72, "2026-09-11T10:30:00+02:00", "2026-09-14T10:30:00+02:00"),
        ("hour", 24, "2026-09-11", "2026-09-12T00:00:00"),
    ],
)
def test_a_clock_ends_when_it_should(unit: str, amount: int, started: str, end: str) -> None:
    assert ends(unit, amount, started) == end


def test_without_a_calendar_no_holiday_is_left_out() -> None:
    assert ends("business-day", 1, "2026-11-25", "none") == "2026-11-26"


def test_a_clock_whose_start_is_not_stated_has_no_end_and_says_how_it_counts() -> None:
    found = clock(Clock(after="first-report", amount=10, unit="business-day", what="w"), {})
    assert (found.started, found.ends) == (None, None)
    assert "the day after is day 1" in found.words


@pytest.mark.parametrize("started", ["when we knew", "", "9999-12-31", "0001-01-01", "9" * 400])
def test_a_start_that_is_no_day_is_not_counted_from(started: str) -> None:
    one = Clock(after="x", amount=120, unit="day", what="w")
    assert clock(one, {"started:x": started}).ends is None


def test_the_two_clocks_of_the_clause_run_from_two_events() -> None:
    stated: dict[str, Stated] = {
        "identified_during_performance": True,
        "started:identification-or-notification": "2026-11-20T16:00:00-05:00",
        "started:first-report": "2026-11-23",
    }
    found = asked(
        "private-company",
        "US",
        "use",
        "2026-11-25",
        maker="hikvision",
        purpose="public-safety",
        roles=("federal-contractor",),
        clauses=("far-52-204-25",),
        stated=stated,
    )
    clocks = of(found, "us-far-52-204-25").clocks
    assert [c.ends for c in clocks] == ["2026-11-23", "2026-12-08"]
