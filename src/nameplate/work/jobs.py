"""The process that does the long work of a case: `python -m nameplate.work.jobs FOLDER`.

One at a time in a case, apart from the server, so that pages stay quick while evidence is read.
It takes jobs until none waits. Whoever started it holds its standard input open: when that closes
it gives its job back and ends, and the next one goes on where it was.
"""

import contextlib
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from nameplate.model.errors import NameplateError, TryAgain, WrongUsage
from nameplate.model.reading import Progress
from nameplate.register.jobs import LEASE_S, Job
from nameplate.work import upload
from nameplate.work.desk import WORKER, Desk
from nameplate.work.rebuild import rebuild

_BEAT_S = LEASE_S / 10
_HANDED = msgspec.json.Decoder(upload.Handed)


class Stopped(Exception):
    """The job must not go on: cancelled by a person, lost to another, or given back."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Holding:
    """One job while it is done: beats in a thread of its own, and says when to stop."""

    def __init__(self, desk: Desk, job: Job, holder: str, quitting: threading.Event) -> None:
        self._desk, self._job, self._holder = desk, job, holder
        self._quitting = quitting
        self._over = threading.Event()
        self._why = ""
        self._done, self._total, self._step = 0, job.total, "Starting"
        self._thread = threading.Thread(target=self._beats, daemon=True)
        self._thread.start()

    def tell(self, done: int, total: int, step: str) -> None:
        """Say how far it is. Raises Stopped where it must not go on."""
        self._done, self._total, self._step = done, total, step
        if self._quitting.is_set():
            raise Stopped("quit")
        if self._why:
            raise Stopped(self._why)

    def leave(self) -> None:
        """End the beats."""
        self._over.set()
        self._thread.join(timeout=5)

    def _beats(self) -> None:
        while not self._over.wait(0.25 if self._done < self._total else 0.5):
            try:
                said = self._desk.jobs.beat(
                    self._job.id,
                    self._holder,
                    now=time.time(),
                    done=self._done,
                    total=self._total,
                    step=self._step,
                )
            except TryAgain:
                continue  # the lease is long: the next beat may get through
            if said != "go on":
                self._why = said
                return
        self._desk.store.close()


def work(desk: Desk, quitting: threading.Event) -> None:
    """Do every job that waits, in order. Raises nothing: a job that fails says why."""
    holder = f"{os.getpid()}-{secrets.token_hex(8)}"
    while not quitting.is_set():
        job = desk.jobs.take(holder, now=time.time())
        if job is None:
            return
        holding = Holding(desk, job, holder, quitting)
        try:
            if job.cancel:
                raise Stopped("cancel")
            message = _DO[job.kind](desk, job, holding.tell)
            ended, said = "done", message
        except Stopped as stopped:
            ended, said = _stopped(desk, job, stopped)
        except TryAgain as fault:
            ended, said = "interrupted", str(fault)
        except (NameplateError, KeyError) as fault:
            ended, said = "failed", str(fault)
        except MemoryError:
            ended, said = "failed", "Not enough memory. Give fewer files at once."
        finally:
            holding.leave()
        desk.jobs.end(job.id, holder, ended, now=time.time(), message=said)  # type: ignore[arg-type]  # names of states
        if ended == "done" or ended == "cancelled":
            upload.remove(desk, job.id)


def _stopped(desk: Desk, job: Job, stopped: Stopped) -> tuple[str, str]:
    if stopped.why == "cancel":
        _discard(desk, job)
        return "cancelled", "Cancelled. Nothing of these files was kept."
    return "waiting", ""


def _read(desk: Desk, job: Job, tell: Callable[[int, int, str], None]) -> str:
    """Read what was handed over, then judge the whole case anew."""
    from nameplate.evidence import intake

    handed = _HANDED.decode(job.body)
    names = {one.path: one.name for one in handed.files}
    missing = [path for path in names if not Path(path).is_file()]
    if missing and len(missing) == len(names):
        raise WrongUsage("the files are no longer there", next_step="Send them again.")

    def on_progress(done: Progress) -> None:
        files = f"{done.files_done} of {done.files_total} files"
        tell(done.bytes_read, done.bytes_total, f"Reading: {files}")

    here = [path for path in names if path not in missing]
    read = unread = 0
    with _case(desk, tell) as case:
        for reading in intake.read(
            [*here, *handed.paths], case=case, given_as=names, on_progress=on_progress
        ):
            read += bool(reading.pieces)
            unread += bool(reading.not_read)
    rebuild(desk, tell)
    told = f"{read} {'file' if read == 1 else 'files'} read"
    return f"{told}, {unread} not or not whole." if unread else f"{told}."


def _judge(desk: Desk, job: Job, tell: Callable[[int, int, str], None]) -> str:
    """Judge the case anew: decisions, knowledge or the day have changed."""
    return f"{rebuild(desk, tell)} devices judged."


def _discard(desk: Desk, job: Job) -> None:
    """Forget what a cancelled upload had already brought."""
    place = str(desk.spool / str(job.id)) + os.sep
    with _case(desk, lambda *_: None) as case:
        case.drop(lambda kept: kept.path.startswith(place))


def _case(desk: Desk, tell: Callable[[int, int, str], None]):  # type: ignore[no-untyped-def]  # Case
    """Open the case's records, waiting a while for another run to end."""
    from nameplate.evidence.case import Case

    for _ in range(120):
        try:
            return Case.open(desk.folder)
        except TryAgain:
            tell(0, 0, "Waiting for another run to end")
            time.sleep(0.25)
    return Case.open(desk.folder)


_DO: dict[str, Callable[[Desk, Job, Callable[[int, int, str], None]], str]] = {
    "read": _read,
    "judge": _judge,
}


def main(folder: Path, listing: str) -> int:
    """Work until nothing waits or standard input closes. 0, or 75 where another one is at work."""
    from nameplate.evidence.case.lock import take

    desk = Desk.open(folder, listing=listing)
    try:
        lock = take(folder / WORKER)
    except TryAgain:
        return 75
    quitting = threading.Event()
    threading.Thread(target=_watch, args=(quitting,), daemon=True).start()
    try:
        desk.jobs.orphan()
        work(desk, quitting)
    finally:
        desk.store.close()
        os.close(lock)
    return 0


def _watch(quitting: threading.Event) -> None:
    """Wait for the end of standard input: whoever started us is gone or wants us to end."""
    with contextlib.suppress(OSError):
        # Not sys.stdin: its lock would be held while the interpreter ends.
        while os.read(0, 1):
            pass
    quitting.set()


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(130)
    except NameplateError as told:
        sys.stderr.write(f"nameplate: {told}\n")
        sys.exit(told.exit_code)
