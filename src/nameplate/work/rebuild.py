"""The views of a case, made again from its records and decisions."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec

from nameplate.model.errors import WrongUsage
from nameplate.model.judged import Device
from nameplate.model.report import DeviceOut, Read
from nameplate.model.who import Who
from nameplate.papers.steps import Step, next_steps
from nameplate.register.views import Row
from nameplate.work.desk import MADE_OF, Desk, today
from nameplate.work.rows import STATED, Body, row_of, stated

Tell = Callable[[int, int, str], None]
"""How far it is: done, total, and what is being done."""
_MOST_PLACES, _MOST_NEEDS = 500, 50


class Need(msgspec.Struct, frozen=True, array_like=True):
    """A question on which the answers of devices turn, and the fact that would answer it."""

    fact: str
    words: str
    devices: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a case without its devices, and what was worked out over all of them."""

    read: Read
    steps: tuple[Step, ...]
    names: dict[str, str]
    """Makers by id, as far as this answer names them."""
    made: str
    """When it was made; ISO 8601, UTC."""
    places: tuple[tuple[str, int], ...] = ()
    """Places as the evidence names them, with how many devices are there, the most first."""
    needs: tuple[Need, ...] = ()
    """What is to be stated before the law can be told, for the most devices first."""


def rebuild(desk: Desk, tell: Tell) -> int:
    """Judge the case's records anew and show the result; return how many devices there are."""
    from nameplate.evidence.case import Case
    from nameplate.judgement.attribution import decided
    from nameplate.knowledge import load
    from nameplate.papers.words import in_order, maker_names
    from nameplate.work import read as reading
    from nameplate.work import report
    from nameplate.work.desk import now
    from nameplate.work.stating import listing_now, who_of

    made_of = desk.made_of()
    tell(0, 0, "Judging")
    with Case.open(desk.folder) as case:
        readings = tuple(case.readings())
    knowledge, as_of = load(), today()
    who = who_of(desk)
    listing = listing_now(desk, who, knowledge, as_of)
    decisions = desk.decisions.every()
    judged = reading.judged(readings, knowledge, listing, as_of, decisions)
    tell(0, len(judged), "Judging")
    machine = report.machine_devices(readings, judged, knowledge)
    shown = decided(machine, decisions, listing, knowledge, as_of)
    whole = _beside(report.put_together(readings, shown, knowledge, listing, as_of), who, as_of)
    answer = Answer(
        read=msgspec.structs.replace(whole, devices=()),
        steps=next_steps(whole),
        names=maker_names(whole),
        made=now(),
        places=_places(shown),
        needs=_needs(whole.devices),
    )
    ordered = in_order(whole.devices)
    before = {
        id(device): (one if one is not followed else None, found.device)
        for device, followed, one, found in zip(whole.devices, shown, machine, judged, strict=True)
    }
    rows = _rows(ordered, before, tell)
    desk.views.build(rows, msgspec.json.encode(answer))
    desk.store.state(MADE_OF, made_of)
    return len(ordered)


def _beside(read: Read, who: Who | None, as_of: date) -> Read:
    """Put what the law asks beside each device, where somebody said who asks."""
    from nameplate.work.beside import beside
    from nameplate.work.law import law

    if who is None:
        return read
    try:
        return beside(read, who, law().code, as_of)
    except WrongUsage as fault:  # stated in the words of another release
        told = f"State again who you are. {fault}"
        return msgspec.structs.replace(read, not_looked={**read.not_looked, "answers": told})


def _places(devices: Sequence[DeviceOut]) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.place for one in devices if one.place is not None)
    return tuple(counted.most_common(_MOST_PLACES))


def _needs(devices: Sequence[DeviceOut]) -> tuple[Need, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for device in devices:
        answers = (a for a in device.answers or () if a.outcome == "depends")
        counted.update({pair for a in answers for pair in zip(a.facts, a.needs, strict=False)})
    return tuple(Need(*pair, number) for pair, number in counted.most_common(_MOST_NEEDS))


def _rows(
    ordered: tuple[DeviceOut, ...],
    before: dict[int, tuple[DeviceOut | None, Device]],
    tell: Tell,
) -> Iterator[Row]:
    for number, device in enumerate(ordered):
        if number % 500 == 0:
            tell(number, len(ordered), "Writing the view")
        machine, unit = before[id(device)]
        said = stated(unit)
        yield row_of(
            Body(
                shown=device,
                machine=machine,
                stated=said[:STATED],
                stated_in_all=len(said),
            )
        )
