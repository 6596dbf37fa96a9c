"""One device as one row of text cells: what CSV and the spreadsheet show alike."""

from nameplate.model.report import DeviceOut, FactOut, Read, ReasonOut, SeenIn
from nameplate.papers import words
from nameplate.papers.law import cells
from nameplate.papers.text import mac

HEADER = (
    "device",
    "kind",
    "where",
    "label says",
    "maker",
    "evidence",
    "listed",
    "because",
    "what would decide",
    "mac",
    "ip",
    "serial",
    "hostname",
    "asset",
    "place",
    "behind",
    "owner",
    "operator",
    "controller",
    "landlord",
    "status",
    "model it states",
    "firmware family",
    "files",
    "what the law asks",
    "law cites",
    "law needs",
)

_SEP = "; "


def device_rows(read: Read) -> list[tuple[str, ...]]:
    """Return one row a device under HEADER: listed makers' first, then what cannot be told."""
    names = words.maker_names(read)
    return [_row(device, names) for device in words.in_order(read.devices)]


def _row(device: DeviceOut, names: dict[str, str]) -> tuple[str, ...]:
    keys, judged = device.keys, device.attribution
    return (
        device.id,
        device.kind,
        words.where(device),
        device.label or "",
        words.maker(device),
        words.band_of(device),
        words.listed(device),
        words.because(device),
        _SEP.join(words.steps(device)),
        _SEP.join(mac(value) for value in keys.mac),
        _SEP.join(keys.ip),
        _SEP.join(keys.serial),
        _SEP.join(keys.hostname),
        _SEP.join(keys.asset),
        device.place or "",
        device.behind or "",
        *(
            _fact(f)
            for f in (
                device.owner,
                device.operator,
                device.controller,
                device.landlord,
                device.status,
            )
        ),
        device.model or "",
        _name(judged.firmware_family, names),
        _SEP.join(dict.fromkeys(seen.file for seen in device.seen_in)),
        cells.outcome(device),
        cells.cites(device),
        cells.asks(device),
    )


def _fact(fact: FactOut | None) -> str:
    return "" if fact is None else fact.value


def _name(maker: str | None, names: dict[str, str]) -> str:
    return "" if maker is None else names.get(maker, maker)


REASON_HEADER = (
    "device",
    "speaks",
    "kind of evidence",
    "what it says",
    "who says so",
    "field",
    "value",
    "file",
    "where",
    "matched text",
    "matched bytes (hex)",
    "evidence sha256",
    "counted",
    "weight (nats)",
    "seen in",
    "signal",
    "source of the signal",
)


def reason_rows(read: Read) -> list[tuple[str, ...]]:
    """Return one row a reason under REASON_HEADER, for and against, in the order of the devices."""
    names = words.maker_names(read)
    found = []
    for device in words.in_order(read.devices):
        judged = device.attribution
        for reason in (*judged.reasons, *judged.against):
            found.append(_reason(device.id, reason, names))
        for decision in device.decided:
            found.append(_note(device.id, "decided", words.decided(decision), None))
        for conflict in device.conflicts:
            found.append(_note(device.id, "conflict", conflict.says, conflict.seen_in))
        for merge in device.merges:
            for seen in merge.seen_in or (None,):
                found.append(_note(device.id, "taken for one unit", merge.why, seen))
    return found


def _reason(device: str, reason: ReasonOut, names: dict[str, str]) -> tuple[str, ...]:
    excerpt = reason.excerpt
    return (
        device,
        speaks(reason, names),
        words.kind(reason),
        reason.says,
        words.witness(reason.witness),
        reason.field,
        reason.value,
        reason.seen_in.file,
        reason.seen_in.where,
        "" if excerpt is None else excerpt.text,
        "" if excerpt is None else excerpt.hex,
        reason.seen_in.evidence,
        "yes" if reason.counted else "no: a stronger one of its kind counts",
        f"{reason.weight:.2f}",
        reason.basis or "",
        reason.signal,
        reason.source or "",
    )


def speaks(reason: ReasonOut, names: dict[str, str]) -> str:
    """Say for whom a reason speaks: "for Hikvision", or "against every maker" (a decoy)."""
    name = _name(reason.maker, names)
    if reason.weight < 0:
        return f"against {name or 'every maker'}"
    return f"for {name or 'no maker'}"


def _note(device: str, speaks_: str, says: str, seen: SeenIn | None) -> tuple[str, ...]:
    place = ("", "", "") if seen is None else (seen.file, seen.where, seen.evidence)
    file, where, evidence = place
    blank = ("",) * 5
    return (device, speaks_, "", says, "", "", "", file, where, "", "", evidence, *blank)
