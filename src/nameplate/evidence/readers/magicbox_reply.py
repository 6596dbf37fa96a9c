"""Saved key=value replies of magicBox.cgi and configManager.cgi, several in a file.

A new unit begins where a serial number or `updateSerial` comes again with another value.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import magicbox, saved
from nameplate.evidence.protocols.keyvalue import plain
from nameplate.evidence.protocols.stated import Pair, Said
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="magicbox-reply",
    title="Saved key=value replies (magicBox, configManager)",
    yields=("Sighting",),
    spec="HTTP API guide: magicBox.cgi getSystemInfo and others, configManager.cgi getConfig",
)
_NAMES = frozenset(
    {"devicetype", "updateserial", "serialnumber", "processor", "hardwareversion", "vendor"}
    | {"deviceclass", "updateserialcloudupgrade", "appautostart"}
)
_ANCHORS = ("serialnumber", "updateserial")
_SNIFFED_LINES = 40
_FEW_LINES = 6
# What the replies of one line hold. A settings file has these names too: the value decides.
_WORD, _NUMBERED = re.compile(r"[A-Za-z][\w .&-]{1,40}"), re.compile(r"(?=.{0,40}\d)[\w./+-]{4,64}")
_LONE = {
    "vendor": _WORD,
    "deviceclass": _WORD,
    "class": re.compile(r"[A-Z]{2,6}"),
    "type": _NUMBERED,
    "devicetype": _NUMBERED,
    "sn": _NUMBERED,
    "serialnumber": _NUMBERED,
    "processor": _NUMBERED,
    "hardwareversion": _NUMBERED,
    "version": re.compile(r"[\w.-]{3,48},? ?build ?[:=]? ?[\d-]{6,12}"),
}


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 55 for lines of key=value with names of ours, else 0."""
    start = saved.head_of(head).split(b"\n")[:_SNIFFED_LINES]
    pairs = magicbox.lines(b"\n".join(start))
    known = {plain(pair.name) for pair in pairs} & _NAMES
    tables = [pair for pair in pairs if pair.name.startswith("table.")]
    if len(known) >= 2 or "updateserial" in known or len(tables) > len(pairs) // 2:
        return 55
    return 41 if pairs and len(start) <= _FEW_LINES and all(map(_is_lone, pairs)) else 0


def _is_lone(pair: Pair) -> bool:
    """Say whether a pair can be all of a reply: getVendor, getDeviceType, getSerialNo."""
    form = _LONE.get(plain(pair.name))
    return form is not None and form.fullmatch(pair.value) is not None


def read(source: Source) -> Iterator[Record]:
    """Yield what each unit's replies say, then the cameras behind it."""
    reply = saved.reply(source)
    groups = list(_units(magicbox.lines(reply.data)))
    said: list[Said] = []
    for number, pairs in enumerate(groups, 1):
        part = f"unit {number}" if len(groups) > 1 else ""
        for one in magicbox.of_lines(pairs, reply.data):
            said.append(one._replace(part=", ".join(filter(None, (part, one.part)))))
    yield from saved.records(reply, tuple(said), unit="reply", nothing="no names of ours")


def _units(pairs: list[Pair]) -> Iterator[list[Pair]]:
    unit: list[Pair] = []
    seen: dict[str, str] = {}
    for pair in pairs:
        name = plain(pair.name)
        if name in _ANCHORS and seen.setdefault(name, pair.value) != pair.value:
            yield unit
            unit, seen = [], {name: pair.value}
        unit.append(pair)
    yield unit
