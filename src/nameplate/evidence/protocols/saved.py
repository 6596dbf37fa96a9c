"""A reply that somebody saved to a file: its bytes as a protocol takes them.

Shells save replies as they like: PowerShell's ">" writes UTF-16, editors add a byte order mark.
"""

from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded import text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols.stated import Said, Stated, sightings, told
from nameplate.model.errors import NotOurFormat
from nameplate.model.records import Problem, Record

MOST_BYTES = 4 << 20
"""The most that is read of one saved reply: a long recorder's channel list is under 1 MB."""


class Saved(NamedTuple):
    """The bytes as UTF-8; `mark` bytes stood before them in the file, which has `size`."""

    data: bytes
    mark: int
    size: int
    same: bool
    """False where the file is in another encoding: then offsets in `data` are not the file's."""
    cut: bool


def reply(source: Source) -> Saved:
    """Read one saved reply, at most 4 MB of it."""
    raw = source.take(MOST_BYTES)
    while len(raw) < MOST_BYTES and (more := source.take(MOST_BYTES - len(raw))):
        raw += more
    cut = len(raw) == MOST_BYTES and bool(source.take(1))
    mark = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    encoding = text.encoding_of(raw[:4096])
    if encoding.startswith("utf-16"):
        return Saved(_as_utf8(raw, encoding), 0, len(raw), False, cut)
    return Saved(raw[mark:], mark, len(raw), True, cut)


def lines(source: Source) -> Iterator[tuple[int, int, bytes]]:
    """Yield (number from 1, offset, line) as `Source.lines`, whatever the encoding.

    In UTF-16 the offset is 0 for every line: only numbers lead back to the file then.
    """
    encoding = text.encoding_of(source.head()[:4096])
    if not encoding.startswith("utf-16"):
        yield from source.lines()
        return
    for number, line in enumerate(_as_utf8(source.whole(), encoding).split(b"\n"), 1):
        yield number, 0, line.rstrip(b"\r")


def whole(source: Source) -> bytes:
    """Return a whole file as UTF-8. Raises OverBudget over the budget for whole files."""
    raw = source.whole()
    encoding = text.encoding_of(raw[:4096])
    return _as_utf8(raw, encoding) if encoding.startswith("utf-16") else raw


def head_of(head: bytes) -> bytes:
    """Return the start of a file as UTF-8 without marks and leading blanks, for sniffing."""
    encoding = text.encoding_of(head[:4096])
    if encoding.startswith("utf-16"):
        head = _as_utf8(head, encoding)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def records(
    saved: Saved, said: tuple[Said, ...], *, unit: str, nothing: str, cut: bool = False
) -> Iterator[Record]:
    """Yield the sightings of a file's replies, and tell where the file is broken off.

    Raises NotOurFormat with `nothing` where the replies say nothing at all.
    """
    if not any(said):
        raise NotOurFormat(nothing, next_step="Save the reply itself, as the unit gave it.")
    yield from sightings([placed(saved, one) for one in said], unit=unit)
    yield from told(said, f"bytes 0-{saved.size}")
    if saved.cut:
        yield Problem(
            where=f"bytes {MOST_BYTES - 1}-{MOST_BYTES}",
            what="only the first 4 MB of a saved reply are read",
            next_step="Save the replies into a file each.",
        )
    elif cut:
        yield Problem(
            where=f"bytes {max(0, saved.size - 1)}-{saved.size}",
            what="the reply is cut off or broken; what stands before was read",
            next_step="Save the whole reply again.",
        )


def _as_utf8(raw: bytes, encoding: str) -> bytes:
    return text.decode(raw, encoding).lstrip("\ufeff").encode("utf-8", "backslashreplace")


def placed(saved: Saved, said: Said) -> Said:
    """Return the same with places in the file's own bytes; the whole file where none is known."""
    return said._replace(stated=tuple(_placed(saved, one) for one in said.stated))


def _placed(saved: Saved, one: Stated) -> Stated:
    if one.pointer:
        return one
    # A saved reply in another encoding is short enough to be shown as a whole.
    if one.start is None or one.end is None or not saved.same:
        return one._replace(start=None, end=None, pointer=f"bytes 0-{saved.size}")
    return one._replace(start=one.start + saved.mark, end=one.end + saved.mark)
