"""Sites as their body states them, the sensitivity of each, and single facts of the law."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.papers.text import day
from nameplate.web.forms import Form, Sent
from nameplate.web.problems import NotThere
from nameplate.web.render import page, serving_of
from nameplate.work import entering, saying, stating, whom
from nameplate.work.decide import Fault, Refusal
from nameplate.work.desk import today
from nameplate.work.entering import FactEntry, SensitivityEntry, SiteEntry
from nameplate.work.stating import SiteHeld

router = APIRouter()
_NEW = "new"


@router.get("/who/sites/{id_}")
def site(request: Request, id_: str, name: str = "") -> Response:
    """Show the form of a site: a new one, or one that is held."""
    if id_ == _NEW:
        return _form(request, None, SiteEntry(name=name[: entering.LONGEST_SITE]))
    held = _held(request, id_)
    one = held.site
    entry = SiteEntry(one.name, one.kind or "", one.place or "", one.purpose or "")
    return _form(request, held, entry)


@router.post("/who/sites/{id_}")
def send(request: Request, id_: str, sent: Sent) -> Response:
    """Keep a site, and judge the case anew."""
    serving = serving_of(request)
    held = None if id_ == _NEW else _held(request, id_)
    entry = SiteEntry(
        *(sent.one("name"), sent.one("kind"), sent.one("place"), sent.one("purpose")),
        who=sent.one("who"),
    )
    try:
        made = entering.enter_site(serving.desk, "" if held is None else held.id, entry)
    except Refusal as refused:
        return _form(request, held, entry, refused.faults)
    serving.judge()
    return RedirectResponse(f"/who#site-{made}", 303)


def _form(
    request: Request, held: SiteHeld | None, entry: SiteEntry, faults: tuple[Fault, ...] = ()
) -> Response:
    serving = serving_of(request)
    answer, us = serving.view.answer(), stating.us(serving.desk)
    kinds = entering.site_kinds()
    return page(
        request,
        "site.html",
        f"Site {held.site.name}" if held is not None else "Add a site",
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        held=held,
        entry=entry,
        kinds=[term for term in whom.choices("sites") if term.word in kinds],
        purposes=whom.choices("purposes"),
        groups=whom.place_groups(),
        suggested=saying.unnamed(answer.places, us.sites)[:100] if answer is not None else (),
        history=_past(request, held),
    )


def _past(request: Request, held: SiteHeld | None) -> list[tuple[stating.Past, str]]:
    if held is None:
        return []
    every = stating.history(serving_of(request).desk.settings)
    names = saying.site_names(every)
    own = (stating.SITE + held.id, stating.SENSITIVITY + held.id)
    return [(one, saying.past(one, names)) for one in every if one.name in own]


@router.get("/who/sites/{id_}/remove")
def remove_form(request: Request, id_: str) -> Response:
    """Show the form that takes a site out."""
    return _remove(request, _held(request, id_), Form(()))


@router.post("/who/sites/{id_}/remove")
def remove(request: Request, id_: str, sent: Sent) -> Response:
    """Take a site out; its history stays, and it can be put back from there."""
    serving, held = serving_of(request), _held(request, id_)
    try:
        entering.remove_site(serving.desk, held.id, sent.one("who"))
    except Refusal as refused:
        return _remove(request, held, sent, refused.faults)
    serving.judge()
    return RedirectResponse("/who#sites", 303)


def _remove(
    request: Request, held: SiteHeld, sent: Form, faults: tuple[Fault, ...] = ()
) -> Response:
    return page(
        request,
        "site_remove.html",
        "Remove a site",
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        held=held,
        sent=sent,
    )


@router.get("/who/sites/{id_}/sensitivity")
def sensitivity_form(request: Request, id_: str) -> Response:
    """Show the form that states whether a site is sensitive."""
    held = _held(request, id_)
    told = held.sensitivity
    entry = SensitivityEntry(kind=told.kind if told else "", day=today().isoformat())
    return _sensitivity(request, held, entry)


@router.post("/who/sites/{id_}/sensitivity")
def sensitivity(request: Request, id_: str, sent: Sent) -> Response:
    """Keep what is stated of a site's sensitivity: by whom, why, on which day."""
    serving, held = serving_of(request), _held(request, id_)
    entry = SensitivityEntry(
        *(sent.one("kind"), sent.one("why"), sent.one("day"), sent.one("who")),
    )
    try:
        entering.enter_sensitivity(serving.desk, held.id, entry)
    except Refusal as refused:
        return _sensitivity(request, held, entry, refused.faults)
    serving.judge()
    return RedirectResponse(f"/who#site-{held.id}", 303)


def _sensitivity(
    request: Request, held: SiteHeld, entry: SensitivityEntry, faults: tuple[Fault, ...] = ()
) -> Response:
    kinds = entering.sensitivity_kinds()
    return page(
        request,
        "sensitivity.html",
        f"Is {held.site.name} a sensitive site?",
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        held=held,
        entry=entry,
        tests=[term for term in whom.choices("sites") if term.word in kinds],
        not_sensitive=entering.NOT_SENSITIVE,
        kind=whom.spelled(held.site.kind or ""),
        history=[p for p in _past(request, held) if p[0].name.startswith(stating.SENSITIVITY)],
    )


@router.get("/who/facts/{name}")
def fact_form(request: Request, name: str, site: str = "") -> Response:
    """Show the form that answers one question of the law."""
    held = stating.us(serving_of(request).desk)
    facts = next((s.facts for s in held.sites if s.id == site), held.facts)
    stated = next((one.fact for one in facts if one.name == name), None)
    entry = FactEntry(site=site)
    if stated is not None:
        value = stated.value
        answer = ("yes" if value else "no") if isinstance(value, bool) else "other"
        entry = FactEntry(answer, "" if answer != "other" else str(value), site, stated.why)
    return _fact(request, name, entry)


@router.post("/who/facts/{name}")
def fact(request: Request, name: str, sent: Sent) -> Response:
    """Keep the answer to one question of the law."""
    serving = serving_of(request)
    entry = FactEntry(
        *(sent.one("answer"), sent.one("value"), sent.one("site"), sent.one("why")),
        who=sent.one("who"),
    )
    try:
        entering.enter_fact(serving.desk, _asked(name), entry)
    except Refusal as refused:
        return _fact(request, name, entry, refused.faults)
    serving.judge()
    return RedirectResponse("/who#facts", 303)


def _fact(
    request: Request, name: str, entry: FactEntry, faults: tuple[Fault, ...] = ()
) -> Response:
    serving = serving_of(request)
    held, answer = stating.us(serving.desk), serving.view.answer()
    asks = entering.fact_asks(_asked(name))
    needs = answer.needs if answer is not None else ()
    return page(
        request,
        "fact.html",
        next((need.words for need in needs if need.fact == name), asks or name),
        here="/who",
        status=400 if faults else 200,
        faults=faults,
        name=name,
        entry=entry,
        sites=held.sites,
        is_day=name.startswith(entering.STARTED),
        devices=sum(need.devices for need in needs if need.fact == name),
        today=day(today().isoformat()),
    )


def _asked(name: str) -> str:
    if entering.fact_asks(name) is None:
        raise NotThere("no record of law asks that", next_step="Begin at “Law”.")
    return name


def _held(request: Request, id_: str) -> SiteHeld:
    us = stating.us(serving_of(request).desk)
    found = next((one for one in us.sites if one.id == id_), None)
    if found is None:
        raise NotThere(
            "there is no such site, or it was removed", next_step="Begin at “Who we are”."
        )
    return found
