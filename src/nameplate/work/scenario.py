"""If this were law: the same evidence answered twice, and the difference by device and place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from nameplate.judgement.law import Code
from nameplate.model import scenario as out
from nameplate.model.errors import WrongUsage
from nameplate.model.law import Instrument, Switch, Switchable
from nameplate.model.report import DeviceOut, Read
from nameplate.model.who import Who
from nameplate.work.beside import RANK, Scenario, article, beside, site_of, sort_of
from nameplate.work.law import instrument as held_as
from nameplate.work.law import law
from nameplate.work.words import day

BOUND = ("duty", "proposed")
_FROM = "commencement"
"""The choice that the day of the scenario makes."""
_NO_PLACE = "place not known"
Switches = Mapping[str, Switchable]


def difference(read: Read, who: Who, name: str, start: date, switches: Switches) -> out.Scenario:
    """Answer for every device as the law stands on `start`, and as if the proposal bound from it.

    Raises WrongUsage for an instrument without a scenario and for a choice it does not have.
    """
    code = law().code
    proposal = held_as(name)
    open_choices = _choices(proposal)
    for given in switches:
        if given not in open_choices:
            raise WrongUsage(
                f"'{given}' is no choice of {proposal.id}",
                next_step=f"Its choices: {', '.join(open_choices) or 'none'}.",
            )
    before = beside(read, who, code, start)
    after = _with(read, who, code, proposal, start, switches)
    changed = tuple(_changed(before.devices, after.devices, who))
    told = [d for d in after.devices if _outcome(d) in BOUND]
    alike = _alike(read, who)
    return out.Scenario(
        schema="nameplate/scenario/1",
        instrument=proposal.id,
        title=proposal.title,
        start=start.isoformat(),
        who=who,
        says=_says(proposal, who, code, start, after.devices, changed),
        devices=len(read.devices),
        before=_counts(before.devices),
        after=_counts(after.devices),
        choices=tuple(
            _choice(one, read, alike, who, code, proposal, start, switches, len(told))
            for one in open_choices.values()
        ),
        changed=changed,
        by_place=_by_place(after.devices, who),
        cannot_tell=sum(_unknown(d) for d in after.devices),
        to_compute=proposal.if_enacted.to_compute if proposal.if_enacted else (),
    )


def _choices(proposal: Instrument) -> dict[str, Switch]:
    if proposal.if_enacted is None:
        raise WrongUsage(
            f"{proposal.id} is no proposal: it has no scenario",
            next_step="nameplate law list names them; a proposal's page has “If it were law”.",
        )
    return {one.name: one for one in proposal.if_enacted.switches}


def _with(
    read: Read, who: Who, code: Code, proposal: Instrument, start: date, switches: Switches
) -> Read:
    return beside(read, who, code, start, Scenario(proposal.id, start.isoformat(), dict(switches)))


def _outcome(device: DeviceOut) -> str:
    return device.law.outcome if device.law is not None else "not-held"


def _unknown(device: DeviceOut) -> bool:
    return device.attribution.band in ("weak", "undetermined")


def _counts(devices: Sequence[DeviceOut]) -> dict[str, int]:
    counted = Counter(_outcome(device) for device in devices)
    return {name: counted[name] for name in RANK if counted[name]}


def _changed(
    before: Sequence[DeviceOut], after: Sequence[DeviceOut], who: Who
) -> Iterator[out.Changed]:
    for old, new in zip(before, after, strict=True):
        if old.law is None or new.law is None or old.law.outcome == new.law.outcome:
            continue
        site = site_of(new, who)
        yield out.Changed(
            device=new.id,
            kind=new.kind,
            place=new.place,
            site=site.name if site is not None else None,
            maker=new.attribution.maker_name,
            band=new.attribution.band,
            before=old.law.outcome,
            after=new.law.outcome,
            because=next(
                (a.because for a in new.answers or () if a.outcome == new.law.outcome), ""
            ),
            needs=new.law.needs,
        )


def _by_place(devices: Sequence[DeviceOut], who: Who) -> tuple[out.SiteEffect, ...]:
    groups: dict[str, list[DeviceOut]] = {}
    for device in devices:
        site = site_of(device, who)
        groups.setdefault(site.name if site else device.place or _NO_PLACE, []).append(device)
    rows = (
        out.SiteEffect(
            place=place,
            devices=len(held),
            bound=sum(_outcome(d) in BOUND for d in held),
            depends=sum(_outcome(d) == "depends" for d in held),
        )
        for place, held in groups.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.bound, -row.depends, row.place)))


def _alike(read: Read, who: Who) -> dict[str, int]:
    """Return one device of each sort that has one answer, with how many are of the sort."""
    first: dict[object, str] = {}
    found: Counter[str] = Counter()
    for device in read.devices:
        found[first.setdefault(sort_of(device, who), device.id)] += 1
    return dict(found)


def _choice(
    one: Switch,
    read: Read,
    alike: Mapping[str, int],
    who: Who,
    code: Code,
    proposal: Instrument,
    start: date,
    switches: Switches,
    bound: int,
) -> out.Choice:
    """Say what a choice is set to, and what the other settings of a yes-or-no would give."""
    chosen = one.name in switches or one.name == _FROM
    value: Switchable = switches.get(one.name, one.default)
    if one.name == _FROM:
        value = start.isoformat()
    effects = []
    few = msgspec.structs.replace(read, devices=tuple(d for d in read.devices if d.id in alike))
    if (value is None or isinstance(value, bool)) and one.name != _FROM:
        for other in (True, False):
            if other is value:
                continue
            found = _with(few, who, code, proposal, start, {**switches, one.name: other}).devices
            effects.append(
                out.Effect(
                    value=other,
                    bound=sum(alike[d.id] for d in found if _outcome(d) in BOUND),
                    depends=sum(alike[d.id] for d in found if _outcome(d) == "depends"),
                )
            )
        if all(effect.bound == bound for effect in effects):
            effects = []
    return out.Choice(
        name=one.name, words=one.words, value=value, chosen=chosen, effects=tuple(effects)
    )


def _says(
    proposal: Instrument,
    who: Who,
    code: Code,
    start: date,
    devices: Sequence[DeviceOut],
    changed: Sequence[out.Changed],
) -> tuple[str, ...]:
    bound = sum(_outcome(d) in BOUND for d in devices)
    depends = sum(_outcome(d) == "depends" for d in devices)
    unknown = sum(_unknown(d) for d in devices)
    actor = f"{article(who.actor_kind)} in {code.map.name(who.jurisdiction)}"
    return (
        f"This is not law. If “{proposal.title}” bound {actor} from {day(start)}, it would reach "
        f"{bound} of {len(devices)} devices; for {depends} it would depend.",
        f"Who made {unknown} of the {len(devices)} cannot be told yet: they are not counted as "
        "reached.",
        f"{len(changed)} answers differ from those of the law as it stands on that day. The open "
        "choices below change the numbers: no one number is the effect.",
    )


def to_text(found: out.Scenario, *, width: int, colour: bool) -> str:
    """Return the difference for a terminal."""
    from nameplate.papers.law.scenario import scenario_text

    return scenario_text(found, width=width, colour=colour)


def to_csv(found: out.Scenario) -> bytes:
    """Return the changed devices, one a row, guarded for spreadsheets."""
    from nameplate.papers.law.scenario import CHANGED_HEADER, changed_rows
    from nameplate.papers.table import Table
    from nameplate.papers.table import to_csv as paper

    rows = changed_rows(found)
    return b"".join(paper(Table("Changed", (), found.start, CHANGED_HEADER, rows), bom=True))
