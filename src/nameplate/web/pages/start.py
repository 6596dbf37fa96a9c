"""Where a link leads first: to the devices, or to where evidence is given."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse

from nameplate.web.render import serving_of

router = APIRouter()


@router.get("/")
def start(request: Request) -> RedirectResponse:
    """Lead to the devices where there are any."""
    answer = serving_of(request).view.answer()
    there = answer is not None and answer.read.summary.devices
    return RedirectResponse("/devices" if there else "/evidence", 303)
