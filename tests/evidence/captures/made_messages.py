"""What units say, made for tests: DHCP, DNS and its kin, discovery, HTTP, RTSP, SNMP, neighbours.

Forms are those of the specifications, or of replies seen in public; identifiers are invented.
"""

import struct
from collections.abc import Sequence

from evidence.captures.made import End, ethernet, llc, mac, packed

# Addresses


def arp(operation: int, sender: End, target: End) -> bytes:
    """Return an ARP frame: 1 asks (broadcast), 2 answers."""
    body = struct.pack(">HHBBH", 1, 0x0800, 6, 4, operation)
    asked = "00:00:00:00:00:00" if operation == 1 else target.mac
    body += mac(sender.mac) + packed(sender.ip) + mac(asked) + packed(target.ip)
    to = "ff:ff:ff:ff:ff:ff" if operation == 1 else target.mac
    return ethernet(sender.mac, to, 0x0806, body + b"\0" * 18)


def neighbour_advertisement(target: End) -> bytes:
    """Return the ICMPv6 message (no IP header, checksum 0) by which a unit owns its address."""
    option = struct.pack(">BB", 2, 1) + mac(target.mac)
    return struct.pack(">BBHI", 136, 0, 0, 0x60000000) + packed(target.ip) + option


# DHCP (RFC 2131, 2132), DHCPv6 (RFC 8415)

DISCOVER, OFFER, REQUEST, DECLINE, ACKNOWLEDGE, NAK, RELEASE, INFORM = range(1, 9)


def option(code: int, value: bytes) -> bytes:
    """Return one DHCP option."""
    return bytes([code, len(value)]) + value


def dhcp(
    kind: int,
    chaddr: str,
    *,
    xid: int = 0x11223344,
    ciaddr: str = "0.0.0.0",  # noqa: S104  # the protocol's own "none yet"
    yiaddr: str = "0.0.0.0",  # noqa: S104
    giaddr: str = "0.0.0.0",  # noqa: S104
    options: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """Return a DHCP message, from the client or the server as its kind has it."""
    op = 2 if kind in (OFFER, ACKNOWLEDGE, NAK) else 1
    head = struct.pack(">BBBBIHH", op, 1, 6, 0, xid & 0xFFFFFFFF, 0, 0)
    head += packed(ciaddr) + packed(yiaddr) + packed("0.0.0.0") + packed(giaddr)  # noqa: S104
    head += mac(chaddr) + b"\0" * 10 + b"\0" * 192 + b"\x63\x82\x53\x63"
    body = option(53, bytes([kind])) + b"".join(option(c, v) for c, v in options)
    return head + body + b"\xff"


def dhcpv6(kind: int, transaction: int, options: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a DHCPv6 message."""
    head = struct.pack(">I", kind << 24 | transaction & 0xFFFFFF)
    return head + b"".join(struct.pack(">HH", c, len(v)) + v for c, v in options)


# DNS (RFC 1035), mDNS (RFC 6762), LLMNR (RFC 4795)

A, PTR, TXT, AAAA, SRV = 1, 12, 16, 28, 33


def dns_name(name: str) -> bytes:
    """Return a name as labels; a backslash before a dot keeps it within the label."""
    labels = name.replace("\\.", "\0").split(".") if name else []
    parts = [label.replace("\0", ".").encode() for label in labels]
    return b"".join(bytes([len(p)]) + p for p in parts) + b"\0"


def dns(
    questions: Sequence[tuple[str, int]] = (),
    answers: Sequence[tuple[str, int, bytes]] = (),
    *,
    ident: int = 0,
    flags: int = 0x0100,
    ttl: int = 120,
    unique: int = 1,
) -> bytes:
    """Return a DNS message; `unique` is the class of the answers (0x8001 flushes, mDNS)."""
    head = struct.pack(">HHHHHH", ident & 0xFFFF, flags, len(questions), len(answers), 0, 0)
    asked = b"".join(dns_name(n) + struct.pack(">HH", kind, 1) for n, kind in questions)
    told = b"".join(
        dns_name(n) + struct.pack(">HHIH", kind, unique, ttl, len(data)) + data
        for n, kind, data in answers
    )
    return head + asked + told


def dns_answer(name: str, *addresses: str, ident: int = 0) -> bytes:
    """Return a server's answer to a question for A or AAAA."""
    kind = AAAA if ":" in addresses[0] else A
    return dns(
        [(name, kind)], [(name, kind, packed(a)) for a in addresses], ident=ident, flags=0x8180
    )


def txt(*pairs: str) -> bytes:
    """Return the data of a TXT record."""
    return b"".join(bytes([len(p.encode())]) + p.encode() for p in pairs)


def mdns_service(instance: str, service: str, host: str, address: str, *pairs: str) -> bytes:
    """Return an mDNS announcement of one service: PTR, SRV, TXT and A."""
    kind, full = f"{service}.local", f"{instance}.{service}.local"
    return dns(
        (),
        [
            (kind, PTR, dns_name(full)),
            (full, SRV, struct.pack(">HHH", 0, 0, 80) + dns_name(f"{host}.local")),
            (full, TXT, txt(*pairs)),
            (f"{host}.local", AAAA if ":" in address else A, packed(address)),
        ],
        flags=0x8400,
        unique=0x8001,
    )


# HTTP and its kin


def http(first: str, headers: Sequence[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """Return a message of HTTP, RTSP or SSDP: first line, headers, body with its length."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def ssdp_notify(location: str, server: str, kind: str = "upnp:rootdevice") -> bytes:
    """Return an SSDP announcement."""
    return http(
        "NOTIFY * HTTP/1.1",
        [("HOST", "239.255.255.250:1900"), ("LOCATION", location), ("SERVER", server),
         ("NT", kind), ("NTS", "ssdp:alive"), ("USN", f"uuid:0::{kind}")],
    )  # fmt: skip


def ssdp_search(agent: str = "") -> bytes:
    """Return an SSDP question."""
    more = [("USER-AGENT", agent)] if agent else []
    return http(
        "M-SEARCH * HTTP/1.1",
        [("HOST", "239.255.255.250:1900"), ("MAN", '"ssdp:discover"'), ("ST", "ssdp:all"), *more],
    )


def rtsp_interleaved(channel: int, payload: bytes) -> bytes:
    """Return RTP within an RTSP connection (RFC 2326, 10.12)."""
    return struct.pack(">BBH", 0x24, channel, len(payload)) + payload


def rtp(sequence: int, timestamp: int, source: int, payload: bytes) -> bytes:
    """Return an RTP packet (RFC 3550)."""
    return (
        struct.pack(">BBHII", 0x80, 96, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, source) + payload
    )


# Discovery


def ws_probe_match(
    reference: str, scopes: Sequence[str], xaddr: str, message: str = "urn:uuid:0"
) -> bytes:
    """Return a WS-Discovery ProbeMatch; `message` is the number that each message has anew."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
        ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>'
        f"<a:MessageID>{message}</a:MessageID>"
        "<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action>"
        "</s:Header><s:Body><d:ProbeMatches><d:ProbeMatch>"
        f"<a:EndpointReference><a:Address>{reference}</a:Address></a:EndpointReference>"
        f"<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{' '.join(scopes)}</d:Scopes>"
        f"<d:XAddrs>{xaddr}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
        "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()


SADP_PORT, DHIP_PORT, WS_PORT = 37020, 37810, 3702


def sadp(model: str, unit: End, serial: str = "", **more: str) -> bytes:
    """Return a SADP ProbeMatch; `more` are further elements."""
    elements = {
        "Uuid": "00000000-0000-0000-0000-000000000001",
        "Types": "inquiry",
        "DeviceType": "141945",
        "DeviceDescription": model,
        "DeviceSN": serial or f"{model}20240101AAWR000000001",
        "CommandPort": "8000",
        "HttpPort": "80",
        "MAC": unit.mac.replace(":", "-"),
        "IPv4Address": unit.ip,
        "IPv4SubnetMask": "255.255.255.0",
        "SoftwareVersion": "V5.9.9build 240101",
        "DSPVersion": "V7.3 build 240102",
        **more,
    }
    lines = [f"<{name}>{value}</{name}>" for name, value in elements.items()]
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', "<ProbeMatch>", *lines, "</ProbeMatch>"]
    ).encode()


def dhip(body: bytes) -> bytes:
    """Return a DHIP frame: 32 bytes of head, then the JSON."""
    size = len(body)
    return b"\x20\0\0\0DHIP" + struct.pack("<IIIIII", 0, 0, size, 0, size, 0) + body


# SNMP (RFC 1157, 3416): a few lengths only, all short


def tlv(tag: int, value: bytes) -> bytes:
    """Return one BER value."""
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    return bytes([tag, 0x82]) + struct.pack(">H", size) + value


def oid(dotted: str) -> bytes:
    """Return an object identifier in BER."""
    numbers = [int(n) for n in dotted.split(".")]
    out = bytearray([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        parts = [number & 0x7F]
        while number := number >> 7:
            parts.append(0x80 | number & 0x7F)
        out += bytes(reversed(parts))
    return tlv(6, bytes(out))


def snmp(
    community: bytes, pairs: Sequence[tuple[str, bytes]], *, tag: int = 0xA2, request: int = 1
) -> bytes:
    """Return an SNMPv2c message (0xA2 answers, 0xA0 asks); values are whole BER values."""
    bound = b"".join(tlv(0x30, oid(name) + value) for name, value in pairs)
    numbers = tlv(2, request.to_bytes(4, "big")) + tlv(2, b"\0") + tlv(2, b"\0")
    return tlv(0x30, tlv(2, b"\x01") + tlv(4, community) + tlv(tag, numbers + tlv(0x30, bound)))


# Neighbours (IEEE 802.1AB, CDP) and STUN (RFC 8489)


def lldp(sender: str, tlvs: Sequence[tuple[int, bytes]]) -> bytes:
    """Return an LLDP frame: chassis (MAC), port and time to live, then what is given."""
    every = [
        (1, b"\x04" + mac(sender)),
        (2, b"\x03" + mac(sender)),
        (3, b"\0\x78"),
        *tlvs,
        (0, b""),
    ]
    body = b"".join(struct.pack(">H", kind << 9 | len(value)) + value for kind, value in every)
    return ethernet(sender, "01:80:c2:00:00:0e", 0x88CC, body)


def cdp(sender: str, tlvs: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a CDP frame; 1 is the device's name, 5 its version, 6 its platform."""
    body = b"\x02\xb4\0\0" + b"".join(
        struct.pack(">HH", kind, 4 + len(value)) + value for kind, value in tlvs
    )
    return llc(sender, "01:00:0c:cc:cc:cc", body, b"\x00\x00\x0c\x20\x00")


def stun(kind: int, attributes: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a STUN message; 0x8022 is the software's name."""
    body = b"".join(
        struct.pack(">HH", code, len(value)) + value + b"\0" * (-len(value) % 4)
        for code, value in attributes
    )
    return struct.pack(">HHI12s", kind, len(body), 0x2112A442, b"transactions") + body
