"""The list of instruments, filtered as an address asks; clauses, found by their citation."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from nameplate.model.errors import WrongUsage
from nameplate.model.law import Instrument, Limb
from nameplate.papers.law.words import plain
from nameplate.work import law, whom
from nameplate.work.entering import places

_LONGEST = 100
_MOST_CLAUSES = 30
_WORD = re.compile(r"[^\s,;:“”\"]{1,80}")


class Asked(NamedTuple):
    """Filters of the list; "" asks for nothing."""

    place: str = ""
    actor: str = ""
    verb: str = ""
    force: str = ""
    text: str = ""

    @property
    def query(self) -> dict[str, object]:
        """The values of an address that asks the same."""
        return dict(self._asdict())

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The filters in words."""
        said = (
            ("place", whom.place_name(self.place)),
            ("binds", plain(self.actor)),
            ("speaks of", plain(self.verb)),
            ("force", plain(self.force)),
            ("text has", self.text),
        )
        return tuple((f"only: {what}", value) for what, value in said if value)


class Clause(NamedTuple):
    """A place in an instrument that a search found; `limb` is "" for the whole instrument."""

    instrument: str
    title: str
    limb: str
    cites: str
    force: str


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read the filters of an address; a value that no filter takes asks for nothing."""

    def one_of(name: str, words: Mapping[str, str]) -> str:
        return query[name] if query.get(name) in words else ""

    return Asked(
        place=one_of("place", places()),
        actor=one_of("actor", law.terms("actors")),
        verb=one_of("verb", law.terms("verbs")),
        force=one_of("force", law.terms("force")),
        text=query.get("text", "")[:_LONGEST],
    )


def listed(asked: Asked) -> tuple[Instrument, ...]:
    """Return the instruments that pass the filters, by place and title."""
    try:
        found = law.instruments(
            place=asked.place or None, actor=asked.actor or None, verb=asked.verb or None
        )
    except WrongUsage:
        return ()
    words = _words(asked.text)
    kept = [
        one
        for one in found
        if (not asked.force or one.force == asked.force)
        and all(word in _whole(one.id) for word in words)
    ]
    return tuple(sorted(kept, key=lambda one: (one.extent, one.title)))


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the instruments and paragraphs whose citation or title has all words of a text."""
    words = _words(text)
    if not words or not any(character.isalnum() for character in text):
        return ()
    found = [clause for folded, clause in _index() if all(word in folded for word in words)]
    whole = {clause.instrument for clause in found if not clause.limb}
    kept = [clause for clause in found if not clause.limb or clause.instrument not in whole]
    return tuple(kept[:_MOST_CLAUSES])


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_LONGEST].casefold())


@cache
def _index() -> tuple[tuple[str, Clause], ...]:
    found = []
    for one in law.instruments():
        head = (one.id, *one.aliases, one.title, one.citation)
        found.append((_folded(head), Clause(one.id, one.title, "", one.citation, one.force)))
        for limb in _limbs(one):
            if limb.paragraph is not None:
                clause = Clause(one.id, one.title, limb.id, limb.paragraph, one.force)
                found.append((_folded((*head, limb.paragraph)), clause))
    return tuple(found)


@cache
def _whole(id_: str) -> str:
    one = law.instrument(id_)
    texts = [one.id, *one.aliases, one.title, one.citation, one.issuer or "", one.notes or ""]
    for limb in _limbs(one):
        texts += [limb.id, limb.paragraph or "", limb.words or "", limb.coverage.criterion or ""]
        texts += [member.entity or member.name or "" for member in limb.coverage.members]
    return _folded(texts)


def _limbs(one: Instrument) -> tuple[Limb, ...]:
    return (*one.limbs, *(one.if_enacted.limbs if one.if_enacted is not None else ()))


def _folded(texts: "tuple[str, ...] | list[str]") -> str:
    return "\n".join(texts).casefold()
