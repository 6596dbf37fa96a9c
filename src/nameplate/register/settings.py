"""Who we are, where, and what was stated about it: the last value of a name holds.

Values are JSON of whatever type the caller keeps under a name; who stated it and when stay with
each value, so that a statement (that a site is sensitive) can be shown as that person's.
"""

from typing import NamedTuple

import msgspec

from nameplate.register.store import Store


class Stated(NamedTuple):
    """One value of a name: who stated it, and when (ISO 8601, UTC). None takes it back."""

    id: int
    name: str
    who: str
    when: str
    value: bytes | None


class Settings:
    """The settings of one case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self, name: str, value: object, *, who: str, when: str) -> None:
        """State a value; None takes the name back. The values before it are kept."""
        body = None if value is None else msgspec.json.encode(value)
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO settings (at, who, name, value) VALUES (?, ?, ?, ?)",
                (when, who, name, body),
            )

    def get(self, name: str) -> Stated | None:
        """Return the value that holds, None where there is none or it was taken back."""
        last = self.history(name)[-1:]
        return last[0] if last and last[0].value is not None else None

    def begun(self, prefix: str) -> tuple[Stated, ...]:
        """Return what holds of all names that begin so, by name: "site:" gives every site."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT id, name, who, at, value FROM settings WHERE id IN"
                " (SELECT max(id) FROM settings WHERE substr(name, 1, ?) = ? GROUP BY name)"
                " AND value IS NOT NULL ORDER BY name",
                (len(prefix), prefix),
            ).fetchall()
        return tuple(Stated(*row) for row in rows)

    def history(self, name: str) -> tuple[Stated, ...]:
        """Return all values of a name, oldest first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT id, name, who, at, value FROM settings WHERE name = ? ORDER BY id", (name,)
            ).fetchall()
        return tuple(Stated(*row) for row in rows)

    def every(self) -> tuple[Stated, ...]:
        """Return all statements about all names, oldest first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT id, name, who, at, value FROM settings ORDER BY id"
            ).fetchall()
        return tuple(Stated(*row) for row in rows)

    def last(self, *, but: str = "") -> int:
        """Return the number of the last statement: it changes with each.

        `but` begins the names of statements that are left out; "" leaves out none.
        """
        with self._store.reading() as db:
            row = db.execute(
                "SELECT coalesce(max(id), 0) FROM settings WHERE ? = '' OR substr(name, 1, ?) <> ?",
                (but, len(but), but),
            ).fetchone()
        return int(row[0])
