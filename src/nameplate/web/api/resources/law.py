"""Law: ask one question or many; what is held, and how the answer changed day by day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from nameplate.model.errors import NameplateError, TryAgain, WrongUsage
from nameplate.model.law import Instrument
from nameplate.model.question import Answered, Question, Stretch, Thing
from nameplate.papers.json import line
from nameplate.web.api.links import to
from nameplate.web.api.operation import Call, operation
from nameplate.web.api.problems import Failed
from nameplate.work import law

MOST_QUESTIONS = 1_000
MOST_BYTES = 8 << 20
LINES = "application/jsonl"
_Word = Annotated[str, Meta(min_length=1, max_length=100)]
Day = Annotated[date, Meta(description="A day.", examples=["2026-11-25"])]


class ThingAsked(Thing, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """What a question is about. Everything is optional; unknown is left out."""


class Asked(Question, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One question; words are those of `GET /law/terms`. `date` is an ISO day, or an instant."""

    thing: ThingAsked = ThingAsked()


class Many(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions to be answered one by one."""

    questions: Annotated[tuple[Asked, ...], Meta(min_length=1, max_length=MOST_QUESTIONS)]


class NotAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """A question that cannot be answered as it is put."""

    question: Annotated[int, Meta(description="Which, counted from 1.", ge=1)]
    what: str
    next_step: str


class ManyAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """The answers in the order of the questions, and which could not be answered."""

    answers: tuple[Answered, ...]
    not_answered: tuple[NotAnswered, ...]
    outcomes: dict[str, int]


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question, and the day until which its answer is followed."""

    question: Asked
    until: Day


class TimeLine(msgspec.Struct, frozen=True, kw_only=True):
    """Stretches of days with one outcome each, the first from 1 January 2018."""

    items: tuple[Stretch, ...]


class InstrumentsAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which instruments; what is left out asks for nothing."""

    place: (
        Annotated[_Word, Meta(description="A code or name.", examples=["GB-ENG"])] | UnsetType
    ) = UNSET
    actor: Annotated[_Word, Meta(description="A kind of actor.")] | UnsetType = UNSET
    verb: Annotated[_Word, Meta(description="An act.")] | UnsetType = UNSET


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument in a list."""

    id: str
    title: str
    citation: str
    force: str
    extent: tuple[str, ...]
    href: str


class Instruments(msgspec.Struct, frozen=True, kw_only=True):
    """Instruments by id. The list is of the product's records and short: it has no pages."""

    items: tuple[Brief, ...]


class InstrumentAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which instrument, by its id or an earlier one."""

    id: Annotated[str, Meta(min_length=1, max_length=200)]


class TermsAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which closed words."""

    kind: Annotated[str, Meta(min_length=1, max_length=50, examples=["actors"])]


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one kind, with their meaning."""

    kind: str
    terms: dict[str, str]


class AllTerms(msgspec.Struct, frozen=True, kw_only=True):
    """All closed words by kind, with their meaning."""

    kinds: dict[str, dict[str, str]]


@operation("POST", "/law/ask", "Ask one question", fails=("not-valid",))
def ask_law(call: Call, body: Asked) -> Answered:
    """Answer one question: what must this actor do, where, and on that day.

    Nothing is inferred about purpose or sensitivity, and nothing of the case is used: the question
    states it all. A word that is not known is refused, with those nearest to it.
    """
    return law.ask(body)


@operation("POST", "/law/ask-many", "Ask many questions", longest=MOST_BYTES, fails=("not-valid",))
def ask_law_many(call: Call, body: Many) -> ManyAnswered:
    """Answer a list of questions, in order; one that cannot be stops no other."""
    answers: list[Answered] = []
    faults: list[NotAnswered] = []
    outcomes: dict[str, int] = {}
    for number, question in enumerate(body.questions, 1):
        try:
            found = law.ask(question)
        except WrongUsage as fault:
            faults.append(NotAnswered(question=number, what=fault.what, next_step=fault.next_step))
            continue
        answers.append(found)
        outcomes[found.outcome] = outcomes.get(found.outcome, 0) + 1
    return ManyAnswered(answers=tuple(answers), not_answered=tuple(faults), outcomes=outcomes)


@operation(
    "POST",
    "/law/ask-lines",
    "Ask many questions as JSON lines",
    takes=LINES,
    longest=MOST_BYTES,
    media=(LINES,),
    fails=("too-large",),
)
async def ask_law_lines(call: Call) -> StreamingResponse:
    """Answer one question a line by one answer a line; the last line says what was not answered.

    As `nameplate law ask FILE --jsonl` has it: a line that cannot be answered stops no other.
    """
    data = bytearray()
    try:
        async for chunk in call.request.stream():
            data += chunk
            if len(data) > MOST_BYTES:
                raise Failed("too-large", f"the body may have {MOST_BYTES:,} bytes", where="body")
    except ClientDisconnect:
        raise TryAgain("the request was cut off", next_step="Send it again.") from None
    if not data.strip():
        raise Failed("not-valid", "there is no question", where="body")
    return StreamingResponse(_lines(bytes(data).split(b"\n")), media_type=LINES)


def _lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    outcomes: dict[str, int] = {}
    faults: list[str] = []
    for found in law.ask_lines(enumerate(lines, 1), "body"):
        if isinstance(found, NameplateError):
            faults.append(str(found))
            continue
        outcomes[found.outcome] = outcomes.get(found.outcome, 0) + 1
        yield line(found)
    yield law.last_line(outcomes, faults)


@operation("POST", "/law/timeline", "A time line", fails=("not-valid",))
def show_law_timeline(call: Call, body: Span) -> TimeLine:
    """Return what applied from 1 January 2018 to a day, and which instruments changed it when."""
    return TimeLine(items=law.time_line(body.question, body.until.isoformat()))


@operation("GET", "/law/instruments", "List instruments", fails=("not-valid",))
def list_instruments(call: Call, query: InstrumentsAsked) -> Instruments:
    """List the instruments whose records name a place (or one around it), an actor, an act."""

    def said(value: str | UnsetType) -> str | None:
        return None if value is UNSET else value

    found = law.instruments(place=said(query.place), actor=said(query.actor), verb=said(query.verb))
    return Instruments(
        items=tuple(
            Brief(
                id=one.id,
                title=one.title,
                citation=one.citation,
                force=one.force,
                extent=one.extent,
                href=to("law", "instruments", one.id),
            )
            for one in found
        )
    )


@operation("GET", "/law/instruments/{id}", "Show an instrument", fails=("not-found",))
def show_instrument(call: Call, at: InstrumentAt) -> Instrument:
    """Show one instrument as it is recorded: its limbs, days, sources."""
    try:
        return law.instrument(at.id)
    except WrongUsage as fault:
        raise Failed("not-found", fault.what, next_step="GET /law/instruments.") from None


@operation("GET", "/law/terms", "The closed words")
def list_terms(call: Call) -> AllTerms:
    """List all closed words that a question can have, by kind, with their meaning."""
    return AllTerms(kinds={kind: law.terms(kind) for kind in law.law().knowledge.law.vocabulary})


@operation("GET", "/law/terms/{kind}", "The closed words of one kind", fails=("not-found",))
def show_terms(call: Call, at: TermsAt) -> Terms:
    """List the words of one kind ("actors", "verbs", "sites"...) with their meaning."""
    found = law.terms(at.kind)
    if not found:
        raise Failed("not-found", "there are no words of that kind", next_step="GET /law/terms.")
    return Terms(kind=at.kind, terms=found)
