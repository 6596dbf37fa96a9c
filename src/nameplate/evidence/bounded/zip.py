"""The door to ZIP: a directory that is counted before it is built, members as bounded streams.

A ZIP states its sizes twice and may lie both times; only bytes that come out are believed. Names
are text to show, never paths. Encrypted members are told, never tried.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded.source import Stream
from nameplate.evidence.bounded.streams import Unpacking
from nameplate.model.errors import OverBudget, UnreadableEvidence

MAX_MEMBERS = 10_000
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ZipMember(NamedTuple):
    """One file of a ZIP by its name as stated; `refused` says why it will not be unpacked."""

    name: str
    size: int
    """As the directory states it: to show, not to rely on."""
    entry: int
    """Its place in the directory."""
    refused: str = ""


class Zip:
    """A ZIP held in memory. Raises UnreadableEvidence or OverBudget when it cannot be opened."""

    def __init__(self, data: bytes, *, name: str = "", max_members: int = MAX_MEMBERS) -> None:
        # The library builds all entries at once; counting their marks first bounds that.
        if data.count(_ENTRY) > 2 * max_members:
            raise OverBudget(
                f"a ZIP of more than {max_members} members",
                where=name,
                next_step="Unpack it yourself and read the parts you need.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError):
            raise UnreadableEvidence(
                "the ZIP directory is cut off or broken",
                where=name,
                next_step="Copy the file again from its source.",
            ) from None
        self._entries = self._zip.infolist()
        if len(self._entries) > max_members:
            raise OverBudget(
                f"a ZIP of {len(self._entries)} members, over {max_members}",
                where=name,
                next_step="Unpack it yourself and read the parts you need.",
            )

    def members(self) -> Iterator[ZipMember]:
        """Yield every file of the directory in its order; folders are left out."""
        for index, entry in enumerate(self._entries):
            if entry.is_dir():
                continue
            refused = ""
            if entry.flag_bits & _ENCRYPTED:
                refused = "it is encrypted"
            elif entry.compress_type not in _METHODS:
                refused = "it is packed in a way that is not read"
            elif entry.external_attr >> 28 == 0xA:  # S_IFLNK in the upper half, from Unix makers
                refused = "a symbolic link"
            yield ZipMember(entry.filename, entry.file_size, index, refused)

    def names(self) -> frozenset[str]:
        """Return the names of all members, as stated."""
        return frozenset(entry.filename for entry in self._entries)

    def open(self, member: ZipMember) -> Stream:
        """Return the unpacked bytes of one member; faults are UnreadableEvidence as they come."""
        return Unpacking(self._blocks(member), "ZIP member")

    def read(self, name: str, *, limit: int) -> bytes:
        """Return one member by name whole.

        Raises UnreadableEvidence if it is not there or broken, OverBudget over `limit` bytes.
        """
        for member in self.members():
            if member.name == name:
                break
        else:
            raise UnreadableEvidence(
                f"the ZIP has no member {name[:80]}", next_step="Export the file again."
            )
        if member.refused:
            raise UnreadableEvidence(
                f"the ZIP member {name[:80]}: {member.refused}", next_step="Export the file again."
            )
        stream = self.open(member)
        parts: list[bytes] = []
        total = 0
        while part := stream.read(_CHUNK):
            total += len(part)
            if total > limit:
                raise OverBudget(
                    f"the ZIP member {name[:80]} unpacks to more than {limit >> 20} MB",
                    next_step="Export fewer rows.",
                )
            parts.append(part)
        return b"".join(parts)

    def _blocks(self, member: ZipMember) -> Iterator[bytes]:
        try:
            with self._zip.open(self._entries[member.entry]) as file:
                while block := file.read(_CHUNK):
                    yield block
        except (zipfile.BadZipFile, struct.error, NotImplementedError, OSError):
            raise ValueError from None
