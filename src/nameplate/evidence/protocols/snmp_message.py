"""SNMP messages on the wire, versions 1 and 2c: what an agent answers of itself.

Spec: RFC 1157, RFC 3416 (messages), X.690 (encoding: definite lengths). The community is a
password and is passed over unread. Version 3 keeps its contents to itself.
"""

from typing import NamedTuple

from nameplate.evidence.protocols import addresses, snmp
from nameplate.evidence.protocols.stated import Said, Saying, Stated
from nameplate.model.records import Key, Witness, keys

_SEQUENCE, _INTEGER, _OCTETS, _OID, _IP = 0x30, 0x02, 0x04, 0x06, 0x40
_RESPONSE, _TRAP_1, _INFORM, _TRAP = 0xA2, 0xA4, 0xA6, 0xA7
_ABSENT = frozenset({0x05, 0x80, 0x81, 0x82})
"""Null, and the three ways to say that there is no such thing."""
MOST = 128
"""Most values of one message."""
_MOST_ARCS = 64
_LONGEST_ARC = 5
_MAC = 6


class Heard(NamedTuple):
    """What a message says: of the agent, and of whom its ARP table shows.

    `version` is 1, 2 or 3. `trees` are OIDs of makers that it answered, each maker's first. The
    agent of a trap of version 1 may be another than its sender: `agent` is its dotted address, ""
    elsewhere.
    """

    version: int
    said: Said
    trees: tuple[Stated, ...] = ()
    peers: tuple[Said, ...] = ()
    agent: str = ""


def read(data: bytes, start: int = 0, end: int | None = None) -> Heard | None:
    """Read an answer, a trap or an inform; None for requests and other bytes."""
    stop = len(data) if end is None else min(end, len(data))
    whole = _value(data, start, stop, _SEQUENCE)
    version = _value(data, whole[0], whole[1], _INTEGER) if whole else None
    if whole is None or version is None or version[1] - version[0] != 1:
        return None
    number = data[version[0]]
    if number == 3:
        return Heard(3, Said(()))
    community = _value(data, version[1], whole[1], _OCTETS) if number in (0, 1) else None
    if community is None or community[1] >= whole[1]:
        return None
    kind = data[community[1]]
    body = _value(data, community[1], whole[1], kind)
    if body is None or kind not in (_RESPONSE, _TRAP_1, _INFORM, _TRAP):
        return None
    return _body(data, *body, number + 1, kind)


def _body(data: bytes, at: int, stop: int, version: int, kind: int) -> Heard | None:
    found = _Found(data)
    agent = ""
    if kind == _TRAP_1:
        tree = _value(data, at, stop, _OID)
        sender = _value(data, tree[1], stop, _IP) if tree else None
        if tree is None or sender is None:
            return None
        found.answered(_oid(data, *tree), *tree)
        agent = ".".join(str(one) for one in data[sender[0] : sender[1]][:4])
        at = sender[1]
    # Three numbers stand before the values: request, error and its index, or a trap's own.
    for _ in range(3):
        one = _element(data, at, stop)
        if one is None:
            return None
        at = one[2]
    values = _value(data, at, stop, _SEQUENCE)
    if values is not None:
        found.take(*values)
    return Heard(version, found.saying.done(), found.trees(), tuple(found.peers), agent)


class _Found:
    def __init__(self, data: bytes) -> None:
        self.saying = Saying(data)
        self.peers: list[Said] = []
        self._data = data
        self._seen: set[str] = set()
        self._trees = Saying(data)

    def trees(self) -> tuple[Stated, ...]:
        """Return the first OID that was answered of each maker's tree."""
        return self._trees.done().stated

    def take(self, at: int, stop: int) -> None:
        """Take the values of a message in, one pair of an OID and a value after another."""
        for _ in range(MOST):
            pair = _value(self._data, at, stop, _SEQUENCE)
            if pair is None:
                return
            at = pair[1]
            name = _value(self._data, *pair, _OID)
            value = _element(self._data, name[1], pair[1]) if name else None
            if name is not None and value is not None and value[0] not in _ABSENT:
                self._one(_oid(self._data, *name), name, value)

    def _one(self, oid: str, name: tuple[int, int], value: tuple[int, int, int]) -> None:
        kind, start, end = value
        raw = self._data[start:end]
        field = snmp.field_of(oid)
        if snmp.is_peers(oid):
            self._peer(oid, raw, start, end)
        elif field == "mac":
            if kind == _OCTETS and len(raw) == _MAC:
                self.saying.key("mac", raw.hex(), start, end)
        elif field == "snmp.sys_object_id":
            tree = _oid(self._data, start, end) if kind == _OID else ""
            if tree:
                self._seen.add(snmp.number_of(tree))
                self.saying.add(field, tree, start, end)
        elif field:
            text = raw.decode("utf-8", "replace").strip("\0 ") if kind == _OCTETS else ""
            self.saying.add(field, text, start, end)
            if field == "snmp.sys_name":
                self.saying.key("hostname", text)
        else:
            self.answered(oid, *name)

    def answered(self, oid: str, start: int, end: int) -> None:
        """Keep the first OID of each maker's tree that the agent answers; never its value."""
        number = snmp.number_of(oid)
        is_tree = snmp.dotted(oid) == oid and snmp.is_makers(oid)
        if is_tree and number not in self._seen and len(self._seen) < 32:
            self._seen.add(number)
            self._trees.add("snmp.sys_object_id", oid, start, end)

    def _peer(self, oid: str, raw: bytes, start: int, end: int) -> None:
        mac = Key.of("mac", raw.hex(), "table") if len(raw) == _MAC else None
        if mac is None or addresses.is_virtual_router(mac.value):
            return
        ip = Key.of("ip", ".".join(oid.split(".")[-4:]), "table")
        stated = Stated("mac", mac.value, start, end, raw)
        self.peers.append(Said((stated,), keys(mac, ip), witness=Witness.PEER))


def _value(data: bytes, at: int, stop: int, tag: int) -> tuple[int, int] | None:
    """Return where the value of an element with this tag begins and ends; None for others."""
    found = _element(data, at, stop)
    return (found[1], found[2]) if found is not None and found[0] == tag else None


def _element(data: bytes, at: int, stop: int) -> tuple[int, int, int] | None:
    """Return the tag of an element, and where its value begins and ends."""
    if at < 0 or at + 2 > stop:
        return None
    tag, length = data[at], data[at + 1]
    at += 2
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or at + size > stop:
            return None
        length = int.from_bytes(data[at : at + size], "big")
        at += size
    return (tag, at, at + length) if at + length <= stop else None


def _oid(data: bytes, at: int, stop: int) -> str:
    """Return an object identifier in digits, "" where its bytes are none (X.690, 8.19)."""
    arcs: list[int] = []
    arc = size = 0
    for byte in data[at:stop]:
        arc = arc << 7 | byte & 0x7F
        size += 1
        if size > _LONGEST_ARC or len(arcs) > _MOST_ARCS:
            return ""
        if byte < 0x80:
            arcs.append(arc)
            arc = size = 0
    if size or not arcs:
        return ""
    first = min(arcs[0] // 40, 2)
    return ".".join(str(one) for one in (first, arcs[0] - 40 * first, *arcs[1:]))
