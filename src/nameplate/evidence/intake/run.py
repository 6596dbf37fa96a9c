"""From paths to records: the only caller of readers.

Files are walked in order, looked up in the case, and else read in worker processes; readings
come out in the order of the paths, whatever finished first. The parent never parses a byte of
evidence: it opens files, passes them on, and checks what comes back.
"""

import os
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path

import msgspec

from nameplate.evidence.case import Case, fingerprint
from nameplate.evidence.case.signature import Signature
from nameplate.evidence.intake.pool import Finished, Job, Passed, Pool
from nameplate.evidence.intake.walk import Candidate, open_regular, walk
from nameplate.evidence.sandbox.limits import Limits
from nameplate.evidence.sandbox.protection import Protection
from nameplate.evidence.worker import registry
from nameplate.model.identifiers import Sha256
from nameplate.model.reading import FileReading, Piece, Progress, Unread
from nameplate.model.records import Locus, Problem

OnProgress = Callable[[Progress], None]

_MOST_WORKERS = 4
# One more worker costs about as much processor time as it takes to read this.
_FILES_A_WORKER, _BYTES_A_WORKER = 250, 8 << 20
_AHEAD = 256
"""How many files may be finished before an earlier one is."""
_PROGRESS_S = 0.05


def read(
    paths: Sequence[str],
    *,
    case: Case | None = None,
    given_as: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    readers: str = registry.READERS,
    reader_paths: Sequence[str] = (),
) -> Generator[FileReading, None, None]:
    """Yield one reading a file, in the order of the paths; "-" is standard input.

    `given_as` names files that were handed over and will be gone: they are shown by these names,
    the case keeps whatever could be read of them, and what it held before stays.
    Raises WrongUsage before anything is read if a path is not there. May be left at any moment
    (Ctrl-C): workers end at once, and the case keeps every file that was finished.
    """
    files = walk(paths, case=case.folder if case is not None else None)
    if given_as is not None:
        files = [_named(one, given_as.get(one.name, one.name)) for one in files]
    size = workers if workers is not None else _how_many(files)
    limits = limits or Limits()
    code = _code(reader_paths) if case is not None else ""
    run = _Run(files, case, on_progress, code, handed_over=given_as is not None)
    answers = case.answers if case is not None else None
    with Pool(limits, size, readers=readers, paths=reader_paths, answers=answers) as pool:
        try:
            yield from run.readings(pool)
        finally:
            run.leave()


def originals(
    paths: Sequence[str], wanted: Sequence[Locus], *, limits: Limits | None = None
) -> dict[Locus, bytes]:
    """Return the bytes that stand now at places in the files below `paths`, as far as found.

    Files are known by their hash, also inside archives; what has changed is not found.
    """
    by_evidence: dict[str, list[str]] = {}
    for locus in wanted:
        by_evidence.setdefault(locus.evidence, []).append(locus.where)
    files = [f for f in walk(paths) if isinstance(f, Candidate) and f.path is not None]
    found: dict[Locus, bytes] = {}
    with Pool(limits or Limits(), _how_many(files)) as pool:
        for finished in _shown(files, by_evidence, pool):
            for (evidence, where), raw in finished.found.shown.items():
                found[Locus(Sha256(evidence), where)] = raw
            os.close(finished.job.file)
    return found


def protections() -> tuple[Protection, ...]:
    """Say what holds on this machine while evidence is read: asked of a worker, not assumed."""
    with Pool(Limits(), 1) as pool:
        return pool.protections()


def _shown(
    files: Sequence[Candidate], wanted: Mapping[str, Sequence[str]], pool: Pool
) -> Iterator[Finished]:
    waiting = list(reversed(files))
    while waiting or pool.busy:
        while waiting and pool.has_room:
            one = waiting.pop()
            try:
                file = open_regular(one.path or Path())
            except OSError:
                continue
            pool.start(Job(0, one.name, file, str(one.path), "show", wanted))
        if pool.busy:
            yield from (e for e in pool.wait() if isinstance(e, Finished))


def _named(one: Candidate | Unread, name: str) -> Candidate | Unread:
    if isinstance(one, Candidate):
        return one._replace(name=name)
    return msgspec.structs.replace(one, name=name)


def _how_many(files: Sequence[Candidate | Unread]) -> int:
    """Choose how many workers are worth their start."""
    sizes = [
        f.signature.size if f.signature is not None else 0
        for f in files
        if isinstance(f, Candidate)
    ]
    wanted = max(ceil(len(sizes) / _FILES_A_WORKER), ceil(sum(sizes) / _BYTES_A_WORKER))
    return max(1, min(wanted, len(sizes), os.cpu_count() or 1, _MOST_WORKERS))


def _code(reader_paths: Sequence[str]) -> str:
    return fingerprint([Path(__file__).parents[1], *(Path(p) for p in reader_paths)])


class _Run:
    """One run over a list of files: what was read, what is being read, how far it is."""

    def __init__(
        self,
        files: Sequence[Candidate | Unread],
        case: Case | None,
        on_progress: OnProgress | None,
        code: str,
        *,
        handed_over: bool = False,
    ) -> None:
        self._files = files
        self._handed_over = handed_over
        self._case = case
        self._code = code
        self._ready: dict[int, FileReading | None] = {}
        """What is finished and not yet given; None for a file that was given before."""
        self._open: dict[int, tuple[int, Signature | None]] = {}
        self._first = _first_of_each(files)
        self._shared = {first for at, first in self._first.items() if at != first}
        self._again: dict[int, FileReading] = {}
        self._progress = _Telling(files, on_progress)

    def readings(self, pool: Pool) -> Iterator[FileReading]:
        """Yield all readings in order."""
        if self._case is not None:
            paths = [f.path for f in self._files if isinstance(f, Candidate)]
            self._case.begin(paths, add=self._handed_over)
        started = given = 0
        while given < len(self._files):
            while started < len(self._files) and started - given < _AHEAD and pool.has_room:
                self._start(started, pool)
                started += 1
            while given in self._ready:
                reading = self._ready.pop(given) or self._under_another_name(given)
                if given in self._shared:
                    self._again[given] = reading
                yield reading
                given += 1
            if given not in self._ready and pool.busy:
                for event in pool.wait():
                    if isinstance(event, Passed):
                        self._progress.passed(event.job.number, event.size)
                    else:
                        self._finish(event)

    def leave(self) -> None:
        """Close what is open, and let the case write what it has."""
        for file, _ in self._open.values():
            os.close(file)
        self._open.clear()
        if self._case is not None:
            self._case.flush()

    def _start(self, number: int, pool: Pool) -> None:
        one = self._files[number]
        if isinstance(one, Unread):
            self._have(number, FileReading(name=one.name, not_read=(one,)))
            return
        if self._first.get(number, number) != number:
            self._have(number, None)
            return
        kept = self._known(one)
        if kept is not None:
            self._have(number, kept)
            return
        try:
            file = _stdin() if one.path is None else open_regular(one.path)
        except OSError as fault:
            unread = Unread(
                name=one.name,
                reason=f"cannot be read ({fault.strerror})",
                next_step="Ask its owner, or run as a user who may read it.",
                fault=True,
            )
            self._have(number, FileReading(name=one.name, not_read=(unread,)))
            return
        signature = Signature.of(os.fstat(file)) if one.path is not None else None
        self._open[number] = (file, signature)
        pool.start(Job(number, one.name, file, str(one.path)))

    def _known(self, one: Candidate) -> FileReading | None:
        """Return what the case has of a file that is as it was."""
        if self._case is None or one.path is None or one.signature is None:
            return None
        return self._case.find(one.path, one.signature, self._code, one.name)

    def _under_another_name(self, number: int) -> FileReading:
        """Return the reading of the same file that was given before."""
        return _renamed(self._again[self._first[number]], self._files[number].name)

    def _finish(self, event: Finished) -> None:
        number = event.job.number
        file, before = self._open.pop(number)
        after = Signature.of(os.fstat(file)) if before is not None else None
        os.close(file)
        pieces, not_read = event.found.result()
        keep = event.found.keep or self._handed_over
        if before != after:
            pieces, keep = _changed(pieces), False
        reading = FileReading(name=event.job.name, pieces=pieces, not_read=not_read)
        one = self._files[number]
        if self._case is not None and keep and isinstance(one, Candidate):
            self._case.keep(one.path, after, self._code, reading)
        self._have(number, reading)

    def _have(self, number: int, reading: FileReading | None) -> None:
        self._ready[number] = reading
        self._progress.done(number)


def _first_of_each(files: Sequence[Candidate | Unread]) -> dict[int, int]:
    """Map each file that was given more than once to its first place in the list."""
    seen: dict[tuple[str, int, int], int] = {}
    found = {}
    for number, one in enumerate(files):
        if isinstance(one, Candidate) and one.path is not None and one.signature is not None:
            signature = one.signature
            same = (
                ("", signature.device, signature.inode)
                if signature.inode
                else (str(one.path), 0, 0)
            )
            found[number] = seen.setdefault(same, number)
    return found


def _renamed(reading: FileReading, name: str) -> FileReading:
    """Return the same reading under another name of the same file."""
    old = reading.name
    return FileReading(
        name=name,
        pieces=tuple(
            msgspec.structs.replace(
                p,
                evidence=msgspec.structs.replace(
                    p.evidence, name=name + p.evidence.name.removeprefix(old)
                ),
            )
            for p in reading.pieces
        ),
        not_read=tuple(
            msgspec.structs.replace(u, name=name + u.name.removeprefix(old))
            for u in reading.not_read
        ),
        from_case=reading.from_case,
    )


def _changed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Say of the first piece that its file was written to while it was read."""
    if not pieces:
        return ()
    first, *others = pieces
    told = Problem(
        where=f"bytes 0-{first.evidence.size}",
        evidence=first.evidence.sha256,
        what="the file changed while it was read; its hash is of the bytes that were read",
        next_step="Read it again when nothing writes to it.",
    )
    return (
        msgspec.structs.replace(first, records=(*first.records, told), complete=False),
        *others,
    )


def _stdin() -> int:
    if sys.platform == "win32":
        raise OSError(0, "standard input is not read on Windows: save it as a file")
    return os.dup(sys.stdin.fileno())


class _Telling:
    """Counts bytes and files, and tells no more than twenty times a second."""

    def __init__(self, files: Sequence[Candidate | Unread], tell: OnProgress | None) -> None:
        self._sizes = [
            f.signature.size if isinstance(f, Candidate) and f.signature is not None else 0
            for f in files
        ]
        self._tell = tell
        self._total = sum(self._sizes)
        self._finished_bytes = 0
        self._under_way: dict[int, int] = {}
        self._done = 0
        self._next = 0.0

    def passed(self, number: int, count: int) -> None:
        """Count bytes of a file that is being read."""
        passed = self._under_way.get(number, 0) + count
        self._under_way[number] = min(passed, self._sizes[number] or passed)
        self._say()

    def done(self, number: int) -> None:
        """Count a file as done, with all its bytes."""
        self._under_way.pop(number, None)
        self._finished_bytes += self._sizes[number]
        self._done += 1
        self._say()

    def _say(self) -> None:
        now = time.monotonic()
        last = self._done == len(self._sizes)
        if self._tell is None or (now < self._next and not last):
            return
        self._next = now + _PROGRESS_S
        self._tell(
            Progress(
                bytes_read=self._finished_bytes + sum(self._under_way.values()),
                bytes_total=self._total,
                files_done=self._done,
                files_total=len(self._sizes),
            )
        )
