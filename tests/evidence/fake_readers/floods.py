"""Yields records without end."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("floods", "fake: floods", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE floods\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    number = 0
    while True:
        number += 1
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value="x" * 200,
            where=f"line {number}",
            unit=f"line {number}",
        )
