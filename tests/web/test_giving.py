"""Evidence given in the browser: as a stream, once, and never lost by a kill."""

import random
import time
import urllib.parse
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from browsing import Server, served
from nameplate.register import Jobs, Store
from nameplate.register.jobs import Job
from nameplate.work.demo import EVIDENCE
from nameplate.work.desk import Desk
from nameplate.work.view import View


def register(n: int) -> bytes:
    """A small asset register of one unit."""
    return (
        f"Asset,Type,Make,Model,MAC address\nA-{n},Camera,Acme,X{n},00:00:5e:00:53:{n:02x}\n"
    ).encode()


class Sender(NamedTuple):
    """A session of a served case, as a program that speaks HTTP."""

    base: str
    cookie: str
    token: str

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")

    def post(
        self, path: str, body: bytes, kind: str, *, origin: str | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection(self.host, timeout=30)
        headers = {
            "Cookie": self.cookie,
            "Origin": self.base if origin is None else origin,
            "Content-Type": kind,
        }
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        text = reply.read().decode()
        return reply.status, reply.getheader("location") or text

    def give(self, files: dict[str, bytes], *, token: str | None = None) -> tuple[int, str]:
        body, kind = multipart(files, self.token if token is None else token)
        return self.post("/evidence", body, kind)

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(self.host, timeout=30)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def multipart(files: dict[str, bytes], token: str) -> tuple[bytes, str]:
    edge = b"edge-of-a-part"
    parts = [b'Content-Disposition: form-data; name="form_token"\r\n\r\n' + token.encode()]
    for name, data in files.items():
        quoted = name.replace("\\", "\\\\").replace('"', "%22")
        head = f'Content-Disposition: form-data; name="files"; filename="{quoted}"'
        parts.append(head.encode() + b"\r\nContent-Type: text/plain\r\n\r\n" + data)
    body = b"".join(b"--" + edge + b"\r\n" + part + b"\r\n" for part in parts)
    return body + b"--" + edge + b"--\r\n", f"multipart/form-data; boundary={edge.decode()}"


def enter(server: Server) -> Sender:
    connection = HTTPConnection(server.base.removeprefix("http://"), timeout=30)
    url = urllib.parse.urlsplit(server.link)
    connection.request("GET", f"{url.path}?{url.query}")
    reply = connection.getresponse()
    reply.read()
    cookie = (reply.getheader("set-cookie") or "").partition(";")[0]
    made = Sender(server.base, cookie, "")
    text = made.get("/evidence")[1]
    return made._replace(token=text.partition('name="form_token" value="')[2].partition('"')[0])


def ended(case: Path, job: str, seconds: float = 60) -> Job:
    """Wait until a job is over, and return it."""
    number = int(job.rpartition("/")[2])
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = Jobs(Store.open(case)).get(number)
        if found is not None and found.is_over:
            return found
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def files_held(case: Path) -> list[str]:
    answer = View(Desk.open(case)).answer()
    return [] if answer is None else [e.file for e in answer.read.evidence]


def test_what_was_given_is_read_and_the_copies_are_removed(tmp_path: Path) -> None:
    case = tmp_path / "case"
    with served(case) as server:
        sender = enter(server)
        status, job = sender.give({"council/register.csv": register(1), "": b""})
        assert status == 303
        assert ended(case, job).state == "done"
        assert files_held(case) == ["council/register.csv"]
        assert not (case / "spool").exists()
        status, job = sender.give({"other.csv": register(2), "again.csv": register(1)})
        assert ended(case, job).state == "done"
        assert files_held(case) == ["council/register.csv", "other.csv"]
        assert View(Desk.open(case)).answer().read.summary.devices == 2  # type: ignore[union-attr]  # it is there
        assert sender.get("/devices")[1].count('href="/devices/') >= 2


def test_a_hostile_name_reaches_no_place_on_the_disk(tmp_path: Path) -> None:
    case = tmp_path / "case"
    names = ("../../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a\x1b[31m\u202e.csv", "x" * 900)
    with served(case) as server:
        sender = enter(server)
        given = {name: register(n) for n, name in enumerate(names, 1)}
        status, job = sender.give(given)
        assert status == 303
        assert ended(case, job).state == "done"
        assert len(files_held(case)) == len(names)
        assert not any("evil" in p.name for p in tmp_path.rglob("*"))
        page = sender.get("/evidence")[1]
        assert "\x1b" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_the_forms_token_not_a_byte_is_written(tmp_path: Path, token: str) -> None:
    case = tmp_path / "case"
    with served(case) as server:
        sender = enter(server)
        assert sender.give({"a.csv": register(1)}, token=token)[0] == 403
        assert not (case / "spool").exists()
        assert not [j for j in Jobs(Store.open(case)).latest() if j.kind == "read"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"", "multipart/form-data; boundary="),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b"--x\r\n" + b"A: " + b"b" * 20_000, "multipart/form-data; boundary=x"),
        (b"--x\r\n" + b"A: b\r\n" * 50 + b"\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"form_token=x", "application/x-www-form-urlencoded"),
        (b"--x--\r\n", "multipart/form-data; boundary=" + "y" * 900),
    ],
)
def test_a_crooked_upload_is_refused_and_leaves_nothing(
    tmp_path: Path, body: bytes, kind: str
) -> None:
    case = tmp_path / "case"
    with served(case) as server:
        status, text = enter(server).post("/evidence", body, kind)
        assert status in (400, 403, 503)
        assert "Traceback" not in text
        assert not (case / "spool").exists()


def test_no_file_chosen_is_told_beside_the_box(tmp_path: Path) -> None:
    with served(tmp_path / "case") as server:
        status, text = enter(server).give({})
        assert status == 400
        assert 'href="#files"' in text
        assert "<title>Error: " in text


def test_a_cancelled_job_leaves_nothing_of_its_files(tmp_path: Path) -> None:
    case = tmp_path / "case"
    with served(case) as server:
        sender = enter(server)
        many = {f"{n}.csv": register(n % 200) + b"\n" * n for n in range(1_500)}
        status, job = sender.give(many)
        assert status == 303
        form = f"form_token={sender.token}".encode()
        sender.post(f"{job}/cancel", form, "application/x-www-form-urlencoded")
        found = ended(case, job)
        if found.state == "done":
            pytest.skip("read before it could be cancelled")
        assert found.state == "cancelled"
        time.sleep(0.5)
        assert not (case / "spool").exists()
        status, job = sender.give({"one.csv": register(1)})
        assert ended(case, job).state == "done"
        assert files_held(case) == ["one.csv"]


def test_killed_at_random_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    case = tmp_path / "case"
    chance = random.Random(7)  # noqa: S311  # moments of a kill
    acknowledged: list[str] = []
    for round_ in range(5):
        server = Server(case)
        sender = enter(server)
        for n in range(3):
            name = f"round-{round_}-{n}.csv"
            status, _ = sender.give({name: register(round_ * 3 + n + 1)})
            if status == 303:
                acknowledged.append(name)
        time.sleep(chance.random() * 1.5)
        server.stop(kill=True)
    with served(case) as server:
        until = time.monotonic() + 90
        jobs = Jobs(Store.open(case))
        while time.monotonic() < until and jobs.open():
            time.sleep(0.2)
        time.sleep(1.5)
        assert sorted(files_held(case)) == sorted(acknowledged)
        states = {j.state for j in jobs.latest(200) if j.kind == "read"}
        assert states == {"done"}
        assert not (case / "spool").exists()


def test_an_upload_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    case = tmp_path / "case"
    with served(case) as server:
        sender = enter(server)
        body, kind = multipart({"big.csv": register(1) * 50_000}, sender.token)
        connection = HTTPConnection(sender.host)
        connection.putrequest("POST", "/evidence")
        for name, value in (
            ("Cookie", sender.cookie),
            ("Origin", sender.base),
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
        ):
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(body[: len(body) // 2])
        connection.close()
        until = time.monotonic() + 10
        while (case / "spool").exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.3)
        assert not (case / "spool").exists()
        assert [j for j in Jobs(Store.open(case)).latest() if j.state == "receiving"] == []


def test_the_sample_council_opens_by_a_button(tmp_path: Path) -> None:
    if not EVIDENCE.is_dir():
        pytest.skip("the sample council is part of the checkout")
    case = tmp_path / "case"
    with served(case) as server:
        sender = enter(server)
        form = f"form_token={sender.token}".encode()
        status, job = sender.post("/evidence/sample", form, "application/x-www-form-urlencoded")
        assert status == 303
        assert ended(case, job).state == "done"
        assert "strong evidence" in sender.get("/devices")[1]
