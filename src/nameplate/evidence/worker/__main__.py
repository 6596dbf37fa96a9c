"""The child process that reads: `python -I -m nameplate.evidence.worker`.

It imports the readers, closes its doors (`sandbox`), and then takes one file after another as an
open descriptor. What it sends back is checked by its parent; it may die at any moment.
"""

import argparse
import array
import gc
import os
import socket
import sys
from collections.abc import Sequence

from nameplate.evidence import sandbox
from nameplate.evidence.bounded.source import Budget, Source, Stream
from nameplate.evidence.worker import registry, wire
from nameplate.evidence.worker.dispatch import Dispatch
from nameplate.evidence.worker.out import Out
from nameplate.model.errors import UnreadableEvidence

_CHECK = "Check that you may read it, and that it is still there."
_HASH_BUDGET = Budget(stream_bytes=1 << 62, seconds=3600.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve tasks until the parent hangs up."""
    parser = argparse.ArgumentParser(prog="nameplate.evidence.worker")
    parser.add_argument("--channel", type=int, default=-1)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--readers", default=registry.READERS)
    parser.add_argument("--path", action="append", default=[])
    given = parser.parse_args(arguments)
    sys.path += given.path
    channel = _channel(given.channel)
    readers = registry.load(given.readers)
    gc.freeze()  # what stays for good need not be looked through again and again
    held = sandbox.enter(given.memory)
    channel.sendall(wire.frame(wire.Ready(protections=held)))
    while (received := _receive(channel)) is not None:
        _serve(channel, readers, *received)
    return 0


def _channel(number: int) -> socket.socket:
    """Return the socket to the parent: inherited, or on Windows shared through our stdin."""
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=number)


def _receive(channel: socket.socket) -> tuple[wire.Task, int | None] | None:
    """Wait for a task and its descriptor; None when the parent is gone."""
    data = bytearray()
    file: int | None = None
    while True:
        piece, passed = _take(channel)
        if passed is not None:
            file = passed
        if not piece:
            return None
        data += piece
        if len(data) >= wire.LENGTH.size:
            (length,) = wire.LENGTH.unpack_from(data)
            if len(data) == wire.LENGTH.size + length:
                return wire.task(bytes(data[wire.LENGTH.size :])), file


def _take(channel: socket.socket) -> tuple[bytes, int | None]:
    if sys.platform == "win32":
        return channel.recv(1 << 16), None
    passed = array.array("i")
    room = socket.CMSG_SPACE(passed.itemsize)
    piece, extra, _flags, _address = channel.recvmsg(1 << 16, room)
    for level, kind, data in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            passed.frombytes(data[: passed.itemsize])
    return piece, passed[0] if passed else None


def _serve(
    channel: socket.socket,
    readers: Sequence[tuple[str, registry.Reader]],
    task: wire.Task,
    file: int | None,
) -> None:
    """Do one task, and end it with Done whatever happened."""
    out = Out(channel.sendall, task.limits)
    tired = False
    try:
        stream = _Raw(_descriptor(task, file))
    except OSError as fault:
        why = f"could not be opened ({fault.strerror})"
        out.say(wire.Skipped(name=task.name, reason=why, next_step=_CHECK, fault=True, keep=False))
        out.done(tired=False)
        return
    with stream:
        if task.job == "hash":
            _hash(stream, out)
        else:
            sandbox.clock(task.limits.seconds)
            wanted = task.wanted if task.job == "show" else None
            dispatch = Dispatch(readers, out, task.limits, wanted, task.answers)
            dispatch.run(stream, task.name)
            sandbox.clock(None)
            tired = dispatch.tired
    out.done(tired=tired)


def _descriptor(task: wire.Task, passed: int | None) -> int:
    """Return the descriptor that was passed, or on Windows open the path."""
    if passed is not None:
        return passed
    if task.path is None:
        raise OSError(0, "it was not passed on")
    return os.open(task.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def _hash(stream: Stream, out: Out) -> None:
    """Hash a file whose reader was stopped, so that what it yielded has a name."""
    source = Source(stream, budget=_HASH_BUDGET)
    try:
        sha: str | None = source.finish()
    except UnreadableEvidence:
        sha = None
    out.say(wire.Closed(piece=0, sha256=sha, size=source.size, complete=False, keep=False))


class _Raw:
    """An open file; what its disk or pipe refuses is unreadable evidence."""

    def __init__(self, file: int) -> None:
        self._file = file

    def __enter__(self) -> "_Raw":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def read(self, size: int, /) -> bytes:
        try:
            return os.read(self._file, size)
        except OSError as fault:
            raise UnreadableEvidence(
                f"could not be read to its end ({fault.strerror})",
                next_step="Copy the file again from its source.",
            ) from None


if __name__ == "__main__":
    sys.exit(main())
