"""What one file may cost: every figure of intake in one place."""

import msgspec

from nameplate.evidence.bounded.source import MIB, Budget
from nameplate.model.errors import OverBudget


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one file with everything packed inside it. Sizes in bytes, times in seconds."""

    seconds: float = 120.0
    """Wall clock and processor time."""
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

    def budget(self) -> Budget:
        """Return the part that a reader's source enforces."""
        return Budget(whole_bytes=self.whole_bytes, records=self.records, seconds=self.seconds)


class OutOfTime(OverBudget):
    """The whole file has had its time: nothing more of it is read."""
