"""DHCP requests as people and tools write them down: host name and vendor class.

Spec: RFC 2132, options 12 and 60.
"""

import re

from nameplate.evidence.protocols.keyvalue import Vocabulary
from nameplate.evidence.protocols.stated import Said, Saying

VOCABULARY = Vocabulary(
    {
        "option 60": "dhcp.vendor_class",
        "vendor class": "dhcp.vendor_class",
        "vendor class id": "dhcp.vendor_class",
        "vendor class identifier": "dhcp.vendor_class",
        "vendor id": "dhcp.vendor_class",
        "vci": "dhcp.vendor_class",
        "option 12": "dhcp.hostname",
        "host name": "dhcp.hostname",
        "client hostname": "dhcp.hostname",
        "mac": "mac",
        "chaddr": "mac",
        "hardware ethernet": "mac",
        "ip": "ip",
        "assigned addr": "ip",
    }
)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a request says; a lone word is the host name, lone words are the class."""
    saying: Saying = VOCABULARY.say(VOCABULARY.of(data), data)
    done = saying.done()
    text = data.decode("utf-8", "replace").strip()
    if not done and "\n" not in text and 0 < len(text) <= 255:
        named = _NAME.fullmatch(text) is not None
        saying.add("dhcp.hostname" if named else "dhcp.vendor_class", text, 0, len(data))
        done = saying.done()
    if name := done.value("dhcp.hostname"):
        saying.key("hostname", name)
    return (saying.done(),)
