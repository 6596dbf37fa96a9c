"""Sites and map: what bodies said of their cameras, by area, and one's own sites among them."""

from typing import Literal, NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from nameplate.papers import said
from nameplate.papers.said import STATES
from nameplate.web.exports import download
from nameplate.web.forms import Sent
from nameplate.web.problems import NotThere
from nameplate.web.render import Page, link, page, serving_of
from nameplate.work import map_tables, mapping, placing, stating
from nameplate.work.decide import Fault, Refusal
from nameplate.work.desk import today
from nameplate.work.drawing import drawn
from nameplate.work.mapping import LAYERS, MapAsked, Mapped, asked_of
from nameplate.work.own_sites import Own, own
from nameplate.work.placing import AreaEntry

PAGE = Page("Sites and map", "/sites", 35)
router = APIRouter()
Form = Literal["csv", "xlsx", "json"]
_TABLES = {
    "areas": map_tables.areas,
    "statements": map_tables.statements,
    "own": map_tables.sites,
}


class _Asked(NamedTuple):
    asked: MapAsked
    own: Own
    found: Mapped


def _of(request: Request) -> _Asked:
    asked = asked_of(dict(request.query_params))
    mine = own(serving_of(request).desk)
    return _Asked(asked, mine, mapping.mapped(asked, mine, today()))


@router.get("/sites")
def sites(request: Request) -> Response:
    """Show the map, and below it the same as tables."""
    asked, mine, found = _of(request)

    def changed(**values: object) -> str:
        return link("/sites", **(asked.query | values))

    return page(
        request,
        "map.html",
        "Sites and map",
        asked_for=asked,
        mine=mine,
        found=found,
        drawing=drawn(asked.layer, found),
        layers=LAYERS,
        makers=mapping.makers(),
        states=STATES,
        sentences=mapping.sentences(asked, found, mine, today()),
        credit=map_tables.credit(asked),
        said=said,
        note=map_tables.note,
        maker_names=mapping.maker_names,
        bare=sum(row.is_bare for row in found.drawn if row.code in found.passed),
        changed=changed,
    )


@router.get("/sites/licences")
def licences() -> Response:
    """Show on what terms the boundaries may be handed on."""
    return PlainTextResponse(map_tables.terms())


@router.get("/sites/{table}.{form}")
def export(
    request: Request,
    table: Literal["areas", "statements", "own"],
    form: Form,
    bom: bool = False,
) -> Response:
    """Hand over one of the three tables, as the page shows it."""
    asked, _, found = _of(request)
    return download(_TABLES[table](found, asked), form, bom=bom)


@router.get("/sites/{id_}/area")
def area_form(request: Request, id_: str) -> Response:
    """Show the form that states in which area a site is."""
    held = placing.placed(serving_of(request).desk).get(id_)
    return _area(request, id_, AreaEntry("" if held is None else held.area.code))


@router.post("/sites/{id_}/area")
def area(request: Request, id_: str, sent: Sent) -> Response:
    """Keep in which area a site is."""
    entry = AreaEntry(sent.one("area"), sent.one("who"))
    try:
        placing.enter_area(serving_of(request).desk, id_, entry)
    except Refusal as refused:
        return _area(request, id_, entry, refused.faults)
    return RedirectResponse("/sites#own", 303)


def _area(request: Request, id_: str, entry: AreaEntry, faults: tuple[Fault, ...] = ()) -> Response:
    desk = serving_of(request).desk
    site = next((one for one in stating.us(desk).sites if one.id == id_), None)
    if site is None:
        raise NotThere(
            "there is no such site, or it was removed", next_step="Begin at “Sites and map”."
        )
    return page(
        request,
        "site_area.html",
        f"Where is {site.site.name}?",
        here="/sites",
        status=400 if faults else 200,
        faults=faults,
        site=site,
        entry=entry,
        groups=placing.choices(),
        stated=placing.placed(desk).get(id_),
    )
