"""One box that finds a device by any key, a brand, a maker, a file, a word; a clause of law."""

from typing import NamedTuple

from nameplate.model.report import EvidenceOut
from nameplate.register.filters import Filters
from nameplate.work.instruments import Clause, clauses
from nameplate.work.rows import Line
from nameplate.work.view import View

LONGEST = 200


class Found(NamedTuple):
    """What a search found. `one` is the device that it names, where it names exactly one."""

    asked: str
    one: str | None
    devices: tuple[Line, ...]
    found: int
    """How many devices there are in all."""
    evidence: tuple[EvidenceOut, ...]
    clauses: tuple[Clause, ...] = ()
    """Instruments of law, and paragraphs of them, with all words asked for."""


def folded(asked: str) -> str:
    """Return a search as the views compare it: folded, blanks single, an address with colons."""
    from nameplate.model.identifiers import mac
    from nameplate.papers.text import mac as colons

    text = " ".join(asked[:LONGEST].split()).casefold()
    whole = mac(text)
    return colons(whole) if whole is not None else text


def search(view: View, asked: str, *, limit: int = 50) -> Found:
    """Search devices and evidence. An empty search finds nothing."""
    text = folded(asked)
    if not text:
        return Found(asked, None, (), 0, ())
    named = view.named(asked)
    answer = view.answer()
    evidence = () if answer is None else answer.read.evidence
    listed = view.devices(Filters(text=text), "", 1)
    lines = {one.id: one for one in (*view.lines(named), *listed.lines)}
    return Found(
        asked=asked,
        one=named[0] if len(named) == 1 else None,
        devices=tuple(lines.values())[:limit],
        found=max(listed.found, len(lines)),
        evidence=tuple(
            e
            for e in evidence
            if text in e.file.casefold() or (len(text) >= 6 and e.sha256.startswith(text))
        )[:limit],
        clauses=clauses(asked),
    )
