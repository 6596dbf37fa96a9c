"""Law: what was found for this body and how; one question, and how its answer changed."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nameplate.model.errors import WrongUsage
from nameplate.web.exports import download
from nameplate.web.render import Page, page, serving_of
from nameplate.work import entering, law, law_tables, saying, stating, whom
from nameplate.work.inquiry import ANOTHER, STATES, Inquiry, companies, fault_of, field_of, inquiry
from nameplate.work.whom import Term

PAGE = Page("Law", "/law", 40)
router = APIRouter()


@router.get("/law")
def start(request: Request) -> Response:
    """Say what was found for this body, what is to be stated, and what stands beside."""
    serving = serving_of(request)
    answer = serving.view.answer()
    run = answer.read.law if answer is not None else None
    return page(
        request,
        "law.html",
        "What the law asks of you",
        run=run,
        us=stating.us(serving.desk),
        needs=answer.needs if answer is not None else (),
        not_answered=answer.read.not_looked.get("answers", "") if answer is not None else "",
        held=len(law.instruments()),
    )


@router.get("/law/ask")
def ask(request: Request) -> Response:
    """Answer one question; the address holds it, so that it can be shared and asked again."""
    asked = _inquiry(request)
    found, wanted = None, frozenset[str]()
    if asked.question is not None:
        try:
            found = law.ask(asked.question)
            wanted = frozenset(field_of(fact) for one in found.answers for fact in one.facts)
        except WrongUsage as told:
            asked = asked._replace(faults=(fault_of(told),))
    title = "Ask what the law says"
    return _show(request, "ask.html", title, asked, found=found, wanted=wanted)


@router.get("/law/timeline")
def timeline(request: Request) -> Response:
    """Show what applied from 2018 to the day, and what changed it."""
    asked = _inquiry(request)
    found = None
    if asked.question is not None:
        try:
            found = law.time_line(asked.question, asked.question.date)
        except WrongUsage as told:
            asked = asked._replace(faults=(fault_of(told),))
    return _show(request, "timeline.html", "How the law changed", asked, found=found)


@router.get("/law/timeline.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over the time line."""
    asked = _inquiry(request)
    if asked.question is None:
        return RedirectResponse(f"/law/timeline?{request.url.query}", 303)
    found = law.time_line(asked.question, asked.question.date)
    return download(law_tables.time_line(found, asked, _words(asked)), form, bom=bom)


def _inquiry(request: Request) -> Inquiry:
    who = stating.who_of(serving_of(request).desk)
    return inquiry(request.query_params.multi_items(), who)


def _show(
    request: Request,
    template: str,
    title: str,
    asked: Inquiry,
    *,
    found: object,
    wanted: frozenset[str] = frozenset(),
) -> Response:
    """Show a question with what was found; the fields that the answer wants stand first."""

    def again(fact: str) -> list[tuple[str, str]]:
        field = field_of(fact)
        if field:
            return [("answer it in the question", f"#{field}")]
        if entering.fact_asks(fact) is None:
            return []
        return [(s, f"{request.url.path}?{asked.with_fact(fact, s)}") for s in ("yes", "no")]

    also = whom.also(asked.one["place"], asked.many["role"])
    return page(
        request,
        template,
        title,
        here="/law",
        status=400 if asked.faults else 200,
        faults=asked.faults,
        form=asked,
        found=found,
        again=again,
        wanted=wanted,
        told=_words(asked),
        stated=[
            (saying.asked(text), f"{request.url.path}?{asked.without_fact(text.partition('=')[0])}")
            for text in asked.many["stated"]
        ],
        query=asked.query,
        titles=law_tables.title,
        terms={kind: whom.choices(kind) for kind in _KINDS} | _SAID | {"roles": also},
        groups=whom.place_groups(),
        firms=[*companies(), (ANOTHER, "another company, of which no record speaks")],
    )


_SAID = {
    "states": [Term(s, "on" if s == "enabled" else s, "") for s in STATES],
    "bands": [
        Term("strong", "from strong evidence", ""),
        Term("moderate", "from moderate evidence", ""),
        Term("weak", "from weak evidence", ""),
        Term("undetermined", "not at all", ""),
    ],
    "asks": [Term("recommends", "what is recommended, too", "")],
}
_KINDS = ("actors", "verbs", "things", "sites", "purposes", "funding", "clauses", "features")


def _words(asked: Inquiry) -> tuple[tuple[str, str], ...]:
    """Return the question in words, for its page and its export."""
    one, firms = asked.one, {**dict(companies()), ANOTHER: "another company"}
    rows = (
        ("who", whom.means("actors", one["actor"])),
        ("named", one["name"]),
        ("also", "; ".join(whom.means("actors", role) for role in asked.many["role"])),
        ("where", whom.place_name(one["place"])),
        ("site", whom.means("sites", one["site"])),
        ("site in", whom.place_name(one["site_place"])),
        ("does", whom.means("verbs", one["verb"])),
        ("thing", whom.means("things", one["kind"])),
        ("made by", firms.get(one["maker"], "")),
        ("part made by", firms.get(one["component_maker"], "")),
        ("deals with", firms.get(one["party"], "")),
        ("supplied by", firms.get(one["supplier"], "")),
        ("purpose", whom.means("purposes", one["purpose"])),
        ("money", "; ".join(whom.means("funding", word) for word in asked.many["funding"])),
        ("clauses", "; ".join(whom.means("clauses", word) for word in asked.many["clause"])),
        ("stated", "; ".join(saying.asked(text) for text in asked.many["stated"])),
        ("day", saying.value(one["date"], is_day=True)),
    )
    return tuple(row for row in rows if row[1])
