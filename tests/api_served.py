"""A case behind the API, on a real socket of this machine: for tests."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import uvicorn

from nameplate.web.app import create
from nameplate.web.door import Door
from nameplate.web.server import _listen
from nameplate.work.serve import Serving

PREFIX = "/api/v1"


class Served:
    """A case that is served by a thread of this process, and a program's session with it."""

    def __init__(self, serving: Serving, door: Door, server: uvicorn.Server) -> None:
        self.serving = serving
        self.door = door
        self.server = server
        self.root = f"http://127.0.0.1:{door.port}"
        self.base = self.root + PREFIX

    def token(self) -> str:
        return self.door.link().partition("token=")[2]

    def secret(self) -> str:
        done = httpx.post(f"{self.base}/session", json={"token": self.token()})
        assert done.status_code == 201, done.text
        secret: str = done.json()["bearer"]
        return secret

    def client(self) -> httpx.Client:
        """Return a client with a session of its own."""
        headers = {"authorization": f"Bearer {self.secret()}"}
        return httpx.Client(base_url=self.base, headers=headers, timeout=60)

    def settled(self) -> None:
        """Wait until nothing waits or runs, and nothing is begun by itself any more."""
        desk, until, quiet = self.serving.desk, time.monotonic() + 90, 0
        while quiet < 30:
            assert time.monotonic() < until, "the jobs did not end"
            time.sleep(0.1)
            quiet = 0 if desk.jobs.open() else quiet + 1
            if quiet and not desk.is_stale():
                return


@contextlib.contextmanager
def served(case: Path) -> Iterator[Served]:
    """Serve a case until the block is left."""
    listening = _listen(0)
    door = Door(listening.getsockname()[1])
    serving = Serving.open(case)
    config = uvicorn.Config(create(serving, door), log_config=None, lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True
    )
    thread.start()
    try:
        yield Served(serving, door, server)
    finally:
        server.should_exit = True
        thread.join(15)
