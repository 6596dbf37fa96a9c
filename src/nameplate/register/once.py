"""Requests that are to be done once, however often they are sent: by the key each bears.

A key is claimed before its work is begun and kept with the answer afterwards. A claim that never
got its answer (whoever did the work was killed) stays claimed: what happened is then for a person
to look up, and nothing is done twice. Keys are kept for a day.
"""

import hashlib

import msgspec

from nameplate.register.store import Store

_PREFIX = "once:"


class Kept(msgspec.Struct, frozen=True):
    """What is kept of a key: a hash of what was asked, who does it, and the answer when done."""

    asked: str
    holder: str
    answer: str | None = None


_KEPT = msgspec.json.Decoder(Kept)


class Once:
    """The keys of one case. Times are the caller's: ISO 8601 in UTC, to the second."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, key: str, kept: Kept, *, now: str, forget_before: str) -> Kept | None:
        """Claim a key; return what is kept of it where it was claimed before, else None."""
        name = _name(key)
        with self._store.writing() as db:
            db.execute(
                "DELETE FROM facts WHERE name >= ? AND name < ? AND value < ?",
                (_PREFIX, _PREFIX[:-1] + ";", forget_before.encode()),
            )
            row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
            if row is not None:
                return _KEPT.decode(bytes(row[0]).split(b" ", 1)[1])
            db.execute("INSERT INTO facts (name, value) VALUES (?, ?)", (name, _value(kept, now)))
        return None

    def settle(self, key: str, kept: Kept, *, now: str) -> None:
        """Keep the answer of a claimed key."""
        self._store.state(_name(key), _value(kept, now))

    def release(self, key: str) -> None:
        """Let a claimed key go: nothing was done."""
        with self._store.writing() as db:
            db.execute("DELETE FROM facts WHERE name = ?", (_name(key),))


def _name(key: str) -> str:
    return _PREFIX + hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()


def _value(kept: Kept, now: str) -> bytes:
    return now.encode() + b" " + msgspec.json.encode(kept)
