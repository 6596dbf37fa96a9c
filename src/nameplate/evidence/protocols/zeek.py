"""Single lines of Zeek logs as people paste them: the JSON form, or a line with its names.

Spec: Zeek's log documentation (ssl, x509, dhcp, software, snmp). A certificate's names are those
of the responder; a DHCP line's names are the client's own.
"""

import re

from nameplate.evidence.bounded import json
from nameplate.evidence.protocols import dhcp, tls
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.model.errors import UnreadableEvidence

_FIELDS = {
    "subject": "tls.subject",
    "issuer": "tls.issuer",
    "certificate.subject": "tls.subject",
    "certificate.issuer": "tls.issuer",
    "host_name": "dhcp.hostname",
    "display_string": "snmp.sys_descr",
}
_NAME = re.compile(r"(?:CN|O|OU|C|L|ST|emailAddress)=[^\t]{1,1024}")
_ADDRESS_OF = {"tls.subject": "id.resp_h", "snmp.sys_descr": "id.resp_h", "dhcp.hostname": ""}


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a line, or each of several, says."""
    found = []
    for number, line in enumerate(data.split(b"\n")[:4096], 1):
        if line.strip() and (one := _of_line(line.strip())):
            found.append(one._replace(part=f"line {number}"))
    return (found[0]._replace(part=""),) if len(found) == 1 else tuple(found)


def _of_line(line: bytes) -> Said:
    try:
        row = json.loads(line)
    except UnreadableEvidence:
        return tls.of_text(line) or _of_columns(line) or dhcp.said(line)[0]
    saying = Saying()
    if not isinstance(row, dict):
        return saying.done()
    for name, field in _FIELDS.items():
        value = row.get(name)
        if isinstance(value, str):
            saying.add(field, tls.clean_name(value) if field.startswith("tls.") else value)
            address = row.get(_ADDRESS_OF.get(field, ""))
            if isinstance(address, str):
                saying.key("ip", address)
    if saying.has("dhcp.hostname") or "assigned_addr" in row:
        for name, kind in (("mac", "mac"), ("assigned_addr", "ip"), ("host_name", "hostname")):
            value = row.get(name)
            if isinstance(value, str):
                saying.key("mac" if kind == "mac" else "ip" if kind == "ip" else "hostname", value)
    _software(saying, row)
    return saying.done()


def _of_columns(line: bytes) -> Said:
    """Read a tab-separated line of ssl.log or x509.log: the first name is the subject's."""
    saying = Saying()
    cells = [cell for cell in line.decode("utf-8", "replace").split("\t") if _NAME.match(cell)]
    for field, cell in zip(("tls.subject", "tls.issuer"), cells, strict=False):
        saying.add(field, tls.clean_name(cell))
    return saying.done()


def _software(saying: Saying, row: dict[str, json.JsonValue]) -> None:
    kind, text, host = (row.get(n) for n in ("software_type", "unparsed_version", "host"))
    if kind == "HTTP::SERVER" and isinstance(text, str):
        saying.add("http.server", text)
        if isinstance(host, str):
            saying.key("ip", host)
