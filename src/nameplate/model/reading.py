"""What intake gives: per file, the pieces of evidence in it and their records."""

import msgspec

from nameplate.model.records import Evidence, Record


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence (a file, or a member of an archive) and its records, in order."""

    evidence: Evidence
    records: tuple[Record, ...]
    title: str = ""
    """What people call its format."""
    complete: bool = True
    """False where the end was not reached: cut off, over budget, or its worker died."""


class FileReading(msgspec.Struct, frozen=True, kw_only=True):
    """One file as given. Either `pieces`, or `not_read` with what to do next; an archive may
    have both: members read, and members that were not.
    """

    name: str
    pieces: tuple[Piece, ...] = ()
    not_read: tuple["Unread", ...] = ()
    from_case: bool = False


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """A file or archive member that was not read. `fault` is True where it was recognised and
    broken or refused (exit code 4), False where it is of no known kind (no failure). `ours` marks
    a fault of ours (exit code 70): `reason` is then the report, with nothing of the evidence.
    """

    name: str
    reason: str
    next_step: str
    fault: bool = False
    ours: bool = False


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far intake is: bytes truly read, of the bytes of all files; files done, of all."""

    bytes_read: int
    bytes_total: int
    files_done: int
    files_total: int
