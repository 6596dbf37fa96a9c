"""What went wrong, as a page: what, and what to do next. Never a trace, never evidence in a log."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nameplate.model.errors import (
    IntegrityFailed,
    NameplateError,
    Refused,
    TryAgain,
    WrongUsage,
)
from nameplate.web.render import page

_STATUS: dict[type[NameplateError], int] = {
    WrongUsage: 400,
    Refused: 403,
    IntegrityFailed: 500,
    TryAgain: 503,
}


class NotThere(WrongUsage):
    """What a link or an address names is not in this case."""


def told(request: Request, fault: Exception) -> Response:
    """Show an error of the house, or of the way a request was put, as a page."""
    if isinstance(fault, NameplateError):
        status = 404 if isinstance(fault, NotThere) else _status(fault)
        what, next_step = _sentence(fault), fault.next_step
    elif isinstance(fault, HTTPException) and fault.status_code == 404:
        status, what, next_step = 404, "There is no such page.", "Begin at one of those above."
    elif isinstance(fault, HTTPException) and fault.status_code == 405:
        status, what, next_step = 405, "This page does not take that.", "Go back to its page."
    else:
        status, what = 400, "This address is not whole or not understood."
        next_step = "Begin at one of the pages above."
    if not hasattr(request.state, "session"):
        return PlainTextResponse(f"{what}\n", status)
    return page(request, "problem.html", "This did not work" if status != 404 else "Not found",
                status=status, what=what, next_step=next_step)  # fmt: skip


def _status(fault: NameplateError) -> int:
    return next((s for kind, s in _STATUS.items() if isinstance(fault, kind)), 500)


def _sentence(fault: NameplateError) -> str:
    said = f"{fault.where}: {fault.what}" if fault.where else fault.what
    return f"{said[:1].upper()}{said[1:]}."


class Faults:
    """The one door of a web request: a fault of ours becomes a report and a page that names it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; whatever is raised becomes a page without a trace."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as fault:  # noqa: BLE001  # the one door of a web request
            from nameplate.work.crash import report

            said = report(fault)
            if not begun and scope["type"] == "http":
                await PlainTextResponse(said, 500)(scope, receive, send)
