"""From a request to its response: what was sent is read within bounds, then the operation runs."""

import hashlib
import inspect
import re
from typing import NamedTuple
from urllib.parse import parse_qsl

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from nameplate.model.errors import NameplateError, TryAgain
from nameplate.papers.json import pretty
from nameplate.web.api.operation import Call, Operation, Reply
from nameplate.web.api.problems import Failed, FaultOut
from nameplate.work.once import Once, OtherRequest, StillOpen

JSON = "application/json"
ONCE, MATCH = "idempotency-key", "if-match"
_MOST_VALUES = 64
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_AT = re.compile(r"^(?P<says>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?$", re.DOTALL)


class _Kept(msgspec.Struct, frozen=True):
    """A response as it is kept for a key."""

    status: int
    headers: dict[str, str]
    body: str


async def run(op: Operation, call: Call, once: Once) -> Response:
    """Do one operation. Raises errors of the house."""
    request = call.request
    taken: dict[str, object] = {"call": call}
    query = _values(request.scope["query_string"])
    if op.query is not None:
        taken["query"] = _converted(query, op.query)
    elif query:
        raise _unknown(query)
    if op.at is not None:
        taken["at"] = _place(request, op.at)
    key = _key(request) if op.once else None
    if op.guarded and request.headers.get(MATCH) is None:
        raise Failed("say-what-you-saw", "the header If-Match is missing", where="If-Match")
    raw = b""
    if op.body is not None:
        _check_type(request, op)
        raw = await _body(request, op.longest)
        taken["body"] = _decoded(raw, op.body)
    if key is None:
        return await _done(op, request, taken)
    return await _done_once(op, request, taken, once, key, raw)


async def _done(op: Operation, request: Request, taken: dict[str, object]) -> Response:
    if inspect.iscoroutinefunction(op.handler):
        given = await op.handler(**taken)
    else:
        given = await run_in_threadpool(op.handler, **taken)
    if isinstance(given, Response):
        return given
    reply = given if isinstance(given, Reply) else Reply(given)
    return await run_in_threadpool(rendered, op, request, reply)


async def _done_once(
    op: Operation,
    request: Request,
    taken: dict[str, object],
    once: Once,
    key: str,
    raw: bytes,
) -> Response:
    headers = request.headers
    parts = (op.method, request.url.path, headers.get("content-length", ""), headers.get(MATCH, ""))
    asked = "\n".join(parts).encode() + b"\n" + hashlib.sha256(raw).digest()
    try:
        found = await run_in_threadpool(once.begin, key, asked)
    except OtherRequest as fault:
        raise Failed(
            "not-valid", fault.what, where=fault.where, next_step=fault.next_step
        ) from None
    except StillOpen as fault:
        raise Failed("conflict", fault.what, where=fault.where, next_step=fault.next_step) from None
    if found is not None:
        kept = msgspec.json.decode(found, type=_Kept)
        again = {**kept.headers, "idempotency-replayed": "true"}
        return Response(kept.body, kept.status, again)
    known = False
    try:
        response = await _done(op, request, taken)
        known = True
    except NameplateError:
        known = True
        await run_in_threadpool(once.let_go, key)
        raise
    finally:
        if not known:  # a fault of ours in the middle of it
            once.give_up(key, asked)
    body = bytes(response.body).decode("utf-8")
    held = _Kept(response.status_code, dict(response.headers), body)
    text = msgspec.json.encode(held).decode()
    await run_in_threadpool(once.end, key, asked, text)
    return response


def rendered(op: Operation, request: Request, reply: Reply[object]) -> Response:
    """Return what an operation gives as JSON, or 304 where the client has it already."""
    headers = {}
    if reply.location:
        headers["location"] = reply.location
    if reply.content_location:
        headers["content-location"] = reply.content_location
    if reply.etag:
        headers["etag"] = reply.etag
        if op.method == "GET" and matches(request.headers.get("if-none-match", ""), reply.etag):
            return Response(None, 304, headers)
    body = b"" if reply.body is None else pretty(reply.body)
    return Response(body, reply.status or op.status, headers, JSON if body else None)


def matches(header: str, etag: str) -> bool:
    """Say whether a header names an entity tag, or any."""
    named = {part.strip() for part in header.split(",")}
    return "*" in named or etag in named


def _values(query: bytes) -> dict[str, str]:
    try:
        found = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_VALUES,
        )
    except ValueError:
        raise Failed("not-valid", "the query cannot be read", where="query") from None
    values = dict(found)
    if len(values) < len(found):
        names = [name for name, _ in found]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Failed(
            "not-valid",
            "a parameter stands there more than once",
            where="query",
            faults=tuple(FaultOut(field=name, says="Say it once") for name in twice),
        )
    return values


def _unknown(query: dict[str, str]) -> Failed:
    return Failed(
        "not-valid",
        "there is no such parameter",
        where="query",
        faults=tuple(FaultOut(field=name, says="This is not known here") for name in query),
    )


def _converted(query: dict[str, str], kind: type[msgspec.Struct]) -> msgspec.Struct:
    unknown = {name: value for name, value in query.items() if name not in _names(kind)}
    if unknown:
        raise _unknown(unknown)
    try:
        return msgspec.convert(query, kind, strict=False)
    except msgspec.ValidationError as fault:
        raise _not_valid(fault, "query") from None


def _names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return kind.__struct_encode_fields__


def _place(request: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    try:
        return msgspec.convert(request.path_params, kind, strict=False)
    except msgspec.ValidationError:
        raise Failed("not-found", "there is nothing at this address") from None


def _key(request: Request) -> str | None:
    given = request.headers.getlist(ONCE)
    if not given:
        return None
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise Failed(
            "not-valid",
            "a key is one to 200 visible ASCII characters",
            where="Idempotency-Key",
            next_step="Make one of a random number.",
        )
    return given[0]


def _check_type(request: Request, op: Operation) -> None:
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind != op.takes:
        raise Failed(
            "another-type", f"this takes {op.takes}", where="Content-Type",
            next_step=f"Send the header 'Content-Type: {op.takes}'.",
        )  # fmt: skip


async def _body(request: Request, longest: int) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > longest:
        raise _too_large(longest)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > longest:
                raise _too_large(longest)
    except ClientDisconnect:
        raise TryAgain("the request was cut off", next_step="Send it again.") from None
    return bytes(body)


def _too_large(longest: int) -> Failed:
    return Failed("too-large", f"the body may have {longest:,} bytes", where="body")


def _decoded(raw: bytes, kind: object) -> object:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as fault:
        raise _not_valid(fault, "body") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Failed("not-json", "this is not JSON", where="body") from None


class _Said(NamedTuple):
    field: str
    says: str


def _not_valid(fault: msgspec.ValidationError, where: str) -> Failed:
    said = _said(str(fault))
    return Failed(
        "not-valid",
        f"{where} is not as the contract has it",
        where=said.field or where,
        next_step=said.says,
        faults=(FaultOut(field=said.field, says=said.says),),
    )


def _said(text: str) -> _Said:
    found = _AT.match(text[:400])
    if found is None:
        return _Said("", text[:400])
    return _Said(found["field"] or "", found["says"])
