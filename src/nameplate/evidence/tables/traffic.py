"""What logs of traffic say: who spoke to whom, who asked for a name, what a unit said of itself.

Shared by the readers of Zeek and Suricata. A log of months holds the same statement many times:
each is yielded once a day, and connections are added up for each client, remote end, port and
protocol, all within dictionaries of at most `MOST` entries.

A hardware address in a frame is the next router's unless the frame cannot have passed one. So it
is bound to a network address only where the other end is a group of the link itself (224.0.0.0/24,
ff02::/16, 255.255.255.255), or the address is link-local (RFC 3927, RFC 4291): no router forwards
these. Everywhere else the network address is the only key.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols.stated import Saying, sightings
from nameplate.model import identifiers
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Flow, Key, Problem, Record, Sighting, Witness, keys

MOST = 50_000
"""Most connections, and most statements, that are held at once."""
_MOST_BYTES = (1 << 63) - 1
_MOST_TOLD = 20
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
# Zeek's first release was in 1995; the seconds of the epoch end their 32 bits in 2106.
_EARLIEST, _LATEST = 788_918_400, 4_294_967_296
_MILLISECONDS = 100_000_000_000
PORTS = frozenset({"tcp", "udp", "sctp"})
"""Transports that have ports: for ICMP, Zeek writes type and code in their place."""
_PROTOCOL = re.compile(r"(?:tcp|udp|sctp|(?:ipv6-)?icmp(?:v6)?|gre|esp|igmp)", re.I)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62}[a-z0-9_])?")
# RFC 6761, RFC 6762 appendix G, RFC 8375: one's own networks, where machines have people's names.
_OWN = frozenset(
    {"local", "lan", "home", "internal", "intranet", "private", "corp", "localdomain", "arpa"}
)


class Row(NamedTuple):
    """One line of a log: its number, its time, and whether its values have JSON pointers."""

    number: int
    when: datetime | None
    stated: str | None
    pointers: bool = False

    def at(self, pointer: str) -> str:
        """Return the place of a value."""
        return (
            f"line {self.number}, {pointer}" if self.pointers and pointer else f"line {self.number}"
        )

    @property
    def day(self) -> int:
        """Return the day as a number; 0 where the time is not known."""
        return 0 if self.when is None else self.when.toordinal()


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


class Size(NamedTuple):
    """Bytes from the originator and from the responder, and packets both ways."""

    originator: int = 0
    responder: int = 0
    packets: int = 0


class Said(NamedTuple):
    """A value that a line states, the field it belongs to, and its JSON pointer."""

    field: str
    value: str
    pointer: str


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


def count(value: JsonValue) -> int:
    """Return a count that a log states; 0 where it states none."""
    if isinstance(value, str):
        value = int(value) if len(value) < 16 and value.isascii() and value.isdigit() else 0
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < 10**15 else 0


def protocol_of(text: str) -> str:
    """Return a transport in lower case: TCP where a log states none, "other" for odd texts."""
    return text.lower() if _PROTOCOL.fullmatch(text) else "other" if text else "tcp"


def instant(value: JsonValue) -> datetime | None:
    """Return a time in UTC: seconds or milliseconds of the epoch, or ISO 8601 with a zone."""
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,16}(?:\.\d{1,9})?", value):
            return _iso(value)
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not _EARLIEST <= value < _LATEST * 1000:  # a number of any length may stand here
        return None
    seconds = value / 1000 if value > _MILLISECONDS else value
    return datetime.fromtimestamp(seconds, UTC) if _EARLIEST <= seconds < _LATEST else None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def public_name(text: str) -> str:
    """Return a name of the open internet in lower case, "" for anything else.

    Names of one's own network may be those of people's machines, and a label of more than 40
    characters is data.
    """
    name = text.strip().rstrip(".").lower()
    labels = name.split(".")
    if not 2 <= len(labels) <= 12 or len(name) > 253 or labels[-1] in _OWN or name[-1].isdigit():
        return ""
    good = all(len(one) <= _LONGEST_LABEL and _LABEL.fullmatch(one) for one in labels)
    return name if good else ""


class Traffic:
    """Collects what the lines of one log say, within bounds."""

    def __init__(self) -> None:
        self._flows: dict[tuple[str, str, str, int, str], _Sum] = {}
        self._said: set[tuple[str, str, str, int]] = set()
        self._told: dict[str, int] = {}
        self._bad = 0
        self._bad_where = ""
        self._gave = False

    def flow(
        self,
        row: Row,
        ends: Ends,
        size: Size = Size(),  # noqa: B008 - immutable
        *,
        seconds: float = 0.0,
        name: str = "",
    ) -> Iterator[Flow]:
        """Add a connection up for its local end; what is full is yielded.

        Where both ends are local it is the originator's. `size` stays zero for logs that state
        names and no sizes. Groups are no remote end.
        """
        one, other = address(ends.originator), address(ends.responder)
        if one is None or other is None or one.key is None or other.key is None:
            return
        outside = other.private and not one.private
        if ends.local_originator or (one.local and not outside):
            key, unit, remote, out, back = one.key, one, other, size.originator, size.responder
        elif other.local or ends.local_responder:
            key, unit, remote, out, back = other.key, other, one, size.responder, size.originator
        else:
            self.tell("connections between two addresses that are not the site's own")
            return
        if len(self._flows) >= MOST:
            yield from self._flush()
        index = (unit.value, remote.value, name, ends.port, ends.protocol)
        found = self._flows.get(index)
        if found is None:
            found = self._flows[index] = _Sum(key, row.at(""))
            self._gave = True
        found.add(out, back, size.packets, row.when, seconds)

    def say(
        self,
        row: Row,
        unit: str,
        given: tuple[Key, ...],
        said: tuple[Said, ...],
        *,
        witness: Witness = Witness.DEVICE,
        stated: tuple[tuple[Literal["mac", "ip", "hostname"], str, str], ...] = (),
    ) -> Iterator[Sighting]:
        """Yield what a line states of one unit, each statement once a day.

        `given` are keys from the line's addresses, `stated` those in the unit's own message, each
        with its JSON pointer.
        """
        saying = Saying()
        for kind, text, pointer in stated:
            saying.key(kind, text, pointer=pointer)
        for one in said:
            saying.add(one.field, one.value, pointer=one.pointer)
        done = saying.done(witness=witness)
        for sighting in sightings(
            (done,),
            unit=unit,
            at=lambda found: row.at(found.pointer),
            keys_given=given,
            when=row.when,
            when_stated=row.stated,
        ):
            who = " ".join((unit, *(key.value for key in sighting.keys)))
            if self._is_new(who, sighting.field, sighting.value, row.day):
                yield sighting

    def asked(self, row: Row, client: str, name: str, pointer: str) -> Iterator[Sighting]:
        """Yield a name for the local client that asked for it."""
        value, who = public_name(name), address(client)
        if not value or who is None or who.key is None or not who.local:
            return
        if self._is_new(who.value, "dns.name", value, row.day):
            unit = f"address {who.value}"
            # The second look inside `say` is on other words, and passes.
            yield from self.say(row, unit, (who.key,), (Said("dns.name", value, pointer),))

    def on_link(
        self, row: Row, own: str, peer: str, mac: JsonValue, pointer: str
    ) -> Iterator[Sighting]:
        """Yield the MAC of an address, where the frame cannot have passed a router."""
        one, other = address(own), address(peer)
        if one is None or one.key is None or not one.local or other is None:
            return
        if not (one.link or other.link) or not isinstance(mac, str):
            return
        if (key := Key.of("mac", mac, "header")) is not None:
            yield from self.say(
                row,
                f"mac {key.value}",
                keys(one.key, key),
                (Said("mac", key.value, pointer),),
                witness=Witness.PEER,
            )

    def server(self, text: str, client: str = "") -> Key | None:
        """Return the key of a server of the site; others are counted, as they are no units.

        What a client in a private network asks outside such networks is not the site's.
        """
        found, asking = address(text), address(client)
        if found is None or found.key is None:
            return None
        outside = asking is not None and asking.private and not found.private
        if outside or not found.local:
            self.tell("statements of servers outside the site, which are no units of it")
            return None
        return found.key

    def tell(self, what: str) -> None:
        """Count what is passed over, to be told at the end."""
        self._told[what] = self._told.get(what, 0) + 1

    def bad(self, where: str, what: str) -> Iterator[Problem]:
        """Yield the problem of one line; after twenty only their number is told."""
        self._bad += 1
        self._bad_where = where
        if self._bad <= _MOST_TOLD:
            yield Problem(what=what, next_step="The other lines were read.", where=where)

    def finish(self) -> Iterator[Record]:
        """Yield the connections that are held, and what was passed over."""
        yield from self._flush()
        if self._bad > _MOST_TOLD:
            yield Problem(
                what=f"{self._bad - _MOST_TOLD} more lines could not be read, this the last",
                next_step="The other lines were read.",
                where=self._bad_where,
            )
        if not (self._gave or self._said or self._told or self._bad):
            yield Problem(
                what="no line of it says anything of a unit of the site",
                next_step="docs/collect/zeek-and-suricata.md says what is read.",
                where="line 1",
                notice=True,
            )
        for what, number in self._told.items():
            yield Problem(
                what=f"passed over: {what} ({number})",
                next_step="docs/collect/zeek-and-suricata.md says what is read.",
                where="line 1",
                notice=True,
            )

    def _is_new(self, who: str, field: str, value: str, day: int) -> bool:
        index = (who, field, value, day)
        if index in self._said:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said.add(index)
        return True

    def _flush(self) -> Iterator[Flow]:
        for (_, remote, name, port, protocol), found in self._flows.items():
            yield Flow(
                keys=(found.key,),
                remote_ip=remote,
                remote_name=name or None,
                port=port,
                protocol=protocol,
                bytes_out=found.out,
                bytes_in=found.back,
                packets=found.packets,
                first=found.first,
                last=found.last,
                where=found.where,
            )
        self._flows.clear()


class _Sum:
    """Connections of one kind, added up."""

    __slots__ = ("back", "first", "key", "last", "out", "packets", "where")

    def __init__(self, key: Key, where: str) -> None:
        self.key = key
        self.where = where
        self.out = self.back = self.packets = 0
        self.first: datetime | None = None
        self.last: datetime | None = None

    def add(self, out: int, back: int, packets: int, when: datetime | None, seconds: float) -> None:
        self.out = min(self.out + out, _MOST_BYTES)
        self.back = min(self.back + back, _MOST_BYTES)
        self.packets = min(self.packets + packets, _MOST_BYTES)
        if when is None:
            return
        # A connection of more than ten years is a broken clock.
        end = when + timedelta(seconds=seconds) if 0 < seconds < 3e8 else when
        self.first = when if self.first is None else min(self.first, when)
        self.last = end if self.last is None else max(self.last, end)


def text(cells: Mapping[str, JsonValue], name: str) -> str:
    """Return a cell as a text, "" where it is unset or is none."""
    value = cells.get(name)
    return value if isinstance(value, str) else ""


def added_up(
    source: Source, line: Callable[[bytes, int, Traffic], Iterator[Record]]
) -> Iterator[Record]:
    """Yield what each line of a log gives, and at the end the connections added up.

    `line` is called with a line that is not blank, its number, and the sums so far. What was
    added up stands also where the file ends in a fault, which is then raised.
    """
    traffic = Traffic()
    try:
        for number, _, raw in source.lines():
            if stripped := raw.strip():
                yield from line(stripped, number, traffic)
    except UnreadableEvidence:
        yield from traffic.finish()
        raise
    yield from traffic.finish()
