"""Which states a limb can be in on a day: both ends of an interval count.

A boundary that is known to the month, to the year or from memory is a span: on its days the
state before it and the state after it are both possible, and where they differ nobody can tell.
"""

import calendar
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import msgspec

from nameplate.judgement.ownership import ALWAYS, NEVER
from nameplate.model.law import LawInterval

BEFORE, ENDED, LIVE, UNKNOWN = "before", "ended", "in-force", "unknown"
MEMORY_DAYS = 365
"""How far around a remembered day nothing is certain: a year."""


class Span(msgspec.Struct, frozen=True):
    """Days from `first` (an ordinal) on, and the states possible on each of them."""

    first: int
    states: frozenset[str]
    interval: LawInterval | None
    """The interval in which these days lie by the letter of the record."""


class Days(msgspec.Struct, frozen=True):
    """The states of a limb, span after span."""

    firsts: tuple[int, ...]
    spans: tuple[Span, ...]

    def on(self, day: int) -> Span:
        """Return the span of a day."""
        return self.spans[bisect_right(self.firsts, day) - 1]


class _Piece(msgspec.Struct, frozen=True):
    first: int
    state: str
    interval: LawInterval | None
    blur: tuple[int, int]
    """Days between which the piece's beginning may truly lie; equal: it is known to the day."""


def counted(intervals: Sequence[LawInterval]) -> Days:
    """Count a limb's intervals out into spans. No interval: never in force."""
    pieces = _pieces(intervals)
    edges = {p.first for p in pieces}
    for piece in pieces[1:]:
        if piece.blur[0] < piece.blur[1]:
            edges |= {piece.blur[0], piece.blur[1] + 1}
    spans: list[Span] = []
    for edge in sorted(edges):
        span = _span(edge, pieces)
        if not spans or (spans[-1].states, spans[-1].interval) != (span.states, span.interval):
            spans.append(span)
    return Days(firsts=tuple(s.first for s in spans), spans=tuple(spans))


def _span(day: int, pieces: Sequence[_Piece]) -> Span:
    at = max(n for n, p in enumerate(pieces) if p.first <= day)
    states = {pieces[at].state}
    for before, after in pairwise(pieces):
        low, high = after.blur
        if low < high and low <= day <= high:
            states |= {before.state, after.state}
    return Span(first=day, states=frozenset(states), interval=pieces[at].interval)


def _pieces(intervals: Sequence[LawInterval]) -> list[_Piece]:
    found = [_Piece(first=ALWAYS, state=BEFORE, interval=None, blur=(ALWAYS, ALWAYS))]
    for interval in intervals:
        first = ALWAYS if interval.valid_from is None else _day(interval.valid_from)
        if found[-1].first < first or interval.valid_from is None:
            if interval.valid_from is None:
                found.pop()
            blur = _blur(interval.valid_from, interval.precision, interval.basis)
            found.append(_Piece(first=first, state=interval.state, interval=interval, blur=blur))
        else:
            # The interval begins on the day after the last one's end: one boundary, and where
            # that end is known to the month or the year, so is this beginning.
            last = found.pop().interval
            blur = _blur(interval.valid_from, interval.precision, interval.basis)
            if last is not None and last.to_precision != "day":
                blur = _blur(last.valid_to, last.to_precision, "published")
            found.append(_Piece(first=first, state=interval.state, interval=interval, blur=blur))
        if interval.valid_to is not None:
            end = _day(interval.valid_to) + 1
            low, high = _blur(interval.valid_to, interval.to_precision, interval.basis)
            blur = (end, end) if low == high else (low, high)
            found.append(_Piece(first=end, state=ENDED, interval=interval, blur=blur))
    return [_between(found, at) for at in range(len(found))]


def _between(pieces: Sequence[_Piece], at: int) -> _Piece:
    """Keep a piece's beginning after the one before began and before the one after it does."""
    piece = pieces[at]
    low = pieces[at - 1].first if at else ALWAYS
    high = pieces[at + 1].first - 1 if at + 1 < len(pieces) else NEVER
    blur = (max(low, piece.blur[0]), min(high, piece.blur[1]))
    return msgspec.structs.replace(piece, blur=blur)


def _blur(stated: str | None, precision: str, basis: str) -> tuple[int, int]:
    """Return the first and last day on which a boundary stated so may truly lie."""
    if stated is None:
        return (ALWAYS, ALWAYS)
    day = date.fromisoformat(stated)
    low = high = day.toordinal()
    if precision == "month":
        low = day.replace(day=1).toordinal()
        high = day.replace(day=calendar.monthrange(day.year, day.month)[1]).toordinal()
    elif precision == "year":
        low, high = date(day.year, 1, 1).toordinal(), date(day.year, 12, 31).toordinal()
    if basis == "memory":
        middle = day.toordinal()
        low, high = min(low, middle - MEMORY_DAYS), max(high, middle + MEMORY_DAYS)
    return low, high


def _day(stated: str) -> int:
    return min(NEVER, date.fromisoformat(stated).toordinal())
