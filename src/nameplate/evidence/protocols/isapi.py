"""ISAPI device information and channel lists: XML, its JSON twin, or a note of either.

Form: ISAPI developer guide (System/deviceInfo, ContentMgmt/InputProxy/channels,
System/Video/inputs/channels). systemContact and deviceLocation may hold what a person typed:
only texts known to come from the factory leave (`factory_texts.toml`). deviceName never does.
The last digits of deviceID may be the MAC; macAddress says it plainly and is what is read.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from nameplate.evidence.bounded import json, markup
from nameplate.evidence.protocols import keyvalue
from nameplate.evidence.protocols.keyvalue import Vocabulary, members, plain
from nameplate.evidence.protocols.stated import Pair, Said, Saying, known_by, sender_key
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Key, Witness, keys

VOCABULARY = Vocabulary(
    {
        "manufacturer": "isapi.manufacturer",
        "system contact": "isapi.system_contact",
        "device location": "isapi.device_location",
        "device description": "isapi.device_description",
        "device type": "isapi.device_type",
        "oem code": "isapi.oem_code",
        "model": "isapi.model",
        "serial number": "isapi.serial",
        "sub serial number": "key serial",
        "firmware version": "isapi.firmware",
        "firmware released date": "isapi.firmware+",
        "encoder version": "isapi.encoder",
        "encoder released date": "isapi.encoder+",
        "firmware version info": "isapi.platform",
        "mac address": "mac",
        "ip address": "ip",
    }
)
# The form of ISAPI's name spaces, whoever's firmware and whatever its domain.
_SPACE = re.compile(rb"https?://[A-Za-z0-9.-]{4,100}/ver\d\d/XMLSchema")
_CAPACITY = {
    "analogchannelnum": "analog",
    "analogchannelnums": "analog",
    "videoinputportnums": "analog",
    "digitalchannelnum": "network",
    "digitalchannelnums": "network",
    "inputproxychannelnums": "network",
}
# A unit with one input is a camera or an encoder that counts itself.
FEWEST_CHANNELS = 2
_LISTS = {"inputproxychannel": "network", "videoinputchannel": "analog"}
_CAMERA = Vocabulary(
    {
        "model": "isapi.model",
        "serial number": "isapi.serial",
        "firmware version": "isapi.firmware",
        "ip address": "ip",
        "ip v4 address": "ip",
        "mac address": "mac",
    }
)
MOST_CHANNELS = 512


class _Listed(NamedTuple):
    """One channel of a list: how it is fed, its pairs, and its JSON pointer ("" for XML)."""

    how: str
    pairs: list[Pair]
    pointer: str


@cache
def _factory_texts() -> frozenset[str]:
    text = files(__package__).joinpath("factory_texts.toml").read_text("utf-8")
    return frozenset(entry["value"].casefold() for entry in tomllib.loads(text)["text"])


def factory_text(value: str) -> str:
    """Return the text if firmware ships with it, else an empty text: a person typed it."""
    return value if value.strip().casefold() in _factory_texts() else ""


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a reply says: the unit itself first, then the channels behind it."""
    lead = data.lstrip()[:1]
    if lead == b"<":
        return of_document(markup.scan(data))
    if lead == b"{":
        try:
            return of_json(json.loads(data.strip()))
        except UnreadableEvidence:
            pass
    pairs = [*VOCABULARY.scan(data), *_noted_spaces(data)]
    return (of_pairs(pairs, data),)


def of_document(document: markup.Document) -> tuple[Said, ...]:
    """Return what XML replies say: each deviceInfo begins a unit, lists after it are its own."""
    groups: list[list[markup.Node]] = [[]]
    for node in document.root.children:
        if node.name == "DeviceInfo" and any(n.name == "DeviceInfo" for n in groups[-1]):
            groups.append([])
        groups[-1].append(node)
    found: list[Said] = []
    for number, nodes in enumerate(groups, 1):
        part = f"device {number}" if len(groups) > 1 else ""
        found += [_in_part(one, part) for one in _of_nodes(document, nodes)]
    return tuple(found)


def _in_part(said: Said, part: str) -> Said:
    return said._replace(part=", ".join(filter(None, (part, said.part)))) if part else said


def _of_nodes(document: markup.Document, nodes: list[markup.Node]) -> tuple[Said, ...]:
    every = [below for node in nodes for below in node.walk()]
    channels = [n for n in every if n.name.lower() in _LISTS and n.closed][:MOST_CHANNELS]
    inside = {id(below) for n in channels for below in n.walk()}
    own = [node for node in every if id(node) not in inside]
    spaces = [
        Pair("xmlns", space, at, at + len(space.encode()))
        for node in own
        for space in node.spaces()
        if (at := document.data.find(space.encode(), node.start, node.text_start)) >= 0
    ]
    texts = [
        Pair(node.name, document.text(node), node.start, node.end)
        for node in own
        if not node.children and node.closed
    ]
    sender = of_pairs([*spaces, *texts], document.data)
    listed = [
        _Listed(_LISTS[n.name.lower()], list(keyvalue.leaves(document, n)), "") for n in channels
    ]
    lists = (n for n in own if n.name.lower().endswith("channellist"))
    tag = next((Pair("", "", n.start, n.text_start) for n in lists), Pair("", ""))
    return _with_channels(sender, listed, document.data, document.data, tag)


def of_json(value: json.JsonValue, pointer: str = "") -> tuple[Said, ...]:
    """Return what the JSON twin of a reply says."""
    channels = list(_json_channels(value, pointer))[:MOST_CHANNELS]
    heads = tuple(at + "/" for _, at, _ in channels)
    own = [
        pair for pair in members(value, pointer) if not pair.pointer.startswith(heads or ("\0",))
    ]
    sender = of_pairs([p._replace(name=p.name.lstrip("@")) for p in own])
    listed = [_Listed(how, list(members(one, at)), at) for how, at, one in channels]
    at = _number(listed[0]) if listed else Pair("", "")
    return _with_channels(sender, listed, b"", repr(listed).encode(), at)


def _with_channels(
    sender: Said, listed: list[_Listed], data: bytes, content: bytes, at: Pair
) -> tuple[Said, ...]:
    """Return the sender and its channels; `at` is where the list begins.

    A camera lists its own lenses as inputs: no channels.
    """
    lenses = "camera" in (sender.value("isapi.device_type") or "").lower()
    inputs = sum(one.how == "analog" for one in listed)
    if lenses or inputs < FEWEST_CHANNELS:
        listed = [one for one in listed if one.how != "analog"]
    if not listed:
        return (sender,)
    behind = sender_key(sender, content)
    for how in ("analog", "network"):
        sender = counted(sender, how, sum(one.how == how for one in listed), data, at)
    return (
        known_by(sender, behind),
        *(_channel(one, data, behind) for one in listed),
    )


def of_pairs(pairs: Iterable[Pair], data: bytes = b"") -> Said:
    """Return what the pairs of one deviceInfo say of the unit."""
    found = list(pairs)
    kept = [pair for pair in found if not _typed(pair)]
    saying = VOCABULARY.say(kept, data)
    for pair in found:
        name = plain(pair.name)
        if name == "xmlns" and _SPACE.fullmatch(pair.value.encode()):
            saying.add("isapi.xmlns", pair.value, pair.start, pair.end, pair.pointer)
        elif name in _CAPACITY:
            add_capacity(saying, pair, _CAPACITY[name])
    if not saying.has("isapi.platform"):
        board = next((p for p in found if plain(p.name) == "hardwareversion"), None)
        if board is not None and board.value != "0x0":
            saying.add("isapi.platform", board.value, board.start, board.end, board.pointer)
    return saying.done()


def add_capacity(saying: Saying, pair: Pair, how: str) -> None:
    """Keep how many channels of a kind a recorder could have; one is a camera's own."""
    digits = pair.value.strip()
    if digits.isascii() and digits.isdigit() and FEWEST_CHANNELS <= int(digits[:6]) < 100_000:
        text = f"{int(digits)} {how}"
        saying.add("recorder.capacity", text, pair.start, pair.end, pair.pointer)


def counted(sender: Said, how: str, number: int, data: bytes, at: Pair) -> Said:
    """Return the sender with how many channels it lists, unless it says how many it could have.

    Whoever lists cameras of its own is a recorder, also where the list is all there is.
    """
    if not number or sender.value("recorder.capacity"):
        return sender
    saying = Saying(data)
    text = f"{number} {how} channel{'s' * (number > 1)} listed"
    saying.add("recorder.capacity", text, at.start, at.end, at.pointer)
    return sender._replace(stated=(*sender.stated, *saying.done().stated))


def _typed(pair: Pair) -> bool:
    return plain(pair.name) in ("systemcontact", "devicelocation") and not factory_text(pair.value)


def _noted_spaces(data: bytes) -> Iterator[Pair]:
    """Yield the name spaces of ISAPI that a note names, wherever they stand."""
    for match in islice(_SPACE.finditer(data), 4):
        yield Pair("xmlns", match[0].decode(), match.start(), match.end())


def _channel(listed: _Listed, data: bytes, behind: Key) -> Said:
    """Return one channel of a list: how it is fed, and what the recorder knows of it.

    Its name never leaves: people name channels after rooms and those who sit there.
    """
    how, pairs = listed.how, listed.pairs
    saying = _CAMERA.say(pairs, data)
    number = _number(listed)
    # The whole element holds the recorder's login at the camera: its number is shown, no more.
    saying.add("recorder.channel", how, number.start, number.end, number.pointer)
    part = f"{how} channel {number.value[:16] or next((p.start or p.pointer for p in pairs), 0)}"
    said = saying.done(part, behind=behind, witness=Witness.PEER)
    own = Key.of("channel", f"{behind.value} {part}", "payload")
    return said._replace(keys=keys(*said.keys, own))


def _number(listed: _Listed) -> Pair:
    """Return a channel's number; one without has the place of what is read of it, else its own."""
    nameless = Pair("", "", pointer=listed.pointer)
    known = next((p for p in listed.pairs if _CAMERA.knows(p.name)), nameless)
    fallback = known._replace(value="", start=None, end=None)
    return next((p for p in listed.pairs if plain(p.name) in ("id", "inputport")), fallback)


def _json_channels(
    value: json.JsonValue, pointer: str
) -> Iterator[tuple[str, str, json.JsonValue]]:
    waiting: list[tuple[str, json.JsonValue, int]] = [(pointer, value, 0)]
    while waiting:
        at, current, depth = waiting.pop()
        if depth > 12 or not isinstance(current, dict | list):
            continue
        inner = current.items() if isinstance(current, dict) else enumerate(current)
        for key, below in inner:
            how = _LISTS.get(plain(str(key))) if isinstance(current, dict) else None
            here = at + json.pointer(key)
            if how is None:
                waiting.append((here, below, depth + 1))
            elif isinstance(below, list):
                yield from ((how, here + json.pointer(i), one) for i, one in enumerate(below))
            else:
                yield how, here, below
