"""One <host> of a scanner's XML report: its addresses, open ports, and what its ports answered.

Spec: nmap.dtd (nmap 7.9x) and the printed form of each script named here; masscan writes the same
elements. What a port answered is the unit's own word and is read by the protocol's own module.
The scanner's guesses (product, vendor of an address) are a tool's. Other scripts are read only
where they print a whole reply: accounts, shares and what a script tried never leave.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from nameplate.evidence.bounded import xml
from nameplate.evidence.bounded.xml import Element
from nameplate.evidence.protocols import addresses, bodies, http, rtsp, tls
from nameplate.evidence.protocols.stated import Pair, Said, Saying
from nameplate.model.records import Excerpt, Key, Witness

_LONGEST_OUTPUT = 65_536
_START_TAG = re.compile(rb"<(?=[A-Za-z_])")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.S)
_NO_TITLE = re.compile(r"Site doesn't have a title|Did not follow redirect|Requested resource was")
_REDIRECT = re.compile(r"(?:redirect to|resource was) https?://[^\s/?#]{1,253}(/[^\s?#;]{1,200})")
_NOTED_REALM = re.compile(
    r"\brealm=\"?(.{1,128}?)\"?(?=,|\s+(?:nonce|qop|algorithm|domain|opaque|stale|charset)=|\s*$)",
    re.M,
)
_MD5 = re.compile(r"\b([0-9A-Fa-f]{32})\b")
_SUBJECT = re.compile(r"(?m)^(Subject|Issuer): (.{1,1024})$")
_OTHER_NAMES = re.compile(r"(?m)^Subject Alternative Name: (.{1,2048})$")
_NOTED = re.compile(r"(?m)^\s*([A-Za-z][A-Za-z /]{1,30}?): (.{1,512})$")
# X.520 names as the script spells them, in the order of RFC 4514: the narrowest first.
_NAME_PARTS = {
    "commonName": "CN",
    "organizationalUnitName": "OU",
    "organizationName": "O",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "countryName": "C",
}
_NOTED_FIELDS = {
    "upnp-info": {
        "server": "ssdp.server",
        "manufacturer": "upnp.manufacturer",
        "model name": "upnp.model",
        "name": "upnp.friendly_name",
    },
    "wsdd-discover": {"address": "ws_discovery.xaddrs", "type": "ws_discovery.types"},
}
# What masscan calls the text beside a port.
_BANNERS = {"title": "http.title", "http.server": "http.server", "telnet": "telnet.banner"}


class Place(NamedTuple):
    """Where an element's bytes are: of its start tag, or of all of it; None where not known."""

    start: int | None
    end: int | None


class _Places:
    """Pairs elements with their start tags: both come in document order."""

    def __init__(self, data: bytes, root: Element) -> None:
        shown = _HIDDEN.sub(lambda hidden: b" " * len(hidden[0]), data)
        self._starts = [match.start() for match in _START_TAG.finditer(shown)]
        elements = list(root.iter())
        known = len(elements) == len(self._starts)
        self._starts.append(len(data))
        self._index = {id(one): i for i, one in enumerate(elements)} if known else {}

    def tag(self, element: Element) -> Place:
        """Return where its start tag is, with the text up to its first child."""
        return self._span(element, 1)

    def whole(self, element: Element) -> Place:
        """Return where all of it is, up to the next element."""
        return self._span(element, sum(1 for _ in element.iter()))

    def _span(self, element: Element, count: int) -> Place:
        index = self._index.get(id(element))
        if index is None:
            return Place(None, None)
        return Place(self._starts[index], self._starts[index + count])


class _Host:
    """Collects what one host says, by who says it."""

    def __init__(self, data: bytes) -> None:
        self.unit = Saying(data)
        self.tool = Saying(data)
        self.peer = Saying(data)

    def said(self, part: str) -> tuple[Said, ...]:
        """Return what was collected: every witness with all the keys of the host."""
        peer = self.peer.done(part, witness=Witness.PEER)
        unit = self.unit.done(part)
        tabled = [Key(key.kind, key.value, key.stated, "table") for key in peer.keys]
        own = tuple(dict.fromkeys([*tabled, *unit.keys]))
        found = (peer, unit, self.tool.done(part, witness=Witness.TOOL))
        return tuple(_shown(one)._replace(keys=own) for one in found if one.stated or one is peer)


def _shown(said: Said) -> Said:
    """Keep as excerpts the values alone: an element beside them may hold what must not leave."""
    return said._replace(
        stated=tuple(one._replace(raw=one.value.encode()[: Excerpt.LIMIT]) for one in said.stated)
    )


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a fragment with one <host> says, or with several, each a part of its own.

    A host that was down says nothing. Raises UnreadableEvidence where it is no XML.
    """
    root = xml.parse(data)
    places = _Places(data, root)
    hosts = [root] if xml.local_name(root) == "host" else list(_named(root, "host"))
    found: list[Said] = []
    for number, host in enumerate(hosts, 1):
        found += _of_host(host, data, places, f"host {number}" if number > 1 else "")
    return tuple(found)


def when(data: bytes) -> str | None:
    """Return the time the host was looked at, Unix seconds as stated, or None."""
    tag = re.match(rb"\s{0,64}<host\b[^<>]{0,512}>", data)
    found = re.search(rb"\b(?:starttime|endtime)=[\"'](\d{9,11})[\"']", tag[0]) if tag else None
    return None if found is None else found[1].decode()


def _named(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if xml.local_name(one) == name)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element if xml.local_name(one) == name)


def _of_host(host: Element, data: bytes, places: _Places, part: str) -> tuple[Said, ...]:
    state = next(_named(host, "status"), None)
    if state is not None and state.get("state") == "down":
        return ()
    found = _Host(data)

    for address in _named(host, "address"):
        kind = "mac" if address.get("addrtype") == "mac" else "ip"
        found.peer.key(
            "mac" if kind == "mac" else "ip", address.get("addr", ""), *places.tag(address)
        )
        found.tool.add("tool.vendor", address.get("vendor", ""), *places.tag(address))
    for name in _named(host, "hostname"):
        found.peer.key("hostname", name.get("name", ""), *places.tag(name))
    for port in _named(host, "port"):
        _port(found, port, places)
    for inside in _named(host, "hostscript"):
        for script in _children(inside, "script"):
            _script(found, script, "", places.whole(script))
    return found.said(part)


def _port(found: _Host, port: Element, places: _Places) -> None:
    state = next(_children(port, "state"), None)
    if state is not None and state.get("state") != "open":
        return
    number = port.get("portid", "")[:5]
    if number.isascii() and number.isdigit():
        found.tool.add(
            "port.open", f"{number}/{port.get('protocol', 'tcp')[:4]}", *places.tag(port)
        )
    for service in _children(port, "service"):
        found.tool.add("service.product", service.get("product", ""), *places.tag(service))
        banner(found.unit, service.get("name", ""), service.get("banner", ""), places.tag(service))
    for script in _children(port, "script"):
        _script(found, script, number, places.whole(script))


def banner(saying: Saying, name: str, text: str, at: Place) -> None:
    """Read what masscan prints beside a port: `name` is its word for the protocol."""
    if field := _BANNERS.get(name):
        saying.add(field, text, *at)
    else:
        _reply(saying, text, at)


def _script(found: _Host, script: Element, port: str, at: Place) -> None:
    name = script.get("id", "").removeprefix("broadcast-")
    output = script.get("output", "")[:_LONGEST_OUTPUT]
    if read := _SCRIPTS.get(name):
        read(found.unit, script, output, at)
    elif name == "banner" and port == "23":
        found.unit.add("telnet.banner", _first_line(output), *at)
    elif name == "fingerprint-strings":
        for element in _named(script, "elem"):
            _reply(found.unit, xml.text_of(element), at)
    else:
        _reply(found.unit, output, at)


def _reply(saying: Saying, text: str, at: Place) -> None:
    """Read a whole reply, or the start of one, that a tool printed."""
    raw = text.strip().encode("utf-8", "replace")
    if b"RTSP/" in raw[:16]:
        read = rtsp.said
    elif b"HTTP/" in raw[:16]:
        read = bodies.said
    else:
        return
    for one in read(raw):
        for stated in one.stated:
            saying.add(stated.field, stated.value, *at)


def _elements(script: Element, key: str) -> Iterator[str]:
    """Yield the texts of elements with a key, at any depth."""
    return (xml.text_of(one) for one in _named(script, "elem") if one.get("key") == key)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _title(saying: Saying, script: Element, output: str, at: Place) -> None:
    if redirect := _REDIRECT.search(output):
        saying.add("http.path", redirect[1], *at)
    title = next(_elements(script, "title"), None) or _first_line(output)
    if not _NO_TITLE.match(title):
        saying.add("http.title", title, *at)


def _server(saying: Saying, script: Element, output: str, at: Place) -> None:
    texts = [xml.text_of(one) for one in _named(script, "elem")] or output.splitlines()
    for text in texts[:8]:
        saying.add("http.server", text, *at)


def _headers(saying: Saying, script: Element, output: str, at: Place) -> None:
    pairs = http.header_lines(output.encode("utf-8", "replace"))
    http.add_headers(saying, [Pair(pair.name, pair.value, *at) for pair in pairs])


def _realm(saying: Saying, script: Element, output: str, at: Place) -> None:
    realms = list(_elements(script, "realm")) or [m[1] for m in _NOTED_REALM.finditer(output)]
    for realm in realms[:8]:
        saying.add("http.realm", realm, *at)


def _methods(saying: Saying, script: Element, output: str, at: Place) -> None:
    saying.add("rtsp.public", _first_line(output), *at)


def _certificate(saying: Saying, script: Element, output: str, at: Place) -> None:
    for pem in _elements(script, "pem"):
        for one in tls.said(pem.encode("utf-8", "replace")):
            for stated in one.stated:
                saying.add(stated.field, stated.value, *at)
            if one.stated:
                return
    for side in ("subject", "issuer"):
        table = next((t for t in _named(script, "table") if t.get("key") == side), None)
        parts = _name_parts(table, output, side)
        name = [f"{short}={parts[long]}" for long, short in _NAME_PARTS.items() if long in parts]
        saying.add(f"tls.{side}", ",".join(name), *at)
    if other := _OTHER_NAMES.search(output):
        saying.add("tls.san", re.sub(r"\b(?:DNS|IP Address):", "", other[1]), *at)


def _name_parts(table: Element | None, output: str, side: str) -> dict[str, str]:
    if table is not None:
        return {one.get("key", ""): xml.text_of(one) for one in _named(table, "elem")}
    line = next((m[2] for m in _SUBJECT.finditer(output) if m[1].lower() == side), "")
    parts = re.split(r"/(?=[A-Za-z]{2,30}=)", line)
    return {name: value for name, _, value in (part.partition("=") for part in parts) if value}


def _system(saying: Saying, script: Element, output: str, at: Place) -> None:
    saying.add("snmp.sys_descr", _first_line(output), *at)


def _interfaces(saying: Saying, script: Element, output: str, at: Place) -> None:
    """Keep the addresses that the unit itself names: no router stands before these."""
    for line in output.splitlines()[:256]:
        if "MAC" in line:
            for address in addresses.macs(line)[:1]:
                saying.key("mac", address.stated, *at)


def _icon(saying: Saying, script: Element, output: str, at: Place) -> None:
    if digest := _MD5.search(output):
        saying.add("http.favicon_md5", digest[1].lower(), *at)


def _noted(fields: Mapping[str, str]) -> "Script":
    def read(saying: Saying, script: Element, output: str, at: Place) -> None:
        for match in _NOTED.finditer(output):
            if field := fields.get(match[1].lower()):
                saying.add(field, match[2].strip(), *at)

    return read


Script = Callable[[Saying, Element, str, Place], None]
_SCRIPTS: Final[Mapping[str, Script]] = {
    "http-title": _title,
    "http-server-header": _server,
    "http-headers": _headers,
    "http-auth": _realm,
    "http-favicon": _icon,
    "rtsp-methods": _methods,
    "ssl-cert": _certificate,
    "snmp-sysdescr": _system,
    "snmp-interfaces": _interfaces,
    "nbstat": _interfaces,
    **{name: _noted(fields) for name, fields in _NOTED_FIELDS.items()},
}
