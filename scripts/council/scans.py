"""Scans as nmap writes them: -sV -oX with a few of its scripts."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from scripts.council.story import Council, Port, Unit


def nmap(council: Council, network: str, *, cut: bool = False) -> str:
    """nmap -sV -oX with http-title, http-auth, http-server-header and ssl-cert.

    `cut` breaks the file off inside its last host, as a full disk does.
    """
    start = int(datetime.fromisoformat(council.when(0)).timestamp())
    day = datetime.fromtimestamp(start, UTC).strftime("%a %b %d %H:%M:%S %Y")
    hosts = [
        host(council, u, u.cut_scan if cut else u.scan, start + 60 * n, mac=not cut)
        for n, u in enumerate(council.unit)
        if (u.cut_scan if cut else u.scan)
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n'
        f'<nmaprun scanner="nmap" args="nmap -sV --script=default,http-auth -oX - {network}" '
        f'start="{start}" startstr="{day}" version="7.95" xmloutputversion="1.05">\n'
    )
    if cut:
        return head + "\n".join(hosts)[:-230]
    tail = (
        f'<runstats><finished time="{start + 900}" elapsed="900.12" exit="success"/>'
        f'<hosts up="{len(hosts)}" down="{256 - len(hosts)}" total="256"/></runstats>\n</nmaprun>\n'
    )
    return head + "\n".join(hosts) + "\n" + tail


def host(council: Council, unit: Unit, ports: tuple[Port, ...], when: int, *, mac: bool) -> str:
    """Write one host element; a host behind a router shows no hardware address."""
    address = f'<address addr="{unit.ip}" addrtype="ipv4"/>\n'
    reason = "arp-response" if mac else "echo-reply"
    if mac:
        address += f'<address addr="{unit.mac}" addrtype="mac"/>\n'
    return (
        f'<host starttime="{when}" endtime="{when + 41}">'
        f'<status state="up" reason="{reason}"/>\n'
        f"{address}<hostnames>\n</hostnames>\n<ports>"
        + "\n".join(open_port(council, port) for port in ports)
        + "\n</ports>\n</host>"
    )


def open_port(council: Council, port: Port) -> str:
    """Write one port element with what the scripts found."""
    tunnel = ' tunnel="ssl"' if port.tunnel else ""
    return (
        f'<port protocol="tcp" portid="{port.port}"><state state="open" reason="syn-ack" '
        f'reason_ttl="64"/><service name="{port.service}"{tunnel} method="probed" conf="10"/>'
        + "".join(scripts(council, port))
        + "</port>"
    )


def scripts(council: Council, port: Port) -> list[str]:
    """Write the script elements of a port."""
    found = []
    if port.server:
        found.append(
            script("http-server-header", port.server, f"<elem>{escape(port.server)}</elem>")
        )
    if port.title:
        found.append(script("http-title", port.title, elem("title", port.title)))
    if port.realm:
        nonce = council.canaries["nonce"]
        said = (
            "\nHTTP/1.1 401 Unauthorized\n  "
            f"{port.scheme.title()} realm={port.realm} nonce={nonce} qop=auth\n"
        )
        pairs = elem("realm", port.realm) + elem("nonce", nonce) + elem("qop", "auth")
        inner = f'<table>{elem("scheme", port.scheme)}<table key="params">{pairs}</table></table>'
        found.append(script("http-auth", said, inner))
    if port.subject:
        name = "/".join(f"{key}={value}" for key, value in reversed(port.subject.items()))
        pairs = "".join(elem(key, value) for key, value in port.subject.items())
        inner = f'<table key="subject">{pairs}</table><table key="issuer">{pairs}</table>'
        said = f"Subject: {name}\nIssuer: {name}\nNot valid after:  2037-12-31T23:59:59"
        found.append(script("ssl-cert", said, inner))
    return found


def script(name: str, output: str, inner: str) -> str:
    """Write one script element."""
    shown = escape(output, {'"': "&quot;", "\n": "&#xa;"})
    return f'<script id="{name}" output="{shown}">{inner}</script>'


def elem(key: str, value: str) -> str:
    """Write one element of a script's table."""
    return f"<elem key={quoteattr(key)}>{escape(value)}</elem>"
