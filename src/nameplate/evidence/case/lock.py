"""One run at a time in a case: a lock that the system lifts when its process ends."""

import errno
import os
import sys
from pathlib import Path

from nameplate.model.errors import TryAgain


def take(path: Path) -> int:
    """Lock a file, made if needed; return its descriptor. Raises TryAgain, OSError."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        _lock(file)
    except OSError as fault:
        os.close(file)
        if fault.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            raise TryAgain(
                "another run is using this case",
                where=str(path.parent),
                next_step="Wait until it ends, or name another case with --case.",
            ) from None
        raise
    return file


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
