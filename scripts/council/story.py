"""The story that `demo/council.toml` tells: units, and what each file shows of them."""

from datetime import UTC, datetime, timedelta
from string import Template
from typing import Literal

import msgspec

Band = Literal["undetermined", "weak", "moderate", "strong"]


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded reply: the file it goes to, and the payload that its unit fills in."""

    file: str
    payload: str
    channel: str = ""
    vars: dict[str, str] = {}


class Port(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An open port as a scanner reports it."""

    port: int
    service: str
    server: str = ""
    title: str = ""
    realm: str = ""
    scheme: str = ""
    tunnel: bool = False
    subject: dict[str, str] = {}


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of a certificate, in the order of its bytes."""

    subject: tuple[tuple[str, str], ...]
    issuer: tuple[tuple[str, str], ...]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of the story, what each file shows of it, and what that can decide."""

    id: str
    story: str
    kind: str
    made_by: str
    maker: str | None = None
    at_least: Band = "undetermined"
    at_most: Band = "strong"
    never: tuple[str, ...] = ()
    trap: str = ""
    same_as: str = ""
    seen: bool = True
    invisible: int = 0
    mac: str = ""
    ip: str = ""
    also: tuple[str, ...] = ()
    asset: str = ""
    serial: str = ""
    model: str = ""
    maker_model: str = ""
    recorder_type: str = ""
    vlan: int = 0
    port: str = ""
    only_file: str = ""
    tables: tuple[Literal["mac", "arp"], ...] = ()
    coax: tuple[str, ...] = ()
    proxied: tuple[str, ...] = ()
    scan: tuple[Port, ...] = ()
    cut_scan: tuple[Port, ...] = ()
    arp_scan: str = ""
    lldp: dict[str, str] = {}
    replies: tuple[Reply, ...] = ()
    sightings: tuple[dict[str, str], ...] = ()
    register: dict[str, str | int] = {}
    old_register: dict[str, str] = {}
    vms: dict[str, str] = {}
    certificate: Certificate | None = None


class Council(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole page."""

    name: str
    day: str
    canaries: dict[str, str]
    payload: dict[str, dict[str, str]]
    unit: tuple[Unit, ...]

    def of(self, name: str) -> Unit:
        """Return the unit of that id."""
        return next(unit for unit in self.unit if unit.id == name)

    def when(self, minute: int) -> str:
        """Return the time of the day of recording, `minute` minutes after nine."""
        start = datetime.fromisoformat(self.day).replace(hour=9, tzinfo=UTC)
        return (start + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")

    def reply(self, unit: Unit, reply: Reply) -> str:
        """Return a payload filled in with what its unit is."""
        digits = unit.mac.replace(":", "").lower()
        known = {
            **self.canaries,
            "mac": unit.mac.lower(),
            "mac_plain": digits,
            "mac_dash": unit.mac.lower().replace(":", "-"),
            "mac_short": ":".join(f"{int(pair, 16):x}" for pair in unit.mac.split(":") if pair),
            **{name: str(getattr(unit, name)) for name in ("ip", "serial", "model")},
            "maker_model": unit.maker_model,
            "recorder_type": unit.recorder_type,
        }
        own = {name: Template(value).substitute(known) for name, value in reply.vars.items()}
        return Template(self.payload[reply.payload]["text"].lstrip("\n")).substitute(known | own)
