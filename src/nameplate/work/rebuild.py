"""The views of a case, made again from its records and decisions."""

from collections.abc import Callable, Iterator

import msgspec

from nameplate.model.judged import Device
from nameplate.model.report import DeviceOut, Read
from nameplate.papers.steps import Step, next_steps
from nameplate.register.views import Row
from nameplate.work.desk import MADE_OF, Desk, today
from nameplate.work.rows import STATED, Body, row_of, stated

Tell = Callable[[int, int, str], None]
"""How far it is: done, total, and what is being done."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a case without its devices, and what was worked out over all of them."""

    read: Read
    steps: tuple[Step, ...]
    names: dict[str, str]
    """Makers by id, as far as this answer names them."""
    made: str
    """When it was made; ISO 8601, UTC."""


def rebuild(desk: Desk, tell: Tell) -> int:
    """Judge the case's records anew and show the result; return how many devices there are."""
    from nameplate.evidence.case import Case
    from nameplate.judgement.attribution import decided
    from nameplate.knowledge import load
    from nameplate.papers.words import in_order, maker_names
    from nameplate.work import read as reading
    from nameplate.work import report
    from nameplate.work.desk import now

    made_of = desk.made_of()
    tell(0, 0, "Judging")
    with Case.open(desk.folder) as case:
        readings = tuple(case.readings())
    knowledge, as_of = load(), today()
    listing = reading.listing_of(desk.listing, knowledge)
    decisions = desk.decisions.every()
    judged = reading.judged(readings, knowledge, listing, as_of, decisions)
    tell(0, len(judged), "Judging")
    machine = report.machine_devices(readings, judged, knowledge)
    shown = decided(machine, decisions, listing, knowledge, as_of)
    whole = report.put_together(readings, shown, knowledge, listing, as_of)
    answer = Answer(
        read=msgspec.structs.replace(whole, devices=()),
        steps=next_steps(whole),
        names=maker_names(whole),
        made=now(),
    )
    ordered = in_order(shown)
    before = {
        id(device): (one, found.device)
        for device, one, found in zip(shown, machine, judged, strict=True)
    }
    rows = _rows(ordered, before, tell)
    desk.views.build(rows, msgspec.json.encode(answer))
    desk.store.state(MADE_OF, made_of)
    return len(ordered)


def _rows(
    ordered: tuple[DeviceOut, ...], before: dict[int, tuple[DeviceOut, Device]], tell: Tell
) -> Iterator[Row]:
    for number, device in enumerate(ordered):
        if number % 500 == 0:
            tell(number, len(ordered), "Writing the view")
        machine, unit = before[id(device)]
        said = stated(unit)
        yield row_of(
            Body(
                shown=device,
                machine=machine if machine is not device else None,
                stated=said[:STATED],
                stated_in_all=len(said),
            )
        )
