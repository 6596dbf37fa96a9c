"""Values of the labelled captures, and whether the records of a capture hold them.

The labels were read with Wireshark per source address of a frame. A value is found where a record
of the same capture says it in the field's own words; `withheld` names the rule by which the house
keeps a value back on purpose.
"""

import ipaddress
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from nameplate.evidence.protocols import names
from nameplate.model import identifiers
from nameplate.model.records import Flow, Record, Sighting

BYTES: Final = "bytes by destination"


class Value(NamedTuple):
    """One value of the labels: in which capture, from which source address, which field."""

    capture: str
    mac: str
    field: str
    value: str
    ends: tuple[str, ...] = ()
    """The IP addresses that frames of this source address came from."""
    size: int = 0
    """Bytes sent to it, for a destination."""


def values(captures: Mapping[str, Any]) -> Iterator[Value]:
    """Yield every value of the labels."""
    for name, one in captures.items():
        for mac, observed in one["expected"]["observed"].items():
            ends = tuple(observed.get("ip", ()))
            for field, found in observed.items():
                for value in found:
                    yield Value(name, mac.replace(":", ""), field, value, ends)
        for mac, sizes in one["expected"]["bytes_by_destination_ip"].items():
            ends = tuple(one["expected"]["observed"].get(mac, {}).get("ip", ()))
            for address, size in sizes.items():
                yield Value(name, mac.replace(":", ""), BYTES, address, ends, size)


class Held:
    """What the records of one capture say, ready to be asked."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.said: dict[str, set[str]] = defaultdict(set)
        self.bound: set[str] = set()
        """IP addresses of which a message says whose hardware address they are."""
        self.all_addresses: set[str] = set()
        self.sent: Counter[tuple[str, str]] = Counter()
        self.names: set[str] = set()
        for record in records:
            if isinstance(record, Sighting):
                self._sighting(record)
            elif isinstance(record, Flow):
                self._flow(record)

    def _sighting(self, one: Sighting) -> None:
        self.said[one.field].add(one.value)
        macs = {k.value for k in one.keys if k.kind == "mac"}
        ips = {k.value for k in one.keys if k.kind == "ip"}
        if macs:
            self.bound |= ips
        self.all_addresses |= ips
        self.said["key"] |= {k.value for k in one.keys} | {k.stated for k in one.keys}

    def _flow(self, one: Flow) -> None:
        ips = {k.value for k in one.keys if k.kind == "ip"}
        macs = {k.value for k in one.keys if k.kind == "mac"}
        self.all_addresses |= {*ips, one.remote_ip}
        for ip in ips:
            self.sent[ip, one.remote_ip] += one.bytes_out
            self.sent[one.remote_ip, ip] += one.bytes_in
        if not ips:
            for mac in macs:
                self.sent[mac, one.remote_ip] += one.bytes_out
        if one.remote_name:
            self.names.add(one.remote_name)

    def has(self, value: Value) -> bool:
        """Say whether a record holds a value."""
        return _FOUND[value.field](self, value)

    def says(self, text: str, *fields: str) -> bool:
        """Say whether a field holds a text, without regard to case and blanks at its ends."""
        plain = text.strip().lower()
        return any(plain == said.strip().lower() for f in fields for said in self.said[f])


def _address(held: Held, value: Value) -> bool:
    return (identifiers.ip(value.value) or value.value) in held.all_addresses


def _bound(held: Held, value: Value) -> bool:
    """ARP states a hardware address of its own, which need not be its frame's."""
    return value.value in held.bound


def _leased(held: Held, value: Value) -> bool:
    """The lease is the client's, whoever sent the frame."""
    return value.value in held.all_addresses


def _asked(held: Held, value: Value) -> bool:
    name = value.value.rstrip(".")
    return (
        held.says(name, "dns.name")
        or name.lower() in {n.lower() for n in held.names}
        or _announced(held, value)
    )


def _announced(held: Held, value: Value) -> bool:
    """An instance, its service, or both."""
    instance, _, service = value.value.rpartition("._")[0].rpartition("._")
    kind = re.search(r"_[\w-]+\._(?:tcp|udp)", value.value)
    if kind is None or not any(kind[0] in said for said in held.said["mdns.service"]):
        return False
    return service == "" or not instance or held.says(instance, "mdns.name")


def _host(held: Held, value: Value) -> bool:
    """A Host header is a name of the remote end, or its address."""
    host = value.value.partition(":")[0]
    return (
        host in held.all_addresses
        or host.lower() in {n.lower() for n in held.names}
        or held.says(host, "dns.name")
    )


def _octets(held: Held, value: Value) -> bool:
    """SNMP values stand in the labels as hex."""
    if not re.fullmatch(r"(?:[0-9a-f]{2})+", value.value):
        return False
    raw = bytes.fromhex(value.value)
    text = raw.decode("utf-8", "replace")
    return held.says(
        text, "snmp.sys_descr", "snmp.sys_name", "snmp.sys_location"
    ) or value.value in {identifiers.mac(said) for said in (*held.said["mac"], *held.said["key"])}


def _sent(held: Held, value: Value) -> bool:
    """At least as much: the labels leave frames out in which a field has several values."""
    target = identifiers.ip(value.value) or value.value
    ends = [*value.ends, value.mac]
    return sum(held.sent[identifiers.ip(end) or end, target] for end in ends) >= value.size


def _in(*fields: str) -> Callable[[Held, Value], bool]:
    return lambda held, value: held.says(value.value, *fields)


_FOUND: Final[Mapping[str, Callable[[Held, Value], bool]]] = {
    "ip": _address,
    "arp_ip": _bound,
    "dhcp_yiaddr": _leased,
    "dhcp_hostname": _in("dhcp.hostname"),
    "dhcp_vendor_class": _in("dhcp.vendor_class"),
    "dns_query": _asked,
    "mdns_ptr": _announced,
    "http_host": _host,
    "http_server": _in("http.server", "ssdp.server"),
    "http_user_agent": _in("http.user_agent"),
    "tls_sni": lambda held, value: _host(held, value),
    "snmp": _octets,
    "cdp_id": _in("cdp.device_id"),
    BYTES: _sent,
}


def withheld(value: Value) -> str:
    """Return the rule by which a value is kept back on purpose, or "" where none does."""
    for rule, holds in _WITHHELD.items():
        if holds(value):
            return rule
    return ""


def _own_zone(value: Value) -> bool:
    name = value.value.rstrip(".").lower()
    own = "." not in name or name.endswith((".local", ".lan", ".home", ".belkin"))
    return value.field in ("dns_query", "mdns_ptr") and own and "._" not in name


def _ip(value: Value) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if value.field not in ("ip", "arp_ip", "dhcp_yiaddr", "http_host", BYTES):
        return None
    found = identifiers.ip(value.value.partition(":")[0])
    return None if found is None else ipaddress.ip_address(found)


def _to_group(value: Value) -> bool:
    address = _ip(value)
    return address is not None and (
        address.is_multicast or value.value == "255.255.255.255" or value.value == "0.0.0.0"  # noqa: S104
    )


def _is_public(address: str) -> bool:
    found = identifiers.ip(address)
    return found is not None and ipaddress.ip_address(found).is_global


def _from_outside(value: Value) -> bool:
    return bool(value.ends) and all(map(_is_public, value.ends))


def _is_nobodys(value: Value) -> bool:
    """Both ends are public: no captured packet says whose network it is."""
    if value.field in (BYTES, "ip"):
        return _from_outside(value) and _is_public(value.value)
    return value.field == "dns_query" and _from_outside(value)


def _is_loopback(value: Value) -> bool:
    address = _ip(value)
    return address is not None and address.is_loopback


_WITHHELD: Final[Mapping[str, Callable[[Value], bool]]] = {
    "0.0.0.0 is nobody's address": lambda v: v.field != BYTES and v.value == "0.0.0.0",  # noqa: S104
    "a group, or everyone, is no remote end": _to_group,
    "127.0.0.1 is every machine's own": _is_loopback,
    "a connection of two public addresses is nobody's, and told": _is_nobodys,
    "a server of the open internet is no unit of the site": lambda v: (
        v.field == "http_server" and sum(map(_is_public, v.ends)) > 0
    ),
    "a host name that a person may have chosen (decision 0009)": lambda v: (
        v.field in ("dhcp_hostname", "cdp_id") and not names.kept("dhcp.hostname", v.value)
    ),
    "a name of the site's own network": _own_zone,
    "SNMP beside the system group: contact, location, tables": lambda v: v.field == "snmp",
    "of a client no more than its products": lambda v: v.field == "http_user_agent",
}
