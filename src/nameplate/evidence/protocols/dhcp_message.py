"""DHCP and BOOTP messages for IPv4: which client, what it calls itself, what it was given.

Spec: RFC 951, RFC 2131 (messages), RFC 2132 (options 12, 52, 53, 60), RFC 3396 (an option in
several parts), RFC 4702 (option 81). Everything is the client's, whose hardware address stands in
`chaddr`, whoever sent the frame: a relay and a server write it too. What a client calls itself
counts only in its own messages, as servers fill those options with what they like.
"""

from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.protocols import addresses
from nameplate.evidence.protocols.stated import Said, Saying

_COOKIE = b"\x63\x82\x53\x63"
_OPTIONS = 240
_BOOTP = 236
_SNAME, _FILE, _FILE_END = 44, 108, 236
_PAD, _END = 0, 255
_HOST, _OVERLOAD, _KIND, _CLASS, _FQDN = 12, 52, 53, 60, 81
_WANTED = frozenset({_HOST, _OVERLOAD, _KIND, _CLASS, _FQDN})
_REQUEST, _REPLY = 1, 2
_ETHERNET = frozenset({1, 6})
_ACK = 5
# Of clients: BOOTP, DISCOVER, REQUEST, DECLINE, RELEASE, INFORM. Of servers: BOOTP, OFFER, ACK,
# NAK. A lease query (RFC 4388) asks about others.
_OF_CLIENTS, _OF_SERVERS = frozenset({0, 1, 3, 4, 7, 8}), frozenset({0, 2, 5, 6})
_MOST_OPTIONS = 256
_LONGEST_NAME = 255


class Text(NamedTuple):
    """An option's text, and the bytes of its value."""

    value: str
    start: int
    end: int


class Message(NamedTuple):
    """A message about one client. Addresses are dotted, "" for none; `mac` 12 hex digits.

    `kind` is the number of the message (RFC 2132, 9.6), 0 for BOOTP.
    """

    reply: bool
    kind: int
    mac: str
    mac_at: int
    client: str
    """The address that the client says it has (`ciaddr`)."""
    client_at: int
    given: str
    """The address that a server gives (`yiaddr`)."""
    given_at: int
    relay: str
    hostname: Text | None
    vendor_class: Text | None

    @property
    def bound(self) -> tuple[str, int]:
        """Return the address that the client has by this message, and where it stands; "" if it
        has none: an offer may be declined, and a request may be refused.
        """
        if self.reply:
            return (self.given, self.given_at) if self.kind in (0, _ACK) else ("", 0)
        return self.client, self.client_at


def read(data: bytes, start: int = 0, end: int | None = None) -> Message | None:
    """Read a message of an Ethernet client; None for other bytes. A cut one is read as far."""
    stop = len(data) if end is None else min(end, len(data))
    if start < 0 or stop - start < _BOOTP:
        return None
    kind, hardware, length = data[start], data[start + 1], data[start + 2]
    if kind not in (_REQUEST, _REPLY) or hardware not in _ETHERNET or length != 6:
        return None
    found: dict[int, list[tuple[int, int]]] = {}
    if data[start + _BOOTP : start + _OPTIONS] == _COOKIE:
        _collect(data, start, stop, found)
    what = _first(found, _KIND)
    number = data[what[0]] if what and what[1] > what[0] else 0
    if number not in (_OF_SERVERS if kind == _REPLY else _OF_CLIENTS):
        return None
    return Message(
        reply=kind == _REPLY,
        kind=number,
        mac=data[start + 28 : start + 34].hex(),
        mac_at=start + 28,
        client=_address(data, start + 12),
        client_at=start + 12,
        given=_address(data, start + 16),
        given_at=start + 16,
        relay=_address(data, start + 24),
        hostname=_text(data, found.get(_HOST)) or _full_name(data, found.get(_FQDN)),
        vendor_class=_text(data, found.get(_CLASS)),
    )


def said(message: Message, data: bytes) -> Said:
    """Return what a message says of its client; `data` is what it was read from."""
    saying = Saying(data)
    if addresses.is_virtual_router(message.mac):
        return saying.done()
    saying.key("mac", message.mac, message.mac_at, message.mac_at + 6)
    bound, at = message.bound
    if bound:
        saying.key("ip", bound, at, at + 4)
    if message.reply:
        return saying.done()
    if name := message.hostname:
        saying.add("dhcp.hostname", name.value, name.start, name.end)
        saying.key("hostname", name.value)
    if vendor := message.vendor_class:
        saying.add("dhcp.vendor_class", vendor.value, vendor.start, vendor.end)
    return saying.done()


def _collect(data: bytes, start: int, stop: int, found: dict[int, list[tuple[int, int]]]) -> None:
    """Collect where the values of the wanted options stand, also in `file` and `sname`."""
    for option, at, end in _options(data, start + _OPTIONS, stop):
        found.setdefault(option, []).append((at, end))
    over = _first(found, _OVERLOAD)
    uses = data[over[0]] if over and over[1] - over[0] == 1 else 0
    more = [(_FILE, _FILE_END)] * (uses & 1) + [(_SNAME, _FILE)] * (uses >> 1 & 1)
    for first, last in more:
        for option, at, end in _options(data, start + first, start + last):
            if option != _OVERLOAD:
                found.setdefault(option, []).append((at, end))


def _options(data: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int]]:
    for _ in range(_MOST_OPTIONS):
        while at < stop and data[at] == _PAD:
            at += 1
        if at + 2 > stop or data[at] == _END:
            return
        option, length = data[at], data[at + 1]
        if at + 2 + length > stop:
            return
        if option in _WANTED:
            yield option, at + 2, at + 2 + length
        at += 2 + length


def _first(found: dict[int, list[tuple[int, int]]], option: int) -> tuple[int, int] | None:
    spans = found.get(option)
    return spans[0] if spans else None


def _text(data: bytes, spans: list[tuple[int, int]] | None) -> Text | None:
    """Return a text; one in several parts (RFC 3396) has the place of its first.

    What stands behind a zero is no part of it, neither of its value nor of its place.
    """
    if not spans:
        return None
    raw = b"".join(data[at:end] for at, end in spans[:8]).split(b"\0", 1)[0]
    value = raw.decode("utf-8", "replace").strip()
    at, end = spans[0]
    return Text(value, at, min(end, at + len(raw))) if value else None


def _full_name(data: bytes, spans: list[tuple[int, int]] | None) -> Text | None:
    """Return the name of option 81: flags, two bytes, then a name in ASCII or in DNS form."""
    if not spans or spans[0][1] - spans[0][0] <= 3:
        return None
    at, end = spans[0]
    if not data[at] & 0x04:
        return _text(data, [(at + 3, end)])
    labels = dns_labels(data, at + 3, end)
    return Text(".".join(labels), at + 3, end) if labels else None


def dns_labels(data: bytes, at: int, end: int) -> list[str]:
    """Return the labels of a name in DNS form without pointers, as far as they are whole."""
    labels: list[str] = []
    first = at
    while at < end and 0 < data[at] < 64 and at + 1 + data[at] <= end:
        labels.append(data[at + 1 : at + 1 + data[at]].decode("utf-8", "replace"))
        at += 1 + data[at]
        if at - first > _LONGEST_NAME:
            return []
    return labels


def _address(data: bytes, at: int) -> str:
    a, b, c, d = data[at : at + 4]
    return f"{a}.{b}.{c}.{d}" if a else ""
