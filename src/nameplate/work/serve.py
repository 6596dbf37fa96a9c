"""A case opened for a browser: its views, and a process beside it that does the long work."""

import contextlib
import subprocess
import sys
import threading
import time
from pathlib import Path

from nameplate.model.errors import NameplateError
from nameplate.register.jobs import LEASE_S
from nameplate.work import upload
from nameplate.work.demo import EVIDENCE
from nameplate.work.desk import Desk
from nameplate.work.view import View

_STOP_S = 5.0


class Serving:
    """An open case. `tend` is to be called every second or so."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.view = View(desk)
        self.fault = ""
        """Why nothing can be judged now, in one line; "" where nothing is wrong."""
        self._worker: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._not_before = 0.0
        self._judged = b""

    @classmethod
    def open(cls, folder: Path, *, listing: str = "", adopt: bool = False) -> "Serving":
        """Open the case, and remove what a killed server left half received."""
        desk = Desk.open(folder, listing=listing, adopt=adopt)
        upload.remove_strays(desk)
        return cls(desk)

    @property
    def name(self) -> str:
        """What people call the case: the folder that it is in."""
        folder = self.desk.folder.resolve()
        return folder.parent.name if folder.name.startswith(".") else folder.name

    @property
    def has_sample(self) -> bool:
        """Whether the sample council is at hand."""
        return EVIDENCE.is_dir()

    def add_sample(self) -> int:
        """Read the sample council into the case; return the job."""
        job = self.desk.jobs.add(
            "read", upload.Handed(paths=(str(EVIDENCE),)), now=time.time(), state="waiting"
        )
        self.wake()
        return job

    def judge(self) -> None:
        """Judge the case anew, unless that is about to be done."""
        waits = self.desk.jobs.open()
        if not any(job.state == "waiting" for job in waits):
            self.desk.jobs.add("judge", None, now=time.time(), state="waiting")
        self.wake()

    def cancel(self, number: int) -> None:
        """Stop a job; one that nobody does is over at once, and its files are removed."""
        self.desk.jobs.cancel(number, now=time.time())
        job = self.desk.jobs.get(number)
        if job is not None and job.state == "cancelled":
            upload.remove(self.desk, number)

    def wake(self) -> None:
        """See to it that a worker runs while there is work."""
        with self._lock:
            if self._worker is not None and self._worker.poll() is None:
                return
            jobs = self.desk.jobs.open()
            if not jobs or time.monotonic() < self._not_before:
                return
            # Where another server's worker has the case, ours ends at once: not every second.
            self._not_before = time.monotonic() + 0.2
            self._worker = subprocess.Popen(  # noqa: S603  # our own program, our own words
                [
                    *(sys.executable, "-m", "nameplate.work.jobs"),
                    *(str(self.desk.folder), self.desk.listing),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )

    def tend(self) -> None:
        """Judge anew when what the view was made of has changed; restart a worker that died."""
        try:
            made_of = self.desk.made_of()
            self.fault = ""
            idle = not self.desk.jobs.open()
            if idle and made_of != self._judged and self.desk.is_stale():
                self._judged = made_of  # once for each state: a judgement that fails says so
                self.desk.jobs.add("judge", None, now=time.time(), state="waiting")
            self.wake()
        except NameplateError as fault:
            self.fault = str(fault)

    def close(self) -> None:
        """Let the worker give its job back, and end."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None and worker.poll() is None:
            with contextlib.suppress(OSError):
                if worker.stdin is not None:
                    worker.stdin.close()
            try:
                worker.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                worker.kill()  # its lease ends, and the next server goes on
                worker.wait(LEASE_S)
        self.desk.store.close()
