"""Tables of law as files: the columns and rows that the pages show."""

from collections.abc import Sequence

import msgspec

from nameplate.model.law import Instrument
from nameplate.model.question import Stretch
from nameplate.model.scenario import Scenario
from nameplate.papers.law.scenario import CHANGED_HEADER, OUTCOMES, changed_rows, choice_says
from nameplate.papers.law.words import plain
from nameplate.papers.table import Table
from nameplate.papers.text import count, day
from nameplate.work.inquiry import Inquiry
from nameplate.work.law import law
from nameplate.work.whom import place_names, spelled

Rows = tuple[tuple[str, str], ...]
_NOT_ADVICE = "Not legal advice: no lawyer has checked the records."


def time_line(found: Sequence[Stretch], asked: Inquiry, told: Rows) -> Table:
    """Return a time line; `told` is its question in words."""
    header = ("from", "to", "outcome", "the answer on the first of these days", "changed by")
    rows = [
        (
            day(s.since),
            day(s.until),
            OUTCOMES[s.outcome],
            s.says,
            "; ".join(title(one) for one in s.changed_by),
        )
        for s in reversed(found)
    ]
    about = (("what", "What applied when"), *told, ("note", _NOT_ADVICE))
    return Table("Time line", about, asked.one["date"], header, rows, (18, 18, 16, 80, 50))


def instruments(found: Sequence[Instrument], says: Rows) -> Table:
    """Return a list of instruments; `says` are the filters in words."""
    header = ("id", "title", "force", "where", "binds", "citation", "sources")
    rows = [
        (
            *(one.id, one.title, plain(one.force), place_names(one.extent)),
            *(binds(one), one.citation, one.strength),
        )
        for one in found
    ]
    about = (
        ("what", "Instruments of law that are held"),
        *(says or (("filters", "none: all instruments"),)),
        ("in all", count(len(rows), "instrument")),
        ("note", _NOT_ADVICE),
    )
    return Table("Instruments", about, "", header, rows, (34, 60, 16, 30, 40, 40, 12))


def binds(one: Instrument) -> str:
    """Return whom an instrument binds, or would bind, each kind once."""
    limbs = (*one.limbs, *(one.if_enacted.limbs if one.if_enacted is not None else ()))
    return ", ".join(dict.fromkeys(spelled(actor) for limb in limbs for actor in limb.actors))


def title(id_: str) -> str:
    """Return an instrument's title; its id where no record is held."""
    found = law().knowledge.law.instruments.get(id_)
    return id_ if found is None else found.title


def scenario(found: Scenario, told: Rows) -> Table:
    """Return the devices whose answer differs, with the choices and the places beside them."""
    about = (
        ("what", f"If it were law: {found.title}"),
        ("from", day(found.start)),
        *told,
        *(("says", sentence) for sentence in found.says),
        *(("open choice", choice_says(choice)) for choice in found.choices),
        *(
            ("by site", f"{p.place}: {p.bound} of {p.devices} would be reached, {p.depends} depend")
            for p in found.by_place
        ),
        *(("not to be seen from devices", text) for text in found.to_compute),
        ("note", _NOT_ADVICE),
    )
    widths = (10, 12, 26, 20, 18, 14, 18, 20, 60, 60)
    # What else would have to be stated says nothing where the answer does not turn on it.
    shown = msgspec.structs.replace(
        found,
        changed=tuple(
            one if one.after == "depends" else msgspec.structs.replace(one, needs=())
            for one in found.changed
        ),
    )
    return Table("Scenario", about, found.start, CHANGED_HEADER, changed_rows(shown), widths)
