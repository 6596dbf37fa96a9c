"""The two ends of a connection: whose address is the site's own, and what names may be kept.

Shared by logs and captures, so that both say the same of the same connection.
"""

import ipaddress
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from nameplate.model import identifiers
from nameplate.model.records import Key

_LONGEST_LABEL = 40
# RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291
_PRIVATE = tuple(
    ipaddress.ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
    )
)
PORTS = frozenset({"tcp", "udp", "sctp"})
"""Transports that have ports: for ICMP, Zeek writes type and code in their place."""
_SYSTEM = 1024  # RFC 6335: system ports
_CHANGING = 32_768  # where Linux, and from 49152 on others, take a client's ports from
_PROTOCOL = re.compile(r"(?:tcp|udp|sctp|(?:ipv6-)?icmp(?:v6)?|gre|esp|igmp)", re.I)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62}[a-z0-9_])?")


class Address(NamedTuple):
    """A network address, and the key it makes.

    `local`: not of the open internet. `private`: of a network that anybody may use for his own.
    `link`: no router forwards it.
    """

    value: str
    key: Key | None
    local: bool
    private: bool
    link: bool


class Ends(NamedTuple):
    """Both ends of a connection as the log states them; `port` is the responder's, 0 for none."""

    originator: str
    responder: str
    port: int
    protocol: str
    local_originator: bool = False
    local_responder: bool = False
    client_port: int = 0
    """The originator's, where the log states it: it tells the connections of two ends apart."""


@lru_cache(maxsize=65_536)
def address(text: str) -> Address | None:
    """Return what an address is, or None if it is none.

    Local is whatever is not assigned to the open internet (IANA special-purpose registries).
    """
    value = identifiers.ip(text)
    if value is None:
        return None
    ip = ipaddress.ip_address(value)
    group = ip.is_multicast
    if isinstance(ip, ipaddress.IPv4Address):
        link = ip.packed[:3] == b"\xe0\x00\x00" or value == "255.255.255.255"
    else:
        link = group and ip.packed[1] & 0x0F in (1, 2)  # RFC 4291 section 2.7: scope
    return Address(
        value,
        Key.of("ip", text, "header"),
        local=not ip.is_global and not group,
        private=any(ip in network for network in _PRIVATE),
        link=link or ip.is_link_local,
    )


class Sides(NamedTuple):
    """Whose connection it is: a unit of the site, its remote end, and whether the unit began it."""

    unit: Address
    remote: Address
    began: bool


def sides(
    originator: Address,
    responder: Address,
    *,
    local_originator: bool = False,
    local_responder: bool = False,
) -> Sides | None:
    """Return whose connection it is, or None if neither end is the site's.

    Where both ends are local it is the originator's. What a private network is asked from outside
    such networks is the responder's, even from a block set aside for examples.
    """
    outside = responder.private and not originator.private
    if local_originator or (originator.local and not outside):
        return Sides(originator, responder, began=True)
    if responder.local or local_responder:
        return Sides(responder, originator, began=False)
    return None


def is_open(unit: Address, remote: Address) -> bool:
    """Say whether a remote end is of the open internet, as seen by a unit of the site.

    What a unit in a private network reaches outside such networks is not the site's, even where
    the block is set aside for examples.
    """
    return not remote.local or (unit.private and not remote.private)


def facing(ends: Ends) -> Ends | None:
    """Return the ends with the server as the responder, or None where their ports leave it open.

    A log that comes upon a connection in its middle may take the server for the client. A system
    port is the server's (RFC 6335). A port below those that systems give to clients, asking one
    among them, may be either end's: what was said then is nobody's.
    """
    client, server = ends.client_port, ends.port
    if not client or not server:
        return ends
    if (client < _SYSTEM) != (server < _SYSTEM):
        return ends if server < _SYSTEM else _turned(ends)
    return None if client < _CHANGING <= server else ends


def _turned(ends: Ends) -> Ends:
    return Ends(
        ends.responder, ends.originator, ends.client_port, ends.protocol,
        ends.local_responder, ends.local_originator, ends.port,
    )  # fmt: skip


def protocol_of(text: str) -> str:
    """Return a transport in lower case: TCP where a log states none, "other" for odd texts."""
    return text.lower() if _PROTOCOL.fullmatch(text) else "other" if text else "tcp"


@cache
def _top_domains() -> frozenset[str]:
    found = tomllib.loads(files(__package__).joinpath("top_domains.toml").read_text("utf-8"))
    return frozenset(found["names"].split())


def _is_public(label: str) -> bool:
    """Say whether a last label is a top-level domain; those of countries have two letters."""
    country = len(label) == 2 and label.isascii() and label.isalpha()
    return country or label in _top_domains()


def public_name(text: str) -> str:
    """Return a name of the open internet in lower case, "" for anything else.

    Names of one's own network may be those of people's machines: all that end in no top-level
    domain are such. A label of more than 40 characters is data.
    """
    name = text.strip().rstrip(".").lower()
    labels = name.split(".")
    if not 2 <= len(labels) <= 12 or len(name) > 253 or not _is_public(labels[-1]):
        return ""
    good = all(len(one) <= _LONGEST_LABEL and _LABEL.fullmatch(one) for one in labels)
    return name if good else ""
