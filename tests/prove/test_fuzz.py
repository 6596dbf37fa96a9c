"""Hostile bytes: every sample mutated, cut and spliced, straight into the readers.

Seeds are fixed, so a failure is repeated by running it again; NAMEPLATE_FUZZ_SECONDS lengthens
each reader's share. What must hold: only the house's errors, within the time of one file.
"""

import os
import random
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from nameplate.evidence import readers
from nameplate.evidence.bounded.source import Budget, Source
from nameplate.model.errors import NameplateError
from nameplate.model.fields import FIELDS
from nameplate.model.formats import HEAD_BYTES
from nameplate.model.records import Excerpt, Sighting

SAMPLES = Path(__file__).parents[1] / "samples" / "evidence" / "readers"
SECONDS = float(os.environ.get("NAMEPLATE_FUZZ_SECONDS", "20"))
NAMES = [module.name for module in iter_modules(readers.__path__)]
TOKENS = (
    b"\x00", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<", b">", b'"', b"'",
    b"{" * 80, b"[" * 80, b"\\", b"\r", b"\n\n", b"\t", b"=", b":", b"00:00:5e:00:53:01",
    b"192.0.2.1", b"9" * 400, b"-----BEGIN CERTIFICATE-----", b"1E+12", "\u202e".encode(),
    b"\x1b[2J", b"a" * 5000, b"/" * 300, b"%00", b"NaN", b"null",
)  # fmt: skip


def mutants(seeds: list[bytes], chance: random.Random) -> Iterator[bytes]:
    while True:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randint(0, len(data))
            match chance.randint(0, 5):
                case 0 if data:
                    data[at % len(data)] ^= 1 << chance.randint(0, 7)
                case 1:
                    del data[at:]
                case 2:
                    data[at:at] = chance.choice(TOKENS)
                case 3:
                    other = chance.choice(seeds)
                    start = chance.randint(0, len(other))
                    data[at:at] = other[start : start + chance.randint(0, 400)]
                case 4:
                    del data[at : at + chance.randint(1, 200)]
                case _:
                    piece = data[at : at + chance.randint(1, 60)]
                    data[at:at] = piece * chance.randint(1, 40)
        yield bytes(data[:200_000])


@pytest.mark.prove
@pytest.mark.parametrize("name", NAMES)
def test_a_reader_survives_what_nobody_would_send(name: str) -> None:
    reader = import_module(f"nameplate.evidence.readers.{name}")
    seeds = [p.read_bytes() for p in sorted((SAMPLES / name).glob("*")) if p.is_file()]
    assert seeds, f"no samples for {name}"
    chance = random.Random(name)  # noqa: S311  # repeatable, not secret
    end = time.monotonic() + SECONDS
    runs = records = refused = 0
    slowest = 0.0
    for data in mutants(seeds, chance):
        started = time.monotonic()
        if started > end:
            break
        assert 0 <= reader.sniff(data[:HEAD_BYTES]) <= 100
        try:
            for record in reader.read(Source.of(data, "fuzz", Budget(seconds=10))):
                records += 1
                if isinstance(record, Sighting):
                    assert record.field in FIELDS
                    assert record.excerpt is None or len(record.excerpt.raw) <= Excerpt.LIMIT
        except NameplateError:
            refused += 1
        slowest = max(slowest, time.monotonic() - started)
        runs += 1
    assert slowest < 10
    print(
        f"\n{name}: {runs} mutants, {records} records, {refused} refused, {slowest:.2f} s slowest"
    )
