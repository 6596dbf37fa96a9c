"""Who we are: the body that asks, and what stands of it, with names, days and a way back."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.web.forms import Form, Number, Sent
from nameplate.web.problems import NotThere
from nameplate.web.render import Page, page, serving_of
from nameplate.work import entering, saying, stating, whom
from nameplate.work.decide import Fault, Refusal
from nameplate.work.entering import BodyEntry

PAGE = Page("Who we are", "/who", 30)
router = APIRouter()


@router.get("/who")
def who(request: Request) -> Response:
    """Show what is stated: the body, its sites, single facts, and the history of it all."""
    serving = serving_of(request)
    held, answer = stating.us(serving.desk), serving.view.answer()
    every = stating.history(serving.desk.settings)
    names = saying.site_names(every)
    return page(
        request,
        "who.html",
        "Who we are",
        us=held,
        told=saying.body(held.body) if held.body is not None else (),
        sites=[(one, saying.site(one)) for one in held.sites],
        facts=[(one, saying.fact(one.name, one.fact)) for one in held.facts],
        law=answer.read.law if answer is not None else None,
        not_answered=answer.read.not_looked.get("answers", "") if answer is not None else "",
        needs=answer.needs if answer is not None else (),
        places=saying.unnamed(answer.places, held.sites) if answer is not None else (),
        history=[(past, saying.past(past, names)) for past in every],
        groups=whom.place_groups(),
    )


@router.get("/who/body")
def body(request: Request, place: str = "") -> Response:
    """Show the form of the body: first where it acts, then what it is there."""
    held = stating.us(serving_of(request).desk)
    entry = _entry_of(held)
    return _form(request, entry._replace(place=place or entry.place))


@router.post("/who/body")
def send(request: Request, sent: Sent) -> Response:
    """Keep who asks, and judge the case anew."""
    serving = serving_of(request)
    entry = _entry(sent)
    try:
        entering.enter_body(serving.desk, entry)
    except Refusal as refused:
        return _form(request, entry, refused.faults)
    serving.judge()
    return RedirectResponse("/who", 303)


def _form(request: Request, entry: BodyEntry, faults: tuple[Fault, ...] = ()) -> Response:
    known = entry.place in entering.places()
    here, elsewhere = whom.actors(entry.place) if known else ((), ())
    return page(
        request,
        "body.html",
        "Who you are" if known else "Where you act",
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        entry=entry,
        known=known,
        place=whom.place_name(entry.place),
        actors=here,
        others=elsewhere,
        roles=whom.also(entry.place, entry.roles),
        purposes=whom.choices("purposes"),
        funding=whom.choices("funding"),
        clauses=whom.choices("clauses"),
        site_kinds=[t for t in whom.choices("sites") if t.word in entering.site_kinds()],
        groups=whom.place_groups(),
    )


def _entry_of(held: stating.Us) -> BodyEntry:
    body = held.body
    if body is None:
        return BodyEntry()
    return BodyEntry(
        kind=body.kind,
        place=body.place,
        name=body.name or "",
        roles=body.roles,
        formed_in=body.formed_in or "",
        nationality=body.nationality or "",
        site_class=body.site_class or "",
        purpose=body.purpose or "",
        funding=body.funding,
        clauses=body.clauses,
    )


def _entry(sent: Form) -> BodyEntry:
    return BodyEntry(
        kind=sent.one("kind"),
        place=sent.one("place"),
        name=sent.one("name"),
        roles=sent.every("roles"),
        formed_in=sent.one("formed_in"),
        nationality=sent.one("nationality"),
        site_class=sent.one("site_class"),
        purpose=sent.one("purpose"),
        funding=sent.every("funding"),
        clauses=sent.every("clauses"),
        who=sent.one("who"),
    )


@router.get("/who/history/{number}/undo")
def undo_form(request: Request, number: Number) -> Response:
    """Show the form that takes a statement back, and what will stand then."""
    return _undo(request, number, Form(()))


@router.post("/who/history/{number}/undo")
def undo(request: Request, number: Number, sent: Sent) -> Response:
    """State again what stood before."""
    serving = serving_of(request)
    try:
        entering.take_back(serving.desk, number, sent.one("who"))
    except Refusal as refused:
        return _undo(request, number, sent, refused.faults)
    serving.judge()
    return RedirectResponse("/who#history", 303)


def _undo(request: Request, number: int, sent: Form, faults: tuple[Fault, ...] = ()) -> Response:
    every = stating.history(serving_of(request).desk.settings)
    names = saying.site_names(every)
    past = next((one for one in every if one.id == number), None)
    if past is None:
        raise NotThere("there is no such statement", next_step="Begin at “Who we are”.")
    return page(
        request,
        "take_back.html",
        "Take a statement back",
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        past=past,
        said=saying.past(past, names),
        then=saying.then(past, names),
        sent=sent,
    )
