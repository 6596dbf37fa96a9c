"""A stream that can be read a second time from its start, as long as nothing was settled."""

from collections import deque
from collections.abc import Callable

from nameplate.evidence.bounded.source import Stream
from nameplate.model.errors import UnreadableEvidence

_HELD_BYTES = 16 << 20


class Again:
    """Keeps what it gives, at most 16 MB, until `settle` is called or there is more.

    A reader may say after a closer look that a file is not of its format; the next one then
    reads from the start, also where the bytes come from a pipe or an archive.
    """

    def __init__(self, stream: Stream, on_bytes: Callable[[int], None] | None = None) -> None:
        self._stream = stream
        self._on_bytes = on_bytes
        self._kept: list[bytes] | None = []
        self._kept_bytes = 0
        self._ahead: deque[bytes] = deque()
        self._met: UnreadableEvidence | None = None
        self._owed: UnreadableEvidence | None = None

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b"" at the end; a fault comes again in a second reading."""
        if self._ahead:
            piece = self._ahead.popleft()
            if len(piece) > size:
                self._ahead.appendleft(piece[size:])
                piece = piece[:size]
            return piece
        if self._owed is not None:
            fault, self._owed = self._owed, None
            raise fault
        try:
            piece = self._stream.read(size)
        except UnreadableEvidence as fault:
            self._met = fault
            raise
        self._keep(piece)
        if self._on_bytes is not None:
            self._on_bytes(len(piece))
        return piece

    def owe(self, fault: UnreadableEvidence) -> None:
        """Raise a fault that was met while looking ahead once more, where a reader meets it."""
        self._owed = fault

    def settle(self) -> None:
        """Stop keeping: what is read from now on is read once."""
        self._kept = None

    def rewind(self) -> bool:
        """Go back to the start; False where that is no longer possible."""
        if self._kept is None:
            return False
        self._ahead = deque(self._kept)
        self._owed = self._met
        return True

    def _keep(self, piece: bytes) -> None:
        if self._kept is None or not piece:
            return
        self._kept_bytes += len(piece)
        if self._kept_bytes > _HELD_BYTES:
            self._kept = None
        else:
            self._kept.append(piece)
