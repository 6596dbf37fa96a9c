"""A capture as windows: memory stays the same whatever the size of the file.

No file is mapped: a mapped file that shrinks while it is read ends the process, and a stream out
of an archive cannot be mapped.
"""

from nameplate.evidence.bounded.source import MIB, Source
from nameplate.evidence.captures.scan import PAD
from nameplate.model.errors import UnreadableEvidence

SIZE = MIB // 4
"""What stays in the processor's caches: windows of 4 MiB cost 0.5 microseconds a packet more."""
LARGEST = 4 * MIB
_PADDING = bytes(PAD)
_ZEROS = bytes(LARGEST)
_LEFT = 4


class Windows:
    """The bytes of a capture from where its records begin.

    `data[:limit]` is the window, behind which zero bytes follow; `at` is its offset in the file.
    A source that cannot be read to its end is taken to end there: `fault` then says why.
    """

    def __init__(self, source: Source, at: int = 0, *, size: int = SIZE) -> None:
        self.data = _PADDING
        self.limit = 0
        self.at = at
        self.ended = False
        self.short = False
        """Whether the file ended before bytes that were to be passed over."""
        self.fault: UnreadableEvidence | None = None
        self._source = source
        self._size = size
        _keep_pages()

    def fill(self) -> None:
        """Read on until the window is full or the file ends."""
        parts = [self.data[: self.limit]]
        while self.limit < self._size and not self.ended:
            piece = self._take(self._size - self.limit)
            parts.append(piece)
            self.limit += len(piece)
        parts.append(_PADDING)
        self.data = b"".join(parts)

    def widen(self) -> None:
        """Read large windows from now on, as a record may not fit into small ones."""
        self._size = LARGEST

    def drop(self, count: int) -> None:
        """Go on behind `count` bytes, which may be more than the window holds."""
        if not count:
            return
        beyond = count - self.limit
        self.at += count
        self.data = self.data[min(count, self.limit) : self.limit] + _PADDING
        self.limit = max(0, -beyond)
        while beyond > 0 and (piece := self._take(min(beyond, self._size))):
            beyond -= len(piece)
        if beyond > 0:
            self.at -= beyond
            self.short = True

    def drop_zeros(self) -> int:
        """Go on near the end of zero bytes; return how many were dropped.

        Four are left before what is not zero: the next record may begin with some.
        """
        dropped = 0
        while self.limit and self.data[: self.limit] == _ZEROS[: self.limit]:
            count = self.limit if self.ended else max(0, self.limit - _LEFT)
            dropped += count
            self.drop(count)
            self.fill()
        zeros = self.limit - len(self.data[: self.limit].lstrip(b"\0"))
        more = max(0, zeros - _LEFT)
        self.drop(more)
        return dropped + more

    def _take(self, count: int) -> bytes:
        try:
            piece = self._source.take(count)
        except UnreadableEvidence as fault:
            self.fault = fault
            piece = b""
        self.ended = self.ended or not piece
        return piece


def _keep_pages() -> None:
    """Let the C library keep what is freed, for the next window.

    The GNU one gives it back to the system, and each window is faulted in page by page, until it
    has freed something larger (mallopt(3), M_MMAP_THRESHOLD: it then adapts itself). That cost a
    tenth of reading video. Four, as a window is held in pieces and whole while it is filled. Where
    the library is another, this is a block taken and given back.
    """
    bytes(4 * LARGEST)
