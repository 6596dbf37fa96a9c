"""What the parent makes of a worker's messages: pieces of evidence, checked one by one.

A worker has read hostile bytes, so nothing it says is believed: numbers must be in order, fields
must be fields of the model, excerpts short. Anything else is `Untrustworthy`: the worker is at
fault, is ended, and its file is named.
"""

from typing import assert_never

import msgspec

from nameplate.evidence.sandbox.limits import Limits
from nameplate.evidence.worker import archives, wire
from nameplate.model.fields import FIELDS
from nameplate.model.identifiers import Sha256
from nameplate.model.reading import Piece, Unread
from nameplate.model.records import Evidence, Excerpt, Problem, Record, Sighting

_SHA256_DIGITS = 64
_AT_THE_END = 20_000
"""Records beyond the budget that a worker may add: one problem for each member of an archive."""


class Untrustworthy(Exception):
    """A worker said what no worker says."""


class _Open:
    """A piece while its records arrive."""

    def __init__(self, opened: wire.Opened) -> None:
        self.opened = opened
        self.records: list[Record] = []
        self.closed: wire.Closed | None = None

    @property
    def named(self) -> bool:
        """Whether it was hashed."""
        return self.closed is not None and self.closed.sha256 is not None


class Collect:
    """The messages of one file, from first to last."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.done = False
        self.tired = False
        self.keep = True
        """False where another run might get further."""
        self._limits = limits
        self._pieces: list[_Open] = []
        self._skipped: list[Unread] = []
        self._records = 0
        self._bytes = 0
        self.shown: dict[tuple[str, str], bytes] = {}

    def add(self, message: wire.Message, size: int) -> int:
        """Take one message of `size` bytes; return the bytes of the file it says went by.

        Raises Untrustworthy.
        """
        self._bytes += size
        # The worker stops at its own count first; the room is for what it adds at the end.
        if self._bytes > self._limits.record_bytes + wire.MAX_FRAME:
            raise Untrustworthy("more than a worker may send")
        match message:
            case wire.Passed():
                return max(0, message.count)
            case wire.Opened():
                self._opened(message)
            case wire.Batch():
                self._batch(message)
            case wire.Closed():
                self._closed(message)
            case wire.Skipped():
                self._skip(message)
            case wire.Shown():
                self.shown[message.evidence, message.where] = message.raw[:4096]
            case wire.Done():
                self.done, self.tired = True, message.tired
            case wire.Ready():
                raise Untrustworthy("ready twice")
            case _:
                assert_never(message)
        return 0

    @property
    def needs_hash(self) -> bool:
        """Whether something was read, and the file itself was not hashed when it was stopped."""
        if not self._pieces:
            return False
        first, *others = self._pieces
        return not first.named and (bool(first.records) or any(o.named for o in others))

    def name_whole(self, sha256: str | None, size: int) -> None:
        """Name the file itself by the hash that was made apart, after its reader was stopped."""
        first = self._pieces[0]
        first.closed = wire.Closed(piece=0, sha256=sha256, size=size, complete=False, keep=False)

    def stopped(self, why: str, next_step: str, *, ours: bool = False) -> None:
        """End the file for its worker, which no longer can."""
        self.keep = False
        self.done = True
        open_pieces = [p for p in self._pieces if p.closed is None]
        last = open_pieces[-1] if open_pieces else None
        if last is not None and last is self._pieces[0] and last.records:
            after = last.records[-1].where
            what = f"{why}: what follows was not read"
            last.records.append(Problem(where=after, what=what, next_step=next_step))
        if last is None or last is not self._pieces[0] or not last.records or ours:
            name = last.opened.name if last is not None else self.name
            self._skipped.append(
                Unread(name=name, reason=why, next_step=next_step, fault=True, ours=ours)
            )

    def result(self) -> tuple[tuple[Piece, ...], tuple[Unread, ...]]:
        """Return the pieces in order, and what was not read. An archive of which nothing was
        read is no piece, nor is a member that was stopped: its bytes cannot be named.
        """
        kept: set[int] = set()
        for number, piece in reversed(list(enumerate(self._pieces))):
            if piece.named and (piece.opened.reader != archives.READER or number in kept):
                kept.add(number)
                kept |= {piece.opened.within} if piece.opened.within is not None else set()
            else:
                kept.discard(number)
        first = self._pieces[0] if self._pieces else None
        if first is not None and first.records and not first.named:
            self._skipped.append(
                Unread(
                    name=self.name,
                    reason="stopped before its end, and what cannot be read again has no name",
                    next_step="Save it as a file, and read that.",
                    fault=True,
                )
            )
        pieces = tuple(self._piece(self._pieces[number]) for number in sorted(kept))
        return pieces, tuple(dict.fromkeys(self._skipped))

    def _piece(self, piece: _Open) -> Piece:
        closed = piece.closed
        if closed is None or closed.sha256 is None:
            raise Untrustworthy("a piece that was never named")
        sha256 = Sha256(closed.sha256)
        for record in piece.records:
            # Ours alone until here: filling the one field in place saves a copy a record.
            msgspec.structs.force_setattr(record, "evidence", sha256)
        outer = piece.opened.within
        closing = self._pieces[outer].closed if outer is not None else None
        return Piece(
            evidence=Evidence(
                sha256=sha256,
                size=closed.size,
                name=piece.opened.name,
                format=piece.opened.format,
                reader=piece.opened.reader,
                reader_version=str(piece.opened.version),
                inside=Sha256(closing.sha256) if closing is not None and closing.sha256 else None,
            ),
            title=piece.opened.title,
            records=tuple(piece.records),
            complete=closed.complete,
        )

    def _opened(self, message: wire.Opened) -> None:
        number = len(self._pieces)
        if message.piece != number or not (message.within is None or message.within < number):
            raise Untrustworthy("pieces out of order")
        if message.within is None and number:
            raise Untrustworthy("two files in one")
        self._pieces.append(_Open(message))

    def _batch(self, message: wire.Batch) -> None:
        piece = self._of(message.piece)
        self._records += len(message.records)
        if self._records > self._limits.records + _AT_THE_END:
            raise Untrustworthy("more records than a worker may send")
        for record in message.records:
            if isinstance(record, Sighting):
                if record.field not in FIELDS:
                    raise Untrustworthy("a field that the model does not have")
                if record.excerpt is not None and len(record.excerpt.raw) > Excerpt.LIMIT:
                    raise Untrustworthy("an excerpt that is too long")
        piece.records += message.records

    def _closed(self, message: wire.Closed) -> None:
        piece = self._of(message.piece)
        if message.sha256 is not None and not _is_sha256(message.sha256):
            raise Untrustworthy("no hash")
        piece.closed = message
        self.keep = self.keep and message.keep

    def _skip(self, message: wire.Skipped) -> None:
        self.keep = self.keep and message.keep
        self._skipped.append(
            Unread(
                name=message.name,
                reason=message.reason,
                next_step=message.next_step,
                fault=message.fault,
                ours=message.ours,
            )
        )

    def _of(self, number: int) -> _Open:
        if not 0 <= number < len(self._pieces) or self._pieces[number].closed is not None:
            raise Untrustworthy("a piece that is not open")
        return self._pieces[number]


def _is_sha256(text: str) -> bool:
    return len(text) == _SHA256_DIGITS and all(c in "0123456789abcdef" for c in text)
