"""What changed between two knowledge versions: records added, removed, changed."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from nameplate.knowledge.bundle import Record, name_of
from nameplate.model.knowledge import Knowledge
from nameplate.model.law import Law


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One record that differs: its kind and name, and which of its members changed.

    `how` is "added", "removed" or "changed"; `members` is empty for the first two. For blocks
    of a registrant `added` and `gone` name the prefixes, for words of law the words.
    """

    kind: str
    name: str
    how: str
    members: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def difference(old: Knowledge, new: Knowledge) -> tuple[Change, ...]:
    """Return what differs, in the order of kinds and names; () where the records are the same."""
    before, after = _all(old), _all(new)
    found = list(_law_words(old.law, new.law))
    for key in sorted(before.keys() | after.keys()):
        kind, name = key
        if key not in after:
            found.append(Change(kind=kind, name=name, how="removed"))
        elif key not in before:
            found.append(Change(kind=kind, name=name, how="added"))
        elif before[key] != after[key]:
            found.append(_changed(kind, name, before[key], after[key]))
    return tuple(found)


def _law_words(old: Law, new: Law) -> Iterator[Change]:
    """Yield what differs in the words and places that records of law are written in."""
    for table in sorted(old.vocabulary.keys() | new.vocabulary.keys()):
        before, after = old.vocabulary.get(table, {}), new.vocabulary.get(table, {})
        if before != after:
            yield Change(
                kind="words",
                name=table,
                how="changed",
                added=tuple(sorted(after.keys() - before.keys())),
                gone=tuple(sorted(before.keys() - after.keys())),
            )
    for member in old.places.__struct_fields__:
        if getattr(old.places, member) != getattr(new.places, member):
            yield Change(kind="places", name=member, how="changed")
    if old.implied != new.implied:
        yield Change(kind="implied", name="rules", how="changed")


def _changed(kind: str, name: str, old: Record, new: Record) -> Change:
    members = tuple(
        member
        for member in new.__struct_fields__
        if getattr(old, member, None) != getattr(new, member, None)
    )
    blocks_before = frozenset(getattr(old, "blocks", ()))
    blocks_after = frozenset(getattr(new, "blocks", ()))
    return Change(
        kind=kind,
        name=name,
        how="changed",
        members=members,
        added=tuple(sorted(blocks_after - blocks_before)),
        gone=tuple(sorted(blocks_before - blocks_after)),
    )


def _all(knowledge: Knowledge) -> Mapping[tuple[str, str], Record]:
    kinds: tuple[tuple[str, Iterable[Record]], ...] = (
        ("entity", knowledge.entities.values()),
        ("brand", knowledge.brands.values()),
        ("signal", knowledge.signals),
        ("grammar", knowledge.grammars),
        ("registrant", knowledge.registrants),
        ("kind", knowledge.kind_rules),
        ("listing", knowledge.listings.values()),
        ("instrument", knowledge.law.instruments.values()),
        ("context", knowledge.law.context.values()),
        ("criterion", knowledge.law.criteria.values()),
        ("tie", knowledge.law.ties),
        ("deployment", knowledge.deployments),
    )
    return {(kind, name_of(record)): record for kind, records in kinds for record in records}
