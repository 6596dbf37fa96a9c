"""Short ways to read files with the readers of `fake_readers`, which behave as no reader may."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nameplate.evidence import intake
from nameplate.evidence.sandbox.limits import Limits
from nameplate.model.reading import FileReading
from nameplate.model.records import Problem, Sighting

HERE = Path(__file__).parent
QUICK = Limits(seconds=1.0, memory_bytes=256 << 20)

read = functools.partial(intake.read, readers="fake_readers", reader_paths=(str(HERE),))


def fake(folder: Path, kind: str, text: str = "", name: str = "") -> Path:
    """Write a file that the fake reader `kind` claims."""
    path = folder / (name or kind)
    path.write_bytes(f"FAKE {kind}\n{text}".encode())
    return path


def one(path: Path | str, **given: Any) -> FileReading:
    """Read one file with the fake readers."""
    (reading,) = read([str(path)], **{"limits": QUICK, **given})
    return reading


def values(reading: FileReading) -> list[str]:
    """Return the values of all sightings, in order."""
    return [r.value for p in reading.pieces for r in p.records if isinstance(r, Sighting)]


def problems(reading: FileReading) -> list[str]:
    """Return what was told of the pieces."""
    return [r.what for p in reading.pieces for r in p.records if isinstance(r, Problem)]


def reasons(readings: FileReading | Sequence[FileReading]) -> list[str]:
    """Return why files were not read."""
    several = [readings] if isinstance(readings, FileReading) else readings
    return [u.reason for r in several for u in r.not_read]
