"""The tables under the map as files: the rows that the page shows, with the credits they need."""

from nameplate.knowledge import boundaries
from nameplate.model.judged import BANDS
from nameplate.model.knowledge import Deployment
from nameplate.papers import said
from nameplate.papers.said import STATES
from nameplate.papers.table import Table
from nameplate.papers.text import day
from nameplate.work.desk import today
from nameplate.work.mapping import LAYERS, MapAsked, Mapped, maker_names
from nameplate.work.own_sites import OwnSite

UK_CREDIT = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
    " Contains OS data © Crown copyright and database right 2025. Codes of areas before today’s:"
    " mySociety, CC BY 4.0."
)
WORLD_CREDIT = "Made with Natural Earth (public domain), by way of world-atlas (ISC)."


def credit(asked: MapAsked) -> str:
    """Return the line that stands on every map, table and file of a layer."""
    return WORLD_CREDIT if asked.layer == "countries" else UK_CREDIT


def terms() -> str:
    """Return where the boundaries come from, and the licences that they stand under."""
    return (boundaries.PLACES / "LICENCES.txt").read_text("utf-8")


def areas(found: Mapped, asked: MapAsked) -> Table:
    """Return the table of areas."""
    header = (
        *("code", "area", "on the map", "what was said", "newest answer", "older than 3 years"),
        *("other statements", "your sites", "your devices there", "of them listed"),
    )
    rows = [
        (
            *(row.code, row.name, STATES[row.state]),
            "; ".join(f"{one.body}: {one.says}" for one in row.bodies),
            *(said.when(row.newest) if row.newest else "", "yes" if row.old else ""),
            *(str(row.beside), "; ".join(s.name for s in row.sites)),
            *(str(row.devices), str(row.listed)),
        )
        for row in found.rows
    ]
    left = sum(row.is_bare for row in found.drawn if row.code in found.passed)
    about = _about(asked, f"What bodies said of their cameras, by {LAYERS[asked.layer][1]}")
    if not asked.every:
        about = (*about, ("not shown", f"{left:,} areas of which nothing is held: not none"))
    widths = (12, 28, 18, 60, 18, 12, 12, 30, 12, 12)
    return Table("Areas", about, today().isoformat(), header, rows, widths)


def statements(found: Mapped, asked: MapAsked) -> Table:
    """Return the table of what was said, each by somebody, of a day, from somewhere."""
    header = (
        *("of whom", "place", "area", "makers", "answer", "said by", "of when", "published"),
        *("drawn on a map", "note", "source", "read on"),
    )
    rows = [
        (
            *(one.body, one.place, one.area or "", maker_names(one)),
            *(said.answer(one), one.claimant, one.as_at or "", one.published or ""),
            *(said.about(one) or "as the body’s", note(one)),
            *("; ".join(s.where for s in one.source), one.source[0].seen if one.source else ""),
        )
        for one in found.said
    ]
    about = _about(asked, "What was said, each by somebody; figures are never added")
    widths = (34, 10, 12, 20, 34, 34, 12, 12, 24, 60, 60, 12)
    return Table("Statements", about, today().isoformat(), header, rows, widths)


def note(one: Deployment) -> str:
    """Return what must be known to read a statement."""
    part = f"Part of {one.part_of}." if one.part_of else ""
    return " ".join(text for text in (part, one.note or "") if text)


def sites(found: Mapped, asked: MapAsked) -> Table:
    """Return the table of one's own sites."""
    header = (
        *("site", "area", "code", "stated by", "stated on", "devices", "listed", "other makers"),
        *("cannot be told yet", *(f"{band} evidence" for band in BANDS)),
    )
    about = _about(asked, "Your sites by area, as somebody stated it, with their devices")
    widths = (30, 26, 12, 20, 18, 10, 10, 12, 16)
    rows = [_site(one) for one in found.sites]
    return Table(
        "Your sites", about, today().isoformat(), header, rows, widths + (14,) * len(BANDS)
    )


def _site(one: OwnSite) -> tuple[str, ...]:
    placed, n = one.placed, one.devices
    return (
        *(one.name, one.where, "" if placed is None else placed.area.code),
        *(("", "") if placed is None else (placed.said.who, day(placed.said.when))),
        *(str(x) for x in (n.total, n.listed, n.other, n.cannot_tell, *n.bands)),
    )


def _about(asked: MapAsked, what: str) -> tuple[tuple[str, str], ...]:
    return (
        ("what", what),
        ("as at", day(today().isoformat())),
        *asked.says,
        ("boundaries", credit(asked)),
    )
