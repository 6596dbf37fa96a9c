"""The instruments that are held: a list with filters, and a page each with its sources."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.model.errors import WrongUsage
from nameplate.papers.law.page import NO_LAWYER, Section, beside
from nameplate.papers.law.page import page as paper
from nameplate.web.exports import download
from nameplate.web.problems import NotThere
from nameplate.web.render import page
from nameplate.work import law, law_tables, whom
from nameplate.work.instruments import asked_of, listed

router = APIRouter()
_OWN = ("Sources", "Said beside it")
"""Sections that this page shows with links in the place of the paper's own."""


@router.get("/law/instruments")
def instruments(request: Request) -> Response:
    """Show the instruments that pass the filters."""
    asked = asked_of(request.query_params)
    found = listed(asked)
    return page(
        request,
        "instruments.html",
        "Instruments of law that are held",
        here="/law",
        only=asked,
        found=[(one, law_tables.binds(one)) for one in found],
        places=whom.place_names,
        held=len(law.instruments()),
        terms={kind: whom.choices(kind) for kind in ("actors", "verbs", "force")},
        groups=whom.place_groups(),
    )


@router.get("/law/instruments.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over the instruments that pass the filters."""
    asked = asked_of(request.query_params)
    return download(law_tables.instruments(listed(asked), asked.says), form, bom=bom)


@router.get("/law/instruments/{name}")
def instrument(request: Request, name: str) -> Response:
    """Show one instrument limb by limb; an earlier id leads to the one of today."""
    try:
        one = law.instrument(name)
    except WrongUsage:
        raise NotThere(
            "there is no instrument of that name", next_step="Look through the list of them."
        ) from None
    if one.id != name:
        return RedirectResponse(f"/law/instruments/{one.id}", 303)
    knowledge = law.law().knowledge
    made = paper(one, knowledge)
    return page(
        request,
        "instrument.html",
        one.title,
        here="/law",
        one=one,
        paper=made,
        sections=[(s, _anchor(s)) for s in made.sections if s.heading not in _OWN],
        said_beside=beside(one, knowledge),
        checked=one.lawyer or NO_LAWYER,
        others=[(what, ids) for what, ids in (
            ("Replaces", one.supersedes),
            ("Carries out", one.implements),
            ("See also", one.related),
        ) if ids],
    )  # fmt: skip


def _anchor(section: Section) -> str:
    kind, _, limb = section.heading.rpartition(" ")
    return f"limb-{limb}" if kind in ("Limb", "If it were law:") else ""
