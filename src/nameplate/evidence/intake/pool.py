"""Warm workers: started when needed, given one file after another, replaced after any fault.

One loop over sockets, no threads: the parent waits, counts each file's time, and ends a worker
that is late, dead or says what no worker says. Ending it costs one file, which is named.
"""

import os
import selectors
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from nameplate.evidence.intake.collect import Collect, Untrustworthy
from nameplate.evidence.intake.endings import REPORT, SPLIT, cause
from nameplate.evidence.sandbox.limits import Limits
from nameplate.evidence.sandbox.protection import Protection
from nameplate.evidence.worker import registry, wire
from nameplate.model.errors import NameplateError

_FILES_A_WORKER = 2_000
"""A worker is replaced after so many files, so that no leak grows for ever."""
_GRACE_S = 3.0
"""What a worker has beyond a file's time to end it itself, before it is ended."""
_START_S = 60.0
_HASH_S = 3_600.0
_RECEIVE = 1 << 18
_PIPE_BYTES = 1 << 30
"""How much a pipe is taken to give, for the time it may take."""


class Job(NamedTuple):
    """One file to read: its name to show, and where it is. `file` is a descriptor, which stays
    the caller's; `path` serves where descriptors cannot be passed.
    """

    number: int
    name: str
    file: int
    path: str
    job: Literal["read", "show"] = "read"
    wanted: Mapping[str, Sequence[str]] = {}


class Finished(NamedTuple):
    """A job is over; everything its worker said."""

    job: Job
    found: Collect


class Passed(NamedTuple):
    """Bytes of a job's file went by."""

    job: Job
    size: int


class WorkerLost(NameplateError):
    """No worker can be started on this machine."""

    exit_code = 70


class _Worker:
    """One process, our end of its socket, and what it is doing."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self.limits = limits
        """Of the file that it reads."""
        ours, theirs = socket.socketpair()
        if sys.platform == "win32":
            self.process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if self.process.stdin is not None:
                self.process.stdin.write(theirs.share(self.process.pid))
                self.process.stdin.close()
        else:
            self.process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [*command, "--channel", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                # Ctrl-C is for us: we end workers, in order.
                start_new_session=True,
            )
        theirs.close()
        self.socket = ours
        self.data = bytearray()
        self.protections: tuple[Protection, ...] | None = None
        self.job: Job | None = None
        self.found: Collect | None = None
        self.hashing = False
        self.files = 0
        self.late_at = time.monotonic() + _START_S

    @property
    def idle(self) -> bool:
        return self.job is None

    def frames(self) -> Iterator[memoryview]:
        """Yield the whole frames received so far. Raises Untrustworthy."""
        if len(self.data) < wire.LENGTH.size:
            return
        (length,) = wire.LENGTH.unpack_from(self.data)
        if wire.LENGTH.size + length > len(self.data) and length <= wire.MAX_FRAME:
            return
        at = 0
        view = memoryview(bytes(self.data))
        while len(view) - at >= wire.LENGTH.size:
            (length,) = wire.LENGTH.unpack_from(view, at)
            if length > wire.MAX_FRAME:
                raise Untrustworthy("a frame that is too long")
            end = at + wire.LENGTH.size + length
            if len(view) < end:
                break
            yield view[at + wire.LENGTH.size : end]
            at = end
        del self.data[:at]

    def end(self) -> int:
        """Kill it and wait for its end; return its code (a signal's is negative)."""
        self.socket.close()
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()


class Pool:
    """At most `size` workers. Use as a context manager: at its end no worker is left."""

    def __init__(
        self,
        limits: Limits,
        size: int,
        *,
        readers: str = registry.READERS,
        paths: Sequence[str] = (),
        answers: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._limits = limits
        self._answers = {mark: dict(said) for mark, said in (answers or {}).items()}
        self._size = max(1, size)
        self._command = [sys.executable, "-I", "-m", "nameplate.evidence.worker"]
        self._command += ["--memory", str(limits.memory_bytes), "--readers", readers]
        for path in paths:
            self._command += ["--path", path]
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._left_at: float | None = None
        self._never_ready = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._selector.close()

    @property
    def has_room(self) -> bool:
        """Whether another job can start now."""
        return len(self._workers) < self._size or any(w.idle for w in self._workers)

    @property
    def busy(self) -> bool:
        """Whether a job is being done."""
        return any(not w.idle for w in self._workers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers there are."""
        return tuple(w.process.pid for w in self._workers)

    def protections(self) -> tuple[Protection, ...]:
        """Start a worker if there is none, and return what it says holds here."""
        worker = self._workers[0] if self._workers else self._start()
        while worker.protections is None:
            self._hear(worker, wait_s=max(0.0, worker.late_at - time.monotonic()))
            if worker not in self._workers:
                raise WorkerLost("the process that reads files did not start", next_step=REPORT)
        return worker.protections

    def start(self, job: Job) -> None:
        """Give a job to an idle worker, or to a new one. Check `has_room` first."""
        worker = next((w for w in self._workers if w.idle), None) or self._start()
        worker.files += 1
        worker.found = Collect(job.name, self._limits)
        self._give(worker, job)

    def wait(self) -> list[Finished | Passed]:
        """Wait until something happens; return it. Call while `busy`."""
        self._do_not_count_our_own_absence()
        soonest = min(w.late_at for w in self._workers if not w.idle)
        happened: list[Finished | Passed] = []
        for key, _ in self._selector.select(max(0.0, soonest - time.monotonic())):
            happened += self._hear(key.data)
        now = time.monotonic()
        for worker in [w for w in self._workers if not w.idle and w.late_at <= now]:
            happened += self._late(worker)
        self._left_at = time.monotonic()
        return happened

    def _do_not_count_our_own_absence(self) -> None:
        """Whoever consumes results may take its time: workers that wait for it are not late."""
        if self._left_at is not None:
            away = time.monotonic() - self._left_at
            for worker in self._workers:
                worker.late_at += away

    def _start(self) -> _Worker:
        worker = _Worker(self._command, self._limits)
        self._workers.append(worker)
        self._selector.register(worker.socket, selectors.EVENT_READ, worker)
        return worker

    def _give(self, worker: _Worker, job: Job) -> None:
        """Send a job, or once its reader was stopped only the wish for its hash."""
        hashing = worker.hashing
        worker.limits = limits = self._limits.for_size(_size(job))
        task = wire.Task(
            name=job.name,
            limits=limits,
            # Elsewhere the descriptor goes with it, and a path may hold what no text can.
            path=job.path if sys.platform == "win32" else None,
            job="hash" if hashing else job.job,
            wanted={sha: tuple(where) for sha, where in job.wanted.items()},
            answers=self._answers,
        )
        worker.job = job
        seconds = _HASH_S if hashing else limits.seconds + _GRACE_S
        starting = _START_S if worker.protections is None else 0.0
        worker.late_at = time.monotonic() + seconds + starting
        data = wire.frame(task)
        try:
            if sys.platform == "win32":
                worker.socket.sendall(data)
            else:
                sent = socket.send_fds(worker.socket, [data], [job.file])
                worker.socket.sendall(data[sent:])
        except OSError:
            pass  # it died idle: reading from it will say so, and the job goes to another

    def _hear(self, worker: _Worker, wait_s: float | None = None) -> list[Finished | Passed]:
        """Receive from one worker what there is."""
        try:
            worker.socket.settimeout(wait_s)
            piece = worker.socket.recv(_RECEIVE)
        except OSError:
            piece = b""
        finally:
            worker.socket.settimeout(None)
        if not piece:
            return self._died(worker)
        worker.data += piece
        happened: list[Finished | Passed] = []
        try:
            for body in worker.frames():
                happened += self._message(worker, wire.message(body), len(body))
        except (Untrustworthy, msgspec.DecodeError, UnicodeDecodeError) as fault:
            what = f" ({fault})" if isinstance(fault, Untrustworthy) else ""
            why = f"our fault: its worker sent what no worker sends{what}"
            return happened + self._stop(worker, why, REPORT, ours=True)
        return happened

    def _message(
        self, worker: _Worker, message: wire.Message, size: int
    ) -> list[Finished | Passed]:
        if isinstance(message, wire.Ready) and worker.protections is None:
            worker.protections = message.protections
            self._never_ready = 0
            return []
        job, found = worker.job, worker.found
        if job is None or found is None:
            raise Untrustworthy("speaks unasked")
        if worker.hashing:
            if isinstance(message, wire.Closed):
                found.name_whole(message.sha256, message.size)
            elif isinstance(message, wire.Done):
                return self._finished(worker, job, found)
            return []
        passed = found.add(message, size)
        if passed:
            return [Passed(job, passed)]
        if not isinstance(message, wire.Done):
            return []
        if found.needs_hash and _to_start(job):
            worker.hashing = True
            self._give(self._replace(worker) if found.tired else worker, job)
            return []
        return self._finished(worker, job, found)

    def _finished(self, worker: _Worker, job: Job, found: Collect) -> list[Finished | Passed]:
        worker.job = worker.found = None
        worker.hashing = False
        if found.tired or worker.files >= _FILES_A_WORKER:
            self._drop(worker)
        return [Finished(job, found)]

    def _late(self, worker: _Worker) -> list[Finished | Passed]:
        if worker.protections is None:
            return self._stop(worker, "its worker did not start in time", "Try again.")
        return self._stop(worker, f"gave up after {worker.limits.seconds:.0f} s", SPLIT)

    def _died(self, worker: _Worker) -> list[Finished | Passed]:
        """Say of what it died."""
        code = self._drop(worker)
        if worker.protections is None:
            self._never_ready += 1
            if self._never_ready > 2:
                raise WorkerLost(
                    f"the process that reads files does not start (code {code})",
                    next_step="Run 'nameplate doctor', and report what it says.",
                )
        if worker.job is None:
            return []
        if worker.protections is None:
            fresh = self._start()
            fresh.found, fresh.hashing = worker.found, worker.hashing
            self._give(fresh, worker.job)
            return []
        why, next_step, ours = cause(code, worker.limits)
        return self._stop(worker, why, next_step, ours=ours)

    def _stop(
        self, worker: _Worker, why: str, next_step: str, *, ours: bool = False
    ) -> list[Finished | Passed]:
        """End a worker and its file; what was read before is kept, marked incomplete."""
        self._drop(worker)
        job, found = worker.job, worker.found
        if job is None or found is None:
            return []
        if not worker.hashing:
            found.stopped(why, next_step, ours=ours)
            if found.needs_hash and _to_start(job):
                fresh = self._start()
                fresh.found, fresh.hashing = found, True
                self._give(fresh, job)
                return []
        return [Finished(job, found)]

    def _replace(self, worker: _Worker) -> _Worker:
        fresh = self._start()
        fresh.found, fresh.hashing, fresh.files = worker.found, worker.hashing, 1
        self._drop(worker)
        return fresh

    def _drop(self, worker: _Worker) -> int:
        if worker not in self._workers:
            return worker.process.returncode or 0
        self._workers.remove(worker)
        self._selector.unregister(worker.socket)
        return worker.end()


def _size(job: Job) -> int:
    """Return how large a file is; of a pipe nobody knows."""
    found = os.fstat(job.file)
    return found.st_size if stat.S_ISREG(found.st_mode) else _PIPE_BYTES


def _to_start(job: Job) -> bool:
    """Go back to the file's start, where it has one: a pipe is read once."""
    try:
        os.lseek(job.file, 0, os.SEEK_SET)
    except OSError:
        return False
    return True
