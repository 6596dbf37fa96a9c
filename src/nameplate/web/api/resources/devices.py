"""Devices: the list with its filters, one device, and its why."""

import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from nameplate.model.judged import Band
from nameplate.model.knowledge import DeviceKind
from nameplate.model.question import Outcome
from nameplate.model.report import DeviceOut, KnowledgeOut, ListingOut
from nameplate.papers.json import compact
from nameplate.web.api.fields import Cursor, Limit, Next, after
from nameplate.web.api.links import next_page, to
from nameplate.web.api.operation import Call, Reply, operation
from nameplate.web.problems import NotThere
from nameplate.work.listing import NO_MAKER, Asked, asked_of
from nameplate.work.rows import Line
from nameplate.work.view import Seen

By = Literal["id", "kind", "where", "label", "maker"]
_Text = Annotated[str, Meta(max_length=100)]


class DeviceFilters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device must be to be in a list; what is left out asks for nothing."""

    kind: Annotated[DeviceKind, Meta(description="What it is.")] | UnsetType = UNSET
    maker: (
        Annotated[
            str,
            Meta(
                description=f"The id of its maker; '{NO_MAKER}' for those without one.",
                min_length=1,
                max_length=100,
                examples=["hikvision"],
            ),
        ]
        | UnsetType
    ) = UNSET
    band: Annotated[Band, Meta(description="How strong the evidence is.")] | UnsetType = UNSET
    listed: (
        Annotated[
            Literal["yes", "no", "unknown"], Meta(description="Whether the list names its maker.")
        ]
        | UnsetType
    ) = UNSET
    mark: (
        Annotated[Literal["set", "disputed"], Meta(description="What people decided of it.")]
        | UnsetType
    ) = UNSET
    law: (
        Annotated[Outcome, Meta(description="What the law asks of who we are (`GET /who`).")]
        | UnsetType
    ) = UNSET
    place: Annotated[_Text, Meta(description="What its place has in it.")] | UnsetType = UNSET
    text: Annotated[_Text, Meta(description="What any of its texts has in it.")] | UnsetType = UNSET

    def asked(self) -> Asked:
        """Return the same as the pages ask it."""
        values = {name: getattr(self, name) for name in DeviceFilters.__struct_fields__}
        return asked_of({name: value for name, value in values.items() if value is not UNSET})


class DevicesAsked(DeviceFilters, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which devices, in which order, and which page of them."""

    sort: Annotated[
        By, Meta(description="The order; within equal values by id. By id it never changes.")
    ] = "id"
    cursor: Cursor | UnsetType = UNSET
    limit: Limit = 50


class DevicesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Devices that pass the filters."""

    items: tuple[Line, ...]
    found: Annotated[int, Meta(description="How many pass the filters in all.", ge=0)]
    next: Next


class DeviceAt(msgspec.Struct, frozen=True, kw_only=True):
    """Which device."""

    id: Annotated[
        str,
        Meta(
            description="Its id, or any it bore, or an address or serial that no other bears.",
            min_length=1,
            max_length=200,
        ),
    ]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One value that a filter can take, and how many devices have it."""

    value: str
    says: str
    devices: Annotated[int, Meta(ge=0)]


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the filters can be set to, the most frequent first."""

    kind: tuple[Choice, ...]
    maker: tuple[Choice, ...]
    band: tuple[Choice, ...]
    place: tuple[Choice, ...]


class StatedOut(msgspec.Struct, frozen=True, kw_only=True):
    """One field as it stands at one place of the evidence."""

    evidence: str
    where: str
    field: str
    value: str


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """A device's chain of reasons, down to the matched bytes (`excerpt` of a reason)."""

    schema: Literal["nameplate/why/1"] = "nameplate/why/1"
    knowledge: KnowledgeOut
    listing: ListingOut
    device: DeviceOut
    machine: Annotated[
        DeviceOut | None,
        Meta(description="As it was judged, where a person decided otherwise; else null."),
    ]
    sentence: Annotated[str, Meta(description="Who made it, as people read it.")]
    listed: Annotated[str, Meta(description="What the list says, as people read it.")]
    changes: Annotated[tuple[str, ...], Meta(description="What would change the answer.")]
    stated: Annotated[
        tuple[StatedOut, ...], Meta(description="What the evidence states of it, place by place.")
    ]
    stated_in_all: Annotated[int, Meta(description="How many such fields there are.", ge=0)]


@operation("GET", "/devices", "List devices")
def list_devices(call: Call, query: DevicesAsked) -> DevicesPage:
    """List the devices that pass the filters, page by page.

    By id, every device that stays is met exactly once, whatever is read or decided meanwhile.
    In another order a device whose value there changes between two pages may move.
    """
    part = call.paging.devices(query.asked().filters, query.sort, after(query.cursor), query.limit)
    return DevicesPage(
        items=part.items, found=part.found, next=next_page(to("devices"), query, part.next)
    )


@operation("GET", "/filters", "What devices can be filtered by")
def list_filters(call: Call) -> Choices:
    """List the values that filters can take, with how many devices have each."""
    view = call.serving.view

    def of(column: Literal["maker", "band", "kind", "place"]) -> tuple[Choice, ...]:
        return tuple(
            Choice(value=(one.value or NO_MAKER) if column == "maker" else one.value,
                   says=one.says, devices=one.devices)
            for one in view.choices(column)
        )  # fmt: skip

    return Choices(kind=of("kind"), maker=of("maker"), band=of("band"), place=of("place"))


@operation("GET", "/devices/{id}", "Show a device", tagged=True, fails=("not-found",))
def show_device(call: Call, at: DeviceAt) -> Reply[DeviceOut]:
    """Show one device: what was observed, who made it with all reasons, and what was decided.

    The ETag is that of the device and of all decisions about it: decide with it in If-Match.
    `Content-Location` is the device's address of today.
    """
    seen = seen_of(call, at.id)
    place = to("devices", seen.device.id)
    return Reply(seen.device, etag=etag_of(seen), content_location=place)


@operation("GET", "/devices/{id}/why", "Why", fails=("not-found",))
def explain_device(call: Call, at: DeviceAt) -> Why:
    """Return the chain of reasons of one device, down to the matched bytes as text and hex."""
    seen = seen_of(call, at.id)
    return Why(
        knowledge=seen.read.knowledge,
        listing=seen.read.listing,
        device=seen.device,
        machine=None if seen.machine is seen.device else seen.machine,
        sentence=seen.layers.sentence,
        listed=seen.layers.listed,
        changes=seen.layers.changes,
        stated=tuple(
            StatedOut(evidence=s.evidence, where=s.where, field=s.field, value=s.value)
            for s in seen.body.stated
        ),
        stated_in_all=seen.body.stated_in_all,
    )


def seen_of(call: Call, name: str) -> Seen:
    """Return a device by its id of today, an older one, or a key. Raises NotThere."""
    view = call.serving.view
    seen = view.device(name)
    if seen is None:
        today = view.find(name)
        seen = None if today is None else view.device(today)
    if seen is None:
        raise NotThere(
            "there is no such device in this evidence",
            next_step="GET /search finds it by any address or serial.",
        )
    return seen


def etag_of(seen: Seen) -> str:
    """Return the entity tag of a device with the decisions about it."""
    last = seen.history[0].id if seen.history else 0
    data = compact(seen.device) + f"\n{last}".encode()
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'
