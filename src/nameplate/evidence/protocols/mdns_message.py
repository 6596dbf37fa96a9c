"""Multicast DNS answers on the wire: which host offers which services.

Spec: RFC 6762, RFC 6763. Only responses are read: what a question lists are answers that others
gave. A responder may answer for others (a reflector between networks, a sleep proxy), so what is
said is parted by the host that a service's SRV record names, with that host's own addresses.
"""

from itertools import pairwise
from typing import NamedTuple

from nameplate.evidence.protocols import dns, mdns
from nameplate.evidence.protocols.dns import Labels, Record
from nameplate.evidence.protocols.stated import Said, Saying

MOST_PARTS = 32
"""Most hosts and services that one answer may be parted into."""
_TRANSPORTS = frozenset({"_tcp", "_udp"})
_META = ("_services", "_dns-sd", "_udp")


class Part(NamedTuple):
    """What an answer says of one host, or of a service whose host it does not name.

    Names are in lower case, "" for none. `addresses` are those it states of the host,
    `instances` the services whose host it names.
    """

    host: str
    instance: str
    instances: tuple[str, ...]
    addresses: tuple[str, ...]
    said: Said


def parts(data: bytes, message: dns.Message, start: int, stop: int) -> tuple[Part, ...]:
    """Part what an answer says by the hosts and services that it is about."""
    if not message.response or message.failed:
        return ()
    found = _Parts(data, start, stop)
    for one in message.records:
        if one.kind == dns.SRV and _service(one.name) is not None:
            host = dns.target(data, one, start, stop)
            found.hosts.setdefault(_low(one.name), _low(host))
    for one in message.records:
        found.add(one)
    return found.done()


class _Parts:
    def __init__(self, data: bytes, start: int, stop: int) -> None:
        self._data = data
        self._start = start
        self._stop = stop
        self.hosts: dict[str, str] = {}
        self._sayings: dict[tuple[str, str], Saying] = {}
        self._addresses: dict[str, dict[str, None]] = {}

    def add(self, one: Record) -> None:
        """Keep what a record says, with the part that it belongs to."""
        match one.kind:
            case dns.A | dns.AAAA:
                self._address(one)
            case dns.PTR:
                self._pointer(one)
            case dns.SRV:
                self._instance(one.name, one.name_at)
            case dns.TXT:
                self._texts(one)
            case _:
                pass

    def done(self) -> tuple[Part, ...]:
        """Return the parts; hosts of which only addresses are stated are parts as well."""
        for host in self._addresses:
            self._saying(host, "")
        of_host: dict[str, list[str]] = {}
        for instance, host in self.hosts.items():
            of_host.setdefault(host, []).append(instance)
        return tuple(
            Part(
                host,
                instance,
                tuple(of_host.get(host, ())[:MOST_PARTS]) if host else (),
                tuple(self._addresses.get(host, ())),
                saying.done(),
            )
            for (host, instance), saying in self._sayings.items()
        )

    def _saying(self, host: str, instance: str) -> Saying:
        at = (host, "" if host else instance)
        if at not in self._sayings and len(self._sayings) >= MOST_PARTS:
            return Saying()  # what is said beyond the bound is not kept
        saying = self._sayings.get(at)
        if saying is None:
            saying = self._sayings[at] = Saying(self._data)
            if label := _label(host):
                saying.key("hostname", label)
        return saying

    def _of(self, labels: Labels) -> Saying:
        instance = _low(labels)
        return self._saying(self.hosts.get(instance, ""), instance)

    def _address(self, one: Record) -> None:
        host = _low(one.name)
        value = dns.address(self._data, one)
        if host and value and len(self._addresses) < MOST_PARTS:
            held = self._addresses.setdefault(host, {})
            if len(held) < MOST_PARTS:
                held[value] = None
                self._name(self._saying(host, ""), one.name[0], one.name_at)

    def _pointer(self, one: Record) -> None:
        target = dns.target(self._data, one, self._start, self._stop)
        if not target or _service(one.name) is None:
            return
        if one.name[: len(_META)] == _META:
            self._service(self._saying("", ""), target, one.start)
            return
        self._service(self._of(target), one.name, one.name_at)
        self._instance(target, one.start)

    def _instance(self, labels: Labels, at: int) -> None:
        """Keep a service, and the name that it was given."""
        if _service(labels) is None:
            return
        saying = self._of(labels)
        self._service(saying, labels, at)
        if labels[0][:1] != "_":
            self._name(saying, labels[0], at)

    def _service(self, saying: Saying, labels: Labels, at: int) -> None:
        """Keep the type of a service; the name before it may be a person's, and is left out."""
        if (index := _service(labels)) is not None:
            text = f"{labels[index]}.{labels[index + 1]}".lower()
            span = dns.spelled(self._data, at, self._start, self._stop, skip=index, count=2)
            saying.add("mdns.service", text, *span)

    def _name(self, saying: Saying, label: str, at: int) -> None:
        start, end = dns.spelled(self._data, at, self._start, self._stop)
        saying.add("mdns.name", label, start + 1, end)

    def _texts(self, one: Record) -> None:
        if _service(one.name) is None:
            return
        saying = self._of(one.name)
        for text, start, end in dns.texts(self._data, one):
            mdns.add_pair(saying, text, start, end)


def _service(labels: Labels) -> int | None:
    """Return where in a name the type of a service begins: 1 in (.., _http, _tcp, local)."""
    for index, (one, transport) in enumerate(pairwise(labels)):
        if transport.lower() in _TRANSPORTS and one[:1] == "_":
            return index
    return None


def _low(labels: Labels) -> str:
    return ".".join(labels).lower()


def _label(host: str) -> str:
    return host.partition(".")[0]
