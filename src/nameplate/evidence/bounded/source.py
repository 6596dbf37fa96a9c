"""One file as a reader sees it: bytes with a budget, hashed as they pass.

A reader never opens anything. It is given a `Source`, reads it once from front to back and gets
`OverBudget` when the file asks for more than one file may have. The hash is of the bytes that
were parsed, so a file that changes under us is noticed.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import msgspec

from nameplate.model.errors import OverBudget
from nameplate.model.formats import HEAD_BYTES
from nameplate.model.identifiers import Sha256

MIB = 1 << 20
_CHUNK = 1 << 18


class Budget(msgspec.Struct, frozen=True):
    """What one file may cost. Sizes in bytes, time in seconds of this process."""

    whole_bytes: int = 64 * MIB
    """Largest file that a reader may hold in memory as one piece."""
    stream_bytes: int = 64 << 30
    """Largest file, or unpacked archive member, read as a stream."""
    line_bytes: int = 1 * MIB
    """Longest line; a longer one is cut and told."""
    records: int = 2_000_000
    """Most records that one file may yield."""
    seconds: float = 120.0


class Stream(Protocol):
    """What a source reads from: a file, or the unpacking of an archive member."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b"" at the end."""


class Source:
    """The bytes of one file or archive member, in order, within a budget."""

    def __init__(
        self,
        stream: Stream,
        *,
        name: str = "",
        budget: Budget | None = None,
        on_bytes: Callable[[int], None] | None = None,
        answers: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.name = name
        self.answers = answers or {}
        """What a person has said of tables: by a heading's id, which column has which meaning."""
        self.budget = budget or Budget()
        self.size = 0
        """Bytes read so far."""
        self._stream = stream
        self._hash = hashlib.sha256()
        self._on_bytes = on_bytes
        self._deadline = time.monotonic() + self.budget.seconds
        self._pending = b""

    @classmethod
    def of(cls, data: bytes, name: str = "", budget: Budget | None = None) -> "Source":
        """Make a source of bytes at hand (archive members, recorded replies, tests)."""
        return cls(io.BytesIO(data), name=name, budget=budget)

    def head(self) -> bytes:
        """Return the first 64 KiB (or less, at the end) without consuming them."""
        while len(self._pending) < HEAD_BYTES:
            chunk = self._pull(HEAD_BYTES - len(self._pending))
            if not chunk:
                break
            self._pending += chunk
        return self._pending[:HEAD_BYTES]

    def chunks(self) -> Iterator[bytes]:
        """Yield the rest in pieces of at most 256 KiB."""
        while chunk := self.take(_CHUNK):
            yield chunk

    def take(self, count: int) -> bytes:
        """Return up to `count` bytes, b"" at the end."""
        if self._pending:
            chunk, self._pending = self._pending[:count], self._pending[count:]
            return chunk
        return self._pull(count)

    def whole(self) -> bytes:
        """Return all of the rest as one piece.

        Raises OverBudget if it is larger than `budget.whole_bytes`.
        """
        parts: list[bytes] = []
        total = 0
        for chunk in self.chunks():
            total += len(chunk)
            if total > self.budget.whole_bytes:
                raise OverBudget(
                    f"over {self.budget.whole_bytes // MIB} MB, the most that is held at once",
                    where=self.name,
                    next_step="Split the file, or export fewer rows.",
                )
            parts.append(chunk)
        return b"".join(parts)

    def lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield (number from 1, offset in bytes, line without its end) until the end.

        Ends are LF, CRLF or CR LF in any mix; a line over `budget.line_bytes` is cut there and
        its rest is dropped.
        """
        limit = self.budget.line_bytes
        offset = 0
        number = 0
        rest = b""
        dropped = 0
        for chunk in self.chunks():
            rest += chunk
            start = 0
            while (end := rest.find(b"\n", start)) >= 0:
                line = rest[start:end]
                number += 1
                yield number, offset, line[:limit].rstrip(b"\r")
                offset += len(line) + dropped + 1
                dropped = 0
                start = end + 1
            rest = rest[start:]
            if len(rest) > limit:
                dropped += len(rest) - limit
                rest = rest[:limit]
        if rest:
            yield number + 1, offset, rest.rstrip(b"\r")

    def finish(self) -> Sha256:
        """Read what the reader left, and return the hash of the whole."""
        for _ in self.chunks():
            pass
        return Sha256(self._hash.hexdigest())

    def so_far(self) -> Sha256:
        """Return the hash of the bytes read so far: the name of a piece that was cut short."""
        return Sha256(self._hash.hexdigest())

    def check_time(self) -> None:
        """Raise OverBudget if this file has had its time."""
        if time.monotonic() > self._deadline:
            raise OverBudget(
                f"not read to its end within {self.budget.seconds:.0f} seconds",
                where=self.name,
                next_step="Split the file and read the parts.",
            )

    def _pull(self, count: int) -> bytes:
        self.check_time()
        chunk = self._stream.read(count)
        if not chunk:
            return b""
        self.size += len(chunk)
        if self.size > self.budget.stream_bytes:
            raise OverBudget(
                f"over {self.budget.stream_bytes // MIB} MB, the most that is read of one file",
                where=self.name,
                next_step="Split it (a capture: editcap -c 10000000 IN OUT), unpacked if it is"
                " packed, and read the parts you need.",
            )
        self._hash.update(chunk)
        if self._on_bytes is not None:
            self._on_bytes(len(chunk))
        return chunk
