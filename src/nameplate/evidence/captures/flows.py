"""Connections of a capture, both ways joined, as hourly sums of the site's own units.

The scanner counts packets one way; here two ways become a connection, the connection gets its
owner and its name, and connections become sums. Names stand in packets that come after the first,
so connections wait for theirs in a table of fixed size until the end, or until it is full.
"""

import ipaddress
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

from nameplate.evidence.captures.packet import FlowRow
from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables.ends import PORTS, Address, Sides, address, is_open, sides
from nameplate.evidence.tables.flow_sums import Amount, FlowSums, Line
from nameplate.evidence.tables.remote_names import How, Names
from nameplate.model.records import Key, Problem, Record, keys

MOST = 20_000
"""Most connections that wait for their names, and most sums."""
_MOST_COUNTED = 200_000
_PROTOCOLS = {
    1: "icmp",
    2: "igmp",
    6: "tcp",
    17: "udp",
    47: "gre",
    50: "esp",
    58: "icmp",
    132: "sctp",
}
_TCP, _DNS_PORT = 6, 53
_WELL_KNOWN = 1024  # RFC 6335: system ports
_EPHEMERAL = 32_768  # where Linux, and from 49152 on others, take a client's ports from
_LATEST_NS = 1 << 63


def _nowhere(_: str) -> bool:
    return False


class Flows:
    """Joins and adds up what the scanner counted. Packets of a window go to `names` before it."""

    def __init__(
        self, names: Names, is_of_site: Callable[[str], bool] = _nowhere, *, most: int = MOST
    ) -> None:
        """`is_of_site` says which public addresses are the site's, as seen on the link."""
        self._names = names
        self._is_of_site = is_of_site
        self._most = most
        self._waiting: dict[tuple[bytes, int, bytes, int, int], _Connection] = {}
        self._sums = FlowSums(most)
        self._counted: set[int] = set()
        self._shared: Counter[tuple[bytes, int]] = Counter()
        self._strangers = self._early = 0
        self._strangers_at = ""
        self.connections = 0
        """Connections with the open internet, each once."""
        self.hidden_names = 0
        """Those that a unit began and whose name nobody could see; look-ups are not among them."""

    @property
    def spilled(self) -> int:
        """Return how many connections and sums were given before the end for want of room."""
        return self._early + self._sums.spilled

    def add(self, rows: Iterable[FlowRow]) -> Iterator[Record]:
        """Take in what was counted; yield hourly sums only where a table is full."""
        for row in rows:
            if not row.src or not row.dst or row.protocol < 0:
                continue
            one, other = (row.src, row.sport), (row.dst, row.dport)
            low, high = (one, other) if one <= other else (other, one)
            index = (*low, *high, row.protocol)
            found = self._waiting.get(index)
            if found is None:
                if len(self._waiting) >= self._most:
                    self._early += len(self._waiting)
                    yield from self._settle()
                found = self._waiting[index] = _Connection(row)
            found.add(row)

    def finish(self) -> Iterator[Record]:
        """Yield the sums of all that is held, and how many connections were nobody's."""
        yield from self._settle()
        yield from self._sums.finish()
        if self._strangers:
            yield Problem(
                what="passed over: connections between two addresses that are not the site's own "
                f"({self._strangers})",
                next_step="Nothing to do: the rest was read.",
                where=self._strangers_at,
                notice=True,
            )

    def _settle(self) -> Iterator[Record]:
        waiting, self._waiting = self._waiting, {}
        self._shared = Counter(
            end for one in waiting.values() for end in ((one.src, one.sport), (one.dst, one.dport))
        )
        for index, found in waiting.items():
            first = hash(index) not in self._counted
            if len(self._counted) >= _MOST_COUNTED:
                self._counted.clear()
            self._counted.add(hash(index))
            yield from self._sum_up(found, first)

    def _sum_up(self, found: "_Connection", is_new: bool) -> Iterator[Record]:
        source, target = _address(found.src), _address(found.dst)
        if source is None or target is None or source.key is None or target.key is None:
            return
        forward = self._is_from_client(found, source, target)
        client, server = (source, target) if forward else (target, source)
        side = sides(
            client,
            server,
            local_originator=self._is_near(client),
            local_responder=self._is_near(server),
        )
        if side is None:
            self._strangers += is_new
            self._strangers_at = self._strangers_at or f"packet {found.number}"
            return
        port, client_port = (found.dport, found.sport) if forward else (found.sport, found.dport)
        protocol = _PROTOCOLS.get(found.protocol, "other")
        port = port if protocol in PORTS else 0
        name, how = self._name(found, side, client_port)
        inside = self._is_near(side.remote)
        if is_new and protocol in PORTS and is_open(side.unit, side.remote) and not inside:
            self.connections += 1
            self.hidden_names += side.began and not name and port != _DNS_PORT
        from_source = side.unit.value == source.value
        frame = found.src_mac if from_source else found.dst_mac
        held_by, via = keys(side.unit.key, _mac(frame, side)), frame.hex()
        for hour, amount, number in found.hours(from_source=from_source):
            line = Line(side.unit.value, side.remote.value, name, port, protocol, hour, via)
            yield from self._sums.add(line, amount, held_by, f"packet {number}", number, how)

    def _is_near(self, end: Address) -> bool:
        """Say whether a public address was seen on the link."""
        return not end.local and self._is_of_site(end.value)

    def _name(self, found: "_Connection", side: Sides, client_port: int) -> tuple[str, How | None]:
        """Return the name of the remote end, if it is the one that was asked."""
        if not side.began:
            return "", None
        named = self._names.of(side.unit.value, side.remote.value, found.first_ns, port=client_port)
        return named or ("", None)

    def _is_from_client(self, found: "_Connection", source: Address, target: Address) -> bool:
        """Say whether the source of the first packet is the client.

        Who was heard to ask is; else the other end of a system port; else who looked the other's
        name up; else the other end of a port that no system gives to clients, or that several
        connections share; else the one that was heard first.
        """
        ends = (source.value, found.sport, target.value), (target.value, found.dport, source.value)
        for way, (client, port, server) in enumerate(ends):
            if self._names.is_client(client, port, server):
                return way == 0
        if (found.sport < _WELL_KNOWN) != (found.dport < _WELL_KNOWN):
            return found.dport < _WELL_KNOWN
        looked_up = [self._looks_up(client, server, found) for client, _, server in ends]
        if looked_up[0] != looked_up[1]:
            return looked_up[0]
        if (found.sport < _EPHEMERAL) != (found.dport < _EPHEMERAL):
            return found.dport < _EPHEMERAL
        shared = [self._shared[end] > 1 for end in found.ends]
        # A client may ask many servers from one port of UDP.
        return shared[1] if found.protocol == _TCP and shared[0] != shared[1] else True

    def _looks_up(self, client: str, server: str, found: "_Connection") -> bool:
        named = self._names.of(client, server, found.first_ns)
        return named is not None and named[1] != "resolver"


class _Connection:
    """One connection: its first packet's ends, and its counts for each hour and VLAN."""

    __slots__ = (
        "_hours", "dport", "dst", "dst_mac", "first_ns", "number", "protocol", "sport", "src",
        "src_mac",
    )  # fmt: skip

    def __init__(self, row: FlowRow) -> None:
        self._hours: dict[tuple[int, int], list[int]] = {}
        self.protocol = row.protocol
        self.first_ns = row.first_ns
        self._begin(row)

    def _begin(self, row: FlowRow) -> None:
        self.src, self.dst, self.sport, self.dport = row.src, row.dst, row.sport, row.dport
        self.src_mac, self.dst_mac, self.number = row.src_mac, row.dst_mac, row.first_number

    @property
    def ends(self) -> tuple[tuple[bytes, int], tuple[bytes, int]]:
        return (self.src, self.sport), (self.dst, self.dport)

    def add(self, row: FlowRow) -> None:
        if row.first_number < self.number:
            turned = (row.src, row.sport) != (self.src, self.sport)
            self._begin(row)
            if turned:
                for counts in self._hours.values():
                    counts[:4] = [*counts[2:4], *counts[:2]]
        self.first_ns = min(self.first_ns, row.first_ns)
        counts = self._hours.setdefault(
            (row.hour, row.vlan), [0, 0, 0, 0, row.first_ns, row.last_ns, row.first_number]
        )
        way = 0 if (row.src, row.sport) == (self.src, self.sport) else 2
        counts[way] += row.packets
        counts[way + 1] += row.size
        counts[4] = min(counts[4], row.first_ns)
        counts[5] = max(counts[5], row.last_ns)
        counts[6] = min(counts[6], row.first_number)

    def hours(self, *, from_source: bool) -> Iterator[tuple[int, Amount, int]]:
        """Yield each hour's amount, seen from the source or from the target, and its first packet.

        A mirror of several VLANs shows a routed packet once in each: of each way the VLAN that
        carried most counts, not their sum.
        """
        merged: dict[int, list[int]] = {}
        for (hour, _), counts in self._hours.items():
            held = merged.get(hour)
            if held is None:
                merged[hour] = list(counts)
                continue
            for way in (0, 2):
                if counts[way + 1] > held[way + 1]:
                    held[way : way + 2] = counts[way : way + 2]
            held[4], held[5] = min(held[4], counts[4]), max(held[5], counts[5])
            held[6] = min(held[6], counts[6])
        for hour, counts in merged.items():
            there, sent, back, got, first, last, number = counts
            out, into = (sent, got) if from_source else (got, sent)
            yield hour, Amount(out, into, there + back, _when(first), _when(last)), number


@lru_cache(maxsize=65_536)
def _address(raw: bytes) -> Address | None:
    if len(raw) not in (4, 16):
        return None
    return address(str(ipaddress.ip_address(raw)))


def _mac(raw: bytes, side: Sides) -> Key | None:
    """Return the unit's MAC where no router can have forwarded the frame."""
    if len(raw) != 6 or not (side.unit.link or side.remote.link):
        return None
    value = raw.hex()
    return None if addresses.is_virtual_router(value) else Key.of("mac", value, "header")


def _when(time_ns: int) -> datetime | None:
    if not 0 < time_ns < _LATEST_NS:
        return None
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)
