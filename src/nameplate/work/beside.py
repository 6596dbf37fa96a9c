"""What the law asks of an actor of each unit it holds: the answers beside the devices.

A unit that is held is used, may be connected, and may have to be removed: these acts are asked,
and the strongest answer stands first. The maker is what the evidence says, with its band: below
moderate the engine gives no duty.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from nameplate.judgement.law import Code, answer, checked
from nameplate.model.knowledge import DeviceKind, Knowledge, Listing, Member
from nameplate.model.law import LawCoverage, Switchable
from nameplate.model.question import Answered, AnswerOut, Outcome, Question, Searched, Thing
from nameplate.model.report import DeviceOut, LawOut, LawRun, Read
from nameplate.model.who import Site, Who
from nameplate.work.words import day

HELD = ("use", "connect", "remove")
"""What a body does, or may have to do, with a unit it holds."""
DEALING = ("buy", "use", "contract_with")
RANK: tuple[Outcome, ...] = (
    "duty",
    "proposed",
    "recommended",
    "depends",
    "not-in-force",
    "not-held",
    "no-duty",
)
_THINGS: Mapping[DeviceKind, str] = {
    "camera": "camera",
    "body-worn": "camera",
    "recorder": "recorder",
    "encoder": "recorder",
    "access terminal": "access-terminal",
    "network": "network-equipment",
    "other": "other",
}
_NAMING = frozenset({"named", "named+affiliates", "list-reference", "threshold", "control"})
_MOST_NEEDS = 8

Ask = Callable[[Question], Answered]


class _Unit(NamedTuple):
    """All that the answer of a unit turns on: units that are alike here have one answer."""

    maker: str | None
    band: str
    kind: DeviceKind
    component: str | None
    brand: str | None
    site: str | None
    """The site's name."""


class Scenario(NamedTuple):
    """A proposal taken for law from a day on, with its open choices."""

    instrument: str
    start: str
    switches: Mapping[str, Switchable]

    @property
    def ask(self) -> str:
        """Return it in the words of a question."""
        return f"scenario:{self.instrument}@{self.start}"


def beside(read: Read, who: Who, code: Code, as_of: date, scenario: Scenario | None = None) -> Read:
    """Return the same answer with what the law asks beside each device.

    Raises WrongUsage where a word of `who` is not known.
    """
    made: dict[_Unit, LawOut] = {}
    answers: dict[_Unit, tuple[AnswerOut, ...]] = {}
    extra: dict[str, AnswerOut] = {}
    searched: list[Searched] = []
    found = []
    for device in read.devices:
        unit = _unit(device, who)
        if unit not in made:
            said = [answer(checked(q, code), code) for q in _questions(unit, who, as_of, scenario)]
            made[unit], answers[unit] = _joined(said)
            searched += [one.searched for one in said]
            for one in said:
                extra.update({b.instrument: b for b in one.beside if b.instrument not in extra})
        found.append(msgspec.structs.replace(device, law=made[unit], answers=answers[unit]))
    run = _run(found, who, code, as_of, searched, tuple(extra.values()), scenario)
    rest = {k: v for k, v in read.not_looked.items() if k != "answers"}
    return msgspec.structs.replace(read, devices=tuple(found), law=run, not_looked=rest)


def answered(device: DeviceOut, who: Who, code: Code, as_of: date) -> DeviceOut:
    """Return one device with what the law asks of it. Raises WrongUsage as `beside` does."""
    asked = _questions(_unit(device, who), who, as_of, None)
    found, answers = _joined([answer(checked(q, code), code) for q in asked])
    return msgspec.structs.replace(device, law=found, answers=answers)


def _unit(device: DeviceOut, who: Who) -> _Unit:
    judged = device.attribution
    part = next((p.maker for p in device.parts or () if p.maker is not None), None)
    site = site_of(device, who)
    name = site.name if site is not None else None
    return _Unit(judged.maker, judged.band, device.kind, part, judged.brand, name)


def sort_of(device: DeviceOut, who: Who) -> object:
    """Return what the answers of a device turn on: devices of one sort have one answer."""
    return _unit(device, who)


def site_of(device: DeviceOut, who: Who) -> Site | None:
    """Return the site whose name stands in the device's place; of several the longest name."""
    place = (device.place or "").casefold()
    named = [site for site in who.sites if site.name.casefold() in place]
    return max(named, key=lambda site: len(site.name), default=None)


def _questions(unit: _Unit, who: Who, as_of: date, scenario: Scenario | None) -> Iterable[Question]:
    site = next((one for one in who.sites if one.name == unit.site), None)
    for verb in HELD:
        yield question(
            who,
            verb,
            Thing(
                kind=_THINGS.get(unit.kind),
                maker=unit.maker,
                attribution_band=unit.band,  # type: ignore[arg-type]  # a Band is one of these
                component_maker=unit.component,
                brand=unit.brand,
            ),
            as_of.isoformat(),
            site=site,
            scenario=scenario,
        )


def question(
    who: Who,
    verb: str,
    thing: Thing,
    when: str,
    *,
    site: Site | None = None,
    scenario: Scenario | None = None,
) -> Question:
    """Make one question of an actor; what a site states goes before what the actor states."""
    return Question(
        actor_kind=who.actor_kind,
        roles=who.roles,
        actor_name=who.actor_name,
        jurisdiction=who.jurisdiction,
        site_jurisdiction=site.jurisdiction if site else None,
        incorporated_in=who.incorporated_in,
        nationality=who.nationality,
        verb=verb,
        thing=thing,
        site_class=(site.site_class if site else None) or who.site_class,
        purpose=(site.purpose if site else None) or who.purpose,
        funding=who.funding,
        clauses=who.clauses,
        date=when,
        stated={**who.stated, **(site.stated if site else {})},
        ask=scenario.ask if scenario else "today",
        switches=dict(scenario.switches) if scenario else {},
    )


def _joined(said: Sequence[Answered]) -> tuple[LawOut, tuple[AnswerOut, ...]]:
    """Join the answers of several acts: the strongest of each instrument, the strongest first."""
    first = min(said, key=lambda one: RANK.index(one.outcome))
    strongest: dict[str, AnswerOut] = {}
    for one in said:
        for found in one.answers:
            held = strongest.get(found.instrument)
            if held is None or RANK.index(found.outcome) < RANK.index(held.outcome):
                strongest[found.instrument] = found
    ordered = tuple(sorted(strongest.values(), key=lambda one: RANK.index(one.outcome)))
    needs = tuple(dict.fromkeys(n for a in ordered if a.outcome == "depends" for n in a.needs))
    return LawOut(outcome=first.outcome, says=first.says, needs=needs), ordered


def _run(
    devices: Sequence[DeviceOut],
    who: Who,
    code: Code,
    as_of: date,
    searched: Sequence[Searched],
    extra: tuple[AnswerOut, ...],
    scenario: Scenario | None,
) -> LawRun:
    counts = Counter(d.law.outcome for d in devices if d.law is not None)
    needs = Counter(need for d in devices if d.law is not None for need in d.law.needs)
    return LawRun(
        who=who,
        place=code.map.name(who.jurisdiction),
        as_of=as_of.isoformat(),
        scenario=scenario.ask if scenario else None,
        says=_says(counts, len(devices), who, code, as_of, searched),
        outcomes={name: counts[name] for name in RANK if counts[name]},
        needs=tuple(need for need, _ in needs.most_common(_MOST_NEEDS)),
        beside=extra,
        searched=_searched(searched),
    )


def _says(
    counts: Mapping[Outcome, int],
    number: int,
    who: Who,
    code: Code,
    as_of: date,
    searched: Sequence[Searched],
) -> str:
    actor = f"{article(who.actor_kind)} in {code.map.name(who.jurisdiction)}"
    looked = max((one.reaching for one in searched), default=0)
    when = f"{day(as_of)}; {looked} instruments looked at"
    if not number:
        return f"No device, so that nothing is asked of {actor} ({when})."
    parts = [
        f"{words} for {counts[name]} of {number}" for name, words in _COUNTED if counts.get(name)
    ]
    if not parts:
        if counts.get("not-held"):
            return f'We hold no records for {code.map.name(who.jurisdiction)}: not "no duty".'
        return (
            f"None of the instruments we hold that reach {actor} asks anything of these {number} "
            f"devices ({when})."
        )
    return f"For {actor}: {'; '.join(parts)} devices ({when})."


_COUNTED: tuple[tuple[Outcome, str], ...] = (
    ("duty", "a duty"),
    ("proposed", "a duty, if the proposal were law,"),
    ("recommended", "a recommendation"),
    ("depends", "it depends"),
    ("not-in-force", "a rule that is not in force"),
    ("not-held", "no records held"),
)


def article(kind: str) -> str:
    """Return an actor's kind with its article: "a council"."""
    words = kind.replace("-", " ").replace("nhs", "NHS").replace("eu ", "EU ")
    return f"{'an' if words[0] in 'aeioN' or words.startswith('EU') else 'a'} {words}"


def _searched(searched: Sequence[Searched]) -> Searched | None:
    if not searched:
        return None
    return Searched(
        instruments=max(one.instruments for one in searched),
        reaching=max(one.reaching for one in searched),
        places=tuple(dict.fromkeys(p for one in searched for p in one.places)),
        knowledge=searched[0].knowledge,
        not_examined=tuple(dict.fromkeys(n for one in searched for n in one.not_examined)),
    )


def listing_for(who: Who, knowledge: Knowledge, code: Code, as_of: date) -> Listing | None:
    """Return the makers whom the instruments that reach an actor name, as a listing.

    None where they name nobody: the default then stands. A listing forbids nothing.
    """
    members: dict[str, Member] = {}
    for maker, entity in sorted(knowledge.entities.items()):
        if "maker" not in entity.roles:
            continue
        naming = _naming(maker, who, knowledge, code, as_of)
        if naming:
            members[maker] = Member(entity=maker, basis="named", says_who=", ".join(naming))
    if not members:
        return None
    place = code.map.name(who.jurisdiction)
    return Listing(
        id=f"instruments-{who.jurisdiction.lower()}",
        title=f"instruments of {place}",
        says=(
            f"The list is of makers that instruments reaching {article(who.actor_kind)} in {place} "
            "name; being named is no duty by itself."
        ),
        members=tuple(members.values()),
    )


def _naming(maker: str, who: Who, knowledge: Knowledge, code: Code, as_of: date) -> list[str]:
    """Return the instruments that reach the actor and name a maker, or a list on which it is."""
    found: dict[str, None] = {}
    for verb in DEALING:
        asked = question(who, verb, Thing(maker=maker, party=maker), as_of.isoformat())
        for one in answer(checked(asked, code), code).answers:
            limbs = code.instruments[one.instrument].limbs
            named = any(
                limb.id == one.limb and _names(limb.coverage, maker, knowledge, as_of)
                for limb in limbs
            )
            if named and one.outcome in ("duty", "depends"):
                found[one.instrument] = None
    return list(found)


def _names(coverage: LawCoverage, maker: str, knowledge: Knowledge, as_of: date) -> bool:
    if coverage.form not in _NAMING:
        return False
    if any(member.entity == maker for member in coverage.members):
        return True
    listing = knowledge.listing(coverage.list) if coverage.list is not None else None
    day_asked = as_of.isoformat()
    return listing is not None and any(
        member.entity == maker
        and (member.valid_from or "") <= day_asked <= (member.valid_to or "9999")
        for member in listing.members
    )
