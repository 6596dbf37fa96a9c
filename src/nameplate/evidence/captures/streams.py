"""TCP connections: what servers of the site say of themselves, and what units ask others for.

The bytes say what a connection is, not its port. Who sent the SYN, the request or the first hello
is the client. What a server says is its address's, never a MAC's: a router may stand before it, or
forward a port to what stands behind. A server outside the site is no unit of it.
"""

from collections.abc import Iterator
from typing import Literal

from nameplate.evidence.captures.exchanges import Exchanges
from nameplate.evidence.captures.halves import ACK, FIN, RST, SYN, Half, Run
from nameplate.evidence.captures.hearing import Hearing
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.protocols import dhip, http_messages, tls_handshake
from nameplate.evidence.tables.remote_names import Names
from nameplate.model.records import Problem, Record

MOST = 4096
"""Most connections that are held at once; beyond, the one silent for longest is settled."""
MOST_BYTES = 24 << 20
"""Most bytes that are held of all of them."""
_MOST_SETTLED = 32_768
_MOST_LATER = 256
_ENOUGH = 24
"""So many bytes at the start of a direction show what it is."""
_ENOUGH_PIECES = 24
"""So many packets from the middle of one, and it does not say anything that is read."""

What = Literal["request", "reply", "client hello", "server hello", "dhip", ""]
_End = tuple[str, int]


class Streams:
    """Follows the beginnings of connections."""

    def __init__(self, names: Names, hearing: Hearing, *, most: int = MOST) -> None:
        self._exchanges = Exchanges(names, hearing)
        self._most = most
        self._later: list[_Talk] = []
        self._talks: dict[tuple[_End, _End], _Talk] = {}
        self._settled: dict[tuple[_End, _End], None] = {}
        self._held = 0
        self.forgotten = 0
        """How many connections were settled before their end to make room."""

    @property
    def hidden_certificates(self) -> int:
        """Return of how many connections to the site's servers no certificate was visible."""
        return self._exchanges.hidden

    def packet(self, packet: Packet) -> Iterator[Record]:
        """Yield what became known with a packet; other packets than TCP are passed over."""
        if packet.kind != "tcp":
            return
        one, other = (packet.src, packet.sport), (packet.dst, packet.dport)
        index = (one, other) if one <= other else (other, one)
        if packet.flags & SYN:
            yield from self._open(index, packet)
        elif index in self._settled:
            return
        if packet.end <= packet.start:
            if packet.flags & (FIN | RST):
                yield from self._close(index, packet)
            return
        talk = self._talks.pop(index, None) or _Talk(index, packet)
        self._talks[index] = talk
        before = talk.size
        if talk.add(packet):
            self._held += talk.size - before
            yield from self._look(talk, packet)
        if packet.flags & (FIN | RST):
            yield from self._close(index, packet)
        yield from self._make_room()

    def finish(self) -> Iterator[Record]:
        """Yield what is held, and how many certificates were not visible."""
        while self._talks:
            yield from self._settle(next(iter(self._talks)))
        for talk in self._later:
            yield from self._say(talk)
        self._later = []
        if self.hidden_certificates:
            yield Problem(
                what=f"the certificates of {self.hidden_certificates} connections to units of the "
                "site were not visible: TLS 1.3 encrypts them, and a resumed session has none",
                next_step="Nothing to do: other evidence may show the certificate.",
                where=self._exchanges.hidden_at,
                notice=True,
            )

    def _open(self, index: tuple[_End, _End], packet: Packet) -> Iterator[Record]:
        """Take a SYN: an old connection of the same ports is at its end."""
        talk = self._talks.get(index)
        if talk is not None and talk.size:
            yield from self._settle(index)
            talk = None
        self._settled.pop(index, None)
        if talk is None:
            talk = self._talks[index] = _Talk(index, packet)
        talk.begin(packet)
        yield from self._make_room()

    def _close(self, index: tuple[_End, _End], packet: Packet) -> Iterator[Record]:
        talk = self._talks.get(index)
        if talk is not None and talk.closes(packet):
            yield from self._settle(index)

    def _look(self, talk: "_Talk", packet: Packet) -> Iterator[Record]:
        """Read what can be read at once: names, as flows wait for them, and certificates."""
        way = talk.way(packet)
        match talk.what[way]:
            case "request" | "client hello":
                yield from self._asked(talk, way)
            case "server hello":
                run = talk.head(way)
                if run is not None and tls_handshake.server(run.data).done:
                    yield from self._settle(talk.index)
                    return
        if talk.is_of_no_interest or talk.is_full:
            yield from self._settle(talk.index)

    def _asked(self, talk: "_Talk", way: int) -> Iterator[Record]:
        run = talk.head(way)
        if run is None or talk.asked:
            return
        if talk.what[way] == "client hello":
            talk.asked = tls_handshake.is_whole(run.data)
        else:
            talk.asked = b"\r\n\r\n" in run.data
        if talk.asked:
            talk.unsettled = self._exchanges.is_unsettled(*(end[0] for end in talk.index))
            yield from self._exchanges.client(
                run, talk.what[way], talk.index[way], talk.index[1 - way]
            )

    def _settle(self, index: tuple[_End, _End]) -> Iterator[Record]:
        talk = self._talks.pop(index)
        self._held -= talk.size
        self._settled[index] = None
        if len(self._settled) > _MOST_SETTLED:
            del self._settled[next(iter(self._settled))]
        # Between two public addresses: that one of them is of the link may be seen after it.
        if len(self._later) < _MOST_LATER and self._exchanges.is_unsettled(*(e[0] for e in index)):
            self._later.append(talk)
        else:
            yield from self._say(talk)

    def _say(self, talk: "_Talk") -> Iterator[Record]:
        """Yield what both ends of a settled connection say."""
        index, by_proxy = talk.index, False
        for way in (0, 1):
            what, run = talk.what[way], talk.head(way)
            if run is not None and what in ("request", "client hello"):
                by_proxy = by_proxy or self._exchanges.is_for_proxy(run, what)
                if not talk.asked or talk.unsettled:
                    yield from self._exchanges.client(run, what, index[way], index[1 - way])
        for way in (0, 1):
            what = talk.what[way]
            if what == "dhip" and way != talk.server:
                continue
            if what in ("reply", "server hello", "dhip") and not by_proxy:
                for run in talk.heads(way):
                    yield from self._exchanges.server(run, what, index[way], index[1 - way])

    def _make_room(self) -> Iterator[Record]:
        while len(self._talks) > self._most or self._held > MOST_BYTES:
            self.forgotten += 1
            yield from self._settle(next(iter(self._talks)))


class _Talk:
    """One connection: both directions, and what each turned out to be."""

    __slots__ = ("_closed", "_first", "asked", "client", "halves", "index", "unsettled", "what")

    def __init__(self, index: tuple[_End, _End], packet: Packet) -> None:
        self.index = index
        self.halves = (Half(), Half())
        self.what: list[What] = ["", ""]
        self.asked = False
        self.unsettled = False
        """Whether it was not known, when the client had asked, that either end is of the site."""
        self.client: int | None = None
        self._first = self.way(packet)
        self._closed = [False, False]

    @property
    def size(self) -> int:
        return self.halves[0].size + self.halves[1].size

    @property
    def is_full(self) -> bool:
        return all(half.is_full for half in self.halves)

    @property
    def server(self) -> int:
        """Return which end is the server, where the bytes do not say: by the SYN, else by ports."""
        if self.client is not None:
            return 1 - self.client
        ports = [end[1] for end in self.index]
        return 1 - self._first if ports[0] == ports[1] else int(ports[1] < ports[0])

    @property
    def is_of_no_interest(self) -> bool:
        """Say whether both directions have shown enough, and nothing of it is read."""
        return all(
            not self.what[way]
            and (
                half.shows_start(_ENOUGH)
                or half.is_full
                or len(half.pieces) >= _ENOUGH_PIECES
                or (not half.size and self.halves[1 - way].size > _ENOUGH)
            )
            for way, half in enumerate(self.halves)
        )

    def way(self, packet: Packet) -> int:
        return 0 if (packet.src, packet.sport) == self.index[0] else 1

    def begin(self, packet: Packet) -> None:
        way = self.way(packet)
        self.client = 1 - way if packet.flags & ACK else way
        self.halves[way].begin(packet)

    def add(self, packet: Packet) -> bool:
        way = self.way(packet)
        half = self.halves[way]
        if not half.add(packet):
            return False
        if not self.what[way]:
            run = self.head(way)
            self.what[way] = _what(run.data) if run is not None else ""
        return True

    def closes(self, packet: Packet) -> bool:
        self._closed[self.way(packet)] = True
        return bool(packet.flags & RST) or all(self._closed)

    def head(self, way: int) -> Run | None:
        """Return the bytes from the first message that is read."""
        return next(iter(self.heads(way)), None)

    def heads(self, way: int) -> Iterator[Run]:
        """Yield each stretch from where a message begins: at its own start, or with a packet."""
        half = self.halves[way]
        for number, run in enumerate(half.runs()):
            if number == 0 and half.begun and run.start == 0:
                if _what(run.data):
                    yield run
                continue
            for first, piece in enumerate(run.pieces):
                if _what(piece.data):
                    yield run.since(first)
                    break


def _what(data: bytes) -> What:
    """Say what a direction is by its first bytes."""
    if data.startswith(dhip.MAGIC):
        return "dhip"
    if hello := tls_handshake.begins(data):
        return "client hello" if hello == "client" else "server hello"
    return http_messages.begins(data)
