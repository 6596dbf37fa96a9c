"""The answer of `read`, as every face shows it: the JSON contract and no second form.

`null` means not looked (the reason stands beside it in `not_looked`); `[]` means looked and none
seen. The JSON Schema in `docs/reference/` is generated from these types.
"""

from typing import Literal

import msgspec

from nameplate.model.judged import Band
from nameplate.model.knowledge import DeviceKind
from nameplate.model.question import AnswerOut, Outcome, Searched
from nameplate.model.who import Who


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the evidence: its hash and where in it."""

    evidence: str
    where: str


class SeenIn(msgspec.Struct, frozen=True, kw_only=True):
    """As `Place`, with the file's name."""

    evidence: str
    where: str
    file: str


class KeysOut(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a device by kind, normalised; [] where none was seen."""

    mac: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    hostname: tuple[str, ...] = ()
    asset: tuple[str, ...] = ()


class ExcerptOut(msgspec.Struct, frozen=True, kw_only=True):
    """The matched bytes: as text (escaped), as hex, and their offset where known."""

    text: str
    hex: str
    start: int | None


class ReasonOut(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: the signal, what it says, and where it rests."""

    signal: str
    maker: str | None
    group: str
    weight: float
    counted: bool
    says: str
    field: str
    value: str
    witness: str
    seen_in: SeenIn
    excerpt: ExcerptOut | None
    basis: str | None
    source: str | None


class BecauseOut(msgspec.Struct, frozen=True, kw_only=True):
    """A plain reason with its place, where it has one."""

    says: str
    seen_in: SeenIn | None


class AttributionOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who made it: `maker` is an id, `maker_name` what people read."""

    maker: str | None
    maker_name: str | None
    brand: str | None
    firmware_family: str | None
    band: Band
    shown: str
    """The band as a sentence, e.g. "Hikvision: strong evidence (2 independent kinds)"."""
    score: float
    reasons: tuple[ReasonOut, ...]
    against: tuple[ReasonOut, ...]
    needs: tuple[str, ...]
    contradiction: tuple[str, ...]
    registrant: str | None


class PartOut(msgspec.Struct, frozen=True, kw_only=True):
    """A component, and who made that."""

    component: str
    maker: str | None
    because: BecauseOut


class MergeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Why sightings were taken for one unit."""

    key: str
    why: str
    certain: bool
    seen_in: tuple[SeenIn, ...]


class FactOut(msgspec.Struct, frozen=True, kw_only=True):
    """A stated fact and where it is stated."""

    value: str
    seen_in: SeenIn


class TrafficOut(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen of one unit's traffic with the open internet; sizes in bytes, both ways.

    `none seen` is said only where a day or more was watched; else it is `cannot say`.
    """

    state: Literal["seen", "none seen", "cannot say"]
    says: str
    remotes: int
    bytes_out: int
    bytes_in: int
    first: str | None
    last: str | None
    hidden_names: int
    """Remote ends whose name was not visible."""
    seen_in: tuple[SeenIn, ...]


class DecidedOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a named person decided of this device, and what the evidence says of the same.

    Machines never overwrite it: where they differ, `disagrees` is true and both are shown.
    """

    decision: int
    what: Literal["maker", "kind", "place", "dispute", "merge", "split"]
    value: str | None
    """What it was set to, as people read it; None where it was set to "not known"."""
    who: str
    why: str
    when: str
    says: str
    evidence_says: str | None
    disagrees: bool


class LawOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the law asks of one unit: the strongest outcome, its sentence, and what is missing."""

    outcome: Outcome
    says: str
    needs: tuple[str, ...]


class LawRun(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of the law for all units, and what was searched."""

    who: Who
    place: str
    as_of: str
    scenario: str | None
    says: str
    outcomes: dict[str, int]
    """How many units have which outcome."""
    needs: tuple[str, ...]
    """What to state, those questions first that the most units wait for."""
    beside: tuple[AnswerOut, ...]
    """Recommendations, proposals and general duties: never the answer."""
    searched: Searched | None


class DeviceOut(msgspec.Struct, frozen=True, kw_only=True):
    """One device with its three layers: observed, inferred, law."""

    id: str
    aliases: tuple[str, ...]
    kind: DeviceKind
    kind_because: tuple[BecauseOut, ...]
    keys: KeysOut
    place: str | None
    owner: FactOut | None
    operator: FactOut | None
    controller: FactOut | None
    landlord: FactOut | None
    status: FactOut | None
    """What a register says became of it ("disposed of 2021"): written down, not seen."""
    behind: str | None
    invisible: bool
    label: str | None
    """What the label or the register says it is."""
    model: str | None
    """The model the unit itself states, else the one written down."""
    seen_in: tuple[SeenIn, ...]
    attribution: AttributionOut
    listed: bool | None
    parts: tuple[PartOut, ...] | None
    traffic: TrafficOut | None
    """None where no traffic was looked at at all."""
    destinations: None
    settings: None
    law: LawOut | None
    """None where nobody said who asks."""
    answers: tuple[AnswerOut, ...] | None
    """Each instrument that could matter, the deciding ones first."""
    merges: tuple[MergeOut, ...]
    conflicts: tuple[BecauseOut, ...]
    decided: tuple[DecidedOut, ...] = ()
    """Decisions of people that stand; the fields above already follow them."""


class EvidenceOut(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence that was read."""

    sha256: str
    size: int
    file: str
    format: str
    format_title: str
    reader: str
    inside: str | None
    records: int
    complete: bool


class NotRead(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was not read, why, and what to do."""

    file: str
    reason: str
    next_step: str


class Partial(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a file that could not be read, or must be told; the rest was read."""

    file: str
    where: str
    reason: str
    next_step: str
    notice: bool


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """A network in which addresses were seen."""

    network: str
    addresses: int


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """What one capture or log of traffic watched. Counts of packets (lines of a log)."""

    evidence: str
    file: str
    link: str
    first: str | None
    last: str | None
    seconds: float | None
    vlans: tuple[int, ...]
    packets: int
    bytes: int
    cut: int
    """Packets of which only the beginning was kept."""
    passed: int
    """Packets that were counted and could not be read."""
    connections: int
    """Connections to the open internet, and of these whose name was not visible."""
    hidden_names: int
    gaps: int
    complete: bool
    directions: Literal["none", "one way", "both ways"]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence could see. Counts are of `files`; times are of dated records only."""

    files: int
    files_read: int
    files_partial: int
    files_not_read: int
    bytes: int
    formats: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    """Pieces of evidence that carry no time of their own."""
    networks: tuple[Network, ...]
    directions: Literal["none", "one way", "both ways"]
    """Whether traffic was seen, and in which directions: "none" for tables and replies."""
    watched: tuple[Watched, ...]
    """What each capture or log of traffic watched; [] where none was read."""
    says: tuple[str, ...]
    """The same in sentences, as people read it."""


class BandCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many devices one band has, and how often that band was wrong when measured."""

    band: Band
    devices: int
    listed: int
    measured_wrong: int | None
    measured_of: int | None
    measured_on: str | None


class KnowledgeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which knowledge judged."""

    version: str
    released: str
    registry: str | None


class ListingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which listing, on which day, and what it is."""

    id: str
    title: str
    as_of: str
    says: str
    members: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The answer in sentences and counts. Cameras include those known only as channels."""

    sentences: tuple[str, ...]
    devices: int
    cameras: int
    recorders: int
    other: int
    invisible: int
    listed: int
    not_listed: int
    cannot_tell: int
    bands: tuple[BandCount, ...]


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer of one `read`."""

    schema: Literal["nameplate/read/1"]
    tool: str
    knowledge: KnowledgeOut
    listing: ListingOut
    summary: Summary
    devices: tuple[DeviceOut, ...]
    law: LawRun | None
    """None where nobody said who asks: `not_looked` says so."""
    coverage: Coverage
    evidence: tuple[EvidenceOut, ...]
    not_read: tuple[NotRead, ...]
    partial: tuple[Partial, ...]
    not_looked: dict[str, str]
    """Why `destinations`, `settings` and `answers` are null."""
