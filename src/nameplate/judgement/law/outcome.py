"""From findings to one answer: who decides, what stands beside, and the headline."""

from collections.abc import Iterable

import msgspec

from nameplate.judgement.law.limb import Finding
from nameplate.model.question import Outcome

RANK: dict[Outcome, int] = {
    "duty": 0,
    "recommended": 1,
    "proposed": 2,
    "depends": 3,
    "not-in-force": 4,
    "not-held": 5,
    "no-duty": 6,
}
KINDS = ("must-not", "needs-licence", "presumed-barred", "must", "must-consider", "none")
ABOUT = ("maker", "feature", "general")
LIFTS = frozenset({"must", "must-not", "needs-licence", "presumed-barred"})
"""Kinds by which an instrument that binds whoever the maker is may become the headline."""


class Group(msgspec.Struct, frozen=True):
    """What one instrument says: the limb that decides, and its other limbs that say something."""

    first: Finding
    further: tuple[Finding, ...]


def deciding(findings: Iterable[Finding], verb: str, ask: str) -> list[Group]:
    """Return the instruments that may decide, the deciding ones first.

    What else such an instrument asks stands with it: a clock that runs only if something is so.
    """
    found = list(findings)
    other: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.beside:
            other.setdefault(finding.ready.instrument.id, []).append(finding)
    return [
        Group(g.first, (*g.further, *other.get(g.first.ready.instrument.id, ())))
        for g in _grouped((f for f in found if _decides(f, verb, ask)), verb)
    ]


def beside(findings: Iterable[Finding], verb: str, ask: str, shown: list[Group]) -> list[Group]:
    """Return what stands beside: advice, proposals, general duties, gates that nobody opened."""
    own = {group.first.ready.instrument.id for group in shown}
    found = (f for f in findings if not _decides(f, verb, ask))
    return [g for g in _grouped(found, verb) if g.first.ready.instrument.id not in own]


def headline(groups: list[Group], *, held: bool) -> Outcome:
    """Return the one outcome: the strongest of what decides, else whether we hold the place."""
    base: Outcome = "no-duty" if held else "not-held"
    return min((*(g.first.outcome for g in groups), base), key=RANK.__getitem__)


def _decides(finding: Finding, verb: str, ask: str) -> bool:
    limb, instrument = finding.ready.limb, finding.ready.instrument
    if finding.beside:
        return False
    if finding.outcome in ("recommended", "proposed"):
        if finding.outcome == "recommended":
            return ask == "recommends" and instrument.about != "general"
        return not finding.ready.proposed
    if limb.kind in ("may", "undertakes"):
        return False
    if instrument.about == "general":
        return limb.kind in LIFTS and (verb in limb.verbs or verb in limb.on)
    return True


def _grouped(findings: Iterable[Finding], verb: str) -> list[Group]:
    owned: dict[str, list[Finding]] = {}
    for finding in findings:
        owned.setdefault(finding.ready.instrument.id, []).append(finding)
    groups = []
    for found in owned.values():
        found.sort(key=lambda f: _order(f, verb))
        groups.append(Group(found[0], tuple(found[1:])))
    return sorted(groups, key=lambda g: (*_order(g.first, verb), g.first.ready.instrument.id))


def _order(finding: Finding, verb: str) -> tuple[int, bool, int, bool, int, str]:
    """Order findings: the stronger outcome first, and what binds before a duty to weigh."""
    limb = finding.ready.limb
    kind = KINDS.index(limb.kind) if limb.kind in KINDS else len(KINDS)
    return (
        RANK[finding.outcome],
        limb.kind == "must-consider",
        ABOUT.index(finding.ready.instrument.about),
        verb not in limb.verbs,
        kind,
        limb.id,
    )
