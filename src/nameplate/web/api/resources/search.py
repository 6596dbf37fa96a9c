"""Search: a device by any key in any notation, a brand, a maker, a file, a clause."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.model.report import EvidenceOut
from nameplate.web.api.links import to
from nameplate.web.api.operation import Call, operation
from nameplate.work.rows import Line
from nameplate.work.search import LONGEST, search


class SearchAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to look for."""

    q: Annotated[
        str,
        Meta(
            description="An address in any notation, a serial, a brand, a maker, a file, a clause.",
            max_length=LONGEST,
            examples=["00:00:5e:00:53:01"],
        ),
    ]


class ClauseOut(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an instrument of law; `limb` is "" for the whole instrument."""

    instrument: str
    title: str
    limb: str
    cites: str
    force: str
    href: Annotated[str, Meta(description="The address of the instrument.")]


class FoundOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found, at most 50 of each."""

    one: Annotated[str | None, Meta(description="The device that it names, where it names one.")]
    devices: tuple[Line, ...]
    found: Annotated[int, Meta(description="How many devices there are in all.", ge=0)]
    evidence: tuple[EvidenceOut, ...]
    clauses: tuple[ClauseOut, ...]


@operation("GET", "/search", "Search")
def search_case(call: Call, query: SearchAsked) -> FoundOut:
    """Search devices, evidence and clauses of law.

    More than 50 devices: list them with the filter `text`.
    """
    found = search(call.serving.view, query.q)
    return FoundOut(
        one=found.one,
        devices=found.devices,
        found=found.found,
        evidence=found.evidence,
        clauses=tuple(
            ClauseOut(
                instrument=one.instrument,
                title=one.title,
                limb=one.limb,
                cites=one.cites,
                force=one.force,
                href=to("law", "instruments", one.instrument),
            )
            for one in found.clauses
        ),
    )
