"""Ends its process."""

import os
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("exits", "fake: exits", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE exits\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    for number in range(2):
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value=f"unit {number}",
            where=f"line {number + 1}",
            unit=f"line {number + 1}",
        )
    os._exit(3)
