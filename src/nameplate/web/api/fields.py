"""The fields that several resources share, with what the contract says of them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

MOST = 200
"""Items on one page, at most."""
_LONGEST_CURSOR = 2_000

Cursor = Annotated[
    str,
    Meta(
        description="The place that the page begins after: from 'next' of the page before.",
        pattern=f"^[A-Za-z0-9_-]{{1,{_LONGEST_CURSOR}}}$",
        max_length=_LONGEST_CURSOR,
    ),
]
Limit = Annotated[int, Meta(description="How many items a page may have.", ge=1, le=MOST)]
Number = Annotated[int, Meta(ge=1, le=2**53 - 1, examples=[1])]
Next = Annotated[
    str | None, Meta(description="The address of the next page; null where this is the last.")
]
When = Annotated[str, Meta(description="ISO 8601, UTC.", examples=["2026-11-25T17:29:36+00:00"])]


class PageAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page of a list."""

    cursor: Cursor | UnsetType = UNSET
    limit: Limit = 50


def after(cursor: str | UnsetType) -> str | None:
    """Return the place that a page begins after; None for the first page."""
    return None if cursor is UNSET else cursor
