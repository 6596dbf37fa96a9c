"""Evidence: what is held; to give more, as a job; to forget a piece."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.model.errors import WrongUsage
from nameplate.model.report import EvidenceOut
from nameplate.web.api.fields import Next, PageAsked, after
from nameplate.web.api.links import next_page, to
from nameplate.web.api.operation import Call, Reply, operation
from nameplate.web.api.problems import Failed
from nameplate.web.api.resources.jobs import JobOut, accepted, newest
from nameplate.web.uploads import receive
from nameplate.work import evidence as work


class EvidenceAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which piece of evidence."""

    sha256: Annotated[
        str,
        Meta(
            description="The SHA-256 of the bytes that were read, as 64 lower hex digits.",
            pattern="^[0-9a-f]{64}$",
        ),
    ]


class EvidencePage(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of evidence that were read, by file."""

    items: tuple[EvidenceOut, ...]
    found: Annotated[int, Meta(description="How many there are in all.", ge=0)]
    next: Next


@operation("GET", "/evidence", "List evidence")
def list_evidence(call: Call, query: PageAsked) -> EvidencePage:
    """List the pieces of evidence that were read, by file and hash.

    What was not read, or not whole, stands in `/not-read` and `/partial`.
    """
    part = call.paging.evidence(after(query.cursor), query.limit)
    return EvidencePage(
        items=part.items, found=part.found, next=next_page(to("evidence"), query, part.next)
    )


@operation(
    "POST",
    "/evidence",
    "Give evidence",
    status=202,
    takes="multipart/form-data",
    once=True,
    fails=("not-valid", "conflict"),
)
async def give_evidence(call: Call) -> Reply[JobOut]:
    """Give files to be read, as parts of a form; archives are opened. A job reads them.

    The form is taken as a stream, however large it is. When 202 is answered the files are on the
    disk, and a kill of the server loses none of them; before that, nothing is kept.
    """
    number = await receive(call.request, call.serving.desk)
    call.serving.wake()
    job = call.serving.desk.jobs.get(number)
    if job is None:
        raise Failed("our-fault", "the job is gone")
    return accepted(job)


@operation("GET", "/evidence/{sha256}", "Show a piece of evidence", fails=("not-found",))
def show_evidence(call: Call, at: EvidenceAt) -> EvidenceOut:
    """Show one piece of evidence that was read."""
    answer = call.serving.view.answer()
    held = () if answer is None else answer.read.evidence
    found = next((one for one in held if one.sha256 == at.sha256), None)
    if found is None:
        raise _not_held()
    return found


@operation(
    "DELETE",
    "/evidence/{sha256}",
    "Forget a piece of evidence",
    status=202,
    fails=("not-found",),
)
def forget_evidence(call: Call, at: EvidenceAt) -> Reply[JobOut]:
    """Forget what was read of one piece of evidence; a job judges the case anew without it.

    The records are gone when 202 is answered. The original file was never kept; decisions stay.
    """
    try:
        work.forget(call.serving.desk, at.sha256)
    except WrongUsage:
        raise _not_held() from None
    call.serving.judge()
    return accepted(newest(call))


def _not_held() -> Failed:
    return Failed(
        "not-found", "that piece of evidence is not held here", next_step="GET /evidence lists it."
    )
