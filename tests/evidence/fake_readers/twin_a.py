"""Claims what its twin claims."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("twin_a", "fake: twin_a", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE twin\n") else 0


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
