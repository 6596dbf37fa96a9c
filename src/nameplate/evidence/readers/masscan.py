"""Scan results of masscan: the JSON list (-oJ), JSON lines (-oD) and the plain list (-oL).

Spec: masscan's own writers (out-json, out-ndjson, out-text). The JSON list is one object a line,
may end with a stray comma and with "{finished: 1}", which is no JSON: so each line is read on its
own. The XML form (-oX) is nmap's and is read as such.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import nmap_host
from nameplate.evidence.protocols.nmap_host import Place
from nameplate.evidence.protocols.stated import Said, Saying, sightings
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Key, Problem, Record, Witness, keys

FORMAT = Format(
    name="masscan",
    title="Scan results (masscan -oJ, -oD, -oL)",
    yields=("Sighting",),
    spec="masscan 1.3, src/out-json.c, src/out-ndjson.c, src/out-text.c",
)

_OBJECT = re.compile(rb'\s*(?:\[\s*)?,?\s*\{\s*"ip"\s*:\s*"')
_LINE = re.compile(
    rb"(?P<what>open|banner) (?P<protocol>tcp|udp|sctp) (?P<port>\d{1,5})"
    rb" (?P<ip>[0-9A-Fa-f.:]{3,45}) (?P<time>\d{9,11})"
    rb"(?: (?P<name>[\w.\-]{1,40}) (?P<banner>.{0,4096}))?"
)
_END = re.compile(rb"\{\s*\"?finished\"?\s*:")


def sniff(head: bytes) -> int:
    """Claim the list by its first word, JSON by the members that every object has."""
    if head.startswith(b"#masscan"):
        return 95
    if _OBJECT.match(head) and b'"timestamp"' in head and b'"proto"' in head:
        return 85
    return 60 if _LINE.fullmatch(head.split(b"\n", 1)[0].rstrip(b"\r")) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the open ports, and what stood beside them, of each line."""
    if not sniff(source.head()):
        raise NotOurFormat("no line of it is one of masscan's", where=source.name)
    for number, _, raw in source.lines():
        line = raw.strip().strip(b",").strip()
        if not line or line in (b"[", b"]") or line[:1] == b"#" or _END.match(line):
            continue
        if match := _LINE.fullmatch(line):
            yield from _listed(match, number)
        elif line[:1] in (b"{", b"["):
            yield from _objects(line, number)
        else:
            yield Problem(
                what="no line of a masscan result",
                next_step="The other lines were read.",
                where=f"line {number}",
            )


def _listed(match: re.Match[bytes], number: int) -> Iterator[Record]:
    port = f"{match['port'].decode()}/{match['protocol'].decode()}"
    said = [_port(port)] if match["what"] == b"open" else []
    if match["name"]:
        text = (match["banner"] or b"").decode("utf-8", "backslashreplace")
        said.append(_banner(match["name"].decode(), text))
    yield from _of(match["ip"].decode(), match["time"].decode(), said, f"line {number}")


def _objects(line: bytes, number: int) -> Iterator[Record]:
    """Read one object, or a list of them on one line."""
    start = len(line) - len(line.lstrip(b"["))
    text = line if line.endswith(b"]") or not start else line[start:]
    try:
        value = json.loads(re.sub(rb",\s{0,64}\]$", b"]", text))
    except UnreadableEvidence as fault:
        yield Problem(
            what=fault.what, next_step="The other lines were read.", where=f"line {number}"
        )
        return
    is_list = isinstance(value, list)
    for index, item in enumerate(value if is_list else [value]):
        if isinstance(item, dict) and isinstance(item.get("ip"), str):
            at = json.pointer(index) if is_list else ""
            where = f"line {number}, {at}" if at else f"line {number}"
            time = item.get("timestamp")
            yield from _of(item["ip"], str(time or ""), list(_members(item)), where)


def _members(item: dict[str, json.JsonValue]) -> Iterator[Said]:
    ports = item.get("ports")
    for one in ports if isinstance(ports, list) else [item]:
        if not isinstance(one, dict) or not isinstance(one.get("port"), int):
            continue
        data = one.get("data")
        state = one.get("status") or (data.get("status") if isinstance(data, dict) else None)
        if state == "open":
            yield _port(f"{one['port']}/{one.get('proto', 'tcp')}"[:10])
        service = one.get("service")
        if isinstance(service, dict):
            yield _banner(str(service.get("name", "")), str(service.get("banner", "")))
        elif isinstance(data, dict) and "banner" in data:
            yield _banner(str(data.get("service_name", "")), str(data["banner"]))


def _port(text: str) -> Said:
    saying = Saying()
    saying.add("port.open", text)
    return saying.done(witness=Witness.TOOL)


def _banner(name: str, text: str) -> Said:
    saying = Saying()
    nmap_host.banner(saying, name, text, Place(None, None))
    return saying.done()


def _of(ip: str, time: str, said: list[Said], where: str) -> Iterator[Record]:
    key = Key.of("ip", ip, "table")
    yield from sightings(
        said,
        unit=f"address {ip}",
        at=lambda _: where,
        keys_given=keys(key),
        when=_time(time),
        when_stated=time or None,
    )


def _time(stated: str) -> datetime | None:
    is_time = re.fullmatch(r"[0-9]{9,11}", stated) is not None
    return datetime.fromtimestamp(int(stated), UTC) if is_time else None
