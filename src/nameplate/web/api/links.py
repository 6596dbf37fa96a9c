"""Addresses within the API."""

from urllib.parse import quote, urlencode

import msgspec
from msgspec import UNSET

from nameplate.web.api.problems import PREFIX


def to(*parts: object) -> str:
    """Return the address of a resource; each part is a part of the path."""
    return "/".join((PREFIX, *(quote(str(part), safe="") for part in parts)))


def next_page(path: str, asked: msgspec.Struct, cursor: str | None) -> str | None:
    """Return the address of the page that begins after a cursor; None where there is none."""
    if cursor is None:
        return None
    values = {
        name: value
        for name in asked.__struct_fields__
        if (value := getattr(asked, name)) is not UNSET and name != "cursor"
    }
    return f"{path}?{urlencode({**values, 'cursor': cursor})}"
