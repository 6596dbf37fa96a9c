"""Plain packets: IP at a fixed place, no options, a whole header of UDP or TCP behind it.

Nearly all packets are so. What `layers` would say of them is read from fixed places here, which
costs a quarter; a test holds the two against each other.
"""

from struct import Struct
from typing import Final

from nameplate.evidence.captures import interest, link
from nameplate.evidence.captures.flow_table import Ends
from nameplate.evidence.captures.layers import TCP, UDP, VXLAN_PORT, Layers

FIN_SYN_RST: Final = 0x07
_VLAN = b"\x81\x00"
_DATAGRAM = 28  # headers of IPv4 and UDP
_HEADERS = {UDP: 8, TCP: 20}
_NEVER = 1 << 40
_U16 = Struct(">H").unpack_from
_PORTS = Struct(">HH").unpack_from


def network(data: bytes, start: int, stop: int, fixed: int | None) -> int:
    """Return where a plain IP header begins, behind a link header of `fixed` length or one VLAN
    tag; 0 where the packet is not so plain.
    """
    if fixed is None:
        return 0
    at = start + fixed
    if fixed == 14 and data[start + 12 : start + 14] == _VLAN:
        at += 4
    if data[at] == 0x45:
        return at if at + 28 <= stop else 0
    return at if data[at] >> 4 == 6 and at + 48 <= stop else 0


def key(data: bytes, start: int, at: int) -> bytes:
    """Return what the packets of a flow have in common: the link header, version, fragment, hops,
    protocol, addresses and ports. What is left out differs from packet to packet.
    """
    if data[at] == 0x45:
        return data[start : at + 1] + data[at + 6 : at + 10] + data[at + 12 : at + 24]
    return data[start : at + 1] + data[at + 6 : at + 44]


def shared_key(data: bytes, start: int, at: int) -> bytes:
    """Return what the datagrams of all clients of a watched port have in common; b"" for others.

    It is `key` without the client's port, and so as long as no `key` of the same link.
    """
    if data[at] != 0x45 or data[at + 9] != UDP or _U16(data, at + 2)[0] < _DATAGRAM:
        return b""
    sport, dport = _PORTS(data, at + 20)
    known = interest.known_ports()
    if dport in known:
        if sport in known:
            return b""
        own = data[at + 22 : at + 24]
    elif sport in known and dport != VXLAN_PORT:
        own = data[at + 20 : at + 22] + b"\0"
    else:
        return b""
    return data[start : at + 1] + data[at + 6 : at + 10] + data[at + 12 : at + 20] + own


def is_whole(found: Layers, data: bytes, at: int) -> bool:
    """Say whether all packets with the same key are of the same flow."""
    if found.kind not in ("tcp", "udp") or found.tunnelled or found.dport == VXLAN_PORT:
        return False
    return found.transport == at + (20 if data[at] == 0x45 else 40)


def ends(data: bytes, start: int, at: int, stop: int) -> Ends | None:
    """Return the ends of an Ethernet frame with a whole header of UDP or TCP, as `layers` would.

    None for anything else, which is then taken apart: other protocols, fragments, tunnels.
    """
    if data[at] == 0x45:
        kind, protocol, transport = link.IPV4, data[at + 9], at + 20
        end, whole = at + _U16(data, at + 2)[0], not (data[at + 6] & 0x3F or data[at + 7])
        src, dst = data[at + 12 : at + 16], data[at + 16 : at + 20]
    else:
        kind, protocol, transport = link.IPV6, data[at + 6], at + 40
        end, whole = at + 40 + _U16(data, at + 4)[0], True
        src, dst = data[at + 8 : at + 24], data[at + 24 : at + 40]
    need = transport + _HEADERS.get(protocol, _NEVER)
    if not whole or need > stop or need > end or _U16(data, at - 2)[0] != kind:
        return None
    sport, dport = _PORTS(data, transport)
    if dport == VXLAN_PORT or (protocol == TCP and data[transport + 12] < 0x50):
        return None
    if protocol == UDP:
        sport, dport = interest.ports(sport, dport)
    vlan = -1 if at == start + 14 else _U16(data, start + 14)[0] & 0x0FFF
    macs = data[start + 6 : start + 12], data[start : start + 6]
    return Ends(*macs, vlan, src, dst, protocol, sport, dport)


def payload(data: bytes, at: int, stop: int) -> tuple[int, int, int, int]:
    """Return protocol, begin and end of the payload, and TCP's flags, of a plain IP packet."""
    if data[at] == 0x45:
        protocol, transport, length = data[at + 9], at + 20, _U16(data, at + 2)[0]
    else:
        protocol, transport, length = data[at + 6], at + 40, _U16(data, at + 4)[0]
        length = length and length + 40
    end = min(stop, at + length) if length else stop
    if protocol != TCP:
        return protocol, transport + 8, end, 0
    if transport + 20 > stop:
        return protocol, end, end, FIN_SYN_RST
    return protocol, transport + (data[transport + 12] >> 4) * 4, end, data[transport + 13]
