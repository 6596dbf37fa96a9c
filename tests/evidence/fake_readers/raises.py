"""Fails with evidence in its error."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("raises", "fake: raises", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE raises\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    for number in range(3):
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value=f"unit {number}",
            where=f"line {number + 1}",
            unit=f"line {number + 1}",
        )
    raise KeyError(source.take(1000))
