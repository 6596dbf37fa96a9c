"""Archives: members are evidence of their own, and no archive costs more than its budget."""

import gzip
import hashlib
import io
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import zstandard

from evidence.fakes import QUICK, one, problems, reasons, values
from nameplate.evidence.sandbox.limits import Limits

PLAIN = b"FAKE plain\nhello\n"


def tar(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("a.zip", zipped({"in/b.txt": PLAIN}), "a.zip/in/b.txt"),
        ("a.tar", tar({"in/b.txt": PLAIN}), "a.tar/in/b.txt"),
        ("a.txt.gz", gzip.compress(PLAIN), "a.txt.gz/a.txt"),
        ("a.txt.zst", zstandard.compress(PLAIN), "a.txt.zst/a.txt"),
        ("a.tar.gz", gzip.compress(tar({"b.txt": PLAIN})), "a.tar.gz/b.txt"),
        ("a.tgz", gzip.compress(tar({"b.txt": PLAIN})), "a.tgz/b.txt"),
        ("a.tar.zst", zstandard.compress(tar({"b": PLAIN})), "a.tar.zst/b"),
        ("a.zip", zipped({"b.zip": zipped({"c": PLAIN})}), "a.zip/b.zip/c"),
    ],
)
def test_a_member_is_evidence_of_its_own_with_its_archive_named(
    tmp_path: Path, name: str, data: bytes, shown: str
) -> None:
    reading = one(put(tmp_path, name, data))
    *outer, inner = reading.pieces
    assert inner.evidence.name.endswith(shown)
    assert inner.evidence.sha256 == hashlib.sha256(PLAIN).hexdigest()
    assert inner.evidence.inside == outer[-1].evidence.sha256
    assert outer[0].evidence.sha256 == hashlib.sha256(data).hexdigest()
    assert all(piece.complete for piece in reading.pieces)
    assert values(reading) == ["FAKE plain", "hello"]


def test_names_that_lead_elsewhere_are_shown_and_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    names = ("../../up.txt", "/abs.txt", "C:\\x.txt")
    reading = one(put(folder, "a.zip", zipped(dict.fromkeys(names, PLAIN))))
    shown = [p.evidence.name.partition("a.zip/")[2] for p in reading.pieces[1:]]
    assert shown == list(names)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [folder / "a.zip"]


def test_hidden_members_and_folders_are_passed_over(tmp_path: Path) -> None:
    members = {"__MACOSX/._a": b"x", ".git/b": PLAIN, "d/": b"", "e": PLAIN}
    reading = one(put(tmp_path, "a.zip", zipped(members)))
    assert [p.evidence.name[-1] for p in reading.pieces[1:]] == ["e"]
    assert reading.not_read == ()


def test_members_of_no_known_kind_are_listed_and_the_archive_is_not_called_read(
    tmp_path: Path,
) -> None:
    reading = one(put(tmp_path, "a.zip", zipped({"a.bin": b"\0\1", "b.txt": b"hello"})))
    assert reading.pieces == ()
    assert reasons(reading) == ["data of no known kind", "text of no known form"]
    assert reasons(one(put(tmp_path, "b.zip", zipped({})))) == ["an archive with no file in it"]


def test_an_encrypted_member_needs_its_password_removed(tmp_path: Path) -> None:
    data = bytearray(zipped({"a": PLAIN}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (unread,) = one(put(tmp_path, "a.zip", bytes(data))).not_read
    assert unread.reason == "it is encrypted"
    assert "password" in unread.next_step


def test_links_in_a_tar_are_refused_one_by_one(tmp_path: Path) -> None:
    link = tarfile.TarInfo("passwd")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    data = link.tobuf() + tar({"b": PLAIN})
    reading = one(put(tmp_path, "a.tar", data))
    assert reasons(reading) == ["a symbolic link"]
    assert values(reading) == ["FAKE plain", "hello"]


BOMB = b"FAKE plain\n" + bytes(100 << 20)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("zip", zipped({"a": BOMB, "b": BOMB, "c": PLAIN})),
        ("gz", gzip.compress(BOMB)),
        ("zst", zstandard.compress(BOMB)),
        ("nest", zipped({"a.tar.gz": gzip.compress(tar({"x": BOMB}))})),
        ("many", zipped({str(n): b"FAKE plain\n" + bytes(1 << 20) for n in range(100)})),
    ],
)
def test_a_bomb_stops_at_the_budget_of_the_whole_nest(
    tmp_path: Path, name: str, data: bytes
) -> None:
    started = time.monotonic()
    limits = Limits(unpacked_bytes=60 << 20, memory_bytes=256 << 20)
    reading = one(put(tmp_path, name, data), limits=limits)
    told = problems(reading) + reasons(reading)
    assert any("unpacks to more than 60 MB" in t for t in told), told
    cut_short = [p for p in reading.pieces if not p.complete]
    assert cut_short or not reading.pieces
    assert time.monotonic() - started < 10


def test_archives_in_archives_end_at_a_depth_and_members_at_a_number(tmp_path: Path) -> None:
    data = PLAIN
    for _ in range(8):
        data = zipped({"a.zip": data})
    assert reasons(one(put(tmp_path, "deep.zip", data))) == ["packed more than 4 deep"]
    many = put(tmp_path, "many.tar", tar({str(n): PLAIN for n in range(30)}))
    reading = one(many, limits=Limits(members=20))
    assert len(reading.pieces) == 21
    assert problems(reading) == ["holds more than 20 files"]


def test_a_cut_archive_gives_what_stands_before_the_cut_and_says_so(tmp_path: Path) -> None:
    lines = b"FAKE plain\n" + b"".join(b"%d\n" % n for n in range(200_000))
    whole = gzip.compress(lines)
    reading = one(put(tmp_path, "a.gz", whole[: len(whole) // 2]))
    assert 10_000 < len(values(reading)) < 200_000
    assert not reading.pieces[1].complete
    assert "the gzip stream is cut off" in problems(reading)[0]

    short = gzip.compress(b"FAKE plain\n" + bytes(1000))
    reading = one(put(tmp_path, "b.gz", short[:-6]))
    assert "the gzip stream is cut off" in (problems(reading) + reasons(reading))[0]
    assert not all(p.complete for p in reading.pieces)

    (unread,) = one(put(tmp_path, "c.zip", zipped({"a": PLAIN})[:-10])).not_read
    assert unread.fault
    assert "directory is cut off" in unread.reason


def test_a_reader_that_loops_on_a_member_ends_its_file_and_keeps_the_members_before(
    tmp_path: Path,
) -> None:
    members = {"a": PLAIN, "b": b"FAKE loops\n", "c": PLAIN}
    reading = one(put(tmp_path, "a.tar", tar(members)), limits=QUICK)
    names = [p.evidence.name[-1] for p in reading.pieces]
    assert names[:2] == ["r", "a"]
    assert not reading.pieces[0].complete
    assert "c" not in names


def test_a_crash_on_a_member_keeps_the_members_before(tmp_path: Path) -> None:
    for kind in ("crashes", "spins"):
        members = {"a": PLAIN * 50, "b": f"FAKE {kind}\n".encode(), "c": PLAIN}
        data = tar(members)
        reading = one(put(tmp_path, "a.tar", data), limits=QUICK)
        assert [p.evidence.name[-1] for p in reading.pieces] == ["r", "a"]
        assert reading.pieces[0].evidence.sha256 == hashlib.sha256(data).hexdigest()
        assert [u.fault for u in reading.not_read] == [True]
