"""Which name a client knew a remote end by, learnt from what that very client asked or said.

A name that another client looked up is not this client's: one address serves thousands of names.
Only names of the open internet are kept (`public_name`), within tables of fixed size, of which the
entry not used for longest goes first.
"""

from typing import Final, Literal, NamedTuple, TypeVar

from nameplate.evidence.tables.ends import address, public_name

How = Literal["dns", "sni", "http", "resolver"]
_K = TypeVar("_K")
_V = TypeVar("_V")

MOST_PAIRS = 32_768
"""Most pairs of a client and a remote end that are remembered, and most connections."""
_MOST_NAMES = 8
"""Most names of one pair: a shared address may have thousands, and the last ones count."""
_SECOND = 1_000_000_000
DNS_VALID_NS: Final = 24 * 3600 * _SECOND
"""How long after an answer a connection is taken to rest on it. Units keep answers long after
their time to live, and the same client asking for the same address is the better evidence."""
_DNS_SLACK_NS: Final = 2 * _SECOND
"""How much later than the connection an answer may stand in a capture of two interfaces."""
_SAID_SLACK_NS: Final = 60 * _SECOND
"""How long after its first packet a connection states the name it is for: where it is not known
which connection said a name, one said so soon is taken to be its own."""
STRENGTH: Final = {"sni": 3, "http": 2, "dns": 1, "resolver": 0}
"""Of two ways to know a name the stronger is told."""


class _Known(NamedTuple):
    name: str
    how: How
    time_ns: int


class Names:
    """Names of remote ends, for each client. Addresses are normalised texts, times nanoseconds."""

    def __init__(self, most: int = MOST_PAIRS) -> None:
        self._most = most
        self._pairs: dict[tuple[str, str], tuple[_Known, ...]] = {}
        self._connections: dict[tuple[str, int, str], _Known] = {}
        self.forgotten = 0
        """How many entries had to make room for others."""

    def learn(
        self, client: str, remote: str, name: str, how: How, time_ns: int, *, port: int = 0
    ) -> None:
        """Remember a name that a client asked for, or said to the remote end itself.

        `port` is the client's, where the name was said within one connection. Names of a
        capture's resolver ("resolver") are those of whoever took it, and hold for any client. What
        stands in a private network has no name of the open internet.
        """
        end = address(remote)
        if not (value := public_name(name)) or (end is not None and end.private):
            return
        found = _Known(value, how, time_ns)
        if port and how in ("sni", "http"):
            self._connections.pop((client, port, remote), None)
            self._connections[client, port, remote] = found
            self._shorten(self._connections)
        pair = ("" if how == "resolver" else client, remote)
        before = self._pairs.pop(pair, ())
        others = tuple(one for one in before if (one.name, one.how) != (value, how))
        self._pairs[pair] = (*others[-_MOST_NAMES + 1 :], found)
        self._shorten(self._pairs)

    def of(
        self, client: str, remote: str, time_ns: int, *, port: int = 0
    ) -> tuple[str, How] | None:
        """Return the name of a connection that began at `time_ns`, and how it is known.

        The name said in the connection itself is best (`port` is the client's); then the one
        asked for last before it; then one said to the same end later; the resolver's last.
        """
        if port and (said := self._connections.get((client, port, remote))):
            return said.name, said.how
        own = self._pairs.get((client, remote), ())
        if found := _last_before(own, time_ns, known_port=bool(port)) or _said_later(own):
            return found.name, _best_how(own, found)
        given = self._pairs.get(("", remote), ())
        return (given[-1].name, "resolver") if given else None

    def is_client(self, client: str, port: int, remote: str) -> bool:
        """Say whether this end was heard to ask the other within this connection."""
        return (client, port, remote) in self._connections

    def _shorten(self, table: dict[_K, _V]) -> None:
        while len(table) > self._most:
            del table[next(iter(table))]
            self.forgotten += 1


def _last_before(known: tuple[_Known, ...], time_ns: int, *, known_port: bool) -> _Known | None:
    said = 0 if known_port else _SAID_SLACK_NS
    fitting = [
        one
        for one in known
        if time_ns - DNS_VALID_NS <= one.time_ns
        and one.time_ns <= time_ns + (_DNS_SLACK_NS if one.how == "dns" else said)
    ]
    return max(fitting, key=lambda one: (one.time_ns, STRENGTH[one.how]), default=None)


def _said_later(known: tuple[_Known, ...]) -> _Known | None:
    """Return what the client said to the same end in another connection, which no answer is."""
    return next((one for one in known if one.how in ("sni", "http")), None)


def _best_how(known: tuple[_Known, ...], found: _Known) -> How:
    """Return the best way in which the same name of the same pair is known."""
    same = [one.how for one in known if one.name == found.name]
    return max(same, key=lambda how: STRENGTH[how])
