"""What of a value given under a field's name may be kept: the same rules as for whole messages.

Own JSON lines state fields directly. A header line may hold a cookie, an address a password, a
contact or a name a person: each is cut down here as its protocol cuts it down.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from nameplate.evidence.protocols import http, isapi, mdns, names, rtsp, tls, ws_discovery
from nameplate.evidence.protocols.stated import LONGEST, LONGEST_LIST, without_secrets
from nameplate.model import identifiers

_PREFIX = re.compile(r"(?:server|public)\s?:\s?", re.I)
_USER = re.compile(r"(?<=://)[^/@\s]{0,128}@")
_LISTS = frozenset({"ws_discovery.scopes", "ws_discovery.xaddrs", "tls.san", "tls.subject"})


def value_of(field: str, text: str) -> str:
    """Return the part of `text` that may be kept under `field`; "" if nothing of it may."""
    text = text.strip()[: LONGEST_LIST if field in _LISTS else LONGEST]
    rule = _RULES.get(field)
    kept = text if rule is None else rule(text)
    return names.kept(field, without_secrets(kept)).strip()


def _mac(text: str) -> str:
    return identifiers.mac(text) or ""


def _realm(text: str) -> str:
    return http.realm(text) or ("" if "nonce" in text.lower() else text)


def _server(text: str) -> str:
    return _PREFIX.sub("", text, count=1)


def _header(text: str) -> str:
    return text if text.partition(":")[0].strip().lower() in http.OTHER_HEADERS else ""


def _path(text: str) -> str:
    return re.split(r"[?#;]", _USER.sub("", text), maxsplit=1)[0]


def _mark(text: str) -> str:
    return text[: http.LONGEST_MARK]


_RULES: Final[Mapping[str, Callable[[str], str]]] = {
    "mac": _mac,
    "http.realm": _realm,
    "rtsp.realm": _realm,
    "http.server": _server,
    "rtsp.server": _server,
    "ssdp.server": _server,
    "rtsp.public": _server,
    "http.header": _header,
    "http.path": _path,
    "http.body": _mark,
    "rtsp.url": rtsp.path_of,
    "isapi.system_contact": isapi.factory_text,
    "isapi.device_location": isapi.factory_text,
    "ws_discovery.scopes": ws_discovery.kept_scopes,
    "ws_discovery.xaddrs": _path,
    "tls.subject": tls.clean_name,
    "tls.issuer": tls.clean_name,
    "mdns.txt": mdns.kept_pair,
}
