"""Files that arrive from a browser: written to the case's spool, read from there, then removed.

What the sender calls a file is only ever shown: on disk it has a name of ours. A job begins when
all its files are here and on the disk; what was cut off before is removed and was never promised.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from nameplate.model.errors import TryAgain, WrongUsage
from nameplate.work.desk import Desk

MOST_FILES = 20_000
LEAST_FREE = 256 << 20
"""Bytes of the disk that an upload leaves to others."""
_LONGEST_NAME = 512


class Given(msgspec.Struct, frozen=True):
    """One file that was handed over: what it is called on disk, and by its owner."""

    path: str
    name: str
    size: int


class Handed(msgspec.Struct, frozen=True):
    """What a reading job reads: files of the spool, or paths that stay where they are."""

    files: tuple[Given, ...] = ()
    paths: tuple[str, ...] = ()


class Incoming:
    """An upload while it arrives. Leaving the block without `finish` removes it all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files: list[Given] = []
        self._open: BinaryIO | None = None
        self._name = ""
        self._free = 0
        self._finished = False
        self.job = desk.jobs.add("read", Handed(), now=time.time(), state="receiving")
        self._folder = desk.spool / str(self.job)
        with _told(self._folder):
            desk.spool.mkdir(mode=0o700, exist_ok=True)
            self._folder.mkdir(mode=0o700)

    def __enter__(self) -> "Incoming":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if not self._finished:
            with contextlib.suppress(OSError):
                self._close()
            self._desk.jobs.cancel(self.job, now=time.time())
            remove(self._desk, self.job)

    def begin(self, name: str) -> None:
        """Begin the next file. Raises WrongUsage beyond MOST_FILES, TryAgain on a full disk."""
        if len(self._files) >= MOST_FILES:
            raise WrongUsage(
                f"more than {MOST_FILES:,} files at once", next_step="Pack them into a .zip file."
            )
        with _told(self._folder):
            self._close()
            self._name = _plain(name)
            self._open = (self._folder / f"{len(self._files):06d}").open("xb")

    def write(self, data: bytes) -> None:
        """Write the next bytes of the file."""
        if self._open is None:
            return
        with _told(self._folder):
            self._free -= len(data)
            if self._free < 0:
                self._free = min(shutil.disk_usage(self._folder).free - LEAST_FREE, 64 << 20)
                if self._free < len(data):
                    raise TryAgain(
                        "there is no room on the disk for these files",
                        where=str(self._folder),
                        next_step="Make room, or keep the case on another disk.",
                    )
            self._open.write(data)

    def end(self) -> None:
        """End the file."""
        with _told(self._folder):
            self._close()

    def finish(self) -> int:
        """Hand the files over to be read, and return the job: from now on they cannot be lost."""
        with _told(self._folder):
            self._close()
            if not self._files:
                raise WrongUsage("no file was chosen", next_step="Choose files or a folder.")
            _to_disk(self._folder)
            _to_disk(self._desk.spool)
        total = sum(one.size for one in self._files)
        if not self._desk.jobs.received(self.job, Handed(files=tuple(self._files)), total=total):
            raise TryAgain("the upload was cancelled", next_step="Send it again.")
        self._finished = True
        return self.job

    def _close(self) -> None:
        if self._open is None:
            return
        file, self._open = self._open, None
        with file:
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        self._files.append(Given(str(Path(file.name)), self._name, size))


def remove(desk: Desk, job: int) -> None:
    """Remove what a job left in the spool."""
    shutil.rmtree(desk.spool / str(job), ignore_errors=True)
    with contextlib.suppress(OSError):
        desk.spool.rmdir()


def remove_strays(desk: Desk) -> None:
    """Remove what no job needs any more: uploads whose receiver was killed."""
    desk.jobs.drop_unreceived()
    wanted = {str(job.id) for job in desk.jobs.open()}
    wanted |= {str(job.id) for job in desk.jobs.latest(500) if job.state in _RESUMABLE}
    for folder in desk.spool.iterdir() if desk.spool.is_dir() else ():
        if folder.name.isdigit() and folder.name not in wanted:
            remove(desk, int(folder.name))


_RESUMABLE = ("interrupted", "failed")


def _plain(name: str) -> str:
    """Take a path as a browser gives it ("council/switch.txt"): only ever shown."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_NAME:] or "a file without a name"


def _to_disk(folder: Path) -> None:
    """Force a folder's entries to the disk, where the system can."""
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


@contextlib.contextmanager
def _told(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise TryAgain(
            f"cannot be written ({fault.strerror})",
            where=str(where),
            next_step="Make room, or keep the case on another disk.",
        ) from None
