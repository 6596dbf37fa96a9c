"""Forms by which a person decides: one thing a page, with a name and a reason, and taken back."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.model.decisions import OTHER_MAKER, Decision, standing
from nameplate.web.forms import Form, Number, Sent
from nameplate.web.pages.device import by_place, seen_or_moved
from nameplate.web.problems import NotThere
from nameplate.web.render import page, serving_of
from nameplate.work import decide
from nameplate.work.decide import KINDS, Entry, Fault, Refusal

router = APIRouter()

_TITLES = {
    "maker": "Set who made it",
    "kind": "Set what kind of device it is",
    "place": "Set where it is",
    "dispute": "Dispute what is said of it",
    "merge": "It is the same unit as another",
    "split": "These are two units",
}
_OTHER = "another"


@router.get("/devices/{name}/decide/{what}")
def form(request: Request, name: str, what: str) -> Response:
    """Show the form of one decision."""
    return _form(request, seen_or_moved(request, name), what, Form(()))


@router.post("/devices/{name}/decide/{what}")
def send(request: Request, name: str, what: str, sent: Sent) -> Response:
    """Keep the decision, or show the form again with what is wrong; nothing is kept halfway."""
    serving = serving_of(request)
    device = seen_or_moved(request, name)
    try:
        kept = decide.add(serving.view, device, _entry(what, sent))
    except Refusal as refused:
        return _form(request, device, what, sent, refused.faults)
    serving.judge()
    return RedirectResponse(f"/devices/{device}#decision-{kept.id}", 303)


def _form(
    request: Request, device: str, what: str, sent: Form, faults: tuple[Fault, ...] = ()
) -> Response:
    seen = serving_of(request).view.device(device)
    if seen is None or what not in _TITLES:
        raise NotThere("there is no such form", next_step="Begin at the device's page.")
    return page(
        request,
        "decide.html",
        _TITLES[what],
        here="/devices",
        status=400 if faults else 200,
        faults=faults,
        seen=seen,
        what=what,
        sent=sent,
        makers=decide.makers() if what == "maker" else (),
        kinds=[(kind, kind) for kind in KINDS],
        by_place=by_place(seen.body.stated) if what == "split" else (),
        files={e.sha256: e.file for e in seen.read.evidence},
    )


def _entry(what: str, sent: Form) -> Entry:
    who, why = sent.one("who"), sent.one("why")
    if what == "maker":
        value = sent.one("value")
        if value == _OTHER:
            value = OTHER_MAKER + sent.one("other_maker")
        return Entry("set", who, why, "maker", value)
    if what in ("kind", "place"):
        return Entry("set", who, why, what, sent.one("value"))
    return Entry(what, who, why, other=sent.one("other"), places=sent.every("places"))


@router.get("/decisions/{number}/undo")
def undo_form(request: Request, number: Number) -> Response:
    """Show the form that takes a decision back."""
    return _undo_form(request, number, Form(()))


@router.post("/decisions/{number}/undo")
def undo(request: Request, number: Number, sent: Sent) -> Response:
    """Take a decision back by an entry of its own."""
    serving = serving_of(request)
    try:
        kept = decide.undo(serving.view, number, who=sent.one("who"), why=sent.one("why"))
    except Refusal as refused:
        return _undo_form(request, number, sent, refused.faults)
    serving.judge()
    device = serving.view.find(kept.device)
    return RedirectResponse(f"/devices/{device}#history" if device else "/devices", 303)


def _undo_form(
    request: Request, number: int, sent: Form, faults: tuple[Fault, ...] = ()
) -> Response:
    every = serving_of(request).desk.decisions.every()
    found: Decision | None = next((d for d in every if d.id == number), None)
    if found is None:
        raise NotThere("there is no such decision", next_step="Begin at the device's page.")
    return page(
        request,
        "undo.html",
        "Take a decision back",
        here="/devices",
        status=400 if faults else 200,
        faults=faults,
        decision=found,
        stands=found in standing(every),
        sent=sent,
    )
