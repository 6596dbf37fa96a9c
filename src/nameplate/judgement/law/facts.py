"""One question as the limbs see it: what is stated, what follows from it, what only perhaps."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from nameplate.judgement.law.code import Code
from nameplate.judgement.law.steps import truth
from nameplate.model.law import Implied
from nameplate.model.question import Question, Stated, Thing

UNSTATED = frozenset({None, "", "unknown"})
SURE = frozenset({None, "strong", "moderate"})
"""Bands at which a maker may carry a duty; None: the user states the maker."""


class Facts(msgspec.Struct, frozen=True):
    """A question understood. Words in `perhaps` hold only if their question is answered so."""

    question: Question
    thing: Thing
    jurisdiction: str
    here: frozenset[str]
    """The actor's place and those around it."""
    there: frozenset[str]
    """The site's place, where it is stated, and those around it."""
    formed: frozenset[str]
    person: frozenset[str]
    words: frozenset[str]
    """What the actor is: its kind, its roles, and what follows from them."""
    perhaps: Mapping[str, str]
    """Roles that follow only perhaps, each with its question."""
    verbs: frozenset[str]
    stated: Mapping[str, Stated]
    maker: str | None
    sure: bool
    """Whether who made the thing is known well enough to carry a duty."""
    party: str | None
    supplier: str | None
    component: str | None
    purpose: str | None
    site: str | None
    funding: frozenset[str]
    clauses: frozenset[str]
    features: frozenset[str]
    moment: date | datetime

    def fact(self, name: str) -> bool | None:
        """Return a yes-or-no fact as stated or implied; None where it is not."""
        return truth(self.stated.get(name))

    def day(self, zone: str) -> int:
        """Return the day of the question in a zone, as an ordinal."""
        if isinstance(self.moment, datetime):
            return self.moment.astimezone(ZoneInfo(zone)).date().toordinal()
        return self.moment.toordinal()


def understood(question: Question, code: Code, jurisdiction: str | None = None) -> Facts:
    """Read a checked question, as if the actor's place were `jurisdiction` where that is given."""
    thing, names = question.thing, code.names
    place = jurisdiction or code.map.said(question.jurisdiction)
    here = code.map.around(place)
    formed, person = _around(question.incorporated_in, code), _around(question.nationality, code)
    made = _around(thing.origin, code)
    words, perhaps, verbs, implied = _followed(
        question, code, about_item=here | made, about_actor=here | formed | person
    )
    funding = _funding(question, code)
    for word in funding:
        name = word.replace("-", "_")
        implied |= {name: True, f"receives_{name}": True}
    sure = thing.attribution_band in SURE
    clauses = {*question.clauses}
    named = question.stated.get("clause_in_contract")
    if isinstance(named, str) and named in code.index.clause:
        clauses.add(named)
    return Facts(
        question=question,
        thing=thing,
        jurisdiction=place,
        here=here,
        there=_around(question.site_jurisdiction, code),
        formed=formed,
        person=person,
        words=words,
        perhaps=perhaps,
        verbs=verbs,
        stated={**implied, **question.stated},
        maker=names.entity(thing.maker),
        sure=sure and thing.maker is not None,
        party=names.entity(thing.party),
        supplier=names.entity(thing.supplier),
        component=names.entity(thing.component_maker),
        purpose=None if question.purpose in UNSTATED else question.purpose,
        site=None if question.site_class in UNSTATED else question.site_class,
        funding=funding,
        clauses=frozenset(clauses),
        features=frozenset({*thing.features, thing.feature} - {None}),  # type: ignore[arg-type]  # None is taken out
        moment=moment(question.date),
    )


def moment(stated: str) -> date | datetime:
    """Read a day, or an instant with its zone."""
    return date.fromisoformat(stated) if len(stated) == 10 else datetime.fromisoformat(stated)


def _around(place: str | None, code: Code) -> frozenset[str]:
    return frozenset() if place is None else code.map.around(code.map.said(place))


def _funding(question: Question, code: Code) -> frozenset[str]:
    stated = {
        word
        for word in code.index.funding
        if truth(question.stated.get(word.replace("-", "_"))) is True
    }
    return frozenset(stated.union(question.funding))


def _followed(
    question: Question, code: Code, *, about_item: frozenset[str], about_actor: frozenset[str]
) -> tuple[frozenset[str], dict[str, str], frozenset[str], dict[str, Stated]]:
    """Let facts follow from facts until nothing new does.

    What the actor is follows from where it is, was formed or belongs; a fact of the item follows
    from where it is sent from or was made.
    """
    words = {question.actor_kind, *question.roles}
    perhaps: dict[str, str] = {}
    verbs = {question.verb}
    facts: dict[str, Stated] = {}
    changed = True
    while changed:
        changed = False
        for rule in code.implied:
            if not _meets(rule, question, words, verbs, about_item if rule.fact else about_actor):
                continue
            if rule.verb is not None and rule.verb not in verbs:
                verbs.add(rule.verb)
                changed = True
            if rule.fact is not None and rule.fact not in facts:
                facts[rule.fact] = bool(rule.value)
                changed = True
            if rule.role is not None and rule.role not in words and rule.role not in perhaps:
                answered = truth(question.stated.get(f"role:{rule.role}"))
                if rule.ask is None or answered is True:
                    words.add(rule.role)
                elif answered is None:
                    perhaps[rule.role] = rule.ask
                changed |= answered is not False or rule.ask is None
    return frozenset(words), perhaps, frozenset(verbs), facts


def _meets(
    rule: Implied, question: Question, words: set[str], verbs: set[str], places: frozenset[str]
) -> bool:
    when = rule.when
    return not (
        (when.actor and words.isdisjoint(when.actor))
        or (when.verb and verbs.isdisjoint(when.verb))
        or (when.extent and places.isdisjoint(when.extent))
        or (when.purpose and question.purpose not in when.purpose)
        or (when.feature_state and question.thing.feature_state not in when.feature_state)
    )
