"""Every day on which a record changes: before, on and after, by the day and by the second.

What is expected is counted here from the record alone, in the plainest way.
"""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from judgement.law.law_asking import real
from judgement.law.reaching import entry, question
from nameplate.judgement.law import answer
from nameplate.judgement.law.code import CAN_BIND, Ready
from nameplate.judgement.law.steps import weakest
from nameplate.model.law import LawInterval
from nameplate.model.question import Answered

WALKED = [r for r in real().limbs if not r.proposed]
ZONES = real().map.zones
UNSETTLED = frozenset({"us-bis-affiliates-rule"})
"""Whom it reaches turns on owners of whom no statement is held: at most a question."""


def edges(ready: Ready) -> Iterator[date]:
    """Yield each first day, and each day after a last one, of a limb's intervals."""
    for interval in ready.limb.intervals:
        if interval.valid_from:
            yield date.fromisoformat(interval.valid_from)
        if interval.valid_to:
            yield date.fromisoformat(interval.valid_to) + timedelta(days=1)


def around(ready: Ready) -> list[date]:
    """Return the day before, the day of and the day after each edge."""
    steps = (timedelta(days=-1), timedelta(), timedelta(days=1))
    return sorted({edge + step for edge in edges(ready) for step in steps})


def letter(ready: Ready, day: date) -> str:
    """Return the state of a day by the letter of the record."""
    for one in ready.limb.intervals:
        first, last = one.valid_from or "0001-01-01", one.valid_to or "9999-12-31"
        if first <= day.isoformat() <= last:
            return one.state
    return "none"


def unsure(ready: Ready, day: date) -> bool:
    """Say whether the day is too near to an edge that is not known to the day."""
    intervals = ready.limb.intervals
    for at, one in enumerate(intervals):
        follows = intervals[at + 1] if at + 1 < len(intervals) else None
        joined = follows is not None and _next(one) == follows.valid_from
        if _near(one.valid_from, _blur(intervals, at), one.basis, day):
            return True
        if one.valid_to and not joined and _near(one.valid_to, one.to_precision, one.basis, day):
            return True
    return False


def _blur(intervals: tuple[LawInterval, ...], at: int) -> str:
    if at and _next(intervals[at - 1]) == intervals[at].valid_from:
        earlier = intervals[at - 1].to_precision
        return earlier if earlier != "day" else intervals[at].precision
    return intervals[at].precision


def _next(interval: LawInterval) -> str | None:
    if interval.valid_to is None:
        return None
    return (date.fromisoformat(interval.valid_to) + timedelta(days=1)).isoformat()


def _near(stated: str | None, precision: str, basis: str, day: date) -> bool:
    if stated is None:
        return False
    edge = date.fromisoformat(stated)
    low = high = edge
    if precision == "month":
        low = edge.replace(day=1)
        high = edge.replace(day=calendar.monthrange(edge.year, edge.month)[1])
    if precision == "year":
        low, high = date(edge.year, 1, 1), date(edge.year, 12, 31)
    if basis == "memory":
        low, high = min(low, edge - timedelta(days=365)), max(high, edge + timedelta(days=365))
    return low < high and low <= day <= high


def wanted(ready: Ready, day: date) -> set[str]:
    """Return the outcomes that the record allows on a day, every other fact being met."""
    state = letter(ready, day)
    listed = entry(ready, real())
    by_effect = ready.limb.coverage.member_date == "effective"
    first = 0 if listed is None else listed.effective if by_effect else listed.first
    early = day.toordinal() < first
    own = None if listed is None else listed.strength
    strength = weakest(ready.instrument.strength, ready.limb.strength, own)
    capped = strength in ("press", "memory") or ready.instrument.lead_only
    capped = capped or ready.instrument.id in UNSETTLED
    if unsure(ready, day):
        return {"depends", "not-in-force", "duty"} - ({"duty"} if capped else set())
    if state == "unknown":
        return {"depends"}
    if state != "in-force" or early:
        return {"not-in-force"}
    return {"depends"} if capped else {"duty"}


def of(found: Answered, ready: Ready) -> str | None:
    """Return what one limb says, wherever it is shown; None where it is not."""
    for shown in (*found.answers, *found.beside):
        if shown.instrument == ready.instrument.id:
            says = {f.limb: f.outcome for f in shown.further} | {shown.limb: shown.outcome}
            if ready.limb.id in says:
                return says[ready.limb.id]
    return None


def name(ready: Ready) -> str:
    return f"{ready.instrument.id}.{ready.limb.id}"


@pytest.mark.parametrize("ready", [r for r in WALKED if r.limb.kind in CAN_BIND], ids=name)
def test_a_limb_says_what_its_record_says_around_every_edge(ready: Ready) -> None:
    days = around(ready) or [date(2020, 1, 1)]
    for day in days:
        found = answer(question(ready, day.isoformat()), real())
        assert of(found, ready) in wanted(ready, day), (day, found.answers)


@pytest.mark.parametrize("ready", [r for r in WALKED if r.limb.kind not in CAN_BIND], ids=name)
def test_what_binds_nobody_gives_no_duty_on_any_day(ready: Ready) -> None:
    for day in (*around(ready), date(2026, 11, 25)):
        found = answer(question(ready, day.isoformat()), real())
        says = of(found, ready)
        assert says in (None, "no-duty", "recommended", "proposed")
        if letter(ready, day) in ("in-force", "unknown") and ready.limb.kind != "may":
            assert says is not None, day


@pytest.mark.parametrize("ready", [r for r in WALKED if r.limb.kind in CAN_BIND], ids=name)
def test_a_day_begins_and_ends_at_midnight_where_the_rule_is_made(ready: Ready) -> None:
    zone = ZoneInfo(ready.zone)
    assert ready.zone in ZONES.values()
    for edge in edges(ready):
        midnight = datetime(edge.year, edge.month, edge.day, tzinfo=zone)
        before = midnight - timedelta(seconds=1)
        last = midnight + timedelta(days=1) - timedelta(seconds=1)
        for instant, day in ((before, edge - timedelta(days=1)), (midnight, edge), (last, edge)):
            by_second = answer(question(ready, instant.isoformat()), real())
            by_day = answer(question(ready, day.isoformat()), real())
            assert of(by_second, ready) == of(by_day, ready), instant


def test_every_interval_of_every_record_is_walked() -> None:
    records = real().instruments.values()
    intervals = sum(len(limb.intervals) for i in records for limb in i.limbs)
    assert sum(len(r.limb.intervals) for r in WALKED) == intervals
