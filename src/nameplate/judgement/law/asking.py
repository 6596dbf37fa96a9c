"""Whether a question can be asked at all: every closed word known, every day a day.

An unknown word is answered with the nearest known ones and with where the list of them is.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches

import msgspec

from nameplate.judgement.law.code import Code
from nameplate.judgement.law.facts import moment
from nameplate.judgement.law.switches import scenario_of
from nameplate.model.errors import WrongUsage
from nameplate.model.question import Question

FIRST, LAST = 1990, 2100
"""Years between which a day can be asked about."""
PART = 3
"""ISO 3166-2: letters or figures after the hyphen."""
SHOWN = 80
"""How much of a word that is no word is shown, and compared."""
LISTS = "`nameplate law words` names them all"


def checked(question: Question, code: Code) -> Question:
    """Return the question with its words as the records write them, or raise WrongUsage.

    Places are put in capitals, ids of scenarios are those of today, makers keep what was said.
    """
    for field, word, kinds in _words(question):
        _known(field, word, [w for kind in kinds for w in code.vocabulary.get(kind, {})])
    places = {
        field: _place(field, stated, code)
        for field in ("jurisdiction", "site_jurisdiction", "incorporated_in", "nationality")
        if (stated := getattr(question, field)) is not None
    }
    origin = question.thing.origin
    thing = question.thing
    if origin is not None:
        thing = msgspec.structs.replace(thing, origin=_place("thing.origin", origin, code))
    day("date", question.date)
    if thing.made_on is not None:
        day("thing.made_on", thing.made_on)
    ask = _ask(question, code)
    return msgspec.structs.replace(question, **places, thing=thing, ask=ask)


def _words(question: Question) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Yield each closed word of a question: where it stands, and the vocabularies it may be of."""
    thing = question.thing
    yield "actor_kind", question.actor_kind, ("actors", "roles")
    yield "verb", question.verb, ("verbs",)
    yield "object", question.object, ("objects",)
    yield "site_class", question.site_class, ("sites",)
    yield "purpose", question.purpose, ("purposes",)
    yield "thing.kind", thing.kind, ("things",)
    yield "thing.feature", thing.feature, ("features",)
    for field, words, kinds in (
        ("roles", question.roles, ("roles", "actors")),
        ("funding", question.funding, ("funding",)),
        ("clauses", question.clauses, ("clauses",)),
        ("thing.features", thing.features, ("features",)),
    ):
        yield from ((field, word, kinds) for word in words)


def _known(field: str, word: str | None, words: Iterable[str]) -> None:
    known = sorted(set(words))
    if word is None or word in known:
        return
    short = word[:SHOWN]
    raise WrongUsage(f'"{short}" is no word for this', where=field, next_step=_near(short, known))


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word.casefold().replace(" ", "-"), list(known), n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}; {LISTS}." if near else f"{LISTS}."


def _place(field: str, stated: str, code: Code) -> str:
    """Return the code of a place: by its code, by its name, or by another word for it."""
    stated = stated[:SHOWN]
    named = {**code.map.also, **{name.casefold(): key for key, name in code.map.names.items()}}
    place = named.get(stated.casefold(), stated.upper())
    country, _, part = place.partition("-")
    if code.map.known(place) or (code.map.known(country) and part.isalnum() and len(part) <= PART):
        return place
    near = get_close_matches(stated.casefold(), [*named, *(k.casefold() for k in code.map.above)])
    words = [f"{named.get(n, n.upper())} ({code.map.name(named.get(n, n.upper()))})" for n in near]
    step = f"Nearest: {', '.join(words)}; {LISTS}." if words else f"{LISTS}."
    raise WrongUsage(f'"{stated}" is no place we know the code of', where=field, next_step=step)


def day(field: str, stated: str) -> None:
    """Check that a text is a day, or an instant with its zone, that can be asked about."""
    try:
        read = moment(stated)
    except ValueError:
        raise WrongUsage(
            f'"{stated[:SHOWN]}" is no day', where=field, next_step="Write it as 2026-11-25."
        ) from None
    if isinstance(read, datetime) and read.tzinfo is None:
        step = "Add its zone, as in 2026-11-25T09:00:00+00:00, or give the day alone."
        raise WrongUsage(f'"{stated}" has no zone', where=field, next_step=step)
    if not FIRST <= read.year < LAST:
        step = f"Ask about a day from {FIRST} to {LAST - 1}."
        raise WrongUsage(f'"{stated}" is out of range', where=field, next_step=step)


def _ask(question: Question, code: Code) -> str:
    assumed = scenario_of(question)
    if assumed is None:
        _known("ask", question.ask, ("today", "recommends"))
        return question.ask
    name, stated = assumed
    found = next((i for i in code.instruments.values() if name == i.id or name in i.aliases), None)
    if found is None or found.if_enacted is None:
        open_ = [i.id for i in code.instruments.values() if i.if_enacted is not None]
        short = name[:SHOWN]
        what = f'"{short}" is no proposal' if found is None else f'"{short}" has no scenario'
        raise WrongUsage(what, where="ask", next_step=_near(short, open_))
    day("ask", stated[:10])
    return f"scenario:{found.id}@{stated[:10]}"
