"""The case: records kept between runs, so that unchanged evidence is never read twice.

One sealed file holds the records of one piece of evidence, named by its hash, the reader and the
reader's version; one sealed index says which files, as they were, hold which pieces. Both are
written aside, forced to disk and moved into place. A seal that does not fit, by damage or because
somebody else made it, costs that entry: it is dropped, told, and read again from the evidence.
It holds records and their short excerpts, and the paths of files: no originals, no payloads.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from nameplate.evidence.case import key as case_key
from nameplate.evidence.case import lock as case_lock
from nameplate.evidence.case.kept import KeptFile as KeptFile
from nameplate.evidence.case.kept import KeptPiece, rests_on
from nameplate.evidence.case.program import fingerprint as fingerprint
from nameplate.evidence.case.signature import Signature, shown
from nameplate.model.errors import TryAgain, UnreadableEvidence, WrongUsage
from nameplate.model.reading import FileReading, Piece
from nameplate.model.records import Evidence, Record

FOLDER = ".nameplate"
_MARK = "nameplate-case-1"
_SEAL_BYTES = 32
_INDEX_EVERY_S = 1.0
# A file changed within one tick of its clock after we read it looks unchanged: Linux ticks at
# 1 to 10 ms, and file systems without fractions (FAT) keep two seconds.
_FINE_TICK_NS, _COARSE_TICK_NS = 20_000_000, 2_000_000_000


class _Index(msgspec.Struct, frozen=True):
    files: tuple[KeptFile, ...] = ()
    last: tuple[str, ...] = ()
    """Paths of the last run, in order."""
    answers: dict[str, dict[str, str]] = {}
    """What a person said of tables: by a heading's id, which column has which meaning."""


_RECORDS: msgspec.msgpack.Decoder[tuple[Record, ...]] = msgspec.msgpack.Decoder(tuple[Record, ...])
_INDEX = msgspec.msgpack.Decoder(_Index)
_ENCODER = msgspec.msgpack.Encoder()


class Case:
    """An open case; nobody else can open it until it is closed."""

    def __init__(self, folder: Path, lock: int, key: bytes) -> None:
        self.folder = folder
        self.notices: list[str] = []
        """What must be told: damaged entries, a full disk."""
        self.answers: dict[str, dict[str, str]] = {}
        self._lock: int | None = lock
        self._key = key
        self._files: dict[str, KeptFile] = {}
        self._last: tuple[str, ...] = ()
        self._order: tuple[str, ...] = ()
        self._run: set[str] = set()
        self._dirty = False
        self._kept_any = False
        self._writable = True
        self._next_index = 0.0

    @classmethod
    def open(cls, folder: Path) -> "Case":
        """Open or make the case in `folder`, for this user only.

        Raises TryAgain while another run has it, WrongUsage for a folder that holds something
        else, UnreadableEvidence where it cannot be written: then work without one.
        """
        try:
            if folder.is_dir() and not (folder / _MARK).exists() and any(folder.iterdir()):
                raise WrongUsage(
                    "holds other things and is no case",
                    where=str(folder),
                    next_step="Name an empty folder, or one that is not there yet.",
                )
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            lock = case_lock.take(folder / _MARK)
            with contextlib.suppress(FileExistsError), (folder / ".gitignore").open("x") as file:
                file.write("*\n")
            (folder / "records").mkdir(mode=0o700, exist_ok=True)
            case = cls(folder, lock, case_key.of_this_user(folder))
        except OSError as fault:
            raise UnreadableEvidence(
                f"no case can be kept here ({fault.strerror})",
                where=str(folder),
                next_step="Name a folder you may write to with --case.",
            ) from None
        case._load()
        return case

    def __enter__(self) -> "Case":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is not yet written, and let others have it."""
        if self._lock is None:
            return
        self.flush()
        os.close(self._lock)
        self._lock = None

    def begin(self, paths: Sequence[Path | None], *, add: bool = False) -> None:
        """Start a run: what it finds or keeps is what `readings` gives then, in this order.

        With `add` it comes after what `readings` gives now, which stays.
        """
        before = self._last if add else ()
        self._order = tuple(dict.fromkeys((*before, *(_key(path) for path in paths))))
        self._run = set(before)

    def drop(self, gone: Callable[[KeptFile], bool]) -> int:
        """Forget the records of some files; return of how many."""
        paths = {path for path, kept in self._files.items() if gone(kept)}
        for path in paths:
            del self._files[path]
        self._last = tuple(path for path in self._last if path not in paths)
        self._dirty = self._kept_any = True
        return len(paths)

    def find(self, path: Path, signature: Signature, code: str, name: str) -> FileReading | None:
        """Return what is kept of a file that is as it was and was read by this program."""
        kept = self._files.get(_key(path))
        if kept is None or kept.signature != signature or kept.code != code:
            return None
        reading = self._reading(kept, name)
        if reading is not None:
            self._run.add(kept.path)
        return reading

    def keep(
        self, path: Path | None, signature: Signature | None, code: str, reading: FileReading
    ) -> None:
        """Keep what was read of a file. Standard input (no path) is kept until the next one.

        A disk that refuses ends the keeping, never the run.
        """
        key = _key(path)
        self._run.add(key)
        if not self._writable or not _settled(signature):
            self._files.pop(key, None)
            return
        try:
            for piece in reading.pieces:
                self._write(self._place(piece.evidence), _ENCODER.encode(piece.records))
            known = self._files.get(key)
            self._files[key] = KeptFile(
                path=key,
                name=reading.name,
                signature=signature,
                code=code,
                first_read=known.first_read if known is not None else _now(),
                pieces=tuple(
                    KeptPiece(evidence=p.evidence, title=p.title, complete=p.complete)
                    for p in reading.pieces
                ),
                not_read=reading.not_read,
            )
            self._dirty = self._kept_any = True
            if time.monotonic() >= self._next_index:
                self._write_index()
        except OSError as fault:
            self._give_up(fault)

    def flush(self) -> None:
        """Write the index, and remove records that no file has any more."""
        if not self._writable:
            return
        try:
            last = tuple(path for path in self._order if path in self._run) or self._last
            if self._dirty or last != self._last:
                self._last = last
                self._write_index()
            if self._kept_any:
                self._tidy()
        except OSError as fault:
            self._give_up(fault)

    def list(self) -> tuple[KeptFile, ...]:
        """Return every file whose records are kept, by path."""
        return tuple(self._files[path] for path in sorted(self._files))

    def readings(self) -> Iterator[FileReading]:
        """Yield what the last run read, in its order, from the case alone."""
        for path in self._last:
            kept = self._files.get(path)
            reading = self._reading(kept, kept.name) if kept is not None else None
            if reading is not None:
                yield reading

    def answer(self, heading: str, columns: Mapping[str, str]) -> None:
        """Keep what a person says of a heading, {} for nothing; what rests on it is read anew."""
        self.answers.pop(heading, None)
        if columns:
            self.answers[heading] = dict(columns)
        self.drop(lambda kept: rests_on(kept, heading))

    def forget(self) -> int:
        """Erase the case and close it; return of how many pieces of evidence it held records.

        Only what a case consists of is removed, and the folder if it is then empty.
        """
        count = len({p.evidence.sha256 for f in self._files.values() for p in f.pieces})
        try:
            for folder in (self.folder / "records", self.folder):
                for entry in folder.iterdir() if folder.is_dir() else ():
                    if entry.is_file() and (folder != self.folder or _is_ours(entry.name)):
                        entry.unlink()
            (self.folder / "records").rmdir()
            self._writable = False
            self.close()
            (self.folder / _MARK).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.folder.rmdir()
        except OSError as fault:
            raise TryAgain(
                f"could not be erased whole ({fault.strerror})",
                where=str(self.folder),
                next_step="Delete the folder yourself.",
            ) from None
        return count

    def _load(self) -> None:
        path = self.folder / "index"
        if not path.exists():
            return
        try:
            index = _INDEX.decode(self._read(path))
        except (UnreadableEvidence, OSError, msgspec.DecodeError, UnicodeDecodeError):
            self.notices.append(
                f"{self.folder}: the index of the case is damaged or not yours;"
                " it was dropped, and everything is read again."
            )
            self._dirty = True
            return
        self._files = {file.path: file for file in index.files}
        self._last = index.last
        self.answers = index.answers

    def _reading(self, kept: KeptFile, name: str) -> FileReading | None:
        """Put a kept file together under the name it has now; None if an entry is damaged."""
        pieces = []
        for piece in kept.pieces:
            try:
                records = _RECORDS.decode(self._read(self._place(piece.evidence)))
            except (UnreadableEvidence, OSError, msgspec.DecodeError, UnicodeDecodeError):
                self._drop_damaged(kept, piece.evidence)
                return None
            evidence = piece.evidence
            if kept.name != name:
                inner = evidence.name.removeprefix(kept.name)
                evidence = msgspec.structs.replace(evidence, name=name + inner)
            pieces.append(
                Piece(
                    evidence=evidence,
                    title=piece.title,
                    records=records,
                    complete=piece.complete,
                )
            )
        not_read = tuple(
            msgspec.structs.replace(u, name=name + u.name.removeprefix(kept.name))
            for u in kept.not_read
        )
        return FileReading(name=name, pieces=tuple(pieces), not_read=not_read, from_case=True)

    def _drop_damaged(self, kept: KeptFile, evidence: Evidence) -> None:
        self.notices.append(
            f"{kept.name}: what the case kept of it is damaged or not yours;"
            " it was dropped, and the file is read again."
        )
        self._files.pop(kept.path, None)
        self._dirty = True
        with contextlib.suppress(OSError):
            self._place(evidence).unlink(missing_ok=True)

    def _place(self, evidence: Evidence) -> Path:
        name = f"{evidence.sha256}-{evidence.reader}-{evidence.reader_version}"
        return self.folder / "records" / name

    def _seal(self, name: str, data: bytes) -> bytes:
        """Sign the bytes with the name they stand under: no entry can stand for another."""
        sealing = hmac.new(self._key, digestmod=hashlib.sha256)
        sealing.update(name.encode() + b"\0")
        sealing.update(data)
        return sealing.digest()

    def _read(self, path: Path) -> bytes:
        data = path.read_bytes()
        seal, body = data[:_SEAL_BYTES], data[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(path.name, body)):
            raise UnreadableEvidence("its seal does not fit", where=str(path))
        return body

    def _write(self, path: Path, body: bytes) -> None:
        """Write whole or not at all: aside, to the disk, then into place."""
        aside = path.with_name(f".aside-{secrets.token_hex(8)}")
        try:
            with aside.open("xb") as file:
                file.write(self._seal(path.name, body))
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def _write_index(self) -> None:
        started = time.monotonic()
        index = _Index(tuple(self._files.values()), self._last, self.answers)
        self._write(self.folder / "index", _ENCODER.encode(index))
        self._dirty = False
        took = time.monotonic() - started
        self._next_index = time.monotonic() + max(_INDEX_EVERY_S, 20 * took)

    def _tidy(self) -> None:
        """Remove records that no file of the index has, and what a killed run left half done."""
        wanted = {self._place(p.evidence).name for f in self._files.values() for p in f.pieces}
        for entry in os.scandir(self.folder / "records"):
            if entry.name not in wanted:
                Path(entry.path).unlink(missing_ok=True)

    def _give_up(self, fault: OSError) -> None:
        self._writable = False
        self.notices.append(
            f"{self.folder}: nothing more can be kept ({fault.strerror});"
            " the answer is whole, and the next run reads again."
        )


def _key(path: Path | None) -> str:
    """A file's place in the index: a path may hold bytes that no text can."""
    return "-" if path is None else shown(str(path))


def _is_ours(name: str) -> bool:
    return name in ("index", "key", ".gitignore") or name.startswith((".aside-", "key."))


def _settled(signature: Signature | None) -> bool:
    """Say whether the file's times are far enough back to tell a later change from none."""
    if signature is None:
        return True
    changed = max(signature.mtime_ns, signature.ctime_ns)
    coarse = signature.mtime_ns % 1_000_000_000 == 0 and signature.ctime_ns % 1_000_000_000 == 0
    return time.time_ns() - changed > (_COARSE_TICK_NS if coarse else _FINE_TICK_NS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
