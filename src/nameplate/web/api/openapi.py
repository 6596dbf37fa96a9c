"""The contract as OpenAPI 3.1, made from the operations and the types that they name.

Schemas are those that msgspec makes of the types which decode and encode every message, so that
the document cannot say another thing than the code does. Examples are data: `examples.toml`.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from nameplate.web.api.contract import by_resource
from nameplate.web.api.operation import Operation
from nameplate.web.api.problems import KINDS, MEDIA, PREFIX, Problem

Json = dict[str, object]
_REF = "#/components/schemas/{name}"
_ALWAYS = ("not-signed-in", "refused", "wrong-address", "try-again")
_EXAMPLES = Path(__file__).with_name("examples.toml")

_ABOUT = """\
The use cases of Nameplate for programs: give evidence, list devices, ask why, decide, ask the law.

It listens on this machine only. **Session.** `nameplate serve` prints a link; `POST /session` takes
its token and gives a secret, sent as `Authorization: Bearer SECRET`. A page of this product may use
the browser's session instead. **Long work** answers 202 with the address of a job. **Lists** come
page by page: follow `next` until it is null. **Repeating safely.** A POST that makes a job or a
decision heeds `Idempotency-Key`: sent again within a day with the same key it is done once and
answered alike. **Deciding** needs `If-Match` with the ETag of the device as you saw it.
**Problems** are `application/problem+json`; their `type` leads to what they mean. Whatever is not
in this contract (a parameter, a member of a body) is refused by name. In answers `null` means not
looked, `[]` means looked and none seen.
"""


def document() -> Json:
    """Return the document."""
    types = _types()
    _, schemas = msgspec.json.schema_components(types, ref_template=_REF)
    named = _Named(types, schemas)
    paths: dict[str, Json] = {}
    for resource, ops in by_resource().items():
        for op in ops:
            paths.setdefault(op.path, {})[op.method.lower()] = _operation(op, resource, named)
    used = {t.__name__ for op in _every() for t in (op.at, op.query) if t is not None}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nameplate",
            "version": "1.0.0",
            "summary": "Who made the cameras you hold, and what the law asks of you.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "security": [{"bearer": []}],
        "tags": [{"name": name, "description": _doc(name)} for name in by_resource()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {k: v for k, v in sorted(schemas.items()) if k not in used},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret that `POST /session` gave.",
                }
            },
        },
    }


@cache
def document_json() -> str:
    """Return the document as the text of `docs/reference/openapi.json`."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=2).decode("utf-8") + "\n"


@cache
def examples() -> dict[str, dict[str, object]]:
    """Return the examples by operation: `body`, and `given` for what it answers."""
    return tomllib.loads(_EXAMPLES.read_text("utf-8"))


class _Named:
    """Schemas of types: a reference where a type has a name, else the schema itself."""

    def __init__(self, types: list[object], schemas: dict[str, Json]) -> None:
        self._types = types
        self.schemas = schemas

    def of(self, kind: object) -> Json:
        (found,), _ = msgspec.json.schema_components([kind], ref_template=_REF)
        return found

    def fields(self, kind: type[msgspec.Struct]) -> Iterator[tuple[str, Json, bool]]:
        schema = self.schemas[kind.__name__]
        required = schema.get("required", [])
        properties = schema["properties"]
        assert isinstance(properties, dict)  # noqa: S101  # a struct's schema is an object
        assert isinstance(required, list)  # noqa: S101
        for name, found in properties.items():
            yield name, found, name in required


def _every() -> list[Operation]:
    return [op for ops in by_resource().values() for op in ops]


def _types() -> list[object]:
    found: list[object] = [Problem]
    for op in _every():
        found += [t for t in (op.at, op.query, op.body, op.gives) if t is not None]
    return list(dict.fromkeys(found))


def _doc(resource: str) -> str:
    from importlib import import_module

    from nameplate.web.api import resources

    text = import_module(f"{resources.__name__}.{resource}").__doc__ or ""
    return text.strip().split("\n", 1)[0]


def _operation(op: Operation, resource: str, named: _Named) -> Json:
    made: Json = {
        "operationId": op.id,
        "tags": [resource],
        "summary": op.title,
        "description": op.says,
        "parameters": list(_parameters(op, named)),
        "responses": dict(_responses(op, named)),
    }
    body = _body(op, named)
    if body is not None:
        made["requestBody"] = body
    if op.open:
        made["security"] = []
    return made


def _parameters(op: Operation, named: _Named) -> Iterator[Json]:
    if op.at is not None:
        for name, schema, _ in named.fields(op.at):
            yield _parameter(name, "path", schema, required=True)
    if op.query is not None:
        for name, schema, required in named.fields(op.query):
            yield _parameter(name, "query", schema, required=required)
    if op.once:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A key of your own for this one thing; kept for a day.",
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
        }
    if op.guarded:
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": "The ETag of the device as you saw it, or `*`.",
            "schema": {"type": "string", "pattern": '^(\\*|"[!-~]{1,100}")$'},
            "example": "*",
        }
    if op.tagged and op.method == "GET":
        yield {
            "name": "If-None-Match",
            "in": "header",
            "description": "The ETag of what you have: 304 where it is still so.",
            "schema": {"type": "string"},
        }


def _parameter(name: str, where: str, schema: Json, *, required: bool) -> Json:
    inner = {k: v for k, v in schema.items() if k not in ("description", "examples")}
    made: Json = {"name": name, "in": where, "required": required, "schema": inner}
    if "description" in schema:
        made["description"] = schema["description"]
    given = schema.get("examples")
    if isinstance(given, list) and given:
        made["example"] = given[0]
    return made


def _body(op: Operation, named: _Named) -> Json | None:
    if op.body is not None:
        content: Json = {"schema": named.of(op.body)}
    elif op.takes == "multipart/form-data":
        content = {"schema": _FILES}
    elif op.takes != "application/json":
        content = {"schema": {"type": "string"}}
    else:
        return None
    example = examples().get(op.id, {}).get("body")
    if example is not None:
        content["example"] = example
    return {"required": True, "content": {op.takes: content}}


_FILES: Json = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "format": "binary"},
            "description": "The files, each with its name.",
        }
    },
}


def _responses(op: Operation, named: _Named) -> Iterator[tuple[str, Json]]:
    done: Json = {"description": op.title, "headers": _headers(op)}
    if op.media:
        done["content"] = {media: {"schema": _schema_of(media)} for media in op.media}
    else:
        content: Json = {"schema": named.of(op.gives)}
        example = examples().get(op.id, {}).get("given")
        if example is not None:
            content["example"] = example
        done["content"] = {"application/json": content}
    yield str(op.status), done
    if op.tagged and op.method == "GET":
        yield "304", {"description": "You have it already.", "headers": _headers(op)}
    kinds = {*op.fails, *_ALWAYS}
    if op.body is not None:
        kinds |= {"not-json", "not-valid", "too-large", "another-type"}
    kinds |= {"not-valid"}  # at least a parameter that nobody knows
    if op.at is not None:
        kinds |= {"not-found"}
    by_status: dict[int, list[str]] = {}
    for name in KINDS:
        if name in kinds:
            by_status.setdefault(KINDS[name].status, []).append(name)
    for status, names in sorted(by_status.items()):
        says = " ".join(f"{KINDS[name].title}: {KINDS[name].means}" for name in names)
        yield str(status), _problem(says, named)
    yield "default", _problem("Any other problem.", named)


def _problem(says: str, named: _Named) -> Json:
    return {"description": says, "content": {MEDIA: {"schema": named.of(Problem)}}}


def _headers(op: Operation) -> Json:
    found: Json = {}
    if op.status in (201, 202) and op.gives is not None and not op.open:
        found["Location"] = _header("The address of what was made.")
    if op.tagged:
        found["ETag"] = _header("The entity tag.")
    if op.media and "json" not in op.media[0]:
        found["Content-Disposition"] = _header("The name of the file.")
    return found


def _header(says: str) -> Json:
    return {"description": says, "schema": {"type": "string"}}


def _schema_of(media: str) -> Json:
    if media == "application/json":
        return {"type": "object"}
    return {"type": "string"}
