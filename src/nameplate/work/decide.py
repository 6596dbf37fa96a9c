"""A person decides: set, dispute, merge, split, and take back. Each is an entry of its own."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from nameplate.judgement.attribution.decided import KINDS as KINDS
from nameplate.judgement.attribution.decided import decide
from nameplate.model.decisions import (
    ASPECTS,
    OTHER_MAKER,
    Aspect,
    Decision,
    kept_anchors,
    standing,
)
from nameplate.model.errors import WrongUsage
from nameplate.model.report import DeviceOut, Place
from nameplate.model.who import Who
from nameplate.papers.text import inert
from nameplate.work.desk import now, today
from nameplate.work.rows import Body, row_of
from nameplate.work.view import View

LONGEST_NAME, LONGEST_WHY, LONGEST_VALUE = 100, 2_000, 200


class Fault(NamedTuple):
    """What is wrong with one field of a form, and how to mend it."""

    field: str
    says: str


class Refusal(WrongUsage):
    """A form that cannot be taken: nothing of it was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.says for fault in faults))
        self.faults = tuple(faults)


class Entry(NamedTuple):
    """What a form says, as typed. `places` are "evidence where" texts of a split."""

    what: str
    who: str
    why: str
    aspect: str = ""
    value: str = ""
    other: str = ""
    places: tuple[str, ...] = ()


def makers() -> tuple[tuple[str, str], ...]:
    """Return the makers there are records of, as (id, name), by name."""
    from nameplate.knowledge import load

    known = load().entities.values()
    found = ((e.id, e.short) for e in known if "maker" in e.roles)
    return tuple(sorted(found, key=lambda item: item[1].casefold()))


def add(view: View, device_id: str, entry: Entry) -> Decision:
    """Keep an entry about a device and show what follows. Raises Refusal naming each fault."""
    desk = view.desk
    whole = view.body(device_id)
    if whole is None:
        raise Refusal([Fault("device", "That device is no longer in this evidence")])
    other = _other(view, entry, device_id)
    faults = [*_signed(entry), *_fits(view, whole.shown, entry, other)]
    if faults:
        raise Refusal(faults)
    decision = Decision(
        id=0,
        what=entry.what,  # type: ignore[arg-type]  # _fits has checked it
        device=device_id,
        anchors=kept_anchors(whole.shown),
        who=_one_line(entry.who),
        why=entry.why.strip(),
        when=now(),
        aspect=_aspect(entry),
        value=_one_line(entry.value) if entry.what == "set" else None,
        other=other.id if other is not None else None,
        other_anchors=kept_anchors(other) if other is not None else (),
        places=_places(whole.shown, entry),
    )
    kept = desk.decisions.add(lambda _: decision)
    _show(view, whole, kept)
    return kept


def undo(view: View, number: int, *, who: str, why: str) -> Decision:
    """Take an entry back by an entry of its own. Raises Refusal."""
    faults = _signed(Entry("undo", who, why))
    if faults:
        raise Refusal(faults)

    def make(every: tuple[Decision, ...]) -> Decision:
        taken = next((d for d in every if d.id == number), None)
        if taken is None or not (taken in standing(every) or taken.what == "undo"):
            raise Refusal([Fault("undo", "That decision was already taken back")])
        return Decision(
            id=0,
            what="undo",
            device=taken.device,
            anchors=taken.anchors,
            who=_one_line(who),
            why=why.strip(),
            when=now(),
            undoes=number,
        )

    kept = view.desk.decisions.add(make)
    whole = view.body(kept.device)
    if whole is not None:
        _show(view, whole, kept)
    return kept


def _show(view: View, whole: Body, kept: Decision) -> None:
    """Show at once what concerns one device; what moves units waits for the whole judgement."""
    from nameplate.knowledge import load
    from nameplate.work.stating import listing_now, who_of

    desk = view.desk
    every = desk.decisions.every()
    taken = next((d for d in every if d.id == kept.undoes), None)
    if "merge" in (kept.what, taken and taken.what) or "split" in (kept.what, taken and taken.what):
        return
    machine = whole.machine or whole.shown
    about = {d.decision for d in whole.shown.decided} | {kept.id}
    if taken is not None:
        about |= {taken.id, taken.undoes or 0}
    knowledge = load()
    holds = [d for d in standing(every) if d.id in about]
    who = who_of(desk)
    shown = decide(machine, holds, listing_now(desk, who, knowledge, today()), knowledge, today())
    shown = _lawful(shown, who)
    whole = msgspec.structs.replace(whole, shown=shown, machine=machine if holds else None)
    desk.views.replace(row_of(whole))


def _lawful(device: DeviceOut, who: Who | None) -> DeviceOut:
    """Put what the law asks beside a device that a person decided about."""
    from nameplate.work.beside import answered
    from nameplate.work.law import law

    if who is None:
        return device
    try:
        return answered(device, who, law().code, today())
    except WrongUsage:  # told with the whole judgement
        return device


def _signed(entry: Entry) -> list[Fault]:
    found = []
    if not entry.who.strip():
        found.append(Fault("who", "Enter your name"))
    elif len(entry.who) > LONGEST_NAME:
        found.append(Fault("who", f"Your name must be {LONGEST_NAME} characters or fewer"))
    if not entry.why.strip():
        found.append(Fault("why", "Enter a reason"))
    elif len(entry.why) > LONGEST_WHY:
        found.append(Fault("why", f"The reason must be {LONGEST_WHY:,} characters or fewer"))
    return found


def _fits(view: View, device: DeviceOut, entry: Entry, other: DeviceOut | None) -> list[Fault]:
    match entry.what:
        case "set":
            return _value(entry)
        case "dispute":
            return []
        case "merge" if other is None:
            return [Fault("other", "Enter the id or an address of the other device")]
        case "merge" if other is not None and other.id == device.id:
            return [Fault("other", "Enter another device than this one")]
        case "merge":
            return []
        case "split":
            chosen = len(_places(device, entry))
            if not chosen:
                return [Fault("places", "Choose what belongs to the other unit")]
            if chosen == len(device.seen_in):
                return [Fault("places", "Leave at least one with this unit")]
            return []
    return [Fault("what", "Choose what you want to do")]


def _value(entry: Entry) -> list[Fault]:
    value = _one_line(entry.value)
    if entry.aspect not in ASPECTS:
        return [Fault("aspect", "Choose what you want to set")]
    if len(value) > LONGEST_VALUE:
        return [Fault("value", f"It must be {LONGEST_VALUE} characters or fewer")]
    if entry.aspect == "kind" and value not in KINDS:
        return [Fault("value", "Choose a kind")]
    if entry.aspect == "maker":
        if value.startswith(OTHER_MAKER) and not value.removeprefix(OTHER_MAKER).strip():
            return [Fault("value", "Enter the maker's name")]
        if value and not value.startswith(OTHER_MAKER) and value not in dict(makers()):
            return [Fault("value", "Choose a maker, or enter another one's name")]
    return []


def _other(view: View, entry: Entry, own: str) -> DeviceOut | None:
    if entry.what != "merge" or not entry.other.strip():
        return None
    named = [id_ for id_ in view.named(entry.other) if id_ != own]
    found = view.body(named[0]) if len(named) == 1 else None
    if found is None and entry.other.strip().casefold() == own:
        found = view.body(own)
    return None if found is None else found.shown


def _places(device: DeviceOut, entry: Entry) -> tuple[Place, ...]:
    wanted = set(entry.places) if entry.what == "split" else set()
    return tuple(
        Place(evidence=s.evidence, where=s.where)
        for s in device.seen_in
        if f"{s.evidence} {s.where}" in wanted
    )


def _aspect(entry: Entry) -> Aspect | None:
    return next((a for a in ASPECTS if entry.what == "set" and a == entry.aspect), None)


def _one_line(text: str) -> str:
    return inert(" ".join(text.split()))
