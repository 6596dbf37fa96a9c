"""One line a question, for tests of the law."""

from functools import cache
from typing import Any

from nameplate.judgement.law import Code, answer, compiled
from nameplate.knowledge import load
from nameplate.model.question import Answered, AnswerOut, Question, Thing


@cache
def real() -> Code:
    """Return the law that the product ships, compiled once for all tests."""
    return compiled(load())


def asked(actor: str, place: str, verb: str, day: str, /, **more: Any) -> Answered:
    """Ask; words that belong to the thing are passed on to it."""
    own = set(Thing.__struct_fields__)
    thing = Thing(**{"kind": "camera"} | {k: v for k, v in more.items() if k in own})
    rest = {k: v for k, v in more.items() if k not in own}
    question = Question(
        actor_kind=actor, jurisdiction=place, verb=verb, date=day, thing=thing, **rest
    )
    return answer(question, real())


def of(answered: Answered, instrument: str) -> AnswerOut:
    """Return what one instrument says; it must be cited."""
    return {a.instrument: a for a in answered.answers}[instrument]


def cited(answered: Answered) -> set[str]:
    """Return the instruments that may decide."""
    return {a.instrument for a in answered.answers}
