"""Told to every process of a test's environment: write down what you open, call and start.

Python's audit events (PEP 578) are raised by its own library below any code of ours: none of the
product's packages opens sockets or files of the user by other means. The record's file is opened
before a process gives up its rights.
"""

import os
import sys
from typing import TypeGuard

KEPT = (
    "socket.bind",
    "socket.connect",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
    "os.posix_spawn",
    "os.system",
    "open",
    "sqlite3.connect",
    "os.mkdir",
    "os.rename",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_BEGUN: set[str] = set()


def begin(path: str) -> None:
    """Record from now on, one event a line, as tab-separated words."""
    if path in _BEGUN:  # an environment's .pth files are run twice by some versions of Python
        return
    _BEGUN.add(path)
    record = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def hook(event: str, words: tuple[object, ...]) -> None:
        if event not in KEPT:
            return
        if event == "open":
            flags = words[2]
            if not isinstance(flags, int) or not flags & WRITING or isinstance(words[0], int):
                return
        text = "\t".join([event, *(os.fsdecode(w) if _is_path(w) else repr(w) for w in words)])
        os.write(record, text.replace("\n", " ").encode("utf-8", "backslashreplace") + b"\n")

    sys.addaudithook(hook)


def _is_path(word: object) -> TypeGuard[str | bytes | os.PathLike[str]]:
    return isinstance(word, str | bytes | os.PathLike)
