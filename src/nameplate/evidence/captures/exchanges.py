"""What the two ends of a connection say: of a server what it is, of a client what it asks for.

Of a request only the host's name and the products of the User-Agent are read: no address of a
page, no login, no cookie, no body.
"""

from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.captures.halves import Run
from nameplate.evidence.captures.hearing import ADDRESS, Hearing, Sender, given_to
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.protocols import dhip, http_messages, replies, tls_handshake
from nameplate.evidence.protocols.http_messages import Message
from nameplate.evidence.protocols.stated import Said, Saying, Stated
from nameplate.evidence.tables.ends import address, is_open, public_name
from nameplate.evidence.tables.remote_names import How, Names
from nameplate.model.records import Key, Sighting

_End = tuple[str, int]


class _Owner(NamedTuple):
    """Whose words they are: an address of the site."""

    key: Key
    ip: str

    @property
    def unit(self) -> str:
        return f"{ADDRESS}{self.ip}"


class Exchanges:
    """Gives what was said to its owner."""

    def __init__(self, names: Names, hearing: Hearing) -> None:
        self._names = names
        self._hearing = hearing
        self.hidden = 0
        self.hidden_at = ""

    def is_unsettled(self, one: str, other: str) -> bool:
        """Say whether neither of two addresses is known to be of the site: it may be told yet."""
        return not self._hearing.is_of_site(one) and not self._hearing.is_of_site(other)

    def client(self, run: Run, what: str, client: _End, server: _End) -> Iterator[Sighting]:
        """Learn and yield what a client asked for, if it is of the site."""
        owner = self._owner(run, client[0], server[0])
        if owner is None:
            return
        data = run.data
        if what == "client hello":
            if (asked := tls_handshake.asked(data)) is not None:
                self._learn(run, asked.start, client, server, asked.name, "sni")
                if not _is_private(server[0]):
                    said = _name(data, asked.name, asked.start, asked.end)
                    yield from self._say(run, owner, (said,), (asked.start, asked.end))
            return
        for message in http_messages.messages(data):
            yield from self._request(run, data, message, owner, client, server)

    def server(self, run: Run, what: str, server: _End, client: _End) -> Iterator[Sighting]:
        """Yield what a server of the site says of itself."""
        owner = self._owner(run, server[0], client[0])
        if owner is None:
            return
        data = run.data
        yield from self._answers(run, owner, server[1])
        if what == "dhip":
            saying = Saying(data)
            saying.add("dhip.magic", dhip.MAGIC.hex(), 0, len(dhip.MAGIC))
            yield from self._say(run, owner, (saying.done(),), (0, len(dhip.MAGIC)))
        elif what == "server hello":
            found = tls_handshake.server(data)
            if found.said is not None:
                yield from self._say(run, owner, (found.said,), _span(found.said, data))
            elif found.hidden:
                self.hidden += 1
                self.hidden_at = self.hidden_at or f"packet {run.pieces[0].packet.number}"
        else:
            for message in http_messages.messages(data):
                said = replies.said(data, message)
                yield from self._say(run, owner, said, (message.start, message.end))

    def is_for_proxy(self, run: Run, what: str) -> bool:
        """Say whether a client asked a proxy: what answers is another server."""
        return what == "request" and any(m.is_for_proxy for m in http_messages.messages(run.data))

    def _request(
        self,
        run: Run,
        data: bytes,
        message: Message,
        owner: _Owner,
        client: _End,
        server: _End,
    ) -> Iterator[Sighting]:
        saying = Saying(data)
        host, agent = message.header("host"), message.header("user-agent")
        if host is not None and message.protocol == "http":
            name = host.value.rpartition(":")[0] if ":" in host.value else host.value
            if not message.is_for_proxy:
                self._learn(run, message.start, client, server, name, "http")
            # Of a server in a private network it is a name of the site's own.
            foreign = message.is_for_proxy or not _is_private(server[0])
            if foreign and (value := public_name(name)) and host.start is not None:
                saying.add("dns.name", value, host.start, host.end, raw=value)
        # A browser is a person's, and what came through a proxy is another client's.
        browser = agent is None or "mozilla" in agent.value.lower()
        if agent is not None and not browser and not message.is_relayed:
            saying.add("http.user_agent", agent.value, agent.start, agent.end)
        yield from self._say(run, owner, (saying.done(),), (message.start, message.head))

    def _learn(self, run: Run, at: int, client: _End, server: _End, name: str, how: How) -> None:
        packet, _ = run.packet(at, at)
        ends = address(client[0]), address(server[0])
        if ends[0] is not None and ends[1] is not None:
            self._names.learn(
                ends[0].value, ends[1].value, name, how, packet.time_ns, port=client[1]
            )

    def _answers(self, run: Run, owner: _Owner, port: int) -> Iterator[Sighting]:
        saying = Saying()
        saying.add("port.open", f"{port}/tcp")
        yield from self._say(run, owner, (saying.done(),), (0, 1))

    def _say(
        self, run: Run, owner: _Owner, said: tuple[Said, ...], span: tuple[int, int]
    ) -> Iterator[Sighting]:
        """Yield a message's statements, each with its packet where the message spans several."""
        if not any(one.stated for one in said):
            return
        sender = Sender(owner.ip, owner.key, None, of_site=True)
        given = given_to(said[0], sender) if said[0].behind is None else (owner.key,)
        unit = owner.unit if given else f"{owner.unit}, behind it"
        packet, base = run.packet(*span)
        parts: tuple[tuple[Packet, int | None, tuple[Said, ...]], ...] = ((packet, base, said),)
        if base is None and all(one.behind is None for one in said):
            parts = tuple(_by_packet(run, packet, said))
        for found, at, some in parts:
            way = self._hearing.way(found, owner.ip)
            yield from self._hearing.statements.of(
                found, some, unit=unit, keys=given, base=at, way=way
            )

    def _owner(self, run: Run, text: str, other: str) -> _Owner | None:
        """Return whose words they are; None where they are not the site's, as the other end sees
        it. A public address is the site's where it was seen on the link, and no router passed on
        what came from it.
        """
        found, peer = address(text), address(other)
        if found is None or found.key is None:
            return None
        if not found.local:
            here = self._hearing.is_of_site(found.value) and not run.pieces[0].packet.is_from_afar
            return _Owner(found.key, found.value) if here else None
        outside = peer is not None and is_open(peer, found)
        return None if outside else _Owner(found.key, found.value)


def _is_private(text: str) -> bool:
    found = address(text)
    return found is not None and found.private


def _name(data: bytes, name: str, start: int, end: int) -> Said:
    saying = Saying(data)
    if value := public_name(name):
        saying.add("dns.name", value, start, end, raw=value)
    return saying.done()


def _span(said: Said, data: bytes) -> tuple[int, int]:
    starts = [one.start for one in said.stated if one.start is not None]
    ends = [one.end for one in said.stated if one.end is not None]
    return min(starts, default=0), max(ends, default=len(data))


def _by_packet(
    run: Run, first: Packet, said: tuple[Said, ...]
) -> Iterator[tuple[Packet, int | None, tuple[Said, ...]]]:
    """Part statements by the packet that they stand in."""
    for one in said:
        groups: dict[tuple[int, int | None], tuple[Packet, list[Stated]]] = {}
        for stated in one.stated:
            packet, base = first, None
            if stated.start is not None and stated.end is not None:
                packet, base = run.packet(stated.start, stated.end)
            groups.setdefault((packet.number, base), (packet, []))[1].append(stated)
        for (_, base), (packet, some) in groups.items():
            yield packet, base, (one._replace(stated=tuple(some)),)
