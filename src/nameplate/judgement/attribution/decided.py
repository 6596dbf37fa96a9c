"""What a person set or disputed, laid over what the machine judged: a decision is never overruled.

The evidence's own answer stays beside it, and where the two differ that is said. A maker that a
person set counts as moderate evidence at most: enough to be listed, never "strong".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import get_args

import msgspec

from nameplate.judgement.attribution.listing import names_maker
from nameplate.model.decisions import OTHER_MAKER, Decision, anchors_of, at, best, standing
from nameplate.model.identifiers import MakerId
from nameplate.model.knowledge import DeviceKind, Knowledge, Listing
from nameplate.model.report import BecauseOut, DecidedOut, DeviceOut

KINDS: tuple[DeviceKind, ...] = get_args(DeviceKind)


def decided(
    devices: Sequence[DeviceOut],
    decisions: Iterable[Decision],
    listing: Listing,
    knowledge: Knowledge,
    as_of: date,
) -> tuple[DeviceOut, ...]:
    """Lay the standing decisions over the devices they are about. Pure; same order."""
    about = _about(devices, standing(decisions))
    return tuple(
        decide(device, about[n], listing, knowledge, as_of) if n in about else device
        for n, device in enumerate(devices)
    )


def decide(
    device: DeviceOut,
    decisions: Iterable[Decision],
    listing: Listing,
    knowledge: Knowledge,
    as_of: date,
) -> DeviceOut:
    """Lay decisions that are about this device over it. `device` is as the machine judged it.

    Of two decisions on the same thing the later holds, and both are kept.
    """
    found = device
    for one in decisions:
        machine = found if one.what in ("merge", "split") else device
        match one.what, one.aspect:
            case "set", "maker":
                found = _maker(found, one, device, listing, knowledge, as_of)
            case "set", "kind" if one.value in KINDS:
                found = _kind(found, one, device)
            case "set", "place":
                found = _place(found, one, device)
            case "dispute" | "merge" | "split", _:
                found = _noted(found, one, machine)
    return found


def _about(
    devices: Sequence[DeviceOut], decisions: Sequence[Decision]
) -> Mapping[int, list[Decision]]:
    """Find for each decision the device it is about; a split is about both of its parts."""
    wanted = {a for one in decisions for a in one.anchors}
    wanted |= {at(place.evidence, place.where) for one in decisions for place in one.places}
    index: dict[str, list[int]] = {}
    if wanted:
        for number, device in enumerate(devices):
            for anchor in anchors_of(device):
                if anchor in wanted:
                    index.setdefault(anchor, []).append(number)
    about: dict[int, list[Decision]] = {}
    for one in decisions:
        taken_out = tuple(at(place.evidence, place.where) for place in one.places)
        anchors = tuple(a for a in one.anchors if a not in taken_out)
        found = (best(anchors, index), best(taken_out, index))
        for number in dict.fromkeys(n for n in found if n is not None):
            about.setdefault(number, []).append(one)
    return about


def _maker(
    found: DeviceOut,
    one: Decision,
    machine: DeviceOut,
    listing: Listing,
    knowledge: Knowledge,
    as_of: date,
) -> DeviceOut:
    value = one.value or ""
    other = value.startswith(OTHER_MAKER)
    maker = MakerId(value) if value and not other else None
    entity = knowledge.entities.get(maker) if maker is not None else None
    name = value.removeprefix(OTHER_MAKER) if other else entity.short if entity else maker
    judged = machine.attribution
    firm = judged.band in ("strong", "moderate")
    agrees = firm and judged.maker is not None and judged.maker == maker
    band = judged.band if agrees else "moderate" if name else "undetermined"
    says = f"{name or 'maker not known'}: set by {one.who} on {_day(one.when)}"
    note = _note(one, "maker", name, says, judged.shown, disagrees=firm and not agrees)
    return msgspec.structs.replace(
        _with(found, note),
        listed=names_maker(maker, listing, knowledge, as_of) if maker is not None else None,
        attribution=msgspec.structs.replace(
            judged, maker=maker, maker_name=name, band=band, shown=says, needs=(), contradiction=()
        ),
    )


def _kind(found: DeviceOut, one: Decision, machine: DeviceOut) -> DeviceOut:
    kind = next(k for k in KINDS if k == one.value)
    differs = machine.kind not in ("not known", kind)
    note = _note(one, "kind", kind, _set_to(one, kind), machine.kind, disagrees=differs)
    because = BecauseOut(says=f"{note.says}: {one.why}", seen_in=None)
    return msgspec.structs.replace(
        _with(found, note), kind=kind, kind_because=(because, *machine.kind_because)
    )


def _place(found: DeviceOut, one: Decision, machine: DeviceOut) -> DeviceOut:
    place = one.value or None
    differs = machine.place is not None and machine.place != place
    says = _set_to(one, place or "not known")
    note = _note(one, "place", place, says, machine.place, disagrees=differs)
    return msgspec.structs.replace(_with(found, note), place=place)


def _noted(found: DeviceOut, one: Decision, machine: DeviceOut) -> DeviceOut:
    on = _day(one.when)
    says = {
        "dispute": f"Disputed by {one.who} on {on}",
        "merge": f"Taken for one unit with {one.other} by {one.who} on {on}",
        "split": f"Parted from {one.device} by {one.who} on {on}",
    }[one.what]
    what = "merge" if one.what == "merge" else "split" if one.what == "split" else "dispute"
    evidence = machine.attribution.shown if one.what == "dispute" else None
    return _with(found, _note(one, what, one.other, says, evidence, disagrees=False))


def _set_to(one: Decision, value: str) -> str:
    return f"{(one.aspect or '').capitalize()} set to {value} by {one.who} on {_day(one.when)}"


def _with(device: DeviceOut, note: DecidedOut) -> DeviceOut:
    return msgspec.structs.replace(device, decided=(*device.decided, note))


def _note(
    one: Decision,
    what: str,
    value: str | None,
    says: str,
    evidence: str | None,
    *,
    disagrees: bool,
) -> DecidedOut:
    return DecidedOut(
        decision=one.id,
        what=what,  # type: ignore[arg-type]  # callers give names of the closed list
        value=value,
        who=one.who,
        why=one.why,
        when=one.when,
        says=says,
        evidence_says=evidence,
        disagrees=disagrees,
    )


def _day(when: str) -> str:
    found = datetime.fromisoformat(when)
    return f"{found.day} {found:%B %Y}"
