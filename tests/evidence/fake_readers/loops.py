"""A loop without an end, in Python."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("loops", "fake: loops", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE loops\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    for number in range(20):
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value=f"unit {number}",
            where=f"line {number + 1}",
            unit=f"line {number + 1}",
        )
    while True:
        pass
