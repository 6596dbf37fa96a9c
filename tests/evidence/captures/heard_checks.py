"""Packets for tests of what is heard, taken from frames that `made` builds."""

import struct
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import NamedTuple

from evidence.captures import made
from evidence.captures.made import End
from nameplate.evidence.captures.heard import Heard
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import Statements
from nameplate.model.records import Problem, Record, Sighting

CAMERA = End("00:00:5e:00:53:21", "192.0.2.33")
OTHER = End("00:00:5e:00:53:22", "192.0.2.34")
ROUTER = End("00:00:5e:00:53:fe", "192.0.2.254")
PC = End("00:00:5e:00:53:d5", "192.0.2.77")
OUTSIDE = End(ROUTER.mac, "8.8.4.4")
NOBODY = "0.0.0.0"  # noqa: S104 - the protocol's own "none yet"
EVERYONE = made.group("255.255.255.255")
_KINDS = {0x0806: "arp", 0x88CC: "lldp"}


class Learnt(NamedTuple):
    """What a client was told."""

    client: str
    remote: str
    name: str
    how: str


class Names:
    """Keeps what is learnt."""

    def __init__(self) -> None:
        self.learnt: list[Learnt] = []

    def learn(self, client: str, remote: str, name: str, how: str, time_ns: int, /) -> None:
        """Keep it."""
        self.learnt.append(Learnt(client, remote, name, how))


def packet(frame: bytes, number: int = 1, ns: int = made.START) -> Packet:
    """Take a frame of UDP, ICMPv6, ARP, LLDP or CDP apart, as the scanner does."""
    kind = int.from_bytes(frame[12:14], "big")
    base = Packet(number, ns, frame, "other", 14, len(frame), frame[6:12].hex(), frame[:6].hex())
    if kind == 0x0806:
        return base._replace(kind="arp")
    if kind == 0x88CC:
        return base._replace(kind="lldp")
    if kind < 1536:
        return base._replace(kind="cdp", start=22)
    six = kind == 0x86DD
    size, at = (16, 22) if six else (4, 26)
    src, dst = (str(ip_address(frame[n : n + size])) for n in (at, at + size))
    protocol, ttl, start = (frame[20], frame[21], 54) if six else (frame[23], frame[22], 34)
    ends = base._replace(src=src, dst=dst, ttl=ttl, start=start)
    if protocol != 17:
        return ends._replace(kind="icmpv6" if protocol == 58 else "other")
    sport, dport, length = struct.unpack(">HHH", frame[start : start + 6])
    return ends._replace(kind="udp", sport=sport, dport=dport, start=start + 8, end=start + length)


def heard(frames: Iterable[bytes], names: Names | None = None) -> list[Record]:
    """Return what frames say, a second apart, and what was passed over."""
    ears = Heard(names or Names(), Statements())
    found: list[Record] = []
    for number, frame in enumerate(frames, 1):
        found += ears.packet(packet(frame, number, made.START + number * made.SECOND))
    return [*found, *ears.finish()]


def heard_packet(one: Packet) -> list[Record]:
    """Return what a packet says."""
    return list(Heard(Names(), Statements()).packet(one))


def sightings(*frames: bytes) -> list[Sighting]:
    """Return the sightings among what frames say."""
    return [one for one in heard(frames) if isinstance(one, Sighting)]


def passed(*frames: bytes) -> list[str]:
    """Return what was passed over."""
    return [one.what for one in heard(frames) if isinstance(one, Problem)]


def facts(found: Iterable[Record]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield field, value and the sorted values of the keys, of each sighting."""
    for one in found:
        if isinstance(one, Sighting):
            yield one.field, one.value, tuple(sorted({key.value for key in one.keys}))


def plain(mac: str) -> str:
    """Return a hardware address as keys hold it."""
    return mac.replace(":", "")
