"""Who is meant: ids and names of entities, and names that people write in more than one way."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from nameplate.model.knowledge import Entity

_FORMS = frozenset(
    [
        "ag",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "limited",
        "llc",
        "ltd",
        "plc",
        "sa",
        "the",
    ]
)
"""Legal forms and articles: they part no two companies that we hold."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ASIDE = re.compile(r"\([^()]{0,200}\)")


def plain(name: str) -> str:
    """Return a name as it is compared: no case, marks, asides or legal forms."""
    words = _WORD.findall(_ASIDE.sub(" ", name).casefold())
    return " ".join(w for w in words if w not in _FORMS) or " ".join(words)


class Names(msgspec.Struct, frozen=True):
    """Entities by id and by every name. Immutable."""

    by_name: Mapping[str, str]
    shown: Mapping[str, str]

    def entity(self, said: str | None) -> str | None:
        """Return the id that is meant, or the plain name where we hold no such entity."""
        if said is None:
            return None
        if said in self.shown:
            return said
        name = plain(said)
        return self.by_name.get(name, name)

    def show(self, entity: str) -> str:
        """Return the name people use."""
        return self.shown.get(entity, entity)


def named(entities: Mapping[str, Entity], others: Iterable[str] = ()) -> Names:
    """Index names; where two entities share one, neither is meant by it.

    `others` are names in lists and rules of whom no entity is held: they are shown as written.
    """
    by_name: dict[str, str] = {}
    shared: set[str] = set()
    for entity in entities.values():
        for name in {plain(n) for n in (entity.id, entity.name, entity.short, *entity.aliases)}:
            if by_name.setdefault(name, entity.id) != entity.id:
                shared.add(name)
    return Names(
        by_name={name: id_ for name, id_ in by_name.items() if name not in shared},
        shown={plain(name): name for name in others}
        | {entity.id: entity.short for entity in entities.values()},
    )
