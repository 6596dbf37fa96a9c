"""A question of law and its answer: the JSON contract of `law ask`, in and out."""

from typing import Literal

import msgspec

Outcome = Literal[
    "duty", "depends", "not-in-force", "not-held", "no-duty", "recommended", "proposed"
]
"""Of an answer. The last two are outcomes only where the question asked for them."""
Stated = bool | str | int | float
Reach = Literal["place", "incorporated", "national", "item-origin", "contract", "funding", "market"]


class Thing(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the question is about. Everything is optional; unknown is left out."""

    kind: str | None = None
    maker: str | None = None
    attribution_band: Literal["strong", "moderate", "weak", "undetermined"] | None = None
    """How sure the maker is; left out where the user states the maker as a fact."""
    brand: str | None = None
    model: str | None = None
    feature: str | None = None
    feature_state: Literal["offered", "planned", "enabled", "off"] | None = None
    features: tuple[str, ...] = ()
    component_maker: str | None = None
    component: str | None = None
    origin: str | None = None
    supplier: str | None = None
    party: str | None = None
    """The company dealt with: contracted, invested in, exported to."""
    made_on: str | None = None
    """ISO day of manufacture, where known."""


class Question(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One question. `date` is an ISO day, or an instant with its zone."""

    id: str | None = None
    actor_kind: str
    roles: tuple[str, ...] = ()
    actor_name: str | None = None
    jurisdiction: str
    """Where the actor acts."""
    site_jurisdiction: str | None = None
    incorporated_in: str | None = None
    nationality: str | None = None
    verb: str
    object: str | None = None
    thing: Thing = Thing()
    site_class: str | None = None
    purpose: str | None = None
    funding: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    date: str
    stated: dict[str, Stated] = {}
    """What the user declares: a determination, a grant, the answer to a gate."""
    ask: str = "today"
    """"today", "recommends", or "scenario:<instrument>@<date>"."""
    switches: dict[str, str | bool | int | tuple[str, ...] | None] = {}
    """Choices of a scenario."""


class ClockOut(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A time allowed: what starts it, the reading chosen, and its end where the start is stated."""

    what: str
    after: str
    words: str
    """The reading chosen, in a sentence."""
    started: str | None = None
    ends: str | None = None
    calendar: str | None = None


class FurtherOut(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What another limb of the same instrument says to the same question."""

    limb: str
    kind: str
    outcome: Outcome
    because: str
    needs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    paragraph: str | None = None


class AnswerOut(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one instrument says: the limb that decides or fails, and why."""

    instrument: str
    title: str
    limb: str
    kind: str
    outcome: Outcome
    because: str
    needs: tuple[str, ...] = ()
    """What is missing, in plain words: the questions to answer."""
    facts: tuple[str, ...] = ()
    """Names of the missing facts, as `stated` takes them."""
    reach: Reach | None = None
    """How the instrument reaches the actor."""
    citation: str
    paragraph: str | None = None
    sources: tuple[str, ...] = ()
    strength: str
    force: str
    valid_from: str | None = None
    valid_to: str | None = None
    clocks: tuple[ClockOut, ...] = ()
    further: tuple[FurtherOut, ...] = ()
    """The instrument's other limbs that these facts meet, the stronger first."""
    debatable: tuple[str, ...] = ()
    consequence: str | None = None
    as_at: str


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at: how many instruments, of which places, and what was not examined."""

    instruments: int
    reaching: int
    places: tuple[str, ...]
    knowledge: str
    not_examined: tuple[str, ...]


class Answered(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The whole answer to one question."""

    id: str | None = None
    outcome: Outcome
    says: str
    """The answer in one sentence, with its date."""
    answers: tuple[AnswerOut, ...]
    """Instruments that could matter, the deciding ones first."""
    beside: tuple[AnswerOut, ...]
    """Recommendations, proposals, general duties: never the headline."""
    searched: Searched
    as_at: str


class Stretch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Days on which the same instruments gave the same outcome: both ends ISO, both included."""

    since: str
    until: str
    outcome: Outcome
    says: str
    """The answer on the first of the days."""
    decides: tuple[str, ...]
    """Instruments that gave the outcome."""
    changed_by: tuple[str, ...] = ()
    """Instruments that decide now and did not before, or the other way about."""
