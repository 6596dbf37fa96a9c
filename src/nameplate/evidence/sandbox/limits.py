"""What one file may cost: every figure of intake in one place."""

import msgspec

from nameplate.evidence.bounded.source import MIB, Budget
from nameplate.model.errors import OverBudget

_UNPACKED = 8
"""Captures and logs seldom shrink to less than an eighth; bombs shrink to a thousandth."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one file with everything packed inside it. Sizes in bytes, times in seconds."""

    seconds: float = 120.0
    """Wall clock and processor time of a small file; see `for_size`."""
    bytes_a_second: int = 4 * MIB
    """What a larger one is read at on a slow and busy machine: small packets need about 3
    microseconds of processor time for every 100 bytes, a third of this speed where seven others
    work beside."""
    memory_bytes: int = 768 * MIB
    """Address space of the worker beyond what it needs idle."""
    whole_bytes: int = 64 * MIB
    """Largest piece that a reader may hold at once."""
    archive_bytes: int = 256 * MIB
    """Largest ZIP: its directory stands at its end, so it is held whole."""
    records: int = 1_000_000
    record_bytes: int = 256 * MIB
    """Of all records as they are sent: the parent holds them."""
    unpacked_bytes: int = 1024 * MIB
    """Of all members of the whole nest together."""
    members: int = 10_000
    depth: int = 4
    """How deep archives may lie in archives."""

    def for_size(self, size: int) -> "Limits":
        """Return the limits of a file of `size` bytes: its time grows with it, and so does what
        it may unpack to. A file that stands still is given up all the same.
        """
        return msgspec.structs.replace(
            self,
            seconds=self.seconds + size / self.bytes_a_second,
            unpacked_bytes=max(self.unpacked_bytes, _UNPACKED * size),
        )

    def budget(self) -> Budget:
        """Return the part that a reader's source enforces."""
        return Budget(whole_bytes=self.whole_bytes, records=self.records, seconds=self.seconds)


class OutOfTime(OverBudget):
    """The whole file has had its time: nothing more of it is read."""
