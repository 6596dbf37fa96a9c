"""The chain of reasons of one device, down to the byte: from the case, or from the originals."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from nameplate.model.errors import WrongUsage
from nameplate.model.identifiers import Sha256
from nameplate.model.records import Locus
from nameplate.model.report import DeviceOut, Read
from nameplate.papers.proof import holds
from nameplate.work import read
from nameplate.work.desk import decisions_of


class Request(NamedTuple):
    """Which device, and what to ask: the paths, else what the case keeps of the last run."""

    device: str
    paths: Sequence[str]
    listing: str | None
    as_of: date
    case: Path | None


class Found(NamedTuple):
    """The device within its answer, and the bytes found in the originals just now."""

    device: DeviceOut
    answer: Read
    originals: dict[tuple[str, str], bytes] | None
    exit_code: int


def run(request: Request, *, on_progress: read.OnProgress) -> Found:
    """Find the device by id, older id or beginning of one. Raises WrongUsage naming near ones."""
    from nameplate.evidence import intake

    if request.paths:
        outcome = read.run(
            read.Request(request.paths, request.listing, request.as_of, request.case),
            on_progress=on_progress,
        )
        answer, code = outcome.answer, outcome.exit_code
    else:
        answer, code = _from_case(request), 0
    device = pick(request.device, answer.devices)
    if not request.paths:
        return Found(device, answer, None, code)
    wanted = [Locus(Sha256(e), where) for e, where in _places(device)]
    found = intake.originals([p for p in request.paths if p != "-"], wanted)
    return Found(device, answer, {(at.evidence, at.where): raw for at, raw in found.items()}, code)


def _from_case(request: Request) -> Read:
    from nameplate.knowledge import load

    folder = request.case
    kept = None
    if folder is not None and folder.is_dir():
        kept, _ = read.open_case(folder)
    if kept is None:
        raise WrongUsage(
            "no records are kept in this folder",
            next_step="Say where the evidence is: nameplate why ID PATH",
        )
    with kept:
        readings = tuple(kept.readings())
    if not readings:
        raise WrongUsage(
            "the case of this folder is empty",
            where=str(folder),
            next_step="Say where the evidence is: nameplate why ID PATH",
        )
    knowledge = load()
    listing = read.listing_asked(request.listing, None, knowledge, request.as_of)
    return read.judge(readings, knowledge, listing, request.as_of, decisions_of(folder)[0])


def pick(asked: str, devices: Iterable[DeviceOut]) -> DeviceOut:
    """Return the one device that an id, an older id or the beginning of an id means."""
    wanted = asked.strip().lower()
    held = list(devices)
    exact = [d for d in held if wanted == d.id or wanted in d.aliases]
    begun = [d for d in held if len(wanted) >= 2 and d.id.startswith(wanted)]
    keyed = [d for d in held if wanted in _keys(d)]
    for found in (exact, begun, keyed):
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongUsage(
                f"'{asked}' could be {len(found)} devices",
                next_step=f"Say which: {', '.join(d.id for d in found[:8])}",
            )
    import difflib

    near = difflib.get_close_matches(wanted, [d.id for d in held], n=3, cutoff=0.4)
    raise WrongUsage(
        f"no device '{asked}' in this evidence",
        next_step=f"Near it: {', '.join(near)}" if near else "'nameplate read' lists the ids",
    )


def _keys(device: DeviceOut) -> set[str]:
    """What else people call a device: its address, its serial, as they would type it."""
    keys = device.keys
    macs = {":".join(m[i : i + 2] for i in range(0, 12, 2)) for m in keys.mac}
    return {k.lower() for k in (*keys.ip, *keys.hostname, *keys.serial, *keys.asset, *keys.mac)} | (
        macs
    )


def _places(device: DeviceOut) -> set[tuple[str, str]]:
    reasons = (*device.attribution.reasons, *device.attribution.against)
    places = {(r.seen_in.evidence, r.seen_in.where) for r in reasons}
    return places | {(s.evidence, s.where) for s in device.seen_in[:50]}


def to_json(found: Found) -> bytes:
    """Write the tree as JSON: the device as in `read`, and which reasons were proven just now.

    What else stands at a place in the original (a password in the same row) never leaves: only
    whether the kept bytes were found there.
    """
    proven = None
    if found.originals is not None:
        reasons = (*found.device.attribution.reasons, *found.device.attribution.against)
        proven = [
            {
                "signal": reason.signal,
                "evidence": reason.seen_in.evidence,
                "where": reason.seen_in.where,
                "holds": holds(
                    reason,
                    found.originals.get((reason.seen_in.evidence, reason.seen_in.where)),
                ),
            }
            for reason in reasons
        ]
    whole = {
        "schema": "nameplate/why/1",
        "knowledge": found.answer.knowledge,
        "listing": found.answer.listing,
        "device": found.device,
        "proven": proven,
    }
    from nameplate.papers.json import pretty

    return pretty(whole)


def to_text(found: Found, *, width: int, colour: bool) -> str:
    """Write the tree for the terminal."""
    from nameplate.papers.terminal import why

    return why(found.device, found.answer, width=width, colour=colour, originals=found.originals)
