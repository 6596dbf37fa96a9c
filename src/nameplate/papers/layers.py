"""One device in three layers, always apart: observed, inferred, law. For pages that show why."""

from typing import NamedTuple

from nameplate.model.report import BandCount, DeviceOut, MergeOut, Read, ReasonOut, SeenIn
from nameplate.papers import words
from nameplate.papers.rows import speaks
from nameplate.papers.text import mac


class Observation(NamedTuple):
    """What some bytes say, who says it, and where they are. Numbered within its device."""

    number: int
    reason: ReasonOut


class Inference(NamedTuple):
    """What one reason says for or against a maker, and the number of what it rests on."""

    says: str
    speaks: str
    rests_on: int
    reason: ReasonOut


class Layers(NamedTuple):
    """A device as a page shows it."""

    device: DeviceOut
    anchor: str
    sentence: str
    observed: tuple[Observation, ...]
    keys: tuple[tuple[str, str], ...]
    speaking: tuple[Inference, ...]
    against: tuple[Inference, ...]
    listed: str
    changes: tuple[str, ...]
    measured: BandCount | None

    @property
    def infers(self) -> bool:
        """Whether anything follows from what was observed: a page leaves an empty layer out."""
        device, judged = self.device, self.device.attribution
        told = (device.kind_because, device.parts, device.merges, device.conflicts)
        named = (judged.registrant, judged.firmware_family)
        notes = [need for need in judged.needs if not words.is_step(need)]
        return bool(self.speaking or self.against or any(told) or any(named) or notes)


def layers(device: DeviceOut, read: Read, anchor: str) -> Layers:
    """Part one device into what was observed, what follows, and what the listing says."""
    judged = device.attribution
    names = words.maker_names(read)
    numbers: dict[tuple[SeenIn, str, str], int] = {}
    observed = []
    for reason in (*judged.reasons, *judged.against):
        if _seen(reason) not in numbers:
            numbers[_seen(reason)] = len(numbers) + 1
            observed.append(Observation(len(numbers), reason))

    def infer(reasons: tuple[ReasonOut, ...]) -> tuple[Inference, ...]:
        return tuple(
            Inference(r.says, speaks(r, names), numbers[_seen(r)], r) for r in reasons
        )  # fmt: skip

    return Layers(
        device=device,
        anchor=anchor,
        sentence=words.sentence(device),
        observed=tuple(observed),
        keys=stated_keys(device),
        speaking=infer(judged.reasons),
        against=infer(judged.against),
        listed=words.listed_sentence(device, read.listing),
        changes=changes(device),
        measured=next((b for b in read.summary.bands if b.band == judged.band), None),
    )


def _seen(reason: ReasonOut) -> tuple[SeenIn, str, str]:
    return reason.seen_in, reason.field, reason.value


def stated_keys(device: DeviceOut) -> tuple[tuple[str, str], ...]:
    """Return the device's keys as (what, value), and other names it bears."""
    keys = device.keys
    return (
        *(("MAC", mac(value)) for value in keys.mac),
        *(("address", value) for value in keys.ip),
        *(("serial", value) for value in keys.serial),
        *(("host name", value) for value in keys.hostname),
        *(("asset number", value) for value in keys.asset),
        *(("also known as", value) for value in device.aliases),
    )


def changes(device: DeviceOut) -> tuple[str, ...]:
    """Say what would change the answer: what would decide it, or what would undo it.

    Nothing where the sentence itself already ends with the one thing that would.
    """
    asked = words.steps(device)
    if not words.is_named(device):
        return asked[1:] and asked
    undo = (
        "Firm evidence of another maker, or marks of an imitation, would make it "
        "“cannot be told” again"
    )
    return (*asked, undo)


def merge_says(merge: MergeOut) -> str:
    """Say why sightings were taken for one unit, and whether that is certain."""
    how = "certain" if merge.certain else "the key can be re-used: not certain"
    return f"{merge.key}: {merge.why} ({how})"
