"""Diagnostics of home-automation integrations: a unit's own replies, nested in a program's JSON.

Form: Home Assistant, "Download diagnostics": {"home_assistant", "integration_manifest", "data"}.
An object is taken for a reply by its names; the configuration of the integration (host, user,
password) is never entered.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded import json
from nameplate.evidence.protocols import dhip, inventory, isapi, magicbox, onvif
from nameplate.evidence.protocols.keyvalue import members, plain
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.model.records import Witness

MOST_OBJECTS = 100_000
_NEVER = frozenset({"configentry", "entry", "entrydata", "options", "auth", "integrationmanifest"})
_ISAPI_ONLY = frozenset(
    {"firmwarereleaseddate", "encoderversion", "systemcontact", "oemcode", "telecontrolid"}
    | {"firmwareversioninfo", "subserialnumber", "bootversion", "xmlns"}
)
_ISAPI_ROOTS = ("DeviceInfo", "InputProxyChannelList", "VideoInputChannelList")
_FEWEST_NAMES = 2
_MODELS = ("isapi.model", "magicbox.device_type", "onvif.model", "dhip.model", "device.model")


def said(value: json.JsonValue, pointer: str) -> Iterator[Said]:
    """Yield what each object that looks like a reply says; `part` is "" for the entry's unit."""
    known: set[str] = set()
    waiting: list[tuple[str, json.JsonValue, bool]] = [(pointer, value, False)]
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        at, current, listed = waiting.pop()
        if isinstance(current, list):
            waiting += [
                (at + json.pointer(i), one, True) for i, one in reversed(list(enumerate(current)))
            ]
            continue
        if not isinstance(current, dict):
            continue
        if found := _reply(current, at):
            yield from _placed(found, at, known, listed)
        if not _is_isapi(current):
            waiting += [
                (at + json.pointer(k), one, listed)
                for k, one in reversed(current.items())
                if plain(str(k)) not in _NEVER
            ]


def _placed(found: tuple[Said, ...], at: str, known: set[str], listed: bool) -> Iterator[Said]:
    """Give the first unit the entry's place; another serial, or a list, makes another unit."""
    serials = {key.value for key in found[0].keys if key.kind == "serial"}
    other = listed or bool(known and serials and not known & serials)
    if not other:
        known |= serials
    for one in found:
        part = ", ".join(filter(None, (f"object {at}" if other else "", one.part)))
        yield one._replace(part=part)


def _reply(current: dict[str, json.JsonValue], at: str) -> tuple[Said, ...]:
    if _is_isapi(current):
        return isapi.of_json(current, at)
    pairs = list(members(current, at, deep=False))
    names = {plain(pair.name) for pair in pairs}
    best = max(
        (onvif.VOCABULARY, magicbox.VOCABULARY, dhip.VOCABULARY, inventory.VOCABULARY),
        key=lambda vocabulary: sum(vocabulary.knows(name) for name in names),
    )
    if sum(best.knows(name) for name in names) < _FEWEST_NAMES:
        return ()
    saying = best.say(pairs)
    _add_connections(saying, current.get("connections"), at)
    said = saying.done(witness=Witness.TOOL if best is inventory.VOCABULARY else Witness.DEVICE)
    return (said,) if any(said.value(field) for field in _MODELS) else ()


def _is_isapi(current: dict[str, json.JsonValue]) -> bool:
    """Say whether an object is an ISAPI reply, or wraps one by the name of its root element."""
    names = {plain(str(name)) for name in current}
    return len(names & _ISAPI_ONLY) >= _FEWEST_NAMES or any(
        isinstance(current.get(root), dict) for root in _ISAPI_ROOTS
    )


def _add_connections(saying: Saying, found: json.JsonValue, at: str) -> None:
    """Keep the addresses of a device registry's entry: pairs of a kind and a value."""
    if not isinstance(found, list):
        return
    for number, one in enumerate(found[:16]):
        if isinstance(one, list) and len(one) == 2 and one[0] == "mac" and isinstance(one[1], str):
            saying.key("mac", one[1], pointer=f"{at}/connections/{number}/1")
