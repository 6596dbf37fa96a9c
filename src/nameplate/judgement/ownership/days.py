"""Stated days as numbers: a source may give a day, a month or a year only."""

import calendar
from datetime import date
from functools import lru_cache

ALWAYS, NEVER = 0, 10**9
"""Day numbers before and after every date that a record can name."""


@lru_cache(maxsize=4096)
def first_day(stated: str | None) -> int:
    """Return the first day that "2022", "2022-11" or "2022-11-05" can mean, as an ordinal.

    Nothing stated is before every date: open at its beginning.
    """
    if stated is None:
        return ALWAYS
    year, month, day = _parts(stated)
    return date(year, month or 1, day or 1).toordinal()


@lru_cache(maxsize=4096)
def last_day(stated: str | None) -> int:
    """Return the last day that it can mean; nothing stated is after every date."""
    if stated is None:
        return NEVER
    year, month, day = _parts(stated)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1]).toordinal()


def _parts(stated: str) -> tuple[int, int | None, int | None]:
    pieces = [int(piece) for piece in stated.split("-")]
    year, month, day = (*pieces, None, None)[:3]
    return int(year or 0), month, day
