"""One line of a DNS server's log: which client asked for which name.

Spec: dnsmasq(8) log-queries (Pi-hole's pihole.log); BIND 9 reference manual, query logging, and
Infoblox after it; unbound.conf(5) log-queries and log-replies; CoreDNS, plugin log; the key at
the head of a Windows DNS debug log. Only questions of clients are read, and of these the client
and the name: no answers.
"""

import re
from typing import NamedTuple

_ADDRESS = r"(?P<client>[0-9A-Fa-f:.]{2,45})"
_NAME = r"(?P<name>[^\s\"]{1,255})"
_DNSMASQ = re.compile(rf"query\[[A-Za-z0-9=]{{1,16}}\] {_NAME} from {_ADDRESS}(?:\s|$)")
_BIND = re.compile(
    rf"client (?:@0x[0-9a-fA-F]{{1,16}} )?{_ADDRESS}#\d{{1,5}}(?: \([^)]{{0,255}}\))?: "
    rf"(?:view [^:]{{1,64}}: )?query: (?:query: )?{_NAME} IN [A-Z0-9]{{1,12}}(?:\s|$)"
)
_UNBOUND = re.compile(
    rf"(?:info|query|reply): {_ADDRESS} {_NAME} (?:[A-Z][A-Z0-9]{{0,9}}) (?:IN|CLASS1)(?:\s|$)"
)
_COREDNS = re.compile(
    rf"(?:\[(?P<six>[0-9A-Fa-f:]{{2,45}})\]|(?P<client>\d{{1,3}}(?:\.\d{{1,3}}){{3}})):\d{{1,5}} - "
    rf'\d{{1,5}} "[A-Z0-9]{{1,12}} IN {_NAME} (?:udp|tcp) '
)
_WINDOWS = re.compile(
    rf" PACKET {{1,3}}[0-9A-Fa-f]{{8,16}} (?:UDP|TCP) (?P<way>Rcv|Snd) {_ADDRESS} {{1,40}}"
    r"[0-9a-fA-F]{4} (?P<answer>[ R]) [QNU?] \[[^\]]{1,48}\] [A-Z0-9]{1,12} {1,12}"
    r"(?P<name>\(\d{1,2}\)\S{1,600})"
)
_LABEL = re.compile(r"\((\d{1,2})\)([^()]{0,63})")


class Question(NamedTuple):
    """A name that a client asked for; both "" where a line of a server asks nothing."""

    client: str = ""
    name: str = ""


def parse(line: str) -> Question | None:
    """Return what was asked; an empty question for a server's other lines; None for no server's."""
    if "query[" in line and (found := _DNSMASQ.search(line)):
        return Question(found["client"], found["name"])
    if "client" in line and (found := _BIND.search(line)):
        return Question(found["client"], found["name"])
    if " PACKET " in line:
        found = _WINDOWS.search(line)
        return _windows(found) if found is not None else Question()
    if " IN" in line and (found := _UNBOUND.search(line) or _COREDNS.search(line)):
        return Question(found["client"] or found["six"], found["name"])
    servers = ("dnsmasq", "unbound", "named[", "queries:")
    return Question() if any(server in line for server in servers) else None


def _windows(found: re.Match[str]) -> Question:
    """Return what a client asked: a packet received that is no answer."""
    if found["way"] != "Rcv" or found["answer"] == "R":
        return Question()
    labels = [text for size, text in _LABEL.findall(found["name"]) if int(size) == len(text) > 0]
    return Question(found["client"], ".".join(labels))
