"""The case: what was read is kept whole or not at all, and never believed when it is damaged."""

import errno
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from evidence.fakes import fake, one, read, values
from nameplate.evidence.case import Case, fingerprint
from nameplate.model.errors import TryAgain, UnreadableEvidence, WrongUsage
from nameplate.model.reading import FileReading

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")


@pytest.fixture(autouse=True)
def _own_key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = str(tmp_path_factory.mktemp("state"))
    monkeypatch.setenv("XDG_STATE_HOME", home)
    monkeypatch.setenv("LOCALAPPDATA", home)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name in ("a", "b", "c"):
        fake(folder, "plain", f"{name}\nx\n", name=name)
    (folder / "noise").write_bytes(b"\0\1")
    time.sleep(0.03)  # past one tick of the file system's clock
    return folder


def all_of(folder: Path, case: Path) -> tuple[list[FileReading], list[str]]:
    with Case.open(case) as opened:
        return list(read([str(folder)], case=opened)), opened.notices


def same(found: list[FileReading]) -> list[tuple[object, ...]]:
    return [(r.name, r.pieces, r.not_read) for r in found]


def test_unchanged_evidence_is_never_read_twice(tmp_path: Path, evidence: Path) -> None:
    first, _ = all_of(evidence, tmp_path / "case")
    again, notices = all_of(evidence, tmp_path / "case")
    assert [r.from_case for r in first] == [False] * 4
    assert [r.from_case for r in again] == [True] * 4
    assert same(again) == same(first)
    assert notices == []


def test_what_was_changed_moved_or_added_is_read_and_only_that(
    tmp_path: Path, evidence: Path
) -> None:
    all_of(evidence, tmp_path / "case")
    fake(evidence, "plain", "other\n", name="a")
    (evidence / "b").rename(evidence / "d")
    again, _ = all_of(evidence, tmp_path / "case")
    assert [(r.name, r.from_case) for r in again] == [
        ("a", False),
        ("c", True),
        ("d", False),
        ("noise", True),
    ]
    assert values(again[0]) == ["FAKE plain", "other"]


def test_a_change_that_keeps_size_and_time_is_noticed(tmp_path: Path, evidence: Path) -> None:
    path = evidence / "a"
    all_of(evidence, tmp_path / "case")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"x", b"y"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    again, _ = all_of(evidence, tmp_path / "case")
    assert values(again[0]) == ["FAKE plain", "a", "y"]


def test_a_file_written_in_this_very_moment_is_not_taken_for_unchanged_later(
    tmp_path: Path,
) -> None:
    path = fake(tmp_path, "plain")
    now = time.time_ns()
    os.utime(path, ns=(now + 10**10, now + 10**10))
    with Case.open(tmp_path / "case") as case:
        one(path, case=case)
        assert case.list() == ()


def test_another_version_of_the_program_reads_anew(
    tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of(evidence, tmp_path / "case")
    monkeypatch.setattr("nameplate.evidence.intake.run.fingerprint", lambda _: "another")
    assert [r.from_case for r in all_of(evidence, tmp_path / "case")[0]] == [False] * 4


def test_a_changed_reader_changes_the_fingerprint_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "reader.py").write_text("VERSION = 1\n")
    before = fingerprint([tmp_path])
    (tmp_path / "notes.txt").write_text("no code")
    assert fingerprint([tmp_path]) == before
    (tmp_path / "reader.py").write_text("VERSION = 2\n")
    assert fingerprint([tmp_path]) != before


def test_a_damaged_entry_is_noticed_told_and_read_again(tmp_path: Path, evidence: Path) -> None:
    case = tmp_path / "case"
    first, _ = all_of(evidence, case)
    entries = sorted((case / "records").iterdir())
    assert len(entries) == 3
    for entry, damage in zip(entries, ("flip", "cut", "swap"), strict=True):
        data = entry.read_bytes()
        entry.write_bytes(
            {
                "flip": data[:40] + bytes([data[40] ^ 1]) + data[41:],
                "cut": data[: len(data) // 2],
                "swap": entries[0].read_bytes(),
            }[damage]
        )
    again, notices = all_of(evidence, case)
    assert same(again) == same(first)
    assert [r.from_case for r in again] == [False] * 3 + [True]
    assert len(notices) == 3
    assert all("damaged" in n and "read again" in n for n in notices)
    assert [r.from_case for r in all_of(evidence, case)[0]] == [True] * 4


def test_a_damaged_index_costs_a_reading_and_no_more(tmp_path: Path, evidence: Path) -> None:
    case = tmp_path / "case"
    first, _ = all_of(evidence, case)
    index = (case / "index").read_bytes()
    for damaged in (b"", index[:-1], index[:32] + b"\x00" + index[33:], b"\xc1" * 100):
        (case / "index").write_bytes(damaged)
        again, notices = all_of(evidence, case)
        assert same(again) == same(first)
        assert "index of the case is damaged" in notices[0]


def test_a_case_that_somebody_else_made_is_not_believed(
    tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of(evidence, tmp_path / "case")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "theirs"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "theirs"))
    again, notices = all_of(evidence, tmp_path / "case")
    assert [r.from_case for r in again] == [False] * 4
    assert "not yours" in notices[0]


def test_without_a_folder_of_the_users_own_the_key_lies_in_the_case(
    tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    all_of(evidence, tmp_path / "case")
    assert all(r.from_case for r in all_of(evidence, tmp_path / "case")[0])


@posix
def test_nobody_else_can_look_into_a_case(tmp_path: Path, evidence: Path) -> None:
    all_of(evidence, tmp_path / "case")
    assert stat.S_IMODE((tmp_path / "case").stat().st_mode) == 0o700


def test_a_second_run_is_told_to_try_again(tmp_path: Path) -> None:
    with (
        Case.open(tmp_path / "case"),
        pytest.raises(TryAgain, match="another run is using this case"),
    ):
        Case.open(tmp_path / "case")
    Case.open(tmp_path / "case").close()


def test_a_folder_that_holds_other_things_is_no_case_and_is_left_alone(evidence: Path) -> None:
    before = sorted(evidence.iterdir())
    with pytest.raises(WrongUsage, match="is no case"):
        Case.open(evidence)
    assert sorted(evidence.iterdir()) == before


def test_a_folder_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnreadableEvidence, match="no case can be kept here"):
        Case.open(tmp_path / "file" / "case")


def test_a_full_disk_ends_the_keeping_and_not_the_run(
    tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    first, _ = all_of(evidence, tmp_path / "other")
    monkeypatch.setattr(os, "fsync", full)
    found, notices = all_of(evidence, tmp_path / "case")
    assert same(found) == same(first)
    assert len(notices) == 1
    assert "No space left on device" in notices[0]
    assert list((tmp_path / "case" / "records").iterdir()) == []


def test_a_case_gives_the_last_run_back_without_the_evidence(
    tmp_path: Path, evidence: Path
) -> None:
    first, _ = all_of(evidence, tmp_path / "case")
    one_only = fake(tmp_path, "plain", name="z")
    time.sleep(0.03)
    for path in evidence.iterdir():
        path.unlink()
    with Case.open(tmp_path / "case") as case:
        assert same(list(case.readings())) == same(first)
        list(read([str(one_only)], case=case))
    with Case.open(tmp_path / "case") as case:
        assert [r.name for r in case.readings()] == [str(one_only)]
        assert len(case.list()) == 5


def test_a_forgotten_case_leaves_nothing_and_takes_nothing_else_along(
    tmp_path: Path, evidence: Path
) -> None:
    all_of(evidence, tmp_path / "case")
    assert Case.open(tmp_path / "case").forget() == 3
    assert not (tmp_path / "case").exists()
    all_of(evidence, tmp_path / "case")
    (tmp_path / "case" / "mine.txt").touch()
    Case.open(tmp_path / "case").forget()
    assert [p.name for p in (tmp_path / "case").iterdir()] == ["mine.txt"]
    assert len(list(evidence.iterdir())) == 4


def test_records_that_no_file_has_any_more_are_removed(tmp_path: Path, evidence: Path) -> None:
    case = tmp_path / "case"
    all_of(evidence, case)
    (case / "records" / ".aside-0123").write_bytes(b"half")
    fake(evidence, "plain", "new\n", name="a")
    time.sleep(0.03)
    all_of(evidence, case)
    assert len(list((case / "records").iterdir())) == 3


def test_no_original_is_kept(tmp_path: Path) -> None:
    fake(tmp_path, "raises", "correct horse battery staple\n")
    path = fake(tmp_path, "plain", "y" * 500 + "SECRET\n")
    time.sleep(0.03)
    with Case.open(tmp_path / "case") as case:
        list(read([str(path), str(tmp_path / "raises")], case=case))
    kept = b"".join(p.read_bytes() for p in (tmp_path / "case").rglob("*") if p.is_file())
    assert b"SECRET" not in kept
    assert b"horse" not in kept
