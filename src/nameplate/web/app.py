"""The application: every file of `pages/` is a page, and the folder is the list of them.

A page's module has a `router`, and a `PAGE` where it has a place in the navigation.
"""

import asyncio
import contextlib
import importlib
import pkgutil
from collections.abc import AsyncIterator
from types import ModuleType

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nameplate.model.errors import NameplateError, Refused, TryAgain, WrongUsage
from nameplate.web import assets, pages, problems
from nameplate.web.api import Api
from nameplate.web.door import Door, Guard
from nameplate.work.serve import Serving

_TEND_S = 1.0


def create(serving: Serving, door: Door) -> FastAPI:
    """Return the application for one open case behind one door."""
    app = FastAPI(
        title="Nameplate",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.serving = serving
    app.state.door = door
    modules = tuple(_modules())
    app.state.nav = sorted((m.PAGE for m in modules if hasattr(m, "PAGE")), key=lambda p: p.order)
    for module in modules:
        app.include_router(module.router, include_in_schema=False)

    @app.get("/static/{version}/{name:path}", include_in_schema=False)
    def static(version: str, name: str) -> Response:
        return assets.serve(name)

    for kind in (NameplateError, WrongUsage, Refused, TryAgain, HTTPException):
        app.add_exception_handler(kind, problems.told)
    app.add_exception_handler(RequestValidationError, problems.told)
    app.add_middleware(problems.Faults)
    app.add_middleware(Guard, door=door)
    app.add_middleware(Api, serving=serving, door=door)
    return app


def _modules() -> list[ModuleType]:
    names = sorted(m.name for m in pkgutil.iter_modules(pages.__path__))
    return [importlib.import_module(f"{pages.__name__}.{name}") for name in names]


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    tending = asyncio.create_task(_tend(app.state.serving))
    try:
        yield
    finally:
        tending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tending
        await asyncio.to_thread(app.state.serving.close)


async def _tend(serving: Serving) -> None:
    while True:
        await asyncio.to_thread(serving.tend)
        await asyncio.sleep(_TEND_S)


def url_of(request: Request) -> str:
    """Return the address of this request's page with its query: where a form leads back to."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
