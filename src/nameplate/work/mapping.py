"""The map and its tables: what was said of the bodies of each area, and one's own sites there.

The table under the map has the same data as the map, so what the filters leave of one they leave
of the other. Nothing is placed that nobody placed: a site without a stated area is in no area.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from nameplate.knowledge import boundaries, load
from nameplate.knowledge.boundaries import Layer
from nameplate.model.knowledge import Deployment
from nameplate.papers import said
from nameplate.papers.said import STATES, State
from nameplate.papers.text import day, either
from nameplate.work.own_sites import Own, OwnSite, together
from nameplate.work.said import Standing, of_area, standings
from nameplate.work.search import folded

AreaSort = Literal["", "name", "state", "newest", "sites", "devices"]
SaidSort = Literal["", "body", "when", "who", "answer"]
SiteSort = Literal["", "site", "area", "devices", "listed"]
AREA_SORTS: tuple[AreaSort, ...] = ("", "name", "state", "newest", "sites", "devices")
SAID_SORTS: tuple[SaidSort, ...] = ("", "body", "when", "who", "answer")
SITE_SORTS: tuple[SiteSort, ...] = ("", "site", "area", "devices", "listed")
_LONGEST = 100
_ORDER = tuple(STATES)
LAYERS: dict[Layer, tuple[str, str]] = {
    "areas": ("council areas", "council area"),
    "nations": ("nations of the United Kingdom", "nation"),
    "countries": ("countries", "country"),
}


class MapAsked(NamedTuple):
    """What an address asks of the page; `text` as typed."""

    layer: Layer = "areas"
    maker: str = ""
    state: State | None = None
    text: str = ""
    every: bool = False
    """Also areas of which nothing is held."""
    sort: AreaSort = ""
    by: SaidSort = ""
    own: SiteSort = ""

    @property
    def query(self) -> dict[str, object]:
        """The values of an address that asks the same."""
        return {
            "map": "" if self.layer == "areas" else self.layer,
            "maker": self.maker,
            "state": self.state,
            "text": self.text,
            "every": "yes" if self.every else "",
            "sort": self.sort,
            "by": self.by,
            "own": self.own,
        }

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The filters in words, for a file that holds their result."""
        said_of = {
            "map": LAYERS[self.layer][0],
            "only: about": self.maker,
            "only: answer": STATES[self.state] if self.state is not None else "",
            "only: text has": self.text,
        }
        return tuple((what, says) for what, says in said_of.items() if says)


def asked_of(query: Mapping[str, str]) -> MapAsked:
    """Read the values of an address; a value that nothing takes asks for nothing."""
    text = query.get("text", "")[:_LONGEST]
    return MapAsked(
        layer=next((x for x in LAYERS if x == query.get("map")), "areas"),
        maker=query["maker"] if query.get("maker") in makers() else "",
        state=next((x for x in STATES if x == query.get("state")), None),
        text=text,
        every=query.get("every") == "yes",
        sort=next((x for x in AREA_SORTS if x == query.get("sort")), ""),
        by=next((x for x in SAID_SORTS if x == query.get("by")), ""),
        own=next((x for x in SITE_SORTS if x == query.get("own")), ""),
    )


class AreaRow(NamedTuple):
    """One area: what stands of its bodies, and one's own sites there."""

    code: str
    name: str
    state: State
    bodies: tuple[Standing, ...]
    beside: int
    """Statements about it that are no answer of a body of it."""
    sites: tuple[OwnSite, ...]
    devices: int
    listed: int
    old: bool

    @property
    def newest(self) -> str:
        """When the newest answer is of; "" where there is none."""
        return max((one.moment for one in self.bodies), default="")

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all is held of it."""
        return not (self.bodies or self.beside or self.sites)

    @property
    def says(self) -> str:
        """One line: the answer, whose, of when, and one's own sites."""
        told = STATES[self.state]
        if len(self.bodies) == 1:
            told = f"{told}. {self.bodies[0].body}: {self.bodies[0].says}"
        elif self.bodies:
            told = f"{told} ({len(self.bodies)} bodies)"
        if not self.sites:
            return told
        sites = f"{len(self.sites)} of your sites" if len(self.sites) > 1 else "1 of your sites"
        return f"{told}. {sites}, {self.devices:,} devices, {self.listed:,} listed"


class Mapped(NamedTuple):
    """The page: `drawn` is every area of the map, `rows` what its table has."""

    drawn: tuple[AreaRow, ...]
    passed: frozenset[str]
    """Codes of the areas that the filters leave."""
    rows: tuple[AreaRow, ...]
    said: tuple[Deployment, ...]
    sites: tuple[OwnSite, ...]


def makers() -> dict[str, str]:
    """Return the makers of whom something was said, by id."""
    knowledge = load()
    ids = sorted({maker for one in knowledge.deployments for maker in one.makers})
    return {id_: knowledge.entities[id_].short for id_ in ids}


def maker_names(one: Deployment) -> str:
    """Say of which makers it was said: of several, that it is no finding on any one."""
    entities = load().entities
    names = (*(entities[id_].short for id_ in one.makers), *one.others)
    if not names:
        return "no maker named"
    return names[0] if len(names) == 1 else f"{either(names, 'or')}: which, is not said"


def mapped(asked: MapAsked, own: Own, today: date) -> Mapped:
    """Return the map and its tables for what is asked."""
    text = folded(asked.text)
    every = [d for d in load().deployments if not asked.maker or asked.maker in d.makers]
    drawn = tuple(_rows(asked.layer, every, own, today))
    passed = [row for row in drawn if _passes(row, asked, text)]
    shown = passed if asked.every else [row for row in passed if not row.is_bare]
    codes = {row.code for row in passed}
    whole = not (asked.state or text)
    return Mapped(
        drawn=drawn,
        passed=frozenset(codes),
        rows=tuple(_sorted_areas(shown, asked.sort)),
        said=tuple(_sorted_said(_told(every, asked.layer, codes, whole, text), asked.by)),
        sites=tuple(_sorted_sites([s for s in own.sites if text in _site_text(s)], asked.own)),
    )


def _rows(layer: Layer, every: list[Deployment], own: Own, today: date) -> Iterable[AreaRow]:
    of_code: dict[str, list[Deployment]] = {}
    for one in every:
        of_code.setdefault(_code(one, layer), []).append(one)
    sites: dict[str, list[OwnSite]] = {}
    for site in own.sites:
        sites.setdefault(_site_code(site, layer), []).append(site)
    for area in boundaries.of(layer).values():
        told, here = of_code.get(area.code, []), tuple(sites.get(area.code, ()))
        bodies, held = standings(told, today), together(here)
        spoken = {one.body for one in bodies}
        yield AreaRow(
            *(area.code, area.name, of_area(bodies), bodies),
            beside=sum(one.body not in spoken for one in told),
            sites=here,
            devices=held.total,
            listed=held.listed,
            old=bool(bodies) and all(one.old for one in bodies),
        )


def _code(one: Deployment, layer: Layer) -> str:
    """The area of a layer that a statement is of; "" for none."""
    if layer == "countries":
        return one.place[:2]
    if layer == "nations":
        return one.place if one.place.startswith("GB-") else ""
    area = boundaries.today(one.area) if one.area is not None else None
    return "" if area is None else area.code


def _site_code(site: OwnSite, layer: Layer) -> str:
    if site.placed is None:
        return ""
    nation = site.placed.nation
    codes: dict[Layer, str | None] = {
        "areas": site.placed.area.code if nation is not None else None,
        "nations": nation,
        "countries": site.placed.country,
    }
    return codes[layer] or ""


def _passes(row: AreaRow, asked: MapAsked, text: str) -> bool:
    if asked.state is not None and row.state != asked.state:
        return False
    names = (row.name, row.code, *(b.body for b in row.bodies), *(s.name for s in row.sites))
    return any(text in folded(name) for name in names)


def _told(
    every: list[Deployment], layer: Layer, codes: set[str], whole: bool, text: str
) -> list[Deployment]:
    """What the table of statements has: of the areas that pass, or with the text in them."""
    return [
        one
        for one in every
        if (whole and (layer == "countries" or one.place.startswith("GB")))
        or (not whole and _code(one, layer) in codes)
        or (text and text in folded(f"{one.body} {one.claimant}"))
    ]


def _site_text(site: OwnSite) -> str:
    return folded(f"{site.name} {site.where}")


def _sorted_areas(rows: list[AreaRow], sort: AreaSort) -> list[AreaRow]:
    rows = sorted(rows, key=lambda row: row.name)
    match sort:
        case "state":
            return sorted(rows, key=lambda row: _ORDER.index(row.state))
        case "newest":
            return sorted(rows, key=lambda row: row.newest, reverse=True)
        case "sites":
            return sorted(rows, key=lambda row: -len(row.sites))
        case "devices":
            return sorted(rows, key=lambda row: -row.devices)
        case "name":
            return rows
        case _:  # one's own first, then what is known, then the rest
            return sorted(rows, key=lambda row: (not row.sites, not row.bodies, not row.beside))


def _sorted_said(every: list[Deployment], by: SaidSort) -> list[Deployment]:
    def newest(one: Deployment) -> str:
        return one.as_at or one.published or ""

    match by:
        case "body":
            return sorted(every, key=lambda one: one.body)
        case "who":
            return sorted(every, key=lambda one: (one.claimant, one.body))
        case "answer":
            return sorted(every, key=lambda one: (one.status, said.answer(one)))
        case _:
            return sorted(every, key=newest, reverse=True)


def _sorted_sites(sites: list[OwnSite], by: SiteSort) -> list[OwnSite]:
    match by:
        case "area":
            return sorted(sites, key=lambda one: (one.placed is None, one.where))
        case "devices":
            return sorted(sites, key=lambda one: -one.devices.total)
        case "listed":
            return sorted(sites, key=lambda one: -one.devices.listed)
        case _:
            return sites


def sentences(asked: MapAsked, found: Mapped, own: Own, today: date) -> tuple[str, ...]:
    """Return the answer first: one's own sites, then what is held of others, and what is not."""
    plural, single = LAYERS[asked.layer]
    told = [row for row in found.drawn if row.bodies]
    of_makers = f" about {makers()[asked.maker]}" if asked.maker else ""
    whose = "its council" if asked.layer == "areas" else "a public body"
    areas = count_of(len(found.drawn), single, plural)
    held = (
        f"As at {day(today.isoformat())}: for {len(told):,} of {areas} we hold an answer of"
        f" {whose}{of_makers}, given by somebody on a day; for the other"
        f" {len(found.drawn) - len(told):,} we hold none, which does not mean that they have none."
    )
    if not own.sites:
        return ("You have named no site yet.", held)
    placed = sum(one.placed is not None for one in own.sites)
    sites = count_of(len(own.sites), "site", "sites")
    mine = f"{placed:,} of your {sites} {'has' if placed == 1 else 'have'} a stated area."
    listed = together(own.sites)
    devices = (
        f" At your sites are {listed.total:,} devices; the evidence points to a maker on the list"
        f" for {listed.listed:,} of them, and {listed.cannot_tell:,} cannot be told yet."
    )
    return (mine + devices, held)


def count_of(number: int, single: str, plural: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {single if number == 1 else plural}"
