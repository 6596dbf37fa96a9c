"""A folder of TOML records, read and typed, not yet checked against each other.

One folder a kind of record, any number of files in each; an instrument of law is a file of its
own. `release.toml`, `errors.toml` and `ordinary.toml` stand beside them. A misspelt member, a
number where a text belongs or a date that is none is a fault of the record that has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec

from nameplate.model.errors import KnowledgeFault
from nameplate.model.knowledge import (
    BandError,
    Brand,
    Deployment,
    Entity,
    Grammar,
    KindRule,
    Listing,
    Registrant,
    Signal,
)
from nameplate.model.law import Context, Criterion, Implied, Instrument, LawTie, Places

Record = (
    Entity
    | Brand
    | Signal
    | Grammar
    | Registrant
    | KindRule
    | Listing
    | Instrument
    | Context
    | Criterion
    | LawTie
    | Deployment
)
R = TypeVar("R", bound=msgspec.Struct)


class Held(NamedTuple):
    """One record and the file it stands in, e.g. "signals/dahua.toml"."""

    file: str
    record: Record

    @property
    def where(self) -> str:
        """The file and the record's own name."""
        return f"{self.file}, {name_of(self.record)}"


class OrdinaryModel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A model name that no record may claim, save those of the maker it belongs to."""

    value: str
    of: str | None = None


class Overlap(msgspec.Struct, frozen=True):
    """Two records of different makers that may match one text, and why that is right."""

    one: str
    other: str
    why: str


class Ordinary(msgspec.Struct, frozen=True, omit_defaults=True):
    """What no strong alias and no pattern may hit: `ordinary.toml`."""

    names: tuple[str, ...] = ()
    models: tuple[OrdinaryModel, ...] = ()
    overlaps: tuple[Overlap, ...] = ()


class Bundle(NamedTuple):
    """All records of a folder, in the order of their files."""

    released: str
    held: tuple[Held, ...]
    errors: tuple[BandError, ...]
    ordinary: Ordinary
    implied: tuple[Implied, ...]
    places: Places
    vocabulary: dict[str, dict[str, str]]

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of one kind."""
        return tuple(h.record for h in self.held if isinstance(h.record, kind))

    def each(self, kind: type[R]) -> Iterator[tuple[Held, R]]:
        """Yield the records of one kind with where they stand."""
        for held in self.held:
            if isinstance(held.record, kind):
                yield held, held.record


# Folder, the name of its tables, and what they hold; no name: each file is one record.
FOLDERS: tuple[tuple[str, str | None, type[Record]], ...] = (
    ("entities", "entity", Entity),
    ("brands", "brand", Brand),
    ("signals", "signal", Signal),
    ("grammars", "grammar", Grammar),
    ("registrants", "registrant", Registrant),
    ("kinds", "kind", KindRule),
    ("listings", "listing", Listing),
    ("instruments", None, Instrument),
    ("context", "context", Context),
    ("criteria", "criterion", Criterion),
    ("ties", "tie", LawTie),
    ("deployments", "deployment", Deployment),
)
ALONE = (
    "errors.toml",
    "ordinary.toml",
    "release.toml",
    "law/implied.toml",
    "law/places.toml",
    "law/vocabulary.toml",
)
"""Files that are not records of a folder."""


def name_of(record: Record) -> str:
    """Return what a record is called: its id, the registry's text, or both ends of a tie."""
    match record:
        case Registrant(name=name):
            return name
        case LawTie(owner=owner, subject=subject, valid_from=day):
            return f"{owner} of {subject}" + (f" from {day}" if day else "")
        case _:
            return record.id


def files_of(root: Path) -> tuple[Path, ...]:
    """Return the TOML files of a folder of knowledge, in a stable order."""
    found = [path for folder, _, _ in FOLDERS for path in sorted((root / folder).glob("*.toml"))]
    return (*found, *(root / name for name in ALONE))


def read(root: Path) -> Bundle:
    """Read a folder of knowledge. Raises KnowledgeFault naming the file and the record."""
    held: list[Held] = []
    for folder, table, kind in FOLDERS:
        for path in sorted((root / folder).glob("*.toml")):
            file = f"{folder}/{path.name}"
            held.extend(Held(file, record) for record in _records(path, file, table, kind))
    if not held:
        raise KnowledgeFault(
            "no records",
            where=str(root),
            next_step="Name a folder that has entities/, signals/ and the others.",
        )
    errors = _optional(root, "errors.toml", {"error"})
    ordinary = _optional(root, "ordinary.toml", {"names", "models", "overlaps"})
    release = _optional(root, "release.toml", {"released"})
    implied = _optional(root, "law/implied.toml", {"implied"})
    places = _optional(root, "law/places.toml", None)
    words = _optional(root, "law/vocabulary.toml", None)
    return Bundle(
        released=_plain(release.get("released", ""), "release.toml"),
        held=tuple(held),
        errors=_convert(errors.get("error", []), tuple[BandError, ...], "errors.toml"),
        ordinary=_convert(ordinary, Ordinary, "ordinary.toml"),
        implied=_convert(implied.get("implied", []), tuple[Implied, ...], "law/implied.toml"),
        places=_convert({"held": []} | places, Places, "law/places.toml"),
        vocabulary=_convert(words, dict[str, dict[str, str]], "law/vocabulary.toml"),
    )


def _records(path: Path, file: str, table: str | None, kind: type[Record]) -> Iterator[Record]:
    document = _parse(path, file)
    if table is None:
        yield _convert(document, kind, f"{file}, {document.get('id', 'without an id')}")
        return
    _only(document, {table}, file)
    entries = document.get(table, [])
    if not isinstance(entries, list):
        raise KnowledgeFault(f"[[{table}]] needs two brackets", where=file)
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise KnowledgeFault(f"{table} {number} is no table", where=file)
        name = str(entry.get("id") or entry.get("name") or f"record {number}")
        # TOML has no null: a decoy, a part or a brand house names no maker by leaving it out.
        silent = {"maker": None} if kind in (Signal, Registrant) else {}
        yield _convert(silent | entry, kind, f"{file}, {name}")


def _optional(root: Path, file: str, members: set[str] | None) -> dict[str, Any]:
    path = root / file
    document = _parse(path, file) if path.exists() else {}
    if members is not None:
        _only(document, members, file)
    return document


def _only(document: Mapping[str, Any], members: set[str], file: str) -> None:
    for stray in sorted(set(document) - members):
        expected = " or ".join(sorted(members))
        raise KnowledgeFault(f'only {expected} may stand here, not "{stray}"', where=file)


def _parse(path: Path, file: str) -> dict[str, Any]:
    import tomllib  # not needed where a compiled form is current

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise KnowledgeFault(f"not TOML: {fault}", where=file) from None
    except OSError as fault:
        raise KnowledgeFault(f"cannot be read: {fault.strerror}", where=file) from None


def _convert(value: Any, kind: Any, where: str) -> Any:
    for unknown in _unknown(value, kind):
        raise KnowledgeFault(f'no member "{unknown}" in such a record', where=where)
    try:
        return msgspec.convert(_plain(value, where), kind)
    except msgspec.ValidationError as fault:
        raise KnowledgeFault(str(fault), where=where) from None


def _plain(value: Any, where: str) -> Any:
    """Turn TOML's dates into ISO days; a time of day has no place in a record."""
    if isinstance(value, datetime | time):
        raise KnowledgeFault("a time of day where a day belongs", where=where)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner, where) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, where) for inner in value]
    return value


def _unknown(value: Any, kind: Any) -> Iterator[str]:
    """Yield the members that no record of this kind has: a misspelt one would be lost."""
    struct = _struct_in(kind)
    if struct is None:
        return
    for entry in _entries(value):
        known = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
        for key, inner in entry.items():
            if key not in known:
                yield key
            else:
                yield from _unknown(inner, known[key])


def _entries(value: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        return (value,)
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else ()


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:
    """Find the Struct in a type such as tuple[X, ...] or X | None."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next((s for s in map(_struct_in, get_args(kind)) if s is not None), None)
