"""Names with values in any dress: XML leaves, JSON, key=value lines, or a person's note of them.

Saved replies are messy: "model X; serialNumber Y", "Vendor: X, Version 2.680", "Info(model='X')",
Python dicts, half an XML document. A `Vocabulary` says which names a protocol has and which field
each one is; everything else is never looked at, so a password beside a model stays unread.
Offsets are bytes of the message.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from nameplate.evidence.bounded import json, markup
from nameplate.evidence.protocols.stated import Pair, Saying
from nameplate.model import identifiers
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.fields import FIELDS

MOST_PAIRS = 4096
_DEEPEST = 16
NEIGHBOURS = 4
"""Most bytes between two pairs with nothing between them: a sign, a line end, a blank."""

# Here some units state their hardware address as their serial number.
_MAY_BE_ADDRESS = frozenset({"onvif.serial", "upnp.serial"})
_TWELVE = re.compile(r"(?=[0-9]{0,11}[A-Fa-f])[0-9A-Fa-f]{12}")

_QUOTED = re.compile(rb"""[ubr]?(?:"((?:[^"\\\n]|\\.){0,1024})"|'((?:[^'\\\n]|\\.){0,1024})')""")
_BARE = re.compile(rb"[^;\n\r<>\t{}|]{1,1024}")
# Another name with its sign ends a bare value; "build" belongs to the version before it.
_NEXT = re.compile(
    rb"""[,&\s]\s{0,3}["']?(?!build\b)[A-Za-z_@][\w.@]{0,40}(?:[ _-][A-Za-z]{2,12}){0,2}["']?"""
    rb"\s{0,2}[=:](?!//)",
    re.I,
)
# In a note a blank may part a credential off as well.
_SECRET = re.compile(
    rb"[\s,&]{1,4}(?:pass(?:word|wd)?|pwd|psk|token|secret|nonce|user(?:_?name)?|ssid)\b", re.I
)
_SIGN = re.compile(
    rb"""["']?(?:[ \t]{0,3}(?::(?!:)|=>?|->)[ \t]{0,3}|>[ \t]{0,3}|([ \t]{1,3})(?![:=>]))"""
)


def plain(name: str) -> str:
    """Return a name without case, blanks and signs: "Serial-No" and "serialNo" are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


class Vocabulary:
    """The names of one protocol: words parted by blanks, each to a field of `model.fields`.

    Besides fields a target may be "ip", "hostname" or "key serial" (a key and no field), or a
    field with "+" (its value follows that of the field: a version and its date).
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._targets = {plain(name): target for name, target in names.items()}
        words = sorted(names, key=len, reverse=True)
        forms = "|".join(re.escape(name).replace(r"\ ", "[ _-]?") for name in words)
        self._pattern = re.compile(rf"(?i)(?<![A-Za-z0-9_/])(?:{forms})(?![A-Za-z0-9_])".encode())

    def knows(self, name: str) -> bool:
        """Say whether the protocol has that name."""
        return plain(name) in self._targets

    def field_of(self, name: str) -> str | None:
        """Return the field that a name of the protocol stands for, or None."""
        target = self._targets.get(plain(name), "").removesuffix("+")
        return target if target in FIELDS else None

    def of(self, data: bytes) -> list[Pair]:
        """Return the pairs of a message, whatever its dress, in order."""
        lead = data.lstrip()[:1]
        if lead == b"<":
            return self._known(leaves(markup.scan(data)))
        if lead in (b"{", b"["):
            try:
                return self._known(members(json.loads(data.strip())))
            except UnreadableEvidence:
                pass  # cut, or a Python dict: the scan below reads both
        return self.scan(data)

    def scan(self, data: bytes) -> list[Pair]:
        """Return the pairs of a text without clean syntax."""
        found: list[Pair] = []
        position = 0
        while len(found) < MOST_PAIRS and (name := self._pattern.search(data, position)):
            position = name.end()
            sign = _SIGN.match(data, name.end())
            if sign is None or (sign[1] is not None and not _opens(data, name.start())):
                continue
            value, end = _value(data, sign.end())
            if value:
                found.append(Pair(name[0].decode(), value, name.start(), end))
                position = end
        return found

    def say(self, pairs: Iterable[Pair], data: bytes = b"") -> Saying:
        """Collect the first value of each field, the keys, and versions with their dates."""
        saying = Saying(data)
        first: dict[str, Pair] = {}
        for pair in pairs:
            target = self._targets.get(plain(pair.name))
            if target is not None and pair.value.strip():
                first.setdefault(target, pair)
        for target, pair in first.items():
            _add(saying, target, pair, first.get(target + "+"))
            if target.endswith("+") and target[:-1] not in first:
                _add(saying, target[:-1], pair, None)
        return saying

    def _known(self, pairs: Iterable[Pair]) -> list[Pair]:
        return [pair for pair in pairs if self.knows(pair.name)][:MOST_PAIRS]


def _add(saying: Saying, target: str, pair: Pair, tail: Pair | None) -> None:
    place = (pair.start, pair.end, pair.pointer)
    match target:
        case "ip" | "hostname" | "mac":
            saying.key(target, pair.value, *place)
        case "key serial":
            saying.key("serial", pair.value, *place)
        case _ if target.endswith("+"):
            return
        case _:
            if tail is not None:
                pair = _joined(pair, tail)
            saying.add(target, pair.value, pair.start, pair.end, pair.pointer)
            if target.endswith(".serial"):
                saying.key("serial", pair.value, *place)
            if target in _MAY_BE_ADDRESS and _is_address(pair.value.strip()):
                saying.key("mac", pair.value, *place)


def _is_address(serial: str) -> bool:
    """Say whether a serial is twelve hex digits that a registry may have given as an address.

    One letter at least: twelve decimal digits are a number.
    """
    return (
        _TWELVE.fullmatch(serial) is not None
        and not identifiers.is_group_address(serial.lower())
        and not identifiers.is_locally_administered(serial)
    )


def _joined(pair: Pair, tail: Pair) -> Pair:
    """Put a version and its date together, with the place of both where they are neighbours."""
    value = f"{pair.value.strip()} {tail.value.strip()}"
    if pair.start is None or pair.end is None or tail.start is None or tail.end is None:
        return pair._replace(value=value)
    if 0 <= tail.start - pair.end <= NEIGHBOURS:
        return pair._replace(value=value, end=tail.end)
    return pair._replace(value=value)


def _opens(data: bytes, start: int) -> bool:
    """Say whether a line or a part of a list begins here: only there a blank parts a value off."""
    before = data[max(0, start - 8) : start].rstrip(b" \t\"'")
    return (not before and start <= 8) or before[-1:] in (b"\n", b"\r", b";", b"{", b"(", b"|")


def _value(data: bytes, start: int) -> tuple[str, int]:
    """Return the value that begins here and where it ends; "" if none does."""
    if quoted := _QUOTED.match(data, start):
        raw = quoted[1] if quoted[1] is not None else quoted[2]
        return _decoded(raw), quoted.end()
    bare = _BARE.match(data, start)
    if bare is None:
        return "", start
    raw = bare[0]
    for ending in (_NEXT, _SECRET):
        if following := ending.search(raw):
            raw = raw[: following.start()]
    text = raw.rstrip(b" ,&\"'")
    if text.endswith(b")") and b"(" not in text:
        text = text.rstrip(b")").rstrip(b" ,\"'")
    return _decoded(text), start + len(text)


def _decoded(raw: bytes) -> str:
    return re.sub(r"\\(.)", r"\1", raw.decode("utf-8", "replace")).strip()


def leaves(document: markup.Document, top: markup.Node | None = None) -> Iterator[Pair]:
    """Yield the elements that hold only text, as pairs, in document order."""
    for node in (top or document.root).walk():
        if not node.children and node.closed and (text := document.text(node)):
            yield Pair(node.name, text, node.start, node.end)


def members(value: json.JsonValue, pointer: str = "", *, deep: bool = True) -> Iterator[Pair]:
    """Yield the scalar members of a JSON value, in order, with their pointers.

    `deep` includes those of objects and lists inside it, to a depth of 16.
    """
    waiting: list[tuple[str, str, json.JsonValue, int]] = [("", pointer, value, 0)]
    while waiting:
        name, at, current, depth = waiting.pop()
        if isinstance(current, dict | list):
            if depth and (not deep or depth >= _DEEPEST):
                continue
            inner = current.items() if isinstance(current, dict) else enumerate(current)
            waiting.extend(
                reversed(
                    [
                        (
                            str(k) if isinstance(current, dict) else name,
                            at + json.pointer(k),
                            v,
                            depth + 1,
                        )
                        for k, v in inner
                    ]
                )
            )
        elif name and current is not None:
            text = str(current).lower() if isinstance(current, bool) else str(current)
            yield Pair(name, text, None, None, at)
