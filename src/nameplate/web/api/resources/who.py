"""Who we are: the body that asks, its sites, what is stated of their sensitivity, single facts."""

import threading
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.model.question import Stated
from nameplate.web.api.fields import Number, When
from nameplate.web.api.links import to
from nameplate.web.api.operation import Call, Reply, operation
from nameplate.web.api.problems import Failed
from nameplate.web.api.running import MATCH, matches
from nameplate.work import entering, saying, stating
from nameplate.work.decide import LONGEST_NAME, LONGEST_WHY, Refusal
from nameplate.work.entering import (
    LONGEST_SITE,
    LONGEST_VALUE,
    BodyEntry,
    FactEntry,
    SensitivityEntry,
    SiteEntry,
)
from nameplate.work.stating import Body, Sensitivity, SiteStated, Us

_ONE_AT_A_TIME = threading.Lock()
"""Between looking at the ETag and keeping a statement nobody else states anything here."""
_MOST_WORDS = 50
_TAGGED = ("changed-meanwhile", "say-what-you-saw", "not-valid")

Signed = Annotated[
    str, Meta(description="Who states it.", min_length=1, max_length=LONGEST_NAME, pattern=r"\S")
]
_Word = Annotated[str, Meta(max_length=100)]
_Words = Annotated[tuple[_Word, ...], Meta(max_length=_MOST_WORDS)]


class BodyAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body that asks. Words are those of `GET /law/terms`; places are codes as GB-ENG."""

    kind: Annotated[_Word, Meta(description="A word of 'actors'.")]
    place: Annotated[_Word, Meta(description="Where it acts.")]
    name: Annotated[str, Meta(max_length=LONGEST_VALUE)] = ""
    roles: _Words = ()
    formed_in: _Word = ""
    nationality: _Word = ""
    site_class: Annotated[_Word, Meta(description="Of every place that is no site of its own.")] = (
        ""
    )
    purpose: _Word = ""
    funding: _Words = ()
    clauses: _Words = ()
    who: Signed


class SiteAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site; its name is found in the places of the evidence, whatever its case."""

    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_SITE, pattern=r"\S")]
    kind: Annotated[_Word, Meta(description="A word of 'sites'.")] = ""
    place: _Word = ""
    purpose: _Word = ""
    who: Signed


class SensitivityAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a site meets a test of sensitivity, or none of them, and why. Nobody infers it."""

    kind: Annotated[_Word, Meta(description="The test: a word of 'sites'.")]
    why: Annotated[str, Meta(min_length=1, max_length=LONGEST_WHY, pattern=r"\S")]
    day: Annotated[date, Meta(description="On which day it was stated.")]
    who: Signed


class FactAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to a question that an instrument turns on."""

    value: bool | Annotated[str, Meta(min_length=1, max_length=LONGEST_VALUE)]
    site: Annotated[str, Meta(description="A site's id; '' for all sites.", max_length=20)] = ""
    why: Annotated[str, Meta(max_length=LONGEST_WHY)] = ""
    who: Signed


class SignedOnly(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes it out, or back."""

    who: Signed


class SiteAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which site."""

    id: Annotated[str, Meta(pattern="^[0-9a-f]{6}$", examples=["a1b2c3"])]


class FactAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which fact: a name of `facts` in an answer's `needs`."""

    name: Annotated[str, Meta(min_length=1, max_length=200, examples=["in_use"])]


class StatementAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which statement."""

    number: Number


class SaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who stated something, when, and under which number it is taken back."""

    statement: int
    who: str
    when: When


class FactStands(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it stands; `site` is an id, or "" for all sites."""

    name: str
    site: str
    value: Stated
    why: str
    said: SaidOut


class SiteOut(msgspec.Struct, frozen=True, kw_only=True):
    """A site as it stands."""

    id: str
    site: SiteStated
    said: SaidOut
    sensitivity: Sensitivity | None
    sensitivity_said: SaidOut | None
    facts: tuple[FactStands, ...]


class UsOut(msgspec.Struct, frozen=True, kw_only=True):
    """All that is stated of who asks."""

    body: Annotated[Body | None, Meta(description="null until somebody says who asks.")]
    said: SaidOut | None
    sites: tuple[SiteOut, ...]
    facts: tuple[FactStands, ...]


class StatementOut(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the history: what it states in words, and whether it still stands."""

    statement: int
    says: str
    who: str
    when: When
    stands: bool


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """The history of statements, newest first."""

    items: tuple[StatementOut, ...]


@operation("GET", "/who", "Show who we are", tagged=True)
def show_who(call: Call) -> Reply[UsOut]:
    """Show who asks, with every site, sensitivity and fact, and who stated each.

    The ETag is that of all statements: state with it in If-Match.
    """
    return _us(call)


@operation("PUT", "/who", "State who we are", guarded=True, tagged=True, fails=_TAGGED)
def state_who(call: Call, body: BodyAsked) -> Reply[UsOut]:
    """State the body that asks; what was stated of it before stays in the history."""
    entry = BodyEntry(**msgspec.structs.asdict(body))
    with _ONE_AT_A_TIME:
        _check(call)
        entering.enter_body(call.serving.desk, entry)
    return _stated(call)


@operation("POST", "/who/sites", "Add a site", status=201, once=True, fails=("not-valid",))
def add_site(call: Call, body: SiteAsked) -> Reply[SiteOut]:
    """Add a site."""
    made = entering.enter_site(call.serving.desk, "", _site_entry(body))
    call.serving.judge()
    return Reply(_site(call, made), location=to("who"))


@operation(
    "PUT",
    "/who/sites/{id}",
    "State a site",
    guarded=True,
    tagged=True,
    fails=(*_TAGGED, "not-found"),
)
def state_site(call: Call, at: SiteAt, body: SiteAsked) -> Reply[UsOut]:
    """State a site anew."""
    with _ONE_AT_A_TIME:
        _site(call, at.id)
        _check(call)
        entering.enter_site(call.serving.desk, at.id, _site_entry(body))
    return _stated(call)


@operation("POST", "/who/sites/{id}/remove", "Remove a site", tagged=True, fails=("not-found",))
def remove_site(call: Call, at: SiteAt, body: SignedOnly) -> Reply[UsOut]:
    """Take a site out; its history stays, and the statement can be taken back."""
    _site(call, at.id)
    entering.remove_site(call.serving.desk, at.id, body.who)
    return _stated(call)


@operation(
    "PUT",
    "/who/sites/{id}/sensitivity",
    "State a site's sensitivity",
    guarded=True,
    tagged=True,
    fails=(*_TAGGED, "not-found"),
)
def state_sensitivity(call: Call, at: SiteAt, body: SensitivityAsked) -> Reply[UsOut]:
    """State that a site meets a test of sensitivity, or none, as a named person, with a reason."""
    entry = SensitivityEntry(body.kind, body.why, body.day.isoformat(), body.who)
    with _ONE_AT_A_TIME:
        _site(call, at.id)
        _check(call)
        entering.enter_sensitivity(call.serving.desk, at.id, entry)
    return _stated(call)


@operation(
    "PUT",
    "/who/facts/{name}",
    "State a fact",
    guarded=True,
    tagged=True,
    fails=(*_TAGGED, "not-found"),
)
def state_fact(call: Call, at: FactAt, body: FactAsked) -> Reply[UsOut]:
    """Answer a question that an instrument turns on, for all sites or one."""
    if entering.fact_asks(at.name) is None:
        raise Failed("not-found", "no record asks for that fact", where=at.name)
    yes_or_no = {True: "yes", False: "no"}
    answer = yes_or_no[body.value] if isinstance(body.value, bool) else "other"
    text = "" if isinstance(body.value, bool) else body.value
    with _ONE_AT_A_TIME:
        _check(call)
        entry = FactEntry(answer, text, body.site, body.why, body.who)
        entering.enter_fact(call.serving.desk, at.name, entry)
    return _stated(call)


@operation("GET", "/who/history", "List statements")
def list_statements(call: Call) -> Statements:
    """List every statement about who we are, newest first; none is ever removed."""
    every = stating.history(call.serving.desk.settings)
    names = saying.site_names(every)
    return Statements(
        items=tuple(
            StatementOut(
                statement=one.id,
                says=saying.past(one, names),
                who=one.who,
                when=one.when,
                stands=one.stands,
            )
            for one in every
        )
    )


@operation(
    "POST",
    "/who/history/{number}/undo",
    "Take a statement back",
    once=True,
    tagged=True,
    fails=("not-found", "conflict"),
)
def undo_statement(call: Call, at: StatementAt, body: SignedOnly) -> Reply[UsOut]:
    """State again what stood before an entry; what was stated over since must go back first."""
    every = stating.history(call.serving.desk.settings)
    if not any(one.id == at.number for one in every):
        raise Failed("not-found", "there is no such statement", next_step="GET /who/history.")
    with _ONE_AT_A_TIME:
        try:
            entering.take_back(call.serving.desk, at.number, body.who)
        except Refusal as refused:
            raise Failed("conflict", refused.what, next_step="GET /who/history.") from None
    return _stated(call)


def _stated(call: Call) -> Reply[UsOut]:
    call.serving.judge()
    return _us(call)


def _us(call: Call) -> Reply[UsOut]:
    desk = call.serving.desk
    tag = f'"who-{desk.settings.last()}"'
    us = stating.us(desk)
    return Reply(
        UsOut(
            body=us.body,
            said=_said(us.said),
            sites=tuple(_site_out(one) for one in us.sites),
            facts=tuple(_fact_out(one) for one in us.facts),
        ),
        etag=tag,
    )


def _check(call: Call) -> None:
    tag = f'"who-{call.serving.desk.settings.last()}"'
    if not matches(call.request.headers[MATCH], tag):
        raise Failed("changed-meanwhile", "something was stated since you looked", where="If-Match")


def _site(call: Call, id_: str) -> SiteOut:
    us: Us = stating.us(call.serving.desk)
    found = next((one for one in us.sites if one.id == id_), None)
    if found is None:
        raise Failed("not-found", "there is no such site", next_step="GET /who lists them.")
    return _site_out(found)


def _site_entry(body: SiteAsked) -> SiteEntry:
    return SiteEntry(body.name, body.kind, body.place, body.purpose, body.who)


def _said(said: stating.Said | None) -> SaidOut | None:
    return None if said is None else _surely(said)


def _surely(said: stating.Said) -> SaidOut:
    return SaidOut(statement=said.id, who=said.who, when=said.when)


def _fact_out(one: stating.FactHeld) -> FactStands:
    return FactStands(
        name=one.name,
        site=one.site,
        value=one.fact.value,
        why=one.fact.why,
        said=_surely(one.said),
    )


def _site_out(one: stating.SiteHeld) -> SiteOut:
    return SiteOut(
        id=one.id,
        site=one.site,
        said=_surely(one.said),
        sensitivity=one.sensitivity,
        sensitivity_said=_said(one.sensitivity_said),
        facts=tuple(_fact_out(fact) for fact in one.facts),
    )
