"""What packets say that are no TCP: each message to its parser, each statement to its owner.

Ports name the binary protocols; messages of text name themselves, as units answer a search from
ports of their own.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from nameplate.evidence.captures import heard_link
from nameplate.evidence.captures.heard_names import Learns, Lookups, Services
from nameplate.evidence.captures.hearing import ADDRESS, Hearing
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import DAY_NS, Once, Statements
from nameplate.evidence.protocols import (
    dhip,
    sadp,
    snmp,
    snmp_message,
    stun,
    upnp,
    ws_discovery,
)
from nameplate.evidence.protocols.stated import Saying
from nameplate.evidence.tables.ends import address, is_open
from nameplate.model.records import Record, Sighting, keys

Rule = Callable[[Packet], Iterator[Sighting]]
_SSDP = (b"NOTI", b"HTTP", b"M-SE")
_DHIP = dhip.MAGIC[:4]
_DHIP_PORTS: Final = frozenset({37810, 5050})
_ENVELOPE = b"Envelope"
# What differs in each of otherwise equal messages (WS-Addressing 3.2, WS-Discovery 7).
_NUMBERED = re.compile(rb"(?:MessageID|RelatesTo)[^<]{0,256}|MessageNumber=.[0-9]{1,20}")


def _whole(packet: Packet, ends: bytes) -> bytes:
    """Return a message; of one that was cut, or is the first of its fragments, what stands before
    the last sign that ends a value: half a model is another model.
    """
    data = packet.payload
    # RFC 768: the length stands before the checksum, and counts the header's eight bytes.
    stated = int.from_bytes(packet.frame[packet.start - 4 : packet.start - 2], "big")
    if stated <= len(data) + 8:
        return data
    last = max(data.rfind(ends[i : i + 1]) for i in range(len(ends)))
    return data[: last + 1]


class Heard:
    """Reads packets one by one; `names` learns what clients were told."""

    def __init__(self, names: Learns, statements: Statements) -> None:
        self._hearing = Hearing(statements)
        self._trees = Once()
        self._envelopes = Once()
        self._lookups = lookups = Lookups(names, self._hearing)
        services = Services(self._hearing)
        link = self._of_link
        self._kinds: dict[str, Rule] = {
            "other": self._hearing.on_link,
            "arp": link(heard_link.of_arp),
            "icmpv6": link(heard_link.of_icmpv6),
            "lldp": link(heard_link.of_lldp),
            "cdp": link(heard_link.of_cdp),
        }
        self._ports: dict[int, Rule] = {
            53: lookups.packet,
            67: link(heard_link.of_dhcp),
            68: link(heard_link.of_dhcp),
            546: link(heard_link.of_dhcp6),
            547: link(heard_link.of_dhcp6),
            5353: services.packet,
            5355: self._hearing.on_link,
            161: self._snmp,
            162: self._snmp,
        }

    def packet(self, packet: Packet) -> Iterator[Record]:
        """Yield what a packet says; TCP is not for here."""
        if packet.kind == "udp":
            rule = self._ports.get(packet.dport) or self._ports.get(packet.sport)
            yield from rule(packet) if rule is not None else self._text(packet)
        elif (of_kind := self._kinds.get(packet.kind)) is not None:
            yield from of_kind(packet)

    @property
    def hearing(self) -> Hearing:
        """Return what is known of the link: whose addresses were seen on it."""
        return self._hearing

    def finish(self) -> Iterator[Record]:
        """Yield what was held, and what was passed over or read in spite of something odd."""
        yield from self._lookups.finish()
        yield from self._hearing.finish()

    def _of_link(self, rule: Callable[[Packet, Hearing], Iterator[Sighting]]) -> Rule:
        return lambda packet: rule(packet, self._hearing)

    def _text(self, packet: Packet) -> Iterator[Sighting]:
        """Read messages that name themselves."""
        yield from self._hearing.on_link(packet)
        head = packet.frame[packet.start : min(packet.start + 8, packet.end)]
        first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if head.startswith(_SSDP):
            if (said := upnp.of_datagram(_whole(packet, b"\n"))) is not None:
                yield from self._hearing.say(packet, (said,), packet.start)
        elif first == b"<":
            data = _whole(packet, b" \t\n<>")
            if _ENVELOPE not in data:
                yield from self._hearing.say(packet, sadp.of_datagram(data), packet.start)
            elif self._is_new(packet, data):
                yield from self._hearing.say(packet, ws_discovery.of_datagram(data), packet.start)
        elif head.startswith(_DHIP) or {packet.sport, packet.dport} & _DHIP_PORTS:
            found = dhip.of_datagram(_whole(packet, b",\n"))
            yield from self._hearing.say(packet, found, packet.start)
        elif head[4:8] == stun.COOKIE:
            yield from self._stun(packet)

    def _is_new(self, packet: Packet, envelope: bytes) -> bool:
        """Say whether its sender did not say the same that day, whatever the message's number."""
        ends, day = (packet.src_mac, packet.src, packet.vlans), packet.time_ns // DAY_NS
        return self._envelopes.is_new(*ends, day, _NUMBERED.sub(b"", envelope))

    def _snmp(self, packet: Packet) -> Iterator[Sighting]:
        found = snmp_message.read(packet.frame, packet.start, packet.end)
        if found is None:
            return
        if found.version == 3:
            self._hearing.tell(
                "SNMP messages of version 3, which keep their contents to themselves"
            )
            return
        if found.agent not in ("", packet.src):
            self._hearing.tell("SNMP traps that were sent on for another agent")
            return
        # A walk answers thousands of OIDs of one maker: the first of a day says it all.
        day = packet.time_ns // DAY_NS
        new = tuple(
            one
            for one in found.trees
            if self._trees.is_new(packet.src, snmp.number_of(one.value), day)
        )
        said = found.said._replace(stated=(*found.said.stated, *new))
        yield from self._hearing.say(packet, (said,), 0, by_address=True)
        if self._hearing.sender(packet).of_site:
            for peer in found.peers:
                mac = peer.stated[0].value
                yield from self._hearing.statements.of(packet, (peer,), unit=f"mac {mac}", base=0)

    def _stun(self, packet: Packet) -> Iterator[Sighting]:
        """Read what a client of the site says when it asks a server outside."""
        found = stun.read(packet.frame, packet.start, packet.end)
        client, server = address(packet.src), address(packet.dst)
        if found is None or not found.request or client is None or client.key is None:
            return
        if server is None or server.key is None or not self._hearing.is_of_site(client.value):
            return
        saying = Saying(packet.frame)
        saying.add("stun.software", found.software, found.start, found.end)
        if is_open(client, server) and not self._hearing.is_of_site(server.value):
            saying.add("stun.server", server.value)
        yield from self._hearing.statements.of(
            packet,
            (saying.done(),),
            unit=f"{ADDRESS}{client.value}",
            keys=keys(client.key),
            base=0,
            way=self._hearing.way(packet, client.value),
        )
