"""Whether a unit was seen to speak with the open internet, and whether "none" can be said.

Who is at the far end is not judged here. A capture of ten minutes that shows nothing shows
nothing: "none seen" needs a day, since firmware checks and clouds are asked daily. And it needs a
unit whose own connections were seen for that day: a broadcast reaches every port of a switch, so
that a unit is heard where none of its connections can be.
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
from nameplate.model.records import Flow, Key, Locus, Watch

State = Literal["seen", "none seen", "cannot say"]
LONG_ENOUGH_S = 86_400
"""A shorter watch cannot tell a silent unit from one that speaks once a day."""
SHOWN_ENOUGH_S = 79_200
"""So much of a day must lie between a unit's first and last connection: 22 hours, as those at the
day's ends may be the hourly ones."""
_MOST_PLACES = 20
_BROADCAST = "255.255.255.255"
_PRIVATE = tuple(
    ipaddress.ip_network(one)
    for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
_Span = tuple[datetime, datetime]


class Traffic(NamedTuple):
    """What was seen of one unit.

    `out` are those of its flows that went to or came from the open internet. `watched` is how long
    its connections were watched, in seconds, in the evidence that did so longest; 0 where none of
    them was seen. `disputed`: a flow with the open internet is its own, or another unit's that
    claims the same address.
    """

    flows: tuple[Flow, ...]
    out: tuple[Flow, ...]
    watched: float
    heard: bool
    disputed: bool

    @property
    def state(self) -> State:
        """Return "seen", "none seen" or "cannot say"."""
        if self.out:
            return "seen"
        if self.disputed or self.watched < LONG_ENOUGH_S:
            return "cannot say"
        return "none seen"

    @property
    def places(self) -> tuple[Locus, ...]:
        """Return where the first of it stands."""
        return tuple(dict.fromkeys(flow.locus for flow in self.out))[:_MOST_PLACES]


def traffic(
    devices: Sequence[Device], readings: Sequence[FileReading]
) -> Mapping[DeviceId, Traffic]:
    """Return what was seen of each unit; an empty mapping where no traffic was looked at.

    A flow is a unit's by its MAC, else by its address in the same evidence, else by its address
    where one unit alone holds it. Of several units that hold it, it is the one's by whose MAC it
    came; else it is nobody's, and nothing can be said of any of them.
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
    seen = _Seen(_Holders(devices))
    for evidence, flow in flows:
        seen.add(evidence, flow)
    for device in devices:
        seen.heard[device.id].update(s.evidence for s in device.sightings if s.evidence in watches)
    return {
        device.id: Traffic(
            tuple(seen.own.get(device.id, ())),
            tuple(seen.out.get(device.id, ())),
            seen.longest(device.id, watches),
            bool(seen.heard[device.id]),
            device.id in seen.disputed,
        )
        for device in devices
    }


class _Seen:
    """What is seen of each unit, flow by flow."""

    def __init__(self, holders: "_Holders") -> None:
        self._holders = holders
        self._spans: dict[tuple[DeviceId, str], _Span] = {}
        self.own: dict[DeviceId, list[Flow]] = defaultdict(list)
        self.out: dict[DeviceId, list[Flow]] = defaultdict(list)
        self.heard: dict[DeviceId, set[str]] = defaultdict(set)
        self.disputed: set[DeviceId] = set()

    def add(self, evidence: str, flow: Flow) -> None:
        """Give a flow to its unit, and remember that both of its ends were seen."""
        at_peer = self._holders.at(evidence, flow.remote_ip)
        outside = to_internet(flow) and not (at_peer and _is_beside(flow))
        units = self._holders.of(evidence, flow)
        if len(units) == 1:
            (unit,) = units
            self.own[unit].append(flow)
            if outside:
                self.out[unit].append(flow)
            self._show(unit, evidence, flow, sent=flow.bytes_out, got=flow.bytes_in)
        elif outside:
            self.disputed |= units
        if len(at_peer) == 1:
            (peer,) = at_peer
            self._show(peer, evidence, flow, sent=flow.bytes_in, got=flow.bytes_out)

    def _show(self, unit: DeviceId, evidence: str, flow: Flow, *, sent: int, got: int) -> None:
        """Remember when a unit was seen to send: what is only sent to it does not show it."""
        self.heard[unit].add(evidence)
        unheard = (got and not sent) or _is_to_all(flow.remote_ip)
        if unheard or flow.first is None or flow.last is None:
            return
        first, last = self._spans.get((unit, evidence), (flow.first, flow.last))
        self._spans[unit, evidence] = min(first, flow.first), max(last, flow.last)

    def longest(self, unit: DeviceId, watches: Mapping[str, float]) -> float:
        """Return how long a unit's connections were watched, at the longest, in seconds."""
        return max((self._watched(unit, e, watches) for e in self.heard[unit]), default=0.0)

    def _watched(self, unit: DeviceId, evidence: str, watches: Mapping[str, float]) -> float:
        span = self._spans.get((unit, evidence))
        if span is None:
            return 0.0
        shown, watched = (span[1] - span[0]).total_seconds(), watches.get(evidence, 0.0)
        return watched if shown >= SHOWN_ENOUGH_S else min(shown, watched)


class _Holders:
    """Which units hold an address. What is known only behind a recorder holds none."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._by_mac: dict[str, DeviceId] = {}
        self._in: dict[tuple[str, str], set[DeviceId]] = defaultdict(set)
        self._anywhere: dict[str, set[DeviceId]] = defaultdict(set)
        for device in devices:
            for sighting in device.sightings:
                for key in sighting.keys if sighting.behind is None else ():
                    self._hold(device.id, sighting.evidence, key)

    def _hold(self, unit: DeviceId, evidence: str, key: Key) -> None:
        if key.kind == "mac":
            self._by_mac[key.value] = unit
        elif key.kind == "ip":
            self._in[evidence, key.value].add(unit)
            self._anywhere[key.value].add(unit)

    def of(self, evidence: str, flow: Flow) -> set[DeviceId]:
        for key in flow.keys:
            if key.kind == "mac" and key.value in self._by_mac:
                return {self._by_mac[key.value]}
        for key in flow.keys:
            if key.kind == "ip" and (found := self.at(evidence, key.value)):
                by = self._by_mac.get(flow.via.value) if flow.via is not None else None
                return {by} if by in found else found
        return set()

    def at(self, evidence: str, address: str) -> set[DeviceId]:
        return self._in.get((evidence, address)) or self._anywhere.get(address) or set()


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


def _is_beside(flow: Flow) -> bool:
    """Say whether both ends have public addresses of one link: neighbours, and no internet.

    A /64 is one link (RFC 4291); a /24 is not, so that its units must have been seen on theirs.
    """
    own = next((key.value for key in flow.keys if key.kind == "ip"), None)
    if own is None or (":" in own) != (":" in flow.remote_ip):
        return False
    if ":" not in own:
        return own.rpartition(".")[0] == flow.remote_ip.rpartition(".")[0]
    one, other = (ipaddress.ip_address(a).packed[:8] for a in (own, flow.remote_ip))
    return one == other


def _is_to_all(remote: str) -> bool:
    """Say whether a switch sends it to every port, so that it shows no connection."""
    return remote == _BROADCAST or ipaddress.ip_address(remote).is_multicast


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
