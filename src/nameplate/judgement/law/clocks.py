"""Times allowed: what starts them, how they are counted, and when they end.

A clock runs from the event it names and from no other. The start is the moment at which the event
was first known, as the user states it (`started:<event>`). The reading chosen is said in words,
and a person may choose another.
"""

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from nameplate.model.law import Clock
from nameplate.model.question import ClockOut, Stated

EVENT = "started:"
FEDERAL, NONE = "us-federal", "none"
FIRST, LAST = 1990, 2100
"""Years between which a clock can start."""
WEEKEND = 5
"""The first weekday number that is no working day: Saturday."""


def clock(one: Clock, stated: Mapping[str, Stated]) -> ClockOut:
    """Show a clock, with its end where the start is stated."""
    started = stated.get(f"{EVENT}{one.after}")
    known = started if isinstance(started, str) and _read(started) is not None else None
    return ClockOut(
        what=one.what,
        after=one.after,
        words=_reading(one),
        started=known,
        ends=None if known is None else _ends(one, known),
        calendar=one.calendar,
    )


def _reading(one: Clock) -> str:
    event = one.after.replace("-", " ")
    if one.amount == 0:
        return f"No count of days: {one.what}."
    amount = f"{one.amount} {one.unit.replace('-', ' ')}{'' if one.amount == 1 else 's'}"
    if one.unit == "hour":
        return f"{amount} from the moment of: {event}. A day without an hour counts from midnight."
    if one.unit == "month":
        return (
            f"{amount} from the day of: {event}, to the same day of the month; "
            "the last day of a shorter month stands for it."
        )
    days = f"{amount} after: {event}. The day of the event is not counted: the day after is day 1."
    if one.unit == "business-day":
        names = {FEDERAL: "US federal holidays", None: "holidays"}
        left = names.get(one.calendar, "no holidays")
        return f"{days} Saturdays, Sundays and {left} are not counted."
    return f"{days} Every day counts."


def _ends(one: Clock, started: str) -> str | None:
    moment = _read(started)
    if moment is None or one.amount == 0:
        return None
    if one.unit == "hour":
        return (moment + timedelta(hours=one.amount)).isoformat()
    day = moment.date()
    if one.unit == "month":
        return _months(day, one.amount).isoformat()
    if one.unit == "day":
        return (day + timedelta(days=one.amount)).isoformat()
    return working_days(day, one.amount, one.calendar).isoformat()


def working_days(start: date, amount: int, calendar_name: str | None) -> date:
    """Return the day that is `amount` working days after `start`, which is not counted."""
    day, left = start, amount
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < WEEKEND and not _holiday(day, calendar_name):
            left -= 1
    return day


@lru_cache(maxsize=512)
def _federal(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", years=year))


def _holiday(day: date, calendar_name: str | None) -> bool:
    return calendar_name == FEDERAL and day in _federal(day.year)


def _months(day: date, amount: int) -> date:
    month = day.month - 1 + amount
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _read(started: str) -> datetime | None:
    """Read a moment, or a day from its midnight; None where it is neither, or out of range."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return None
    return moment if FIRST <= moment.year < LAST else None
