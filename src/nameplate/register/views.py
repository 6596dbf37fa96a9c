"""The views: what pages list, count, filter and show, made of records and decisions.

A new view is written beside the one that is shown, in short steps, and takes its place in one: a
reader never meets half of one, and a kill in between leaves the old one standing.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from nameplate.register import filters
from nameplate.register.filters import Filters, Sort
from nameplate.register.store import Store, state

_STEP = 2_000
"""Rows a step writes: some tens of milliseconds in which others wait."""
_SHOWN = "view"
_NARROW = 11
"""How many fields of a row, from its first, the narrow table has."""


class Row(NamedTuple):
    """One device as the view keeps it. `line` and `body` are JSON; `names` are folded."""

    id: str
    kind: str
    maker: str
    band: str
    listed: bool | None
    place: str
    mark: int
    law: str
    by_where: str
    by_label: str
    by_maker: str
    names: tuple[str, ...]
    text: str
    line: bytes
    body: bytes


class Counts(NamedTuple):
    """How many devices pass the filters, and of each kind with every other filter kept."""

    found: int
    kinds: tuple[tuple[str, int], ...]


class Views:
    """The views of one case. A generation is one whole view; 0 where none was made yet."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def generation(self) -> int:
        """Return the number of the view that is shown."""
        value = self._store.fact(_SHOWN)
        return 0 if value is None else int(value)

    def build(self, rows: Iterable[Row], answer: bytes) -> int:
        """Write a new view and show it; return its generation. `answer` is JSON."""
        with self._store.writing() as db:
            last = db.execute("SELECT coalesce(max(gen), 0) FROM answers").fetchone()[0]
            gen = int(max(last, self.generation())) + 1
            db.execute(
                "INSERT INTO answers (gen, complete, body) VALUES (?, 0, ?)",
                (gen, zlib.compress(answer, 3)),
            )
        numbered = enumerate(rows)
        while step := list(islice(numbered, _STEP)):
            with self._store.writing() as db:
                _write(db, gen, step)
        with self._store.writing() as db:
            db.execute("UPDATE answers SET complete = 1 WHERE gen = ?", (gen,))
            state(db, _SHOWN, str(gen).encode())
        self._tidy(gen)
        return gen

    def replace(self, row: Row) -> bool:
        """Show another state of one device, in its place; False where the view has none such."""
        with self._store.writing() as db:
            gen = self.generation()
            at = db.execute(
                "SELECT ord FROM devices WHERE gen = ? AND id = ?", (gen, row.id)
            ).fetchone()
            if at is None:
                return False
            for sql in _DELETE_ONE.values():
                db.execute(sql, (gen, at[0]))
            _write(db, gen, [(at[0], row)])
            state(db, _SHOWN + "-change", str(self.change() + 1).encode())
        return True

    def change(self) -> int:
        """Return a number that changes with each `replace`."""
        value = self._store.fact(_SHOWN + "-change")
        return 0 if value is None else int(value)

    def answer(self) -> bytes | None:
        """Return the answer without its devices, as JSON; None where there is no view."""
        with self._store.reading() as db:
            row = db.execute(
                "SELECT body FROM answers WHERE gen = ?", (self.generation(),)
            ).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def body(self, id_: str) -> bytes | None:
        """Return one device as JSON, by its id of today."""
        with self._store.reading() as db:
            row = db.execute(
                "SELECT body FROM bodies b JOIN devices d ON d.gen = b.gen AND d.ord = b.ord"
                " WHERE d.gen = ? AND d.id = ?",
                (self.generation(), id_),
            ).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def named(self, name: str, limit: int = 50) -> tuple[str, ...]:
        """Return the ids of the devices that bear a name: an id, an alias, a key."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT d.id FROM names n JOIN devices d ON d.gen = n.gen AND d.ord = n.ord"
                " WHERE n.gen = ? AND n.name = ? ORDER BY d.ord LIMIT ?",
                (self.generation(), name, limit),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def counts(self, asked: Filters) -> Counts:
        """Count what passes the filters, and the kinds of what passes the others."""
        kinds = self.kinds(asked)
        return Counts(sum(n for kind, n in kinds if asked.kind in (None, kind)), kinds)

    def kinds(self, asked: Filters) -> tuple[tuple[str, int], ...]:
        """Count the kinds of what passes the filters but the one for the kind, the most first."""
        with self._store.reading() as db:
            sql, values = filters.kinds(asked, self.generation())
            return tuple((str(kind), int(n)) for kind, n in db.execute(sql, values))

    def outcomes(self, asked: Filters) -> tuple[tuple[str, int], ...]:
        """Count the outcomes of law of what passes the filters but the one for the outcome."""
        with self._store.reading() as db:
            sql, values = filters.outcomes(asked, self.generation())
            return tuple((str(outcome), int(n)) for outcome, n in db.execute(sql, values))

    def order(self, asked: Filters, sort: Sort) -> "array[int]":
        """Return the rows that pass the filters, in order, by their numbers."""
        with self._store.reading() as db:
            sql, values = filters.order(asked, sort, self.generation())
            return array("l", [row[0] for row in db.execute(sql, values).fetchall()])

    def lines(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Yield the lines of these rows, in the order given."""
        return self._of(numbers, "SELECT line FROM bodies WHERE gen = ? AND ord = ?")

    def bodies(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Yield the devices of these rows as JSON, in the order given."""
        found = self._of(numbers, "SELECT body FROM bodies WHERE gen = ? AND ord = ?")
        return (zlib.decompress(body) for body in found)

    def values(self, column: str) -> tuple[tuple[str, int], ...]:
        """Return the values of one column with how many devices have each, the most first."""
        with self._store.reading() as db:
            rows = db.execute(filters.VALUES[column], (self.generation(),)).fetchall()
        return tuple((str(value), int(n)) for value, n in rows)

    def _of(self, numbers: Iterable[int], sql: str) -> Iterator[bytes]:
        with self._store.reading() as db:
            gen = self.generation()
            for number in numbers:
                row = db.execute(sql, (gen, number)).fetchone()
                if row is not None:
                    yield row[0]

    def _tidy(self, shown: int) -> None:
        """Remove older views, and what a killed build left, in short steps."""
        for table, sql in _DELETE_OLD.items():
            while True:
                with self._store.writing() as db:
                    if db.execute(sql, (shown, _STEP)).rowcount < _STEP or table == "answers":
                        break


_DELETE_ONE = {
    "devices": "DELETE FROM devices WHERE gen = ? AND ord = ?",
    "texts": "DELETE FROM texts WHERE gen = ? AND ord = ?",
    "bodies": "DELETE FROM bodies WHERE gen = ? AND ord = ?",
    "names": "DELETE FROM names WHERE gen = ? AND ord = ?",
}
_DELETE_OLD = {
    "devices": "DELETE FROM devices WHERE (gen, ord) IN"
    " (SELECT gen, ord FROM devices WHERE gen <> ? LIMIT ?)",
    "texts": "DELETE FROM texts WHERE (gen, ord) IN"
    " (SELECT gen, ord FROM texts WHERE gen <> ? LIMIT ?)",
    "bodies": "DELETE FROM bodies WHERE (gen, ord) IN"
    " (SELECT gen, ord FROM bodies WHERE gen <> ? LIMIT ?)",
    "names": "DELETE FROM names WHERE (gen, name, ord) IN"
    " (SELECT gen, name, ord FROM names WHERE gen <> ? LIMIT ?)",
    "answers": "DELETE FROM answers WHERE gen IN (SELECT gen FROM answers WHERE gen <> ? LIMIT ?)",
}


def _write(db: sqlite3.Connection, gen: int, rows: list[tuple[int, Row]]) -> None:
    db.executemany(
        "INSERT INTO devices (gen, ord, id, kind, maker, band, listed, place, mark, law, by_where,"
        " by_label, by_maker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(gen, at, *r[:_NARROW]) for at, r in rows],
    )
    db.executemany(
        "INSERT INTO texts (gen, ord, text) VALUES (?, ?, ?)",
        [(gen, at, r.text) for at, r in rows],
    )
    db.executemany(
        "INSERT INTO bodies (gen, ord, line, body) VALUES (?, ?, ?, ?)",
        [(gen, at, r.line, zlib.compress(r.body, 3)) for at, r in rows],
    )
    db.executemany(
        "INSERT OR IGNORE INTO names (gen, name, ord) VALUES (?, ?, ?)",
        [(gen, name, at) for at, r in rows for name in r.names],
    )
