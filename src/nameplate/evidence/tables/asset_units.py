"""One row of an asset table to the unit, or units, that it names."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.tables import asset_cells
from nameplate.evidence.tables.asset_cells import Found
from nameplate.evidence.tables.asset_columns import Column
from nameplate.evidence.tables.asset_told import Table
from nameplate.model.records import Excerpt, Key, Problem, Sighting, Witness

_FIELDS = {
    "brand": "register.brand",
    "model": "register.model",
    "firmware": "register.firmware",
    "driver": "register.driver",
    "name": "register.name",
    "description": "register.name",
    "kind": "register.kind",
    "status": "register.status",
    "owner": "register.owner",
    "operator": "register.operator",
    "controller": "register.controller",
    "landlord": "register.landlord",
    "asset": "register.asset",
    "reference": "register.asset",
    "serial": "register.serial",
    "port": "switch.port",
    "tool_vendor": "tool.vendor",
}
"""What a role's text is about."""
_NAMES_A_UNIT = frozenset(
    {
        "register.brand",
        "register.model",
        "register.serial",
        "register.name",
        "register.driver",
        "register.kind",
        "register.asset",
    }
)
"""A row without any key is still a unit if it says one of these: a place alone is none."""
_TITLES = {
    "mac": "hardware address (MAC)",
    "ip": "address (IP)",
    "serial": "serial number",
    "asset": "asset number",
    "model": "model",
}
_IDENTIFY = frozenset({"mac", "ip", "address", "serial", "hostname", "asset", "model"})
_NOT_IN_WORDS = frozenset({"mac", "ip", "hostname", "quantity"})
MAX_UNITS_A_ROW = 64


class Held(NamedTuple):
    """A key and the column it stands in."""

    key: Key
    at: int


class _Said(NamedTuple):
    """One field of the unit: what is said, by whom, in which column, and in which words."""

    field: str
    value: str
    at: int
    witness: Witness
    raw: str


class Identified(NamedTuple):
    """The keys of a row, what is damaged in it, and the columns that are thereby settled.

    `nobody` says that its hardware address is a group's or all zeros: none of a unit.
    """

    held: tuple[Held, ...]
    problems: tuple[Problem, ...]
    settled: frozenset[int]
    nobody: bool = False


NOTHING = Identified((), (), frozenset())


def identify(table: Table, row: Row, cells: Sequence[str]) -> Identified:
    """Find the identifiers of a row."""
    held: list[Held] = []
    problems: list[Problem] = []
    settled: set[int] = set()
    nobody = False
    for column in table.header.columns:
        if column.role not in _IDENTIFY or column.at >= len(cells) or not cells[column.at]:
            continue
        cell = cells[column.at]
        found = _keys(table, row, column, cell)
        # A cell that is one identifier and nothing else, as most are, needs no second look.
        is_key = len(found.keys) == 1 and found.keys[0].stated == cell
        if not is_key and asset_cells.text_of(cell).withheld:
            table.withhold(row.number, column.at)
        held += [Held(key, column.at) for key in found.keys]
        nobody = nobody or (found.nobody and not found.keys)
        if found.damage is not None:
            title = _TITLES.get(column.role, column.role)
            problems.append(table.damaged(row.number, column, title, found.damage))
        wordy = column.role == "serial" and found == Found() and _is_wordy(cell)
        if wordy:
            table.wordy.add(row.number)
        if wordy or (column.role != "asset" and found != Found()):
            settled.add(column.at)
    return Identified(tuple(held), tuple(problems), frozenset(settled), nobody)


def _is_wordy(cell: str) -> bool:
    return len((asset_cells.text_of(cell).value or "").split()) > 1


def _keys(table: Table, row: Row, column: Column, text: str) -> Found:
    is_number = column.at in row.numbers
    if column.at in row.dates and column.role in ("mac", "serial", "asset", "model"):
        return Found(damage="a spreadsheet turned it into a date")
    match column.role:
        case "mac":
            return asset_cells.macs(text, table.how, is_number=is_number)
        case "ip" | "address":
            found = asset_cells.addresses(text, table.how)
            return found if column.role == "ip" else Found(found.keys)
        case "serial":
            found = asset_cells.serials(text, table.how, is_number=is_number)
            if found.keys and is_number:
                table.numbered.add(row.number)
            return found
        case "hostname":
            return asset_cells.hostnames(text, table.how)
        case "asset":
            return asset_cells.assets(text, table.how)
    return Found()


def sightings(
    table: Table, row: Row, cells: Sequence[str], found: Identified
) -> Iterator[Sighting]:
    """Yield what the row says of its unit, or of each unit if it counts and lists several."""
    said = _described(table, row, cells, found.settled)
    held = found.held
    names = bool(held) or any(one.field in _NAMES_A_UNIT for one in said)
    if not names:
        return
    unit = table.place(row.number)
    parts = _parted(table, row, cells, held)
    for number, part in enumerate(parts, 1):
        own = unit if len(parts) == 1 else f"{unit} ({number} of {len(parts)})"
        yield from _unit(table, row, own, part, said)


def _unit(
    table: Table, row: Row, unit: str, held: Sequence[Held], said: Sequence[_Said]
) -> Iterator[Sighting]:
    keys = tuple({(one.key.kind, one.key.value): one.key for one in held}.values())
    own = [*_stated(table, held), *said]
    if not own:
        # The table calls the unit by nothing else.
        own = [_Said("register.name", keys[0].stated, held[0].at, table.witness, keys[0].stated)]
    for one in own:
        yield Sighting(
            keys=keys,
            witness=one.witness,
            field=one.field,
            value=one.value,
            where=table.place(row.number, one.at),
            unit=unit,
            excerpt=_excerpt(one.raw),
        )


def _stated(table: Table, held: Sequence[Held]) -> Iterator[_Said]:
    """Identifiers are facts of the unit too: hardware addresses, serials, names it gave itself."""
    device = {} if table.header.export is None else table.header.export.device
    for key, at in held:
        if key.kind == "mac":
            yield _Said("mac", key.value, at, table.witness, key.stated)
        elif key.kind == "serial":
            field = device.get("serial")
            witness = table.witness if field is None else Witness.DEVICE
            yield _Said(field or "register.serial", key.stated, at, witness, key.stated)
        elif key.kind == "hostname" and "hostname" in device:
            yield _Said(device["hostname"], key.stated, at, Witness.DEVICE, key.stated)


def _described(
    table: Table, row: Row, cells: Sequence[str], settled: frozenset[int]
) -> list[_Said]:
    """Return what the row says in words, beside its identifiers."""
    found: list[_Said] = []
    places: list[tuple[int, str]] = []
    for column in table.header.columns:
        if column.at in settled or column.role in _NOT_IN_WORDS or column.at >= len(cells):
            continue
        value, withheld = asset_cells.text_of(cells[column.at])
        if withheld:
            table.withhold(row.number, column.at)
        if value is not None and column.role in ("place", "address"):
            places.append((column.at, value))
        elif value is not None:
            found += _say(table, column, value)
    if places:
        # The place of a sighting is one cell, never a row: the row may hold a password.
        at, first = places[0]
        value = ", ".join(dict.fromkeys(value for _, value in places))[: asset_cells.MAX_VALUE]
        found.append(_Said("register.place", value, at, table.witness, first))
    return found


def _say(table: Table, column: Column, value: str) -> Iterator[_Said]:
    device = {} if table.header.export is None else table.header.export.device
    if column.role in device:
        # The tool wrote down what the unit itself answered to it.
        yield _Said(device[column.role], value, column.at, Witness.DEVICE, value)
    elif column.role == "brand_model":
        brand, model = asset_cells.brand_and_model(value)
        if brand:
            yield _Said("register.brand", brand, column.at, table.witness, brand)
        if model:
            yield _Said("register.model", model, column.at, table.witness, model)
    elif column.role == "kind" and not table.header.has_models and _names_a_model(value):
        yield _Said("register.model", value, column.at, table.witness, value)
    elif column.role in _FIELDS:
        yield _Said(_FIELDS[column.role], value, column.at, table.witness, value)


_MEASURE = re.compile(
    r"(?<![\w-])(?:\d{1,4}(?:[.,]\d{1,2})?[ -]?(?:x|mp|k|p|mm|cm|m|ch|channels?|ports?|way|kanal|"
    r"canaux|fach|poorts?|tb|gb|inch|zoll)|\d{1,2}|[234]d|ip\d\d)(?![\w-])",
    re.IGNORECASE,
)


def _names_a_model(kind: str) -> bool:
    """Say whether a text in a column of kinds is a model: "DS-2CD2T86G2-4I", not "8ch NVR"."""
    return any(map(str.isdigit, _MEASURE.sub(" ", kind)))


def _parted(table: Table, row: Row, cells: Sequence[str], held: Sequence[Held]) -> list[list[Held]]:
    """Part the keys of a row that stands for several units and lists an identifier for each."""
    count = _quantity(table, cells)
    if count < 2:
        return [list(held)]
    lists = [[one for one in held if one.key.kind == kind] for kind in ("mac", "serial", "ip")]
    whole = [one for one in lists if len(one) == count]
    if not whole or count > MAX_UNITS_A_ROW:
        table.bundled.add(row.number)
        return [list(held)]
    return [[one[i] for one in whole] for i in range(count)]


def _quantity(table: Table, cells: Sequence[str]) -> int:
    for column in table.header.columns:
        if column.role == "quantity" and column.at < len(cells):
            text = cells[column.at].strip()
            return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return 1


def _excerpt(raw: str) -> Excerpt:
    return Excerpt(raw.encode("utf-8", "surrogatepass")[: Excerpt.LIMIT])
