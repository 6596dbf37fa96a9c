"""Give evidence: files or a folder, read in a job; and what the case holds already."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.model.errors import WrongUsage
from nameplate.web.exports import download
from nameplate.web.forms import Sent
from nameplate.web.render import Page, page, serving_of
from nameplate.web.uploads import receive
from nameplate.work import evidence as work
from nameplate.work import tables
from nameplate.work.decide import Fault

PAGE = Page("Evidence", "/evidence", 10)
router = APIRouter()


@router.get("/evidence")
def evidence(request: Request) -> Response:
    """Show the form to give evidence, and what is held."""
    return _show(request)


def _show(request: Request, faults: tuple[Fault, ...] = ()) -> Response:
    serving = serving_of(request)
    return page(
        request,
        "evidence.html",
        "Evidence",
        here=PAGE.path,
        status=400 if faults else 200,
        faults=faults,
        has_sample=serving.has_sample,
        jobs=serving.desk.jobs.latest(8),
    )


@router.post("/evidence")
async def give(request: Request) -> Response:
    """Take files as a stream, and lead to the page that shows how far they are."""
    serving = serving_of(request)
    try:
        job = await receive(request, serving.desk)
    except WrongUsage as fault:
        return _show(request, (Fault("files", f"{fault.what[:1].upper()}{fault.what[1:]}"),))
    serving.wake()
    return RedirectResponse(f"/jobs/{job}", 303)


@router.post("/evidence/sample")
def sample(request: Request, sent: Sent) -> Response:
    """Read the sample council into this case."""
    return RedirectResponse(f"/jobs/{serving_of(request).add_sample()}", 303)


@router.post("/evidence/remove")
def remove(request: Request, sent: Sent) -> Response:
    """Forget what was read of one piece of evidence; decisions stay."""
    serving = serving_of(request)
    work.forget(serving.desk, sent.one("sha256"))
    serving.judge()
    return RedirectResponse("/evidence#held", 303)


@router.get("/evidence.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over the list of evidence."""
    return download(tables.evidence(serving_of(request).view), form, bom=bom)
