"""What a reader yields: records, each with a place in the evidence.

Small, immutable, typed. Unknown is None, never an empty text. Readers give `where`; intake
adds the hash of the evidence, so that (evidence, where) leads back to the bytes.
"""

from datetime import datetime
from enum import Enum
from typing import Literal, NamedTuple

import msgspec

from nameplate.model import identifiers
from nameplate.model.identifiers import Sha256

KeyKind = Literal["mac", "serial", "ip", "hostname", "asset", "port", "channel"]
How = Literal["payload", "header", "table", "typed"]


class Key(msgspec.Struct, frozen=True, order=True):
    """One way to name a unit: its kind, the normalised value, the text as found, and how.

    `how` says where the text stood: in a message of the unit (payload), in a frame or packet
    header, in a table that a machine keeps, or typed by a person.
    """

    kind: KeyKind
    value: str
    stated: str
    how: How

    @classmethod
    def of(cls, kind: KeyKind, stated: str | None, how: How) -> "Key | None":
        """Normalise `stated`; None if it is no usable key of that kind."""
        if stated is None:
            return None
        value = _normal(kind, stated)
        return None if value is None else cls(kind, value, stated.strip()[:128], how)


def _normal(kind: KeyKind, stated: str) -> str | None:
    match kind:
        case "mac":
            found = identifiers.mac(stated)
            return None if found is None or identifiers.is_group_address(found) else found
        case "ip":
            found = identifiers.ip(stated)
            return found if found is not None and identifiers.is_usable_ip(found) else None
        case "serial":
            return identifiers.serial(stated)
        case "hostname":
            return identifiers.hostname(stated)
        case "asset" | "port" | "channel":
            return stated.strip()[:128] or None


def keys(*found: Key | None) -> tuple[Key, ...]:
    """Keep the keys that are there, each once, in the order given."""
    return tuple(dict.fromkeys(key for key in found if key is not None))


class Witness(Enum):
    """Who says so: the unit itself, a peer that saw it, a tool, a person, a document."""

    DEVICE = "device"
    PEER = "peer"
    TOOL = "tool"
    PERSON = "person"
    DOCUMENT = "document"


class Excerpt(msgspec.Struct, frozen=True):
    """The matched bytes themselves, at most 256, with their offset in the file where known."""

    raw: bytes
    start: int | None = None

    LIMIT = 256


class Locus(NamedTuple):
    """Where in the evidence: the hash of the file, and a place that prints and parses."""

    evidence: Sha256
    where: str


class _Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """What all records share: a place. Intake fills `evidence`; readers leave it empty.

    `where` is one of the forms that `evidence/worker/locate.py` resolves: "line 7",
    "row 7, column C", "bytes 88-131" (half-open), "/json/pointer", "line 7, /json/pointer",
    "packet 7", "packet 7, bytes 88-131" (of that packet).
    """

    where: str
    evidence: Sha256 = Sha256("")

    @property
    def locus(self) -> Locus:
        """The place in the evidence."""
        return Locus(self.evidence, self.where)


class Sighting(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """One field of one unit, as somebody saw it.

    `field` is a name of `model.fields`. `unit` ties sightings of one message, row or file
    together where keys are missing: the same text in the same evidence is the same unit.
    `behind` names the recorder or router through which it was seen.

    `via` is the hardware address by which a packet came, or that held its address on lease: the
    unit's own, or that of the router before it. It joins nothing by itself; it tells apart units
    that claim one address. `routed` says that whoever has that address had passed the packet on.
    """

    keys: tuple[Key, ...]
    witness: Witness
    field: str
    value: str
    when: datetime | None = None
    when_stated: str | None = None
    behind: Key | None = None
    unit: str = ""
    excerpt: Excerpt | None = None
    via: Key | None = None
    routed: bool = False


class Flow(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """Bytes between a unit and a remote end within one hour (UTC); sizes in bytes.

    `remote_name` is what this very client asked for or said: `named` says how it is known, and
    None with a name is a log that does not say. Without a name nobody saw one. `via` is as in a
    sighting, on the unit's side.
    """

    keys: tuple[Key, ...]
    remote_ip: str
    remote_name: str | None
    named: Literal["dns", "sni", "http", "resolver"] | None = None
    port: int
    protocol: str
    bytes_out: int
    bytes_in: int
    packets: int
    first: datetime | None
    last: datetime | None
    via: Key | None = None


class Watch(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """What a capture or a log of traffic watched: how long, which networks, how much of each.

    One a file. Counts are of packets, or of lines for a log; sizes in bytes, times UTC.
    """

    first: datetime | None
    last: datetime | None
    packets: int
    bytes: int
    link: str
    """How it was taken: "ethernet", "raw ip", "log"."""
    vlans: tuple[int, ...] = ()
    cut: int = 0
    """Packets of which the capture kept only the beginning."""
    passed: int = 0
    """Packets that were counted and could not be read."""
    hidden_names: int = 0
    """Connections to the open internet whose name nobody could see."""
    connections: int = 0
    """Connections to the open internet."""
    gaps: int = 0
    """Times at which the clock ran back or stood still for more than a day."""


class Line(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """One line of a ledger, contract, tender or catalogue. Money is a decimal text."""

    kind: Literal["bought", "offered", "held", "partnered", "said"]
    text: str
    party: str | None = None
    counterparty: str | None = None
    quantity: str | None = None
    amount: str | None = None
    currency: str | None = None
    date: str | None = None
    refs: tuple[str, ...] = ()


class Setting(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """One setting of one unit: what a function is set to."""

    keys: tuple[Key, ...]
    path: str
    value: str
    unit: str = ""


class Tie(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """An ownership statement: shares in per cent as decimal texts, dates ISO 8601."""

    owner: str
    subject: str
    share_min: str | None = None
    share_max: str | None = None
    ends_open: bool = False
    direct: bool | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class Problem(_Record, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A part that could not be read, or must be told; the rest goes on.

    `notice` marks what is told but is no damage (a dropped password column): exit code 0.
    """

    what: str
    next_step: str
    notice: bool = False


Record = Sighting | Flow | Watch | Line | Setting | Tie | Problem


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file someone holds, hashed at first touch. `inside` is the archive it came from."""

    sha256: Sha256
    size: int
    name: str
    format: str
    reader: str
    reader_version: str
    received: datetime | None = None
    inside: Sha256 | None = None
