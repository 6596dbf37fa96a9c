"""What judgement says: devices and attributions, each with its reasons inside.

There is no bare verdict: whatever judges returns why in the same value.
"""

from typing import Literal

import msgspec

from nameplate.model.identifiers import DeviceId, MakerId
from nameplate.model.knowledge import DeviceKind, Group
from nameplate.model.records import Key, Locus, Sighting

Band = Literal["strong", "moderate", "weak", "undetermined"]
BANDS: tuple[Band, ...] = ("strong", "moderate", "weak", "undetermined")


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One plain reason with the place it rests on (None where it rests on a rule alone)."""

    says: str
    at: Locus | None = None


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """Why two groups of sightings are one unit; a person can undo it."""

    key: Key
    why: str
    certain: bool
    """False where the key can be re-used (an address, a name)."""
    at: tuple[Locus, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A stated fact that is not judged further (a place, an owner), and who says it."""

    value: str
    at: Locus


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """The physical unit that several sightings are of."""

    id: DeviceId
    kind: DeviceKind
    kind_because: tuple[Because, ...]
    keys: tuple[Key, ...]
    sightings: tuple[Sighting, ...]
    merges: tuple[Merge, ...] = ()
    aliases: tuple[DeviceId, ...] = ()
    place: Fact | None = None
    owner: Fact | None = None
    operator: Fact | None = None
    controller: Fact | None = None
    landlord: Fact | None = None
    behind: DeviceId | None = None
    """The recorder or router through which alone it was seen."""
    invisible: bool = False
    """True for a channel fed by coax: no network shows the camera on it."""
    status: Fact | None = None
    doubted: tuple[Key, ...] = ()
    """Keys that are written for several units: they name none, and speak for nobody."""
    conflicts: tuple[Because, ...] = ()
    """Two units that claim one key, keys that differ by one digit, and the like."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a component: it never names the maker of the device."""

    device: DeviceId
    component: str
    maker: str | None
    basis: Because


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One signal that one sighting hits. Weight in nats; negative speaks against."""

    signal: str
    maker: MakerId | None
    group: Group
    weight: float
    says: str
    sighting: Sighting
    decisive: bool = False
    identity: str | None = None
    counted: bool = True
    """False where a stronger one of its group counts instead."""
    basis: str | None = None
    """E.g. "seen in 21 of 21 such units, 0 of 430 others"."""
    source: str | None = None


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement who made a device: hardware, firmware and label are three answers."""

    device: DeviceId
    maker: MakerId | None
    """The leading maker; None where the band is undetermined."""
    brand: str | None
    firmware_family: MakerId | None
    band: Band
    score: float
    kinds: tuple[Group, ...]
    """Independent groups that count for the maker."""
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    needs: tuple[str, ...] = ()
    contradiction: tuple[MakerId, ...] = ()
    """The two makers of a contradiction, strongest first."""
    registrant: str | None = None
    """The registry's text for its address: shown, never a maker."""
