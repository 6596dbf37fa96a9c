"""One device and its why: observed, inferred, law; what would change it; what people decided."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from nameplate.papers import words
from nameplate.papers.json import pretty
from nameplate.web.problems import NotThere
from nameplate.web.render import page, serving_of
from nameplate.work import stating
from nameplate.work.rows import Stated

router = APIRouter()


def seen_or_moved(request: Request, name: str) -> str:
    """Return the id that a device has today. Raises NotThere."""
    view = serving_of(request).view
    if view.body(name) is not None:
        return name
    found = view.find(name)
    if found is None:
        raise NotThere(
            "there is no such device in this evidence",
            next_step="Search for an address of it, or look through the list.",
        )
    return found


@router.get("/devices/{name}.json")
def as_json(request: Request, name: str) -> Response:
    """Hand over the device as the JSON contract has it."""
    seen = serving_of(request).view.device(seen_or_moved(request, name))
    return Response(pretty(seen.device if seen else None), media_type=JSONResponse.media_type)


@router.get("/devices/{name}")
def device(request: Request, name: str) -> Response:
    """Show the device; an older id or a key leads to the id of today."""
    today = seen_or_moved(request, name)
    if today != name:
        return RedirectResponse(f"/devices/{today}", 303)
    seen = serving_of(request).view.device(today)
    if seen is None:
        raise NotThere("there is no such device in this evidence", next_step="Search for it.")
    return page(
        request,
        "device_law.html",
        f"{words.headline(seen.device)} ({today})",
        here="/devices",
        seen=seen,
        site=stating.site_at(stating.us(serving_of(request).desk), seen.device.place),
        by_place=by_place(seen.body.stated),
        files={e.sha256: e.file for e in seen.read.evidence},
    )


def by_place(stated: tuple[Stated, ...]) -> list[tuple[str, str, list[Stated]]]:
    """Gather what one message, row or file says together, in order."""
    found: dict[tuple[str, str], list[Stated]] = {}
    for one in stated:
        found.setdefault((one.evidence, one.said), []).append(one)
    return [(evidence, where, lines) for (evidence, where), lines in found.items()]
