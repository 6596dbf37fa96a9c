"""The contract itself, and what its problems mean."""

import msgspec
from starlette.responses import Response

from nameplate.web.api.operation import Call, operation
from nameplate.web.api.problems import KINDS, PREFIX, Failed


class ProblemName(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a kind of problem."""

    name: str


class ProblemKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of problem: what it means, and what a client can do."""

    type: str
    title: str
    status: int
    means: str


class ProblemKinds(msgspec.Struct, frozen=True, kw_only=True):
    """All kinds of problems; the list is closed."""

    items: tuple[ProblemKind, ...]


@operation("GET", "/openapi.json", "The contract", media=("application/json",))
def show_contract(call: Call) -> Response:
    """Return this document (OpenAPI 3.1)."""
    from nameplate.web.api.openapi import document_json

    return Response(document_json(), media_type="application/json")


@operation("GET", "/problems", "Kinds of problems")
def list_problems(call: Call) -> ProblemKinds:
    """List every kind of problem that the API can answer with."""
    return ProblemKinds(items=tuple(_kind(name) for name in KINDS))


@operation("GET", "/problems/{name}", "One kind of problem", fails=("not-found",))
def show_problem(call: Call, at: ProblemName) -> ProblemKind:
    """Say what a kind of problem means. The `type` of a problem is this address."""
    if at.name not in KINDS:
        raise Failed(
            "not-found", "there is no such kind of problem", next_step=f"{PREFIX}/problems"
        )
    return _kind(at.name)


def _kind(name: str) -> ProblemKind:
    kind = KINDS[name]
    return ProblemKind(
        type=f"{PREFIX}/problems/{name}", title=kind.title, status=kind.status, means=kind.means
    )
