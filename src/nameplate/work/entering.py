"""What a form about who we are says: checked whole, then kept, or refused whole."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from nameplate.model.question import Stated
from nameplate.papers.text import inert
from nameplate.work import stating
from nameplate.work.decide import LONGEST_NAME, LONGEST_WHY, Fault, Refusal
from nameplate.work.desk import Desk, today
from nameplate.work.law import law, terms
from nameplate.work.stating import (
    BODY,
    FACT,
    SENSITIVITY,
    SITE,
    Body,
    FactStated,
    Past,
    Sensitivity,
    SiteStated,
)

LONGEST_SITE, LONGEST_VALUE, MOST_SITES = 100, 200, 2_000
SENSITIVE, NOT_SENSITIVE = "sensitive-gov:", "gov-office:not-sensitive"
"""How the words of the law name a site that meets a test, and one that is stated to meet none."""
NOBODY = ("any-person", "named-entity")
"""Kinds of actor that a limb may bind and that nobody is."""
STARTED = "started:"


class BodyEntry(NamedTuple):
    """The form of the body, as typed."""

    kind: str = ""
    place: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    formed_in: str = ""
    nationality: str = ""
    site_class: str = ""
    purpose: str = ""
    funding: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    who: str = ""


class SiteEntry(NamedTuple):
    """The form of a site, as typed."""

    name: str = ""
    kind: str = ""
    place: str = ""
    purpose: str = ""
    who: str = ""


class SensitivityEntry(NamedTuple):
    """The form of a sensitivity statement, as typed."""

    kind: str = ""
    why: str = ""
    day: str = ""
    who: str = ""


class FactEntry(NamedTuple):
    """The form of a fact, as typed. `answer` is "yes", "no" or "other", `value` the other."""

    answer: str = ""
    value: str = ""
    site: str = ""
    why: str = ""
    who: str = ""


def places() -> dict[str, str]:
    """Return the names of all places by their codes."""
    return dict(law().knowledge.law.places.names)


def site_kinds() -> dict[str, str]:
    """Return the classes of site that a form offers: sensitivity is stated by a form of its own."""
    return {
        word: means
        for word, means in terms("sites").items()
        if not word.startswith(SENSITIVE) and word not in (NOT_SENSITIVE, "unknown")
    }


def sensitivity_kinds() -> dict[str, str]:
    """Return the tests of sensitivity, and the class of a site that meets none."""
    return {
        word: means
        for word, means in terms("sites").items()
        if word.startswith(SENSITIVE) or word == NOT_SENSITIVE
    }


@cache
def fact_asks(name: str) -> str | None:
    """Return the question that a fact answers; None for what no record asks, and for what no
    statement settles: how well the record itself was read.
    """
    kind, colon, rest = name.partition(":")
    if name in terms("facts"):
        return terms("facts")[name]
    if colon and kind == "role":
        roles = terms("actors")
        return f"Is it a {rest.replace('-', ' ')} ({roles[rest]})?" if rest in roles else None
    if colon and kind == "started":
        events = terms("clock_events")
        return f"On which day: {events[rest]}?" if rest in events else None
    return _asked_by_records().get(name)


@cache
def _asked_by_records() -> dict[str, str]:
    found = {
        "in_use": "Is the unit in use?",
        "listed": "Is it on the list?",
    }
    for one in law().knowledge.law.instruments.values():
        for ask in (*one.asks, *(ask for limb in one.limbs for ask in limb.asks)):
            found.setdefault(ask.fact, ask.words)
        for limb in one.limbs:
            if limb.coverage.criterion is not None:
                words = f"Is this test met: {limb.coverage.criterion}?"
                key = limb.coverage.criterion_id or f"{one.id}.{limb.id}"
                found.setdefault(f"criterion:{key}", words)
    return found


def enter_body(desk: Desk, entry: BodyEntry) -> None:
    """Keep who asks. Raises Refusal naming each fault; nothing is kept then."""
    where = places()
    faults = [
        *_one_of("place", entry.place, where, "Choose where you act", needed=True),
        *_one_of("kind", entry.kind, set(terms("actors")), "Choose what you are", needed=True),
        *_text("name", entry.name, LONGEST_VALUE, "The name"),
        *_all_of("roles", entry.roles, set(terms("actors")) - set(NOBODY)),
        *_one_of("formed_in", entry.formed_in, where, "Choose a place"),
        *_one_of("nationality", entry.nationality, where, "Choose a place"),
        *_one_of("site_class", entry.site_class, site_kinds(), "Choose a kind of site"),
        *_one_of("purpose", entry.purpose, terms("purposes"), "Choose a purpose"),
        *_all_of("funding", entry.funding, terms("funding")),
        *_all_of("clauses", entry.clauses, terms("clauses")),
        *_named(entry.who),
    ]
    _refuse(faults)
    body = Body(
        kind=entry.kind,
        place=entry.place,
        name=_line(entry.name) or None,
        roles=tuple(dict.fromkeys(entry.roles)),
        formed_in=entry.formed_in or None,
        nationality=entry.nationality or None,
        site_class=entry.site_class or None,
        purpose=entry.purpose or None,
        funding=tuple(dict.fromkeys(entry.funding)),
        clauses=tuple(dict.fromkeys(entry.clauses)),
    )
    stating.state(desk, BODY, body, _line(entry.who))


def enter_site(desk: Desk, id_: str, entry: SiteEntry) -> str:
    """Keep a site, a new one where `id_` is ""; return its id. Raises Refusal."""
    held = stating.us(desk).sites
    name = _line(entry.name)
    twin = any(s.site.name.casefold() == name.casefold() and s.id != id_ for s in held)
    faults = [*_text("name", entry.name, LONGEST_SITE, "The name")]
    if not name:
        faults.append(Fault("name", "Enter the site’s name as it stands in the evidence"))
    if twin:
        faults.append(Fault("name", "There is a site of that name already"))
    if not id_ and len(held) >= MOST_SITES:
        faults.append(Fault("name", f"There are {MOST_SITES:,} sites: remove one first"))
    if id_ and id_ not in {s.id for s in held}:
        faults.append(Fault("name", "That site was removed meanwhile"))
    faults += [
        *_one_of("kind", entry.kind, site_kinds(), "Choose a kind of site"),
        *_one_of("place", entry.place, places(), "Choose a place"),
        *_one_of("purpose", entry.purpose, terms("purposes"), "Choose a purpose"),
        *_named(entry.who),
    ]
    _refuse(faults)
    made = id_ or stating.new_site(
        one.name.removeprefix(SITE) for one in desk.settings.every() if one.name.startswith(SITE)
    )
    site = SiteStated(
        name=name,
        kind=entry.kind or None,
        place=entry.place or None,
        purpose=entry.purpose or None,
    )
    stating.state(desk, SITE + made, site, _line(entry.who))
    return made


def remove_site(desk: Desk, id_: str, who: str) -> None:
    """Take a site out; its history stays. Raises Refusal."""
    _refuse([*_named(who)])
    stating.state(desk, SITE + id_, None, _line(who))


def enter_sensitivity(desk: Desk, id_: str, entry: SensitivityEntry) -> None:
    """Keep what is stated of a site's sensitivity. Raises Refusal."""
    _refuse(
        [
            *_one_of("kind", entry.kind, sensitivity_kinds(), "Choose one", needed=True),
            *_reason(entry.why, needed=True),
            *_day("day", entry.day),
            *_named(entry.who),
        ]
    )
    told = Sensitivity(kind=entry.kind, why=entry.why.strip(), day=entry.day)
    stating.state(desk, SENSITIVITY + id_, told, _line(entry.who))


def enter_fact(desk: Desk, name: str, entry: FactEntry) -> None:
    """Keep the answer to a question of the law. Raises Refusal."""
    faults = [*_reason(entry.why, needed=False), *_named(entry.who)]
    value: Stated = entry.answer == "yes"
    if entry.answer == "other":
        value = _line(entry.value)
        if not value:
            faults.append(Fault("value", "Enter the answer"))
        elif name.startswith(STARTED):
            faults += _day("value", value)
        else:
            faults += _text("value", entry.value, LONGEST_VALUE, "The answer")
    elif entry.answer not in ("yes", "no"):
        faults.append(Fault("answer", "Choose an answer"))
    if entry.site and entry.site not in {one.id for one in stating.us(desk).sites}:
        faults.append(Fault("site", "Choose for which sites it holds"))
    _refuse(faults)
    told = FactStated(value=value, why=entry.why.strip())
    stating.state(desk, f"{FACT}{entry.site}:{name}", told, _line(entry.who))


def take_back(desk: Desk, number: int, who: str) -> Past:
    """State again what stood before an entry. Raises Refusal."""
    _refuse([*_named(who)])
    past = stating.take_back(desk, number, _line(who))
    if past is None:
        raise Refusal([Fault("who", "Something else was stated since: take that back first")])
    return past


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Refusal(faults)


def _named(who: str) -> Iterator[Fault]:
    if not who.strip():
        yield Fault("who", "Enter your name")
    yield from _text("who", who, LONGEST_NAME, "Your name")


def _reason(why: str, *, needed: bool) -> Iterator[Fault]:
    if needed and not why.strip():
        yield Fault("why", "Enter the reason")
    yield from _text("why", why, LONGEST_WHY, "The reason")


def _text(field: str, text: str, longest: int, what: str) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault(field, f"{what} must be {longest:,} characters or fewer")


def _one_of(
    field: str, word: str, words: Collection[str], says: str, *, needed: bool = False
) -> Iterator[Fault]:
    if (word or needed) and word not in words:
        yield Fault(field, says)


def _all_of(field: str, said: Iterable[str], words: Collection[str]) -> Iterator[Fault]:
    if any(word not in words for word in said):
        yield Fault(field, "Choose from the list")


def _day(field: str, text: str) -> Iterator[Fault]:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None:
        yield Fault(field, "Enter a day, as in 2026-11-25")
    elif not date(1990, 1, 1) <= found <= today():
        yield Fault(field, "Enter a day between 1990 and today")


def _line(text: str) -> str:
    return inert(" ".join(text.split()))
