"""What each kind of event in Suricata's eve.json says.

Spec: Suricata's EVE JSON format, versions 4 to 8. Of each event only the members named here are
read: no URL, user agent, cookie, user name, community or payload.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.protocols import http, tls
from nameplate.evidence.tables import mdns_rows
from nameplate.evidence.tables.ends import PORTS, Ends, address, facing, protocol_of, public_name
from nameplate.evidence.tables.log_rows import Row, Said, Size, count, instant, text
from nameplate.evidence.tables.remote_names import How
from nameplate.evidence.tables.traffic import ENDS_UNSURE, Traffic
from nameplate.model.records import Key, Record, Witness, keys

Event = Mapping[str, JsonValue]
_MOST_LISTED = 64
_DNS_PORT = 53
_WITH_ASKED_NAME = 2


def read(kind: str, row: Row, event: Event, traffic: Traffic, aside: Traffic) -> Iterator[Record]:
    """Yield what an event says; kinds that say nothing of units are counted.

    Connections of `netflow` events go `aside`: where both are logged, `flow` says the same.
    """
    if kind == "netflow":
        yield from _netflow(row, event, aside)
        return
    traffic.heard(row)
    rule = _READ.get(kind)
    if rule is None:
        name = f"{kind} events" if kind in _SILENT else "events of other kinds"
        traffic.tell(f"{name}, of which nothing is read")
        return
    yield from rule(row, event, traffic)
    yield from _ether(row, event, traffic)


def _member(event: Event, name: str) -> Event:
    value = event.get(name)
    return value if isinstance(value, dict) else {}


def _ends(event: Event) -> Ends:
    protocol = protocol_of(text(event, "proto"))
    return Ends(
        text(event, "src_ip"),
        text(event, "dest_ip"),
        count(event.get("dest_port")) if protocol in PORTS else 0,
        protocol,
        client_port=count(event.get("src_port")) if protocol in PORTS else 0,
    )


def _ether(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    """Bind the sender's hardware address; the member is there only where it is configured.

    Only where the other end is a group: between two units, the MACs may be those of the other
    direction (OISF/suricata pull request 10498).
    """
    ether, target = _member(event, "ether"), address(text(event, "dest_ip"))
    if not ether or target is None or target.key is not None:
        return
    found: list[tuple[JsonValue, str]] = [(ether.get("src_mac"), "/ether/src_mac")]
    listed = ether.get("src_macs")
    # Several are several senders, and which is whose is not said.
    if isinstance(listed, list) and len(listed) == 1:
        found.append((listed[0], "/ether/src_macs/0"))
    for value, pointer in found:
        yield from traffic.on_link(row, text(event, "src_ip"), target.value, value, pointer)


def _flow(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    flow = _member(event, "flow")
    start, end = instant(flow.get("start")), instant(flow.get("end"))
    size = Size(
        count(flow.get("bytes_toserver")),
        count(flow.get("bytes_toclient")),
        count(flow.get("pkts_toserver")) + count(flow.get("pkts_toclient")),
    )
    began = row._replace(when=start or row.when)
    yield from traffic.flow(began, _ends(event), size, seconds=_seconds(start, end))


def _netflow(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    """Read one direction of a connection: the end with the lower port has the service."""
    flow = _member(event, "netflow")
    ends = _ends(event)
    source = count(event.get("src_port")) if ends.protocol in PORTS else 0
    size = Size(count(flow.get("bytes")), 0, count(flow.get("pkts")))
    if 0 < source < ends.port:
        ends = ends._replace(originator=ends.responder, responder=ends.originator, port=source)
        size = size._replace(originator=0, responder=size.originator)
    start, end = instant(flow.get("start")), instant(flow.get("end"))
    began = row._replace(when=start or row.when)
    yield from traffic.flow(began, ends, size, seconds=_seconds(start, end))


def _mdns(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    yield from mdns_rows.read(row, text(event, "src_ip"), _member(event, "mdns"), traffic)


def _seconds(start: datetime | None, end: datetime | None) -> float:
    return 0.0 if start is None or end is None else (end - start).total_seconds()


def _dns(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    """Read queries: "query" until Suricata 7, "request" with a list from 8 on."""
    dns = _member(event, "dns")
    if text(dns, "type") not in ("query", "request"):
        _answers(row, event, dns, traffic)
        return
    client = text(event, "src_ip")
    yield from traffic.asked(row, client, text(dns, "rrname"), "/dns/rrname")
    queries = dns.get("queries")
    for index, one in enumerate(queries[:_MOST_LISTED] if isinstance(queries, list) else []):
        if isinstance(one, dict):
            name = text(one, "rrname")
            yield from traffic.asked(row, client, name, f"/dns/queries/{index}/rrname")


def _answers(row: Row, event: Event, dns: Event, traffic: Traffic) -> None:
    """Remember which addresses an answer gave: one address an event, or a list of them.

    Versions differ in whose address stands first, so the client is the end without port 53. The
    first version names in each answer the record's owner, which may not be what was asked for.
    """
    if count(dns.get("version")) < _WITH_ASKED_NAME:
        return
    ports = count(event.get("src_port")), count(event.get("dest_port"))
    if (ports[0] == _DNS_PORT) == (ports[1] == _DNS_PORT):
        return
    client = text(event, "dest_ip" if ports[0] == _DNS_PORT else "src_ip")
    asked, queries, listed = text(dns, "rrname"), dns.get("queries"), dns.get("answers")
    if not asked and isinstance(queries, list) and queries and isinstance(queries[0], dict):
        asked = text(queries[0], "rrname")
    several = [dns, *(listed[:_MOST_LISTED] if isinstance(listed, list) else [])]
    given = (one for one in several if isinstance(one, dict))
    traffic.answered(row, client, asked, (text(one, "rdata") for one in given))


def _dhcp(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    """Bind to the client's own hardware address: relays and servers are other units."""
    dhcp = _member(event, "dhcp")
    client = Key.of("mac", text(dhcp, "client_mac"), "payload")
    if client is None:
        return
    # The address of an INFORM was not leased: only what the server gives is the client's.
    leased = text(dhcp, "assigned_ip")
    # What stands in a reply, the server says: its vendor class is not the client's.
    asks = text(dhcp, "type") == "request"
    vendor = "vendor_class_identifier" if asks else ""
    yield from traffic.say(
        row,
        f"mac {client.value}",
        (),
        (
            Said("dhcp.hostname", text(dhcp, "hostname"), "/dhcp/hostname"),
            Said("dhcp.vendor_class", text(dhcp, vendor), f"/dhcp/{vendor}"),
        ),
        stated=(
            ("mac", text(dhcp, "client_mac"), "/dhcp/client_mac"),
            ("ip", leased, "/dhcp/assigned_ip"),
            ("hostname", text(dhcp, "hostname"), "/dhcp/hostname"),
        ),
    )


def _tls(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    found = _member(event, "tls")
    yield from _named(row, event, traffic, text(found, "sni"), "sni")
    said = tuple(
        Said(field, tls.clean_name(value[:4096]), f"/tls/{member}")
        for member, field in (("subject", "tls.subject"), ("issuerdn", "tls.issuer"))
        if (value := text(found, member))
    )
    yield from _server(row, event, traffic, said)


def _http(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    found = _member(event, "http")
    yield from _named(row, event, traffic, text(found, "hostname"), "http")
    yield from _server(row, event, traffic, tuple(_headers(found)))


def _named(row: Row, event: Event, traffic: Traffic, text: str, how: How) -> Iterator[Record]:
    """Yield a connection with the name that the client asked the remote end for."""
    name, ends = public_name(text), facing(_ends(event))
    if name and ends is not None:
        yield from traffic.flow(row, ends, name=name, named=how, request=True)


def _headers(found: Event) -> Iterator[Said]:
    """Yield the server's name and realm: custom members, or the list of dumped headers."""
    yield Said("http.server", text(found, "server"), "/http/server")
    if realm := http.realm(text(found, "www_authenticate")):
        yield Said("http.realm", realm, "/http/www_authenticate")
    listed = found.get("response_headers")
    for index, one in enumerate(listed[:_MOST_LISTED] if isinstance(listed, list) else []):
        if not isinstance(one, dict):
            continue
        name, value = text(one, "name").lower(), text(one, "value")
        pointer = f"/http/response_headers/{index}/value"
        if name == "server":
            yield Said("http.server", value, pointer)
        elif name == "www-authenticate" and (realm := http.realm(value)):
            yield Said("http.realm", realm, pointer)


def _server(row: Row, event: Event, traffic: Traffic, said: tuple[Said, ...]) -> Iterator[Record]:
    """Yield what a server of the site says of itself."""
    if not any(one.value for one in said):
        return
    if (ends := facing(_ends(event))) is None:
        traffic.tell(ENDS_UNSURE)
    elif (key := traffic.server(ends.responder, ends.originator)) is not None:
        yield from traffic.say(row, f"address {key.value}", (key,), said)


def _arp(row: Row, event: Event, traffic: Traffic) -> Iterator[Record]:
    """Read who says that an address is its own: ARP never passes a router."""
    arp = _member(event, "arp")
    who, mac = address(text(arp, "src_ip")), Key.of("mac", text(arp, "src_mac"), "payload")
    if who is None or who.key is None or mac is None:
        return
    yield from traffic.say(
        row,
        f"mac {mac.value}",
        keys(who.key, mac),
        (Said("mac", mac.value, "/arp/src_mac"),),
        witness=Witness.PEER,
    )


_READ: Final[Mapping[str, Callable[[Row, Event, Traffic], Iterator[Record]]]] = {
    "flow": _flow,
    "dns": _dns,
    "dhcp": _dhcp,
    "tls": _tls,
    "http": _http,
    "arp": _arp,
    "mdns": _mdns,
}
_SILENT = frozenset({"alert", "anomaly", "drop", "fileinfo", "snmp", "stats"})
