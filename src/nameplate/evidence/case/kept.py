"""What the index of a case says of a file, and what of it rests on a person's answer."""

import msgspec

from nameplate.evidence.case.signature import Signature
from nameplate.evidence.tables.log_columns import FORMATS
from nameplate.model.reading import Unread
from nameplate.model.records import Evidence


class KeptPiece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence whose records are kept."""

    evidence: Evidence
    title: str
    complete: bool


class KeptFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when it was read, and what was in it."""

    path: str
    name: str
    signature: Signature | None
    code: str
    """Hash of the program that read it: another version reads it anew."""
    first_read: str
    """ISO 8601, UTC."""
    pieces: tuple[KeptPiece, ...]
    not_read: tuple[Unread, ...]


def rests_on(kept: KeptFile, heading: str) -> bool:
    """Say whether a file was read by columns, or not read because of this heading."""
    asked = any(f" {heading} " in f"{unread.next_step} " for unread in kept.not_read)
    return asked or any(piece.evidence.format in FORMATS for piece in kept.pieces)
