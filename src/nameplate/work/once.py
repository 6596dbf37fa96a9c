"""What a client asks for under a key of its own is done once, however often it asks."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from nameplate.model.errors import NameplateError, WrongUsage
from nameplate.register.once import Kept
from nameplate.register.once import Once as Keys
from nameplate.work.desk import Desk, now

_KEPT_FOR = timedelta(days=1)
"""Longer than a client's retries; afterwards the key means a new request."""


class StillOpen(NameplateError):
    """The first request with this key has no answer (yet)."""


class OtherRequest(WrongUsage):
    """The key was used for another request."""


class Once:
    """The keys of an open case, in the hands of this process."""

    def __init__(self, desk: Desk) -> None:
        self._keys = Keys(desk.store)
        self._holder = secrets.token_hex(8)

    def begin(self, key: str, asked: bytes) -> str | None:
        """Claim a key; return the answer that is kept of it, None where it is to be made.

        Raises OtherRequest and StillOpen.
        """
        kept = Kept(hashlib.sha256(asked).hexdigest(), self._holder)
        before = (datetime.now(UTC) - _KEPT_FOR).isoformat(timespec="seconds")
        found = self._keys.claim(key, kept, now=now(), forget_before=before)
        if found is None:
            return None
        if found.asked != kept.asked:
            raise OtherRequest(
                "this key was used for another request",
                where="Idempotency-Key",
                next_step="Make a new key for each thing to be done.",
            )
        if found.answer is None:
            raise StillOpen(
                "the first request with this key is not finished"
                if found.holder == self._holder
                else "the first request with this key was cut off",
                where="Idempotency-Key",
                next_step="Wait for its answer."
                if found.holder == self._holder
                else "Look whether it was done; then use a new key, if it was not.",
            )
        return found.answer

    def end(self, key: str, asked: bytes, answer: str) -> None:
        """Keep the answer of a key."""
        kept = Kept(hashlib.sha256(asked).hexdigest(), self._holder, answer)
        self._keys.settle(key, kept, now=now())

    def give_up(self, key: str, asked: bytes) -> None:
        """Say that nobody knows any more whether it was done: it is not done again."""
        kept = Kept(hashlib.sha256(asked).hexdigest(), "")
        self._keys.settle(key, kept, now=now())

    def let_go(self, key: str) -> None:
        """Say that nothing was done under a key."""
        self._keys.release(key)
