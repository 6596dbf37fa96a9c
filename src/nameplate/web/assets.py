"""Styles and scripts: our own, and those that the build fetches by version into `static/`.

A link carries the beginning of the file's hash, so that a browser keeps what it has and never
shows yesterday's style with today's page. No other address is ever asked for anything.
"""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response

_OWN = Path(__file__).with_name("assets")
_BUILT = Path(__file__).with_name("static")
"""Made by `scripts/frontend.py`; part of the wheel, not of the repository."""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}


def link(name: str) -> str:
    """Return the link to a file; it is the same as long as the file is."""
    return f"/static/{_version(name)}/{name}"


def is_built() -> bool:
    """Say whether the fetched styles and scripts are there: pages work without, and look plain."""
    return (_BUILT / "govuk-frontend.min.css").is_file()


def serve(name: str) -> Response:
    """Return a file by its name of one or two plain parts, or 404."""
    path = _path(name)
    if path is None:
        return Response("Not found\n", 404, media_type="text/plain")
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(path.read_bytes(), 200, headers, media_type=_TYPES[path.suffix])


@cache
def _path(name: str) -> Path | None:
    parts = name.split("/")
    if len(parts) > 2 or any(not p or p.startswith(".") or "\\" in p or ":" in p for p in parts):
        return None
    for folder in (_OWN, _BUILT):
        found = folder.joinpath(*parts)
        if found.suffix in _TYPES and found.is_file():
            return found
    return None


@cache
def _version(name: str) -> str:
    path = _path(name)
    return "none" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()[:12]
