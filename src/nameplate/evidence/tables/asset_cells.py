"""What stands in one cell of an asset table: identifiers, or a description to show.

A cell may hold several identifiers. A damaged one is told and never used: guessing it back would
name the wrong unit. Nothing that looks like a login, a key or an e-mail leaves here.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from nameplate.evidence.tables.asset_columns import is_blank
from nameplate.evidence.tables.asset_names import names
from nameplate.evidence.tables.asset_secrets import without_credentials
from nameplate.model import identifiers
from nameplate.model.records import How, Key

MAX_CELL = 4_096
"""Identifiers are looked for in so many characters of a cell."""
MAX_VALUE = 300
MAX_PARTS = 64

_HARD_STOPS = re.compile(r"[\n\r,;/|]+")
_STOPS = re.compile(r"[\s,;/|()<>]+")
_SERIAL_STOPS = re.compile(r"[\n\r,;|]+| / ")
_SERIAL_LABEL = re.compile(r"(?:s/n|sn|serial(?: (?:no|nr|number))?)\s?[.:#]{0,2}\s", re.IGNORECASE)
_ONE_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/()+#-]{0,63}")
_ASSET = re.compile(r"(?:[A-Z]{1,6} )?[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}")
_HOSTNAME = re.compile(r"(?=[^.]{0,63}[A-Za-z])[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_PORT = re.compile(r":\d{1,5}$")
_ADDRESS_LIKE = re.compile(r"[\d.,: ]{5,40}")
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,15}://\S{0,2048}")


class Found(NamedTuple):
    """What a cell holds: keys to use, and in plain words what is damaged and not used.

    `nobody` says that it holds the address of a group, or all zeros.
    """

    keys: tuple[Key, ...] = ()
    damage: str | None = None
    nobody: bool = False


def macs(text: str, how: How, *, is_number: bool) -> Found:
    """Find every hardware address of a cell, in any notation."""
    text = text.strip()[:MAX_CELL]
    if is_blank(text):
        return Found()
    if is_number and (lost := _lost_digits(text)):
        return Found(damage=lost)
    tokens = _mac_tokens(text)
    found = [Key.of("mac", token, how) for token in tokens]
    keys = tuple({key.value: key for key in reversed(found) if key is not None}.values())[::-1]
    if None in found:
        why = "no unit can have it: it is a group address or all zeros"
        return Found(keys, why, nobody=True)
    parts = _STOPS.split(text)[:MAX_PARTS]
    # Beside a good address only what is as long as one is looked at; words are no addresses.
    suspects = [p for p in parts if len(p) >= 9] if keys else [text, *parts]
    worn = (identifiers.damage("mac", p) for p in suspects if any(map(str.isdigit, p)))
    return Found(keys, next((why for why in worn if why), None))


def _mac_tokens(text: str) -> list[str]:
    found: list[str] = []
    for part in _HARD_STOPS.split(text)[:MAX_PARTS]:
        # Blanks may stand between the pairs of one address, or between addresses.
        if identifiers.mac(part) is not None:
            found.append(part.strip())
        else:
            found += [p for p in _STOPS.split(part)[:MAX_PARTS] if identifiers.mac(p) is not None]
    return found


def _lost_digits(text: str) -> str | None:
    """Say whether a number may once have been another address.

    Twelve digits are whole, except where a spreadsheet could have made them from an address with
    an E in it ("12345678E004"): such numbers end in at least two zeros.
    """
    if identifiers.mac(text) is None:
        return identifiers.damage("mac", text)
    return "a spreadsheet keeps it as a number that ends in zeros" if text.endswith("00") else None


def addresses(text: str, how: How) -> Found:
    """Find every IP address of a cell, alone or in a URL; of a URL nothing but its host is kept.

    A host name is taken from a URL or a dotted name, but never where the cell has an @: what
    stands around it may be a login.
    """
    text = text.strip()[:MAX_CELL]
    if is_blank(text):
        return Found()
    found: list[Key] = []
    for token in _ip_tokens(text):
        key = Key.of("ip", token, how)
        if key is None and "@" not in text and _is_name(token, text):
            key = Key.of("hostname", token, how)
        if key is not None and key not in found:
            found.append(key)
    if not found and _ADDRESS_LIKE.fullmatch(text) and any(c.isdigit() for c in text):
        return Found(damage="it is no address that a unit can have")
    return Found(tuple(found))


def _ip_tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for token in re.split(r"[\s,;|<>]+", text)[:MAX_PARTS]:
        rest = token.rpartition("@")[2] if "@" in token else token.partition("://")[2] or token
        host = _AUTHORITY_END.split(rest, maxsplit=1)[0].strip("()'\"")
        if host.startswith("["):
            host = host[1:].partition("]")[0]
        elif host.count(":") == 1:
            if not _PORT.search(host):
                continue
            host = _PORT.sub("", host)
        if host:
            tokens.append(host)
    return tokens


def _is_name(token: str, text: str) -> bool:
    if identifiers.ip(token) is not None or not _HOSTNAME.fullmatch(token):
        return False
    return f"://{token}" in text or ("." in token and token == text)


def serials(text: str, how: How, *, is_number: bool) -> Found:
    """Find every serial number of a cell: parted by line breaks, commas, semicolons or bars.

    Each is one word, after a label ("S/N 4F01234") at most. A date, an address, an order number
    and a text ("on pole 12m") are told to be there and never used.
    """
    text = without_credentials(text.strip()[:MAX_CELL]).kept
    if is_blank(text):
        return Found()
    if (lost := identifiers.damage("serial", text)) is not None:
        return Found(damage=lost)
    if is_number and len(text.lstrip("-").partition(".")[0]) > 15:
        return Found(damage="a spreadsheet keeps 15 digits of a number and no more")
    found: list[Key] = []
    other: str | None = None
    for part in _SERIAL_STOPS.split(text)[:MAX_PARTS]:
        part = _SERIAL_LABEL.sub("", part.strip(), count=1).strip()
        key = Key.of("serial", part, how)
        what = no_serial(part)
        if what is not None:
            other = other or f"it is {what}"
        elif key is not None and (_ONE_TOKEN.fullmatch(part) or identifiers.mac(part)):
            found.append(key)
    return Found(tuple(dict.fromkeys(found)), other)


def no_serial(text: str) -> str | None:
    """Say what a text is that stands where a serial is asked for and is none; else None."""
    if identifiers.is_date(text):
        return "a date"
    if "." in text and identifiers.ip(text) is not None:
        return "an address"
    return "an order number" if names().orders.fullmatch(text) else None


def hostnames(text: str, how: How) -> Found:
    """Find every host name of a cell; a text with blanks inside ("Front door") is none."""
    text = text.strip()[:MAX_CELL]
    if is_blank(text) or without_credentials(text).found:
        return Found()
    parts = re.split(r"\s{0,8}[,;\n|]\s{0,8}", text)[:MAX_PARTS]
    found = (Key.of("hostname", part, how) for part in parts if _HOSTNAME.fullmatch(part))
    return Found(tuple(dict.fromkeys(key for key in found if key is not None)))


def assets(text: str, how: How) -> Found:
    """Find an asset number: one word, or two ("INV 0012") of which the first is a prefix.

    Fewer than 4 characters ("12") number something in every list; a date or an address numbers
    nothing.
    """
    text = text_of(text).value or ""
    if len(text) < 4 or not any(map(str.isdigit, text)) or not _ASSET.fullmatch(text):
        return Found()
    if identifiers.is_date(text) or ("." in text and identifiers.ip(text) is not None):
        return Found()
    key = Key.of("asset", text, how)
    return Found(() if key is None else (key,))


class Text(NamedTuple):
    """A text to show, at most 300 characters, or None; and whether one was withheld."""

    value: str | None
    withheld: bool = False


@lru_cache(maxsize=2048)
def text_of(cell: str) -> Text:
    """Return what a cell says in words, without addresses of pages.

    Of what may hold a login, a key or an e-mail only the words before it are kept.
    """
    cell = cell[:MAX_CELL]
    if is_blank(cell):
        return Text(None)
    kept, found = without_credentials(cell)
    value = (_URL.sub("", kept) if "://" in kept else kept).strip()
    return Text(None if is_blank(value) else value[:MAX_VALUE], withheld=found)


def brand_and_model(text: str) -> tuple[str, str]:
    """Part "Axis P3245-LV" at its first word with a digit; either may be ""."""
    words = text.split()
    at = next((i for i, word in enumerate(words) if any(map(str.isdigit, word))), len(words))
    first = words[at] if at < len(words) else ""
    start = text.find(first) if first else len(text)
    return text[:start].strip(" ,-/"), text[start:].strip()
