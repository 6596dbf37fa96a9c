"""What each of Zeek's logs says, whichever way it is written: columns by name, in any order.

Spec: Zeek's log documentation, of Bro 2.2 to Zeek 7. Of each log only the columns named here are
read: no URI, user agent, user name, password, community, subscriber or file name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.json import JsonValue
from nameplate.evidence.protocols import tls
from nameplate.evidence.tables.ends import PORTS, Ends, address, facing, protocol_of, public_name
from nameplate.evidence.tables.log_rows import Row, Said, Size, count, text
from nameplate.evidence.tables.remote_names import How
from nameplate.evidence.tables.traffic import ENDS_UNSURE, Traffic
from nameplate.model.records import Flow, Key, Record, Witness

Cells = Mapping[str, JsonValue]
_ZERO = "0.0.0.0"  # noqa: S104 - compared, never bound
# Logs that are named when they are passed over; a name that is not here is never repeated.
_SILENT = frozenset({"files", "notice", "ntp", "ocsp", "reporter", "smtp", "ssh", "weird"})
# Multicast DNS, LLMNR and NetBIOS ask for names of machines nearby.
_NEARBY_PORTS = frozenset({5353, 5355, 137})


def kind_of(path: str, cells: Cells) -> str:
    """Return which log a line is of: by its stated path, else by columns that no other has."""
    if path in _READ:
        return path
    for kind, marks in _MARKS:
        if marks <= cells.keys():
            return kind
    return path if path in _SILENT else "other"


def read(kind: str, row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    """Yield what a line says; lines of logs that say nothing of units are counted."""
    traffic.heard(row)
    if (rule := _READ.get(kind)) is not None:
        yield from rule(row, cells, traffic)
    else:
        log = f"the {kind} log" if kind in _SILENT else "other logs"
        traffic.tell(f"lines of {log}, of which nothing is read")


def _at(name: str) -> str:
    return json.pointer(name)


def _ends(cells: Cells) -> Ends:
    protocol = protocol_of(text(cells, "proto"))
    return Ends(
        text(cells, "id.orig_h"),
        text(cells, "id.resp_h"),
        count(cells.get("id.resp_p")) if protocol in PORTS else 0,
        protocol,
        cells.get("local_orig") in ("T", True),
        cells.get("local_resp") in ("T", True),
        count(cells.get("id.orig_p")) if protocol in PORTS else 0,
    )


def _conn(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    ends = _ends(cells)
    size = Size(
        _bytes(cells, "orig"),
        _bytes(cells, "resp"),
        count(cells.get("orig_pkts")) + count(cells.get("resp_pkts")),
    )
    yield from traffic.flow(row, ends, size, seconds=_seconds(cells.get("duration")))
    for own, peer, name in (
        (ends.originator, ends.responder, "orig_l2_addr"),
        (ends.responder, ends.originator, "resp_l2_addr"),
    ):
        if name in cells:
            yield from traffic.on_link(row, own, peer, cells[name], _at(name))


def _bytes(cells: Cells, side: str) -> int:
    """Return the payload's bytes; where they are not stated, those of the IP packets."""
    return count(cells.get(f"{side}_bytes")) or count(cells.get(f"{side}_ip_bytes"))


def _seconds(value: JsonValue) -> float:
    if isinstance(value, str):
        whole, _, part = value.partition(".")
        return count(whole) + count(part[:6].ljust(6, "0")) / 1e6
    return float(value) if isinstance(value, int | float) and 0 < value < 1e9 else 0.0


def _dns(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    if count(cells.get("id.resp_p")) in _NEARBY_PORTS:
        return
    client, name = text(cells, "id.orig_h"), text(cells, "query")
    yield from traffic.asked(row, client, name, _at("query"))
    answers = cells.get("answers")
    if isinstance(answers, str):
        answers = list(answers[:4096].split(","))
    if isinstance(answers, list):
        traffic.answered(row, client, name, (one for one in answers if isinstance(one, str)))


def _dhcp(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    """Bind to the client's own hardware address: a relay or a server is another unit.

    An address in an INFORM was not leased; servers are known to answer it with another's MAC.
    """
    client = Key.of("mac", text(cells, "mac"), "payload")
    if client is None:
        return
    kinds = cells.get("msg_types")
    informed = isinstance(kinds, str | list) and "INFORM" in kinds
    leased = next(
        (
            (name, value)
            for name in ("assigned_addr", "assigned_ip", "client_addr")
            if (value := text(cells, name)) not in ("", _ZERO)
            and not (informed and name == "client_addr")
        ),
        ("", ""),
    )
    yield from traffic.say(
        row,
        f"mac {client.value}",
        (),
        (
            Said("dhcp.hostname", text(cells, "host_name"), _at("host_name")),
            Said("dhcp.vendor_class", text(cells, "client_software"), _at("client_software")),
        ),
        stated=(
            ("mac", text(cells, "mac"), _at("mac")),
            ("ip", leased[1], _at(leased[0])),
            ("hostname", text(cells, "host_name"), _at("host_name")),
        ),
    )


def _named(row: Row, cells: Cells, traffic: Traffic, name: str, how: How) -> Iterator[Flow]:
    """Yield a connection with the name that the client asked the remote end for."""
    found, ends = public_name(text(cells, name)), facing(_ends(cells))
    if found and ends is not None:
        yield from traffic.flow(row, ends, name=found, named=how, request=True)


def _http(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    yield from _named(row, cells, traffic, "host", "http")
    if text(cells, "server"):
        yield from _server(row, cells, traffic, "id.resp_h", {"server": "http.server"})


def _ssl(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    yield from _named(row, cells, traffic, "server_name", "sni")
    yield from _certificate(row, cells, traffic, "id.resp_h")


def _certificate(row: Row, cells: Cells, traffic: Traffic, host: str) -> Iterator[Record]:
    issuer = "issuer" if "issuer" in cells else "issuer_subject"
    if text(cells, "subject"):
        columns = {"subject": "tls.subject", issuer: "tls.issuer"}
        yield from _server(row, cells, traffic, host, columns)


def _known_certs(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    yield from _certificate(row, cells, traffic, "host")


def _snmp(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    if text(cells, "display_string"):
        yield from _server(row, cells, traffic, "id.resp_h", {"display_string": "snmp.sys_descr"})


def _software(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    """Read what web servers call themselves; browsers are people's."""
    if text(cells, "software_type") == "HTTP::SERVER":
        yield from _server(row, cells, traffic, "host", {"unparsed_version": "http.server"})


def _known_services(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    host = address(text(cells, "host"))
    protocol, port = text(cells, "port_proto"), count(cells.get("port_num"))
    if host is None or host.key is None or protocol not in ("tcp", "udp") or not port:
        return
    yield from traffic.say(
        row,
        f"address {host.value}",
        (host.key,),
        (Said("port.open", f"{port}/{protocol}", _at("port_num")),),
        witness=Witness.TOOL,
    )


def _known_devices(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    device = Key.of("mac", text(cells, "mac"), "payload")
    if device is None:
        return
    name = "dhcp_host_name"
    yield from traffic.say(
        row,
        f"mac {device.value}",
        (),
        (Said("dhcp.hostname", text(cells, name), _at(name)),),
        witness=Witness.PEER,
        stated=(("mac", text(cells, "mac"), _at("mac")),),
    )


def _x509(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    """Say nothing: the log has no addresses, so whose certificate it is stays open."""
    traffic.tell("certificates of the x509 log, which has no addresses: known_certs.log has them")
    yield from ()


def _known_hosts(row: Row, cells: Cells, traffic: Traffic) -> Iterator[Record]:
    traffic.tell("addresses of the known_hosts log, which says nothing more of them")
    yield from ()


def _server(
    row: Row, cells: Cells, traffic: Traffic, host: str, columns: Mapping[str, str]
) -> Iterator[Record]:
    """Yield what a server of the site says of itself; `host` is the column of its address."""
    server, client = text(cells, host), text(cells, "id.orig_h")
    if host == "id.resp_h":
        if (ends := facing(_ends(cells))) is None:
            traffic.tell(ENDS_UNSURE)
            return
        server, client = ends.responder, ends.originator
    if (key := traffic.server(server, client)) is None:
        return
    said = []
    for name, field in columns.items():
        value = text(cells, name)
        value = tls.clean_name(value[:4096]) if field.startswith("tls.") else value
        said.append(Said(field, value, _at(name)))
    yield from traffic.say(row, f"address {key.value}", (key,), tuple(said))


_READ: Final[Mapping[str, Callable[[Row, Cells, Traffic], Iterator[Record]]]] = {
    "conn": _conn,
    "dns": _dns,
    "dhcp": _dhcp,
    "http": _http,
    "ssl": _ssl,
    "x509": _x509,
    "snmp": _snmp,
    "software": _software,
    "known_certs": _known_certs,
    "known_services": _known_services,
    "known_devices": _known_devices,
    "known_hosts": _known_hosts,
}
_MARKS: Final[tuple[tuple[str, frozenset[str]], ...]] = tuple(
    (kind, frozenset(marks.split()))
    for kind, marks in (
        ("conn", "id.orig_h conn_state"),
        ("dns", "id.orig_h query"),
        ("dhcp", "mac msg_types"),
        ("dhcp", "mac assigned_ip"),
        ("dhcp", "mac assigned_addr"),
        ("http", "id.orig_h trans_depth"),
        ("ssl", "id.orig_h ssl_history"),
        ("ssl", "id.orig_h cipher"),
        ("x509", "certificate.subject"),
        ("snmp", "id.orig_h get_requests"),
        ("software", "host software_type"),
        ("known_certs", "host port_num issuer_subject"),
        ("known_services", "host port_num port_proto"),
    )
)
