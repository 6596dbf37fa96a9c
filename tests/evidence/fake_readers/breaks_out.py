"""Tries what no reader may, and says what it could do."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("breaks_out", "fake: breaks_out", ("Sighting",), "none: for tests")

ATTEMPTS: dict[str, Callable[[], object]] = {
    "read": lambda: Path("/etc/passwd").read_bytes(),
    "list": lambda: os.listdir("/"),
    "write": lambda: Path("/tmp/nameplate-breaks-out").write_bytes(b"x"),  # noqa: S108
    "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "run": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
    "kill": lambda: os.kill(os.getppid(), 0),
}


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE breaks_out\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
            said = "could"
        except OSError as fault:
            said = f"refused: {fault.strerror}"
        yield Sighting(
            keys=(),
            witness=Witness.DEVICE,
            field="device.model",
            value=f"{name} {said}",
            where="line 1",
            unit="line 1",
        )
