"""Archives: one file that holds others. Unpacked in the worker, into memory, on one budget.

Each member becomes evidence of its own, named after the archive and its own name; that name is
shown and never used as a path. Links, devices, encrypted members and packings that need large
memory are refused one by one; the budget counts bytes that came out, whatever headers state.
"""

from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded import streams
from nameplate.evidence.bounded.source import Source, Stream
from nameplate.evidence.bounded.zip import Zip
from nameplate.evidence.sandbox.limits import Limits
from nameplate.model.errors import OverBudget
from nameplate.model.formats import Format

READER = "archives"

FORMATS = {
    f.name: f
    for f in (
        Format("zip", "ZIP archive", (), "PKWARE APPNOTE 6.3.9"),
        Format("gzip", "gzip file", (), "RFC 1952"),
        Format("zstd", "Zstandard file", (), "RFC 8878"),
        Format("tar", "tar archive", (), "POSIX.1-2001, pax; GNU tar"),
    )
}
# Spreadsheets are ZIPs too: their readers look closer and claim more.
_SPECIFICITY = {"zip": 30, "gzip": 90, "zstd": 90, "tar": 95}
_ENDINGS = {"gzip": (".gz", ".tgz"), "zstd": (".zst", ".tzst")}
# ECMA-376 part 2 (Office), OpenDocument 1.3 part 2: what their packages begin with.
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/")
_UNPACK_YOURSELF = "Unpack it yourself and read the parts you need."


def claim(head: bytes) -> tuple[int, str]:
    """Return how specific our claim is, and the name of the packing; (0, "") for none."""
    name = ""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        # A document whose reader found nothing for us is one file, not twenty of XML.
        name = "" if any(mark in head[:4096] for mark in _DOCUMENTS) else "zip"
    elif head[:3] == b"\x1f\x8b\x08":
        name = "gzip"
    elif head[:4] == b"\x28\xb5\x2f\xfd":
        name = "zstd"
    elif head[257:262] == b"ustar":
        name = "tar"
    return _SPECIFICITY.get(name, 0), name


class Nest:
    """What the whole nest of archives in one file may still cost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.unpacked_bytes
        self._members = limits.members

    def spend(self, count: int) -> None:
        """Count unpacked bytes. Raises OverBudget when there were too many."""
        self._bytes -= count
        if self._bytes < 0:
            raise OverBudget(
                f"unpacks to more than {self.limits.unpacked_bytes >> 20} MB",
                next_step=_UNPACK_YOURSELF,
            )

    def enter(self) -> None:
        """Count a member. Raises OverBudget when there were too many."""
        self._members -= 1
        if self._members < 0:
            raise OverBudget(
                f"holds more than {self.limits.members} files", next_step=_UNPACK_YOURSELF
            )


class Member(NamedTuple):
    """A file in an archive: its bytes, or why they are refused and what to do."""

    name: str
    stream: Stream | None
    refused: str = ""
    next_step: str = ""


def members(packing: str, source: Source, nest: Nest) -> Iterator[Member]:
    """Yield the members of an archive in order; each must be read before the next is asked for.

    Raises UnreadableEvidence where the archive is cut or broken, OverBudget at the nest's end.
    """
    if packing == "zip":
        found = _zip(source, nest)
    elif packing == "tar":
        found = _tar(source)
    else:
        found = _single(packing, source)
    for member in found:
        if _is_clutter(member.name):
            continue
        nest.enter()
        counted = _Counted(member.stream, nest) if member.stream is not None else None
        yield member._replace(stream=counted)


def _zip(source: Source, nest: Nest) -> Iterator[Member]:
    held = b"".join(_within(source, nest.limits.archive_bytes))
    opened = Zip(held, name=source.name, max_members=nest.limits.members)
    for member in opened.members():
        if member.refused:
            yield _refusal(member.name, member.refused)
        else:
            yield Member(member.name, opened.open(member))


def _within(source: Source, limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in source.chunks():
        total += len(chunk)
        if total > limit:
            raise OverBudget(
                f"a ZIP over {limit >> 20} MB, the most that is held at once",
                where=source.name,
                next_step=_UNPACK_YOURSELF,
            )
        yield chunk


def _tar(source: Source) -> Iterator[Member]:
    for member in streams.untar(_Taken(source)):
        if member.stream is None:
            yield _refusal(member.name, member.refused)
        else:
            yield Member(member.name, member.stream)


def _single(packing: str, source: Source) -> Iterator[Member]:
    unpack = streams.gunzip if packing == "gzip" else streams.unzstd
    name = source.name.rpartition("/")[2]
    for ending in _ENDINGS[packing]:
        if name.lower().endswith(ending):
            name = name[: -len(ending)] + (".tar" if ending.startswith(".t") else "")
    yield Member(name, unpack(_Taken(source)))


def _refusal(name: str, why: str) -> Member:
    steps = {
        "it is encrypted": "Open it with its password, and save it without one.",
        "it is packed in a way that is not read": _UNPACK_YOURSELF,
    }
    return Member(name, None, why, steps.get(why, "Nothing to do: only plain files are read."))


def _is_clutter(name: str) -> bool:
    """Hidden files and what macOS adds, as in a folder."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(p.startswith(".") and p.strip(".") for p in parts)


class _Taken:
    """A source in a stream's clothes: what an archive's bytes are read through, and hashed."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def read(self, size: int, /) -> bytes:
        return self._source.take(size)


class _Counted:
    """A member whose unpacked bytes are counted on the nest's budget."""

    def __init__(self, stream: Stream, nest: Nest) -> None:
        self._stream = stream
        self._nest = nest

    def read(self, size: int, /) -> bytes:
        piece = self._stream.read(size)
        self._nest.spend(len(piece))
        return piece
