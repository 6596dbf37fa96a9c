"""What units say on their own link: ARP, neighbour discovery, DHCP, LLDP and CDP.

These messages state hardware addresses themselves, so that routers and relays between do no harm:
a lease is the client's (`chaddr`), whoever sent the frame.
"""

import ipaddress
from collections.abc import Iterator

from nameplate.evidence.captures.hearing import Hearing, mac_key
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.protocols import (
    arp,
    cdp,
    dhcp6_message,
    dhcp_message,
    lldp,
    ndp,
)
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.evidence.tables.ends import address
from nameplate.model.records import Key, Sighting, Witness, keys


def of_arp(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield who says that it has an address; who asks from none has a hardware address alone."""
    found = arp.sender(packet.frame, packet.start, packet.end)
    if found is None:
        return
    if packet.src_mac and found.mac != packet.src_mac:
        hearing.tell("ARP messages that state another address than their frame's", read=True)
    # Neighbours ask each other; for what lies elsewhere a router answers (RFC 1027). Networks of
    # providers are larger than a /24, and what differs in its first half is of none of them.
    beside = found.ip.split(".")[:2] == found.asked.split(".")[:2]
    at = packet.start + arp.MAC_AT
    yield from hearing.bind(packet, found.ip, found.mac, at, beside=beside)


def of_icmpv6(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield what neighbour discovery binds, and who sent to a group of the link."""
    if packet.ttl == ndp.HOP_LIMIT and packet.src:
        source = ipaddress.ip_address(packet.src).packed
        found = ndp.claim(packet.frame, source, packet.start, packet.end)
        if found is not None:
            yield from hearing.bind(packet, packet.src, found.mac, found.start)
            return
    yield from hearing.on_link(packet)


def of_dhcp(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield what a message says of its client."""
    message = dhcp_message.read(packet.frame, packet.start, packet.end)
    if message is None:
        return
    if not message.relay:
        yield from hearing.on_link(packet)
    if not message.reply and message.client != packet.src:
        # A client that has an address sends from it: elsewhere it is no more than a wish.
        message = message._replace(client="")
    said = dhcp_message.said(message, packet.frame)
    if message.reply:
        said = said._replace(witness=Witness.PEER)
    if all(key.kind != "mac" for key in said.keys):
        return  # nobody's address, a group's, or that of several routers
    if message.bound[0]:
        hearing.leased(packet, message.bound[0], message.mac)
    yield from hearing.statements.of(packet, (said,), unit=f"mac {message.mac}", base=0)


def of_dhcp6(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield what a message says of its client.

    An identifier holds an address that its client may have copied from another machine. So the
    frame's own is taken where it came straight from the client, and the relay's word before it.
    """
    message = dhcp6_message.read(packet.frame, packet.start, packet.end)
    if message is None:
        return
    saying = Saying(packet.frame)
    src, dst = address(packet.src), address(packet.dst)
    here = not message.relayed and src is not None and src.link
    frames = packet.src_mac if message.of_client else packet.dst_mac
    known = mac_key(frames) if here and frames else None
    if known is None and message.mac:
        saying.key("mac", message.mac, message.mac_at, message.mac_at + 6)
    if message.of_client:
        dhcp6_message.add(saying, message)
        if here:
            yield from hearing.on_link(packet)
    elif not (message.relayed or (dst is not None and dst.link)):
        return
    for raw, at in message.given:
        saying.key("ip", str(ipaddress.IPv6Address(raw)), at, at + 16)
    said = saying.done(witness=Witness.DEVICE if message.of_client else Witness.PEER)
    yield from _of_client(packet, hearing, said, known)


def _of_client(
    packet: Packet, hearing: Hearing, said: Said, known: Key | None
) -> Iterator[Sighting]:
    mac = known or next((key for key in said.keys if key.kind == "mac"), None)
    given = [key for key in said.keys if key.kind == "ip"]
    for key in given:
        hearing.near(key.value)
    if mac is None:
        return
    if given and known is not None:
        for key in given:
            yield from hearing.bind(packet, key.value, known.value, None)
    yield from hearing.statements.of(
        packet, (said,), unit=f"mac {mac.value}", keys=keys(known), base=0
    )


def of_lldp(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield what a neighbour says of itself, by the hardware address that it states."""
    said = lldp.said(packet.frame, packet.start, packet.end)
    states = any(key.kind == "mac" for key in said.keys)
    yield from _of_neighbour(packet, hearing, said, None if states else mac_key(packet.src_mac))


def of_cdp(packet: Packet, hearing: Hearing) -> Iterator[Sighting]:
    """Yield what a neighbour says of itself, by its frame: it states no hardware address."""
    said = cdp.said(packet.frame, packet.start, packet.end)
    yield from _of_neighbour(packet, hearing, said, mac_key(packet.src_mac))


def _of_neighbour(
    packet: Packet, hearing: Hearing, said: Said, frames: Key | None
) -> Iterator[Sighting]:
    mac = frames or next((key for key in said.keys if key.kind == "mac"), None)
    unit = f"mac {mac.value}" if mac else f"packet {packet.number}"
    for key in said.keys:
        if key.kind == "ip":
            hearing.near(key.value)
    yield from hearing.statements.of(packet, (said,), unit=unit, keys=keys(frames), base=0)
