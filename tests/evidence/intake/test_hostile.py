"""Files made to break readers, through the whole intake: every one ends in an answer."""

import random
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import pytest

from nameplate.evidence import intake
from nameplate.evidence.sandbox.limits import Limits
from nameplate.model.reading import FileReading
from shared_data import shared

SECONDS = 10.0
BUDGET_MB = 768
GROUPS = (
    "archives",
    "captures",
    "csv",
    "http",
    "json",
    "merkle",
    "names",
    "pdf",
    "tls",
    "xlsx",
    "xml",
)


def check(readings: list[FileReading]) -> Counter[str]:
    """Count outcomes; a fault of ours or a file that had to be given up fails."""
    told: Counter[str] = Counter()
    for reading in readings:
        assert reading.pieces or reading.not_read, reading.name
        told["read"] += bool(reading.pieces)
        told["in part"] += any(not p.complete for p in reading.pieces)
        told["not read"] += not reading.pieces
        told["refused"] += any(u.fault for u in reading.not_read)
        for unread in reading.not_read:
            assert not unread.ours, (reading.name, unread.reason)
            assert "gave up" not in unread.reason, (reading.name, unread.reason)
            assert "worker died" not in unread.reason, (reading.name, unread.reason)
            assert unread.next_step, unread
    return told


@pytest.mark.prove
@pytest.mark.parametrize("group", GROUPS)
def test_the_hostile_corpora_end_in_answers(group: str) -> None:
    folder = shared(f"data/nasty/{group}")
    limits = Limits(seconds=SECONDS, memory_bytes=BUDGET_MB << 20)
    started = time.monotonic()
    readings = []
    slowest = 0.0
    before = started
    for reading in intake.read([str(folder)], limits=limits, workers=1):
        readings.append(reading)
        slowest, before = max(slowest, time.monotonic() - before), time.monotonic()
    told = check(readings)
    print(
        f"\n{group:9} {len(readings):5} files  read {told['read']:4}, in part {told['in part']:3},"
        f" not read {told['not read']:4}, refused {told['refused']:3};"
        f" slowest {slowest:.2f} s, all {time.monotonic() - started:.1f} s"
    )
    assert slowest < SECONDS


@pytest.mark.prove
def test_packed_hostile_files_end_in_answers(tmp_path: Path) -> None:
    import tarfile

    folder = shared("data/nasty")
    with tarfile.open(tmp_path / "nasty.tar.gz", "w:gz") as packed:
        packed.add(folder, "nasty")
    readings = list(intake.read([str(tmp_path)], limits=Limits(seconds=120.0)))
    told = check(readings)
    pieces = sum(len(r.pieces) for r in readings)
    print(f"\nall of them in one .tar.gz: {told['read']} file, {pieces} pieces of evidence")


@pytest.mark.prove
@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_files_that_grow_when_looked_at_end_in_answers(tmp_path: Path) -> None:
    """Bombs and noise of our own making, for every kind of door."""
    chance = random.Random(5)  # noqa: S311
    entity = b"".join(b'<!ENTITY x%d "&x%d;&x%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
    hostile = {
        "laughs.xml": b'<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY x0 "ha">'
        + entity
        + b"]><nmaprun><host>&x39;</host></nmaprun>",
        "deep.xml": b"<nmaprun>" + b"<host>" * 200_000,
        "attribute.xml": b'<nmaprun scanner="' + b"x" * 8_000_000 + b'"/>',
        "deep.json": b'{"data":' + b"[" * 3_000_000,
        "digits.json": b'{"home_assistant": {}, "data": ' + b"9" * 3_000_000 + b"}",
        "deep.jsonl": b'{"keys": ' * 500_000,
        "long.csv": b"Make,Model,Serial\n" + b'"' * 5_000_000,
        "quotes.csv": b"Make,Model,MAC address\n" + b'"a\n' * 500_000,
        "wide.csv": b"," * 5_000_000,
        "one-line.txt": b"0000.5e00.5301 " * 700_000,
        "blanks.txt": b"Interface:" + b" " * 9_000_000,
        "header.txt": b"HTTP/1.1 200 OK\r\n" + b"Server: x\r\n" * 500_000,
        "realm.txt": b'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="'
        + b'\\"' * 3_000_000,
        "pem.pem": b"-----BEGIN CERTIFICATE-----\n" + b"MIIB" * 2_000_000,
        "walk.txt": b"SNMPv2-MIB::sysDescr.0 = STRING: " + b'"' * 5_000_000,
        "key=value.txt": b"deviceType=x\n" + b"a=" * 3_000_000,
    }
    for name, data in hostile.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.gz").write_bytes(_gzip(data))
        cut = chance.randrange(1, len(data))
        (tmp_path / f"cut-{name}").write_bytes(data[:cut])
    slowest = 0.0
    before = time.monotonic()
    readings = []
    for reading in intake.read([str(tmp_path)], limits=Limits(seconds=SECONDS), workers=1):
        readings.append(reading)
        took, before = time.monotonic() - before, time.monotonic()
        print(f"\n{reading.name:22} {took:6.2f} s", end="")
        slowest = max(slowest, took)
    check(readings)
    assert slowest < SECONDS


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()
