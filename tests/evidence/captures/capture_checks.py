"""Reading a capture in this process, and records without the places that a container gives."""

import time
from collections import Counter
from collections.abc import Iterable
from functools import cache

import msgspec

from nameplate.evidence.bounded.source import Budget, Source
from nameplate.evidence.worker import registry
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.formats import HEAD_BYTES
from nameplate.model.records import Flow, Problem, Record, Sighting, Watch

SLOWEST_S = 5.0


@cache
def _readers() -> tuple[tuple[str, registry.Reader], ...]:
    return registry.load()


def reader_of(data: bytes) -> registry.Reader | None:
    """Return the one reader that claims these bytes most; None where nobody does."""
    found = registry.top(registry.claims(data[:HEAD_BYTES], _readers())[:1])
    return found[0].reader if found else None


def read(data: bytes, *, seconds: float = 60.0) -> list[Record]:
    """Read a capture with the reader that claims it, within a time; a broken end is a problem."""
    reader = reader_of(data)
    assert reader is not None, "nobody claims it"
    started = time.monotonic()
    found: list[Record] = []
    try:
        for record in reader.read(Source.of(data, "capture", Budget(seconds=seconds))):
            found.append(record)  # what came before the end counts
    except UnreadableEvidence as end:
        found.append(Problem(where=end.where, what=end.what, next_step=end.next_step))
    assert time.monotonic() - started < SLOWEST_S
    return found


def without_places(records: Iterable[Record]) -> Counter[bytes]:
    """Return what records say, each as text, without where it stands."""
    return Counter(_said(record) for record in records)


def _said(record: Record) -> bytes:
    plain = msgspec.to_builtins(record)
    for place in ("where", "excerpt", "evidence"):
        plain.pop(place, None)
    if isinstance(record, Sighting):
        plain.pop("unit", None)  # a name for what belongs together, and free to choose
    return msgspec.json.encode(plain, order="sorted")


def sightings(records: Iterable[Record]) -> list[Sighting]:
    """Return the sightings."""
    return [record for record in records if isinstance(record, Sighting)]


def flows(records: Iterable[Record]) -> list[Flow]:
    """Return the flows."""
    return [record for record in records if isinstance(record, Flow)]


def problems(records: Iterable[Record]) -> list[Problem]:
    """Return the problems, without the notices."""
    return [record for record in records if isinstance(record, Problem) and not record.notice]


def watch(records: Iterable[Record]) -> Watch:
    """Return what the capture watched: one a file."""
    (one,) = [record for record in records if isinstance(record, Watch)]
    return one


def facts(records: Iterable[Record]) -> set[tuple[str, str]]:
    """Return (field, value) of all sightings."""
    return {(one.field, one.value) for one in sightings(records)}
