"""Judged values to the answer that every face shows: ids become names, places get their files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from nameplate import __version__
from nameplate.judgement.attribution import decided
from nameplate.judgement.attribution.brand import stated_brand
from nameplate.judgement.coverage import coverage
from nameplate.judgement.traffic import Traffic, span, traffic
from nameplate.model import report
from nameplate.model.decisions import Decision
from nameplate.model.judged import BANDS, Attribution, Because, Device, Fact, Part, Reason
from nameplate.model.knowledge import Knowledge, Listing
from nameplate.model.reading import FileReading
from nameplate.model.records import Excerpt, Locus, Problem, Sighting
from nameplate.work.words import day, shown, summary_sentences, traffic_says

NOT_LOOKED = {
    "destinations": "This version does not judge who is at the far end of the traffic.",
    "traffic": "No capture and no log of traffic was read: nothing is said of what leaves the "
    "site.",
    "settings": "This version does not read settings.",
    "answers": "Say who you are to learn what the law asks: --actor council --place GB-ENG.",
}

MODEL_FIELDS_BY_TRUST = (
    "isapi.model",
    "sadp.model",
    "magicbox.device_type",
    "dhip.model",
    "onvif.model",
    "device.model",
    "upnp.model",
    "register.model",
)


class Judged(NamedTuple):
    """One device with everything that was judged of it."""

    device: Device
    attribution: Attribution
    parts: tuple[Part, ...]
    listed: bool | None


class _Files(NamedTuple):
    """Names of files by the hash of their bytes."""

    names: Mapping[str, str]

    def seen_in(self, at: Locus) -> report.SeenIn:
        return report.SeenIn(
            evidence=at.evidence, where=at.where, file=self.names.get(at.evidence, at.evidence)
        )


def build(
    readings: Sequence[FileReading],
    judged: Sequence[Judged],
    knowledge: Knowledge,
    listing: Listing,
    as_of: date,
    decisions: Sequence[Decision] = (),
) -> report.Read:
    """Put one run's answer together. Same input, same value."""
    devices = decided(
        machine_devices(readings, judged, knowledge), decisions, listing, knowledge, as_of
    )
    return put_together(readings, devices, knowledge, listing, as_of)


def machine_devices(
    readings: Sequence[FileReading], judged: Sequence[Judged], knowledge: Knowledge
) -> tuple[report.DeviceOut, ...]:
    """Return the devices as the machine judged them, before what people decided."""
    files = _Files(
        {p.evidence.sha256: p.evidence.name for r in reversed(readings) for p in r.pieces}
    )
    seen = traffic([one.device for one in judged], readings)
    return tuple(_device(one, files, knowledge, seen.get(one.device.id)) for one in judged)


def put_together(
    readings: Sequence[FileReading],
    devices: tuple[report.DeviceOut, ...],
    knowledge: Knowledge,
    listing: Listing,
    as_of: date,
) -> report.Read:
    """Put the answer around devices that follow the decisions already."""
    watched = any(device.traffic is not None for device in devices)
    asked = report.ListingOut(
        id=listing.id,
        title=listing.title,
        as_of=as_of.isoformat(),
        says=listing.says,
        members=_member_names(listing, knowledge),
    )
    return report.Read(
        schema="nameplate/read/1",
        tool=f"nameplate {__version__}",
        knowledge=report.KnowledgeOut(
            version=knowledge.version,
            released=knowledge.released,
            registry=knowledge.registry.stated if knowledge.registry is not None else None,
        ),
        listing=asked,
        summary=_summary(devices, knowledge, asked, as_of),
        devices=devices,
        law=None,
        coverage=coverage(readings),
        evidence=tuple(_evidence(readings)),
        not_read=tuple(
            report.NotRead(file=u.name, reason=u.reason, next_step=u.next_step)
            for r in readings
            for u in r.not_read
        ),
        partial=tuple(_partial(readings)),
        not_looked={k: v for k, v in NOT_LOOKED.items() if k != "traffic" or not watched},
    )


def _device(
    one: Judged, files: _Files, knowledge: Knowledge, seen: Traffic | None
) -> report.DeviceOut:
    device, judged = one.device, one.attribution
    keys: dict[str, list[str]] = {}
    for key in device.keys:
        keys.setdefault(key.kind, []).append(key.value)
    return report.DeviceOut(
        id=device.id,
        aliases=device.aliases,
        kind=device.kind,
        kind_because=tuple(_because(b, files) for b in device.kind_because),
        keys=report.KeysOut(
            mac=tuple(keys.get("mac", ())),
            serial=tuple(keys.get("serial", ())),
            ip=tuple(keys.get("ip", ())),
            hostname=tuple(keys.get("hostname", ())),
            asset=tuple(keys.get("asset", ())),
        ),
        place=device.place.value if device.place is not None else None,
        owner=_fact(device.owner, files),
        operator=_fact(device.operator, files),
        controller=_fact(device.controller, files),
        landlord=_fact(device.landlord, files),
        status=_fact(device.status, files),
        behind=device.behind,
        invisible=device.invisible,
        label=_label(device, knowledge),
        model=_first(device.sightings, MODEL_FIELDS_BY_TRUST),
        seen_in=tuple(dict.fromkeys(files.seen_in(s.locus) for s in device.sightings)),
        attribution=_attribution(judged, files, knowledge),
        listed=one.listed,
        parts=tuple(
            report.PartOut(component=p.component, maker=p.maker, because=_because(p.basis, files))
            for p in one.parts
        ),
        traffic=None if seen is None else _traffic(seen, files),
        destinations=None,
        settings=None,
        law=None,
        answers=None,
        merges=tuple(
            report.MergeOut(
                key=f"{m.key.kind} {m.key.value}",
                why=m.why,
                certain=m.certain,
                seen_in=tuple(files.seen_in(at) for at in m.at),
            )
            for m in device.merges
        ),
        conflicts=tuple(_because(b, files) for b in device.conflicts),
    )


def _traffic(seen: Traffic, files: _Files) -> report.TrafficOut:
    out = seen.out
    first, last = span(out)
    names = {flow.remote_ip for flow in out if flow.remote_name is not None}
    remotes = {flow.remote_ip for flow in out}
    return report.TrafficOut(
        state=seen.state,
        says=traffic_says(seen),
        remotes=len(remotes),
        bytes_out=sum(flow.bytes_out for flow in out),
        bytes_in=sum(flow.bytes_in for flow in out),
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        hidden_names=len(remotes - names),
        seen_in=tuple(files.seen_in(at) for at in seen.places),
    )


def _attribution(judged: Attribution, files: _Files, knowledge: Knowledge) -> report.AttributionOut:
    return report.AttributionOut(
        maker=judged.maker,
        maker_name=name_of(judged.maker, knowledge),
        brand=judged.brand,
        firmware_family=judged.firmware_family,
        band=judged.band,
        shown=shown(judged, knowledge),
        score=judged.score,
        reasons=tuple(_reason(r, files) for r in judged.reasons),
        against=tuple(_reason(r, files) for r in judged.against),
        needs=judged.needs,
        contradiction=judged.contradiction,
        registrant=judged.registrant,
    )


def _reason(reason: Reason, files: _Files) -> report.ReasonOut:
    sighting = reason.sighting
    return report.ReasonOut(
        signal=reason.signal,
        maker=reason.maker,
        group=reason.group,
        weight=reason.weight,
        counted=reason.counted,
        says=reason.says,
        field=sighting.field,
        value=sighting.value[: Excerpt.LIMIT],
        witness=sighting.witness.value,
        seen_in=files.seen_in(sighting.locus),
        excerpt=_excerpt(sighting),
        basis=reason.basis,
        source=reason.source,
    )


def _excerpt(sighting: Sighting) -> report.ExcerptOut | None:
    if sighting.excerpt is None:
        return None
    raw = sighting.excerpt.raw
    return report.ExcerptOut(
        text=raw.decode("utf-8", "backslashreplace"), hex=raw.hex(), start=sighting.excerpt.start
    )


def _because(because: Because, files: _Files) -> report.BecauseOut:
    return report.BecauseOut(
        says=because.says, seen_in=files.seen_in(because.at) if because.at is not None else None
    )


def _fact(fact: Fact | None, files: _Files) -> report.FactOut | None:
    return (
        None if fact is None else report.FactOut(value=fact.value, seen_in=files.seen_in(fact.at))
    )


def _label(device: Device, knowledge: Knowledge) -> str | None:
    """What is written down of it: brand and model of a register, else the stated brand."""
    brand = _first(device.sightings, ("register.brand",))
    model = _first(device.sightings, ("register.model",))
    name = _first(device.sightings, ("register.name",))
    if brand is not None or model is not None:
        words = [w for w in (brand, model) if w is not None]
        if len(words) == 2 and words[1].casefold().startswith(words[0].casefold()):
            words = words[1:]
        return " ".join(words)
    return stated_brand(device.sightings, knowledge) or name


def _first(sightings: Sequence[Sighting], fields: Sequence[str]) -> str | None:
    for field in fields:
        for sighting in sightings:
            if sighting.field == field and sighting.value.strip():
                return sighting.value.strip()
    return None


def _summary(
    devices: Sequence[report.DeviceOut],
    knowledge: Knowledge,
    listing: report.ListingOut,
    as_of: date,
) -> report.Summary:
    measured = {error.band: error for error in knowledge.errors}
    bands = []
    for band in BANDS:
        of_band = [d for d in devices if d.attribution.band == band]
        error = measured.get(band)
        bands.append(
            report.BandCount(
                band=band,
                devices=len(of_band),
                listed=sum(d.listed is True for d in of_band),
                measured_wrong=error.wrong if error is not None else None,
                measured_of=error.of if error is not None else None,
                measured_on=error.measured if error is not None else None,
            )
        )
    cameras = [d for d in devices if d.kind == "camera"]
    recorders = [d for d in devices if d.kind == "recorder"]
    partial = report.Summary(
        sentences=(),
        devices=len(devices),
        cameras=len(cameras),
        recorders=len(recorders),
        other=len(devices) - len(cameras) - len(recorders),
        invisible=sum(d.invisible for d in devices),
        listed=sum(d.listed is True for d in devices),
        not_listed=sum(d.listed is False for d in devices),
        cannot_tell=sum(d.listed is None for d in devices),
        bands=tuple(bands),
    )
    sentences = summary_sentences(partial, devices, listing, day(as_of))
    return msgspec.structs.replace(partial, sentences=sentences)


def _member_names(listing: Listing, knowledge: Knowledge) -> tuple[str, ...]:
    """The names of those that the listing itself names; whom they control is our reading."""
    return tuple(
        dict.fromkeys(
            name_of(m.entity, knowledge) or m.entity or m.name or ""
            for m in listing.members
            if m.basis == "named"
        )
    )


def _evidence(readings: Sequence[FileReading]) -> list[report.EvidenceOut]:
    found: dict[str, report.EvidenceOut] = {}
    for reading in readings:
        for piece in reading.pieces:
            evidence = piece.evidence
            found.setdefault(
                evidence.sha256,
                report.EvidenceOut(
                    sha256=evidence.sha256,
                    size=evidence.size,
                    file=evidence.name,
                    format=evidence.format,
                    format_title=piece.title or evidence.format,
                    reader=f"{evidence.reader} {evidence.reader_version}",
                    inside=evidence.inside,
                    records=sum(not isinstance(r, Problem) for r in piece.records),
                    complete=piece.complete,
                ),
            )
    return list(found.values())


def _partial(readings: Sequence[FileReading]) -> list[report.Partial]:
    found: dict[report.Partial, None] = {}
    for reading in readings:
        for piece in reading.pieces:
            for record in piece.records:
                if isinstance(record, Problem):
                    problem = report.Partial(
                        file=piece.evidence.name,
                        where=record.where,
                        reason=record.what,
                        next_step=record.next_step,
                        notice=record.notice,
                    )
                    found[problem] = None
    return list(found)


def name_of(entity: str | None, knowledge: Knowledge) -> str | None:
    """Return the name people use for a maker or member, or None."""
    if entity is None:
        return None
    known = knowledge.entities.get(entity)
    return known.short if known is not None else entity
