"""One device as the views keep it: a line of the table, a text to search in, the whole."""

import ipaddress

import msgspec

from nameplate.model.judged import Band, Device
from nameplate.model.knowledge import DeviceKind
from nameplate.model.report import AttributionOut, DeviceOut, KeysOut, PartOut
from nameplate.papers import words
from nameplate.papers.json import compact
from nameplate.papers.text import mac
from nameplate.register.views import Row

_NO_KEYS = KeysOut()
_LONGEST = 4_000
STATED = 120
_VALUE = 200


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the table of devices shows of one: texts as they stand in its cells."""

    id: str
    kind: str
    where: str
    place: str | None
    label: str | None
    maker: str
    named: bool
    band: Band
    band_says: str
    because: str
    listed: bool | None
    invisible: bool
    set: bool
    """Whether a person set something of it."""
    disputed: bool
    law: str | None = None
    """The outcome of what the law asks; None where nobody said who asks."""


class Stated(msgspec.Struct, frozen=True, array_like=True):
    """One field as it stands at one place of the evidence, whether or not it speaks for a maker.

    `said` is where the message, row or file begins that says it, with all else that it says.
    """

    evidence: str
    said: str
    where: str
    field: str
    value: str


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A device as shown, as the machine judged it where a person decided otherwise, and what its
    places say: at most STATED fields of them.
    """

    shown: DeviceOut
    machine: DeviceOut | None = None
    stated: tuple[Stated, ...] = ()
    stated_in_all: int = 0


_LINE = msgspec.json.Decoder(Line)
_BODY = msgspec.json.Decoder(Body)


def line(data: bytes) -> Line:
    """Read a line of the view."""
    return _LINE.decode(data)


def body(data: bytes) -> Body:
    """Read a device of the view."""
    return _BODY.decode(data)


class _BriefAttribution(msgspec.Struct, frozen=True):
    maker: str | None
    maker_name: str | None
    brand: str | None
    band: Band


class _BriefDevice(msgspec.Struct, frozen=True):
    id: str
    kind: DeviceKind
    place: str | None
    attribution: _BriefAttribution
    parts: tuple[PartOut, ...] | None


class _BriefBody(msgspec.Struct, frozen=True):
    shown: _BriefDevice


_BRIEF = msgspec.json.Decoder(_BriefBody)


def brief(data: bytes) -> DeviceOut:
    """Read what the law's answer turns on of a device, and leave the rest empty.

    A tenth of the time and memory of the whole: for what is asked of every device at once.
    """
    found = _BRIEF.decode(data).shown
    judged = found.attribution
    return DeviceOut(
        id=found.id,
        aliases=(),
        kind=found.kind,
        kind_because=(),
        keys=_NO_KEYS,
        place=found.place,
        owner=None,
        operator=None,
        controller=None,
        landlord=None,
        status=None,
        behind=None,
        invisible=False,
        label=None,
        model=None,
        seen_in=(),
        attribution=AttributionOut(
            maker=judged.maker,
            maker_name=judged.maker_name,
            brand=judged.brand,
            firmware_family=None,
            band=judged.band,
            shown="",
            score=0.0,
            reasons=(),
            against=(),
            needs=(),
            contradiction=(),
            registrant=None,
        ),
        listed=None,
        parts=found.parts,
        traffic=None,
        destinations=None,
        settings=None,
        law=None,
        answers=None,
        merges=(),
        conflicts=(),
    )


def stated(device: Device) -> tuple[Stated, ...]:
    """Return what the evidence states of a device, message by message, in its order."""
    begins: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], list[Stated]] = {}
    for s in device.sightings:
        keys = "|".join(f"{k.kind}:{k.value}" for k in s.keys)
        said = (s.evidence, s.unit or keys or s.where)
        begin = begins.setdefault(said, s.where)
        found.setdefault(said, []).append(
            Stated(s.evidence, begin, s.where, s.field, _shown(s.field, s.value))
        )
    return tuple(dict.fromkeys(one for group in found.values() for one in group))


def _shown(field: str, value: str) -> str:
    return mac(value) if field == "mac" and len(value) == 12 else value[:_VALUE]


def row_of(whole: Body) -> Row:
    """Put a device into the form of the views."""
    device = whole.shown
    cells = line_of(device)
    return Row(
        id=device.id,
        kind=device.kind,
        maker=(device.attribution.maker or "") if cells.named else "",
        band=device.attribution.band,
        listed=device.listed,
        place=(device.place or "").casefold(),
        mark=cells.set + 2 * cells.disputed,
        law=cells.law or "",
        by_where=_sortable(cells.where),
        by_label=(cells.label or "").casefold(),
        by_maker=cells.maker.casefold() if cells.named else "",
        names=_names(device),
        text=_text(device, cells),
        line=compact(cells),
        body=compact(whole),
    )


def line_of(device: DeviceOut) -> Line:
    """Return what the table shows of a device."""
    return Line(
        id=device.id,
        kind=device.kind,
        where=words.where(device),
        place=device.place if device.keys.ip else None,
        label=device.label,
        maker=words.maker(device),
        named=words.is_named(device),
        band=device.attribution.band,
        band_says=words.band_of(device),
        because=words.because(device),
        listed=device.listed,
        invisible=device.invisible,
        set=any(d.what != "dispute" for d in device.decided),
        disputed=any(d.what == "dispute" for d in device.decided),
        law=device.law.outcome if device.law is not None else None,
    )


def _names(device: DeviceOut) -> tuple[str, ...]:
    keys = device.keys
    found = (device.id, *device.aliases, *keys.mac, *keys.serial, *keys.ip, *keys.hostname)
    return tuple(dict.fromkeys(name.casefold() for name in (*found, *keys.asset)))


def _text(device: DeviceOut, cells: Line) -> str:
    """All that a person may look for, folded, parted by line ends."""
    judged = device.attribution
    parts = (
        *_names(device),
        *(mac(value) for value in device.keys.mac),
        *(device.label, device.model, device.place, device.behind, judged.brand, cells.maker),
        *(device.kind, cells.band_says, judged.registrant),
        *(f.value for f in (device.owner, device.operator, device.landlord, device.status) if f),
        *(d.who for d in device.decided),
    )
    return "\n".join(p.casefold() for p in parts if p)[:_LONGEST]


def _sortable(where: str) -> str:
    """Addresses by number, before every other text."""
    try:
        address = ipaddress.ip_address(where)
    except ValueError:
        return f"~{where.casefold()}"
    return f"{address.version}{int(address):040d}"
