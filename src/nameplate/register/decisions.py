"""The book of decisions: entries are added, read, and never changed or removed."""

from collections.abc import Callable

import msgspec

from nameplate.model.decisions import Decision
from nameplate.register.store import Store

_DECISION = msgspec.json.Decoder(Decision)


class Decisions:
    """The decisions of one case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        make: Callable[[tuple[Decision, ...]], Decision],
    ) -> Decision:
        """Add one entry and return it with its number.

        `make` is given all entries so far, in the same transaction, and may refuse by raising:
        so nobody decides on what another has just taken back. The number it gives is not used.
        """
        with self._store.writing() as db:
            row = db.execute("SELECT coalesce(max(id), 0) + 1 FROM decisions").fetchone()
            entry = msgspec.structs.replace(make(self.every()), id=row[0])
            db.execute(
                "INSERT INTO decisions (id, at, who, device, what, body) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(entry.id, entry.when, entry.who, entry.device, entry.what),
                    msgspec.json.encode(entry),
                ),
            )
        return entry

    def every(self) -> tuple[Decision, ...]:
        """Return all entries in the order in which they were made."""
        with self._store.reading() as db:
            rows = db.execute("SELECT body FROM decisions ORDER BY id").fetchall()
        return tuple(_DECISION.decode(body) for (body,) in rows)

    def last(self) -> int:
        """Return the number of the last entry; 0 where there is none."""
        with self._store.reading() as db:
            row = db.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()
        return int(row[0])
