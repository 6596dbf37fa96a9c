"""Names that clients asked for, held until it is known where they lead.

A name that is answered with nothing but private addresses is one of the site's own machines. Those
bear people's names ("jdoe-laptop.example.org"), and say nothing of who made the client.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from nameplate.evidence.tables.ends import public_name
from nameplate.model.records import Sighting

MOST: Final = 16_384
"""Most names that are held, and most that are known to lead to the site: the oldest give way."""


class Asked:
    """Holds what was said of names. A name is in lower case, without its last dot."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: dict[str, list[Sighting]] = {}
        self._inside: dict[str, None] = {}
        self._size = 0

    def ask(self, name: str, said: Iterable[Sighting]) -> Iterator[Sighting]:
        """Hold what was said of a name; yield what gives way to it."""
        if name in self._inside:
            return
        found = list(said)
        self._held.setdefault(name, []).extend(found)
        self._size += len(found)
        while self._size > self._most:
            oldest = self._held.pop(next(iter(self._held)))
            self._size -= len(oldest)
            yield from oldest

    def inside(self, name: str) -> None:
        """Forget a name that leads to the site itself, whoever asked for it."""
        value = public_name(name)
        self._size -= len(self._held.pop(value, ()))
        while len(self._inside) >= self._most:
            del self._inside[next(iter(self._inside))]
        self._inside[value] = None

    def finish(self) -> Iterator[Sighting]:
        """Yield what is held."""
        held, self._held, self._size = self._held, {}, 0
        for said in held.values():
            yield from said
