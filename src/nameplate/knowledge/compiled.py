"""The compiled form: all records as one msgpack file, keyed by the content of the TOML.

The key is the hash of every TOML file, so a stale file can never be used: whoever edits a record
gets it on the next run. The wheel ships one beside the records; else it is kept in the user's
cache. A cache that cannot be written costs time and nothing else.
"""

import hashlib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from nameplate import __version__
from nameplate.knowledge.bundle import Bundle, files_of, name_of
from nameplate.knowledge.patterns import Patterns
from nameplate.model import knowledge as model
from nameplate.model import law
from nameplate.model.errors import KnowledgeFault
from nameplate.model.knowledge import (
    BandError,
    Brand,
    Deployment,
    Entity,
    Grammar,
    KindRule,
    Knowledge,
    Listing,
    Registrant,
    Registry,
    Signal,
)
from nameplate.model.law import Context, Criterion, Instrument, Law, LawTie

SHIPPED = "_compiled.msgpack"
PLATFORM = sys.platform
KEPT = 4
"""How many compiled forms the user's cache keeps: a version or two, and a branch or two."""


class Compiled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the file holds: the key of the TOML it was made from, and the records."""

    key: str
    released: str
    entities: tuple[Entity, ...]
    brands: tuple[Brand, ...]
    signals: tuple[Signal, ...]
    grammars: tuple[Grammar, ...]
    registrants: tuple[Registrant, ...]
    kind_rules: tuple[KindRule, ...]
    listings: tuple[Listing, ...]
    errors: tuple[BandError, ...]
    law: Law = Law()
    deployments: tuple[Deployment, ...] = ()

    def version(self) -> str:
        """Return the hash of the records, 12 hex digits: comments and order of files are not in.

        Raises nothing; the same records give the same version on every machine.
        """
        content = msgspec.msgpack.encode(msgspec.structs.replace(self, key=""))
        return hashlib.sha256(content).hexdigest()[:12]


class _Kept(msgspec.Struct, frozen=True):
    """The file: the version is kept, so that loading need not encode again."""

    version: str
    compiled: Compiled


def compile_bundle(bundle: Bundle, key: str = "") -> Compiled:
    """Sort the records by kind and name. The bundle must have passed its checks."""
    return Compiled(
        key=key,
        released=bundle.released,
        entities=tuple(sorted(bundle.of(Entity), key=lambda e: e.id)),
        brands=tuple(sorted(bundle.of(Brand), key=lambda b: b.id)),
        signals=tuple(sorted(bundle.of(Signal), key=lambda s: s.id)),
        grammars=tuple(sorted(bundle.of(Grammar), key=lambda g: g.id)),
        registrants=tuple(sorted(bundle.of(Registrant), key=lambda r: r.name)),
        kind_rules=tuple(sorted(bundle.of(KindRule), key=lambda k: k.id)),
        listings=tuple(sorted(bundle.of(Listing), key=lambda listing: listing.id)),
        errors=bundle.errors,
        law=law_of(bundle),
        deployments=tuple(sorted(bundle.of(Deployment), key=lambda d: d.id)),
    )


def law_of(bundle: Bundle) -> Law:
    """Return what the bundle holds of law, each kind in the order of its ids."""
    return Law(
        instruments={i.id: i for i in sorted(bundle.of(Instrument), key=lambda i: i.id)},
        context={c.id: c for c in sorted(bundle.of(Context), key=lambda c: c.id)},
        criteria={c.id: c for c in sorted(bundle.of(Criterion), key=lambda c: c.id)},
        implied=bundle.implied,
        ties=tuple(sorted(bundle.of(LawTie), key=name_of)),
        places=bundle.places,
        vocabulary=bundle.vocabulary,
    )


def knowledge_of(
    compiled: Compiled, registry: Registry | None = None, version: str | None = None
) -> Knowledge:
    """Build the one value that judgement receives; patterns are compiled on first use."""
    texts = {s.id: s.pattern for s in compiled.signals}
    texts |= {g.id: g.pattern for g in compiled.grammars}
    texts |= {k.id: k.pattern for k in compiled.kind_rules}
    by_field: dict[str, list[Signal]] = defaultdict(list)
    for signal in compiled.signals:
        for field in signal.fields:
            by_field[field].append(signal)
    return Knowledge(
        version=version or compiled.version(),
        released=compiled.released,
        entities={e.id: e for e in compiled.entities},
        brands={b.id: b for b in compiled.brands},
        signals=compiled.signals,
        grammars=compiled.grammars,
        registrants=compiled.registrants,
        kind_rules=compiled.kind_rules,
        listings={x.id: x for x in compiled.listings},
        errors=compiled.errors,
        patterns=Patterns(texts),
        blocks={
            block: index
            for index, registrant in enumerate(compiled.registrants)
            for block in registrant.blocks
        },
        by_field={field: tuple(signals) for field, signals in by_field.items()},
        registry=registry,
        law=compiled.law,
        deployments=compiled.deployments,
    )


def key_of(root: Path) -> str:
    """Return the hash of all TOML files of a folder and of the shape they are compiled to.

    Raises KnowledgeFault where a file cannot be read.
    """
    digest = hashlib.sha256(_shape().encode())
    for path in files_of(root):
        with suppress(FileNotFoundError):
            try:
                content = path.read_bytes()
            except PermissionError:
                raise KnowledgeFault("cannot be read: no permission", where=str(path)) from None
            digest.update(f"\0{path.parent.name}/{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _shape() -> str:
    kinds = [Compiled, *vars(law).values(), *vars(model).values()]
    structs = {
        k.__name__: k for k in kinds if isinstance(k, type) and issubclass(k, msgspec.Struct)
    }
    return __version__ + "".join(f"{n}{structs[n].__struct_fields__}" for n in sorted(structs))


def pack(compiled: Compiled) -> bytes:
    """Return the bytes of the compiled form."""
    return msgspec.msgpack.encode(_Kept(compiled.version(), compiled))


def find(root: Path, key: str) -> tuple[Compiled, str] | None:
    """Return the compiled form for `key` and its version: shipped, else cached, else None."""
    cache = cache_dir()
    places = [root / SHIPPED]
    if cache is not None:
        places.append(cache / f"knowledge-{key[:16]}.msgpack")
    for place in places:
        with suppress(OSError, msgspec.DecodeError):
            kept = msgspec.msgpack.decode(place.read_bytes(), type=_Kept)
            if kept.compiled.key == key:
                return kept.compiled, kept.version
    return None


def keep(compiled: Compiled) -> bool:
    """Write the compiled form to the user's cache, whole or not at all; False if it cannot be."""
    cache = cache_dir()
    if cache is None:
        return False
    try:
        cache.mkdir(parents=True, exist_ok=True)
        write_whole(cache / f"knowledge-{compiled.key[:16]}.msgpack", pack(compiled))
        _forget(sorted(cache.glob("knowledge-*.msgpack"), key=lambda p: p.stat().st_mtime))
    except OSError:
        return False
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees a part of it. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".knowledge-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _forget(oldest_first: Sequence[Path]) -> None:
    for path in oldest_first[:-KEPT]:
        path.unlink(missing_ok=True)


def cache_dir() -> Path | None:
    """Return where this user's caches belong on this system, or None if there is no such place."""
    if PLATFORM == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "nameplate" / "cache" if base else None
    try:
        home = Path.home()
    except RuntimeError:  # a user id without a home
        home = None
    if PLATFORM == "darwin":
        return home / "Library" / "Caches" / "nameplate" if home else None
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "nameplate"
    return home / ".cache" / "nameplate" if home else None
