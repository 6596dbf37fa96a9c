"""The sheet for the IT department: what is opened, started, sent and written, recorded in use."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

import browsing
import own_environment
import recorded
from browsing import served
from nameplate.work.demo import EVIDENCE

ROOT = Path(__file__).parents[2]
SHEET = (ROOT / "docs" / "it-department.md").read_text()

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the record is made for systems that have /dev/null"
)


class Use(NamedTuple):
    """What the processes of one use did, and where they may have."""

    home: Path
    port: int
    events: tuple[tuple[str, ...], ...]

    def of(self, *names: str) -> list[tuple[str, ...]]:
        return [event[1:] for event in self.events if event[0] in names]


@pytest.fixture(scope="module")
def use(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Use]:
    """Serve, read the sample, look, ask, decide, export, forget: all of it recorded."""
    home = tmp_path_factory.mktemp("home")
    record = home.parent / f"{home.name}-record"
    command = own_environment.make(
        home.parent / f"{home.name}-environment", ROOT / "src", recording(record)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browsing, "NAMEPLATE", str(command))
        for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("TMPDIR", str(home / "tmp"))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        (home / "tmp").mkdir()
        with served(home / "work" / ".nameplate") as server:
            look_around(server.link, server.base)
            port = int(server.base.rpartition(":")[2])
        subprocess.run(
            [str(command), "read", str(EVIDENCE), "-o", "report.html"],
            cwd=home / "work",
            capture_output=True,
            check=False,
        )
        yield Use(home, port, events(record))
        subprocess.run([str(command), "case", "forget"], cwd=home / "work", check=True)


def recording(record: Path) -> str:
    """Return the line of Python that begins the record."""
    tests = str(ROOT / "tests")
    return f"sys.path.append({tests!r}); import recorded; recorded.begin({str(record)!r})"


def events(record: Path) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("\t")) for line in record.read_text().splitlines())


def look_around(link: str, base: str) -> None:
    """Do in a session what a user does."""
    with httpx.Client(base_url=base, follow_redirects=True, timeout=60) as client:
        form = client.get(link).text
        token = form.partition('name="form_token" value="')[2].partition('"')[0]
        sent = {"form_token": token}
        headers = {"origin": base}
        assert client.post("/evidence/sample", data=sent, headers=headers).status_code == 200
        until = time.monotonic() + 90
        while "775618" not in client.get("/devices").text:
            assert time.monotonic() < until
            time.sleep(0.3)
        for path in ("/devices/775618", "/unseen", "/who", "/law", "/sites", "/search?q=axis"):
            assert client.get(path).status_code == 200, path
        for form in ("csv", "xlsx", "json"):
            assert client.get(f"/devices.{form}").content
        entry = sent | {"value": "axis", "why": "label", "who": "A. Okafor"}
        decided = client.post("/devices/81bfe5/decide/maker", data=entry, headers=headers)
        assert "set by A. Okafor" in decided.text


def test_one_port_is_opened_and_it_is_on_loopback(use: Use) -> None:
    assert [words[1] for words in use.of("socket.bind")] == ["('127.0.0.1', 0)"]
    assert "127.0.0.1" in SHEET


def test_nothing_is_sent_and_no_name_is_looked_up(use: Use) -> None:
    assert use.of("socket.connect", "socket.sendto", "socket.gethostbyname") == []
    asked = {words[0] for words in use.of("socket.getaddrinfo")}
    assert asked <= {"127.0.0.1"}


def test_no_program_is_started_but_python_itself(use: Use) -> None:
    started = [words[0] for words in use.of("subprocess.Popen", "os.posix_spawn")]
    assert started
    assert {Path(path).name for path in started} <= {"python", "python3", Path(sys.executable).name}
    assert use.of("os.system") == []


def test_files_are_written_only_where_the_sheet_says(use: Use) -> None:
    work = use.home / "work"
    allowed = {
        work / ".nameplate": "`.nameplate`",
        work / "report.html": "exports or downloads",
        use.home / ".local/state/nameplate": "`~/.local/state/nameplate`",
        use.home / ".cache/nameplate": "`~/.cache/nameplate`",
        use.home / "Library/Caches/nameplate": "`~/Library/Caches/nameplate`",
        use.home / "tmp": "temporary files",
        Path(os.devnull): "",
    }
    assert all(words in SHEET for words in (*allowed.values(), "`__pycache__`"))
    written = {Path(words[0]) for words in use.of("open", "os.mkdir", "sqlite3.connect")}
    written |= {Path(words[1]) for words in use.of("os.rename")}
    assert any(path.name == "register.sqlite" for path in written)
    strange = [
        path
        for path in written
        if path.is_absolute()
        and not any(path.is_relative_to(place) or place.is_relative_to(path) for place in allowed)
        and "__pycache__" not in path.parts
        and not (path.parent == work and path.name.startswith(".report.html."))  # moved into place
    ]
    assert strange == []
    # "." is how tempfile names what it opens in the folder of the report.
    relative = {path.parts[0] for path in written if not path.is_absolute() and path.parts}
    assert relative <= {".nameplate", ":memory:", "report.html"}


def test_the_recorder_sees_what_it_is_to_see(tmp_path: Path) -> None:
    record, other = tmp_path / "record", tmp_path / "other"
    does = "s = socket.socket(); s.settimeout(0.1); s.connect_ex(('127.0.0.1', 9))"
    script = f"import sys, socket; {recording(record)}; open({str(other)!r}, 'w'); {does}"
    subprocess.run([sys.executable, "-I", "-c", script], check=True)
    seen = events(record)
    assert [event[-1] for event in seen if event[0] == "socket.connect"] == ["('127.0.0.1', 9)"]
    assert any(event[:2] == ("open", str(other)) for event in seen)
    assert {event[0] for event in seen} <= set(recorded.KEPT)
