"""Nameplate's own JSON lines: sightings, and replies recorded by the channel they came through.

A sighting: {"keys": {"mac": [..], "ip": [..], "serial": [..], "hostname": [..], "asset": [..]},
"field": "rtsp.server", "value": "..", "when": "2026-11-24T10:00:00Z", "witness": "device",
"place": ".."}; "channel" and a short "field" may stand for the dotted one.
A reply: {"channel": "http-body", "content": "..", "keys": {..}}. A reply without `keys` is a
device of its own: what its content names is not joined with other lines.
Other members are passed over. A line that is none of these is told, and the others are read.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import addresses, allowed, names, recorded, saved
from nameplate.evidence.protocols.keyvalue import plain
from nameplate.evidence.protocols.stated import Said, sightings, told
from nameplate.evidence.tables.asset_secrets import without_credentials
from nameplate.model import identifiers
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.fields import FIELDS
from nameplate.model.formats import HEAD_BYTES, Format
from nameplate.model.records import Excerpt, Key, KeyKind, Problem, Record, Sighting, Witness, keys

FORMAT = Format(
    name="nameplate-jsonl",
    title="Nameplate's own JSON lines",
    yields=("Sighting",),
    spec="Nameplate: sightings and recorded replies, one JSON object a line",
)
Row = Mapping[str, json.JsonValue]
_KINDS: tuple[KeyKind, ...] = ("mac", "serial", "ip", "hostname", "asset")
_SNIFFED_LINES = 5
_MOST_KEYS = 64
_BY_PLAIN = {plain(name): name for name in FIELDS}
# A channel's name to the first part of its fields, where they differ.
_PREFIX = {
    "http-header": "http",
    "http-body": "http",
    "onvif-deviceinfo": "onvif",
    "onvif-discovery": "ws_discovery",
    "dhdiscover": "dhip",
    "x509": "tls",
    "certificate": "tls",
}
_ALSO = {"www-authenticate": "realm", "header.www-authenticate": "realm", "header.server": "server"}
_WITNESS = {
    "mac": Witness.PEER,
    "switch": Witness.PEER,
    "lldp": Witness.PEER,
    "cdp": Witness.PEER,
    "register": Witness.PERSON,
    "tool": Witness.TOOL,
    "service": Witness.TOOL,
    "port": Witness.TOOL,
}
_DATE = re.compile(r"[0-9T:Z+. -]{4,40}")
_LONG_REPLY = re.compile(rb'"channel"\s{0,4}:\s{0,4}"[\w -]{1,40}"\s{0,4},\s{0,4}"content"')
_SAYABLE = re.compile(r"[\w.-]{1,64}")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 90 for a line of ours, 60 for a cut one, else 0."""
    start = saved.head_of(head)
    if not start.startswith(b"{"):
        # One bad line in front must not hide the others.
        start = start.partition(b"\n")[2].lstrip()
    if b"\n" not in start and len(head) >= HEAD_BYTES:
        # One reply longer than what we see of the file: its members must do.
        return 60 if start.startswith(b"{") and _LONG_REPLY.search(start[:512]) else 0
    for line in start.split(b"\n")[:_SNIFFED_LINES]:
        if b'"channel"' not in line and b'"field"' not in line:
            continue
        try:
            row = json.loads(line.strip())
        except UnreadableEvidence:
            continue
        if isinstance(row, dict) and _is_ours(row):
            return 90
    return 0


def _is_ours(row: Row) -> bool:
    return {"channel", "content"} <= row.keys() or {"field", "value"} <= row.keys()


def read(source: Source) -> Iterator[Record]:
    """Yield the sightings of each line, and one problem per line that is none of ours."""
    for number, _, line in saved.lines(source):
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not text:
            continue
        try:
            row = json.loads(text, where=f"line {number}")
        except UnreadableEvidence as fault:
            yield Problem(where=f"line {number}", what=fault.what, next_step=fault.next_step)
            continue
        if not isinstance(row, dict) or not _is_ours(row):
            yield Problem(
                where=f"line {number}",
                what="neither a sighting (field, value) nor a reply (channel, content)",
                next_step="Give the line the members that the format names.",
            )
            continue
        yield from _of_row(row, number)


def _of_row(row: Row, number: int) -> Iterator[Record]:
    given: list[Key] = []
    for found in _keys(row.get("keys"), number):
        if isinstance(found, Key):
            given.append(found)
        else:
            yield found
    if "content" in row:
        yield from _reply(row, number, tuple(given))
    else:
        yield from _sighting(row, number, tuple(given))
    place = row.get("place")
    if isinstance(place, str) and (place := without_credentials(place.strip()[:256]).kept):
        yield Sighting(
            keys=tuple(given),
            witness=Witness.PERSON,
            field="register.place",
            value=place,
            unit=f"line {number}",
            where=f"line {number}, /place",
        )


def _keys(value: json.JsonValue, number: int) -> Iterator[Key | Problem]:
    """Yield the keys of a row, and a notice per kind that has one which names no unit."""
    if not isinstance(value, dict):
        return
    for kind in _KINDS:
        stated = value.get(kind)
        texts = stated if isinstance(stated, list) else [stated]
        for text in texts[:_MOST_KEYS]:
            if not isinstance(text, str) or not text.strip():
                continue
            key = Key.of(kind, text, "table")
            why = _unusable(kind, text, key)
            if key is not None and why is None:
                yield key
                continue
            yield Problem(
                where=f"line {number}, /keys/{kind}",
                what=f"this {kind} is not used as a key: {why or 'it names no single unit'}",
                next_step="Compare it with the label or the unit's own page.",
                notice=True,
            )


def _unusable(kind: KeyKind, text: str, key: Key | None) -> str | None:
    """Say why a key is not used, else None."""
    if kind == "hostname" and not names.host(text):
        return "it may be the name of a person"
    if kind == "asset" and without_credentials(text).found:
        return "it may hold a password"
    if kind == "mac" and key is not None and addresses.is_virtual_router(key.value):
        return "it is that of a virtual router, which no unit has for its own"
    return identifiers.damage(kind, text)


def _reply(row: Row, number: int, given: tuple[Key, ...]) -> Iterator[Record]:
    channel, content = row.get("channel"), row.get("content")
    where = f"line {number}, /content"
    if not isinstance(channel, str) or not isinstance(content, str):
        yield Problem(
            where=f"line {number}",
            what="channel and content must be texts",
            next_step="Put the reply into quotes as one JSON text.",
        )
        return
    # The JSON door refuses lone surrogates, so this cannot fail.
    found = recorded.said(channel, content.encode())
    if not isinstance(row.get("keys"), dict):
        found = tuple(_alone(one) for one in found)
    if not found:
        yield Problem(
            where=where,
            what="nothing in this reply is of a kind that we read",
            next_step="Check its channel, or record the whole reply.",
            notice=True,
        )
        return
    when, stated = _time(row.get("when"))
    yield from sightings(
        found,
        unit=f"line {number}",
        at=lambda _: where,
        keys_given=given,
        when=when,
        when_stated=stated,
    )
    yield from told(found, where)


def _alone(said: Said) -> Said:
    """Return the same without the keys its content states, except where a table shows them."""
    return said._replace(keys=tuple(key for key in said.keys if key.how != "payload"))


def _sighting(row: Row, number: int, given: tuple[Key, ...]) -> Iterator[Record]:
    named, value = row.get("field"), row.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(named, str) or not isinstance(value, str):
        yield Problem(
            where=f"line {number}",
            what="field and value must be texts",
            next_step="Put both into quotes.",
        )
        return
    channel = row.get("channel")
    field = field_of(named, channel if isinstance(channel, str) else "")
    if field is None:
        yield _unknown(named, channel if isinstance(channel, str) else "", number)
        return
    kept = allowed.value_of(field, value)
    if field.startswith("register."):
        kept = without_credentials(kept).kept
    if not kept or (field == "mac" and addresses.is_virtual_router(kept)):
        yield Problem(
            where=f"line {number}, /value",
            what=f"no value that may be kept as {field}",
            next_step="Give the value as the unit states it, without credentials.",
            notice=True,
        )
        return
    when, stated = _time(row.get("when"))
    own = Key.of("mac", value, "table") if field == "mac" else None
    behind = next((k for k in _keys(row.get("behind"), number) if isinstance(k, Key)), None)
    yield Sighting(
        keys=keys(*given, own),
        witness=_witness(row.get("witness"), field),
        field=field,
        value=kept,
        when=when,
        when_stated=stated,
        behind=behind,
        unit=f"line {number}",
        excerpt=Excerpt(kept.encode()[: Excerpt.LIMIT]),
        where=f"line {number}, /value",
    )


def field_of(named: str, channel: str = "") -> str | None:
    """Return the field that a name, short or dotted, means; None if there is none."""
    named = named.strip()[:64]
    if named in FIELDS:
        return named
    short = recorded.plain_channel(channel)
    if short == "mac":
        return "mac"
    first = _PREFIX.get(short, short)
    last = _ALSO.get(named.lower(), named)
    own = recorded.VOCABULARIES.get(first)
    target = own.field_of(last) if own is not None else None
    return _BY_PLAIN.get(plain(first + last)) or _BY_PLAIN.get(plain(named)) or target


def _unknown(named: str, channel: str, number: int) -> Problem:
    full = f"{channel}.{named}"[:64] if channel else named[:64]
    near = difflib.get_close_matches(full, FIELDS, n=1, cutoff=0.4)
    shown = full if _SAYABLE.fullmatch(full) else "this name"
    return Problem(
        where=f"line {number}, /field",
        what=f"{shown} is no field",
        next_step=f"The nearest is {near[0]}."
        if near
        else "Use a dotted field name, such as rtsp.server.",
    )


def _witness(value: json.JsonValue, field: str) -> Witness:
    named = {one.value: one for one in Witness}
    if isinstance(value, str) and value in named:
        return named[value]
    return _WITNESS.get(field.partition(".")[0], Witness.DEVICE)


def _time(value: json.JsonValue) -> tuple[datetime | None, str | None]:
    """Return the instant in UTC, and the text where it is a date; no zone means no instant."""
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        return None, None
    try:
        found = datetime.fromisoformat(value.strip())
        return (found.astimezone(UTC) if found.tzinfo else None), value.strip()
    except (ValueError, OverflowError):
        return None, value.strip()
