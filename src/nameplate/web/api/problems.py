"""What went wrong, for programs: problem details (RFC 9457) in the four parts of the house.

`type` is the address of a page of this API that says what such a problem means; the list is
closed, so that a client can act on it without reading sentences.
"""

from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta
from starlette.responses import Response

from nameplate.model.errors import (
    IntegrityFailed,
    NameplateError,
    Refused,
    TryAgain,
    UnreadableEvidence,
    WrongUsage,
)
from nameplate.papers.json import pretty
from nameplate.web.problems import NotThere
from nameplate.work.decide import Refusal

MEDIA = "application/problem+json"
PREFIX = "/api/v1"
RETRY_S = 2


class Kind(NamedTuple):
    """A kind of problem: its status, its name for people, and what a client can do."""

    status: int
    title: str
    means: str


KINDS: dict[str, Kind] = {
    "not-json": Kind(
        400, "Not JSON", "The body cannot be read as JSON. Mend it and send it again."
    ),
    "not-signed-in": Kind(
        401,
        "No session",
        "Send the header 'Authorization: Bearer SECRET'. POST /session gives the secret for the"
        " token of a link that the terminal printed.",
    ),
    "refused": Kind(403, "Refused", "This is not allowed, whoever asks in this way."),
    "not-found": Kind(404, "Not found", "What the address names is not in this case."),
    "method-not-allowed": Kind(
        405, "Not done here", "The address exists; the header Allow says what it takes."
    ),
    "conflict": Kind(409, "Not in this state", "It cannot be done now. Look at its state first."),
    "changed-meanwhile": Kind(
        412, "Changed meanwhile", "Somebody changed it after you saw it. Get it again, then decide."
    ),
    "too-large": Kind(413, "Too large", "Send less at once."),
    "another-type": Kind(415, "Another type", "Send one of the content types of the contract."),
    "wrong-address": Kind(
        421, "Another host", "This host name is not served here. Use the address of the link."
    ),
    "not-valid": Kind(
        422, "Not valid", "It was understood and cannot be taken: 'faults' names each field."
    ),
    "say-what-you-saw": Kind(
        428, "Say what you saw", "Send the header If-Match with the ETag of the device."
    ),
    "our-fault": Kind(500, "Our fault", "Report it; the report holds no evidence."),
    "damaged": Kind(500, "Damaged", "What is kept is not what was stored. Restore it from a copy."),
    "try-again": Kind(503, "Try again", "A passing state of this machine. Try again."),
}


class FaultOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one field of what was sent."""

    field: Annotated[str, Meta(description="Where it stands, as 'who' or 'thing.maker'.")]
    says: Annotated[str, Meta(description="What is wrong, and how to mend it.")]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Problem details (RFC 9457): what went wrong, where, and what to do next."""

    type: Annotated[str, Meta(description="The address of the kind of problem.")]
    title: Annotated[str, Meta(description="The kind of problem in words; always the same.")]
    status: Annotated[int, Meta(description="The HTTP status.", ge=400, le=599)]
    detail: Annotated[str, Meta(description="Where, what and what to do next, in one line.")]
    what: Annotated[str, Meta(description="What is wrong.")]
    where: Annotated[str, Meta(description="Where it is wrong; empty where nothing is named.")]
    next_step: Annotated[str, Meta(description="What to do next.")]
    faults: Annotated[
        tuple[FaultOut, ...], Meta(description="Each field that cannot be taken.")
    ] = ()


class Failed(NameplateError):
    """A request that fails as one of KINDS."""

    def __init__(
        self,
        kind: str,
        what: str,
        *,
        where: str = "",
        next_step: str = "",
        faults: tuple[FaultOut, ...] = (),
    ) -> None:
        super().__init__(what, where=where, next_step=next_step)
        self.kind = kind
        self.faults = faults


_KIND_OF: tuple[tuple[type[NameplateError], str], ...] = (
    (NotThere, "not-found"),
    (WrongUsage, "not-valid"),
    (UnreadableEvidence, "not-valid"),
    (Refused, "refused"),
    (IntegrityFailed, "damaged"),
    (TryAgain, "try-again"),
)


def told(fault: NameplateError) -> Response:
    """Return an error of the house as a response."""
    name = _name(fault)
    kind = KINDS[name]
    if isinstance(fault, Failed):
        faults = fault.faults
    elif isinstance(fault, Refusal):
        faults = tuple(FaultOut(field=one.field, says=one.says) for one in fault.faults)
    else:
        faults = ()
    problem = Problem(
        type=f"{PREFIX}/problems/{name}",
        title=kind.title,
        status=kind.status,
        detail=str(fault),
        what=fault.what,
        where=fault.where,
        next_step=fault.next_step or kind.means,
        faults=faults,
    )
    headers = {}
    if kind.status == 401:
        headers["www-authenticate"] = 'Bearer realm="nameplate"'
    elif kind.status == 503:
        headers["retry-after"] = str(RETRY_S)
    return Response(pretty(problem), kind.status, headers, MEDIA)


def _name(fault: NameplateError) -> str:
    if isinstance(fault, Failed):
        return fault.kind
    return next((name for kind, name in _KIND_OF if isinstance(fault, kind)), "our-fault")
