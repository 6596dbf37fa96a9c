"""DHCPv6 messages: which client, what it calls itself, what it was given.

Spec: RFC 8415 (messages, relays, options 1, 3, 4, 5, 9, 16), RFC 4704 (option 39), RFC 6939
(option 79: the client's hardware address, as its relay saw it). Names and classes count only in
the client's own messages. An address is the client's by the reply that gives it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.protocols import duid
from nameplate.evidence.protocols.dhcp_message import Text, dns_labels
from nameplate.evidence.protocols.stated import Saying

_OF_CLIENTS = frozenset({1, 3, 4, 5, 6, 8, 9, 11})
_REPLY = 7
_FORWARD, _RELAY_REPLY = 12, 13
_CLIENT, _IA_NA, _ADDRESS, _RELAYED, _CLASS, _FQDN, _HARDWARE = 1, 3, 5, 9, 16, 39, 79
_IA_HEAD, _ADDRESS_HEAD, _RELAY_HEAD = 12, 24, 34
_MOST_OPTIONS, _MOST_RELAYS, _MOST_ADDRESSES = 128, 8, 8
_ETHERNET = b"\0\1"


class Message(NamedTuple):
    """A message about one client.

    `mac` is 12 hex digits, from the client's identifier or its relay, "" where neither has one;
    `mac_of_relay` says which. `given` are addresses of 16 bytes and where they stand.
    """

    of_client: bool
    relayed: bool
    peer: tuple[bytes, int] | None
    """The client's own link-local address, where a relay states it."""
    mac: str
    mac_at: int
    mac_of_relay: bool
    given: tuple[tuple[bytes, int], ...]
    hostname: Text | None
    vendor_class: Text | None


def read(data: bytes, start: int = 0, end: int | None = None) -> Message | None:
    """Read a message, also inside those of relays; None for other bytes."""
    at, stop = start, len(data) if end is None else min(end, len(data))
    peer: tuple[bytes, int] | None = None
    seen: tuple[str, int] | None = None
    for _ in range(_MOST_RELAYS + 1):
        if at < 0 or stop - at < 4:
            return None
        kind = data[at]
        if kind not in (_FORWARD, _RELAY_REPLY):
            return _plain(data, at, stop, peer, seen)
        if stop - at < _RELAY_HEAD:
            return None
        peer, seen = (data[at + 18 : at + 34], at + 18), None
        inner: tuple[int, int] | None = None
        for option, first, last in _options(data, at + _RELAY_HEAD, stop):
            if option == _RELAYED and inner is None:
                inner = first, last
            elif option == _HARDWARE and last - first == 8 and data[first : first + 2] == _ETHERNET:
                seen = data[first + 2 : last].hex(), first + 2
        if inner is None:
            return None
        at, stop = inner
    return None


def _plain(
    data: bytes, at: int, stop: int, peer: tuple[bytes, int] | None, seen: tuple[str, int] | None
) -> Message | None:
    kind = data[at]
    if kind not in _OF_CLIENTS and kind != _REPLY:
        return None
    own = kind in _OF_CLIENTS
    mac, mac_at = seen or ("", 0)
    given: list[tuple[bytes, int]] = []
    name: Text | None = None
    vendor: Text | None = None
    for option, first, last in _options(data, at + 4, stop):
        if option == _CLIENT and not mac:
            hardware = duid.in_duid(data[first:last])
            if hardware is not None:
                mac_at = first + hardware
                mac = data[mac_at : mac_at + 6].hex()
        elif option == _IA_NA and not own and last - first > _IA_HEAD:
            given += _addresses(data, first + _IA_HEAD, last)
        elif option == _FQDN and own and last - first > 1:
            labels = dns_labels(data, first + 1, last)
            name = Text(".".join(labels), first + 1, last) if labels else None
        elif option == _CLASS and own:
            vendor = vendor or _class(data, first, last)
    return Message(
        of_client=own,
        relayed=peer is not None,
        peer=peer,
        mac=mac,
        mac_at=mac_at,
        mac_of_relay=seen is not None,
        given=tuple(given[:_MOST_ADDRESSES]),
        hostname=name,
        vendor_class=vendor,
    )


def add(saying: Saying, message: Message) -> None:
    """Keep what a client calls itself."""
    if name := message.hostname:
        saying.add("dhcp.hostname", name.value, name.start, name.end)
        saying.key("hostname", name.value)
    if vendor := message.vendor_class:
        saying.add("dhcp.vendor_class", vendor.value, vendor.start, vendor.end)


def _class(data: bytes, first: int, last: int) -> Text | None:
    """Return the first text of a vendor class: an enterprise number stands before it."""
    if last - first < 6:
        return None
    length = int.from_bytes(data[first + 4 : first + 6], "big")
    at = first + 6
    raw = data[at : min(at + length, last)].split(b"\0", 1)[0]
    value = raw.decode("utf-8", "replace").strip()
    return Text(value, at, at + len(raw)) if value else None


def _addresses(data: bytes, first: int, last: int) -> list[tuple[bytes, int]]:
    """Return addresses that are given for a time: a lifetime of zero takes one back."""
    return [
        (data[at : at + 16], at)
        for option, at, end in _options(data, first, last)
        if option == _ADDRESS and end - at >= _ADDRESS_HEAD and any(data[at + 20 : at + 24])
    ]


def _options(data: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int]]:
    for _ in range(_MOST_OPTIONS):
        if at + 4 > stop:
            return
        option = int.from_bytes(data[at : at + 2], "big")
        end = at + 4 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > stop:
            return
        yield option, at + 4, end
        at = end
