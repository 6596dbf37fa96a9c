"""From TOML records to one immutable Knowledge value, checked on the way."""

from functools import cache
from pathlib import Path

from nameplate.knowledge import compiled
from nameplate.knowledge.faults import Fault
from nameplate.model.errors import KnowledgeFault
from nameplate.model.knowledge import Knowledge

RECORDS = Path(__file__).parent
"""Where the product's own records stand: beside this file, in a checkout and in a wheel."""


@cache
def load() -> Knowledge:
    """Return the product's own knowledge, from its compiled form where that is current.

    Raises KnowledgeFault naming file, record and rule where a record was edited and breaks one.
    """
    from nameplate.knowledge.registry import PackagedRegistry

    key = compiled.key_of(RECORDS)
    registry = PackagedRegistry()
    found = compiled.find(RECORDS, key)
    if found is not None:
        records, version = found
        return compiled.knowledge_of(records, registry, version)
    records = compile_records(RECORDS, key)
    compiled.keep(records)
    return compiled.knowledge_of(records, registry)


def load_from(directory: Path) -> Knowledge:
    """Return the knowledge of another folder of records: checked, never cached.

    For `knowledge check DIR`, `knowledge diff OLD NEW` and tests. Raises KnowledgeFault.
    """
    from nameplate.knowledge.registry import PackagedRegistry

    return compiled.knowledge_of(compile_records(directory), PackagedRegistry())


def check(directory: Path | None = None) -> tuple[tuple[Fault, ...], int]:
    """Return every fault of a folder of records (the product's own if None), and their number.

    A file that cannot be read as records at all is one fault, and nothing else is looked at.
    """
    from nameplate.knowledge.bundle import read
    from nameplate.knowledge.checks import faults

    try:
        bundle = read(directory or RECORDS)
    except KnowledgeFault as fault:
        return (Fault(fault.where, fault.what),), 0
    return tuple(faults(bundle)), len(bundle.held)


def compile_records(directory: Path, key: str = "") -> compiled.Compiled:
    """Read, check and sort the records of a folder. Raises KnowledgeFault for the first fault."""
    # The parser and the checks are needed only where no compiled form is current.
    from nameplate.knowledge.bundle import read
    from nameplate.knowledge.checks import faults

    bundle = read(directory)
    found = list(faults(bundle))
    if found:
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise KnowledgeFault(
            found[0].what + more,
            where=found[0].where,
            next_step="Mend the record and load again.",
        )
    return compiled.compile_bundle(bundle, key)
