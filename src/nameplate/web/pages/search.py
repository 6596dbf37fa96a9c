"""Search from any page: an address in any notation, a serial, a brand, a maker, a file."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.web.render import page, serving_of
from nameplate.work.search import search

router = APIRouter()


@router.get("/search")
def found(request: Request, q: str = "") -> Response:
    """Show what was found; lead straight to the device that is named."""
    result = search(serving_of(request).view, q)
    if result.one is not None and not result.evidence and not result.clauses:
        return RedirectResponse(f"/devices/{result.one}", 303)
    return page(request, "search.html", "Search", result=result)
