"""What a message states of a unit: the one small type that all protocols give.

Readers, captures and discovery turn it into sightings with `sightings`, so that all of them say
the same of the same bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from nameplate.evidence.protocols import addresses, names
from nameplate.model import identifiers
from nameplate.model.fields import FIELDS
from nameplate.model.records import Excerpt, Key, Problem, Sighting, Witness, keys

LONGEST = 512
"""Longest value of most fields, in characters."""
LONGEST_LIST = 4096
"""Longest value of a field that is a list by nature (scopes, certificate names)."""
MOST = 64
"""Most values of one field, and most keys, that one message may give of one unit."""
_LISTS = frozenset({"ws_discovery.scopes", "ws_discovery.xaddrs", "tls.san", "tls.subject"})
_NOTHING = frozenset({"", "null", "none", "nil", "(null)", "undefined", "n/a", "-"})
_REDACTED = re.compile(r"\W{0,3}redacted\W{0,3}", re.I)
# Seven zeros in a row stand where a publisher blanked a number; it would join strangers' units.
# A value that runs on into a credential ends before it: "EX-1 password=.." is "EX-1".
_SECRET = re.compile(
    r"[\s,;&?/(]{0,4}\b(?:(?:pass(?:word|wd|phrase)?|pwd|psk|token|secret|nonce|cookie|community"
    r"|ssid|api_?key|user(?:_?name)?|usr)[\"']?\s{0,2}[:=]"
    # These words need no sign after them: "cam pw hunter2".
    r"|(?:pass(?:word|wd|phrase|code)|passwort|kennwort|wachtwoord|contrase[nñ]a|mot de passe"
    r"|mdp|pwd?|psk)[\s:=]{1,5}(?!required|recovery|reset|protected|incorrect|wrong)\S).*",
    re.I | re.S,
)
_USER = re.compile(r"(?<=://)[^/@\s]{1,256}@")
_MASKED = re.compile(r"0{7}|[xX*.]{3}")


class Pair(NamedTuple):
    """A name and its value as found: byte offsets of both together, or a JSON pointer."""

    name: str
    value: str
    start: int | None = None
    end: int | None = None
    pointer: str = ""


class Stated(NamedTuple):
    """One field and its value; `start` and `end` are byte offsets in the message."""

    field: str
    value: str
    start: int | None
    end: int | None
    raw: bytes
    pointer: str = ""


class Said(NamedTuple):
    """All that one message says of one unit.

    `part` names the unit within the message ("" is its sender). `behind` is the key of the
    sender, where the unit is seen only through it.
    """

    stated: tuple[Stated, ...]
    keys: tuple[Key, ...] = ()
    part: str = ""
    behind: Key | None = None
    witness: Witness = Witness.DEVICE
    over: bool = False
    """Whether it names more keys than are kept."""

    def __bool__(self) -> bool:
        """Say whether anything was said."""
        return bool(self.stated or self.keys)

    def value(self, field: str) -> str | None:
        """Return the first value of a field, or None."""
        return next((one.value for one in self.stated if one.field == field), None)


class Saying:
    """Collects what a message says of one unit: allow-listed fields, bounded, each value once."""

    def __init__(self, data: bytes = b"") -> None:
        self._data = data
        self._base = 0
        self._stated: dict[tuple[str, str], Stated] = {}
        self._count: dict[str, int] = {}
        self._keys: dict[Key, None] = {}
        self._over = False

    def hold(self, data: bytes, base: int) -> None:
        """Take excerpts from `data`, which begins at offset `base`: a line of a long message."""
        if data:
            self._data, self._base = data, base

    def add(
        self,
        field: str,
        value: str,
        start: int | None = None,
        end: int | None = None,
        pointer: str = "",
        *,
        raw: str | None = None,
        is_equipment: bool = False,
    ) -> None:
        """Keep one value; nothing, placeholders for nothing and repetitions are passed over.

        `raw` is the excerpt where the bytes from `start` to `end` hold more than may be shown.
        `is_equipment` says that the unit describes itself as equipment: its name is no person's.
        """
        whole = value.strip()[: LONGEST_LIST if field in _LISTS else LONGEST]
        value = without_secrets(whole)
        value = value if is_equipment else names.kept(field, value)
        if value.lower() in _NOTHING or _REDACTED.fullmatch(value) or field not in FIELDS:
            return
        if (field, value) in self._stated or self._count.get(field, 0) >= MOST:
            return
        if start is None or end is None or value != whole or raw is not None:
            # Of a value that was shortened, what was left out is in no excerpt either.
            shown = (raw if raw is not None and value == whole else value).encode(
                "utf-8", "replace"
            )
        else:
            shown = self._data[start - self._base : end - self._base]
        self._count[field] = self._count.get(field, 0) + 1
        self._stated[field, value] = Stated(
            field, value, start, end, shown[: Excerpt.LIMIT], pointer
        )

    def key(
        self,
        kind: Literal["mac", "serial", "ip", "hostname"],
        stated: str,
        start: int | None = None,
        end: int | None = None,
        pointer: str = "",
        *,
        is_equipment: bool = False,
    ) -> None:
        """Keep a key; a MAC is a sighting as well. Masked serials and host names that may be a
        person's are no keys.
        """
        if kind == "serial" and _MASKED.search(stated):
            return
        if kind == "hostname" and not is_equipment and not names.host(stated):
            return
        found = Key.of(kind, stated, "payload")
        if found is None or (kind == "ip" and identifiers.ip(stated) in _NO_ONES):
            return
        if kind == "mac" and addresses.is_virtual_router(found.value):
            return
        if found in self._keys:
            return
        if len(self._keys) >= MOST:
            self._over = True
            return
        self._keys[found] = None
        if kind == "mac":
            # Without a place, what was stated is the excerpt: the value is normalised.
            raw = found.stated if start is None else None
            self.add("mac", found.value, start, end, pointer, raw=raw)

    def has(self, field: str) -> bool:
        """Say whether the field has a value by now."""
        return field in self._count

    def done(
        self, part: str = "", *, behind: Key | None = None, witness: Witness = Witness.DEVICE
    ) -> Said:
        """Return what was collected."""
        return Said(
            tuple(self._stated.values()), tuple(self._keys), part, behind, witness, self._over
        )


# What firmware writes where it means "no address".
_NO_ONES = frozenset({"0.0.0.0", "::", "255.255.255.255"})  # noqa: S104 - compared, never bound


def without_secrets(text: str) -> str:
    """Return a value up to where a credential begins, and addresses without their user."""
    return _SECRET.sub("", _USER.sub("", text)).strip()


def sightings(
    said: Iterable[Said],
    *,
    unit: str,
    at: Callable[[Stated], str] | None = None,
    keys_given: tuple[Key, ...] = (),
    when: datetime | None = None,
    when_stated: str | None = None,
) -> Iterator[Sighting]:
    """Turn what one message says into sightings of its sender and of the units behind it.

    `at` gives the place of a value (default: its JSON pointer, else its bytes). `keys_given` are
    keys of the sender that stand outside the message.
    """
    given = [one for one in said if one]
    own = [key for one in given if one.behind is None and not one.part for key in one.keys]
    sender = keys(*keys_given, *own)
    for one in given:
        through = one.behind is not None
        for stated in one.stated:
            yield Sighting(
                keys=one.keys if through or one.part else keys(*keys_given, *one.keys),
                witness=one.witness,
                field=stated.field,
                value=stated.value,
                when=when,
                when_stated=when_stated,
                behind=(best(sender) or one.behind) if through else None,
                unit=f"{unit}, {one.part}" if one.part else unit,
                excerpt=Excerpt(stated.raw, None if at else _start(stated)),
                where=place(stated) if at is None else at(stated),
            )


def told(said: Iterable[Said], where: str) -> Iterator[Problem]:
    """Yield a notice if a unit of a message at `where` names more keys than are kept."""
    if any(one.over for one in said):
        yield Problem(
            where=where,
            what=f"more than {MOST} addresses of one unit: the first {MOST} are kept",
            next_step="Nothing to do if they are the interfaces of one switch.",
            notice=True,
        )


def _start(stated: Stated) -> int | None:
    """Return where the excerpt's bytes begin; None where they are not the bytes of the place."""
    if stated.start is None or stated.end is None or stated.pointer:
        return None
    same = len(stated.raw) == min(stated.end - stated.start, Excerpt.LIMIT)
    return stated.start if same else None


def best(found: Iterable[Key]) -> Key | None:
    """Return the key that names a unit longest: MAC, serial, address, then any."""
    rank = {"mac": 0, "serial": 1, "ip": 2}
    return min(found, key=lambda key: rank.get(key.kind, 3), default=None)


def sender_key(sender: Said, content: bytes) -> Key:
    """Return the key by which units behind a sender refer to it.

    Where the sender states none, the key is made of the message's own hash: without one the
    units behind it would be taken for units of the open network.
    """
    name = f"recorder {hashlib.sha256(content).hexdigest()[:12]}"
    return best(sender.keys) or Key("channel", name, name, "payload")


def known_by(sender: Said, behind: Key) -> Said:
    """Return the sender with that key among its own, so that what is behind it finds it."""
    if behind.kind != "channel" or not sender.stated:
        return sender
    return sender._replace(keys=(*sender.keys, behind))


def place(stated: Stated) -> str:
    """Return where a value stands in its message: a JSON pointer, or bytes."""
    if stated.pointer or stated.start is None or stated.end is None:
        return stated.pointer
    return f"bytes {stated.start}-{stated.end}"
