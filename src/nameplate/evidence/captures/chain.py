"""A capture's chain of records, window by window, with what breaks it.

Shared by whoever reads it and by whoever looks up its packets, so that both count the same.
"""

from collections.abc import Callable, Iterator

from nameplate.evidence.captures.scan import Scanned, Scanner
from nameplate.evidence.captures.windows import Windows
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Problem

COPY_AGAIN = "Copy the file again from its source; if it is still being taken, read it later."
_MOST_BREAKS = 32
"""With more places where its chain is broken it is no capture any more."""


class Chain:
    """One capture. `find` goes on at the next place that can only be a record, if there is one."""

    def __init__(self, scanner: Scanner, windows: Windows, find: Callable[[], bool]) -> None:
        self.scanner = scanner
        self.windows = windows
        self._find = find
        self._breaks = 0

    def steps(self) -> Iterator[Scanned | Problem]:
        """Yield what each window gave, while it is in `windows`, and what was passed over.

        Raises UnreadableEvidence where it is not read to its end.
        """
        windows = self.windows
        while True:
            windows.fill()
            scanned = self.scanner.scan(windows.data, windows.limit)
            yield scanned
            windows.drop(scanned.consumed)
            if scanned.halt == "zeros":
                yield self._zeros()
            elif scanned.halt == "length":
                yield self._behind(windows.at)
            elif windows.ended and not (scanned.consumed and windows.limit):
                break
            elif not scanned.consumed:
                windows.widen()
        if windows.fault is not None:
            raise windows.fault
        if windows.limit or windows.short:
            raise self._cut()

    def _cut(self) -> UnreadableEvidence:
        before = self.scanner.number
        return UnreadableEvidence(
            f"the last packet is incomplete; {before} before it were read",
            where=f"packet {before + 1}",
            next_step=COPY_AGAIN,
        )

    def _zeros(self) -> Problem:
        windows, at = self.windows, self.windows.at
        count = windows.drop_zeros()
        if windows.limit or windows.fault is not None:
            return self._behind(at)
        return Problem(
            what=f"its last {count} bytes are zeros, as nothing was written there;"
            f" {self.scanner.number} packets before them were read",
            where=_place(at),
            next_step="If the capture should be longer, take it again.",
        )

    def _behind(self, at: int) -> Problem:
        """Go on behind bytes from `at` that are no record. Raises UnreadableEvidence."""
        windows = self.windows
        self._breaks += 1
        if self._breaks > _MOST_BREAKS or not self._find():
            raise windows.fault or UnreadableEvidence(
                f"what follows is no packet; {self.scanner.number} before it were read",
                where=_place(at),
                next_step=COPY_AGAIN,
            )
        return Problem(
            what=f"{windows.at - at} bytes are no packets; what follows them was read",
            where=_place(at),
            next_step=COPY_AGAIN,
        )


def _place(at: int) -> str:
    return f"bytes {at}-{at}"
