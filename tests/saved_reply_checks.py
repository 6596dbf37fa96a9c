"""What holds for every reader of saved replies, asked of one reader and its samples."""

import importlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import NameplateError
from nameplate.model.fields import FIELDS
from nameplate.model.formats import HEAD_BYTES, Format
from nameplate.model.records import Problem, Record, Sighting

SAMPLES = Path(__file__).parent / "samples" / "evidence" / "readers"
READERS = (
    "certificate",
    "dhip_reply",
    "home_assistant",
    "http_reply",
    "isapi_reply",
    "magicbox_reply",
    "nameplate_jsonl",
    "onvif_reply",
    "rtsp_reply",
    "sadp_reply",
    "snmp_walk",
    "upnp_reply",
    "ws_discovery_reply",
)
# Every sample holds credentials, names and places that somebody made up, marked with this.
PLANTED = b"planted"
SLOWEST_S = 5.0


class Reader(Protocol):
    """A module of `evidence/readers`."""

    FORMAT: Format

    def sniff(self, head: bytes, /) -> int: ...

    def read(self, source: Source, /) -> Iterator[Record]: ...


def reader(name: str) -> Reader:
    """Return the reader of that name."""
    found: Reader = importlib.import_module(f"nameplate.evidence.readers.{name}")
    return found


def sample(name: str, file: str) -> bytes:
    """Return a reader's sample."""
    return (SAMPLES / name / file).read_bytes()


def samples() -> list[tuple[str, Path]]:
    """Return (reader, file) of every sample of these readers."""
    return [(name, path) for name in READERS for path in sorted((SAMPLES / name).iterdir())]


def read(name: str, data: bytes) -> list[Record]:
    """Read bytes with one reader."""
    return list(reader(name).read(Source.of(data)))


def sightings(records: Iterable[Record]) -> list[Sighting]:
    """Return the sightings among records."""
    return [record for record in records if isinstance(record, Sighting)]


def problems(records: Iterable[Record]) -> list[Problem]:
    """Return the problems among records."""
    return [record for record in records if isinstance(record, Problem)]


def values(records: Iterable[Record], field: str) -> list[str]:
    """Return the values of a field, in order."""
    return [one.value for one in sightings(records) if one.field == field]


def survives(name: str, data: bytes) -> list[Record]:
    """Read whatever `data` is: records, the house's own errors, nothing else, and soon."""
    began = time.monotonic()
    found: list[Record] = []
    module = reader(name)
    claim = module.sniff(data[:HEAD_BYTES])
    assert 0 <= claim <= 100
    try:
        for record in module.read(Source.of(data)):
            found.append(record)
            if isinstance(record, Sighting):
                assert record.field in FIELDS
                assert record.value
                assert record.where
                assert record.unit
    except NameplateError:
        pass
    assert time.monotonic() - began < SLOWEST_S
    return found


def bytes_at(data: bytes, where: str) -> bytes | None:
    """Return the bytes that a "bytes A-B" place names; None for another form."""
    if not where.startswith("bytes "):
        return None
    start, _, end = where.removeprefix("bytes ").partition("-")
    return data[int(start) : int(end)]
