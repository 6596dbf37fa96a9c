"""The names behind asset tables, as data, compiled once.

`asset_columns.toml` has what columns are called, `asset_exports.toml` what known tools write. A
name is compared by its letters and digits only, without case and accents.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec


class Export(NamedTuple):
    """A table as a known tool writes it, told by the headings it `needs`.

    `roles` overrules the general names; `ignored` headings are not read; `device` maps roles to
    fields that the units themselves answered and the tool only wrote down. A row without a key of
    the kind `required` is no unit.
    """

    id: str
    title: str
    needs: frozenset[str]
    roles: Mapping[str, str]
    ignored: frozenset[str]
    device: Mapping[str, str]
    by_person: bool
    required: str | None


class Drop(NamedTuple):
    """Headings of one sort that are never read: what to call the column, and how to tell."""

    what: str
    within: re.Pattern[str]
    alone: frozenset[str]


class Names(NamedTuple):
    """All names: roles (with a rank, 0 best) by plain heading, and what marks what."""

    roles: Mapping[str, tuple[str, int]]
    qualifiers: tuple[str, ...]
    drops: tuple[Drop, ...]
    money: frozenset[str]
    others: frozenset[str]
    blanks: frozenset[str]
    totals: re.Pattern[str]
    orders: re.Pattern[str]
    exports: tuple[Export, ...]


# Letters whose stroke is part of the letter, so that Unicode does not part them.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i"})


def plain(text: str) -> str:
    """Return the letters and digits of a text only, without case and accents."""
    return "".join(c for c in folded(text) if c.isalnum())


def folded(text: str) -> str:
    """Return a text without case and accents; its blanks and marks stay."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(c for c in parted if not unicodedata.combining(c))


def load(name: str) -> dict[str, object]:
    """Return one of the data files that stand beside this module."""
    folder = resources.files(__package__)
    return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))


@cache
def names() -> Names:
    """Load and compile the data files, once a process."""
    data = msgspec.convert(load("asset_columns.toml"), _Columns)
    exports = msgspec.convert(load("asset_exports.toml"), _Exports)
    roles: dict[str, tuple[str, int]] = {}
    for record in data.column:
        for rank, name in enumerate(record.names):
            roles.setdefault(plain(name), (record.role, rank))
    return Names(
        roles=roles,
        qualifiers=tuple(sorted(map(plain, data.qualifiers), key=len, reverse=True)),
        drops=tuple(map(_drop, data.drop)),
        money=frozenset(map(plain, data.money)),
        others=frozenset(map(plain, data.others)),
        blanks=frozenset({"", *map(str.casefold, data.blanks)}),
        totals=re.compile(rf"(?:{_any_of(data.totals)})(?:\W|$)", re.IGNORECASE),
        orders=re.compile(
            rf"(?:{_any_of(data.orders)})[ .:#/-]{{0,3}}(?:\d{{2,4}}[/-])?\d{{3,10}}", re.IGNORECASE
        ),
        exports=tuple(map(_export, exports.export)),
    )


class _Column(msgspec.Struct, forbid_unknown_fields=True):
    role: str
    names: list[str]


class _Drop(msgspec.Struct, forbid_unknown_fields=True):
    what: str
    inside: list[str]
    words: list[str]
    alone: list[str] = []


class _Columns(msgspec.Struct, forbid_unknown_fields=True):
    qualifiers: list[str]
    totals: list[str]
    orders: list[str]
    others: list[str]
    blanks: list[str]
    money: list[str]
    drop: list[_Drop]
    column: list[_Column]


class _Export(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    needs: list[str]
    source: str
    roles: dict[str, str] = {}
    ignored: list[str] = []
    device: dict[str, str] = {}
    person: bool = False
    required: str | None = None


class _Exports(msgspec.Struct, forbid_unknown_fields=True):
    export: list[_Export]


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in longest_first)


def _drop(record: _Drop) -> Drop:
    """Whole headings, parts of them without blanks, or words of their own between blanks."""
    inside = [re.escape(plain(word)) for word in record.inside]
    words = [f" {re.escape(folded(word))} " for word in record.words]
    return Drop(
        record.what, re.compile("|".join(inside + words)), frozenset(map(plain, record.alone))
    )


def _export(record: _Export) -> Export:
    return Export(
        id=record.id,
        title=record.title,
        needs=frozenset(map(plain, record.needs)),
        roles={plain(heading): role for heading, role in record.roles.items()},
        ignored=frozenset(map(plain, record.ignored)),
        device=record.device,
        by_person=record.person,
        required=record.required,
    )
