"""Which reader a file is for: the folder of readers is the registry, specificity decides.

Every reader says how specific its claim is (0 none, 100 its own magic); archives claim in the
same way. Two equal claims at the top are a fault that is told, never settled by order.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import NamedTuple, Protocol, cast

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Record

READERS = "nameplate.evidence.readers"


class Reader(Protocol):
    """What a module in the folder of readers offers."""

    FORMAT: Format

    def sniff(self, head: bytes, /) -> int:
        """Say how specific the claim on this file is, 0 to 100."""

    def read(self, source: Source, /) -> Iterator[Record]:
        """Yield the records of the file."""


class Claim(NamedTuple):
    """One reader's claim on a file: how specific, its module's name, and the reader."""

    specificity: int
    name: str
    reader: Reader


def load(package: str = READERS) -> tuple[tuple[str, Reader], ...]:
    """Import every reader of a package, by name; those that begin with _ are none."""
    folder: ModuleType = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(folder.__path__) if m.name[0] != "_")
    return tuple(
        (name, cast(Reader, importlib.import_module(f"{package}.{name}"))) for name in names
    )


def claims(head: bytes, readers: Sequence[tuple[str, Reader]]) -> list[Claim]:
    """Return all claims on a file by its first 64 KiB, the most specific first."""
    found = [Claim(reader.sniff(head), name, reader) for name, reader in readers]
    return sorted((c for c in found if c.specificity > 0), key=lambda c: (-c.specificity, c.name))


def top(found: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the most specific claims: one, or several that tie."""
    return tuple(c for c in found if c.specificity == found[0].specificity)
