"""An operation: one function, and what its signature says of the contract.

The parameters of the function are read by name: `call` (the open case and the request), `at` (the
struct of the path's parts), `query` (the struct of the query), `body` (the type of the JSON body).
It returns what is sent, or a `Reply` around it, or a response of its own making (`media` says of
which types). Nothing else is stated about its types anywhere.
"""

import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from nameplate.web.door import Door
from nameplate.work.paging import Paging
from nameplate.work.serve import Serving

T = TypeVar("T")
Handler = TypeVar("Handler", bound=Callable[..., object])
Method = Literal["GET", "POST", "PUT", "DELETE"]
LONGEST_BODY = 64 << 10
"""Bytes of a JSON body, where an operation does not say otherwise."""


class Call(NamedTuple):
    """One request, and the open case that it is about."""

    request: Request
    serving: Serving
    paging: Paging
    door: Door


class Reply(NamedTuple, Generic[T]):
    """What an operation gives, with what stands beside it in the header."""

    body: T
    status: int | None = None
    location: str = ""
    etag: str = ""
    content_location: str = ""


class Operation(NamedTuple):
    """One operation, as its function and `operation` state it."""

    method: Method
    path: str
    title: str
    says: str
    handler: Callable[..., object]
    status: int
    at: type[msgspec.Struct] | None
    query: type[msgspec.Struct] | None
    body: object
    gives: object
    media: tuple[str, ...]
    takes: str
    longest: int
    once: bool
    guarded: bool
    tagged: bool
    open: bool
    fails: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id in the contract: the name of the function, as such names are written there."""
        head, *rest = self.handler.__name__.split("_")
        return head + "".join(part.capitalize() for part in rest)


_MARK = "__operation__"


def operation(
    method: Method,
    path: str,
    title: str,
    *,
    status: int = 200,
    media: tuple[str, ...] = (),
    takes: str = "application/json",
    longest: int = LONGEST_BODY,
    once: bool = False,
    guarded: bool = False,
    tagged: bool = False,
    open: bool = False,  # the word of the door
    fails: tuple[str, ...] = (),
) -> Callable[[Handler], Handler]:
    """Mark a function as an operation.

    `media`: content types of a response of its own making. `takes`, `longest`: content type and
    bytes of the body. `once`: it heeds an Idempotency-Key. `guarded`: it needs an If-Match.
    `tagged`: it gives an ETag. `open`: it needs no session. `fails`: kinds of problems it has
    beside those that any operation has.
    """

    def mark(handler: Handler) -> Handler:
        hints: dict[str, Any] = get_type_hints(handler, include_extras=True)
        given = hints["return"]
        if get_origin(given) is Reply:
            given = get_args(given)[0]
        made = Operation(
            method=method,
            path=path,
            title=title,
            says=" ".join(re.sub(r"\n\s*", "\n", handler.__doc__ or "").split("\n")).strip(),
            handler=handler,
            status=status,
            at=hints.get("at"),
            query=hints.get("query"),
            body=hints.get("body"),
            gives=None if isinstance(given, type) and issubclass(given, Response) else given,
            media=media,
            takes=takes,
            longest=longest,
            once=once,
            guarded=guarded,
            tagged=tagged,
            open=open,
            fails=fails,
        )
        setattr(handler, _MARK, made)
        return handler

    return mark


def operations_of(module: ModuleType) -> Iterator[Operation]:
    """Yield the operations of a resource, in the order in which its file has them."""
    for value in vars(module).values():
        found = getattr(value, _MARK, None)
        if isinstance(found, Operation) and value.__module__ == module.__name__:
            yield found
