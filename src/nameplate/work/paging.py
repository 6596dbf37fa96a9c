"""Long lists page by page, for programs: from a place in the list, not from a number of rows."""

import base64
import binascii
import hashlib
import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec

from nameplate.model.decisions import Decision
from nameplate.model.errors import WrongUsage
from nameplate.model.report import EvidenceOut, NotRead, Partial
from nameplate.register import keyset
from nameplate.register.filters import Filters
from nameplate.register.jobs import Job as Job
from nameplate.register.jobs import State as State
from nameplate.register.keyset import At, By
from nameplate.work.rows import Line, line
from nameplate.work.view import View

T = TypeVar("T")
_KEPT = 32
_LONGEST = keyset.LONGEST


class Part(NamedTuple, Generic[T]):
    """One page of a list: the place that the next one begins after, None where it was the last."""

    items: tuple[T, ...]
    found: int
    next: str | None


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """What a cursor holds: of which list it is, and where in it."""

    list: str
    at: tuple[str, ...]
    nth: int = 0


_PLACE = msgspec.json.Decoder(_Place)


class Paging:
    """The lists of one open case. Safe in many threads."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._lock = threading.Lock()
        self._counts: OrderedDict[object, int] = OrderedDict()

    def devices(self, asked: Filters, by: By, cursor: str | None, limit: int) -> Part[Line]:
        """Return devices that pass the filters. Raises WrongUsage for a cursor of another list.

        A device whose own sorting value changes between two pages may be met twice or not at all;
        by id, no device that stays is.
        """
        name = f"devices {by}"
        at = None if cursor is None else At(*_read(cursor, name, 2).at)
        rows = keyset.after(self._view.desk.store, asked, by, at, limit + 1)
        is_whole = cursor is None and len(rows) <= limit  # counted already: a search costs as much
        return Part(
            items=tuple(line(data) for _, data in rows[:limit]),
            found=len(rows) if is_whole else self._count(asked),
            next=_written(name, rows[limit - 1][0]) if len(rows) > limit else None,
        )

    def evidence(self, cursor: str | None, limit: int) -> Part[EvidenceOut]:
        """Return the pieces of evidence, by file."""
        answer = self._view.answer()
        found = () if answer is None else answer.read.evidence
        return _part("evidence", found, lambda e: _key(e.file, e.sha256), cursor, limit)

    def not_read(self, cursor: str | None, limit: int) -> Part[NotRead]:
        """Return what was not read, by file."""
        answer = self._view.answer()
        found = () if answer is None else answer.read.not_read
        return _part("not-read", found, lambda n: _key(n.file, n.reason), cursor, limit)

    def partial(self, cursor: str | None, limit: int) -> Part[Partial]:
        """Return what was not read whole, by file."""
        answer = self._view.answer()
        found = () if answer is None else answer.read.partial
        return _part("partial", found, lambda p: _key(p.file, p.where, p.reason), cursor, limit)

    def decisions(self, cursor: str | None, limit: int) -> Part[Decision]:
        """Return the book of decisions in the order in which they were made."""
        every = self._view.desk.decisions.every()
        return _part("decisions", every, lambda d: (f"{d.id:020d}",), cursor, limit)

    def jobs(self, cursor: str | None, limit: int) -> Part[Job]:
        """Return jobs, newest first."""
        jobs = self._view.desk.jobs
        newest = jobs.latest(1)
        last = newest[0].id if newest else 0
        begin = last if cursor is None else _number(_read(cursor, "jobs", 1)) - 1
        found: list[Job] = []
        for number in range(min(begin, last), 0, -1):
            job = jobs.get(number)
            if job is not None:
                found.append(job)
            if len(found) > limit:
                break
        more = len(found) > limit
        place = _written("jobs", (str(found[limit - 1].id),)) if more else None
        return Part(tuple(found[:limit]), last, place)

    def _count(self, asked: Filters) -> int:
        views = self._view.desk.views
        key = (views.generation(), views.change(), asked)
        with self._lock:
            if key in self._counts:
                self._counts.move_to_end(key)
                return self._counts[key]
        found = views.counts(asked).found
        with self._lock:
            self._counts[key] = found
            while len(self._counts) > _KEPT:
                self._counts.popitem(last=False)
        return found


def _part(
    name: str,
    items: Sequence[T],
    key: Callable[[T], tuple[str, ...]],
    cursor: str | None,
    limit: int,
) -> Part[T]:
    """Page through a list in memory by a key of its items; equal ones are told apart by number."""
    ordered = sorted(items, key=key)
    keys = [key(item) for item in ordered]
    begin = 0
    if cursor is not None:
        place = _read(cursor, name, len(keys[0]) if keys else None)
        first = bisect_left(keys, place.at)
        begin = min(first + place.nth, bisect_right(keys, place.at))
    taken = ordered[begin : begin + limit]
    end = begin + len(taken)
    if end >= len(ordered) or not taken:
        return Part(tuple(taken), len(ordered), None)
    last = keys[end - 1]
    return Part(tuple(taken), len(ordered), _written(name, last, end - keys.index(last)))


def _key(file: str, *rest: str) -> tuple[str, ...]:
    """Return a key of bounded length: the beginning of a file's name, and a hash of it all."""
    whole = "\0".join((file, *rest)).encode("utf-8", "backslashreplace")
    begins = file[:_LONGEST].encode("utf-8", "backslashreplace").decode()
    return begins, hashlib.sha256(whole).hexdigest()[:32]


def _written(name: str, at: tuple[str, ...], nth: int = 0) -> str:
    data = msgspec.json.encode(_Place(name, tuple(at), nth))
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read(cursor: str, name: str, parts: int | None) -> _Place:
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = _PLACE.decode(data)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise _no_place() from None
    if place.list != name or place.nth < 0 or parts not in (None, len(place.at)):
        raise _no_place()
    return place


def _number(place: _Place) -> int:
    text = place.at[0]
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _no_place()
    return int(text)


def _no_place() -> WrongUsage:
    return WrongUsage(
        "this cursor is not of this list",
        where="cursor",
        next_step="Take it from 'next' of the page before, or begin without one.",
    )
