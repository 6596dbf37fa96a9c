"""Who may come in: the user who started it, from pages of this very address, and nobody else.

The printed link carries a token that opens one session and is then spent. Other programs of this
machine can reach the port, and any web page can make a browser send requests to it. So: the Host
must be ours (a name that an attacker points at 127.0.0.1 is not), the session cookie is HttpOnly
and SameSite=Strict, and whatever changes something must come from our own Origin and bring the
token of the form. Cookies know no ports: the cookie's name does.
"""

import hashlib
import hmac
import secrets
import threading
import time
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SESSION_S = 7 * 24 * 3600.0
_MOST_LINKS = 16

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with it browsers send "Origin: null" with our own forms, and the check of
    # the Origin could not be made. Nothing is told to any other address either way.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "cache-control": "no-store",
}


class Session(NamedTuple):
    """One opened link. Accounts and roles will stand here; today there is the one user."""

    form_token: str
    until: float


class Door:
    """The links that were printed and the sessions that they opened."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self.cookie = f"nameplate-{port}"
        self._links: list[bytes] = []
        self._sessions: dict[bytes, Session] = {}
        self._lock = threading.Lock()

    def link(self) -> str:
        """Return a new link; it opens one session."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._links = [*self._links, _hash(token)][-_MOST_LINKS:]
        return f"http://127.0.0.1:{self.port}/open?token={token}"

    def open(self, token: str) -> str | None:
        """Spend a link's token; return the session's secret, None for a token that opens none."""
        asked = _hash(token)
        with self._lock:
            found = next((t for t in self._links if hmac.compare_digest(t, asked)), None)
            if found is None:
                return None
            self._links.remove(found)
            secret = secrets.token_urlsafe(32)
            session = Session(secrets.token_urlsafe(24), time.monotonic() + _SESSION_S)
            self._sessions[_hash(secret)] = session
        return secret

    def session(self, cookies: str) -> Session | None:
        """Return the session that a Cookie header belongs to."""
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return None
        if found is None:
            return None
        with self._lock:
            session = self._sessions.get(_hash(found.value))
        return session if session is not None and time.monotonic() < session.until else None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "backslashreplace")).digest()


class Guard:
    """The ASGI layer around every page: refuses first, then sees to the headers."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it; put the headers on every response."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        await (refused or self._app)(scope, receive, with_headers)

    def _refused(self, scope: Scope) -> Response | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        hosts = headers.get(b"host", [])
        host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
        if host not in self._door.hosts:
            return _no(421, "This address is not served here. Open the link as it was printed.")
        if scope["method"] not in ("GET", "HEAD"):
            origins = [o.decode("latin-1") for o in headers.get(b"origin", [])]
            sites = {s.decode("latin-1") for s in headers.get(b"sec-fetch-site", [])}
            if origins != [f"http://{host}"] or not sites <= {"same-origin"}:
                return _no(403, "This came from another page, and was not done.")
        path: str = scope["path"]
        if path.startswith("/static/"):
            return None
        if path == "/open":
            return self._open(scope)
        cookies = b"; ".join(headers.get(b"cookie", [])).decode("latin-1")
        session = self._door.session(cookies)
        if session is None:
            return _no(
                403,
                "You need the link that the terminal printed: it works once in one browser."
                " For another one, press Enter there.",
            )
        scope.setdefault("state", {})["session"] = session
        return None

    def _open(self, scope: Scope) -> Response:
        from urllib.parse import parse_qs

        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=4)
        secret = self._door.open(query.get("token", [""])[0])
        if secret is None:
            return _no(
                403,
                "This link was used already, or is not whole. Press Enter in the terminal for"
                " another one.",
            )
        response = RedirectResponse("/", 303)
        response.set_cookie(self._door.cookie, secret, httponly=True, samesite="strict", path="/")
        return response


def _no(status: int, says: str) -> Response:
    return PlainTextResponse(f"{says}\n", status)
