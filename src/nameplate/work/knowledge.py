"""Show, check and compare knowledge: records with their sources, and what an update would flip."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from nameplate.model.errors import WrongUsage
from nameplate.model.knowledge import Knowledge
from nameplate.model.reading import FileReading
from nameplate.model.records import Sighting

KINDS = (
    "entities",
    "brands",
    "signals",
    "grammars",
    "registrants",
    "kinds",
    "listings",
    "instruments",
    "context",
    "criteria",
    "ties",
    "deployments",
    "errors",
)


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict that would change: the device, and maker with band before and after."""

    device: str
    before: str
    after: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two versions, and which verdicts over the kept records flip."""

    old: str
    new: str
    changes: tuple[str, ...]
    flips: tuple[Flip, ...] | None
    """None where no case was asked."""


def load(folder: Path | None) -> Knowledge:
    """Return the product's own knowledge, or that of a folder of records."""
    from nameplate.knowledge import load as own
    from nameplate.knowledge import load_from

    if folder is None:
        return own()
    if not folder.is_dir():
        raise WrongUsage(
            "no such folder of records", where=str(folder), next_step="Check its name."
        )
    return load_from(folder)


def check(folder: Path | None) -> tuple[tuple[str, ...], int]:
    """Return one line a fault, and how many records were checked."""
    from nameplate.knowledge import check as faults_of

    faults, counted = faults_of(folder)
    return tuple(f"{fault.where}: {fault.what}" for fault in faults), counted


def to_json(found: Comparison) -> bytes:
    """Write a comparison as JSON."""
    from nameplate.papers.json import pretty

    return pretty(found)


def records(knowledge: Knowledge) -> Mapping[str, Mapping[str, msgspec.Struct]]:
    """Return all records by kind and id."""
    from nameplate.knowledge.bundle import name_of

    return {
        "entities": dict(knowledge.entities),
        "brands": dict(knowledge.brands),
        "signals": {s.id: s for s in knowledge.signals},
        "grammars": {g.id: g for g in knowledge.grammars},
        "registrants": {r.name: r for r in knowledge.registrants},
        "kinds": {k.id: k for k in knowledge.kind_rules},
        "listings": dict(knowledge.listings),
        "instruments": dict(knowledge.law.instruments),
        "context": dict(knowledge.law.context),
        "criteria": dict(knowledge.law.criteria),
        "ties": {name_of(tie): tie for tie in knowledge.law.ties},
        "deployments": {d.id: d for d in knowledge.deployments},
        "errors": {e.band: e for e in knowledge.errors},
    }


def counts(knowledge: Knowledge) -> str:
    """Write how many records there are of each kind, with version and registry copy."""
    rows = [
        f"Knowledge {knowledge.version} of {knowledge.released}",
        f"Registry copy: {knowledge.registry.stated if knowledge.registry else 'none'}",
    ]
    rows += [f"  {kind:12} {len(held):6}" for kind, held in records(knowledge).items()]
    blocks = sum(len(r.blocks) for r in knowledge.registrants)
    rows.append(f"  {'blocks':12} {blocks:6}")
    rows.append(f"  {'words of law':12} {sum(map(len, knowledge.law.vocabulary.values())):6}")
    rows.append("One kind:    nameplate knowledge show signals")
    rows.append("One record:  nameplate knowledge show hikvision")
    return "\n".join(rows)


def show(knowledge: Knowledge, name: str) -> str:
    """Write one kind as a list of ids, one table of words, or every record of an id or alias.

    Raises WrongUsage naming the nearest ids.
    """
    held = records(knowledge)
    if name in held:
        return "\n".join(_line(key, record) for key, record in held[name].items())
    words = _words(knowledge).get(name)
    if words is not None:
        return "\n".join(f"{word:36} {meaning}" for word, meaning in words.items())
    found = [
        (kind, record)
        for kind, of in held.items()
        for key, record in of.items()
        if name == key or name in getattr(record, "aliases", ())
    ]
    if not found:
        import difflib

        every = [key for of in held.values() for key in of] + list(KINDS)
        every += list(_words(knowledge))
        near = ", ".join(difflib.get_close_matches(name, every, n=3))
        raise WrongUsage(
            f"there is no record '{name}'",
            next_step=f"Near it: {near}" if near else f"Kinds: {', '.join(KINDS)}",
        )
    return "\n\n".join(
        f"{kind}\n{msgspec.json.format(msgspec.json.encode(record), indent=2).decode()}"
        for kind, record in found
    )


def _words(knowledge: Knowledge) -> Mapping[str, Mapping[str, str]]:
    """The closed words of the law, table by table, and the places by name."""
    law = knowledge.law
    return {**law.vocabulary, "places": law.places.names} if law.vocabulary else {}


def _line(key: str, record: msgspec.Struct) -> str:
    for member in ("short", "title", "pattern", "name", "measured"):
        text = getattr(record, member, None)
        if isinstance(text, str) and text != key:
            return f"{key:36} {text}"
    return key


def compare(old: Knowledge, new: Knowledge, readings: Sequence[FileReading] | None) -> Comparison:
    """Say what differs and, over kept records, which verdicts an update would flip."""
    from nameplate.knowledge.diff import difference

    changes = tuple(
        f"{c.how} {c.kind} {c.name}" + (f" ({', '.join(c.members)})" if c.members else "")
        for c in difference(old, new)
    )
    return Comparison(
        old=old.version,
        new=new.version,
        changes=changes,
        flips=None if readings is None else _flips(old, new, readings),
    )


def _flips(old: Knowledge, new: Knowledge, readings: Sequence[FileReading]) -> tuple[Flip, ...]:
    from nameplate.judgement.attribution import attribute
    from nameplate.judgement.devices import devices
    from nameplate.work.read import sightings

    seen: tuple[Sighting, ...] = sightings(readings)
    found = []
    for before, after in zip(devices(seen, old), devices(seen, new), strict=True):
        was, is_now = attribute(before, old), attribute(after, new)
        if (was.maker, was.band) != (is_now.maker, is_now.band):
            found.append(
                Flip(
                    device=before.id,
                    before=f"{was.maker or 'maker not known'}, {was.band}",
                    after=f"{is_now.maker or 'maker not known'}, {is_now.band}",
                )
            )
    return tuple(found)


def kept_readings(folder: Path) -> tuple[FileReading, ...]:
    """Return what the case in `folder` keeps."""
    from nameplate.work.read import open_case

    kept, _ = open_case(folder)
    if kept is None:
        return ()
    with kept:
        return tuple(kept.readings())


def text(found: Comparison, today: date) -> str:
    """Write a comparison for people."""
    rows = [f"{found.old} to {found.new}, {len(found.changes)} records differ"]
    rows += [f"  {change}" for change in found.changes]
    if found.flips is None:
        rows.append("No records are kept in this folder: which verdicts would flip is not known.")
    else:
        rows.append(f"{len(found.flips)} verdicts over the kept records would flip ({today}):")
        rows += [f"  {f.device}: {f.before} -> {f.after}" for f in found.flips]
    return "\n".join(rows)
