"""The sentences people read, in the words that LOOK allows: evidence, never probability."""

from collections.abc import Sequence
from datetime import date, datetime

from nameplate.judgement.coverage import duration
from nameplate.judgement.traffic import Traffic, span
from nameplate.model.judged import Attribution
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Witness
from nameplate.model.report import DeviceOut, ListingOut, Summary


def day(when: date) -> str:
    """Write a day as 25 November 2026."""
    return f"{when.day} {when:%B %Y}"


def shown(judged: Attribution, knowledge: Knowledge) -> str:
    """Write an attribution as one clause, its band in words and what it rests on."""
    if judged.contradiction:
        names = [_name(m, knowledge) for m in judged.contradiction]
        if len(names) > 1:
            return f"cannot be told yet: the evidence points to {names[0]} and to {names[1]}"
        return f"cannot be told yet: like {names[0]}, but marks of an imitation speak against it"
    if judged.band == "undetermined" or judged.maker is None:
        return "maker not known"
    name = _name(judged.maker, knowledge)
    if judged.band == "weak":
        return f"cannot be told yet: weak evidence of {name} ({_kinds(judged)})"
    if judged.band == "strong" and len(judged.kinds) > 1:
        return f"{name}: strong evidence ({len(judged.kinds)} independent kinds)"
    written = all(r.sighting.witness in _WRITTEN for r in judged.reasons)
    return f"{name}: {judged.band} evidence ({_kinds(judged)}{', as written down' * written})"


_WRITTEN = frozenset({Witness.PERSON, Witness.DOCUMENT})

_KIND_WORDS = {
    "hardware": "its address or serial",
    "firmware": "its own reply",
    "model": "its model name",
    "cloud": "names it looked up",
    "paper": "what is written of it",
}


def _kinds(judged: Attribution) -> str:
    return "; ".join(_KIND_WORDS.get(kind, kind) for kind in judged.kinds)


def _name(maker: str, knowledge: Knowledge) -> str:
    known = knowledge.entities.get(maker)
    return known.short if known is not None else maker


def summary_sentences(
    counts: Summary,
    devices: Sequence[DeviceOut],
    listing: ListingOut,
    as_of: str,
) -> tuple[str, ...]:
    """Write the answer for a councillor: how many, what the evidence points to, as at when."""
    if not devices:
        return (f"No devices were found in this evidence. As at {as_of}.",)
    return (_what(counts), _points(counts, devices, listing), f"{listing.says} As at {as_of}.")


def _what(counts: Summary) -> str:
    what = (
        f"{_count(counts.devices, 'device')}: {_count(counts.cameras, 'camera')}, "
        f"{_count(counts.recorders, 'recorder')}, {counts.other} other or not known"
    )
    if counts.invisible:
        what += f"; {counts.invisible} of the cameras are invisible to the network"
    return f"{what}."


def _points(counts: Summary, devices: Sequence[DeviceOut], listing: ListingOut) -> str:
    """Say to whom the evidence points; a maker that the list does not name yet is still told."""
    members = listing.members
    named = _either(members) if len(members) <= 3 else f"a maker on the list ({listing.title})"
    pointed = [d for d in devices if _points_to(d, members)]
    strong = sum(d.attribution.band == "strong" for d in pointed)
    things = [d for d in devices if d.kind in ("camera", "recorder")]
    among = sum(_points_to(d, members) for d in things)
    unknown = sum(d.listed is None for d in devices)
    if unknown == len(devices):
        return f"Who made {_all(len(devices))} cannot be told yet."
    if pointed:
        points = (
            f"The evidence points to {named} strongly for {strong} and moderately for "
            f"{len(pointed) - strong} of the {_count(counts.devices, 'device')}"
        )
        points += f" ({among} of the {len(things)} cameras and recorders)" if things else ""
        if not counts.listed:
            points += "; on that day the list did not name them"
    else:
        points = f"The evidence points to {named} for none of the {counts.devices} devices"
    cannot = sum(d.listed is None for d in things)
    told = (
        f"{cannot} of the {len(things)} cameras and recorders" if things else f"{unknown} of them"
    )
    return f"{points}; {told} cannot be told yet."


def _points_to(device: DeviceOut, members: Sequence[str]) -> bool:
    judged = device.attribution
    return device.listed is True or (
        judged.band in ("strong", "moderate") and judged.maker_name in members
    )


def traffic_says(seen: Traffic) -> str:
    """Say what was seen of a unit's traffic with the open internet, or why nothing can be said."""
    if not seen.heard:
        return "It was not heard in any capture or log: cannot say what it sends."
    watched = duration(seen.watched)
    if seen.disputed and not seen.out:
        return (
            "Traffic with the open internet was seen at an address that several units claim: "
            "cannot say which of them it was."
        )
    if not seen.watched and not seen.out:
        return "It was heard, but none of its connections could be timed: cannot say what it sends."
    if seen.state == "cannot say":
        return f"None seen in {watched}: too short to say that there is none."
    if seen.state == "none seen":
        return f"None seen in {watched} of what was watched."
    sent = sum(flow.bytes_out for flow in seen.out)
    got = sum(flow.bytes_in for flow in seen.out)
    first, last = span(seen.out)
    remotes = len({flow.remote_ip for flow in seen.out})
    when = "" if first is None or last is None else f"{_between(first, last)}, "
    text = (
        f"{when}it sent {_size(sent)} to {_count(remotes, 'address')} of the open internet "
        f"and was sent {_size(got)}. What it held is not visible."
    )
    return text[0].upper() + text[1:]


def _between(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return f"on {day(first)} between {first:%H:%M} and {last:%H:%M} UTC"
    return f"between {day(first)}, {first:%H:%M}, and {day(last)}, {last:%H:%M} UTC"


def _size(size: int) -> str:
    """Write bytes as MB; less than a tenth of one as kB."""
    if size < 100_000:
        return f"{size / 1000:.1f} kB"
    return f"{size / 1e6:.1f} MB" if size < 100_000_000 else f"{size / 1e6:,.0f} MB"


def _all(number: int) -> str:
    return "the one device" if number == 1 else f"any of the {number} devices"


def _count(number: int, noun: str) -> str:
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def _either(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
