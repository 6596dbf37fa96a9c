"""The door to compressed and chained streams: gzip, Zstandard and tar, one block at a time.

Nothing touches the disk and nothing is trusted: sizes that a header states are never allocated,
names are only shown, and every unpacked byte is counted by whoever reads.
"""

import tarfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded.source import MIB, Stream
from nameplate.model.errors import OverBudget, UnreadableEvidence

_CHUNK = 1 << 16
_COPY_AGAIN = "Copy the file again from its source."
# `zstd --long` makes windows of 128 MB (RFC 8878 section 3.1.1.1.2 asks for 8 MB at least).
_ZSTD_WINDOW = 128 * MIB
# A Zstandard block of 4 bytes may hold 128 KiB of one byte: 1 KiB in is at most 32 MiB out.
_ZSTD_CHUNK = 1024
_TAR_BLOCK = 512
_TAR_NAME = 1 << 16


class Unpacking:
    """A stream of unpacked bytes that turns every fault of its library into the house's own.

    What was unpacked before a fault is given first; the fault is raised once, and after it the
    stream is at its end, so that what was read can still be hashed.
    """

    def __init__(self, blocks: Iterator[bytes], what: str) -> None:
        self._blocks = blocks
        self._what = what
        self._rest = memoryview(b"")
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes. Raises UnreadableEvidence where the packing is broken."""
        while not self._rest and not self._ended:
            try:
                self._rest = memoryview(next(self._blocks))
            except StopIteration:
                self._ended = True
            except EOFError:
                raise self._broken("cut off") from None
            except (zlib.error, ValueError, OverflowError):
                # Only that it is so: libraries quote what they choked on.
                raise self._broken("damaged") from None
        piece = bytes(self._rest[:size])
        self._rest = self._rest[size:]
        return piece

    def _broken(self, how: str) -> UnreadableEvidence:
        self._ended = True
        return UnreadableEvidence(f"the {self._what} is {how}", next_step=_COPY_AGAIN)


def gunzip(stream: Stream) -> Unpacking:
    """Unpack gzip (RFC 1952), members one after another; what follows the last is let be."""
    return Unpacking(_gunzip(stream), "gzip stream")


def _gunzip(stream: Stream) -> Iterator[bytes]:
    data = stream.read(_CHUNK)
    while data[:2] == b"\x1f\x8b":
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if not data and not (data := stream.read(_CHUNK)):
                raise EOFError
            yield member.decompress(data, _CHUNK)
            data = member.unconsumed_tail
        data = member.unused_data
        while len(data) < 2 and (more := stream.read(_CHUNK)):
            data += more


def unzstd(stream: Stream) -> Unpacking:
    """Unpack Zstandard (RFC 8878), frames one after another, windows of at most 128 MB."""
    return Unpacking(_unzstd(stream), "Zstandard stream")


def _unzstd(stream: Stream) -> Iterator[bytes]:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    data = stream.read(_CHUNK)
    while data:
        frame = unpacker.decompressobj()
        while not frame.eof:
            if not data and not (data := stream.read(_CHUNK)):
                raise EOFError
            try:
                block: bytes = frame.decompress(data[:_ZSTD_CHUNK])
            except zstandard.ZstdError:
                raise ValueError from None
            data = data[_ZSTD_CHUNK:]
            if block:
                yield block
        data = (frame.unused_data + data) or stream.read(_CHUNK)


class TarMember(NamedTuple):
    """One member of a tar: a file has `stream`; anything else says why it was refused."""

    name: str
    size: int
    stream: Stream | None
    refused: str = ""


_REFUSED = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.GNUTYPE_SPARSE: "a file stored with holes",
}


def untar(stream: Stream) -> Iterator[TarMember]:
    """Yield the members of a tar (POSIX.1-2001 pax, GNU names) in order.

    Only headers are interpreted, by the library's own parser of one header; the walk from
    header to header is here, so that no crafted chain can loop or recurse. A member's stream
    must be read before the next member is asked for; what is left of it is passed over.
    Raises UnreadableEvidence where a header is broken.
    """
    walk = _Walk(stream)
    stated: dict[str, str] = {}
    while (header := walk.header()) is not None:
        body = _Member(walk, header.size)
        if header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            stated |= _pax(body.small())
        elif header.type == tarfile.GNUTYPE_LONGNAME:
            stated["path"] = body.small().rstrip(b"\0").decode("utf-8", "backslashreplace")
        elif header.type in (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, tarfile.DIRTYPE):
            pass
        else:
            name = stated.get("path") or header.name
            size = _size(stated.get("size"), header.size)
            body = _Member(walk, size)
            refused = _REFUSED.get(header.type, "")
            if "GNU.sparse.major" in stated or "GNU.sparse.size" in stated:
                refused = _REFUSED[tarfile.GNUTYPE_SPARSE]
            if refused:
                yield TarMember(name, size, None, refused)
            else:
                yield TarMember(name, size, body)
            stated = {}
        body.skip()


def _size(stated: str | None, fallback: int) -> int:
    return (
        int(stated)
        if stated is not None and stated.isdecimal() and len(stated) < 19
        else (fallback)
    )


def _pax(data: bytes) -> dict[str, str]:
    """Read the records "length key=value\\n" of a pax header; what does not parse ends it."""
    found: dict[str, str] = {}
    while data:
        digits, blank, _ = data[:20].partition(b" ")
        length = int(digits) if digits.isdigit() else 0
        if not blank or not len(digits) + 1 < length <= len(data):
            break
        key, equals, value = data[len(digits) + 1 : length].rstrip(b"\n").partition(b"=")
        if equals:
            found[key.decode("utf-8", "replace")] = value.decode("utf-8", "backslashreplace")
        data = data[length:]
    return found


class _Walk:
    """The tar as a row of blocks of 512 bytes."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count and (part := self._stream.read(min(count, _CHUNK))):
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def header(self) -> tarfile.TarInfo | None:
        block = self.exactly(_TAR_BLOCK)
        if not block.strip(b"\0"):
            return None
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "backslashreplace")
        except tarfile.TarError:
            raise self.broken("has a broken header") from None
        if header.size < 0:
            raise self.broken("states a size below zero")
        return header

    def broken(self, how: str) -> UnreadableEvidence:
        return UnreadableEvidence(f"the tar {how}", next_step=_COPY_AGAIN)


class _Member:
    """The bytes of one member, padded to whole blocks."""

    def __init__(self, walk: _Walk, size: int) -> None:
        self._walk = walk
        self._left = size
        self._padding = -size % _TAR_BLOCK

    def read(self, size: int, /) -> bytes:
        wanted = min(size, self._left, _CHUNK)
        piece = self._walk.exactly(wanted)
        self._left -= len(piece)
        if len(piece) < wanted:
            self._left = self._padding = 0
            raise self._walk.broken("is cut off")
        return piece

    def small(self) -> bytes:
        """All of a name or pax header: real ones have less than 64 KiB."""
        if self._left > _TAR_NAME:
            raise OverBudget("a header in the tar over 64 KB", next_step=_COPY_AGAIN)
        data = self._walk.exactly(self._left)
        self._left = 0
        return data

    def skip(self) -> None:
        while self._left:
            self.read(_CHUNK)
        self._walk.exactly(self._padding)
        self._padding = 0
