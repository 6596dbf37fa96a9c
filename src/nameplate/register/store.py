"""The file itself: opened, checked, brought to the form of today, read and written.

Every thread has a connection of its own; one writer at a time (`BEGIN IMMEDIATE`) waits for its
turn. `synchronous=FULL` in WAL: what was acknowledged survives a power cut. A file that somebody
else made is data of theirs: its schema is compared with ours and nothing in it is run.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from nameplate.model.errors import IntegrityFailed, NameplateError, TryAgain, WrongUsage

FILE = "register.sqlite"
_APPLICATION = 0x4E504C54  # "NPLT"
_STEPS = (Path(__file__).with_name("schema.sql"),)
"""What brings the file from one version to the next; the version is how many were taken."""
_BUSY_S = 10.0


class Store:
    """An open register. Cheap to make; safe in many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fresh = False
        """Whether it was made just now."""
        self._mine = threading.local()

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open the register in `folder`, making or bringing it up to date.

        Raises TryAgain (locked, full, not writable), WrongUsage (made by a newer release, or
        another program's file) and IntegrityFailed (damaged).
        """
        store = cls(folder / FILE)
        with _told(store.path):
            store.path.touch(mode=0o600, exist_ok=True)
            store.fresh = store.path.stat().st_size == 0
            store._check(fresh=store.fresh)
        return store

    def read(self) -> sqlite3.Connection:
        """Return this thread's connection, to read from."""
        held: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if held is None:
            held = self._connect()
            self._mine.connection = held
        return held

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give one consistent view of the file: what others write meanwhile is not seen."""
        connection = self.read()
        with _told(self.path):
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction: all of it is kept, or nothing. Keep it short: others wait."""
        connection = self.read()
        with _told(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close this thread's connection."""
        held: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if held is not None:
            held.close()
            del self._mine.connection

    def fact(self, name: str) -> bytes | None:
        """Return a single fact, None where it was never stated."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def state(self, name: str, value: bytes) -> None:
        """Keep a single fact in the place of its last value."""
        with self.writing() as db:
            state(db, name, value)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "recursive_triggers=ON",  # else REPLACE would remove a row past its trigger
            "synchronous=FULL",
            "temp_store=MEMORY",
            "cache_size=-32768",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _check(self, *, fresh: bool) -> None:
        connection = self.read()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if not fresh and application != _APPLICATION:
            self._refuse("is another program's file", "Name another folder for the case.")
        connection.execute("PRAGMA journal_mode=WAL")
        with self.writing() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > len(_STEPS):
                self._refuse("was made by a newer release", "Use that release, or a later one.")
            for step in _STEPS[version:]:
                for statement in _statements(step.read_text("utf-8")):
                    db.execute(statement)
            db.execute(f"PRAGMA application_id={_APPLICATION}")
            db.execute(f"PRAGMA user_version={len(_STEPS)}")
            if _schema(db) != _our_schema():
                raise IntegrityFailed(
                    "its tables are not those of a case",
                    where=str(self.path),
                    next_step="Restore it from a copy, or name another folder for the case.",
                )

    def _refuse(self, what: str, next_step: str) -> NoReturn:
        raise WrongUsage(what, where=str(self.path), next_step=next_step)


def state(db: sqlite3.Connection, name: str, value: bytes) -> None:
    """Keep a single fact, within a transaction that the caller holds."""
    db.execute(
        "INSERT INTO facts (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _statements(script: str) -> Iterator[str]:
    held = ""
    for line in script.splitlines():
        held += line + "\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _schema(db: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return sorted((name, sql or "") for name, sql in rows)


def _our_schema() -> list[tuple[str, str]]:
    db = sqlite3.connect(":memory:")
    try:
        for step in _STEPS:
            for statement in _statements(step.read_text("utf-8")):
                db.execute(statement)
        return _schema(db)
    finally:
        db.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite says into an error of the house."""
    try:
        yield
    except sqlite3.Error as fault:
        raise _error(fault, path) from None
    except OSError as fault:
        raise TryAgain(
            f"cannot be written ({fault.strerror})",
            where=str(path),
            next_step="Name a folder you may write to.",
        ) from None


def _error(fault: sqlite3.Error, path: Path) -> NameplateError:
    where, code = str(path), (getattr(fault, "sqlite_errorcode", 0) or 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TryAgain("another program is writing it", where=where, next_step="Try again.")
    if code == sqlite3.SQLITE_FULL:
        return TryAgain("the disk is full", where=where, next_step="Make room, then try again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return TryAgain(
            "the disk refuses it", where=where, next_step="Check that you may write there."
        )
    return IntegrityFailed(
        "what is kept here is damaged",
        where=where,
        next_step="Restore it from a copy; your evidence files are as they were.",
    )
