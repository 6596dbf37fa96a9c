"""Every row of the reference tables is found: address, IP, port, VLAN, and what neighbours said.

The reference is 62 printed tables with the parse that hand-written templates give for each. They
are other people's and stay where they are; samples of our own are in `test_network_tables.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols.addresses import is_virtual_router
from nameplate.evidence.protocols.names import host
from nameplate.evidence.readers import network_tables
from nameplate.model import identifiers
from nameplate.model.records import Problem, Record, Sighting
from shared_data import shared

MACS = ("mac", "mac_address", "destination_address", "hardware_address", "chassis_id")
IPS = ("ip_address", "address", "mgmt_address", "management_ip", "neighbor_ip", "host", "ap_ip")
NAMES = ("neighbor_name", "neighbor", "chassis_id")
PORTS = (
    *("port", "ports", "destination_port", "interface", "physical_interface", "local_interface"),
    *("physical_port", "port_id", "circuit", "fsp", "name", "neighbor_port"),
)
VLANS = ("vlan_id", "vid", "vlan", "external_vlan")
SAID = {
    "platform": ("cdp.platform", "lldp.model"),
    "neighbor_description": ("lldp.sys_descr", "cdp.version"),
    "system_description": ("lldp.sys_descr",),
    "manufacturer": ("lldp.manufacturer",),
    "model_name": ("lldp.model",),
    "serial": ("lldp.serial",),
}
NOTHING = {"", "-", "na", "n/a", "none", "[not advertised]"}


class Wanted(NamedTuple):
    """What a row of the expected parse has that our fields can carry."""

    mac: str | None
    ips: frozenset[str]
    name: str | None
    ports: frozenset[str]
    vlans: frozenset[str]
    said: Mapping[str, str]


def wanted(row: Mapping[str, object]) -> Wanted:
    texts = {k: "".join(v) if isinstance(v, list) else str(v) for k, v in row.items()}
    told = {k: v for k, v in texts.items() if v.lower() not in NOTHING}
    macs = [identifiers.mac(told[k]) for k in MACS if k in told]
    ips = [identifiers.ip(told[k]) for k in IPS if k in told]
    names = [told[k] for k in NAMES if k in told and identifiers.mac(told[k]) is None]
    is_address_row = not {"neighbor_name", "neighbor", "neighbor_port"} & set(row)
    return Wanted(
        mac=next((mac for mac in macs if mac), None),
        ips=frozenset(ip for ip in ips if ip),
        # A name that may be a person's is left out: docs/decisions/0009.
        name=next((n for n in names if identifiers.ip(n) is None and host(n)), None),
        ports=frozenset(squeezed(told[k]) for k in PORTS if k in told),
        vlans=frozenset(told[k].split("/")[0].split()[-1] for k in VLANS if k in told)
        if is_address_row
        else frozenset(),
        said={k: " ".join(lines(row[k]).split()) for k in SAID if k in told},
    )


def lines(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def lacks(want: Wanted, unit: Iterable[Sighting]) -> set[str]:
    """Name what a unit lacks of a wanted row."""
    sightings = list(unit)
    values: dict[str, set[str]] = defaultdict(set)
    for one in sightings:
        values[one.field].add(one.value)
    known = {key.value for one in sightings for key in one.keys}
    names = {v.lower() for v in known | values["lldp.sys_name"] | values["cdp.device_id"]}
    lacking = set()
    if want.mac and want.mac not in values["mac"]:
        lacking.add("mac")
    if not want.ips <= known:
        lacking.add("ip")
    if want.name and not any(name.startswith(want.name.lower()) for name in names):
        lacking.add("name")
    if want.ports and not want.ports & {squeezed(port) for port in values["switch.port"]}:
        lacking.add("port")
    if not want.vlans <= values["switch.vlan"]:
        lacking.add("vlan")
    for column, text in want.said.items():
        said = [" ".join(v.split()) for field in SAID[column] for v in values[field]]
        if not any(one.startswith(text) for one in said):
            lacking.add(column)
    return lacking


def told(row: Mapping[str, object], problems: Iterable[Problem]) -> bool:
    """Say whether a row without a usable hardware address is told as what it is."""
    ip = next((str(row[k]) for k in IPS if identifiers.ip(str(row.get(k, "")))), None)
    stated = next((str(row[k]) for k in MACS if k in row), "")
    if ip and identifiers.mac(stated) in (None, "000000000000"):
        return any("nothing answered" in p.what and ip in p.what for p in problems)
    mac = identifiers.mac(stated)
    if mac is not None and is_virtual_router(mac):
        return any("virtual routers" in p.what and mac in p.what for p in problems)
    return identifiers.damage("mac", stated) is not None and any(
        "cannot be used" in p.what for p in problems
    )


def check(raw: Path) -> tuple[int, list[str]]:
    records: list[Record] = list(network_tables.read(Source.of(raw.read_bytes())))
    problems = [record for record in records if isinstance(record, Problem)]
    units: dict[str, list[Sighting]] = defaultdict(list)
    for record in records:
        if isinstance(record, Sighting):
            units[record.unit.removesuffix(", access point")].append(record)
    left = list(units.values())
    rows = yaml.safe_load(raw.with_suffix(".yml").read_text())["parsed_sample"]
    missing = []
    for row in rows:
        want = wanted(row)
        found = next((unit for unit in left if not lacks(want, unit)), None)
        if found is not None:
            left.remove(found)
        elif not told(row, problems):
            nearest = min((lacks(want, unit) for unit in left), key=len, default={"all"})
            missing.append(f"{raw.name}: {row} lacks {nearest}")
    missing += [f"{raw.name}: a unit nobody expected: {unit[0]}" for unit in left]
    return len(rows), missing


def test_finds_every_row_of_the_reference_tables() -> None:
    files = sorted(shared("data/captures/tables/switch").glob("*.raw"))
    results = [check(raw) for raw in files]
    total = sum(count for count, _ in results)
    missing = [text for _, texts in results for text in texts]
    print(f"\n{total - len(missing)} of {total} rows found in {len(files)} tables")
    assert not missing, "\n".join(missing)
    assert total > 0


def test_claims_every_reference_table() -> None:
    for raw in sorted(shared("data/captures/tables/switch").glob("*.raw")):
        assert network_tables.sniff(raw.read_bytes()) >= 45, raw.name


@pytest.mark.parametrize("folder", ["dhcpd-leases", "nmap-xml", "zeek-json", "zeek-tsv"])
def test_leaves_the_other_formats_alone(folder: str) -> None:
    for path in sorted(shared(f"data/captures/tables/{folder}").iterdir()):
        assert network_tables.sniff(path.read_bytes()[:65536]) == 0, path.name
