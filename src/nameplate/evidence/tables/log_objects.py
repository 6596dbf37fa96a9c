"""Session logs and DNS logs as JSON objects: what their members mean, shape by shape.

One stream may hold events of several kinds: each set of members is understood by itself, once.
Members of members are named by both.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.tables import session_rows
from nameplate.evidence.tables.log_cells import is_address
from nameplate.evidence.tables.log_columns import (
    INSIDE,
    Answers,
    Doubt,
    Layout,
    Table,
    id_of,
    layout,
    shown,
)
from nameplate.evidence.tables.log_rows import Row
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.records import Problem, Record

Members = Mapping[str, str]
"""The texts of a line by name."""
_MOST_SHAPES = 256
_MOST_TOLD = 20
_MOST_MEMBERS = 256
_DEEPEST = 3


class Shape(NamedTuple):
    """What the members of an object mean; the JSON pointer of the name that was asked for."""

    layout: Layout | Doubt | None
    pointer: str = ""


class Objects:
    """Reads objects, and remembers the shapes it has seen."""

    def __init__(self, answers: Answers, traffic: Traffic) -> None:
        self._answers = answers
        self._traffic = traffic
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._told: set[str] = set()

    def read(self, value: Mapping[str, JsonValue], row: Row) -> Iterator[Record]:
        """Yield what an object says; `row` is its place, with no time yet."""
        yield from self.say(members(value), row)

    def say(self, said: Members, row: Row) -> Iterator[Record]:
        """Yield what the texts of a line say, each under its name."""
        shape = self.shape(said)
        if not isinstance(shape.layout, Layout):
            yield from self._unread(shape.layout, row)
            return
        yield from self._noted(shape.layout, row)
        cells = {
            meaning: said[name] for meaning, name in shape.layout.columns.items() if name in said
        }

        def place(when: datetime | None, stated: str | None) -> Row:
            return row._replace(when=when, stated=stated)

        yield from session_rows.read(
            cells, shape.layout, place, self._traffic, pointer=shape.pointer
        )

    def shape(self, said: Members) -> Shape:
        """Return what these members mean. Which answers hold goes by those that are addresses."""
        names = tuple(said)
        found = self._shapes.get(names)
        if found is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            found = self._shapes[names] = self._understood(said)
        return found

    def _understood(self, said: Members) -> Shape:
        mark = id_of(["json", *sorted(name for name, text in said.items() if is_address(text))])
        found = layout(Table(tuple(said), (said,), mark), self._answers)
        if not isinstance(found, Layout):
            return Shape(found)
        name = found.columns.get("query", "")
        return Shape(found, json.pointer(*name.split(INSIDE)) if name else "")

    def _unread(self, doubt: Doubt | None, row: Row) -> Iterator[Record]:
        self._traffic.heard(row)
        if doubt is None:
            self._traffic.tell("lines that are no connections and no look-ups")
        elif doubt.id not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(doubt.id)
            fault = doubt.fault()
            yield Problem(where=row.at(""), what=fault.what, next_step=fault.next_step)
        else:
            self._traffic.tell("lines of which a person has to say what they mean")

    def _noted(self, found: Layout, row: Row) -> Iterator[Record]:
        told = found.id in self._told or len(self._told) >= _MOST_TOLD
        if (found.by_person or found.unsaid) and not told:
            self._told.add(found.id)
            yield from notes(found, row.at(""))


def notes(found: Layout, where: str) -> Iterator[Problem]:
    """Tell what was settled by a person, and which sizes nobody has settled."""
    if found.by_person:
        yield Problem(
            what="its columns are read as you set them",
            next_step=f"nameplate case columns {found.id} shows and changes them.",
            where=where,
            notice=True,
        )
    if found.unsaid:
        names = ", ".join(shown(name) for name in found.unsaid[:4])
        yield Problem(
            what=f"sizes are not counted, as no name says whose direction they state: {names}",
            next_step=f"Say it: nameplate case columns {found.id}"
            " --set sent=COLUMN --set received=COLUMN",
            where=where,
            notice=True,
        )


_SKIPPED: Final = (list, bool, type(None))


def members(value: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return the texts and numbers of an object by name, those of objects inside it too."""
    found: dict[str, str] = {}
    _collect(value, "", 1, found)
    return found


def _collect(
    value: Mapping[str, JsonValue], before: str, depth: int, found: dict[str, str]
) -> None:
    for name, member in value.items():
        if isinstance(member, str):
            found[before + name] = member
        elif isinstance(member, dict):
            if depth < _DEEPEST:
                _collect(member, before + name + INSIDE, depth + 1, found)
        elif not isinstance(member, _SKIPPED):
            found[before + name] = repr(member)
        if len(found) >= _MOST_MEMBERS:
            return
