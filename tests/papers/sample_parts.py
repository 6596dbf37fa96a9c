"""Short ways to write the parts of an answer, with what most devices share filled in."""

import hashlib

from nameplate.model.judged import Band
from nameplate.model.knowledge import DeviceKind
from nameplate.model.report import (
    AttributionOut,
    BecauseOut,
    DeviceOut,
    ExcerptOut,
    FactOut,
    KeysOut,
    MergeOut,
    PartOut,
    ReasonOut,
    SeenIn,
)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def seen(file: str, where: str) -> SeenIn:
    return SeenIn(evidence=sha(file), where=where, file=file)


def excerpt(raw: bytes, start: int | None) -> ExcerptOut:
    return ExcerptOut(text=raw.decode("utf-8", "backslashreplace"), hex=raw.hex(), start=start)


def reason(
    says: str,
    field: str,
    value: str,
    at: SeenIn,
    *,
    maker: str | None = "hikvision",
    group: str = "firmware",
    weight: float = 3.5,
    counted: bool = True,
    witness: str = "device",
    raw: bytes | None = None,
    start: int | None = None,
    signal: str = "sample-signal",
    basis: str | None = "seen in 21 of 21 such units, 0 of 430 others",
) -> ReasonOut:
    return ReasonOut(
        signal=signal,
        maker=maker,
        group=group,
        weight=weight,
        counted=counted,
        says=says,
        field=field,
        value=value,
        witness=witness,
        seen_in=at,
        excerpt=None if raw is None else excerpt(raw, start),
        basis=basis,
        source="a public list of replies, commit 14fa1a7, seen 24 November 2026",
    )


def attribution(
    band: Band,
    shown: str,
    *,
    maker: str | None = None,
    name: str | None = None,
    brand: str | None = None,
    firmware: str | None = None,
    score: float = 0.0,
    reasons: tuple[ReasonOut, ...] = (),
    against: tuple[ReasonOut, ...] = (),
    needs: tuple[str, ...] = (),
    contradiction: tuple[str, ...] = (),
    registrant: str | None = None,
) -> AttributionOut:
    return AttributionOut(
        maker=maker,
        maker_name=name,
        brand=brand,
        firmware_family=firmware,
        band=band,
        shown=shown,
        score=score,
        reasons=reasons,
        against=against,
        needs=needs,
        contradiction=contradiction,
        registrant=registrant,
    )


def device(
    name: str,
    kind: DeviceKind,
    judged: AttributionOut,
    *,
    keys: KeysOut,
    listed: bool | None,
    at: tuple[SeenIn, ...],
    label: str | None = None,
    model: str | None = None,
    place: str | None = None,
    owner: FactOut | None = None,
    behind: str | None = None,
    invisible: bool = False,
    because: tuple[BecauseOut, ...] = (),
    parts: tuple[PartOut, ...] = (),
    merges: tuple[MergeOut, ...] = (),
    conflicts: tuple[BecauseOut, ...] = (),
    aliases: tuple[str, ...] = (),
) -> DeviceOut:
    return DeviceOut(
        id=name,
        aliases=aliases,
        kind=kind,
        kind_because=because,
        keys=keys,
        place=place,
        owner=owner,
        operator=None,
        controller=None,
        landlord=None,
        status=None,
        behind=behind,
        invisible=invisible,
        label=label,
        model=model,
        seen_in=at,
        attribution=judged,
        listed=listed,
        parts=parts,
        traffic=None,
        destinations=None,
        settings=None,
        law=None,
        answers=None,
        merges=merges,
        conflicts=conflicts,
    )
