"""What the pages show of a case: the answer, the list of devices, one device, the evidence."""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import Literal, NamedTuple, TypeVar

import msgspec

from nameplate.model.decisions import Decision, standing
from nameplate.model.identifiers import mac
from nameplate.model.report import DeviceOut, Read
from nameplate.papers.layers import Layers, layers
from nameplate.register.filters import Filters, Sort
from nameplate.work.desk import Desk
from nameplate.work.rebuild import Answer
from nameplate.work.rows import Body, Line, body, line

PAGE = 50
"""Devices on one page."""
_MOST_KEPT = 128
"""Answers to filters that are kept: at most a megabyte each, and a person pages through few."""
_Kept = TypeVar("_Kept")
_ANSWER = msgspec.json.Decoder(Answer)


class Choice(NamedTuple):
    """One value that a filter can take, what people call it, and how many devices have it."""

    value: str
    says: str
    devices: int


class Listed(NamedTuple):
    """One page of devices, and what there is beside it. Pages count from 1."""

    lines: tuple[Line, ...]
    found: int
    total: int
    page: int
    pages: int
    kinds: tuple[tuple[str, int], ...]
    """Of each kind, with every other filter kept."""
    outcomes: tuple[tuple[str, int], ...] = ()
    """Of each outcome of law, so too; () where nobody said who asks."""


class Seen(NamedTuple):
    """One device as its page shows it: three layers, the entries about it, what can be done."""

    device: DeviceOut
    machine: DeviceOut
    body: Body
    layers: Layers
    read: Read
    history: tuple[Decision, ...]
    standing: frozenset[int]
    """Numbers of the entries that nobody took back."""


class View:
    """Reads a case's views, and keeps what was asked a moment ago."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lock = threading.Lock()
        self._answers: OrderedDict[object, object] = OrderedDict()
        self._answer: tuple[int, Answer | None] = (-1, None)

    def answer(self) -> Answer | None:
        """Return the answer without its devices; None while nothing was judged yet."""
        gen = self.desk.views.generation()
        with self._lock:
            if self._answer[0] == gen:
                return self._answer[1]
        data = self.desk.views.answer()
        found = None if data is None else _ANSWER.decode(data)
        with self._lock:
            self._answer = (gen, found)
        return found

    def devices(self, asked: Filters, sort: Sort, page: int) -> Listed:
        """Return one page of the devices that pass the filters; the last for a page beyond it."""
        numbers = self._order(asked, sort)
        pages = max(1, ceil(len(numbers) / PAGE))
        page = min(max(1, page), pages)
        answer = self.answer()
        return Listed(
            lines=tuple(
                line(data)
                for data in self.desk.views.lines(numbers[(page - 1) * PAGE : page * PAGE])
            ),
            found=len(numbers),
            total=0 if answer is None else answer.read.summary.devices,
            page=page,
            pages=pages,
            kinds=self._kinds(asked),
            outcomes=self._outcomes(asked),
        )

    def every(self, asked: Filters, sort: Sort) -> Iterator[Line]:
        """Yield the lines of all devices that pass the filters, in order: for an export."""
        return (line(data) for data in self.desk.views.lines(self._order(asked, sort)))

    def whole(self, asked: Filters, sort: Sort) -> Iterator[DeviceOut]:
        """Yield all devices that pass the filters, in order, as the JSON contract has them."""
        return (body(data).shown for data in self.desk.views.bodies(self._order(asked, sort)))

    def choices(self, column: Literal["maker", "band", "kind", "place"]) -> tuple[Choice, ...]:
        """Return what a filter can be set to, the most frequent first."""
        return self._kept(("choices", column), lambda: self._choices(column))

    def _choices(self, column: str) -> tuple[Choice, ...]:
        answer = self.answer()
        names = answer.names if answer is not None and column == "maker" else {}
        return tuple(
            Choice(value, names.get(value, value), devices)
            for value, devices in self.desk.views.values(column)
        )

    def find(self, name: str) -> str | None:
        """Return the id that a device has today, by an id it bore, or its beginning, or a key."""
        folded = name.strip().casefold()
        found = self.desk.views.named(mac(name) or folded, 2)
        return found[0] if len(found) == 1 else None

    def named(self, name: str) -> tuple[str, ...]:
        """Return the ids of all devices that bear a name or a key in any notation."""
        return self.desk.views.named(mac(name) or name.strip().casefold())

    def body(self, id_: str) -> Body | None:
        """Return a device by its id of today."""
        data = self.desk.views.body(id_)
        return None if data is None else body(data)

    def device(self, id_: str) -> Seen | None:
        """Return all that a device's page shows; None where there is no such device."""
        whole, answer = self.body(id_), self.answer()
        if whole is None or answer is None:
            return None
        every = self.desk.decisions.every()
        about = _about(whole, every)
        return Seen(
            device=whole.shown,
            machine=whole.machine or whole.shown,
            body=whole,
            layers=layers(whole.shown, answer.read, "d", answer.names),
            read=answer.read,
            history=about,
            standing=frozenset(one.id for one in standing(every)),
        )

    def lines(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """Return the lines of these devices, in the order given."""
        from nameplate.work.rows import line_of

        bodies = (self.body(id_) for id_ in ids)
        return tuple(line_of(found.shown) for found in bodies if found is not None)

    def _moment(self) -> tuple[int, int]:
        return self.desk.views.generation(), self.desk.views.change()

    def _order(self, asked: Filters, sort: Sort) -> "array[int]":
        return self._kept(("order", asked, sort), lambda: self.desk.views.order(asked, sort))

    def _kinds(self, asked: Filters) -> tuple[tuple[str, int], ...]:
        asked = asked._replace(kind=None)
        return self._kept(("kinds", asked), lambda: self.desk.views.kinds(asked))

    def _outcomes(self, asked: Filters) -> tuple[tuple[str, int], ...]:
        from nameplate.work.beside import RANK

        answer = self.answer()
        if answer is None or answer.read.law is None:
            return ()
        asked = asked._replace(law=None)
        found = dict(self._kept(("law", asked), lambda: self.desk.views.outcomes(asked)))
        return tuple((outcome, found[outcome]) for outcome in RANK if outcome in found)

    def _kept(self, asked: object, ask: Callable[[], _Kept]) -> _Kept:
        """Return what was asked a moment ago of the same view, else ask."""
        key = (self._moment(), asked)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                found: _Kept = self._answers[key]  # type: ignore[assignment]  # kept under what asked it
                return found
        made = ask()
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > _MOST_KEPT:
                self._answers.popitem(last=False)
        return made


def _about(whole: Body, every: Sequence[Decision]) -> tuple[Decision, ...]:
    """The entries about a device, newest first: those laid over it, and those taken back."""
    ids = {whole.shown.id, *whole.shown.aliases}
    numbers = {d.decision for d in whole.shown.decided}
    about = {d.id for d in every if d.id in numbers or d.device in ids or d.other in ids}
    about |= {d.id for d in every if d.undoes in about}
    return tuple(d for d in reversed(every) if d.id in about)
