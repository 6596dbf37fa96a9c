"""Tables of switches, firewalls and scanners of addresses, as their makers print them."""

from scripts.council.story import Council


def mac_table(council: Council) -> str:
    """Cisco IOS, show mac address-table."""
    rows = [
        f"{u.vlan:>4}    {dotted(u.mac)}    DYNAMIC     {u.port}"
        for u in council.unit
        if "mac" in u.tables
    ]
    head = (
        "core-sw1#show mac address-table\n          Mac Address Table\n"
        f"{'-' * 43}\n\nVlan    Mac Address       Type        Ports\n"
        "----    -----------       --------    -----\n"
        " All    0100.0ccc.cccc    STATIC      CPU\n"
    )
    tail = f"Total Mac Addresses for this criterion: {len(rows) + 1}\ncore-sw1#\n"
    return head + "\n".join(rows) + "\n" + tail


def dotted(mac: str) -> str:
    """Return a MAC as Cisco prints it."""
    digits = mac.replace(":", "").lower()
    return ".".join(digits[i : i + 4] for i in (0, 4, 8))


def arp_table(council: Council) -> str:
    """FortiOS, get system arp: the firewall routes all three networks."""
    rows = [
        f"{ip:<17} {(number * 7) % 13:<10} {u.mac.lower()} {interface(ip)}"
        for number, u in enumerate(council.unit)
        if "arp" in u.tables
        for ip in (u.ip, *u.also)
    ]
    head = (
        "saltmarsh-fw # get system arp\nAddress           Age(min)   Hardware Addr     Interface\n"
    )
    return head + "\n".join(rows) + "\n"


def interface(ip: str) -> str:
    """Return the firewall's interface for a network."""
    return {"192.0.2": "cctv", "198.51.100": "street", "203.0.113": "office"}[ip.rpartition(".")[0]]


def lldp(council: Council) -> str:
    """Cisco IOS, show lldp neighbors detail."""
    parts = ["core-sw1#show lldp neighbors detail"]
    units = [u for u in council.unit if u.lldp]
    for unit in units:
        told = unit.lldp
        lines = [
            "-" * 48,
            f"Local Intf: {unit.port}",
            f"Chassis id: {dotted(unit.mac)}",
            f"Port id: {dotted(unit.mac)}",
            "Port Description: eth0",
            f"System Name: {told['name']}",
            "",
            "System Description:",
            told["descr"],
            "",
            "Time remaining: 97 seconds",
            f"System Capabilities: {'B,R' if unit.kind == 'network' else 'S'}",
            "Management Addresses:",
            f"    IP: {unit.ip}",
            "Auto Negotiation - supported, enabled",
            f"Vlan ID: {unit.vlan}",
            "",
        ]
        if "manufacturer" in told:
            lines += [
                "MED Information:",
                "",
                f"    Serial number: {told['serial']}",
                f"    Manufacturer: {told['manufacturer']}",
                f"    Model: {told['model']}",
                "    Capabilities: NP, PD, IN",
                "    Device type: Endpoint Class III",
                "",
            ]
        parts.append("\n".join(lines))
    return "\n".join(parts) + f"\nTotal entries displayed: {len(units)}\n"


def arp_scan(council: Council) -> str:
    """arp-scan 1.10, run from a laptop in the depot."""
    rows = [f"{u.ip}\t{u.mac.lower()}\t{u.arp_scan}" for u in council.unit if u.arp_scan]
    return (
        "Interface: eth0, type: EN10MB, MAC: 00:00:5e:00:53:f0, IPv4: 198.51.100.250\n"
        "Starting arp-scan 1.10.0 with 128 hosts (https://github.com/royhills/arp-scan)\n"
        + "\n".join(rows)
        + f"\n\n{len(rows)} packets received by filter, 0 packets dropped by kernel\n"
        "Ending arp-scan 1.10.0: 128 hosts scanned in 1.912 seconds (66.95 hosts/sec). "
        f"{len(rows)} responded\n"
    )
