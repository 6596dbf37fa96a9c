"""Looks closer, and it is not its format."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Sighting

FORMAT = Format("gives_up", "fake: gives_up", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 80 if head.startswith((b"FAKE gives_up\n", b"FAKE plain\nnot")) else 0


def read(source: Source) -> Iterator[Sighting]:
    source.whole()
    if source.size:
        raise NotOurFormat("diagnostics of something else", next_step="Save those of the camera.")
    yield from ()
