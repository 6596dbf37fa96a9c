"""Who we are, as people state it: the body, its sites, the sensitivity of each, single facts.

Nothing is inferred. Every statement keeps who made it and when; taking one back states again what
stood before it, so that each step can be undone and none is lost.
"""

import secrets
import threading
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from nameplate.model.errors import IntegrityFailed, WrongUsage
from nameplate.model.knowledge import Knowledge, Listing
from nameplate.model.question import Stated
from nameplate.model.who import Site, Who
from nameplate.register.settings import Settings
from nameplate.register.settings import Stated as Statement
from nameplate.work.desk import Desk, now

BODY, SITE, SENSITIVITY, FACT = "body", "site:", "sensitivity:", "fact:"
"""Names of statements. Of a site its id follows; of a fact "<site's id, or nothing>:<fact>"."""
_T = TypeVar("_T")
_ONE_AT_A_TIME = threading.Lock()
"""A button pressed twice takes one statement back, not two."""


class Body(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The body that asks. Words are the closed ones of the law; places are codes."""

    kind: str
    place: str
    name: str | None = None
    roles: tuple[str, ...] = ()
    formed_in: str | None = None
    nationality: str | None = None
    site_class: str | None = None
    """Of every place that is no site of its own."""
    purpose: str | None = None
    funding: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class SiteStated(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A site; `name` is found in the places of the evidence, whatever its case."""

    name: str
    kind: str | None = None
    place: str | None = None
    purpose: str | None = None


class Sensitivity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """That a site meets a test of sensitivity, or none of them, and why; its name and the moment
    stand with every statement.
    """

    kind: str
    """A class of site that says so."""
    why: str
    day: str
    """On which day it was stated (ISO)."""


class FactStated(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to a question that an instrument turns on."""

    value: Stated
    why: str = ""


class Said(NamedTuple):
    """Who entered a statement, when, and under which number it is taken back."""

    id: int
    who: str
    when: str


class SiteHeld(NamedTuple):
    """A site as it stands, with the statement of its sensitivity and the facts of it alone."""

    id: str
    site: SiteStated
    said: Said
    sensitivity: Sensitivity | None
    sensitivity_said: Said | None
    facts: tuple["FactHeld", ...]

    @property
    def kind(self) -> str | None:
        """The class that the law is asked about: what was stated of its sensitivity goes first."""
        return self.sensitivity.kind if self.sensitivity is not None else self.site.kind


class FactHeld(NamedTuple):
    """A fact as it stands; `site` is an id, or "" for all sites."""

    name: str
    site: str
    fact: FactStated
    said: Said


class Us(NamedTuple):
    """All that is stated. `body` is None until somebody says who asks."""

    body: Body | None
    said: Said | None
    sites: tuple[SiteHeld, ...]
    facts: tuple[FactHeld, ...]

    @property
    def who(self) -> Who | None:
        """The same in the words of questions; None until somebody says who asks."""
        body = self.body
        if body is None:
            return None
        return Who(
            actor_kind=body.kind,
            jurisdiction=body.place,
            roles=body.roles,
            actor_name=body.name,
            incorporated_in=body.formed_in,
            nationality=body.nationality,
            site_class=body.site_class,
            purpose=body.purpose,
            funding=body.funding,
            clauses=body.clauses,
            stated={one.name: one.fact.value for one in self.facts},
            sites=tuple(
                Site(
                    name=one.site.name,
                    site_class=one.kind,
                    jurisdiction=one.site.place,
                    purpose=one.site.purpose,
                    stated={fact.name: fact.fact.value for fact in one.facts},
                )
                for one in self.sites
            ),
        )


def us(desk: Desk) -> Us:
    """Return what is stated in a case today."""
    settings = desk.settings
    body = settings.get(BODY)
    facts = [_fact(one) for one in settings.begun(FACT)]
    told = {one.name.removeprefix(SENSITIVITY): one for one in settings.begun(SENSITIVITY)}
    sites = []
    for one in settings.begun(SITE):
        id_ = one.name.removeprefix(SITE)
        said = told.get(id_)
        sites.append(
            SiteHeld(
                id=id_,
                site=_read(one, SiteStated),
                said=_said(one),
                sensitivity=None if said is None else _read(said, Sensitivity),
                sensitivity_said=None if said is None else _said(said),
                facts=tuple(fact for fact in facts if fact.site == id_),
            )
        )
    return Us(
        body=None if body is None else _read(body, Body),
        said=None if body is None else _said(body),
        sites=tuple(sorted(sites, key=lambda one: one.site.name.casefold())),
        facts=tuple(fact for fact in facts if not fact.site),
    )


def site_at(held: Us, place: str | None) -> SiteHeld | None:
    """Return the site whose name stands in a place of the evidence; of several the longest."""
    folded = (place or "").casefold()
    named = [one for one in held.sites if one.site.name.casefold() in folded]
    return max(named, key=lambda one: len(one.site.name), default=None)


def who_of(desk: Desk) -> Who | None:
    """Return who asks in a case, None until somebody said so."""
    return us(desk).who


def listing_now(desk: Desk, who: Who | None, knowledge: Knowledge, as_of: date) -> Listing:
    """Return the listing that a case asks: the one that was named, else the one that follows."""
    return _listing(desk.listing or None, msgspec.json.encode(who), knowledge.version, as_of)


@lru_cache(maxsize=4)
def _listing(asked: str | None, who: bytes, version: str, as_of: date) -> Listing:
    """Asking every maker of every instrument takes a quarter of a second: once for each body."""
    from nameplate.knowledge import load
    from nameplate.work.read import listing_asked

    knowledge, found = load(), msgspec.json.decode(who, type=Who | None)
    try:
        return listing_asked(asked, found, knowledge, as_of)
    except WrongUsage:  # a word of an older release, which the law layer tells
        return listing_asked(asked, None, knowledge, as_of)


def state(desk: Desk, name: str, value: object, who: str) -> None:
    """Keep a statement; None takes the name back."""
    desk.settings.state(name, value, who=who, when=now())


def new_site(taken: Iterable[str]) -> str:
    """Return an id that no site has had."""
    held = set(taken)
    while (made := secrets.token_hex(3)) in held:
        pass
    return made


class Past(NamedTuple):
    """One entry of the history. `before` is the value that stood before it."""

    id: int
    name: str
    who: str
    when: str
    value: bytes | None
    before: bytes | None
    stands: bool


def history(settings: Settings, names: tuple[str, ...] = ()) -> tuple[Past, ...]:
    """Return what was stated, newest first: all of it, or what concerns these names."""
    last: dict[str, Statement] = {}
    found = []
    for one in settings.every():
        before = last.get(one.name)
        last[one.name] = one
        found.append((one, before))
    return tuple(
        Past(
            *(one.id, one.name, one.who, one.when, one.value),
            before=None if before is None else before.value,
            stands=last[one.name].id == one.id,
        )
        for one, before in reversed(found)
        if not names or one.name in names
    )


def take_back(desk: Desk, number: int, who: str) -> Past | None:
    """State again what stood before an entry; None where it no longer stands."""
    with _ONE_AT_A_TIME:
        past = next((one for one in history(desk.settings) if one.id == number), None)
        if past is None or not past.stands:
            return None
        value = None if past.before is None else msgspec.json.decode(past.before)
        state(desk, past.name, value, who)
    return past


def _fact(one: Statement) -> FactHeld:
    site, _, name = one.name.removeprefix(FACT).partition(":")
    return FactHeld(name, site, _read(one, FactStated), _said(one))


def _said(one: Statement) -> Said:
    return Said(one.id, one.who, one.when)


def _read(one: Statement, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(one.value or b"null", type=kind)
    except msgspec.DecodeError:
        raise IntegrityFailed(
            "a statement of who you are cannot be read",
            where=one.name,
            next_step="Restore the case from a copy, or use the release that wrote it.",
        ) from None
