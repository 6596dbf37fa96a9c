"""From paths to records: what is read, what is refused, and in which order."""

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from evidence.fakes import fake, one, problems, read, reasons, values
from nameplate.evidence import intake
from nameplate.evidence.case import Case
from nameplate.evidence.intake.walk import Candidate, open_regular, walk
from nameplate.model.errors import WrongUsage
from nameplate.model.identifiers import Sha256
from nameplate.model.reading import FileReading, Progress, Unread
from nameplate.model.records import Locus

posix = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")


def test_readings_come_in_the_order_of_names_whatever_finished_first(tmp_path: Path) -> None:
    fake(tmp_path, "slow", "x\n" * 20, name="a")
    for name in ("b", "c", "sub"):
        fake(tmp_path, "plain", name=name + ".txt")
    (tmp_path / "sub").mkdir()
    fake(tmp_path / "sub", "plain", name="d")
    names = [r.name for r in read([str(tmp_path)], workers=3)]
    assert names == ["a", "b.txt", "c.txt", str(Path("sub/d")), "sub.txt"]


def test_each_record_carries_the_hash_of_the_bytes_it_came_from(tmp_path: Path) -> None:
    path = fake(tmp_path, "plain", "one\ntwo\n")
    (piece,) = one(path).pieces
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert piece.evidence.sha256 == digest
    assert {r.evidence for r in piece.records} == {digest}
    assert piece.evidence.size == path.stat().st_size
    assert (piece.evidence.format, piece.evidence.reader, piece.evidence.reader_version) == (
        "plain",
        "plain",
        "1",
    )


def test_an_empty_file_is_called_empty_and_never_without_findings(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    reading = one(tmp_path / "a")
    assert reading.pieces == ()
    assert reasons(reading) == ["empty"]


@pytest.mark.parametrize("data", [b"\0", b"x", b"%PDF-1.7\n"])
def test_a_file_of_no_known_kind_is_listed_and_no_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    (unread,) = one(tmp_path / "a").not_read
    assert not unread.fault
    assert unread.next_step


@posix
def test_pipes_devices_and_sockets_are_refused_without_being_opened(tmp_path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
    assert reasons(list(read([str(tmp_path), "/dev/zero"]))) == [
        "a pipe, not a file",
        "a device, not a file",
    ]


def become(user: int) -> None:
    if sys.platform != "win32" and os.getuid() == 0:
        os.seteuid(user)


@posix
def test_a_file_without_permission_is_named_and_the_others_are_not_lost() -> None:
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        folder.chmod(0o755)
        fake(folder, "plain", name="a").chmod(0)
        fake(folder, "plain", name="b")
        (folder / "c").mkdir(mode=0)
        try:
            become(65534)  # root may read anything
            a, b, c = walk([kept])
            assert isinstance(a, Candidate)
            assert isinstance(b, Candidate)
            with pytest.raises(PermissionError):
                open_regular(a.path or folder)
            os.close(open_regular(b.path or folder))
        finally:
            become(0)
            (folder / "c").chmod(0o700)
        assert isinstance(c, Unread)
        assert (c.reason, c.fault) == ("cannot be read (Permission denied)", True)


@posix
def test_links_are_followed_inside_the_folder_only_and_never_round_in_circles(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    target = fake(folder, "plain", name="a")
    fake(tmp_path, "plain", name="outside")
    (folder / "again").symlink_to("a")
    (folder / "circle").symlink_to(".")
    (folder / "itself").symlink_to("itself")
    (folder / "out").symlink_to("../outside")
    found = list(read([str(folder)]))
    assert [r.name for r in found if r.pieces] == ["a", "again"]
    assert reasons(found) == [
        "cannot be read (Too many levels of symbolic links)",
        "a link that leads outside the folder that was given",
    ]
    linked = tmp_path / "link"
    linked.symlink_to(target)
    assert one(linked).pieces, "a link that is given itself is meant"


def test_hidden_files_and_the_case_are_passed_over(tmp_path: Path) -> None:
    fake(tmp_path, "plain", name=".hidden")
    fake(tmp_path, "plain", name="a")
    with Case.open(tmp_path / "kept") as case:
        for _ in range(2):
            assert [r.name for r in read([str(tmp_path)], case=case)] == ["a"]


def test_a_path_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="No such file"):
        next(read([str(tmp_path), str(tmp_path / "nothing")]))


def test_the_same_file_under_two_names_is_read_once_and_keeps_both(tmp_path: Path) -> None:
    path = fake(tmp_path, "plain", "x")
    (tmp_path / "copy").write_bytes(path.read_bytes())
    os.link(path, tmp_path / "hard")
    copy, hard, plain = read([str(tmp_path)])
    again = one(path)
    assert [r.name for r in (copy, hard, plain)] == ["copy", "hard", "plain"]
    assert {r.pieces[0].evidence.sha256 for r in (copy, hard, plain, again)} == {
        copy.pieces[0].evidence.sha256
    }
    assert plain.pieces[0].records is hard.pieces[0].records
    assert plain.pieces[0].evidence.name == "plain"


def test_two_folders_with_equal_names_in_them_are_told_apart(tmp_path: Path) -> None:
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        fake(tmp_path / name, "plain", name="arp.txt")
    givens = [str(tmp_path / "north"), str(tmp_path / "south")]
    assert [r.name for r in read(givens)] == [str(Path(g) / "arp.txt") for g in givens]


@posix
def test_any_bytes_may_stand_in_a_file_name(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m\n")).write_bytes(b"FAKE plain\n")
    (reading,) = read([str(tmp_path)])
    assert reading.name == "\\xff\x1b[31m\n"
    assert reading.pieces[0].evidence.name == reading.name


def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = fake(tmp_path, "slow", "x\n" * 40)
    writer = threading.Timer(0.6, lambda: path.open("ab").write(b"more\n"))
    writer.start()
    with Case.open(tmp_path / "case") as case:
        reading = one(path, case=case)
        writer.join()
        assert any("changed while it was read" in p for p in problems(reading))
        assert not reading.pieces[0].complete
        assert case.list() == ()


def test_standard_input_is_read_like_a_file() -> None:
    script = (
        "from evidence.fakes import read\n"
        "for r in read(['-']): print(r.name, len(r.pieces[0].records), r.pieces[0].evidence.size)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input="FAKE plain\na\nb\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stdout == "standard input 3 15\n"


def test_progress_counts_bytes_and_files_up_to_all_of_them(tmp_path: Path) -> None:
    told: list[Progress] = []
    fake(tmp_path, "plain", "x" * 80 + "\n" + ("y" * 79 + "\n") * 40_000, name="a")
    fake(tmp_path, "plain", name="b")
    list(read([str(tmp_path)], on_progress=told.append))
    total = sum(p.stat().st_size for p in tmp_path.iterdir())
    assert told[-1] == Progress(bytes_read=total, bytes_total=total, files_done=2, files_total=2)
    counts = [t.bytes_read for t in told]
    assert counts == sorted(counts)
    assert any(0 < c < total for c in counts)


def test_a_thousand_files_are_read_in_order(tmp_path: Path) -> None:
    for number in range(1000):
        fake(tmp_path, "plain", f"{number}\n", name=f"{number:04}")
    found: list[FileReading] = list(read([str(tmp_path)]))
    assert [values(r)[1] for r in found] == [str(n) for n in range(1000)]


def test_the_original_is_shown_as_it_stands_now_also_inside_an_archive(tmp_path: Path) -> None:
    import zipfile

    data = b'{"keys": {"mac": ["00:00:5e:00:53:01"]}, "field": "http.server", "value": "x/1"}\n'
    (tmp_path / "a.jsonl").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("in/a.jsonl", data + b"\n")
    first = Locus(Sha256(hashlib.sha256(data).hexdigest()), "line 1, /value")
    second = Locus(Sha256(hashlib.sha256(data + b"\n").hexdigest()), "line 1, /field")
    gone = Locus(Sha256("0" * 64), "line 1")
    found = intake.originals([str(tmp_path)], [first, second, gone])
    assert found == {first: b"x/1", second: b"http.server"}
