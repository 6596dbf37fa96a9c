"""A server and a real browser for tests, both in a network namespace that has only loopback.

Nothing that a page tries can leave the machine there, whatever it is; a route that a test listens
on would see only what the browser chooses to show (it misses WebRTC and the browser's own traffic).
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

NAMEPLATE = str(Path(sys.executable).with_name("nameplate"))


class Namespace(NamedTuple):
    """A namespace that is there: what to put before a command so that it runs inside."""

    inside: tuple[str, ...]


@contextlib.contextmanager
def namespace() -> Iterator[Namespace]:
    """Give a namespace with loopback alone; skip, loudly, where none can be had."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("no network namespaces here: pages are opened nowhere else")
    holder = subprocess.Popen(
        ["unshare", "-Urn", "sh", "-c", "ip link set lo up && echo ready && exec sleep 3600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != b"ready\n":
            pytest.skip("no network namespace can be made here: pages are opened nowhere else")
        into = ("nsenter", "-t", str(holder.pid), "-U", "-n", "--preserve-credentials", "--")
        devices = subprocess.run([*into, "cat", "/proc/net/dev"], capture_output=True, check=True)
        names = [line.split(b":")[0].strip() for line in devices.stdout.splitlines()[2:]]
        assert names == [b"lo"]
        yield Namespace(into)
    finally:
        holder.kill()
        holder.wait()


def chromium() -> str:
    """Return a Chromium's path; skip, loudly, where there is none."""
    stated = os.environ.get("NAMEPLATE_CHROMIUM")
    names = (stated, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: say where one is with NAMEPLATE_CHROMIUM")
    return found


class Server:
    """`nameplate serve` in a process of its own."""

    def __init__(self, case: Path, inside: tuple[str, ...] = ()) -> None:
        self.inside = inside
        self.process = subprocess.Popen(
            [*inside, NAMEPLATE, "serve", str(case)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().decode().strip()
        self.base = self.link.partition("/open")[0]

    def stop(self, *, kill: bool = False) -> None:
        """End it as Ctrl-C does, or as a power cut does."""
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.communicate(timeout=20)


@contextlib.contextmanager
def served(case: Path, inside: tuple[str, ...] = ()) -> Iterator[Server]:
    """Serve a case for the length of a block."""
    server = Server(case, inside)
    try:
        yield server
    finally:
        server.stop()


def wait_for_view(case: Path, seconds: float = 60) -> None:
    """Wait until the case was judged."""
    from nameplate.register import Store, Views

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (case / "register.sqlite").exists() and Views(Store.open(case)).generation():
            return
        time.sleep(0.1)
    raise AssertionError("the case was not judged in time")
