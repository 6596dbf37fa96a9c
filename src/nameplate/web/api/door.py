"""The door of the API: the same sessions, hosts and origins as the pages, told to programs.

It stands in front of the pages' door and answers what begins with `/api/`. A session is that of
the browser (its cookie), or the secret that `POST /session` gave for a link's token, sent as
`Authorization: Bearer`. Both are one `Session` of `web.door`: accounts, roles and keys will stand
there. A browser sends cookies by itself and never that header, so that only requests with the
cookie must come from a page of ours; an Origin that is not ours is refused in any case.
"""

import re
from functools import cached_property

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nameplate.model.errors import NameplateError
from nameplate.web.api import problems
from nameplate.web.api.operation import Call, Operation
from nameplate.web.api.problems import PREFIX, Failed
from nameplate.web.api.running import run
from nameplate.web.door import HEADERS, Door, Session
from nameplate.work.once import Once
from nameplate.work.paging import Paging
from nameplate.work.serve import Serving

_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9_~+/.=-]{1,200}) *")
_SAFE = ("GET", "HEAD")


class Api:
    """The ASGI layer that answers the API; everything else goes on to the pages."""

    def __init__(self, app: ASGIApp, serving: Serving, door: Door) -> None:
        self._app = app
        self._serving = serving
        self._door = door
        self._paging = Paging(serving.view)
        self._once = Once(serving.desk)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the API."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith("/api/"):
            await self._app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._check_address(scope)
            await self._router(scope, receive, with_headers)
        except NameplateError as fault:
            if not begun:
                await problems.told(fault)(scope, receive, with_headers)
        except HTTPException as fault:
            await _of_http(fault)(scope, receive, with_headers)
        except Exception as fault:  # noqa: BLE001  # the one door of a request to the API
            from nameplate.work.crash import report

            said = report(fault).strip().rstrip(".")
            if not begun:
                await problems.told(Failed("our-fault", said))(scope, receive, with_headers)

    def _check_address(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._door.hosts:
            raise Failed("wrong-address", "this host is not served here", where="Host")
        origins = headers.getlist("origin")
        if origins and origins != [f"http://{hosts[0]}"]:
            raise Failed("refused", "this came from another page, and was not done", where="Origin")

    @cached_property
    def _router(self) -> Router:
        from nameplate.web.api.contract import by_path

        routes = [
            Route(PREFIX + path, _Resource(self, methods), methods=None)
            for path, methods in by_path().items()
        ]
        return Router(routes, redirect_slashes=False, default=_nowhere)

    async def answer(self, op: Operation, request: Request) -> Response:
        """Do one operation, for whoever has a session."""
        if not op.open:
            request.scope.setdefault("state", {})["session"] = self._session(request)
        call = Call(request, self._serving, self._paging, self._door)
        return await run(op, call, self._once)

    def _session(self, request: Request) -> Session:
        """Return the session of a request. Its form token is empty: nothing here is a form."""
        headers = request.headers
        if "authorization" in headers:
            bearer = _BEARER.fullmatch(headers["authorization"])
            secret = bearer[1] if bearer else ""
            session = self._door.session(f"{self._door.cookie}={secret}") if secret else None
        else:
            session = self._door.session("; ".join(headers.getlist("cookie")))
            if session is not None and request.method not in _SAFE:
                _check_origin(headers)
        if session is None:
            raise Failed("not-signed-in", "this needs a session", where="Authorization")
        return session._replace(form_token="")


class _Resource:
    """One path: the operations by their methods."""

    def __init__(self, api: Api, methods: dict[str, Operation]) -> None:
        self._api = api
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        method = "GET" if request.method == "HEAD" else request.method
        op = self._methods.get(method)
        if op is None:
            allowed = [*self._methods, *(["HEAD"] if "GET" in self._methods else [])]
            raise HTTPException(405, headers={"allow": ", ".join(sorted(allowed))})
        response = await self._api.answer(op, request)
        await response(scope, receive, send)


def _check_origin(headers: Headers) -> None:
    if not headers.getlist("origin") or not set(headers.getlist("sec-fetch-site")) <= {
        "same-origin"
    }:
        raise Failed(
            "refused",
            "a browser's session is heeded from its own pages only",
            where="Origin",
            next_step="Programs send 'Authorization: Bearer SECRET' instead of the cookie.",
        )


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    raise Failed(
        "not-found", "there is no such address", next_step=f"{PREFIX}/openapi.json has them all."
    )


def _of_http(fault: HTTPException) -> Response:
    kind = "method-not-allowed" if fault.status_code == 405 else "not-found"
    response = problems.told(Failed(kind, "this address does not take that"))
    for name, value in (fault.headers or {}).items():
        response.headers[name] = value
    return response
