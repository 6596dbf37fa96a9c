"""DHDiscover and DHIP: frames of 32 bytes and JSON (UDP 37810), and the older text (UDP 5050).

Form: as recorded replies show it: bytes 0-7 are 20 00 00 00 "DHIP", two lengths follow, then the
JSON. Also the JSON alone, a note of it, a Python dict of it, or the frame as hex digits.
"""

import re
from collections.abc import Iterable

from nameplate.evidence.bounded import json
from nameplate.evidence.protocols.isapi import add_capacity
from nameplate.evidence.protocols.keyvalue import Vocabulary, members, plain
from nameplate.evidence.protocols.stated import Pair, Said, Stated
from nameplate.model.errors import UnreadableEvidence

MAGIC = b"\x20\x00\x00\x00DHIP"
HEADER_BYTES = 32
# The same bytes as a person sees them: "20000000 44484950", r"\x20\x00\x00\x00DHIP".
_HEX_MAGIC = re.compile(
    rb"(?:(?:\\x)?20|[ ])[ :]?(?:(?:\\x)?00[ :]?){3}(?:44[ :]?48[ :]?49[ :]?50|DHIP)"
)
MOST_FRAMES = 4096

VOCABULARY = Vocabulary(
    {
        "method": "dhip.method",
        "serial no": "dhip.serial",
        "serial number": "dhip.serial",
        "machine name": "dhip.machine_name",
        "vendor": "dhip.vendor",
        "device type": "dhip.model",
        "version": "dhip.firmware",
        "port": "dhip.port",
        "device class": "dhip.device_class",
        "mac": "mac",
        "mac address": "mac",
        "ip address": "ip",
        "video input channels": "recorder.capacity",
        "remote video input channels": "recorder.capacity",
    }
)
_CAPACITY = {"videoinputchannels": "analog", "remotevideoinputchannels": "network"}
_ANSWERS = (b"notifyDevInfo", b"deviceInfo")
_OF_UNITS = ("dhip.serial", "dhip.model", "dhip.device_class", "dhip.text")
_TEXT_NAME = re.compile(rb"(?m)^([A-Z][A-Za-z0-9]{1,24}):([^\r\n]{0,128})\r?$")
_TEXT_NAMES = frozenset({b"Name", b"Device", b"IPv6Addr", b"SerialNo"})


def said(data: bytes) -> tuple[Said, ...]:
    """Return what each frame or JSON text says; each is a unit of its own."""
    starts = [m.start() for m in re.finditer(re.escape(MAGIC), data)][:MOST_FRAMES]
    if starts:
        ends = [*starts[1:], len(data)]
        return tuple(
            _frame(data, start, end, f"frame {number}" if len(starts) > 1 else "")
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        )
    if is_text_form(data):
        return (_text_form(data),)
    return (_with_magic(_of(_pairs(data), data, ""), data),)


def of_datagram(data: bytes) -> tuple[Said, ...]:
    """Return what the answers of a message say; a question says nothing of who asks.

    Whoever searches or sets a unit up sends the same frame: an answer is one that describes a unit.
    """
    if not (any(word in data for word in _ANSWERS) or is_text_form(data)):
        return ()
    return tuple(one for one in said(data) if any(one.value(name) for name in _OF_UNITS))


def of_json(value: json.JsonValue, pointer: str = "", part: str = "") -> Said:
    """Return what one JSON reply says."""
    return _of(members(value, pointer), b"", part)


def is_text_form(data: bytes) -> bool:
    """Say whether this is the older text reply: Name, Device and one more line."""
    names = {m[1] for m in _TEXT_NAME.finditer(data[:4096])}
    return {b"Name", b"Device"} <= names and bool(names & {b"IPv6Addr", b"SerialNo"})


def _pairs(data: bytes) -> Iterable[Pair]:
    try:
        return list(members(json.loads(data.strip(b" \t\r\n\0"))))
    except UnreadableEvidence:
        return VOCABULARY.scan(data)


def _frame(data: bytes, start: int, end: int, part: str) -> Said:
    """Read one frame. Offsets are of the whole message, so the scan runs on its own part."""
    body = start + HEADER_BYTES
    length = int.from_bytes(data[start + 16 : start + 20], "little")
    stop = min(end, body + length) if 0 < length <= 1 << 20 else end
    shifted = [
        pair._replace(start=(pair.start or 0) + body, end=(pair.end or 0) + body)
        for pair in VOCABULARY.scan(data[body:stop])
    ]
    said = _of(shifted, data, part)
    magic = Said((_magic(data, start, start + len(MAGIC)),))
    return said._replace(stated=(*magic.stated, *said.stated))


def _magic(data: bytes, start: int, end: int) -> Stated:
    return Stated("dhip.magic", MAGIC.hex(), start, end, data[start:end])


def _with_magic(said: Said, data: bytes) -> Said:
    if found := _HEX_MAGIC.search(data):
        return said._replace(stated=(_magic(data, *found.span()), *said.stated))
    return said


def _of(pairs: Iterable[Pair], data: bytes, part: str) -> Said:
    found = list(pairs)
    saying = VOCABULARY.say([p for p in found if plain(p.name) not in _CAPACITY], data)
    for pair in found:
        if how := _CAPACITY.get(plain(pair.name)):
            add_capacity(saying, pair, how)
    return saying.done(part)


def _text_form(data: bytes) -> Said:
    """Read the older text. Its Name line is what somebody called the unit, and is not kept."""
    lines = [m for m in _TEXT_NAME.finditer(data) if m[1] in _TEXT_NAMES]
    targets = {b"Device": "device type", b"SerialNo": "serial no"}
    pairs = [
        Pair(targets[m[1]], m[2].decode("utf-8", "replace").strip("; "), m.start(), m.end())
        for m in lines
        if m[1] in targets
    ]
    saying = VOCABULARY.say(pairs, data)
    names = " ".join(dict.fromkeys(m[1].decode() for m in lines))
    saying.add("dhip.text", names)
    return saying.done()
