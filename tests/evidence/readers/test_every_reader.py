"""What holds for every reader, whatever its format: asked of every sample there is.

A new reader needs nothing here: its module, its samples and their list are found by name.
"""

import hashlib
import random
import re
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.worker import archives, registry
from nameplate.evidence.worker.locate import resolve
from nameplate.evidence.worker.registry import Reader
from nameplate.model import records
from nameplate.model.errors import NameplateError
from nameplate.model.fields import FIELDS
from nameplate.model.formats import HEAD_BYTES
from nameplate.model.records import Problem, Record, Sighting
from shared_data import shared

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"
FOLDER = SAMPLES / "evidence" / "readers"
READERS = dict(registry.load())
PREFIXES = FLIPS = 200
SECONDS = 10.0

every_reader = pytest.mark.parametrize("name", READERS)
derived = frozenset(
    {"http.favicon_md5", "http.favicon_mmh3", "dhip.magic", "dhip.text", "recorder.channel"}
)
"""Fields whose value is worked out from the bytes and does not stand in them."""


def samples(name: str) -> list[Path]:
    return sorted(p for p in (FOLDER / name).rglob("*") if p.is_file())


@cache
def listed() -> dict[str, dict[str, str]]:
    found = {}
    for path in sorted((SAMPLES / "SAMPLES.d").glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["sample"]:
            found[entry["file"]] = {**entry, "list": path.stem}
    return found


def attempt(reader: Reader, data: bytes) -> tuple[list[Record], NameplateError | None]:
    """Read bytes to their end; anything but the house's own errors fails the test."""
    found: list[Record] = []
    started = time.monotonic()
    try:
        reader.sniff(data[:HEAD_BYTES])
        found += reader.read(Source.of(data, name="sample"))
    except NameplateError as fault:
        assert time.monotonic() - started < SECONDS
        return found, fault
    assert time.monotonic() - started < SECONDS
    return found, None


@every_reader
def test_has_samples_that_are_listed_with_origin_licence_and_hash(name: str) -> None:
    assert samples(name), f"no sample in {FOLDER / name}"
    for path in samples(name):
        entry = listed()[path.relative_to(SAMPLES).as_posix()]
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), path
        assert entry["origin"]
        assert entry["licence"]


def test_no_sample_is_listed_that_is_not_there() -> None:
    assert [file for file in listed() if not (SAMPLES / file).is_file()] == []


def test_no_folder_of_samples_is_without_a_reader() -> None:
    assert {p.name for p in FOLDER.iterdir()} <= set(READERS)


def test_no_two_readers_share_a_format() -> None:
    names = [reader.FORMAT.name for reader in READERS.values()]
    assert sorted(set(names)) == sorted(names)


@every_reader
def test_says_what_it_reads(name: str) -> None:
    form = READERS[name].FORMAT
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", form.name)
    assert form.title
    assert form.spec
    assert form.version >= 1
    assert set(form.yields) <= {kind.__name__ for kind in records.Record.__args__}


@every_reader
def test_each_sample_is_claimed_by_its_own_reader_and_no_other(name: str) -> None:
    for path in samples(name):
        head = path.read_bytes()[:HEAD_BYTES]
        best = registry.top(registry.claims(head, tuple(READERS.items())))
        assert [claim.name for claim in best] == [name], path
        assert best[0].specificity >= archives.claim(head)[0], path
        assert best[0].specificity <= 100


@every_reader
def test_each_sample_yields_something_that_the_parent_would_take(name: str) -> None:
    for path in samples(name):
        found, fault = attempt(READERS[name], path.read_bytes())
        assert found or fault is not None, path
        for record in found:
            assert record.where, record
            if isinstance(record, Sighting):
                assert record.field in FIELDS
                assert record.unit
                assert record.excerpt is None or len(record.excerpt.raw) <= 256
        yields = {type(r).__name__ for r in found if not isinstance(r, Problem)}
        assert yields <= set(READERS[name].FORMAT.yields), path


@every_reader
def test_reads_the_same_twice(name: str) -> None:
    for path in samples(name):
        data = path.read_bytes()
        first, second = attempt(READERS[name], data), attempt(READERS[name], data)
        assert first[0] == second[0], path


@every_reader
def test_reads_every_beginning_of_a_sample_without_a_crash(name: str) -> None:
    for path in samples(name):
        data = path.read_bytes()
        step = max(1, len(data) // PREFIXES)
        for end in range(0, len(data), step):
            attempt(READERS[name], data[:end])


@every_reader
def test_reads_a_sample_with_one_bit_flipped_without_a_crash(name: str) -> None:
    chance = random.Random(name)  # noqa: S311
    for path in samples(name):
        data = path.read_bytes()
        for _ in range(min(FLIPS, 4 * len(data))):
            at = chance.randrange(len(data))
            flipped = bytes([data[at] ^ 1 << chance.randrange(8)])
            attempt(READERS[name], data[:at] + flipped + data[at + 1 :])


@every_reader
def test_each_place_leads_back_to_bytes_that_hold_the_value(name: str) -> None:
    astray = []
    for path in samples(name):
        data = path.read_bytes()
        for record in attempt(READERS[name], data)[0]:
            if isinstance(record, Sighting) and not leads_back(data, record):
                astray.append(f"{path.name}: {record.where}: {record.field} {record.value[:60]!r}")
            if isinstance(record, Sighting) and record.excerpt is not None:
                start, raw = record.excerpt.start, record.excerpt.raw
                if start is not None and data[start : start + len(raw)] != raw:
                    astray.append(f"{path.name}: excerpt at {start} of {record.field}")
    assert astray == []


def leads_back(data: bytes, record: Sighting) -> bool:
    """Say whether the value, or any word of it, stands at the record's place."""
    at = resolve(data, record.where)
    if at is None:
        return False
    counted = record.field == "recorder.capacity" and record.value.endswith(" listed")
    if counted or record.field in derived or record.field.startswith("tls."):
        return bool(at)
    line = at.decode("utf-8", "backslashreplace")
    # Windows DNS debug logs write the length of each label before it: (3)www(7)example(3)org(0).
    there = squeezed(line) + " " + squeezed(re.sub(r"\(\d{1,2}\)", "", line))
    if record.where.startswith("packet ") and any(raw in at for raw in binary(record)):
        return True
    return any(squeezed(text) in there for text in forms(record))


def forms(record: Sighting) -> Iterator[str]:
    """Yield the value, its words, and the key as it was stated before it was normalised."""
    yield record.value
    yield record.value.removeprefix("1.3.6.1.4.1.")  # SNMPv2-SMI::enterprises
    yield from (key.stated for key in record.keys if key.value == record.value)
    words = re.split(r"[\s,;/:=]+", record.value)
    yield from (word for word in words if len(word) > 1 or word.isdecimal())


def binary(record: Sighting) -> Iterator[bytes]:
    """Yield the value as a packet holds it: six bytes of a MAC, two of a port."""
    if record.field == "port.open":
        yield int(record.value.split("/")[0]).to_bytes(2, "big")
    if re.fullmatch(r"[0-9a-f]{12}", record.value):
        yield bytes.fromhex(record.value)


def squeezed(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.casefold())


@pytest.mark.prove
@every_reader
def test_reads_files_that_were_made_to_break_readers_without_a_crash(name: str) -> None:
    """Whatever its sniff says of them: a claim is no promise of what follows."""
    count, slowest = 0, 0.0
    for path in sorted(shared("data/nasty").rglob("*")):
        if path.is_file():
            started = time.monotonic()
            attempt(READERS[name], path.read_bytes())
            count, slowest = count + 1, max(slowest, time.monotonic() - started)
    print(f"\n{name:20} {count} files, slowest {slowest:.2f} s", end="")


def test_every_format_has_a_row_in_the_docs() -> None:
    page = ROOT / "docs" / "reference" / "formats.md"
    if not page.exists():
        pytest.skip("no page of formats yet")
    text = page.read_text("utf-8")
    formats = [r.FORMAT for r in READERS.values()] + list(archives.FORMATS.values())
    assert [f.name for f in formats if f.title not in text or f.name not in text] == []
