"""What an mDNS answer in a log says: which host of the link offers which services.

Spec: Suricata 8, rust/src/mdns/log.rs (records with their type as a member); RFC 6762, RFC 6763. A
responder may answer for others (a reflector, a sleep proxy): what is said belongs to the host that
a service's SRV record names, with that host's own addresses; only of a single host without any is
it the sender's. Questions say nothing of a unit.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal

from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.protocols import mdns
from nameplate.evidence.tables.ends import address
from nameplate.evidence.tables.log_rows import Row, Said, text
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.records import Key, Record, keys

_MOST = 64
_SECTIONS = ("answers", "additionals")
_Cells = Mapping[str, JsonValue]


def read(row: Row, sender: str, message: _Cells, traffic: Traffic) -> Iterator[Record]:
    """Yield what an answer says, host by host."""
    if text(message, "type") != "response":
        return
    records = list(_records(message))
    hosts = _hosts(records)
    addresses = _addresses(records)
    for host in dict.fromkeys([*hosts.values(), *addresses, ""]):
        given = _keys(host, addresses, sender, alone=len(set(hosts.values()) | set(addresses)) < 2)
        if not given:
            continue
        said = tuple(one for one in _said(records, hosts, host) if one.value)
        stated: tuple[tuple[Literal["mac"], str, str], ...] = tuple(
            ("mac", one.value.partition("=")[2], one.pointer)
            for one in said
            if one.field == "mdns.txt" and mdns.names_mac(one.value)
        )
        kept = tuple(one for one in said if not mdns.names_mac(one.value))
        unit = f"address {given[0].value}"
        yield from traffic.say(row, unit, given, kept, stated=stated)


def _records(message: _Cells) -> Iterator[tuple[str, _Cells]]:
    for section in _SECTIONS:
        listed = message.get(section)
        for index, one in enumerate(islice(listed, _MOST) if isinstance(listed, list) else ()):
            if isinstance(one, dict):
                yield f"/mdns/{section}/{index}", one


def _hosts(records: list[tuple[str, _Cells]]) -> dict[str, str]:
    """Return the host of each service that states one."""
    found = {}
    for _, one in records:
        srv = one.get("srv")
        if isinstance(srv, dict) and (host := text(srv, "name")):
            found[text(one, "rrname").lower()] = host.lower()
    return found


def _addresses(records: list[tuple[str, _Cells]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, one in records:
        for kind in ("a", "aaaa"):
            if (value := text(one, kind)) and address(value) is not None:
                found.setdefault(text(one, "rrname").lower(), []).append(value)
    return found


def _keys(
    host: str, addresses: Mapping[str, list[str]], sender: str, *, alone: bool
) -> tuple[Key, ...]:
    """Return the addresses of a host; the sender's own where it speaks of nobody else."""
    stated = [sender] if sender in addresses.get(host, ()) else addresses.get(host, [])[:1]
    if not stated and alone:
        stated = [sender]
    found = (address(one) for one in stated)
    return keys(*(one.key for one in found if one is not None and one.local))


def _said(records: list[tuple[str, _Cells]], hosts: Mapping[str, str], host: str) -> Iterator[Said]:
    """Yield the services of a host, what their texts say, and the names of equipment."""
    if host:
        place = next((at for at, one in records if text(one, "rrname").lower() == host), "")
        label = host.partition(".")[0]
        yield Said("mdns.name", label if place else "", f"{place}/rrname")
    for at, one in records:
        name = text(one, "rrname")
        target = text(one, "ptr")
        instance = (target or name).lower()
        if hosts.get(instance, "") != host:
            continue
        if target and (service := mdns.service(name)):
            yield Said("mdns.service", service, f"{at}/rrname")
            yield Said("mdns.name", _label(target, service), f"{at}/ptr")
        listed = one.get("txt")
        for index, pair in enumerate(islice(listed, _MOST) if isinstance(listed, list) else ()):
            if isinstance(pair, str) and (mdns.kept_pair(pair) or mdns.names_mac(pair)):
                yield Said("mdns.txt", pair, f"{at}/txt/{index}")


def _label(instance: str, service: str) -> str:
    """Return the name before the type of a service, "" for a type of types."""
    name = instance.lower().find(f".{service}")
    return instance[:name] if name > 0 and instance[0] != "_" else ""
