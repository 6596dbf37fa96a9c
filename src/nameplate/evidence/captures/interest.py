"""Which packets are worth a look: the first few of a flow, and messages that units send about
themselves. The rest, which is video, is counted and never copied. The figures are data.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import msgspec

ANY: Final = 65_535
"""Stands for the ports of clients, which change with each query."""
NOTHING: Final = 1 << 40
"""A limit of size that no packet exceeds: the flow has shown what it is."""


class Watched(NamedTuple):
    """How many different messages of a flow are looked at, and what of them is compared."""

    most: int
    skip: int
    hourly: bool
    """Whether the count starts anew with each hour."""


class _Other(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    message: int
    udp: int
    group: int
    tcp: int
    connections: int


class _Port(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    ports: tuple[int, ...]
    most: int
    skip: int = 0


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    other: _Other
    port: tuple[_Port, ...]


@cache
def _data() -> _Data:
    text = resources.files(__package__).joinpath("interest.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Data)


@cache
def known_ports() -> dict[int, Watched]:
    """Return what is looked at of UDP by the ports that are watched."""
    return {
        number: Watched(one.most, one.skip, hourly=True)
        for one in _data().port
        for number in one.ports
    }


@cache
def connections() -> int:
    """Return how many connections between two units and to one port are looked at in an hour."""
    return _data().other.connections


@cache
def tcp() -> Watched:
    """Return what is looked at of one direction of a TCP connection."""
    return Watched(_data().other.tcp, 0, hourly=False)


@cache
def message() -> Watched:
    """Return what is looked at of ARP, LLDP, CDP and neighbour discovery between two stations."""
    return Watched(_data().other.message, 0, hourly=True)


def udp(sport: int, dport: int, *, group: bool) -> Watched:
    """Return what is looked at of a UDP flow; `group` says that it goes to more than one."""
    known = known_ports()
    found = known.get(dport) or known.get(sport)
    if found is not None:
        return found
    return Watched(_data().other.group if group else _data().other.udp, 0, hourly=False)


def ports(sport: int, dport: int) -> tuple[int, int]:
    """Return the ports that a UDP flow is told apart by: ANY for the peer of a watched one."""
    known = known_ports()
    if (sport in known) == (dport in known):
        return sport, dport
    return (sport, ANY) if sport in known else (ANY, dport)
