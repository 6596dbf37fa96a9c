"""Sends more of the file than an excerpt may hold."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Excerpt, Sighting, Witness

FORMAT = Format("long_excerpt", "fake: long_excerpt", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE long_excerpt\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    yield Sighting(
        keys=(),
        witness=Witness.DEVICE,
        field="device.model",
        value="x",
        where="line 1",
        unit="line 1",
        excerpt=Excerpt(raw=bytes(300)),
    )
