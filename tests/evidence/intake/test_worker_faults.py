"""A worker may loop, starve, crash or lie: it costs its file, and the file is named."""

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from evidence.fakes import QUICK, fake, one, problems, read, reasons, values
from nameplate.evidence.sandbox.limits import Limits

linux = pytest.mark.skipif(sys.platform != "linux", reason="what Linux adds")


@pytest.mark.parametrize(("kind", "first"), [("loops", 20), ("spins", 16)])
def test_a_reader_that_never_ends_is_given_up_and_its_records_stay(
    tmp_path: Path, kind: str, first: int
) -> None:
    path = fake(tmp_path, kind)
    started = time.monotonic()
    reading = one(path)
    assert time.monotonic() - started < 10
    (piece,) = reading.pieces
    assert not piece.complete
    assert len(values(reading)) >= first
    assert piece.evidence.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "gave up after 1 s" in problems(reading)[0] or "processor time" in problems(reading)[0]


@linux
def test_a_reader_that_asks_for_all_memory_is_stopped_at_its_limit(tmp_path: Path) -> None:
    reading = one(fake(tmp_path, "hogs"), limits=Limits(memory_bytes=256 << 20))
    assert len(values(reading)) == 20
    assert "needs more than 256 MB of memory" in problems(reading)[0]


def test_a_reader_that_crashes_loses_at_most_half_of_what_it_read(tmp_path: Path) -> None:
    reading = one(fake(tmp_path, "crashes"))
    assert len(values(reading)) >= 48
    assert not reading.pieces[0].complete
    assert "its worker died" in problems(reading)[0]


def test_a_reader_that_crashes_costs_no_other_file(tmp_path: Path) -> None:
    for number in range(6):
        fake(tmp_path, "crashes" if number % 2 else "plain", name=f"{number}")
    found = list(read([str(tmp_path)], workers=2))
    assert [r.name for r in found] == [str(n) for n in range(6)]
    assert [r.pieces[0].complete for r in found] == [True, False] * 3


def test_records_without_end_stop_at_the_budget(tmp_path: Path) -> None:
    reading = one(fake(tmp_path, "floods"), limits=Limits(records=5_000))
    assert 4_900 < len(values(reading)) <= 5_001
    assert "yields more than 5000 records" in problems(reading)[0]
    reading = one(fake(tmp_path, "floods"), limits=Limits(record_bytes=1 << 20))
    assert "records of more than 1 MB" in problems(reading)[0]


def test_our_own_fault_names_the_reader_and_nothing_of_the_evidence(tmp_path: Path) -> None:
    reading = one(fake(tmp_path, "raises", "correct horse battery staple"))
    assert len(values(reading)) == 3
    (unread,) = reading.not_read
    assert unread.ours
    assert "the reader raises failed (KeyError" in unread.reason
    assert "horse" not in repr(reading)


@pytest.mark.parametrize("kind", ["wrong_field", "long_excerpt", "babbles"])
def test_what_no_worker_sends_is_not_believed(tmp_path: Path, kind: str) -> None:
    reading = one(fake(tmp_path, kind))
    assert reading.pieces == ()
    (unread,) = reading.not_read
    assert "sent what no worker sends" in unread.reason
    assert unread.ours
    assert "hunter2" not in repr(reading)


def test_a_worker_that_ends_by_itself_is_our_fault(tmp_path: Path) -> None:
    (unread,) = one(fake(tmp_path, "exits")).not_read
    assert "ended by itself (code 3)" in unread.reason
    assert unread.ours


def test_two_equal_claims_are_told_and_not_settled_by_order(tmp_path: Path) -> None:
    (unread,) = one(fake(tmp_path, "twin")).not_read
    assert unread.reason == "it looks alike to fake: twin_a and fake: twin_b"


def test_the_next_reader_reads_what_the_first_found_not_to_be_its_own(tmp_path: Path) -> None:
    reading = one(fake(tmp_path, "plain", "not\nthis"))
    assert reading.pieces[0].evidence.reader == "plain"
    assert values(reading) == ["FAKE plain", "not", "this"]
    assert reasons(one(fake(tmp_path, "gives_up"))) == ["diagnostics of something else"]


@linux
def test_a_worker_can_open_write_connect_and_start_nothing(tmp_path: Path) -> None:
    said = values(one(fake(tmp_path, "breaks_out")))
    assert [s.split()[0] for s in said] == ["read", "list", "write", "connect", "run", "kill"]
    assert all(" refused: " in s for s in said), said
    assert not Path("/tmp/nameplate-breaks-out").exists()  # noqa: S108


def test_protections_are_asked_of_a_worker_and_each_is_said_in_words() -> None:
    from nameplate.evidence import intake

    found = {p.name: p for p in intake.protections()}
    assert {"memory", "time", "writing", "reading", "network"} <= set(found)
    assert all(p.says.endswith(".") for p in found.values())


@linux
def test_no_worker_is_left_when_reading_stops_half_way(tmp_path: Path) -> None:
    for number in range(4):
        fake(tmp_path, "slow", "x\n" * 50, name=f"{number}")
    readings = read([str(tmp_path)], limits=QUICK, workers=3)
    next(readings)
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text().split()
    readings.close()
    assert before
    assert children.read_text().split() == []
