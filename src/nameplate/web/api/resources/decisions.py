"""Decisions: a named person sets, disputes, merges, splits, and takes back, with a reason."""

import threading
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from nameplate.model.decisions import Decision, standing
from nameplate.model.report import Place
from nameplate.web.api.fields import Next, Number, PageAsked, after
from nameplate.web.api.links import next_page, to
from nameplate.web.api.operation import Call, Reply, operation
from nameplate.web.api.problems import Failed
from nameplate.web.api.resources.devices import DeviceAt, etag_of, seen_of
from nameplate.web.api.running import MATCH, matches
from nameplate.work import decide
from nameplate.work.decide import LONGEST_NAME, LONGEST_VALUE, LONGEST_WHY, Entry

_ONE_AT_A_TIME = threading.Lock()
"""Between looking at a device's ETag and keeping a decision about it nobody else decides here."""
_SAYS = r"\S"

Who = Annotated[
    str, Meta(description="Who decides.", min_length=1, max_length=LONGEST_NAME, pattern=_SAYS)
]
Because = Annotated[
    str, Meta(description="The reason.", min_length=1, max_length=LONGEST_WHY, pattern=_SAYS)
]


class _Signed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    who: Who
    why: Because


class Set(_Signed, frozen=True, kw_only=True, tag_field="what", tag="set"):
    """Say who made a device, what it is, or where it is; machines never overwrite it."""

    aspect: Literal["maker", "kind", "place"]
    value: Annotated[
        str,
        Meta(
            description="A maker's id (or 'other:' and a name), a kind, or a place; '' says that"
            " it is not known.",
            max_length=LONGEST_VALUE,
        ),
    ]


class Dispute(_Signed, frozen=True, kw_only=True, tag_field="what", tag="dispute"):
    """Say that what is said of a device is wrong, without saying what is right."""


class Merge(_Signed, frozen=True, kw_only=True, tag_field="what", tag="merge"):
    """Say that another device is the same unit."""

    other: Annotated[str, Meta(description="Its id, or a key of it.", min_length=1, max_length=200)]


class Split(_Signed, frozen=True, kw_only=True, tag_field="what", tag="split"):
    """Say that what was taken for one unit is two."""

    places: Annotated[
        tuple[Place, ...],
        Meta(description="Which of `seen_in` belongs to the other unit.", min_length=1,
             max_length=1_000),
    ]  # fmt: skip


class TakeBack(_Signed, frozen=True, kw_only=True):
    """Who takes a decision back, and why."""


class DecisionAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which entry of the book of decisions."""

    number: Number


class DecisionsAsked(PageAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page of the book."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the book, and whether it still stands."""

    decision: Decision
    stands: Annotated[bool, Meta(description="False where somebody took it back.")]
    href: str
    device: Annotated[str | None, Meta(description="The address of its device of today.")]


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of the book of decisions."""

    items: tuple[Entered, ...]
    next: Next


_FAILS = ("not-found", "not-valid", "conflict")


@operation("GET", "/decisions", "List decisions")
def list_decisions(call: Call, query: DecisionsAsked) -> Book:
    """List the book of decisions in the order in which they were made; nothing is ever removed."""
    part = call.paging.decisions(after(query.cursor), query.limit)
    return Book(items=_entered(call, part.items), next=next_page(to("decisions"), query, part.next))


@operation("GET", "/decisions/{number}", "Show a decision", fails=("not-found",))
def show_decision(call: Call, at: DecisionAt) -> Entered:
    """Show one entry of the book."""
    return _entered(call, (_decision(call, at.number),))[0]


@operation("GET", "/devices/{id}/decisions", "A device's history", fails=("not-found",))
def list_device_decisions(call: Call, at: DeviceAt) -> Book:
    """List all entries about a device, newest first, those taken back among them."""
    return Book(items=_entered(call, seen_of(call, at.id).history), next=None)


@operation(
    "POST",
    "/devices/{id}/decisions",
    "Decide about a device",
    status=201,
    once=True,
    guarded=True,
    fails=(*_FAILS, "changed-meanwhile", "say-what-you-saw"),
)
def decide_device(call: Call, at: DeviceAt, body: Set | Dispute | Merge | Split) -> Reply[Entered]:
    """Set, dispute, merge or split, as a named person and with a reason.

    `If-Match` must bear the ETag of the device as you saw it: where somebody decided meanwhile,
    nothing is kept and 412 is answered. `*` decides whatever the device says now. What sets or
    disputes shows at once; what merges or splits shows when the job `judge` is done.
    """
    with _ONE_AT_A_TIME:
        seen = seen_of(call, at.id)
        if not matches(call.request.headers[MATCH], etag_of(seen)):
            raise Failed("changed-meanwhile", "the device is not as you saw it", where="If-Match")
        kept = decide.add(call.serving.view, seen.device.id, _entry(body))
    return _made(call, kept)


@operation(
    "POST",
    "/decisions/{number}/undo",
    "Take a decision back",
    status=201,
    once=True,
    fails=_FAILS,
)
def undo_decision(call: Call, at: DecisionAt, body: TakeBack) -> Reply[Entered]:
    """Take a decision back by an entry of its own. An entry that was taken back is no more."""
    _decision(call, at.number)
    with _ONE_AT_A_TIME:
        try:
            kept = decide.undo(call.serving.view, at.number, who=body.who, why=body.why)
        except decide.Refusal as refused:
            raise Failed(
                "conflict", refused.what, next_step="GET its device's decisions for what stands."
            ) from None
    return _made(call, kept)


def _made(call: Call, kept: Decision) -> Reply[Entered]:
    call.serving.judge()
    made = _entered(call, (kept,))[0]
    return Reply(made, location=made.href)


def _entered(call: Call, entries: tuple[Decision, ...]) -> tuple[Entered, ...]:
    view = call.serving.view
    stand = {one.id for one in standing(view.desk.decisions.every())}
    undone = {one.id for one in entries if one.what == "undo"}
    found = []
    for one in entries:
        today = one.device if view.body(one.device) is not None else view.find(one.device)
        found.append(
            Entered(
                decision=one,
                stands=one.id in stand or one.id in undone,
                href=to("decisions", one.id),
                device=None if today is None else to("devices", today),
            )
        )
    return tuple(found)


def _decision(call: Call, number: int) -> Decision:
    every = call.serving.desk.decisions.every()
    found = next((one for one in every if one.id == number), None)
    if found is None:
        raise Failed("not-found", "there is no such decision", next_step="GET /decisions.")
    return found


def _entry(body: Set | Dispute | Merge | Split) -> Entry:
    match body:
        case Set():
            return Entry("set", body.who, body.why, body.aspect, body.value)
        case Dispute():
            return Entry("dispute", body.who, body.why)
        case Merge():
            return Entry("merge", body.who, body.why, other=body.other)
        case Split():
            places = tuple(f"{one.evidence} {one.where}" for one in body.places)
            return Entry("split", body.who, body.why, places=places)
