"""Why: a tree of one device that ends at bytes, with their file, place and hash."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.text import Text

from nameplate.model.report import BecauseOut, DeviceOut, FactOut, Read, ReasonOut, SeenIn
from nameplate.papers import words
from nameplate.papers.law.cells import answer_says, deciding, outcome
from nameplate.papers.layers import beside, changes, merge_says, merges
from nameplate.papers.proof import holds
from nameplate.papers.rows import speaks
from nameplate.papers.terminal.screen import fit, render, wrap
from nameplate.papers.text import brief, hex_pairs, short_hash, shown

Originals = Mapping[tuple[str, str], bytes]
"""Bytes found in the originals just now, by (hash of the evidence, place)."""

BYTES = 16
"""How many bytes of a match the tree shows as hex."""
TEXT = 120
"""How many characters of a match it shows as text."""
LABEL = 10
ALSO = 4
"""How many reasons that do not count are named."""
PLACES = 3
"""How many places of one merge are named."""


class Branch(NamedTuple):
    """One branch: a label, what it says, and the quieter lines under it."""

    label: str
    says: str
    under: tuple[str, ...] = ()


def why(
    device: DeviceOut,
    read: Read,
    *,
    width: int,
    colour: bool,
    originals: Originals | None = None,
) -> str:
    """Return the tree. With `originals` each place says whether its bytes still stand there."""
    indent = max(len(device.id) + 2, 6)
    head = words.headline(device)
    if device.label is not None:
        head += f', label "{device.label}"'
    lines = []
    for label, text in ((device.id, head), ("", words.sentence(device))):
        for number, line in enumerate(wrap(shown(text, 600), width - indent)):
            gutter = fit(shown(label), indent) if number == 0 else " " * indent
            lines.append(Text.assemble((gutter, "bold"), line))
    branches = _branches(device, read, originals)
    for number, branch in enumerate(branches):
        lines += _drawn(branch, width, last=number == len(branches) - 1)
    return render(lines, width=width, colour=colour)


def _drawn(branch: Branch, width: int, *, last: bool) -> list[Text]:
    inner = width - 3 - LABEL
    texts = wrap(shown(branch.says, 600), inner)
    for under in branch.under:
        texts += wrap(shown(under, 400), inner, style="dim")
    lines = []
    for number, text in enumerate(texts):
        stem = ("└─ " if last else "├─ ") if number == 0 else ("   " if last else "│  ")
        label = fit(brief(branch.label) if number == 0 else "", LABEL)
        lines.append(Text.assemble(stem, (label, "bold"), text))
    return lines


def _branches(device: DeviceOut, read: Read, originals: Originals | None) -> list[Branch]:
    judged = device.attribution
    names = words.maker_names(read)
    found = [_reason(r, names, originals) for r in judged.reasons if r.counted]
    found += _also([r for r in judged.reasons if not r.counted])
    notes = [Branch("note", f"{text}.") for text in beside(device, names)]
    if device.label is not None and not notes:
        found.append(Branch("label", f'says "{device.label}": a label decides nothing alone'))
    found += notes
    found += _first(device.kind, device.kind_because)
    for part in device.parts or ():
        of = f" of {part.maker}" if part.maker is not None else ""
        found.append(_because("part", f"{part.component}{of}: {part.because.says}", part.because))
    found += [
        Branch("one unit", merge_says(m), tuple(_at(at) for at in m.seen_in[:PLACES]))
        for m in merges(device)
    ]
    found += _facts(device)
    if device.traffic is not None:
        at = tuple(_at(seen) for seen in device.traffic.seen_in[:PLACES])
        found.append(Branch("traffic", device.traffic.says, at))
    found += [_because("conflict", c.says, c) for c in device.conflicts]
    found += [Branch("decided", words.decided(d), words.beside_decided(d)) for d in device.decided]
    against = [_reason(r, names, originals) for r in judged.against]
    found += [branch._replace(label="against") for branch in against]
    if judged.reasons and not against:
        found.append(Branch("against", "nothing found"))
    found += [Branch("change", f"{change}.") for change in changes(device)]
    found.append(Branch("law", words.listed_sentence(device, read.listing), _law(device, read)))
    if device.law is not None:
        under = tuple(answer_says(one) for one in deciding(device))
        found.append(Branch("law", f"{outcome(device)}: {device.law.says}", under))
        found += [Branch("to state", need) for need in device.law.needs[:PLACES]]
    if originals is None and judged.reasons + judged.against:
        found.append(Branch("proof", _KEPT.format(device.id)))
    return found


def _also(reasons: list[ReasonOut]) -> list[Branch]:
    """Reasons beside which a stronger one of their kind counts: a line and a place each."""
    found = [Branch("also", r.says, (_at(r.seen_in),)) for r in reasons[:ALSO]]
    if len(reasons) > ALSO:
        found.append(Branch("also", f"and {len(reasons) - ALSO} more, in the report"))
    return found


def _first(kind: str, because: tuple[BecauseOut, ...]) -> list[Branch]:
    if not because:
        return []
    more = f" (and {len(because) - 1} more reasons)" if len(because) > 1 else ""
    return [_because("kind", f"{kind}: {because[0].says}{more}", because[0])]


_KEPT = (
    "the bytes shown were kept when the evidence was read; "
    "to see them in the originals: nameplate why {} PATH"
)


def _law(device: DeviceOut, read: Read) -> tuple[str, ...]:
    why_not = read.not_looked.get("answers")
    return () if device.answers is not None or why_not is None else (why_not,)


def _reason(reason: ReasonOut, names: Mapping[str, str], originals: Originals | None) -> Branch:
    under = [_at(reason.seen_in)]
    if reason.excerpt is not None:
        text = brief(reason.excerpt.text.strip(), TEXT)
        under.append(f"“{text}”, in hex {hex_pairs(reason.excerpt.hex, BYTES)}")
    if originals is not None:
        under.append(_proof(reason, originals.get((reason.seen_in.evidence, reason.seen_in.where))))
    said = [f"speaks {speaks(reason, dict(names))}", words.witness(reason.witness)]
    if reason.basis is not None:
        said.append(reason.basis)
    return Branch(reason.group, reason.says, ("; ".join(said), *under))


def _proof(reason: ReasonOut, found: bytes | None) -> str:
    """Say whether the kept bytes stand in the original now; never what else stands there."""
    match holds(reason, found):
        case None:
            return "not proven: the original was not at hand, or this place is not in it"
        case True:
            return "proven: read again in the original just now"
        case False:
            return "not proven: the original has this place, and the bytes there differ"


def _because(label: str, says: str, because: BecauseOut) -> Branch:
    return Branch(label, says, () if because.seen_in is None else (_at(because.seen_in),))


def _facts(device: DeviceOut) -> list[Branch]:
    roles: tuple[tuple[str, FactOut | None], ...] = (
        ("owner", device.owner),
        ("operator", device.operator),
        ("control", device.controller),
        ("landlord", device.landlord),
        ("status", device.status),
    )
    return [
        Branch(role, fact.value, (_at(fact.seen_in),)) for role, fact in roles if fact is not None
    ]


def _at(seen: SeenIn) -> str:
    return f"{seen.file}, {seen.where}; sha256 {short_hash(seen.evidence)}"
