"""mDNS answers as people and tools write them down: service, instance, TXT pairs.

Spec: RFC 6762, RFC 6763. Of TXT pairs only names that describe the product are kept.
"""

import re
from itertools import islice

from nameplate.evidence.protocols.stated import Said, Saying

_SERVICE = re.compile(r"_[A-Za-z0-9-]{1,30}\._(?:tcp|udp)")
_TXT = re.compile(r"\b([A-Za-z][\w.-]{0,24})=(\"[^\"]{0,128}\"|[^\s,;\"]{1,128})")
_KEPT = frozenset(
    {"md", "model", "product", "ty", "usb_mfg", "usb_mdl", "manufacturer", "mfg", "vendor"}
    | {"vers", "version", "fw", "firmware", "txtvers", "protovers", "class", "type"}
    | {"sn", "serial", "serialnumber"}
)
_MAC = frozenset({"mac", "macaddress", "mac_address", "deviceid"})
_SERIAL = frozenset({"sn", "serial", "serialnumber"})


def kept_pair(text: str) -> str:
    """Return a TXT pair if its name describes the product, else an empty text."""
    return text if text.partition("=")[0].strip().lower() in _KEPT else ""


def names_mac(text: str) -> bool:
    """Say whether a TXT pair states the unit's hardware address."""
    return text.partition("=")[0].strip().lower() in _MAC


def service(name: str) -> str:
    """Return the type of a service in a name in lower case: "_http._tcp"; "" for none."""
    match = _SERVICE.search(name[:256])
    return match[0].lower() if match is not None else ""


def add_pair(saying: Saying, text: str, start: int | None = None, end: int | None = None) -> None:
    """Keep a TXT pair whose name describes the product, numbers it, or is its address."""
    name, sign, value = text.partition("=")
    name = name.strip().lower()
    if not sign:
        return
    if name in _MAC:
        saying.key("mac", value, start, end)
    elif name in _KEPT:
        saying.add("mdns.txt", text, start, end)
        if name in _SERIAL:
            saying.key("serial", value)


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a line about a service says: first the type, then TXT, the rest is the name."""
    saying = Saying(data)
    text = data.decode("utf-8", "replace")
    for match in islice(_SERVICE.finditer(text), 16):
        saying.add("mdns.service", match[0])
    for name, value in _TXT.findall(text)[:64]:
        add_pair(saying, f"{name}={value.strip(chr(34))}")
    rest = _TXT.sub(" ", _SERVICE.sub(" ", text).replace(".local", " "))
    name = " ".join(rest.split())[:128].strip(" .,;:")
    if name:
        saying.add("mdns.name", name)
        if " " not in name:
            saying.key("hostname", name)
    return (saying.done(),)
