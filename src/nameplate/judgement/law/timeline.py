"""What applied to one actor and thing, day after day: asked only where something can change."""

from collections.abc import Iterator
from datetime import date

import msgspec

from nameplate.judgement.law import candidates
from nameplate.judgement.law.answering import answer
from nameplate.judgement.law.asking import day
from nameplate.judgement.law.code import Code
from nameplate.judgement.law.facts import Facts, understood
from nameplate.judgement.ownership import ALWAYS, NEVER, last_day
from nameplate.model.question import Answered, Question, Stretch

START = "2018-01-01"


def timeline(question: Question, code: Code, until: str, since: str = START) -> tuple[Stretch, ...]:
    """Return the stretches of days, both ends included, with one outcome and one set of reasons.

    The question's own date does not matter. Every day on which a limb, a member of a list or an
    ownership statement begins or ends is asked; between two of them nothing can change.
    """
    first, last = (_first("since", since), _first("until", until))
    days = sorted({first} | {d for d in _edges(question, code) if first < d <= last})
    found: list[Stretch] = []
    for at, start in enumerate(days):
        end = days[at + 1] - 1 if at + 1 < len(days) else last
        said = answer(msgspec.structs.replace(question, date=_iso(start)), code)
        stretch = _stretch(said, start, end)
        if found and _same(found[-1], stretch):
            found[-1] = msgspec.structs.replace(found[-1], until=stretch.until)
        else:
            found.append(stretch)
    return tuple(_changed(found))


def _stretch(said: Answered, start: int, end: int) -> Stretch:
    decides = tuple(a.instrument for a in said.answers if a.outcome == said.outcome)
    return Stretch(
        since=_iso(start), until=_iso(end), outcome=said.outcome, says=said.says, decides=decides
    )


def _same(one: Stretch, other: Stretch) -> bool:
    return (one.outcome, set(one.decides)) == (other.outcome, set(other.decides))


def _changed(found: list[Stretch]) -> Iterator[Stretch]:
    """Say of each stretch which instruments made it differ from the one before."""
    before: frozenset[tuple[str, str]] = frozenset()
    for stretch in found:
        now = frozenset((name, stretch.outcome) for name in stretch.decides)
        changed = {name for name, _ in now ^ before}
        yield msgspec.structs.replace(stretch, changed_by=tuple(sorted(changed)))
        before = now


def _edges(question: Question, code: Code) -> set[int]:
    """Return every day on which the answer could become another one."""
    facts = understood(msgspec.structs.replace(question, date=START), code)
    places = {facts.jurisdiction, *code.map.parts.get(facts.jurisdiction, ())}
    edges: set[int] = set()
    for place in places:
        there = understood(msgspec.structs.replace(question, date=START), code, place)
        bits = candidates.meeting(there, code) & candidates.acting(there, code)
        for ready in candidates.limbs(bits, code):
            edges.update(ready.days.firsts)
            roll = code.rolls.get(ready.limb.coverage.list or "")
            if roll is not None:
                for entries in roll.entries.values():
                    for entry in entries:
                        edges |= {entry.first, entry.effective, entry.last + 1}
            edges |= {last_day(e.until) + 1 for e in ready.limb.exceptions}
    return {e for e in edges | _tied(facts, code) if ALWAYS < e < NEVER}


def _tied(facts: Facts, code: Code) -> set[int]:
    """Return the days of ownership statements about the parties and those above them."""
    edges: set[int] = set()
    waiting = [w for w in (facts.maker, facts.party, facts.supplier, facts.component) if w]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for stake in code.ties.by_subject.get(name, ()):
            edges |= {stake.first, stake.last + 1}
            waiting.append(stake.owner)
    return edges


def _first(field: str, stated: str) -> int:
    day(field, stated)
    return date.fromisoformat(stated[:10]).toordinal()


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
