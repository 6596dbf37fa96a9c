"""Recorded replies by the channel they came through: which protocol reads which.

The content of a channel is what people saved: a whole message, some lines of it, or a note of
its values. A channel that is not known here is read by what its content looks like.
"""

import re
from collections.abc import Mapping
from typing import Final

from nameplate.evidence.protocols import (
    bodies,
    dhcp,
    dhip,
    http,
    inventory,
    isapi,
    magicbox,
    mdns,
    nmap_host,
    onvif,
    rtsp,
    sadp,
    snmp,
    tls,
    upnp,
    ws_discovery,
    zeek,
)
from nameplate.evidence.protocols.bodies import Parse
from nameplate.evidence.protocols.keyvalue import Vocabulary
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Key, Witness

_MAC = re.compile(
    rb"(?<![0-9A-Za-z:.-])(?:[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}"
    rb"|[0-9A-Fa-f]{4}(?:[.-][0-9A-Fa-f]{4}){2}|[0-9A-Fa-f]{6}[-:][0-9A-Fa-f]{6}"
    rb"|[0-9A-Fa-f]{12})(?![0-9A-Za-z:.-])"
)
_PORT = re.compile(rb"\b(\d{1,5})(?:/(tcp|udp))?\b")
_NAMED = re.compile(r"[A-Za-z][\w .-]{0,30}[:=]\s?\S")
_FIRST = re.compile(r"[^\r\n]{1,400}")


def said(channel: str, content: bytes) -> tuple[Said, ...]:
    """Return what a recorded reply says: its sender first, then others it speaks of."""
    parse = CHANNELS.get(plain_channel(channel), bodies.said)
    if b"\n" not in content and b"\\r\\n" in content:
        # Somebody saved what a program printed: its line ends are two letters each.
        content = content.replace(b"\\r\\n", b"\r\n")
    return tuple(one for one in parse(content) if one)


def plain_channel(channel: str) -> str:
    """Return a channel's name as `CHANNELS` has it: lower case, words parted by "-"."""
    return re.sub(r"[\s_.]+", "-", channel.strip().lower())[:40]


def _one(field: str, *, serial: bool = False) -> Parse:
    """Make the parser of a channel whose content is one value, or names with values."""

    def parse(data: bytes) -> tuple[Said, ...]:
        text = data.decode("utf-8", "replace").strip()
        if _NAMED.match(text) and any(found := inventory.said(data)):
            return found
        saying = Saying(data)
        if line := _FIRST.match(text):
            saying.add(field, line[0], 0, len(data))
            if serial:
                saying.key("serial", line[0])
        return (saying.done(),)

    return parse


def _mac(data: bytes) -> tuple[Said, ...]:
    """Read an address as a table shows it: whoever kept the table is the witness."""
    saying = Saying(data)
    if match := _MAC.search(data):
        saying.key("mac", match[0].decode(), match.start(), match.end())
    found = saying.done(witness=Witness.PEER)
    return (found._replace(keys=tuple(_in_table(key) for key in found.keys)),)


def _in_table(key: Key) -> Key:
    return Key(key.kind, key.value, key.stated, "table")


def _ports(data: bytes) -> tuple[Said, ...]:
    saying = Saying(data)
    for match in _PORT.finditer(data):
        if 0 < int(match[1]) < 65_536:
            kind = (match[2] or b"tcp").decode()
            saying.add("port.open", f"{int(match[1])}/{kind}", match.start(), match.end())
    return (saying.done(witness=Witness.TOOL),)


def _nmap(data: bytes) -> tuple[Said, ...]:
    """Read one <host>; of a cut one, or of the tool's text, only its hardware address."""
    try:
        return nmap_host.said(data)
    except UnreadableEvidence:
        return _mac(data)


def _icon(data: bytes) -> tuple[Said, ...]:
    saying = Saying(data)
    http.add_page(saying, b"icon: " + data.strip())
    return (Said(tuple(one._replace(start=None, end=None) for one in saying.done().stated)),)


CHANNELS: Final[Mapping[str, Parse]] = {
    "http": bodies.said,
    "http-body": bodies.said,
    "http-header": http.said_header,
    "http-headers": http.said_header,
    "http-title": _one("http.title"),
    "favicon": _icon,
    "isapi": isapi.said,
    "magicbox": magicbox.said,
    "rtsp": rtsp.said,
    "sdp": rtsp.said,
    "onvif": bodies.said,
    "onvif-discovery": ws_discovery.said,
    "ws-discovery": ws_discovery.said,
    "onvif-deviceinfo": onvif.said,
    "onvif-device-info": onvif.said,
    "sadp": sadp.said,
    "dhdiscover": dhip.said,
    "dhip": dhip.said,
    "dvrip": dhip.said,
    "dahua-v1": dhip.said,
    "tls": tls.said,
    "x509": tls.said,
    "certificate": tls.said,
    "snmp": snmp.said,
    "dhcp": dhcp.said,
    "mdns": mdns.said,
    "ssdp": upnp.said,
    "upnp": upnp.said,
    "zeek-log": zeek.said,
    "zeek": zeek.said,
    "nmap-xml": _nmap,
    "nmap": _nmap,
    "mac": _mac,
    "arp": _mac,
    "model-string": _one("device.model"),
    "model": _one("device.model"),
    "firmware-string": _one("device.firmware"),
    "firmware": _one("device.firmware"),
    "serial-string": _one("device.serial", serial=True),
    "serial": _one("device.serial", serial=True),
    "telnet": _one("telnet.banner"),
    "lldp": _one("lldp.sys_descr"),
    "cdp": _one("cdp.platform"),
    "label": _one("label.text"),
    "dns": _one("dns.name"),
    "sip": _one("gb28181.user_agent"),
    "port": _ports,
    "tcp": _ports,
}
"""Channel names to the protocol that reads them."""

VOCABULARIES: Final[Mapping[str, Vocabulary]] = {
    "isapi": isapi.VOCABULARY,
    "magicbox": magicbox.VOCABULARY,
    "onvif": onvif.VOCABULARY,
    "sadp": sadp.VOCABULARY,
    "dhip": dhip.VOCABULARY,
    "upnp": upnp.VOCABULARY,
    "dhcp": dhcp.VOCABULARY,
}
"""First part of a field to the names that its protocol itself uses."""
