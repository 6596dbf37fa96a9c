"""What the columns of an asset table are, by their headings.

A column is read only if its heading names something we use. Columns of passwords, keys, users
and persons are named, so that the reader drops them before anything else sees a cell of theirs.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from nameplate.evidence.tables.asset_names import Export, folded, names, plain

KEY_ROLES = frozenset({"mac", "ip", "serial", "hostname", "asset"})
SEVERAL = KEY_ROLES | {"address", "place", "reference", "tool_vendor"}
"""Roles that several columns may have: all are read. Of others one is, and the choice is told."""
TELLING = KEY_ROLES | {"model", "brand_model"}
"""A table without a column of these is no list of units."""
_ONE_UNIT = frozenset(
    {"place", "name", "description", "reference", "quantity", "status", "owner", "operator"}
)
"""Beside a model, one of these makes a row a unit and the table no catalogue."""
_WITHOUT_MODEL = {"brand", "kind", "place"}
"""What lists units too, where a column "Typ" or "Type" holds the models."""
MAX_HEADING = 80
MAX_HEADINGS = 512
_LONGEST_BLANK = 32


class Column(NamedTuple):
    """A column that is read: its place from 0, its role, and how good the name fits (0 best)."""

    at: int
    role: str
    rank: int = 0


class Header(NamedTuple):
    """What a heading row says: the columns to read; those dropped, with what they are; pairs of
    columns for one role (used, not used); the tool that wrote the table, if known.
    """

    columns: tuple[Column, ...]
    dropped: tuple[tuple[int, str], ...] = ()
    rivals: tuple[tuple[Column, Column], ...] = ()
    export: Export | None = None
    money: bool = False

    @property
    def has_models(self) -> bool:
        """Say whether a column of its own holds the models."""
        return any(column.role in ("model", "brand_model") for column in self.columns)

    @property
    def usable(self) -> bool:
        """Say whether this heads a list of units and not a ledger, price list or catalogue."""
        roles = {column.role for column in self.columns}
        if len(roles) < 2 or not (roles & TELLING or roles >= _WITHOUT_MODEL):
            return False
        if roles & KEY_ROLES:
            return True
        return not roles.isdisjoint(_ONE_UNIT) and (not self.money or "place" in roles)


def header_of(cells: Sequence[str]) -> Header:
    """Say what each heading of a row stands for; a row of data maps to few or none."""
    cut = [" ".join(cell.split())[:MAX_HEADING] for cell in cells[:MAX_HEADINGS]]
    found = {i: heading for i, cell in enumerate(cut) if (heading := plain(cell))}
    export = _export(frozenset(found.values()))
    columns: list[Column] = []
    dropped: list[tuple[int, str]] = []
    for i, heading in found.items():
        what = _dropped(cut[i])
        fit = None if what is not None else _in_export(heading, export, _role(cut[i]))
        if what is not None:
            dropped.append((i, what))
        elif fit is not None:
            columns.append(Column(i, *fit))
    used, rivals = _settle(columns)
    money = not names().money.isdisjoint(found.values())
    return Header(used, tuple(dropped), rivals, export, money)


def is_heading(cell: str) -> bool:
    """Say whether a cell is the name of a column: of one we read, or of one we drop."""
    cut = " ".join(cell.split())
    return len(cut) <= MAX_HEADING and (_dropped(cut) is not None or _role(cut) is not None)


def is_dropped(cell: str) -> bool:
    """Say whether a cell is the name of a column that is never read: "Users", "Password"."""
    cut = " ".join(cell.split())
    return len(cut) <= MAX_HEADING and _dropped(cut) is not None


def is_other_heading(cell: str) -> bool:
    """Say whether a cell is the name of a column that no list of units is told by."""
    return is_dropped(cell) or plain(cell[:MAX_HEADING]) in names().others


def is_blank(text: str) -> bool:
    """Say whether a cell holds nothing, or what people write where they know nothing."""
    # Most cells are longer than any such text: asked twice a cell, this has to be quick.
    return len(text) <= _LONGEST_BLANK and text.strip().casefold() in names().blanks


def is_total(text: str) -> bool:
    """Say whether a text begins like a sum or a note under a table."""
    return names().totals.match(text.strip()[:64]) is not None


_CAMEL = re.compile(r"([a-z0-9])([A-Z])")
_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"[(\[][^)\]]{0,80}[)\]]?")


@lru_cache(maxsize=4096)
def _dropped(cell: str) -> str | None:
    heading = plain(cell)
    words = " ".join(["", *_WORD.findall(folded(_CAMEL.sub(r"\1 \2", cell))), ""])
    for drop in names().drops:
        if heading in drop.alone or drop.within.search(heading) or drop.within.search(words):
            return drop.what
    return None


@lru_cache(maxsize=4096)
def _role(cell: str) -> tuple[str, int] | None:
    roles = names().roles
    for name in (plain(cell), plain(_IN_BRACKETS.sub("", cell))):
        if name in roles:
            return roles[name]
        for qualifier in names().qualifiers:
            if name.startswith(qualifier) and name[len(qualifier) :] in roles:
                return roles[name[len(qualifier) :]]
    return None


def _export(headings: frozenset[str]) -> Export | None:
    fit = [export for export in names().exports if export.needs <= headings]
    return max(fit, key=lambda export: len(export.needs), default=None)


def _in_export(
    heading: str, export: Export | None, usual: tuple[str, int] | None
) -> tuple[str, int] | None:
    if export is None:
        return usual
    if heading in export.roles:
        return export.roles[heading], 0
    return None if heading in export.ignored else usual


def _settle(
    columns: Sequence[Column],
) -> tuple[tuple[Column, ...], tuple[tuple[Column, Column], ...]]:
    """Keep one column a role where only one can be meant: the best name, then the leftmost."""
    best: dict[str, Column] = {}
    for column in columns:
        held = best.get(column.role)
        if held is None or column.rank < held.rank:
            best[column.role] = column
    used = tuple(c for c in columns if c.role in SEVERAL or best[c.role] is c)
    rivals = tuple((best[c.role], c) for c in columns if c not in used)
    return used, rivals
