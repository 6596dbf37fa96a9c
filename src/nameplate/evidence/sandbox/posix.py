"""A worker on Linux and macOS: limits of the process, then what the kernel adds."""

import sys

if sys.platform == "win32":
    raise ImportError("limits of POSIX")

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from nameplate.evidence.sandbox.limits import OutOfTime
from nameplate.evidence.sandbox.protection import Protection, stated

_OPEN_FILES = 64
_seconds = 0.0


def enter(memory_bytes: int) -> tuple[Protection, ...]:
    """Set every limit that can be set once; return what holds and what does not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _time_is_up)
    writing = _limit(resource.RLIMIT_FSIZE, 0)
    files = _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    found = [
        stated(
            "time",
            True,
            "A file that is not read in time is given up, by the worker's clock and its parent's.",
            "",
        ),
        stated(
            "open files",
            files,
            f"A worker may hold {_OPEN_FILES} files open.",
            "The number of open files is not limited here.",
        ),
    ]
    if sys.platform == "linux":
        from nameplate.evidence.sandbox import linux as _linux

        kernel = _linux.enter(rlimit_writing=writing)
        memory = _limit(resource.RLIMIT_AS, _linux.address_space() + memory_bytes)
        found += kernel
        found.insert(
            0,
            stated(
                "memory",
                memory,
                f"A worker may use {memory_bytes >> 20} MB.",
                "Not limited here: a hostile file may use all memory there is.",
            ),
        )
    else:
        found += [
            Protection(
                "memory", False, "Not limited on macOS: a hostile file may use all there is."
            ),
            stated(
                "writing",
                writing,
                "A worker can write no byte into any file (by a limit on file size).",
                "Not prevented here by the system.",
            ),
            Protection("reading", False, "Not prevented on macOS by the system."),
            Protection("network", False, "Not prevented on macOS by the system."),
        ]
    return tuple(found)


def clock(seconds: float | None) -> None:
    """Start the time of one file (None stops it): OutOfTime is raised when it is over.

    Processor time is limited apart, two seconds later: it ends a loop inside a library, which
    no signal handler of ours interrupts.
    """
    global _seconds
    if seconds is None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        return
    _seconds = seconds
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 3, hard=False)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # and again, if it was lost


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the clock from ringing in the middle of a message; it rings right after."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGALRM,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM,))


def _time_is_up(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTime(
        f"gave up after {_seconds:.0f} s", next_step="Split the file and read the parts."
    )


def _limit(which: int, value: int, *, hard: bool = True) -> bool:
    """Set a limit, never above what we were given; say whether it holds now."""
    try:
        given = resource.getrlimit(which)[1]
        allowed = value if given == resource.RLIM_INFINITY else min(value, given)
        resource.setrlimit(which, (allowed, allowed if hard else given))
    except (OSError, ValueError):
        return False
    return True
