"""Passwords, keys and logins that people type into cells meant for something else.

What stands before a credential is kept, the rest of the cell is never read: a lost place is a
small loss, a shown password a large one. Most of the words that mark one are ordinary too
("Admin office", "key stage 2"), so what follows decides. The words are `asset_secrets.toml`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

import msgspec

from nameplate.evidence.tables.asset_names import folded, load

_ADDRESS = re.compile(r"\S@\S")
"""A login in a URL, or an e-mail. A password before the @ may have blanks: all is withheld."""
_IN_URL = re.compile(r"(?<!\S)\S{0,2048}://\S*\Z")
_GAP = re.compile(r"[\W_]*")
_TOKEN = re.compile(r"\S{1,128}")
_SUBTOKEN = re.compile(r"[^\s_./\\-]{1,128}")
_LAST = re.compile(r"\S+(?=[\W_]*\Z)")
_EDGES = "()[]{}<>'\"`.,;:/\\|-_–—"
_STOPS = _EDGES + " \t\r\n=&+"
_SYMBOLS = frozenset("!$%^*~§€£")
_INNER = _SYMBOLS | frozenset("+=?#@")
_SHORT = re.compile(r"[a-z]{0,2}\d{1,2}[a-z]?|\d{1,3}(?:st|nd|rd|th|er|eme|de)|[a-z]")
"""A floor, a block, a number of few digits, one letter."""
_COUNTED = re.compile(r"(?<=[^\W\d_])\d{1,3}$")
_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{3})")
_HUMPED = re.compile(r"[A-Z]?[a-z]+|[A-Z0-9]+")
_MIXED = re.compile(r"[a-z][A-Z]")
_UNPARTED = 0x2E80
"""From here on scripts do not part their words."""


class Cut(NamedTuple):
    """What of a text may be shown, and whether something was taken away."""

    kept: str
    found: bool


@lru_cache(maxsize=4096)
def without_credentials(text: str) -> Cut:
    """Return a text as far as no password, key, login or e-mail stands in it."""
    if "@" in text and _ADDRESS.search(text):
        return Cut("", found=True)
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    at = min(_starts(text, _flat(text)), default=None)
    if at is None:
        return Cut(text, found=False)
    return Cut(_IN_URL.sub("", text[:at]).rstrip(_STOPS), found=True)


def _starts(text: str, low: str) -> Iterator[int]:
    """Yield where a credential begins; 0 where it may stand before the word that marks it."""
    words = _words()
    for match in words.mark.finditer(low):
        if _ends_with_secret(match, text, low):
            yield 0
        elif _counts(match, text, low):
            yield 0 if match[0] in words.always and _turns_back(low, match.end()) else match.start()
            break
    for match in words.glued.finditer(low):
        rest = _HUMPED.match(text, match.end())
        if rest and _HUMP.match(text, match.end()) and not _is_ordinary(_flat(rest[0])):
            yield match.start()
            break
    for match in words.label.finditer(low) if ":" in low or "=" in low else ():
        secret = text[match.start("value") : match.end("value")]
        if match["pair"] or words.mark.fullmatch(_flat(secret)) or _is_secret(secret, ""):
            yield match.start()
            break


def _counts(match: re.Match[str], text: str, low: str) -> bool:
    """Say whether what follows a word makes it the mark of a credential."""
    words = _words()
    word, end = match[0], match.end()
    gap = _gap(low, end)
    if word in words.always or gap.lstrip()[:1] in (*":=：",):
        return True
    at = _passed_over(low, end)
    is_glued = gap in ("-", "_", ".")
    found = (_SUBTOKEN if is_glued else _TOKEN).match(text, at)
    if found is None:
        return False
    plain = _flat(found[0]).strip(_EDGES)
    if plain in words.turns_back:
        return False
    if plain in words.always or plain in words.before_any:
        return True
    if plain in words.guessed and (word in words.before_any or not low[found.end() :].strip()):
        return True
    if word in words.before_any and not is_glued and _SYMBOLS.isdisjoint(gap):
        # After a comma another name of the place may follow, whatever it is.
        if not any(c in gap for c in ",;\n"):
            return plain not in words.before_secret and not _is_ordinary(plain)
    elif word in words.before_any and not is_glued:
        return True
    return _is_secret(found[0], text[match.start() : end])


def _gap(low: str, at: int) -> str:
    found = _GAP.match(low, at)
    return found[0] if found else ""


def _passed_over(low: str, at: int) -> int:
    """Return where the first word after `at` begins that says something ("is", "and" do not)."""
    for _ in range(4):
        at += len(_gap(low, at))
        found = _TOKEN.match(low, at)
        if found is None or found[0].strip(_EDGES) not in _words().between:
            break
        at = found.end()
    return at


def _turns_back(low: str, end: int) -> bool:
    """Say whether nothing follows, or nothing but a "for the gate": it stood before, then."""
    found = _TOKEN.match(low, _passed_over(low, end))
    return found is None or found[0].strip(_EDGES) in _words().turns_back


def _ends_with_secret(match: re.Match[str], text: str, low: str) -> bool:
    """Say whether it is "4711 (pin)" rather than "pin 4711"."""
    if match[0] not in _words().after_secret or not _turns_back(low, match.end()):
        return False
    before = _LAST.search(text[max(0, match.start() - 128) : match.start()])
    return before is not None and _is_secret(before[0], "")


def _is_ordinary(plain: str) -> bool:
    """Say whether a flat word is one of ordinary speech, with or without a number behind it."""
    plain = plain.strip(_EDGES)
    if _SHORT.fullmatch(plain) or _QUAD.fullmatch(plain):
        return True
    ordinary = _words().ordinary
    return all(
        part in ordinary or part.removesuffix("s") in ordinary or _SHORT.fullmatch(part)
        for part in (_COUNTED.sub("", part) or part for part in re.split(r"[-/_.]", plain))
        if part
    )


def _is_secret(token: str, mark: str) -> bool:
    """Say whether a token looks like a secret: digits among letters, symbols, odd capitals."""
    token = token.strip(_EDGES)
    if _is_ordinary(_flat(token)):
        return False
    has_digit = any(map(str.isdigit, token))
    if has_digit and len(token) >= (4 if any(map(str.isalpha, token)) else 3):
        return True
    if not _INNER.isdisjoint(token) or _MIXED.search(token):
        return True
    return len(token) >= 5 and token.isupper() and not mark.isupper()


def _flat(text: str) -> str:
    """Return a text without case and accents, character for character."""
    return text.lower() if text.isascii() else "".join(map(_flat_letter, text))


@lru_cache(maxsize=1024)
def _flat_letter(letter: str) -> str:
    return (folded(letter) or letter)[0]


class _Words(NamedTuple):
    mark: re.Pattern[str]
    glued: re.Pattern[str]
    label: re.Pattern[str]
    always: frozenset[str]
    before_any: frozenset[str]
    before_secret: frozenset[str]
    after_secret: frozenset[str]
    guessed: frozenset[str]
    between: frozenset[str]
    turns_back: frozenset[str]
    ordinary: frozenset[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    always: list[str]
    before_any: list[str]
    before_secret: list[str]
    labels: list[str]
    glued: list[str]
    after_secret: list[str]
    guessed: list[str]
    between: list[str]
    turns_back: list[str]
    ordinary: list[str]


@cache
def _words() -> _Words:
    data = msgspec.convert(load("asset_secrets.toml"), _File)
    marks = [*data.always, *data.before_any, *data.before_secret]
    parted = _any_of(word for word in marks if ord(word[0]) < _UNPARTED)
    unparted = _any_of(word for word in marks if ord(word[0]) >= _UNPARTED)
    start = r"(?<![^\W_])"
    return _Words(
        mark=re.compile(rf"{start}(?:{parted})(?![^\W_])|{unparted}"),
        glued=re.compile(rf"{start}(?:{_any_of(data.glued)})(?=[^\W_])"),
        label=re.compile(
            rf"{start}(?:{_any_of(data.labels)})\s?[:=]\s?(?P<value>\S{{1,64}})"
            rf"(?P<pair>.{{0,64}}?{start}p\w?\s?[:=])?"
        ),
        always=_flattened(data.always),
        before_any=_flattened(data.before_any),
        before_secret=_flattened(data.before_secret),
        after_secret=_flattened(data.after_secret),
        guessed=_flattened(data.guessed),
        between=_flattened(data.between),
        turns_back=_flattened(data.turns_back),
        ordinary=_flattened(data.ordinary),
    )


def _flattened(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_flat, words))


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(map(_flat, words), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))
