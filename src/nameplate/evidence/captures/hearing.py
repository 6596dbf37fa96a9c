"""Whose a message is: the address that it came from, and the hardware address where that is sure.

A wrong owner is a false accusation. The network address of a packet is its sender's. The hardware
address of a frame is the next router's, unless no router forwards such a packet (`Address.link`) or
the message itself states it. A message that states an address of its own, and not the one that it
came from, speaks of another unit (a proxy, a reflector, a translated address): then only what it
states names that unit.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nameplate.evidence.captures.near import MOST_NEAR, Near
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import DAY_NS, Once, Statements, Way
from nameplate.evidence.protocols import addresses
from nameplate.evidence.protocols.stated import Said, Stated
from nameplate.evidence.tables.ends import address, is_open
from nameplate.model.records import Key, Problem, Sighting, Witness, keys

ADDRESS = "address "
"""How the name begins of a unit that nothing but its address names."""
_MAC = 6


class Sender(NamedTuple):
    """Who sent a packet: its address ("" for none), the key that it makes, and its hardware
    address where no router can stand between. `of_site`: not some server on the open internet.
    """

    ip: str
    key: Key | None
    mac: Key | None
    of_site: bool


@lru_cache(maxsize=16_384)
def mac_key(value: str) -> Key | None:
    """Return the key of a frame's hardware address; None for groups and virtual routers."""
    key = Key.of("mac", value, "header") if value else None
    return None if key is None or addresses.is_virtual_router(key.value) else key


class Hearing:
    """Gives each statement to its owner, and counts what has none."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._near = Near()
        self._bound = Once(MOST_NEAR)
        self._told: dict[str, int] = {}

    def tell(self, what: str, *, read: bool = False) -> None:
        """Count what is passed over, or read in spite of something odd, to be told at the end."""
        told = what if read else f"passed over: {what}"
        self._told[told] = self._told.get(told, 0) + 1

    def finish(self) -> Iterator[Problem]:
        """Yield what was told."""
        for what, number in self._told.items():
            yield Problem(
                what=f"{what} ({number})",
                next_step="Nothing to do: the rest was read.",
                where="packet 1",
                notice=True,
            )

    def near(self, ip: str) -> None:
        """Remember an address that was stated on the link itself, or leased on it."""
        self._near.add(ip)

    def leased(self, packet: Packet, ip: str, mac: str) -> None:
        """Remember to whom an address was leased."""
        self._near.add(ip)
        self._near.lease(ip, mac, packet.time_ns)

    def is_of_site(self, ip: str) -> bool:
        """Say whether an address is one of the site's: no public one, or one seen on the link.

        For what is not on the link a router may answer: a public address is not of the site by
        the word of one who answers for several.
        """
        found = address(ip)
        return found is not None and (found.local or self._near.has(found.value))

    def way(self, packet: Packet, ip: str, *, to_it: bool = False) -> Way:
        """Return how a packet came that speaks of the unit at an address: sent by it, or to it."""
        mac = packet.dst_mac if to_it else packet.src_mac
        held = self._near.holder(ip, mac, packet.time_ns)
        # A router's frame is the lease's own words: one's own address alone may hide another unit.
        routed = held == mac and not to_it and packet.is_routed
        return Way(mac_key(held), routed, packet.vlans)

    def sender(self, packet: Packet) -> Sender:
        """Return who sent a packet. What is sent to a group comes from the site itself."""
        src, dst = address(packet.src), address(packet.dst)
        if src is None or src.key is None:
            return Sender("", None, None, of_site=True)
        link = src.link or (dst is not None and dst.link)
        mac = mac_key(packet.src_mac) if link else None
        near = dst is None or dst.key is None or self.is_of_site(src.value) or not is_open(dst, src)
        return Sender(src.value, src.key, mac, of_site=near)

    def bind(
        self, packet: Packet, ip: str, mac: str, start: int | None, *, beside: bool = True
    ) -> Iterator[Sighting]:
        """Yield that a hardware address has a network address ("" for none), once a day.

        `start` is where its six bytes stand in the frame; `beside` as in `Near.bind`.
        """
        key, found = mac_key(mac), address(ip) if ip else None
        if key is None:
            return
        if found is not None and found.key is not None:
            self._near.bind(found.value, key.value, beside=beside or found.local)
        if not self._bound.is_new(ip, mac, packet.time_ns // DAY_NS):
            return
        end = None if start is None else start + _MAC
        stated = Stated("mac", key.value, start, end, bytes.fromhex(key.value))
        said = Said((stated,), keys(found.key if found else None, key), witness=Witness.PEER)
        yield from self.statements.of(packet, (said,), unit=f"mac {key.value}", base=0)

    def on_link(self, packet: Packet) -> Iterator[Sighting]:
        """Yield the hardware address of a packet's sender, where no router forwards such."""
        sender = self.sender(packet)
        if sender.mac is not None:
            at = packet.frame.find(bytes.fromhex(packet.src_mac), 0, packet.start)
            yield from self.bind(packet, sender.ip, packet.src_mac, at if at >= 0 else None)

    def say(
        self, packet: Packet, said: Iterable[Said], base: int, *, by_address: bool = False
    ) -> Iterator[Sighting]:
        """Yield what a message says of its sender, or of the unit whose address it states.

        `by_address` is for agents that state many hardware addresses, all of one unit.
        """
        sender = self.sender(packet)
        for one in said:
            if not one.stated:
                continue
            if not sender.of_site:
                self.tell("statements of units outside the site, which are no units of it")
                return
            # Of several units in one message each must name itself.
            given = () if one.part and not one.keys else given_to(one, sender)
            if not given and not one.keys:
                self.tell("statements of units without an address")
                continue
            unit = unit_of((*given, *one.keys), by_address=by_address)
            whole = one._replace(part="", behind=one.behind or _through(one, sender, packet))
            yield from self.statements.of(
                packet,
                (whole,),
                unit=unit or f"packet {packet.number}",
                keys=given,
                base=base,
                way=self.way(packet, sender.ip) if unit.startswith(ADDRESS) and given else None,
            )


def given_to(said: Said, sender: Sender) -> tuple[Key, ...]:
    """Return the keys of the sender that a statement may have: none if it speaks of another."""
    if sender.key is None:
        return ()
    stated = {key.value for key in said.keys if key.kind == "ip"}
    family = {value for value in stated if (":" in value) == (":" in sender.ip)}
    if family and sender.ip not in family:
        return ()
    own = any(key.kind == "mac" for key in said.keys)
    return keys(sender.key, None if own else sender.mac)


def _through(said: Said, sender: Sender, packet: Packet) -> Key | None:
    """Return the key of a sender that speaks for a unit behind it, as recorders do.

    It states an address of another network, and another hardware address than the frame's, and its
    hops show no router. What a router passes on comes from the unit's own address.
    """
    stated = {key.value for key in said.keys if key.kind == "ip"}
    macs = {key.value for key in said.keys if key.kind == "mac"}
    if not macs or not stated or not packet.src_mac or packet.src_mac in macs or packet.is_routed:
        return None
    here = sender.ip in stated or any(_net(one) == _net(sender.ip) for one in stated)
    return None if here else sender.key


def _net(ip: str) -> str:
    return ip.rpartition(".")[0]


def unit_of(known: tuple[Key, ...], *, by_address: bool = False) -> str:
    """Name a unit by its strongest key, "" where it has none: addresses are re-used, so they come
    last.
    """
    kinds = (("ip", "address"),) if by_address else ()
    for kind, word in (*kinds, ("mac", "mac"), ("serial", "serial"), ("ip", "address")):
        if found := next((key.value for key in known if key.kind == kind), ""):
            return f"{word} {found}"
    return ""
