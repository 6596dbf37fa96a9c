"""One sighting a line, and a rest after each."""

import time
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("slow", "fake: slow", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE slow\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    for number, _, line in source.lines():
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value=line.decode("utf-8", "backslashreplace")[:80],
            where=f"line {number}",
            unit=f"line {number}",
        )
        time.sleep(0.02)
