"""The register's file: kept whole, refused when it is somebody else's, never half written."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nameplate.model.errors import IntegrityFailed, TryAgain, WrongUsage
from nameplate.register import Settings, Store
from nameplate.register.store import FILE, state


def test_a_new_file_is_for_its_owner_alone_and_survives_power_cuts(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    db = store.read()
    assert store.fresh
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert db.execute("PRAGMA trusted_schema").fetchone() == (0,)
    if os.name == "posix":
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_second_opening_finds_what_the_first_kept(tmp_path: Path) -> None:
    Store.open(tmp_path).state("a", b"1")
    again = Store.open(tmp_path)
    assert not again.fresh
    assert again.fact("a") == b"1"
    assert again.fact("b") is None


def test_a_transaction_that_fails_keeps_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with contextlib.suppress(RuntimeError), store.writing() as db:
        state(db, "a", b"1")
        raise RuntimeError
    assert store.fact("a") is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("PRAGMA user_version=99", WrongUsage),
        ("PRAGMA application_id=7", WrongUsage),
        ("CREATE TABLE mine (a)", IntegrityFailed),
        ("DROP TRIGGER decisions_stay", IntegrityFailed),
        (
            "CREATE TRIGGER t AFTER INSERT ON jobs BEGIN DELETE FROM facts; END",
            IntegrityFailed,
        ),
    ],
)
def test_a_file_that_is_not_ours_is_refused(
    tmp_path: Path, change: str, error: type[Exception]
) -> None:
    Store.open(tmp_path).close()
    db = sqlite3.connect(tmp_path / FILE)
    db.execute(change)
    db.commit()
    db.close()
    with pytest.raises(error):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    "data", [b"not a database at all " * 100, b"SQLite format 3\0" + b"x" * 90]
)
def test_garbage_is_named_and_not_overwritten(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises((IntegrityFailed, WrongUsage)):
        Store.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == data


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(TryAgain):
        Store.open(tmp_path / "not there")


def test_the_last_statement_of_a_name_holds_and_the_others_are_kept(tmp_path: Path) -> None:
    settings = Settings(Store.open(tmp_path))
    settings.state("site:a", {"n": 1}, who="A", when="2026-11-25T10:00:00+00:00")
    settings.state("site:a", {"n": 2}, who="B", when="2026-11-25T11:00:00+00:00")
    settings.state("site:b", {"n": 3}, who="B", when="2026-11-25T12:00:00+00:00")
    settings.state("body", {"kind": "council"}, who="B", when="2026-11-25T12:00:00+00:00")
    held = settings.get("site:a")
    assert held is not None
    assert (held.who, held.value) == ("B", b'{"n":2}')
    assert [s.name for s in settings.begun("site:")] == ["site:a", "site:b"]
    settings.state("site:b", None, who="B", when="2026-11-25T13:00:00+00:00")
    assert settings.get("site:b") is None
    assert [s.name for s in settings.begun("site:")] == ["site:a"]
    assert [s.who for s in settings.history("site:a")] == ["A", "B"]


WRITER = """
import sys
from pathlib import Path
from nameplate.register import Settings, Store
settings = Settings(Store.open(Path(sys.argv[1])))
n = 0
while True:
    settings.state("count", n, who="x", when="2026-11-25T10:00:00+00:00")
    sys.stdout.write(f"{n}\\n")
    sys.stdout.flush()
    n += 1
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    acknowledged = -1
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.15)
        writer.kill()
        told = writer.stdout.read().split()
        writer.wait()
        acknowledged = int(told[-1]) if told else 0
        held = Settings(Store.open(tmp_path)).history("count")
        assert int(held[-1].value or b"-1") in (acknowledged, acknowledged + 1)
        assert [int(s.value or b"") for s in held[-acknowledged - 1 :]][:1] == [
            0 if int(held[-1].value or b"") == acknowledged else 1
        ]


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from nameplate.register import Settings, Store
settings = Settings(Store.open(Path(sys.argv[1])))
for n in range(20):
    settings.state(sys.argv[2], n, who="x", when="2026-11-25T10:00:00+00:00")
"""
    Store.open(tmp_path).close()
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"w{i}"]) for i in range(4)
    ]
    assert [w.wait() for w in writers] == [0] * 4
    settings = Settings(Store.open(tmp_path))
    assert [len(settings.history(f"w{i}")) for i in range(4)] == [20] * 4
