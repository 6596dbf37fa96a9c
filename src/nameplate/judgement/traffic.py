"""Whether a unit was seen to speak with the open internet, and whether "none" can be said.

Who is at the far end is not judged here. A capture of ten minutes that shows nothing shows
nothing: "none seen" needs a day, since firmware checks and clouds are asked daily.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from nameplate.model.identifiers import DeviceId
from nameplate.model.judged import Device
from nameplate.model.reading import FileReading
from nameplate.model.records import Flow, Locus, Watch

State = Literal["seen", "none seen", "cannot say"]
LONG_ENOUGH_S = 86_400
"""A shorter watch cannot tell a silent unit from one that speaks once a day."""
_MOST_PLACES = 20
_BROADCAST = "255.255.255.255"
_PRIVATE = tuple(
    ipaddress.ip_network(one)
    for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


class Traffic(NamedTuple):
    """What was seen of one unit; `watched` is the longest watch that heard it, in seconds."""

    flows: tuple[Flow, ...]
    watched: float
    heard: bool

    @property
    def out(self) -> tuple[Flow, ...]:
        """Return what went to or came from the open internet."""
        return tuple(flow for flow in self.flows if to_internet(flow))

    @property
    def state(self) -> State:
        """Return "seen", "none seen" or "cannot say"."""
        if self.out:
            return "seen"
        return "none seen" if self.watched >= LONG_ENOUGH_S else "cannot say"

    @property
    def places(self) -> tuple[Locus, ...]:
        """Return where the first of it stands."""
        return tuple(dict.fromkeys(flow.locus for flow in self.out))[:_MOST_PLACES]


def traffic(
    devices: Sequence[Device], readings: Sequence[FileReading]
) -> Mapping[DeviceId, Traffic]:
    """Return what was seen of each unit; an empty mapping where no traffic was looked at.

    A flow is a unit's by its MAC, else by its address in the same evidence, else by its address
    where one unit alone holds it. One that fits several units is nobody's.
    """
    flows, watches = [], dict[str, float]()
    for evidence, record in _records(readings):
        if isinstance(record, Flow):
            flows.append((evidence, record))
        elif record.first is not None and record.last is not None:
            watches[evidence] = (record.last - record.first).total_seconds()
        else:
            watches[evidence] = 0.0
    if not flows and not watches:
        return {}
    holders = _Holders(devices)
    own: dict[DeviceId, list[Flow]] = defaultdict(list)
    heard: dict[DeviceId, set[str]] = defaultdict(set)
    for evidence, flow in flows:
        if (unit := holders.of(evidence, flow)) is not None:
            own[unit].append(flow)
            heard[unit].add(evidence)
        if (peer := holders.at(evidence, flow.remote_ip)) is not None:
            heard[peer].add(evidence)
    for device in devices:
        heard[device.id].update(s.evidence for s in device.sightings if s.evidence in watches)
    return {
        device.id: Traffic(
            tuple(own.get(device.id, ())),
            max((watches.get(e, 0.0) for e in heard[device.id]), default=0.0),
            bool(heard[device.id]),
        )
        for device in devices
    }


class _Holders:
    """Which unit holds an address, where exactly one does."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._by_mac: dict[str, DeviceId] = {}
        self._in: dict[tuple[str, str], set[DeviceId]] = defaultdict(set)
        self._anywhere: dict[str, set[DeviceId]] = defaultdict(set)
        for device in devices:
            if device.behind is not None:
                continue
            addresses = [key.value for key in device.keys if key.kind == "ip"]
            for key in device.keys:
                if key.kind == "mac":
                    self._by_mac[key.value] = device.id
            for sighting in device.sightings:
                for key in sighting.keys:
                    if key.kind == "ip":
                        self._in[sighting.evidence, key.value].add(device.id)
            for address in addresses:
                self._anywhere[address].add(device.id)

    def of(self, evidence: str, flow: Flow) -> DeviceId | None:
        for key in flow.keys:
            if key.kind == "mac" and key.value in self._by_mac:
                return self._by_mac[key.value]
        for key in flow.keys:
            if key.kind == "ip" and (found := self.at(evidence, key.value)) is not None:
                return found
        return None

    def at(self, evidence: str, address: str) -> DeviceId | None:
        for held in (self._in.get((evidence, address)), self._anywhere.get(address)):
            if held:
                return next(iter(held)) if len(held) == 1 else None
        return None


def _records(readings: Sequence[FileReading]) -> Iterator[tuple[str, Flow | Watch]]:
    seen: set[str] = set()
    for reading in readings:
        for piece in reading.pieces:
            if piece.evidence.sha256 in seen:
                continue
            seen.add(piece.evidence.sha256)
            for record in piece.records:
                if isinstance(record, Flow | Watch):
                    yield piece.evidence.sha256, record


def to_internet(flow: Flow) -> bool:
    """Say whether the far end is of the open internet.

    Seen from a private network (RFC 1918, 6598, 3927, 4193) it is whatever is not private; else
    only what is assigned to the open internet (IANA special-purpose registries).
    """
    own = next((key.value for key in flow.keys if key.kind == "ip"), None)
    private, _ = _kind(own) if own is not None else (False, False)
    remote_private, remote_global = _kind(flow.remote_ip)
    return remote_global or (private and not remote_private)


@lru_cache(maxsize=65_536)
def _kind(address: str) -> tuple[bool, bool]:
    """Say whether an address is private or of no host, and whether it is of the open internet."""
    ip = ipaddress.ip_address(address)
    of_no_host = ip.is_multicast or ip.is_loopback or ip.is_unspecified or ip.is_link_local
    private = of_no_host or address == _BROADCAST or any(ip in net for net in _PRIVATE)
    return private, ip.is_global and not private


def span(flows: Sequence[Flow]) -> tuple[datetime | None, datetime | None]:
    """Return the first and last time of some flows, UTC."""
    first = [f.first.astimezone(UTC) for f in flows if f.first is not None]
    last = [f.last.astimezone(UTC) for f in flows if f.last is not None]
    return min(first, default=None), max(last, default=None)
