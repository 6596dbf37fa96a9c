"""What we know, as judgement receives it: frozen records with sources, patterns compiled.

`Knowledge` is one immutable, versioned value. Two of them can be judged in one run, and a test
can build one of three records.
"""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from nameplate.model.identifiers import MakerId
from nameplate.model.law import Ask, Law, Precision, Strength

Group = Literal["hardware", "firmware", "model", "cloud", "paper", "decoy"]
"""Things that fail together. `decoy` speaks against every maker."""
Role = Literal["maker", "affiliate", "rebadger", "component", "false-friend"]
"""What a registrant of addresses is to us. Only maker and affiliate blocks speak for a maker."""
Identity = Literal["serial", "oem-code", "certificate", "mac"]
DeviceKind = Literal[
    "camera",
    "recorder",
    "encoder",
    "intercom",
    "access terminal",
    "body-worn",
    "network",
    "other",
    "not known",
]

What = Literal[
    "presence",
    "cameras",
    "sites",
    "purchases",
    "bodies",
    "percent of bodies",
    "networks",
    "networks per 1,000 people",
    "analytics",
    "management software",
    "drones",
    "due diligence",
    "spend",
]
"""What a figure counts, or what was asked. Never added one to another."""
Status = Literal[
    "in use",
    "removal planned",
    "purchase planned",
    "none",
    "refused",
    "no reply",
    "refused or no reply",
    "does not know",
    "not read",
    "reported",
    "exposed",
    "answered",
]
"""What was answered. "does not know" is the body's; "not read" is ours."""


class KnowledgeSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a fact was read: what it carries, where, the day (ISO 8601), whether only memory."""

    what: str
    where: str
    seen: str
    lead_only: bool = False
    address: str | None = None


class Basis(msgspec.Struct, frozen=True):
    """Counts behind a weight.

    Hits and units of the maker that showed the field, and of all others measured.
    """

    hits: int
    units: int
    other_hits: int
    other_units: int


class Entity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A company, body or list member. `parent` is the company that controls it, if sourced."""

    id: str
    name: str
    short: str
    """The name people use in a sentence: "Hikvision"."""
    country: str | None = None
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    native_names: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    """Words that are also ordinary words or names: they confirm, and never make a match."""
    maker: MakerId | None = None
    """The maker whose equipment this is, when the entity is a brand house of that maker."""
    statement: str | None = None
    """The company's own denial or undertaking, quoted in a sentence with its source."""
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class Brand(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A name on a label, and who usually makes what bears it: a lead, never a finding alone."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    makers: tuple[MakerId, ...] = ()
    own: bool = False
    """True where the brand belongs to the maker itself."""
    note: str | None = None
    lead_only: bool = False
    source: tuple[KnowledgeSource, ...] = ()


class Signal(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A pattern over fields of a sighting that speaks for (or against) a maker."""

    id: str
    maker: MakerId | None
    """None for decoys (against all) and for component words (weight 0)."""
    fields: tuple[str, ...]
    pattern: str
    """RE2 syntax, searched in the field's value."""
    group: Group
    weight: float
    """Nats: natural-log likelihood ratio for the maker against all others."""
    basis: Basis | None = None
    excess: str | None = None
    """Why the weight is more than its basis allows; without it the check refuses."""
    says: str = ""
    """One plain clause for people: 'its own reply says systemContact "Hikvision.China"'."""
    decisive: bool = False
    identity: Identity | None = None
    brand: str | None = None
    component: str | None = None
    """Set where the match names a part: "HiSilicon chip"."""
    lead_only: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = msgspec.field(default=(), name="not")
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class Grammar(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The form of a maker's or brand's model names. A signal's kin, of group `model`."""

    id: str
    maker: MakerId
    brand: str
    kind: DeviceKind
    pattern: str
    weight: float
    own: bool
    """True where the brand is the maker's own: only then may a model alone be moderate."""
    decisive: bool = False
    """The form is the maker's alone: a typed model and serial of it may be moderate."""
    basis: Basis | None = None
    excess: str | None = None
    lead_only: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = msgspec.field(default=(), name="not")
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class Registrant(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A holder of IEEE blocks: the registry's exact text and what it is to us."""

    name: str
    role: Role
    maker: MakerId | None
    weight: float
    blocks: tuple[str, ...]
    """Prefixes of 6, 7 or 9 lower hex digits (MA-L, MA-M, MA-S); the longest one counts."""
    basis: Basis | None = None
    excess: str | None = None
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class KindRule(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A pattern over a field that tells what kind of device it is."""

    id: str
    kind: DeviceKind
    fields: tuple[str, ...]
    pattern: str
    strength: int
    """1 a typed word, 2 a tool or model form, 3 the unit's own statement."""
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = msgspec.field(default=(), name="not")
    source: tuple[KnowledgeSource, ...] = ()


class Member(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A member of a listing, from and to (ISO days; None is open), and on what basis.

    One of `entity` and `name` stands: a member of whom we hold nothing else has a name only.
    """

    entity: str | None = None
    name: str | None = None
    kind: Literal["class", "person"] | None = None
    """A class of things ("routers produced in a foreign country") or a natural person."""
    basis: Literal["named", "controlled"] = "named"
    clause: str | None = None
    """The tranche or entry it stands in: a key of the listing's `clauses`."""
    valid_from: str | None = None
    valid_to: str | None = None
    effective: str | None = None
    """The day on which the rule that uses the list begins for this member, where it is another."""
    divest_by: str | None = None
    strength: Strength | None = None
    """Where weaker than the listing's."""
    says_who: str = ""
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many members the issuer, or who wrote of it, counted on a day (ISO)."""

    day: str
    size: int


class Listing(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A named list of entities. It has no verbs: a listing forbids nothing."""

    id: str
    aliases: tuple[str, ...] = ()
    """Ids by which it may be asked for as well."""
    title: str
    says: str
    """One sentence on what the list is, for the summary."""
    issuer: str | None = None
    citation: str | None = None
    extent: tuple[str, ...] = ()
    level: str = "official listing"
    """What sort of assertion it is: a word of the vocabulary's `levels`."""
    asserts: str | None = None
    """What being on the list is said to mean, in its issuer's terms."""
    standard: str | None = None
    """What had to be shown for it, and before whom."""
    state: Literal["held", "unknown"] = "held"
    """Unknown: no copy was read, so that an empty list is not held, and is not empty."""
    complete: bool = False
    """True: whoever is not a member here was not on the list on `as_at`."""
    as_at: str | None = None
    ended: str | None = None
    ended_precision: Precision = "day"
    strength: Strength = "primary"
    extends_to: str | None = None
    """Whom the list's own words reach beside its members."""
    clauses: dict[str, str] = {}
    """Tranches or entries, with their words."""
    counts: tuple[Count, ...] = ()
    asks: tuple[Ask, ...] = ()
    notes: str | None = None
    members: tuple[Member, ...] = ()
    source: tuple[KnowledgeSource, ...] = ()


class BandError(msgspec.Struct, frozen=True, kw_only=True):
    """How often a band was wrong on samples from which no signal was written."""

    band: str
    wrong: int
    of: int
    measured: str
    """The day and the samples."""


class Deployment(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What somebody said, on a day, of the cameras of a body: a figure is always someone's.

    Two claimants may give two numbers for one thing, and a body may answer otherwise a year
    later: each stands as a record of its own, and none is ever added to another.
    """

    id: str
    body: str
    """Whom or what it is said of."""
    body_id: str | None = None
    about: Literal["body", "company", "area", "group"]
    """Only what is said of one public body may be drawn as that body's."""
    place: str
    """ISO 3166: the country, or the part of it, that the body is of."""
    area: str | None = None
    """The code of the council area (GSS) that the body, or what is said, is of."""
    makers: tuple[MakerId, ...] = ()
    """Several: one or more of them; it is no finding on any one."""
    others: tuple[str, ...] = ()
    """Makers or kinds of maker that were named as well, of whom we hold no record."""
    what: What
    count: float | None = None
    qualifier: Literal["at least", "more than", "about"] | None = None
    base: int | None = None
    """Of how many, where that was said."""
    status: Status
    section: str | None = None
    """On what ground it was refused, as it was given."""
    claimant: str
    as_at: str | None = None
    """ISO 8601: a day, a month or a year. None: not said."""
    published: str | None = None
    part_of: str | None = None
    """The total that it is a part of: never to be added to."""
    note: str | None = None
    source: tuple[KnowledgeSource, ...] = ()


class Match(Protocol):
    """What a compiled pattern gives: the matched text."""

    def group(self) -> str:
        """Return the whole match."""


class Pattern(Protocol):
    """A compiled RE2 pattern: linear in the length of the text by construction."""

    def search(self, text: str, /) -> Match | None:
        """Return the first match or None."""


class Registry(Protocol):
    """A dated copy of the IEEE registry, for the registrant's text of any other address."""

    @property
    def stated(self) -> str:
        """What the copy is and from when, e.g. "netaddr 1.3.0, 28 May 2024"."""

    def registrant(self, mac: str, /) -> str | None:
        """Return the registrant's text of a normalised MAC, or None."""


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """Everything judgement may know, in one immutable value."""

    version: str
    """Content hash, 12 hex digits."""
    released: str
    """ISO day."""
    entities: Mapping[str, Entity]
    brands: Mapping[str, Brand]
    signals: tuple[Signal, ...]
    grammars: tuple[Grammar, ...]
    registrants: tuple[Registrant, ...]
    kind_rules: tuple[KindRule, ...]
    listings: Mapping[str, Listing]
    errors: tuple[BandError, ...]
    patterns: Mapping[str, Pattern]
    """By id of signal, grammar or kind rule."""
    blocks: Mapping[str, int]
    """Registry prefix (6, 7 or 9 lower hex digits) to index in `registrants`."""
    by_field: Mapping[str, tuple[Signal, ...]]
    """Field name to the signals that look at it."""
    registry: Registry | None = None
    law: Law = Law()
    deployments: tuple[Deployment, ...] = ()

    def listing(self, name: str) -> Listing | None:
        """Return a listing by its id or by an alias, or None."""
        held = self.listings.get(name)
        if held is not None:
            return held
        return next((x for x in self.listings.values() if name in x.aliases), None)

    def block_of(self, mac: str) -> tuple[str, Registrant] | None:
        """Return the longest registered prefix of a normalised MAC that we hold, or None."""
        for length in (9, 7, 6):
            index = self.blocks.get(mac[:length])
            if index is not None:
                return mac[:length], self.registrants[index]
        return None
