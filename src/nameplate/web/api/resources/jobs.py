"""Long work: how far it is, to stop it, to let it go on."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.web.api.fields import Next, Number, PageAsked, When, after
from nameplate.web.api.links import next_page, to
from nameplate.web.api.operation import Call, Reply, operation
from nameplate.web.api.problems import Failed
from nameplate.work.paging import Job
from nameplate.work.paging import State as JobState


class JobAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which job."""

    number: Number


class JobOut(msgspec.Struct, frozen=True, kw_only=True):
    """One job: reading evidence that was given, or judging the case anew."""

    id: Number
    kind: Annotated[str, Meta(description="'read' (then judge) or 'judge'.")]
    state: JobState
    over: Annotated[bool, Meta(description="Whether nothing more happens to it by itself.")]
    cancelling: Annotated[bool, Meta(description="Whether it was asked to stop, and has not yet.")]
    created: When
    started: When | None
    finished: When | None
    done: Annotated[int, Meta(description="Of `total`, in bytes or devices.", ge=0)]
    total: Annotated[int, Meta(ge=0)]
    step: Annotated[str, Meta(description="What is being done, in words.")]
    message: Annotated[str, Meta(description="How it ended, in words.")]
    attempts: Annotated[int, Meta(ge=0)]
    href: Annotated[str, Meta(description="Its address.")]


class JobsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Jobs, newest first."""

    items: tuple[JobOut, ...]
    next: Next


@operation("GET", "/jobs", "List jobs")
def list_jobs(call: Call, query: PageAsked) -> JobsPage:
    """List all jobs of the case, newest first."""
    part = call.paging.jobs(after(query.cursor), query.limit)
    return JobsPage(
        items=tuple(job_out(job) for job in part.items),
        next=next_page(to("jobs"), query, part.next),
    )


@operation("GET", "/jobs/{number}", "Show a job", fails=("not-found",))
def show_job(call: Call, at: JobAt) -> JobOut:
    """Show how far a job is. Ask again every second or so until `over` is true."""
    return job_out(_job(call, at.number))


@operation("POST", "/jobs/{number}/cancel", "Cancel a job", status=202, fails=("not-found",))
def cancel_job(call: Call, at: JobAt) -> Reply[JobOut]:
    """Stop a job; nothing of its files is kept. A job that is over stays as it is."""
    _job(call, at.number)
    call.serving.cancel(at.number)
    return accepted(_job(call, at.number))


@operation(
    "POST", "/jobs/{number}/resume", "Resume a job", status=202, fails=("not-found", "conflict")
)
def resume_job(call: Call, at: JobAt) -> Reply[JobOut]:
    """Let an interrupted or failed job go on where it was."""
    job = _job(call, at.number)
    if not call.serving.desk.jobs.resume(at.number):
        raise Failed(
            "conflict",
            f"this job is {job.state}",
            where=f"job {at.number}",
            next_step="Only an interrupted or failed job can go on.",
        )
    call.serving.wake()
    return accepted(_job(call, at.number))


def accepted(job: Job) -> Reply[JobOut]:
    """Return the answer for work that goes on: where to ask how far it is."""
    out = job_out(job)
    return Reply(out, location=out.href)


def newest(call: Call) -> Job:
    """Return the newest job: where work was just asked for, the one that does it."""
    return call.serving.desk.jobs.latest(1)[0]


def job_out(job: Job) -> JobOut:
    """Return a job as the contract has it."""
    return JobOut(
        id=job.id,
        kind=job.kind,
        state=job.state,
        over=job.is_over,
        cancelling=job.cancel and not job.is_over,
        created=_time(job.created),
        started=None if job.started is None else _time(job.started),
        finished=None if job.finished is None else _time(job.finished),
        done=job.done,
        total=job.total,
        step=job.step,
        message=job.message,
        attempts=job.attempts,
        href=to("jobs", job.id),
    )


def _job(call: Call, number: int) -> Job:
    found = call.serving.desk.jobs.get(number)
    if found is None:
        raise Failed("not-found", "there is no such job", next_step="GET /jobs lists them.")
    return found


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
