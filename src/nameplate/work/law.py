"""Ask what the law says: one question, many as JSON lines, lists, pages and time lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from nameplate.judgement.law import Code, answer, checked, compiled, timeline
from nameplate.model.errors import NameplateError, UnreadableEvidence, WrongUsage
from nameplate.model.knowledge import Knowledge
from nameplate.model.law import Instrument
from nameplate.model.question import Answered, Question, Stretch

_LONGEST_LINE = 1 << 20
_REST = "The other lines are answered."


class Law(NamedTuple):
    """What is held, and the same compiled once."""

    knowledge: Knowledge
    code: Code


@cache
def law() -> Law:
    """Return the product's own records of law, compiled once a process."""
    from nameplate.knowledge import load

    knowledge = load()
    return Law(knowledge, compiled(knowledge))


def ask(question: Question) -> Answered:
    """Answer one question. Raises WrongUsage naming the nearest known words."""
    held = law()
    return answer(checked(question, held.code), held.code)


def ask_lines(lines: Iterable[tuple[int, bytes]], name: str) -> Iterator[Answered | NameplateError]:
    """Answer one question a line, in order; a line that cannot be answered gives its fault.

    `lines` are (number from 1, bytes without their end); blank lines are passed over.
    """
    decoder = msgspec.json.Decoder(Question)
    for number, line in lines:
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            question = _decoded(decoder, line, number)
            yield ask(question)
        except NameplateError as fault:
            yield UnreadableEvidence(fault.what, where=where, next_step=fault.next_step or _REST)


def _decoded(decoder: "msgspec.json.Decoder[Question]", line: bytes, number: int) -> Question:
    if len(line) > _LONGEST_LINE:
        raise WrongUsage("longer than a question can be", next_step=_REST)
    try:
        question = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise WrongUsage(f"no question: {_plain(fault)}", next_step=_REST) from None
    if question.id is None:
        return msgspec.structs.replace(question, id=f"line {number}")
    return question


def _plain(fault: Exception) -> str:
    """Return what a decoder says, without the values that stood in the line."""
    text = str(fault)
    return text if isinstance(fault, msgspec.ValidationError) and len(text) < 200 else "not JSON"


def last_line(outcomes: Mapping[str, int], faults: Sequence[str]) -> bytes:
    """Return the record that ends JSON lines: how many of each outcome, what was not answered."""
    return to_json(
        {
            "schema": "nameplate/law/1",
            "summary": {"answered": sum(outcomes.values()), "outcomes": dict(outcomes)},
            "not_answered": list(faults),
        }
    )


def instruments(
    *, place: str | None = None, actor: str | None = None, verb: str | None = None
) -> tuple[Instrument, ...]:
    """Return the instruments whose records name a place (or one around it), an actor, a verb.

    Raises WrongUsage for a place that nothing is held of by that name.
    """
    held = law().knowledge.law
    around = None if place is None else _around(place)
    found = []
    for one in held.instruments.values():
        if around is not None and around.isdisjoint(one.extent):
            continue
        limbs = [*one.limbs, *(one.if_enacted.limbs if one.if_enacted else ())]
        if actor is not None and not any(
            actor in limb.actors or "any-person" in limb.actors for limb in limbs
        ):
            continue
        if verb is not None and not any(verb in (*limb.verbs, *limb.on) for limb in limbs):
            continue
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.id))


def _around(place: str) -> frozenset[str]:
    """Return a place with those around it; for a union its parts, too."""
    places = law().knowledge.law.places
    wanted = place.upper()
    known = {wanted} if wanted in places.names or wanted in places.held else set()
    known |= {p for p, name in places.names.items() if name.lower() == place.lower()}
    parts = {p for p, around in places.within.items() if known & set(around)}
    if not known and not parts:
        near = nearest(place, [*places.names, *places.names.values()])
        raise WrongUsage(
            f"no place is held as '{place}'",
            next_step=f"Did you mean {near}? " * bool(near) + "See docs/law/by-place.md.",
        )
    return frozenset(known | parts | {a for p in known for a in places.within.get(p, ())})


def instrument(name: str) -> Instrument:
    """Return an instrument by its id or an earlier one. Raises WrongUsage naming near ones."""
    held = law().knowledge.law.instruments
    for one in held.values():
        if name == one.id or name in one.aliases:
            return one
    near = nearest(name, list(held))
    raise WrongUsage(
        f"there is no instrument '{name}'",
        next_step=(f"Did you mean {near}? " if near else "") + "nameplate law list names them all.",
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known words nearest to one that is not known, parted by commas; "" for none."""
    import difflib

    folded = {one.lower(): one for one in known}
    found = difflib.get_close_matches(word.lower(), list(folded), n=3, cutoff=0.5)
    return ", ".join(folded[one] for one in found)


def time_line(question: Question, until: str) -> tuple[Stretch, ...]:
    """Return what applied from 1 January 2018 to a day, and what changed it when."""
    held = law()
    asked = checked(msgspec.structs.replace(question, date=until), held.code)
    return timeline(asked, held.code, asked.date[:10])


def terms(kind: str) -> dict[str, str]:
    """Return the closed words of one kind ("actors", "verbs"...) with their meaning."""
    held = law().knowledge.law.vocabulary
    if kind == "actors":
        return {**held.get("actors", {}), **held.get("roles", {})}
    return dict(held.get(kind, {}))


def page_text(one: Instrument, *, width: int, colour: bool) -> str:
    """Return an instrument's page for a terminal."""
    from nameplate.papers.law.page import page
    from nameplate.papers.law.terminal import page_text as paper

    return paper(page(one, law().knowledge), width=width, colour=colour)


def index_text(found: tuple[Instrument, ...], *, width: int, colour: bool) -> str:
    """Return a list of instruments for a terminal."""
    from nameplate.papers.law.terminal import index_text as paper

    return paper(found, width=width, colour=colour)


def answer_text(found: Answered, *, width: int, colour: bool) -> str:
    """Return one answer for a terminal."""
    from nameplate.papers.law.answer import answer_text as paper

    return paper(found, width=width, colour=colour)


def time_line_text(found: tuple[Stretch, ...], *, width: int, colour: bool) -> str:
    """Return a time line for a terminal."""
    from nameplate.papers.law.answer import time_line_text as paper

    return paper(found, width=width, colour=colour)


def to_json(found: object) -> bytes:
    """Return an answer, an instrument or a time line as one line of JSON."""
    return msgspec.json.encode(found) + b"\n"
