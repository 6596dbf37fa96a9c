"""What is asked and answered about names: DNS, and the answers of multicast DNS."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, Protocol, TypeVar

from nameplate.evidence.captures.hearing import ADDRESS, Hearing, Sender, given_to, unit_of
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import DAY_NS, Once
from nameplate.evidence.protocols import dns, mdns_message
from nameplate.evidence.protocols.mdns_message import Part
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.evidence.tables.asked_names import Asked
from nameplate.evidence.tables.ends import address, public_name
from nameplate.model.records import Key, Sighting, keys

MOST = 16_384
"""Most hosts, services and questions that are remembered."""
_DNS = 53
_V = TypeVar("_V")


class Learns(Protocol):
    """Who keeps which name a client knows a remote end by."""

    def learn(
        self, client: str, remote: str, name: str, how: Literal["dns"], time_ns: int, /
    ) -> None:
        """Keep that the client was told this address when it asked for the name."""


@lru_cache(maxsize=8192)
def _public(labels: dns.Labels) -> str:
    return public_name(".".join(labels))


class Lookups:
    """DNS: a name belongs to the client that asked for it.

    A resolver of the site asks for what its clients asked it: such a name is not its own.
    """

    def __init__(self, names: Learns, hearing: Hearing) -> None:
        self._names = names
        self._hearing = hearing
        self._asked: dict[tuple[str, str], None] = {}
        self._new = Once()
        self._held = Asked()

    def packet(self, packet: Packet) -> Iterator[Sighting]:
        """Yield the names that a client of the site asks for, and learn what it is told."""
        message = dns.read(packet.frame, packet.start, packet.end)
        if message is None or not message.questions:
            return
        response = message.response
        if (packet.sport if response else packet.dport) != _DNS:
            return
        client, server = (packet.dst, packet.src) if response else (packet.src, packet.dst)
        if not self._hearing.is_of_site(client):
            return
        if response:
            self._answered(packet, client, message)
        for question in message.questions[:4]:
            yield from self._name(packet, client, server, question)

    def finish(self) -> Iterator[Sighting]:
        """Yield the names that were held until it was known where they lead."""
        yield from self._held.finish()

    def _answered(self, packet: Packet, client: str, message: dns.Message) -> None:
        """Learn where names lead; those of the site's own machines are forgotten."""
        leads: dict[str, bool] = {}
        for labels, value in dns.answers(packet.frame, message, packet.start, packet.end):
            name, found = ".".join(labels), address(value)
            self._names.learn(client, value, name, "dns", packet.time_ns)
            leads[name] = leads.get(name, True) and found is not None and found.private
        for name, inside in leads.items():
            if inside:
                self._held.inside(name)

    def _name(
        self, packet: Packet, client: str, server: str, question: dns.Question
    ) -> Iterator[Sighting]:
        name = _public(question.name)
        who = address(client)
        if not name or who is None or who.key is None:
            return
        if self._hearing.is_of_site(server):
            self._remember(server, name)
        if (who.value, name) in self._asked:
            self._hearing.tell("names that a resolver of the site asked for others")
            return
        if not self._new.is_new(who.value, name, packet.time_ns // DAY_NS):
            return
        saying = Saying(packet.frame)
        saying.add("dns.name", name, question.start, question.end)
        way = self._hearing.way(packet, who.value, to_it=client == packet.dst)
        said = self._hearing.statements.of(
            packet, (saying.done(),), unit=f"{ADDRESS}{who.value}", keys=(who.key,), base=0, way=way
        )
        yield from self._held.ask(name, said)

    def _remember(self, server: str, name: str) -> None:
        found = address(server)
        if found is not None and (found.value, name) not in self._asked:
            while len(self._asked) >= MOST:
                del self._asked[next(iter(self._asked))]
            self._asked[found.value, name] = None


class Services:
    """Multicast DNS: a service belongs to the host that its record names.

    A reflector repeats what hosts of other networks say, from its own address. A host's own
    addresses tell, in the same answer or in one heard before; who was heard to speak for others
    is not believed where its answer names no host.
    """

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._addresses: dict[str, tuple[str, ...]] = {}
        self._hosts: dict[str, str] = {}
        self._proxies: dict[str, None] = {}

    def packet(self, packet: Packet) -> Iterator[Sighting]:
        """Yield what an answer says of hosts and their services."""
        yield from self._hearing.on_link(packet)
        frame, start, end = packet.frame, packet.start, packet.end
        message = dns.read(frame, start, end, all_sections=True)
        parts = mdns_message.parts(frame, message, start, end) if message is not None else ()
        sender = self._hearing.sender(packet)
        if not parts or not sender.ip or not sender.of_site:
            return
        placed = [(one, self._known(one)) for one in parts]
        if any(_is_foreign(found, sender) for _, found in placed):
            _keep(self._proxies, sender.ip, None)
        for one, found in placed:
            yield from self._part(packet, one, found, sender)

    def _known(self, part: Part) -> tuple[str, ...]:
        """Return the addresses of a part's host, as this answer or an earlier one states them."""
        host = part.host
        if part.instance:
            host = self._hosts.get(part.instance, "")
        for instance in part.instances:
            _keep(self._hosts, instance, part.host)
        if part.host and part.addresses:
            _keep(self._addresses, part.host, part.addresses)
            return part.addresses
        return self._addresses.get(host, ()) if host else ()

    def _part(
        self, packet: Packet, part: Part, known: tuple[str, ...], sender: Sender
    ) -> Iterator[Sighting]:
        if not part.said.stated:
            return
        if not known and sender.ip in self._proxies:
            self._hearing.tell("multicast DNS answers given for others, whose address is not known")
            return
        own = [key for value in known if (key := Key.of("ip", value, "payload")) is not None]
        said = part.said._replace(keys=keys(*part.said.keys, *own))
        given = _given(said, known, sender)
        unit = unit_of((*given, *said.keys)) or f"packet {packet.number}"
        way = self._hearing.way(packet, sender.ip) if unit.startswith(ADDRESS) and given else None
        yield from self._hearing.statements.of(
            packet, (said,), unit=unit, keys=given, base=0, way=way
        )


def _given(said: Said, known: tuple[str, ...], sender: Sender) -> tuple[Key, ...]:
    """Return the sender's keys if it speaks of itself, or of a host that states no address."""
    return given_to(said, sender) if not known or sender.ip in known else ()


def _is_foreign(known: tuple[str, ...], sender: Sender) -> bool:
    """Say whether a host has addresses of the sender's family, and not the sender's."""
    family = [value for value in known if (":" in value) == (":" in sender.ip)]
    return bool(family) and sender.ip not in known


def _keep(table: dict[str, _V], name: str, value: _V) -> None:
    """Keep an entry at the end of a table of bounded size."""
    table.pop(name, None)
    while len(table) >= MOST:
        del table[next(iter(table))]
    table[name] = value
