"""Count what each signal, grammar and registrant hits on labelled samples: `SAMPLES.jsonl ...`.

Each line is a recorded reply or sighting as the product reads it, with a label: {"maker": ..}.
Prints hits and units of the record's own maker (units that showed one of its fields), hits and
units of all others measured, the largest weight these counts allow (DESIGN 7) and the weight the
record has. Samples that were made up (realness "fixture" or "constructed") are not counted.

The counts go into `basis` by hand: whoever writes a weight has looked at them. Marks: "!" beyond
what was counted, "e" the same with an excess stated, "b" within the record's own basis, which was
counted elsewhere (model names are counted on lists of model names).
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import nameplate_jsonl
from nameplate.knowledge.bundle import Bundle, read
from nameplate.knowledge.limits import ROUNDING, limit
from nameplate.knowledge.loader import RECORDS
from nameplate.knowledge.patterns import Re2Pattern
from nameplate.model.fields import MODEL_FIELDS
from nameplate.model.knowledge import Basis, Entity, Grammar, Registrant, Signal
from nameplate.model.records import Sighting

MADE_UP = frozenset({"fixture", "constructed"})
DECOY = "decoy"
"""What samples of honeypots and emulations are labelled with, for signals that name no maker."""


class Sample(NamedTuple):
    """One labelled unit: who made it, and what of it was read."""

    id: str
    maker: str
    seen: tuple[Sighting, ...]


def main(paths: Iterable[str]) -> int:
    """Print the table; 0 when no weight is beyond what was counted or excused."""
    bundle = read(RECORDS)
    samples = [sample for path in paths for sample in samples_of(Path(path), bundle)]
    print(f"{len(samples)} samples counted")
    beyond = 0
    for name, weight, excused, own, basis in rows(bundle, samples):
        most = limit(basis)
        mark = _mark(weight, most, own, excused=excused)
        beyond += mark == "!"
        counted = f"{basis.hits}/{basis.units} : {basis.other_hits}/{basis.other_units}"
        print(f"{mark} {name:44} {counted:>18}  limit {most:5.2f}  weight {weight:5.2f}")
    return int(beyond > 0)


def _mark(weight: float, most: float, own: Basis | None, *, excused: bool) -> str:
    if weight <= most + ROUNDING:
        return " "
    if excused:
        return "e"
    return "b" if own is not None and weight <= limit(own) + ROUNDING else "!"


def samples_of(path: Path, bundle: Bundle) -> Iterator[Sample]:
    """Yield the labelled samples of a file that are not made up.

    A label may be an id, or a name as the records have it ("hanwha techwin").
    """
    known = {
        name.casefold(): entity.id
        for entity in bundle.of(Entity)
        for name in (entity.id, entity.short, entity.name, *entity.aliases, *entity.weak_aliases)
    }
    lines = path.read_bytes().splitlines(keepends=True)
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for record in nameplate_jsonl.read(Source.of(b"".join(lines), path.name)):
        if isinstance(record, Sighting):
            seen[record.where.partition(",")[0]].append(record)
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        if row.get("realness") not in MADE_UP:
            stated = str(row["label"]["maker"])
            maker = known.get(stated.casefold(), stated)
            yield Sample(str(row["id"]), maker, tuple(seen[f"line {number}"]))


def rows(
    bundle: Bundle, samples: list[Sample]
) -> Iterator[tuple[str, float, bool, Basis | None, Basis]]:
    """Yield name, weight, whether an excess is stated, own basis and counts, for each record."""
    for signal in bundle.of(Signal):
        fields = frozenset(signal.fields)
        maker = DECOY if signal.group == "decoy" else signal.maker
        basis = count(samples, maker, fields, Re2Pattern(signal.pattern))
        yield signal.id, abs(signal.weight), bool(signal.excess), signal.basis, basis
    for grammar in bundle.of(Grammar):
        basis = count(samples, grammar.maker, MODEL_FIELDS, Re2Pattern(grammar.pattern))
        yield grammar.id, grammar.weight, bool(grammar.excess), grammar.basis, basis
    held = bundle.of(Registrant)
    blocks = {block: registrant.name for registrant in held for block in registrant.blocks}
    for registrant in held:
        hit = {s.id for s in samples if registrant.name in _registrants(s, blocks)}
        basis = _split(samples, registrant.maker, frozenset({"mac"}), hit)
        excused = bool(registrant.excess)
        yield registrant.name, registrant.weight, excused, registrant.basis, basis


def count(
    samples: list[Sample], maker: str | None, fields: frozenset[str], pattern: Re2Pattern
) -> Basis:
    """Count a pattern over the fields it looks at."""
    hit = {
        s.id
        for s in samples
        if any(x.field in fields and pattern.search(x.value) is not None for x in s.seen)
    }
    return _split(samples, maker, fields, hit)


def _split(
    samples: list[Sample], maker: str | None, fields: frozenset[str], hit: set[str]
) -> Basis:
    own = [s for s in samples if s.maker == maker and any(x.field in fields for x in s.seen)]
    others = [s for s in samples if s.maker != maker]
    return Basis(
        hits=sum(s.id in hit for s in own),
        units=len(own),
        other_hits=sum(s.id in hit for s in others),
        other_units=len(others),
    )


def _registrants(sample: Sample, blocks: dict[str, str]) -> set[str]:
    """Return the registrants of a sample's addresses, by the longest block each lies in."""
    found = set()
    for sighting in sample.seen:
        if sighting.field == "mac":
            held = (blocks.get(sighting.value[:n]) for n in (9, 7, 6))
            found.add(next((name for name in held if name is not None), ""))
    return found


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python scripts/measure_signals.py SAMPLES.jsonl ...")
    sys.exit(main(sys.argv[1:]))
