"""The sentences people read, in the words that LOOK allows: evidence, never probability."""

from collections.abc import Sequence
from datetime import date

from nameplate.model.judged import Attribution
from nameplate.model.knowledge import Knowledge
from nameplate.model.report import DeviceOut, Summary


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
    count = len(judged.kinds)
    kinds = f"{count} independent kinds" if count > 1 else _kinds(judged)
    return f"{name}: {judged.band} evidence ({kinds})"


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
    members: Sequence[str],
    listing_says: str,
    as_of: str,
) -> tuple[str, ...]:
    """Write the answer for a councillor: how many, what the evidence points to, as at when."""
    things = [d for d in devices if d.kind in ("camera", "recorder")]
    if not devices:
        return (f"No devices were found in this evidence. As at {as_of}.",)
    what = (
        f"{_count(counts.devices, 'device')}: {_count(counts.cameras, 'camera')}, "
        f"{_count(counts.recorders, 'recorder')}, {counts.other} other or not known"
    )
    if counts.invisible:
        what += f"; {counts.invisible} of the cameras are invisible to the network"
    named = _either(members)
    listed = [d for d in devices if d.listed is True]
    strong = sum(d.attribution.band == "strong" for d in listed)
    moderate = len(listed) - strong
    cannot = sum(d.listed is None for d in things)
    among = sum(d.listed is True for d in things)
    if listed:
        points = (
            f"The evidence points to {named} strongly for {strong} and moderately for {moderate} "
            f"of the {counts.devices} devices ({among} of the {len(things)} cameras and recorders)"
        )
    else:
        points = f"The evidence points to {named} for none of the {counts.devices} devices"
    told = f"{cannot} of the {len(things)} cameras and recorders cannot be told yet"
    return (f"{what}.", f"{points}; {told}.", f"{listing_says} As at {as_of}.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _either(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
