"""What a worker says to its parent: records in batches, sent before they could be lost."""

from collections.abc import Callable

from nameplate.evidence import sandbox
from nameplate.evidence.sandbox.limits import Limits
from nameplate.evidence.worker import wire
from nameplate.model.errors import OverBudget
from nameplate.model.records import Record

_FIRST_BATCH = 16
_LARGEST_BATCH = 1024
_BUFFER = 1 << 16
_PROGRESS = 1 << 20


class Out:
    """Messages of one file. Batches double from 16 records to 1,024: a worker that dies has
    sent at least half of what it read, and a small file costs one message.
    """

    def __init__(self, send: Callable[[bytes], object], limits: Limits) -> None:
        self._send = send
        self._limits = limits
        self._buffer = bytearray()
        self._records: list[Record] = []
        self._piece = 0
        self._batch = _FIRST_BATCH
        self._count = 0
        self._bytes = 0
        self._passed = 0

    def say(self, message: wire.Message) -> None:
        """Queue a message behind the records so far."""
        self._pack()
        self._buffer += wire.frame(message)
        if len(self._buffer) > _BUFFER:
            self.flush()

    def record(self, piece: int, record: Record) -> None:
        """Queue a record. Raises OverBudget when the file has yielded too many."""
        if piece != self._piece:
            self._pack()
            self._piece = piece
        self._records.append(record)
        self._count += 1
        if len(self._records) >= self._batch:
            self._pack()
            self.flush()
            self._batch = min(2 * self._batch, _LARGEST_BATCH)
        if self._count > self._limits.records or self._bytes > self._limits.record_bytes:
            raise OverBudget(
                f"yields more than {self._limits.records} records"
                if self._count > self._limits.records
                else f"yields records of more than {self._limits.record_bytes >> 20} MB",
                next_step="Split the file and read the parts.",
            )

    def passed(self, count: int) -> None:
        """Count bytes of the file that went by; told once a megabyte."""
        self._passed += count
        if self._passed >= _PROGRESS:
            self._tell()
            self.flush()

    def done(self, *, tired: bool) -> None:
        """End the file."""
        self._tell()
        self.say(wire.Done(tired=tired))
        self.flush()

    def _tell(self) -> None:
        if self._passed:
            self.say(wire.Passed(count=self._passed))
            self._passed = 0

    def _pack(self) -> None:
        if self._records:
            frame = wire.frame(wire.Batch(piece=self._piece, records=tuple(self._records)))
            self._bytes += len(frame)
            self._buffer += frame
            self._records.clear()

    def flush(self) -> None:
        """Send what is queued, so that it is not lost with this worker."""
        with sandbox.undisturbed():
            data, self._buffer = bytes(self._buffer), bytearray()
            self._send(data)
