"""One open case, as the browser and its jobs see it: records, decisions, jobs, views."""

import hashlib
import hmac
import secrets
import threading
from datetime import UTC, date, datetime
from pathlib import Path

from nameplate import __version__
from nameplate.model.decisions import Decision
from nameplate.model.errors import IntegrityFailed, Refused, TryAgain, WrongUsage
from nameplate.register import Decisions, Jobs, Settings, Store, Views
from nameplate.register.store import state

DEFAULT_LISTING = "2022-call"
AREA = "area:"
"""Begins the names of statements where a site is on the map: nothing is judged of them."""
MADE_OF = "made-of"
"""The fact that says what the view was made of."""
SPOOL, WORKER = "spool", "worker"
"""In the case's folder: where uploads wait, and the lock of the process that reads them."""
_WHOSE = "whose"


class Desk:
    """What a face needs of a case. Safe in many threads."""

    def __init__(self, folder: Path, store: Store, listing: str) -> None:
        self.folder = folder
        self.store = store
        self.listing = listing
        """The listing that was named; "" follows who asks."""
        self.decisions = Decisions(store)
        self.jobs = Jobs(store)
        self.settings = Settings(store)
        self.views = Views(store)
        self._knowledge: str | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, *, listing: str = "", adopt: bool = False) -> "Desk":
        """Open or make the case in `folder`.

        Raises Refused for a register that was made by another user, unless it is to be adopted:
        a folder of evidence may bring a case with decisions that nobody here made.
        """
        from nameplate.evidence.case import Case
        from nameplate.evidence.case import key as case_key

        try:
            Case.open(folder).close()
        except TryAgain:
            if not folder.is_dir():
                raise
        store = Store.open(folder)
        _check_whose(store, case_key.of_this_user(folder), adopt=adopt)
        return cls(folder, store, listing)

    @property
    def spool(self) -> Path:
        """Where uploads wait until they were read."""
        return self.folder / SPOOL

    def made_of(self) -> bytes:
        """Return what a view made now would be made of; another value means another view."""
        try:
            found = (self.folder / "index").stat()
            index = f"{found.st_mtime_ns} {found.st_size}"
        except OSError:
            index = "none"
        parts = (
            *(__version__, self._version(), self.listing, today().isoformat(), index),
            *(str(self.decisions.last()), str(self.settings.last(but=AREA))),
        )
        return "\n".join(parts).encode()

    def is_stale(self) -> bool:
        """Say whether records, decisions, knowledge or the day have changed since the view."""
        return self.store.fact(MADE_OF) != self.made_of()

    def _version(self) -> str:
        with self._lock:
            if self._knowledge is None:
                from nameplate.knowledge import load

                self._knowledge = load().version
            return self._knowledge


def decisions_of(folder: Path | None) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Return what people decided in a case, and what must be told; () where there is none.

    A register that was made by another user is told, and not believed.
    """
    from nameplate.evidence.case import key as case_key
    from nameplate.register.store import FILE

    if folder is None or not (folder / FILE).is_file():
        return (), ()
    try:
        store = Store.open(folder)
        _check_whose(store, case_key.of_this_user(folder), adopt=False)
        return Decisions(store).every(), ()
    except (Refused, TryAgain, WrongUsage, IntegrityFailed) as fault:
        return (), (f"{fault} No decision of this case was followed.",)


def today() -> date:
    """Return the day where the user is."""
    return datetime.now(UTC).astimezone().date()


def now() -> str:
    """Return this moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _check_whose(store: Store, key: bytes, *, adopt: bool) -> None:
    kept = store.fact(_WHOSE)
    if kept is not None and hmac.compare_digest(kept[32:], _seal(key, kept[:32])):
        return
    if not adopt and not store.fresh:
        raise Refused(
            "its decisions were made by another user, or on another machine",
            where=str(store.path),
            next_step="If you know whose they are, start again with --adopt.",
        )
    name = secrets.token_bytes(32)
    with store.writing() as db:
        state(db, _WHOSE, name + _seal(key, name))


def _seal(key: bytes, name: bytes) -> bytes:
    return hmac.new(key, b"register\0" + name, hashlib.sha256).digest()
