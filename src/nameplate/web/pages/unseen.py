"""What the evidence could not see, what was not read, and what was not looked at."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from nameplate.papers.steps import unseen
from nameplate.web.exports import download
from nameplate.web.render import Page, page, serving_of
from nameplate.work import tables

PAGE = Page("Not seen", "/unseen", 50)
router = APIRouter()


@router.get("/unseen")
def not_seen(request: Request) -> Response:
    """Show the limits of this evidence."""
    answer = serving_of(request).view.answer()
    return page(
        request,
        "unseen.html",
        "What this evidence could not see",
        unseen=() if answer is None else unseen(answer.read.coverage),
    )


@router.get("/unseen.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over the list of what was not read, or not whole."""
    return download(tables.unread(serving_of(request).view), form, bom=bom)
