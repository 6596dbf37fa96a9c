"""Pages: a template and its values, with what every page has (navigation, search, the token)."""

from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from nameplate.papers import words
from nameplate.papers.inert_html import environment
from nameplate.papers.law import words as law_words
from nameplate.papers.law.scenario import OUTCOMES
from nameplate.web import assets
from nameplate.web.statable import stated_at
from nameplate.work.decide import Fault
from nameplate.work.serve import Serving

_TEMPLATES = Path(__file__).with_name("templates")


class Page(NamedTuple):
    """A place in the navigation: its name, where it is, and its order among the others."""

    title: str
    path: str
    order: int


def page(
    request: Request,
    template: str,
    title: str,
    *,
    status: int = 200,
    here: str = "",
    faults: tuple[Fault, ...] = (),
    **values: object,
) -> HTMLResponse:
    """Render a page. `here` is the path of its place in the navigation.

    `faults` become the error summary; the title then begins with "Error: ".
    """
    serving = serving_of(request)
    answer = serving.view.answer()
    text = _templates().get_template(template).render(
        title=f"Error: {title}" if faults else title,
        heading=title,
        here=here or request.url.path,
        nav=request.app.state.nav,
        form_token=request.state.session.form_token,
        case=serving.name,
        answer=answer,
        working=next((job for job in serving.desk.jobs.open() if not job.is_over), None),
        fault_of_case=serving.fault,
        faults=faults,
        fault_in={fault.field: fault.says for fault in faults},
        asked=request.query_params.get("q", "")[:200],
        **values,
    )  # fmt: skip
    return HTMLResponse(text.encode("utf-8", "backslashreplace"), status)


def serving_of(request: Request) -> Serving:
    """Return the open case that this application serves."""
    found: Serving = request.app.state.serving
    return found


def link(path: str, **query: object) -> str:
    """Return a path with the query values that say something."""
    kept = {k: v for k, v in query.items() if v not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


@cache
def _templates() -> Environment:
    found = environment(_TEMPLATES)
    found.globals |= {"words": words, "law_words": law_words, "OUTCOMES": OUTCOMES}
    found.globals |= {"asset": assets.link, "link": link, "stated_at": stated_at}
    return found
