"""What logs of traffic say: who spoke to whom, who asked for a name, what a unit said of itself.

Shared by the readers of Zeek and Suricata. A log of months holds the same statement many times:
each is yielded once a day, and connections are added up for each client, remote end, port and
protocol, all within dictionaries of at most `MOST` entries.

A hardware address in a frame is the next router's unless the frame cannot have passed one. So it
is bound to a network address only where the other end is a group of the link itself (224.0.0.0/24,
ff02::/16, 255.255.255.255), or the address is link-local (RFC 3927, RFC 4291): no router forwards
these. Everywhere else the network address is the only key.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols.stated import Saying, sightings
from nameplate.evidence.tables.asked_names import Asked
from nameplate.evidence.tables.ends import (
    PORTS,
    Address,
    Ends,
    address,
    is_open,
    protocol_of,
    public_name,
    sides,
)
from nameplate.evidence.tables.flow_sums import MOST, MOST_BYTES, Amount, FlowSums, Line
from nameplate.evidence.tables.log_rows import Row, Said, Size, count, instant, text
from nameplate.evidence.tables.remote_names import How, Names
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Flow, Key, Problem, Record, Sighting, Watch, Witness, keys

__all__ = [
    "ENDS_UNSURE",
    "MOST",
    "PORTS",
    "Address",
    "Ends",
    "Row",
    "Said",
    "Size",
    "Traffic",
    "added_up",
    "address",
    "count",
    "instant",
    "protocol_of",
    "public_name",
    "text",
]
ENDS_UNSURE = "statements of servers whose ports do not tell them from their clients"
_MOST_TOLD = 20
_MOST_ANSWERS = 64
_DNS_PORT = 53
_TEN_YEARS_S = 3e8


class Traffic:
    """Collects what the lines of one log say, within bounds."""

    def __init__(self, page: str = "docs/collect/zeek-and-suricata.md") -> None:
        """`page` is the page of the documents that says what is read of such a log."""
        self._page = page
        self._sums = FlowSums(MOST)
        self._names = Names()
        self._asked = Asked()
        self._said: set[tuple[str, str, str, int]] = set()
        self._told: dict[str, int] = {}
        self._bad = 0
        self._bad_where = ""
        self._gave = False
        self._last = self._lines = self._bytes = 0
        self._connections = self._unnamed = 0
        self._watched = self._names_seen = False
        self._first: datetime | None = None
        self._until: datetime | None = None

    def heard(self, row: Row) -> None:
        """Count a line and its time, each line once: what else takes a row does it by itself."""
        if row.number == self._last:
            return
        self._last = row.number
        self._lines += 1
        self._span(row.when, 0.0)

    def flow(
        self,
        row: Row,
        ends: Ends,
        size: Size = Size(),  # noqa: B008 - immutable
        *,
        seconds: float = 0.0,
        name: str = "",
        named: How | None = None,
        request: bool = False,
    ) -> Iterator[Flow]:
        """Add a connection up for its local end, in the hour it began; what is full is yielded.

        A log says how much a connection carried and not when: one of many hours stands whole in
        its first, and its last time says how far it runs. Where both ends are local it is the
        originator's. `name` is what the originator asked the other for, and `named` how that is
        known; without one, it is what the same log says that this client looked up. `request`
        marks lines that state a name within a connection whose sums stand in another line. Groups
        are no remote end.
        """
        self.heard(row)
        if not request:
            self._count(row, size, seconds)
        one, other = address(ends.originator), address(ends.responder)
        if one is None or other is None or one.key is None or other.key is None:
            return
        found = sides(
            one,
            other,
            local_originator=ends.local_originator,
            local_responder=ends.local_responder,
        )
        if found is None:
            self.tell("connections between two addresses that are not the site's own")
            return
        known, how = self._name(row, one, other, ends, name, named)
        if not found.began:
            known, how = "", None  # what a stranger asked of the unit is no name of the stranger
        if not request and ends.protocol in PORTS and is_open(found.unit, found.remote):
            self._connections += 1
            self._unnamed += found.began and not known and ends.port != _DNS_PORT
        unit = found.unit
        out, back = (
            (size.originator, size.responder) if found.began else (size.responder, size.originator)
        )
        line = Line(
            unit.value, found.remote.value, known, ends.port, ends.protocol, _hour(row.when)
        )
        amount = Amount(out, back, size.packets, row.when, _end(row.when, seconds))
        self._gave = True
        yield from self._sums.add(
            line, amount, keys(unit.key), row.at(""), row.number, how if known else None
        )

    def answered(self, row: Row, client: str, name: str, answers: Iterable[str]) -> None:
        """Remember the addresses that an answer gave to a local client for a name it asked for.

        A name that leads to nothing but private addresses is of the site's own machines, which may
        bear people's names: it is forgotten.
        """
        who = address(client)
        if not name or who is None or not who.local:
            return
        self._names_seen = True
        given = [found for one in islice(answers, _MOST_ANSWERS) if (found := address(one))]
        if given and all(one.private for one in given):
            self._asked.inside(name)
        for found in given:
            if found.key is not None:
                self._names.learn(who.value, found.value, name, "dns", _ns(row.when))

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
        self.heard(row)
        saying = Saying()
        for kind, value, pointer in stated:
            saying.key(kind, value, pointer=pointer)
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
        """Take a name for the local client that asked for it: it is yielded once it was answered,
        or at the end.
        """
        value, who = public_name(name), address(client)
        if not value or who is None or who.key is None or not who.local:
            return
        if self._is_new(who.value, "dns.name", value, row.day):
            unit = f"address {who.value}"
            # The second look inside `say` is on other words, and passes.
            said = self.say(row, unit, (who.key,), (Said("dns.name", value, pointer),))
            yield from self._asked.ask(value, said)

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
        """Yield the connections that are held, what the log watched, and what was passed over.

        Only a log that states connections watched them: leases or names alone show no silence.
        """
        yield from self._asked.finish()
        yield from self._sums.finish()
        if self._watched:
            yield self._watch()
        if self._bad > _MOST_TOLD:
            yield Problem(
                what=f"{self._bad - _MOST_TOLD} more lines could not be read, this the last",
                next_step="The other lines were read.",
                where=self._bad_where,
            )
        if not (self._gave or self._said or self._told or self._bad):
            yield Problem(
                what="no line of it says anything of a unit of the site",
                next_step=f"{self._page} says what is read.",
                where="line 1",
                notice=True,
            )
        for what, number in self._told.items():
            yield Problem(
                what=f"passed over: {what} ({number})",
                next_step=f"{self._page} says what is read.",
                where="line 1",
                notice=True,
            )

    def _watch(self) -> Watch:
        return Watch(
            first=self._first,
            last=self._until,
            packets=self._lines,
            bytes=min(self._bytes, MOST_BYTES),
            link="log",
            # A log that never states names hides none: others of its folder may state them.
            hidden_names=self._unnamed if self._names_seen else 0,
            connections=self._connections,
            where="line 1",
        )

    def _name(
        self, row: Row, one: Address, other: Address, ends: Ends, name: str, named: How | None
    ) -> tuple[str, How | None]:
        """Return the name of the responder for the originator, and how it is known."""
        when, port = _ns(row.when), ends.client_port
        if other.private:
            return "", None  # a name of the site's own, as machines have that bear people's
        if not name:
            return self._names.of(one.value, other.value, when, port=port) or ("", None)
        self._names_seen = True
        if named is not None:
            self._names.learn(one.value, other.value, name, named, when, port=port)
        return name, named

    def _count(self, row: Row, size: Size, seconds: float) -> None:
        self._watched = True
        self._bytes += size.originator + size.responder
        self._span(row.when, seconds)

    def _span(self, when: datetime | None, seconds: float) -> None:
        end = _end(when, seconds)
        if when is None or end is None:
            return
        self._first = when if self._first is None else min(self._first, when)
        self._until = end if self._until is None else max(self._until, end)

    def _is_new(self, who: str, field: str, value: str, day: int) -> bool:
        index = (who, field, value, day)
        if index in self._said:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said.add(index)
        return True


def _end(when: datetime | None, seconds: float) -> datetime | None:
    """Return when a connection ended; one of more than ten years is a broken clock."""
    if when is None or not 0 < seconds < _TEN_YEARS_S:
        return when
    return when + timedelta(seconds=seconds)


def _hour(when: datetime | None) -> int:
    return 0 if when is None else int(when.timestamp()) // 3600


def _ns(when: datetime | None) -> int:
    return 0 if when is None else int(when.timestamp() * 1_000_000) * 1000


def added_up(
    source: Source,
    line: Callable[[bytes, int, Traffic], Iterator[Record]],
    page: str = "docs/collect/zeek-and-suricata.md",
) -> Iterator[Record]:
    """Yield what each line of a log gives, and at the end the connections added up.

    `line` is called with a line that is not blank, its number, and the sums so far. What was
    added up stands also where the file ends in a fault, which is then raised.
    """
    traffic = Traffic(page)
    try:
        for number, _, raw in source.lines():
            if stripped := raw.strip():
                yield from line(stripped, number, traffic)
    except UnreadableEvidence:
        yield from traffic.finish()
        raise
    yield from traffic.finish()
