"""How far a job is; to cancel it, or to let it go on. Works by itself without any script."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.web.forms import Number, Sent
from nameplate.web.problems import NotThere
from nameplate.web.render import page, serving_of

router = APIRouter()


@router.get("/jobs/{number}")
def job(request: Request, number: Number) -> Response:
    """Show a job. A script asks for this page again and takes its part; else it renews itself."""
    found = serving_of(request).desk.jobs.get(number)
    if found is None:
        raise NotThere("there is no such job", next_step="They are listed with the evidence.")
    reading = found.kind == "read"
    title = "Reading evidence" if reading else "Judging the case again"
    part = 0 if not found.total else min(100, 100 * found.done // found.total)
    return page(request, "job.html", title, here="/jobs", job=found, part=part)


@router.post("/jobs/{number}/cancel")
def cancel(request: Request, number: Number, sent: Sent) -> Response:
    """Stop a job; nothing of its files is kept."""
    serving_of(request).cancel(number)
    return RedirectResponse(f"/jobs/{number}", 303)


@router.post("/jobs/{number}/resume")
def resume(request: Request, number: Number, sent: Sent) -> Response:
    """Let an interrupted or failed job go on where it was."""
    serving = serving_of(request)
    if serving.desk.jobs.resume(number):
        serving.wake()
    return RedirectResponse(f"/jobs/{number}", 303)
