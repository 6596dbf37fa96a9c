"""If it were law: a proposal, a day, its open choices, and the difference by device and site."""

from math import ceil
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.model.errors import WrongUsage
from nameplate.papers.law.scenario import value_words
from nameplate.web.exports import download
from nameplate.web.render import link, page, serving_of
from nameplate.work import law_tables, saying, stating, supposing
from nameplate.work.decide import Fault
from nameplate.work.supposing import PREFIX

router = APIRouter()
_ON_A_PAGE = 50


@router.get("/law/scenario")
def scenario(request: Request) -> Response:
    """Show what a proposal would change; never one number without its open choices."""
    serving = serving_of(request)
    asked = supposing.ask_of(request.query_params)
    found, us = None, stating.us(serving.desk)
    if us.body is not None and not asked.faults:
        try:
            found = supposing.suppose(serving.view, asked)
        except WrongUsage as told:
            asked = asked._replace(faults=(Fault("id", str(told)),))
    wanted = request.query_params.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 8 else 1
    pages = max(1, ceil(len(found.changed) / _ON_A_PAGE)) if found is not None else 1
    number = min(max(1, number), pages)
    return page(
        request,
        "scenario.html",
        "If it were law",
        here="/law",
        status=400 if asked.faults else 200,
        faults=asked.faults,
        supposed=asked,
        prefix=PREFIX,
        proposals=supposing.proposals(),
        has_evidence=serving.view.answer() is not None,
        us=us,
        found=found,
        shown=found.changed[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE] if found else (),
        number=number,
        pages=pages,
        to_page=lambda n: link("/law/scenario", **asked.query, page=n) + "#changed",
        chosen=lambda name, value: link(
            "/law/scenario", **(asked.query | {PREFIX + name: value_words(value)})
        ),
        value_words=value_words,
    )


@router.get("/law/scenario.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over the devices whose answer would differ, with the choices beside them."""
    serving = serving_of(request)
    asked = supposing.ask_of(request.query_params)
    found = supposing.suppose(serving.view, asked)
    if found is None:
        return RedirectResponse(link("/law/scenario", **asked.query), 303)
    body = stating.us(serving.desk).body
    told = saying.body(body) if body is not None else ()
    return download(law_tables.scenario(found, told), form, bom=bom)
