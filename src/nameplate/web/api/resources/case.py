"""The case: the answer in sentences and counts, and what the evidence could not see."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.model.report import (
    Coverage,
    KnowledgeOut,
    ListingOut,
    NotRead,
    Partial,
    Summary,
)
from nameplate.papers.steps import unseen
from nameplate.web.api.fields import Next, PageAsked, When, after
from nameplate.web.api.links import next_page, to
from nameplate.web.api.operation import Call, operation
from nameplate.web.api.problems import Failed
from nameplate.web.api.resources.jobs import JobOut, job_out
from nameplate.work.rebuild import Answer


class StepOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do next, why, and the devices it would decide or firm up."""

    what: str
    why: str
    devices: tuple[str, ...]


class CaseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer without its devices."""

    made: When
    tool: str
    summary: Summary
    listing: ListingOut
    knowledge: KnowledgeOut
    steps: Annotated[tuple[StepOut, ...], Meta(description="What to do next, cheapest first.")]
    not_looked: Annotated[dict[str, str], Meta(description="Why fields of a device are null.")]


class CaseOut(msgspec.Struct, frozen=True, kw_only=True):
    """An open case."""

    name: str
    answer: Annotated[CaseAnswer | None, Meta(description="null while nothing was judged yet.")]
    working: Annotated[tuple[JobOut, ...], Meta(description="Jobs that wait or run.")]
    fault: Annotated[str, Meta(description="Why nothing can be judged now; '' for nothing wrong.")]


class CoverageOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence could see, and what it could not."""

    coverage: Coverage
    unseen: Annotated[tuple[str, ...], Meta(description="What it could not see, in sentences.")]


class NotReadPage(msgspec.Struct, frozen=True, kw_only=True):
    """Files that were not read, by name."""

    items: tuple[NotRead, ...]
    found: Annotated[int, Meta(ge=0)]
    next: Next


class PartialPage(msgspec.Struct, frozen=True, kw_only=True):
    """Places that could not be read, or must be told, by file."""

    items: tuple[Partial, ...]
    found: Annotated[int, Meta(ge=0)]
    next: Next


@operation("GET", "/case", "Show the case")
def show_case(call: Call) -> CaseOut:
    """Show the answer in sentences and counts, what to do next, and what is being done."""
    serving = call.serving
    answer = serving.view.answer()
    return CaseOut(
        name=serving.name,
        answer=None if answer is None else _answer(answer),
        working=tuple(job_out(job) for job in serving.desk.jobs.open()),
        fault=serving.fault,
    )


@operation("GET", "/coverage", "What the evidence could see", fails=("conflict",))
def show_coverage(call: Call) -> CoverageOut:
    """Show what the evidence could see, and what it could not."""
    answer = call.serving.view.answer()
    if answer is None:
        raise Failed("conflict", "nothing was judged yet", next_step="Give evidence, then wait.")
    seen = answer.read.coverage
    return CoverageOut(coverage=seen, unseen=tuple(unseen(seen)))


@operation("GET", "/not-read", "What was not read")
def list_not_read(call: Call, query: PageAsked) -> NotReadPage:
    """List the files that were not read, why, and what to do."""
    part = call.paging.not_read(after(query.cursor), query.limit)
    return NotReadPage(
        items=part.items, found=part.found, next=next_page(to("not-read"), query, part.next)
    )


@operation("GET", "/partial", "What was not read whole")
def list_partial(call: Call, query: PageAsked) -> PartialPage:
    """List the places in files that could not be read, or must be told."""
    part = call.paging.partial(after(query.cursor), query.limit)
    return PartialPage(
        items=part.items, found=part.found, next=next_page(to("partial"), query, part.next)
    )


def _answer(answer: Answer) -> CaseAnswer:
    read = answer.read
    return CaseAnswer(
        made=answer.made,
        tool=read.tool,
        summary=read.summary,
        listing=read.listing,
        knowledge=read.knowledge,
        steps=tuple(StepOut(what=s.what, why=s.why, devices=s.devices) for s in answer.steps),
        not_looked=read.not_looked,
    )
