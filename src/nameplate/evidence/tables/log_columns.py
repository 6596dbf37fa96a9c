"""What the columns of a session log or DNS log mean: by `log_columns.toml`, or as a person said.

A table is known as a log by its columns and by what stands in them: where two columns fit one
meaning, or one that is needed is not recognised, nothing is guessed. `Doubt` then says which
columns are meant, and the person's answer, kept by the heading's id, settles it from then on.
"""

import hashlib
import shlex
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import msgspec

from nameplate.evidence.tables.asset_names import plain
from nameplate.evidence.tables.log_cells import (
    is_address,
    is_count,
    is_record_type,
    is_transport,
)
from nameplate.model.errors import UnreadableEvidence, printable

Answers = Mapping[str, Mapping[str, str]]
"""By the id of a heading: which column, as written there, has which meaning."""
NONE: Final = "-"
"""What a person answers where no column has a meaning."""
INSIDE: Final = "\x1f"
"""Parts a member's name from that of the object it is in: a point may stand in a name."""
ZONE: Final = "zone"
"""An answer that is no column: "UTC" or an offset such as "+02:00", of all times of the file."""
FORMATS: Final = frozenset({"log-table", "log-json", "log-lines", "nfdump-csv"})
"""Formats whose readers go by columns, so that an answer may change what they read."""
_DOUBTFUL = ("source", "destination", "query", "port", "protocol", "sent", "received")
_MARKS = ("port", "protocol", "service", "action")
_COUNTS = ("sent", "received", "size_in_doubt")
_MOST_COLUMNS = 512
_LONGEST = 40
_LISTED = 6


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The complete map of a product: the columns it `needs`, and what they mean."""

    id: str
    title: str
    needs: frozenset[str]
    columns: Mapping[str, str | tuple[str, ...]]
    source: str
    seen: date
    oneway: bool = False
    late: bool = False
    zone: str = ""


class Positional(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands where in a line whose values have no names: place from 0 by meaning."""

    id: str
    fields: Mapping[str, int]
    source: str
    seen: date


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    denied: frozenset[str]
    allowed: frozenset[str]
    totals: frozenset[str]
    begun: frozenset[str]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: Mapping[str, tuple[tuple[str, ...], ...]]
    words: _Words
    product: tuple[Product, ...]
    positional: tuple[Positional, ...]


class Layout(NamedTuple):
    """How to read a table: the names of its columns by meaning, and what its product says.

    `sessions` and `lookups` say what its lines are: connections, names asked for, or both.
    `unsaid` are columns of sizes that are not counted: nobody says whose direction they state.
    """

    id: str
    columns: Mapping[str, str]
    sessions: bool
    lookups: bool
    product: str = ""
    oneway: bool = False
    late: bool = False
    zone: str = ""
    unsaid: tuple[str, ...] = ()
    by_person: bool = False


class Doubt(NamedTuple):
    """Why a log cannot be read without a person: the heading's id, what is in doubt, between
    which columns, and the meanings to set.
    """

    id: str
    what: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]

    def fault(self) -> UnreadableEvidence:
        """Return the fault that names the columns in doubt and the command that settles it."""
        listed = ", ".join(shown(name) for name in self.columns[:_LISTED])
        more = f" and {len(self.columns) - _LISTED} more" if len(self.columns) > _LISTED else ""
        asked = " ".join(f"--set {meaning}=COLUMN" for meaning in self.needed)
        return UnreadableEvidence(
            f"it looks like a log of connections, and {self.what}: {listed}{more}",
            next_step=f"Say it once: nameplate case columns {self.id} {asked}",
        )


def shown(name: str) -> str:
    """Return a name as a person may type it: what is inside of what is parted by a point."""
    return shlex.quote(printable(name.replace(INSIDE, ".")[:_LONGEST]))


class Table(NamedTuple):
    """A table to be understood: the names of its columns, and some rows by these names."""

    names: Sequence[str]
    samples: Sequence[Mapping[str, str]]
    id: str

    def holds(self, test: Callable[[str], bool], name: str) -> bool:
        """Say whether most of the cells of a column that are filled pass a test."""
        cells = [cell for row in self.samples if (cell := row.get(name, "").strip())]
        return bool(cells) and sum(map(test, cells)) * 2 > len(cells)

    def by_plain(self) -> dict[str, list[str]]:
        """Return the names by their letters and digits."""
        found: dict[str, list[str]] = {}
        for name in self.names[:_MOST_COLUMNS]:
            found.setdefault(plain(name[:80]), []).append(name)
        return found


@cache
def data() -> _Data:
    """Return the names, words and maps of products."""
    text = resources.files(__package__).joinpath("log_columns.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Data)


@cache
def positional(name: str) -> Mapping[str, int]:
    """Return what stands where in lines of a kind, by its id."""
    return next(one.fields for one in data().positional if one.id == name)


@cache
def meanings() -> frozenset[str]:
    """Return the meanings that a person may set."""
    return frozenset(data().names) - {"size_in_doubt"} | {"client", ZONE}


def id_of(names: Iterable[str]) -> str:
    """Return the id of a heading: twelve hex digits of a hash over the names, in order."""
    joined = "\x1f".join(name.strip() for name in names)
    return hashlib.sha256(joined.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def layout(table: Table, answers: Answers) -> Layout | Doubt | None:
    """Say how to read a table; None if it is no log."""
    known = _known(table)
    if table.id in answers:
        return _answered(table, answers[table.id], known)
    return known or _named(table, _found(table))


def _known(table: Table) -> Layout | None:
    """Return the layout of the product whose columns these are."""
    by_plain = table.by_plain()
    fit = [one for one in data().product if one.needs <= by_plain.keys()]
    if not fit:
        return None
    found = _of_product(max(fit, key=lambda one: len(one.needs)), by_plain, table.id)
    return found if table.holds(is_address, found.columns["source"]) else None


def _of_product(product: Product, by_plain: Mapping[str, Sequence[str]], mark: str) -> Layout:
    columns: dict[str, str] = {}
    for meaning, stated in product.columns.items():
        for name in (stated,) if isinstance(stated, str) else stated:
            if name in by_plain:
                columns.setdefault(meaning, by_plain[name][0])
    if "client" in columns:
        columns["source"] = columns.pop("client")
    return Layout(
        mark,
        columns,
        sessions="destination" in columns,
        lookups="query" in columns,
        product=product.id,
        oneway=product.oneway,
        late=product.late,
        zone=product.zone,
    )


def _found(table: Table) -> dict[str, tuple[str, ...]]:
    """Return for each meaning the columns of the first group of names that has any.

    A column of addresses must hold some, and one of sizes must hold numbers.
    """
    by_plain = table.by_plain()
    found = {}
    for meaning, groups in data().names.items():
        fit: tuple[str, ...] = ()
        for group in groups:
            fit = tuple(name for one in group for name in by_plain.get(one, ()))
            if meaning in ("source", "destination"):
                fit = tuple(name for name in fit if table.holds(is_address, name))
            elif meaning == "query_type":
                fit = tuple(name for name in fit if table.holds(is_record_type, name))
            elif meaning in _COUNTS:
                fit = tuple(name for name in fit if table.holds(is_count, name))
            if fit:
                break
        found[meaning] = fit
    return found


def _named(table: Table, found: Mapping[str, tuple[str, ...]]) -> Layout | Doubt | None:
    if not found["source"] or not (found["destination"] or found["query"]):
        return _unnamed(table, found)
    kind = _kind(found)
    if kind is None:
        return None
    for meaning in _DOUBTFUL:
        if len(found[meaning]) > 1:
            what = f"several columns may be the {meaning}"
            return Doubt(table.id, what, found[meaning], (meaning,))
    sessions, lookups = kind
    return Layout(
        table.id,
        {meaning: names[0] for meaning, names in found.items() if names},
        sessions,
        lookups,
        unsaid=found["size_in_doubt"] if sessions and not found["sent"] else (),
    )


def _kind(found: Mapping[str, Sequence[str]]) -> tuple[bool, bool] | None:
    """Say whether lines are sessions, look-ups, or both; None if no log has such columns.

    A name asked for beside a server's address is a look-up; with sizes it is a session as well.
    """
    sized = bool(found["sent"] or found["received"])
    timed = bool(found["time"] or found["start"])
    weak = data().names["query"][-1]  # a domain may be that of a login
    asked = bool(found["query"]) and bool(
        found["query_type"] or not (found["destination"] or plain(found["query"][0]) in weak)
    )
    if asked:
        return (sized and bool(found["destination"]), True) if timed else None
    if not found["destination"]:
        return None
    # A list of rules has ends, transports and decisions too, but neither times nor sizes.
    counted = any(found[one] for one in ("packets", "packets_sent", "duration", "size_in_doubt"))
    marked = any(found[one] for one in _MARKS)
    return (True, False) if sized or (marked and (timed or counted)) else None


def _unnamed(table: Table, found: Mapping[str, Sequence[str]]) -> Doubt | None:
    """Say what is in doubt where columns of addresses, and more, show that it is a log."""
    addresses = tuple(name for name in table.names if table.holds(is_address, name))
    sizes = [*found["sent"], *found["received"], *found["size_in_doubt"]]
    transport = any(table.holds(is_transport, name) for name in table.names)
    if len(addresses) < 2 or not (transport or any(table.holds(is_count, one) for one in sizes)):
        return None
    missing = tuple(one for one in ("source", "destination") if not found[one])
    what = f"no name that is known here says which column is the {' and the '.join(missing)}"
    return Doubt(table.id, what, addresses, ("source", "destination"))


def _answered(table: Table, answer: Mapping[str, str], known: Layout | None) -> Layout | Doubt:
    """Take what a person said, and the rest from the product, or by name where only one fits."""
    by_plain = table.by_plain()
    found = _found(table)
    columns = {meaning: fit[0] for meaning, fit in found.items() if len(fit) == 1}
    columns = dict(known.columns) if known is not None else columns
    for meaning, name in answer.items():
        columns.pop(meaning, None)
        if meaning == ZONE or name == NONE:
            continue
        if name not in table.names and plain(name[:80]) not in by_plain:
            what = f"the column set as {meaning}, {shown(name)}, is not among its columns"
            return Doubt(table.id, what, tuple(table.names), (meaning,))
        columns[meaning] = name if name in table.names else by_plain[plain(name[:80])][0]
    if "client" in columns:
        columns["source"] = columns.pop("client")
    needed = [] if "source" in columns else ["source"]
    needed += [] if "destination" in columns or "query" in columns else ["destination"]
    if needed:
        what = f"no column is set as its {' and its '.join(needed)}"
        return Doubt(table.id, what, tuple(table.names), tuple(needed))
    base = known or Layout(table.id, {}, sessions=False, lookups=False)
    return base._replace(
        columns=columns,
        sessions="destination" in columns,
        lookups="query" in answer or ("query" in columns and "destination" not in columns),
        zone=answer.get(ZONE, "") or base.zone,
        unsaid=() if "sent" in columns else found["size_in_doubt"],
        by_person=True,
    )
