"""Times of a capture that are not to be believed: its clock is the one of whoever took it.

A clock that was never set says 1970 or the day on which it was made; one that runs ahead says
days that have not been. Such times stay as they are stated, and are told.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from nameplate.evidence.captures.lane import Sums
from nameplate.model.records import Problem

EARLIEST: Final = datetime(2005, 1, 1, tzinfo=UTC)
"""What is at hand was taken later; what tools say when nobody set their clock, mostly before."""
_SECOND = 1_000_000_000
_AHEAD_NS: Final = 86_400 * _SECOND
"""A day ahead of ours may be a zone taken for UTC."""
_NEXT_STEP: Final = (
    "Check the clock of what took it; until then believe neither its days nor how long it lasted."
)


def when(time_ns: int) -> datetime | None:
    """Return a time in UTC, to the microsecond; None for 0, which is none."""
    if not time_ns:
        return None
    seconds, rest = divmod(time_ns, _SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)


def doubts(sums: Sums, now_ns: int) -> Iterator[Problem]:
    """Yield a notice for times before 2005, for such as have not been yet, and for none at all.

    `now_ns` is our own clock, nanoseconds since 1970.
    """
    first, last = when(sums.first_ns), when(sums.last_ns)
    if first is not None and first < EARLIEST:
        yield _doubt(f"its packets begin on {first:%Y-%m-%d}: its clock may not have been set")
    if last is not None and sums.last_ns > now_ns + _AHEAD_NS:
        yield _doubt(f"its packets end on {last:%Y-%m-%d}, which has not been yet")
    if sums.timeless:
        yield _doubt(f"{sums.timeless} packets state no time that can be true")


def _doubt(what: str) -> Problem:
    return Problem(what=what, where="packet 1", next_step=_NEXT_STEP, notice=True)
