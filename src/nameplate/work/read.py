"""The main job: paths in; devices, attributions and what to do next, out."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nameplate.judgement.attribution import attribute, listed, parts
from nameplate.judgement.devices import devices
from nameplate.model.decisions import Decision
from nameplate.model.errors import UnreadableEvidence, WrongUsage
from nameplate.model.identifiers import Sha256
from nameplate.model.knowledge import Knowledge, Listing
from nameplate.model.reading import FileReading, Progress
from nameplate.model.records import Problem, Sighting
from nameplate.model.report import Read
from nameplate.model.who import Who
from nameplate.work.beside import beside, listing_for
from nameplate.work.desk import DEFAULT_LISTING, decisions_of
from nameplate.work.law import law
from nameplate.work.report import Judged, build

if TYPE_CHECKING:
    from nameplate.evidence.case import Case

HOME = ("GB", "UK")
"""Where the default listing is at home: its call is to the government of this place."""
OnProgress = Callable[[Progress], None]


class Request(NamedTuple):
    """What is asked: where the evidence is, which listing on which day, where to keep records."""

    paths: Sequence[str]
    listing: str | None
    """None: the makers whom the instruments that reach `who` name, else the default."""
    as_of: date
    case: Path | None
    fail_on_listed: bool = False
    who: Who | None = None


class Outcome(NamedTuple):
    """The answer, the exit code of the table, and what to tell beside it."""

    answer: Read
    exit_code: int
    notices: tuple[str, ...]
    readings: tuple[FileReading, ...]


def run(request: Request, *, on_progress: OnProgress) -> Outcome:
    """Read the evidence, judge it, and put the answer together.

    Raises WrongUsage for an unknown listing or a path that is not there.
    """
    from nameplate.evidence import intake
    from nameplate.knowledge import load

    knowledge = load()
    listing = listing_asked(request.listing, request.who, knowledge, request.as_of)
    kept, notices = open_case(request.case)
    try:
        readings = tuple(intake.read(request.paths, case=kept, on_progress=on_progress))
    finally:
        if kept is not None:
            kept.close()
            notices = (*notices, *kept.notices)
    decisions, told = decisions_of(request.case)
    notices = (*notices, *told)
    answer = judge(readings, knowledge, listing, request.as_of, decisions)
    if request.who is not None:
        answer = beside(answer, request.who, law().code, request.as_of)
    return Outcome(answer, exit_code(answer, readings, request), notices, readings)


def judge(
    readings: Sequence[FileReading],
    knowledge: Knowledge,
    listing: Listing,
    as_of: date,
    decisions: Sequence[Decision] = (),
) -> Read:
    """Judge what was read, and follow what people decided. Pure but for its arguments."""
    found = judged(readings, knowledge, listing, as_of, decisions)
    return build(readings, found, knowledge, listing, as_of, decisions)


def judged(
    readings: Sequence[FileReading],
    knowledge: Knowledge,
    listing: Listing,
    as_of: date,
    decisions: Sequence[Decision] = (),
) -> tuple[Judged, ...]:
    """Return each device with its attribution, listed makers' first, then what cannot be told."""
    found = []
    for device in devices(sightings(readings), knowledge, decisions):
        attribution = attribute(device, knowledge)
        found.append(
            Judged(
                device,
                attribution,
                parts(device, knowledge),
                listed(attribution, listing, knowledge, as_of),
            )
        )
    return tuple(sorted(found, key=_first_things_first))


def _first_things_first(one: Judged) -> tuple[int, int]:
    of_interest = one.device.kind in ("camera", "recorder", "encoder", "intercom")
    listing_rank = {True: 0, None: 2 - of_interest, False: 3}[one.listed]
    band_rank = ("strong", "moderate", "weak", "undetermined").index(one.attribution.band)
    return listing_rank, band_rank


def sightings(readings: Sequence[FileReading]) -> tuple[Sighting, ...]:
    """Return all sightings, those of a file that was given twice only once."""
    seen: set[Sha256] = set()
    found: list[Sighting] = []
    for reading in readings:
        for piece in reading.pieces:
            if piece.evidence.sha256 in seen:
                continue
            seen.add(piece.evidence.sha256)
            found += (record for record in piece.records if isinstance(record, Sighting))
    return tuple(found)


def listing_asked(name: str | None, who: Who | None, knowledge: Knowledge, as_of: date) -> Listing:
    """Return the listing that was named, else the one that follows from who asks.

    Raises WrongUsage for a name that is none, and for words of `who` that are not known.
    """
    if name is None and who is not None and not who.jurisdiction.upper().startswith(HOME):
        found = listing_for(who, knowledge, law().code, as_of)
        if found is not None:
            return found
    return listing_of(name or DEFAULT_LISTING, knowledge)


def listing_of(name: str, knowledge: Knowledge) -> Listing:
    """Return a listing by id or alias. Raises WrongUsage naming those there are."""
    found = knowledge.listing(name)
    if found is None:
        raise WrongUsage(
            f"there is no listing '{name}'",
            next_step=f"Choose one of: {', '.join(knowledge.listings)}",
        )
    return found


def open_case(folder: Path | None) -> "tuple[Case | None, tuple[str, ...]]":
    """Open the case, or go without one and say so: a read-only folder is no fault."""
    from nameplate.evidence.case import Case

    if folder is None:
        return None, ()
    try:
        return Case.open(folder), ()
    except UnreadableEvidence as fault:
        return None, (f"{fault} Nothing is kept of this run.",)


def exit_code(answer: Read, readings: Sequence[FileReading], request: Request) -> int:
    """Return 70 for a fault of ours, 3 where asked and listed units were found, else 4 or 0."""
    if any(unread.ours for reading in readings for unread in reading.not_read):
        return 70
    if request.fail_on_listed and answer.summary.listed:
        return 3
    return 4 if is_partial(readings) else 0


def is_partial(readings: Sequence[FileReading]) -> bool:
    """Say whether a recognised input was broken, cut or refused. Unknown kinds are no fault."""
    return any(
        any(unread.fault for unread in reading.not_read)
        or any(
            not piece.complete
            or any(isinstance(r, Problem) and not r.notice for r in piece.records)
            for piece in reading.pieces
        )
        for reading in readings
    )


def summary(answer: Read, *, width: int, colour: bool, asked: str, kept: bool) -> str:
    """Return the terminal's summary; `asked` is how the user named the evidence."""
    from nameplate.papers.terminal import summary as paper

    return paper(answer, width=width, colour=colour, asked=asked, kept=kept)
