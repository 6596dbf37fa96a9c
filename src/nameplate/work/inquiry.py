"""One question of law as an address holds it: every word checked, each fault at its field."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from nameplate.model.errors import WrongUsage
from nameplate.model.question import Question, Stated, Thing
from nameplate.model.who import Who
from nameplate.work.decide import Fault
from nameplate.work.desk import today
from nameplate.work.entering import fact_asks, places
from nameplate.work.law import terms

Query = Sequence[tuple[str, str]]
"""An address's values in order; a name may stand several times."""
ANOTHER = "another"
"""What stands for a company of which no record speaks."""
BANDS = ("strong", "moderate", "weak", "undetermined")
STATES = ("offered", "planned", "enabled", "off")
ASKS = ("today", "recommends")
_MOST, _LONGEST = 60, 200
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
_ONE = (
    *("actor", "name", "place", "verb", "maker", "kind", "date", "site_place", "formed_in"),
    *("nationality", "site", "purpose", "party", "supplier", "component_maker", "origin"),
    *("feature", "feature_state", "band", "ask"),
)
_MANY = ("role", "funding", "clause", "stated")
_NEEDED = {
    "actor": "Choose who acts",
    "place": "Choose where",
    "verb": "Choose what is done",
}
_FACT_FIELDS = {
    "jurisdiction": "place",
    "site_class": "site",
    "purpose": "purpose",
    "funding": "funding",
    "clause_in_contract": "clause",
    "maker": "maker",
    "party": "party",
    "supplier": "supplier",
    "component": "component_maker",
    "feature_state": "feature_state",
    "origin": "origin",
}


class Inquiry(NamedTuple):
    """A form of one question: `one` and `many` hold its values as typed, or as who asks has it."""

    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    question: Question | None
    faults: tuple[Fault, ...]
    asked: bool
    """Whether a question was put, rather than the form opened."""

    @property
    def query(self) -> list[tuple[str, str]]:
        """The values of an address that asks the same."""
        single = [(name, value) for name, value in self.one.items() if value]
        return single + [(name, value) for name in _MANY for value in self.many[name]]

    def with_fact(self, fact: str, value: str) -> str:
        """Return the query of the same question with one more fact stated."""
        kept = [pair for pair in self.query if not _states(pair, fact)]
        return urlencode([*kept, ("stated", f"{fact}={value}")])

    def without_fact(self, fact: str) -> str:
        """Return the query of the same question with a fact not stated."""
        return urlencode([pair for pair in self.query if not _states(pair, fact)])


def _states(pair: tuple[str, str], fact: str) -> bool:
    return pair[0] == "stated" and pair[1].partition("=")[0] == fact


@cache
def companies() -> tuple[tuple[str, str], ...]:
    """Return the companies of which there are records, as (id, name), by name."""
    from nameplate.knowledge import load

    found = ((e.id, e.short) for e in load().entities.values())
    return tuple(sorted(found, key=lambda item: item[1].casefold()))


def inquiry(query: Query, who: Who | None) -> Inquiry:
    """Read a question from an address; what it leaves open is not stated.

    Where no question was put yet, the form begins with who asks in this case.
    """
    said: dict[str, list[str]] = {}
    for name, value in query[:_MOST]:
        said.setdefault(name, []).append(value.strip()[:_LONGEST])
    asked = any(said.get(name, [""])[-1] for name in ("verb", "actor", "maker"))
    if not asked and who is not None:
        said = _of(who) | said
    one = {name: said.get(name, [""])[-1] for name in _ONE}
    many = {name: tuple(dict.fromkeys(v for v in said.get(name, []) if v)) for name in _MANY}
    one["date"] = one["date"] or today().isoformat()
    one["ask"] = one["ask"] or "today"
    if not asked:
        return Inquiry(one, many, None, (), asked=False)
    faults = tuple(_faults(one, many))
    question = None if faults else _question(one, many)
    return Inquiry(one, many, question, faults, asked=True)


def fault_of(told: WrongUsage) -> Fault:
    """Return what the engine refuses, at the field that it concerns."""
    where = (told.where or "").removeprefix("thing.")
    field = {"actor_kind": "actor", "jurisdiction": "place", "site_class": "site"}.get(where, where)
    says = f"{told.what[:1].upper()}{told.what[1:]}"
    return Fault(field if field in _ONE else "actor", says)


def field_of(fact: str) -> str:
    """Return the field of the form that answers a need; "" where a fact is stated instead."""
    return _FACT_FIELDS.get(fact, "")


def _of(who: Who) -> dict[str, list[str]]:
    return {
        "actor": [who.actor_kind],
        "name": [who.actor_name or ""],
        "place": [who.jurisdiction],
        "role": list(who.roles),
        "formed_in": [who.incorporated_in or ""],
        "nationality": [who.nationality or ""],
        "site": [who.site_class or ""],
        "purpose": [who.purpose or ""],
        "funding": list(who.funding),
        "clause": list(who.clauses),
        "stated": [f"{name}={_written(value)}" for name, value in who.stated.items()],
    }


def _written(value: Stated) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _faults(one: Mapping[str, str], many: Mapping[str, tuple[str, ...]]) -> list[Fault]:
    found = [Fault(name, says) for name, says in _NEEDED.items() if not one[name]]
    for name, words in _closed().items():
        said = many[name] if name in many else (one[name],) if one[name] else ()
        found += [Fault(name, f"“{word[:60]}” is no word for this") for word in said
                  if word not in words]  # fmt: skip
    if not _is_day(one["date"]):
        found.append(Fault("date", "Enter a day between 1990 and 2099, as in 2026-11-25"))
    for text in many["stated"]:
        name, sign, value = text.partition("=")
        if not sign or not value or fact_asks(name) is None:
            found.append(Fault("verb", f"“{text[:60]}” is no fact that a record asks"))
    return found


def _closed() -> Mapping[str, Collection[str]]:
    firms = {*dict(companies()), ANOTHER}
    where = places()
    return {
        "actor": terms("actors"),
        "role": terms("actors"),
        "place": where,
        "site_place": where,
        "formed_in": where,
        "nationality": where,
        "origin": where,
        "verb": terms("verbs"),
        "maker": firms,
        "party": firms,
        "supplier": firms,
        "component_maker": firms,
        "kind": terms("things"),
        "site": terms("sites"),
        "purpose": terms("purposes"),
        "funding": terms("funding"),
        "clause": terms("clauses"),
        "feature": terms("features"),
        "feature_state": STATES,
        "band": BANDS,
        "ask": ASKS,
    }


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and FIRST <= date.fromisoformat(text) <= LAST
    except ValueError:
        return False


def _question(one: Mapping[str, str], many: Mapping[str, tuple[str, ...]]) -> Question:
    def said(name: str) -> str | None:
        return one[name] or None

    thing = Thing(
        kind=said("kind"),
        maker=_company(one["maker"]),
        attribution_band=said("band"),  # type: ignore[arg-type]  # _closed has checked it
        feature=said("feature"),
        feature_state=said("feature_state"),  # type: ignore[arg-type]  # as above
        component_maker=_company(one["component_maker"]),
        origin=said("origin"),
        supplier=_company(one["supplier"]),
        party=_company(one["party"]),
    )
    return Question(
        actor_kind=one["actor"],
        roles=many["role"],
        actor_name=said("name"),
        jurisdiction=one["place"],
        site_jurisdiction=said("site_place"),
        incorporated_in=said("formed_in"),
        nationality=said("nationality"),
        verb=one["verb"],
        thing=thing,
        site_class=said("site"),
        purpose=said("purpose"),
        funding=many["funding"],
        clauses=many["clause"],
        date=one["date"],
        stated=dict(_stated(many["stated"])),
        ask=one["ask"],
    )


def _company(said: str) -> str | None:
    return "another company" if said == ANOTHER else said or None


def _stated(said: Sequence[str]) -> list[tuple[str, Stated]]:
    found: list[tuple[str, Stated]] = []
    for text in said:
        name, _, value = text.partition("=")
        found.append((name, value == "yes" if value in ("yes", "no") else value))
    return found
