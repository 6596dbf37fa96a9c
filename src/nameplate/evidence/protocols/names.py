"""What of a name that people may give a unit is kept: words of products, never of persons.

Host names, page titles, friendly names and scopes come from the factory or from somebody's
keyboard, and their bytes do not say which. So a name is kept for what it shows: a host name that
holds a word for equipment, an address or the form of a model; a text of which every word is one
of products. The words stand in `names.toml`; the decision in docs/decisions/0009.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

from nameplate.evidence.bounded.text import percent_decoded

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# SG300, M3045, EX2300, 210W: one or two letters and a number.
_SHORT_MODEL = re.compile(r"[A-Za-z]{1,2}\d{3,5}[A-Za-z]?|\d{3,5}[A-Za-z]")
# Only in texts: C60, V0, CP6921, VVX250, 4204vl, 48G, J8770A, and the LV of P3245-LV.
_WRITTEN_MODEL = re.compile(
    r"[A-Z]{1,4}\d{1,6}[A-Za-z]{0,4}|\d{1,5}[A-Za-z]{1,3}|\d{0,4}[A-Za-z]\d{1,4}|[A-Z]{1,2}"
)
_MODEL_WORD = re.compile(r"[A-Z]{0,4}\d[A-Z0-9]{0,5}(?:[-/][A-Z0-9]{1,5}){1,4}")
# ND010000000001, AMC0000000000001: longer than any telephone number with a name before it.
_SERIAL = re.compile(r"[A-Z]{2,3}\d{9,13}")
_HEX = re.compile(r"[0-9a-f]{6}(?:[0-9a-f]{6})?")
_COMMON_NAME = re.compile(r"(?:^|[,/+] ?)CN ?= ?([^,/+=]{3,80})")
_ANY_NAME = re.compile(r"[^\W\d_]{1,40}(?:['’.-][^\W\d_]{0,40})?")
_SENTENCE_NAME = re.compile(r"[A-Z\u00C0-\u00DE][^\W\d_A-Z]{0,40}")
_OWNER = re.compile(r" ?\b(?:of|for) ([^\W\d_]{2,30}(?: [^\W\d_]{2,30}){1,2})\b")
_ADDRESS = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}(?![0-9a-z])", re.I)
_LONGEST = 253
# 4H0C1A5PAZ00024, 2CD2143G0, HDBW4431R: letters and digits take turns.
_FEWEST_DIGITS, _FEWEST_TURNS, _SHORTEST_MODEL = 2, 2, 5
_MOST_DIGITS, _MAC_DIGITS = 5, 12
_FEWEST_ENDING = 2
"""Letters before an ending: "frontcam" has five."""
_COMMENT = re.compile(r"\([^()]{0,400}\)")
_MOST_NESTED = 3
_PRODUCT = re.compile(r"(?<![\w/.+-])[A-Za-z][\w.+-]{0,40}/v?\d[\w.+-]{0,40}", re.I)
_PARTED = re.compile(r"\s+(?:-+|–|—|::?|\||/|»)\s+|:\s+")
# A scope's part after the authority that nobody types: it says what the unit is, or numbers it.
_BUILT_IN = re.compile(
    r"(?:type|hardware|profile|manufacturer|mac(?:address)?|serial(?:number)?|extension|firmware"
    r"|version|model)(?:/|$)",
    re.I,
)
_LOCATION = re.compile(r"location/(country|city)/", re.I)


class _Words(NamedTuple):
    equipment: frozenset[str]
    endings: tuple[str, ...]
    numbered: tuple[str, ...]
    before_address: tuple[str, ...]
    product: frozenset[str]
    places: frozenset[str]
    rooms: frozenset[str]


@cache
def _words() -> _Words:
    found = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    equipment, words = found["equipment"], found["words"]
    return _Words(
        frozenset(equipment["words"]),
        tuple(equipment["endings"]),
        tuple(equipment["numbered"]),
        tuple(equipment["before_address"]),
        frozenset([*equipment["words"], *words["product"], *words["brands"]]),
        frozenset(words["places"]),
        frozenset(words["rooms"]),
    )


@lru_cache(maxsize=4096)
def is_host_of_equipment(name: str) -> bool:
    """Say whether a host name holds a word for equipment, an address, or a model's form."""
    name = name.strip()[:_LONGEST]
    if re.search(r"['’\s]", name):
        return is_product_text(name)
    # Of a full name the domain is whose network it is: only the first label speaks of the unit.
    label = name if _ADDRESS.fullmatch(name) else name.partition(".")[0]
    return _ADDRESS.search(label) is not None or any(
        _is_equipment(token) for token in _TOKEN.findall(label)
    )


def _is_equipment(token: str) -> bool:
    known, low = _words(), token.lower()
    if _is_model(token) or _after_prefix(low):
        return True
    numbered = re.match(r"[a-z]{1,12}(?=\d)", low)
    if numbered and numbered[0].endswith(known.numbered):
        return True
    return any(
        part in known.equipment
        or (part.endswith(known.endings) and len(part) > _FEWEST_ENDING + len(_ending(part)))
        for part in _LETTERS.findall(low)
    )


def _ending(part: str) -> str:
    return max((one for one in _words().endings if part.endswith(one)), key=len, default="")


def _after_prefix(low: str) -> bool:
    """Say whether a word is a maker's letters and hex digits of an address."""
    return any(
        low.startswith(first) and _HEX.fullmatch(low, len(first)) is not None
        for first in _words().before_address
    )


def _is_model(token: str) -> bool:
    digits = sum(c.isdigit() for c in token)
    if not token.isascii() or not _FEWEST_DIGITS <= digits < len(token):
        return False
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(token))
    # "mary2kate4" takes turns as well, but is letters in the main.
    turned = len(token) >= _SHORTEST_MODEL and turns >= _FEWEST_TURNS
    return (turned and 3 * digits >= len(token)) or any(
        form.fullmatch(token) is not None for form in (_SHORT_MODEL, _SERIAL)
    )


def is_product_text(text: str) -> bool:
    """Say whether every word of a text is one of products, a short number, or a model's form."""
    tokens = _TOKEN.findall(text)
    return bool(tokens) and all(
        _MODEL_WORD.fullmatch(word) or all(map(_is_product_word, _TOKEN.findall(word)))
        for word in text.split()
    )


def _is_product_word(token: str) -> bool:
    low, letters = token.lower(), _LETTERS.findall(token.lower())
    if not letters:
        return len(token) <= _MOST_DIGITS or len(token) == _MAC_DIGITS
    return (
        len(token) == 1
        or low in _words().product
        or _is_model(token)
        or _WRITTEN_MODEL.fullmatch(token) is not None
        or re.fullmatch(r"[0-9a-f]{12}", low) is not None
        or _after_prefix(low)
        or all(part in _words().product for part in letters)
    )


def speaks_of_equipment(description: str) -> bool:
    """Say whether a unit's own description has a word for equipment."""
    words = _LETTERS.findall(description[:512].lower())
    return not _words().equipment.isdisjoint(words)


def host(text: str) -> str:
    """Return a host name if it is that of equipment, else an empty text."""
    return text if is_host_of_equipment(text) else ""


def product_text(text: str) -> str:
    """Return the part of a title that speaks of a product: "Synology DiskStation" of
    "Jane's NAS - Synology DiskStation"; an empty text if none does.
    """
    if is_product_text(text):
        return text
    best, start = "", 0
    for part in [*_PARTED.finditer(text), None]:
        piece = text[start : part.start() if part else len(text)].strip()
        if is_product_text(piece) and len(piece) > len(best):
            best = piece
        start = part.end() if part else start
    return best


def scope(text: str) -> str:
    """Return a scope if nobody typed it, or what was typed are words of products."""
    _, sign, rest = text.partition("://")
    authority, _, path = rest.partition("/")
    if not sign or authority.lower() not in ("www.onvif.org", "onvif.org"):
        return text
    if _BUILT_IN.match(path):
        return text
    said = percent_decoded(path.removeprefix("name/"))
    if place := _LOCATION.match(path):
        words = _TOKEN.findall(percent_decoded(path[place.end() :]).lower())
        return text if all(word in _words().places for word in words) else ""
    if path.lower().startswith("location"):
        return ""
    return text if is_product_text(said) or not said else ""


def without_person(subject: str) -> str:
    """Return a certificate's name without a common name of the form of a person's."""
    return _COMMON_NAME.sub(lambda found: "" if _is_person(found[1]) else found[0], subject).strip(
        " ,/"
    )


def without_owner(description: str) -> str:
    """Return a description without "of" or "for" and a name of the form of a person's."""
    return _OWNER.sub(
        lambda found: "" if _is_person(found[1], _SENTENCE_NAME) else found[0], description
    ).strip()


def _is_person(text: str, form: re.Pattern[str] = _ANY_NAME) -> bool:
    """Say whether a text is two or three words of the form of names, none of them a product's."""
    words = text.split()
    return 2 <= len(words) <= 3 and all(
        form.fullmatch(word) is not None and word.lower() not in _words().product for word in words
    )


def location(text: str) -> str:
    """Return where a unit is said to be, if all its words are those of places and of products."""
    known = _words()
    words = _TOKEN.findall(text)
    named = all(
        word.lower() in known.rooms or word.lower() in known.places or _is_product_word(word)
        for word in words
    )
    return text if words and named else ""


def products(user_agent: str) -> str:
    """Return the products with versions that a client names (RFC 9110, 10.1.5), without comments:
    those hold the model of somebody's telephone. A text of product words stays as it is.
    """
    text = user_agent
    for _ in range(_MOST_NESTED):
        text = _COMMENT.sub(" ", text)
    text = text.partition("(")[0]  # a comment that does not end
    found = " ".join(_PRODUCT.findall(text))
    return found or (text.strip() if is_product_text(text) else "")


RULES: Final[Mapping[str, Callable[[str], str]]] = {
    "http.title": product_text,
    "upnp.friendly_name": product_text,
    "rtsp.sdp": product_text,
    "mdns.name": host,
    "dhcp.hostname": host,
    "snmp.sys_name": host,
    "lldp.sys_name": host,
    "cdp.device_id": host,
    "dhip.machine_name": host,
    "tls.subject": without_person,
    "tls.issuer": without_person,
    "snmp.sys_descr": without_owner,
    "snmp.sys_location": location,
    "http.user_agent": products,
    "stun.software": products,
    "lldp.sys_descr": without_owner,
}
"""Fields that hold a name, and what of it is kept."""


def kept(field: str, value: str) -> str:
    """Return what of a value may be kept under a field; the value itself if it is no name."""
    rule = RULES.get(field)
    return value if rule is None else rule(value)
