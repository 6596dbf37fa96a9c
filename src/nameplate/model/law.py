"""Instruments of law as records: one instrument, its limbs, and what each limb needs to apply.

A limb is one duty with its own actors, verbs, coverage and days. Actors of one limb never meet
the things of another: that product would be a false duty. Members keep the names of the schema
in which the sources were read; days are ISO 8601 texts, and both ends of an interval count.
"""

from typing import Literal

import msgspec

Strength = Literal["primary", "secondary", "press", "memory"]
"""How well the source was read. Press and memory never support a duty."""
LimbKind = Literal[
    "must-not",
    "must",
    "must-consider",
    "may",
    "needs-licence",
    "presumed-barred",
    "recommends",
    "undertakes",
    "none",
]
Form = Literal[
    "named",
    "named+affiliates",
    "threshold",
    "control",
    "criterion",
    "origin",
    "component",
    "certificate",
    "list-reference",
    "supplier-on-list",
    "analytics-enabled",
    "product-found",
    "vulnerable",
    "any",
]
State = Literal["in-force", "suspended", "lapsed", "unknown"]
Precision = Literal["day", "month", "year"]
Switchable = str | bool | int | tuple[str, ...] | None
"""What a choice of a scenario may be set to; None is not chosen."""


class Citation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a record was read: what to cite, its public address, the day it was seen (ISO)."""

    cite: str
    address: str | None = None
    seen: str | None = None
    strength: Strength | None = None


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that decides, and the question for it in plain words."""

    fact: str
    words: str


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """The limb reaches only if the stated fact has this value."""

    fact: str
    value: bool
    if_unstated: Literal["depends", "not-reached"]


class LawException(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What takes a case out of a limb; `test` names the fact that the user may state."""

    text: str
    test: str
    needs_grant: bool = False
    until: str | None = None
    if_unstated: Literal["reached", "depends"] = "reached"


class Clock(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A time allowed, counted from the event named and from no other."""

    after: str
    amount: int
    unit: Literal["business-day", "day", "hour", "month"]
    calendar: str | None = None
    what: str


class LawInterval(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Days of one state, both ends included; no first day: before our dates, or not known."""

    valid_from: str | None = None
    valid_to: str | None = None
    precision: Precision = "day"
    to_precision: Precision = "day"
    state: State
    basis: str
    note: str | None = None


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """An ownership test. `aggregate`: listed owners are added up."""

    op: Literal[">", ">="]
    percent: int
    aggregate: bool = False
    or_control: bool = False
    basis: str | None = None


class CoveredMember(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One whom a limb names itself: an entity we hold, or a name."""

    entity: str | None = None
    name: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class LawCoverage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Which things or parties a limb reaches; which members count depends on `form`."""

    form: Form
    members: tuple[CoveredMember, ...] = ()
    affiliates: bool = False
    list: str | None = None
    clause: str | None = None
    """One tranche or entry of the list."""
    party: Literal["supplier", "producer"] | None = None
    member_date: Literal["from", "effective"] = "from"
    listed_before: str | None = None
    entry: str | None = None
    control: bool = False
    threshold: Threshold | None = None
    criterion: str | None = None
    criterion_id: str | None = None
    origin: str | None = None
    component: str | None = None
    certificate: str | None = None
    features: tuple[str, ...] = ()
    state_needed: Literal["offered", "planned-or-enabled", "enabled"] | None = None
    vulnerabilities: tuple[str, ...] = ()
    tested_at: Literal["manufacture", "act-date"] = "act-date"


class Scope(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How far a limb goes; a part left out is no limit of that sort."""

    equipment: str | None = None
    things: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    purposes: dict[str, tuple[str, ...]] = {}
    """Purposes a member is limited to; "*" limits whatever the coverage reaches."""
    funding: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    component_rule: str | None = None
    value: str | None = None


class Limb(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One duty, power or statement, with everything that is its own."""

    id: str
    kind: LimbKind
    actors: tuple[str, ...] = ()
    not_actors: tuple[str, ...] = ()
    """Who is expressly not bound: this wins over `actors`."""
    actor_names: tuple[str, ...] = ()
    verbs: tuple[str, ...]
    on: tuple[str, ...] = ()
    """Acts that set the duty off: buying sets off "assess"."""
    object: str
    objects_also: tuple[str, ...] = ()
    coverage: LawCoverage
    scope: Scope = Scope()
    extent: tuple[str, ...] = ()
    """Narrower than the instrument's, where stated."""
    gates: tuple[Gate, ...] = ()
    intervals: tuple[LawInterval, ...] = ()
    exceptions: tuple[LawException, ...] = ()
    clocks: tuple[Clock, ...] = ()
    asks: tuple[Ask, ...] = ()
    paragraph: str | None = None
    """The paragraph to cite, where the instrument's citation is wider than the limb."""
    words: str | None = None
    consequence: str | None = None
    states: str | None = None
    strength: Strength | None = None
    debatable: tuple[str, ...] = ()


class Switch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An open choice of a proposal, and what it is until somebody chooses."""

    name: str
    words: str
    default: Switchable = None


class IfEnacted(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What would bind if a proposal became law: limbs without days, and its open choices."""

    limbs: tuple[Limb, ...]
    switches: tuple[Switch, ...] = ()
    to_compute: tuple[str, ...] = ()
    untouched_verbs: tuple[str, ...] = ()


class Instrument(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A law, policy, recommendation or proposal."""

    id: str
    aliases: tuple[str, ...] = ()
    title: str
    citation: str
    issuer: str | None = None
    force: str
    about: Literal["maker", "feature", "general"]
    extent: tuple[str, ...]
    nexus: tuple[str, ...]
    strength: Strength
    lead_only: bool = False
    limbs: tuple[Limb, ...] = ()
    if_enacted: IfEnacted | None = None
    asks: tuple[Ask, ...] = ()
    related: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    split_of: str | None = None
    debatable: tuple[str, ...] = ()
    """For a lawyer to settle before anything rests on it."""
    lawyer: str | None = None
    """Who of the profession checked the record, and when; None: nobody has."""
    notes: str | None = None
    source: tuple[Citation, ...]


class Context(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is cited beside an instrument and never answers: a response, a denial, a ruling."""

    id: str
    type: str
    title: str
    date: str | None = None
    date_precision: Precision = "day"
    attaches_to: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    """Whose denial or undertaking it is, or of whom it speaks."""
    extent: tuple[str, ...] = ()
    text: str
    strength: Strength
    notes: str | None = None
    source: tuple[Citation, ...]


class SaidOf(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of an entity under a criterion: never a determination."""

    entity: str
    by: str


class Criterion(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A test in words that recurs: met only where a named person determined so."""

    id: str
    words: str
    test: str
    said_of: tuple[SaidOf, ...] = ()
    lists: tuple[str, ...] = ()
    source: tuple[Citation, ...] = ()


class When(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Facts of a question, each any of the values named."""

    actor: tuple[str, ...] = ()
    extent: tuple[str, ...] = ()
    verb: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    feature_state: tuple[str, ...] = ()


class Implied(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What follows from other facts; where `ask` stands it follows only perhaps."""

    when: When
    role: str | None = None
    verb: str | None = None
    fact: str | None = None
    value: bool | None = None
    ask: str | None = None


class NotHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A place of which we hold nothing, in words people use."""

    place: str
    words: str


class Places(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Places: which are held, their names, and which place lies in which."""

    held: tuple[str, ...]
    not_held: tuple[NotHeld, ...] = ()
    names: dict[str, str] = {}
    also: dict[str, str] = {}
    """Other words for a place, in lower case, to its code: "uk" to "GB"."""
    parts: dict[str, tuple[str, ...]] = {}
    """A place that has rules only by its parts: "GB" to its four."""
    within: dict[str, tuple[str, ...]] = {}
    """A place to those whose rules reach it: "US-TX" to "US", "FR" to "EU"."""
    zones: dict[str, str] = {}
    """A place to the time zone its days are counted in (IANA)."""


class LawTie(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An ownership statement between entities: share in per cent, days ISO, both ends included."""

    owner: str
    subject: str
    share_min: str | None = None
    share_max: str | None = None
    controls: bool | None = None
    """Whether a source says that the owner controls the subject."""
    direct: bool | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    precision: Precision = "day"
    to_precision: Precision = "day"
    """A month or year given as a day: what holds inside that month or year is not known."""
    strength: Strength
    lead_only: bool = False
    note: str | None = None
    source: tuple[Citation, ...]


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of law that judgement may know. Lists stand in `Knowledge.listings`."""

    instruments: dict[str, Instrument] = {}
    context: dict[str, Context] = {}
    criteria: dict[str, Criterion] = {}
    implied: tuple[Implied, ...] = ()
    ties: tuple[LawTie, ...] = ()
    places: Places = Places(held=())
    vocabulary: dict[str, dict[str, str]] = {}
    """Closed words with their meaning: actors, roles, verbs, sites, purposes and others."""
