"""The command line as people meet it: real processes, real pipes, the table of exit codes."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nameplate.cli.commands import nameplate

ROOT = Path(__file__).parents[2]
NAMEPLATE = str(Path(sys.executable).with_name("nameplate"))
COMMANDS = ("read", "why", "law", "serve", "case", "knowledge", "doctor", "demo")
REPLY = {
    "channel": "http-body",
    "content": json.dumps(
        {
            "@xmlns": "http://www.hikvision.com/ver20/XMLSchema",
            "systemContact": "Hikvision.China",
            "model": "DS-2CD2146G2-ISU",
            "serialNumber": "DS-2CD2146G2-ISU20230418AAWRL00000017",
            "macAddress": "24:48:45:00:00:17",
        }
    ),
    "keys": {"mac": ["24:48:45:00:00:17"]},
}


def run(
    folder: Path, *words: str, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [NAMEPLATE, *words],
        cwd=folder,
        input=stdin,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    (tmp_path / "replies.jsonl").write_text(json.dumps(REPLY) + "\n")
    return tmp_path


def test_the_version_costs_little_more_than_starting_python() -> None:
    # Not timed: the modules that are loaded decide, and a slow one would be seen here.
    done = subprocess.run(
        [sys.executable, "-X", "importtime", NAMEPLATE, "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert done.stdout.startswith("nameplate ")
    assert not loaded & {"click", "msgspec", "rich", "re2", "jinja2", "importlib.metadata"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_two_examples(name: str, tmp_path: Path) -> None:
    lines = run(tmp_path, name, "--help").stdout.decode().splitlines()
    assert lines[0] == "Examples:"
    assert lines[1].strip().startswith("nameplate ")
    assert lines[2].strip().startswith("nameplate ")


def test_the_commands_are_those_of_the_design() -> None:
    assert tuple(nameplate.list_commands(None)) == COMMANDS  # type: ignore[arg-type]  # unused there


def test_a_file_becomes_a_device_with_its_reasons(evidence: Path) -> None:
    done = run(evidence, "read", "replies.jsonl", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    (device,) = answer["devices"]
    assert answer["schema"] == "nameplate/read/1"
    assert (device["attribution"]["maker"], device["attribution"]["band"]) == (
        "hikvision",
        "strong",
    )
    assert device["listed"] is True
    assert device["destinations"] is None
    assert "destinations" in answer["not_looked"]
    assert b"covered" not in done.stdout.lower()


def test_standard_input_is_evidence_too(evidence: Path) -> None:
    data = (evidence / "replies.jsonl").read_bytes()
    answer = json.loads(run(evidence, "read", "-", "--json", stdin=data).stdout)
    assert len(answer["devices"]) == 1


def test_lines_end_with_one_record_of_the_rest(evidence: Path) -> None:
    rows = [
        json.loads(line)
        for line in run(evidence, "read", "replies.jsonl", "--jsonl").stdout.splitlines()
    ]
    assert rows[0]["id"]
    assert rows[-1]["schema"] == "nameplate/read/1"
    assert "summary" in rows[-1]


def test_rows_open_in_a_spreadsheet(evidence: Path) -> None:
    text = run(evidence, "read", "replies.jsonl", "--csv").stdout.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1


def test_several_reports_are_written_at_once(evidence: Path) -> None:
    names = ("r.html", "r.xlsx", "r.csv", "r.json", "r.jsonl")
    flags = [word for name in names for word in ("-o", name)]
    assert run(evidence, "read", "replies.jsonl", *flags).returncode == 0
    assert all((evidence / name).stat().st_size > 100 for name in names)


def test_a_report_that_cannot_be_written_is_told_and_nothing_is_left(evidence: Path) -> None:
    done = run(evidence, "read", "replies.jsonl", "-o", "no/such/folder/r.html")
    assert done.returncode == 75
    assert b"Name a folder that exists" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("read", "absent"), 2, b"absent"),
        (("read", "replies.jsonl", "-o", "r.pdf"), 2, b".html"),
        (("read", "replies.jsonl", "--listing", "nobody"), 2, b"2022-call"),
        (("read", "replies.jsonl", "--as-of", "yesterday"), 2, b"2026-11-25"),
        (("raed", "x"), 2, b"Did you mean 'read'?"),
        (("read",), 2, b"PATH"),
        (("knowledge", "show", "hikvison"), 2, b"hikvision"),
        (("case", "forget"), 2, b"no case"),
    ],
)
def test_wrong_usage_is_one_line_that_helps(
    words: tuple[str, ...], code: int, says: bytes, evidence: Path
) -> None:
    done = run(evidence, *words)
    assert done.returncode == code
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


def test_listed_units_end_with_3_only_when_asked(evidence: Path) -> None:
    assert run(evidence, "read", "replies.jsonl").returncode == 0
    assert run(evidence, "read", "replies.jsonl", "--fail-on", "listed").returncode == 3


def test_a_broken_file_ends_with_4_and_the_others_are_read(evidence: Path) -> None:
    (evidence / "scan.xml").write_bytes(b"<?xml version='1.0'?><nmaprun scanner='nmap'><host><addr")
    done = run(evidence, "read", "replies.jsonl", "scan.xml", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 4
    assert len(answer["devices"]) == 1
    assert any(p["file"] == "scan.xml" for p in answer["partial"] + answer["not_read"])


def test_3_goes_before_4(evidence: Path) -> None:
    (evidence / "scan.xml").write_bytes(b"<?xml version='1.0'?><nmaprun scanner='nmap'><host><addr")
    assert run(evidence, "read", ".", "--fail-on", "listed").returncode == 3


def test_a_file_of_no_known_kind_is_listed_and_no_failure(evidence: Path) -> None:
    (evidence / "song.mp3").write_bytes(bytes(range(256)) * 40)
    done = run(evidence, "read", ".", "--json")
    assert done.returncode == 0
    assert [n["file"] for n in json.loads(done.stdout)["not_read"]] == ["song.mp3"]


def test_the_same_file_twice_is_one_device(evidence: Path) -> None:
    (evidence / "copy.jsonl").write_bytes((evidence / "replies.jsonl").read_bytes())
    answer = json.loads(run(evidence, "read", ".", "--json").stdout)
    assert len(answer["devices"]) == 1


def test_the_answer_is_the_same_from_the_case(evidence: Path) -> None:
    first = run(evidence, "read", "replies.jsonl", "--json")
    again = run(evidence, "read", "replies.jsonl", "--json")
    fresh = run(evidence, "read", "replies.jsonl", "--json", "--no-case")
    assert first.stdout == again.stdout == fresh.stdout


def test_a_case_is_listed_and_forgotten(evidence: Path) -> None:
    run(evidence, "read", "replies.jsonl")
    assert b"replies.jsonl" in run(evidence, "case", "list").stdout
    assert run(evidence, "case", "forget").returncode == 0
    assert not (evidence / ".nameplate").exists()
    assert (evidence / "replies.jsonl").exists()


def test_a_reader_that_has_enough_is_no_fault(evidence: Path) -> None:
    done = subprocess.run(  # noqa: S602  # a real pipe is the point
        f"'{NAMEPLATE}' read replies.jsonl --json --no-case | head -c 10",
        shell=True,
        cwd=evidence,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_escapes_in_evidence_never_reach_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07\u202eAxis"
    row = {
        "channel": "http-header",
        "content": f'Server: {hostile}\r\nWWW-Authenticate: Basic realm="{hostile}"',
        "keys": {"ip": ["192.0.2.9"], "hostname": [hostile]},
    }
    (tmp_path / "a\x1b[31m.jsonl").write_text(json.dumps(row) + "\n")
    for words in ((), ("--json",), ("--jsonl",), ("--csv",)):
        done = run(tmp_path, "read", ".", "--no-case", *words)
        for stream in (done.stdout, done.stderr):
            assert b"\x1b" not in stream, words
            assert "\u202e".encode() not in stream, words
            assert b"\x07" not in stream, words


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_ends_with_130_and_the_same_command_goes_on(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(REPLY) for _ in range(150))
    for number in range(30):
        (tmp_path / f"f{number:02}.jsonl").write_text(lines.replace("00:17", f"00:{number:02}"))
    child = subprocess.Popen(
        [NAMEPLATE, "read", ".", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(0.7)
    child.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, told = child.communicate(timeout=20)
    if child.returncode != 0:  # it may have finished first on a fast machine
        assert child.returncode == 130, told
        assert time.monotonic() - started < 5
        assert b"Traceback" not in told
    again = run(tmp_path, "read", ".", "--json")
    assert again.returncode == 0
    assert again.stdout == run(tmp_path, "read", ".", "--json", "--no-case").stdout
