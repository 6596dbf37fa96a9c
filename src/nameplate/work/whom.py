"""Who is asked about: kinds of actor and places in the order in which people look for them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nameplate.judgement.law.facts import understood
from nameplate.model.errors import WrongUsage
from nameplate.model.question import Question
from nameplate.papers.law.words import plain
from nameplate.work.entering import NOBODY, places
from nameplate.work.law import instruments, law, terms

_CAPITALS = frozenset({"nhs", "eu", "us", "uk", "usf", "far", "fcc"})


class Term(NamedTuple):
    """A closed word, as people write it, and what it means."""

    word: str
    says: str
    means: str


class Group(NamedTuple):
    """Places of one part of the world as (code, name)."""

    title: str
    places: tuple[tuple[str, str], ...]


def choices(kind: str) -> tuple[Term, ...]:
    """Return the closed words of one kind of the vocabulary."""
    return tuple(_term(kind, word, means) for word, means in terms(kind).items())


def _term(kind: str, word: str, means: str) -> Term:
    return Term(word, means if kind == "clauses" else spelled(word), means)


def spelled(word: str) -> str:
    """Return a closed word as people write it: without hyphens, short names in capitals."""
    shown = plain(word.removeprefix("sensitive-gov:")).replace(":", ": ")
    return " ".join(part.upper() if part in _CAPITALS else part for part in shown.split())


def actors(place: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return kinds of actor of which an instrument that reaches a place speaks, and the others.

    Where nothing is known of the place, all kinds are others.
    """
    kinds = law().knowledge.law.vocabulary["actors"]
    spoken = _spoken_of(place, list(kinds))
    every = [_term("actors", w, means) for w, means in kinds.items() if w not in NOBODY]
    return (
        tuple(term for term in every if term.word in spoken),
        tuple(term for term in every if term.word not in spoken),
    )


def also(place: str, chosen: Iterable[str]) -> tuple[Term, ...]:
    """Return what a body may be besides its kind: what the records of a place speak of, the
    roles, and what was chosen already.
    """
    found = {term.word: term for term in (*actors(place)[0], *choices("roles"))}
    known = terms("actors")
    for word in chosen:
        if word in known and word not in NOBODY:
            found.setdefault(word, _term("actors", word, known[word]))
    return tuple(found.values())


def _spoken_of(place: str, kinds: list[str]) -> set[str]:
    try:
        found = instruments(place=place)
    except WrongUsage:
        return set()
    limbs = [
        limb
        for one in found
        for limb in (*one.limbs, *(one.if_enacted.limbs if one.if_enacted else ()))
    ]
    named = {actor for limb in limbs for actor in limb.actors}
    return {kind for kind in kinds if not named.isdisjoint(_is_also(kind, place))}


def _is_also(kind: str, place: str) -> set[str]:
    """Return what an actor is besides, at a place, by the records' own rules."""
    asked = Question(actor_kind=kind, jurisdiction=place, verb="use", date="2026-01-01")
    facts = understood(asked, law().code)
    return {*facts.words, *facts.perhaps}


def place_groups() -> tuple[Group, ...]:
    """Return all places: each country that has parts with them, then the other countries."""
    names = places()
    parts: dict[str, list[str]] = {}
    for code in names:
        country, hyphen, _ = code.partition("-")
        if hyphen and country in names:
            parts.setdefault(country, []).append(code)
    countries = sorted(parts, key=lambda code: (code != "GB", code != "US", names[code]))
    found = [Group(names[c], tuple(_named([c, *_sorted(parts[c])]))) for c in countries]
    rest = _sorted([c for c in names if "-" not in c and c not in parts])
    return (*found, Group("Other places", tuple(_named(rest))))


def _sorted(codes: list[str]) -> list[str]:
    names = places()
    return sorted(codes, key=lambda code: names[code])


def _named(codes: list[str]) -> Iterator[tuple[str, str]]:
    names = places()
    return ((code, names[code]) for code in codes)


def place_name(code: str | None) -> str:
    """Return a place's name with its code; "" for none."""
    if not code:
        return ""
    name = places().get(code)
    return f"{name} ({code})" if name else code


def place_names(codes: Iterable[str]) -> str:
    """Return places by name, parted by commas."""
    names = places()
    return ", ".join(names.get(code, code) for code in codes)


def means(kind: str, word: str | None) -> str:
    """Return a word with its meaning: "school: school" becomes "school"."""
    if not word:
        return ""
    said = terms(kind).get(word, "")
    shown = spelled(word)
    if kind == "clauses":
        return said or shown
    return shown if said in ("", shown) else f"{shown}: {said}"
