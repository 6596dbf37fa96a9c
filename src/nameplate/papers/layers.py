"""One device in three layers, always apart: observed, inferred, law. For pages that show why."""

from collections.abc import Iterable
from typing import NamedTuple

from nameplate.model.report import (
    BandCount,
    BecauseOut,
    DeviceOut,
    MergeOut,
    Read,
    ReasonOut,
    SeenIn,
)
from nameplate.papers import words
from nameplate.papers.rows import speaks
from nameplate.papers.text import count, mac


class Observation(NamedTuple):
    """What some bytes say and where they are. Numbered within its device."""

    number: int
    reason: ReasonOut

    @property
    def value(self) -> str:
        """The value as people write it."""
        return mac(self.reason.value) if self.reason.field == "mac" else self.reason.value

    @property
    def text(self) -> str | None:
        """The matched bytes as text, where they say more than the value alone."""
        excerpt = self.reason.excerpt
        plain = (None, self.reason.value, self.value)
        return None if excerpt is None or excerpt.text.strip() in plain else excerpt.text


class Witnessed(NamedTuple):
    """What one witness says in one piece of evidence."""

    says_who: str
    seen_in: SeenIn
    observations: tuple[Observation, ...]


class Inference(NamedTuple):
    """What one reason says for or against a maker, and the number of what it rests on."""

    says: str
    speaks: str
    rests_on: int
    reason: ReasonOut


class Layers(NamedTuple):
    """A device as a page shows it. `more` are reasons beside which a stronger one counts."""

    device: DeviceOut
    anchor: str
    sentence: str
    observed: tuple[Witnessed, ...]
    keys: tuple[tuple[str, str], ...]
    speaking: tuple[Inference, ...]
    against: tuple[Inference, ...]
    more: tuple[Inference, ...]
    beside: tuple[str, ...]
    identity: tuple[BecauseOut, ...]
    merges: tuple[MergeOut, ...]
    listed: str
    changes: tuple[str, ...]
    measured: BandCount | None

    @property
    def all_reasons(self) -> tuple[Inference, ...]:
        """Every reason, for and against, for those who audit."""
        return self.speaking + self.against + self.more


def layers(device: DeviceOut, read: Read, anchor: str, names: dict[str, str]) -> Layers:
    """Part one device into what was observed, what follows, and what the listing says.

    `names` are those of `words.maker_names(read)`: asked once, not once a device.
    """
    judged = device.attribution
    counted = tuple(r for r in judged.reasons if r.counted)
    rest = tuple(r for r in judged.reasons if not r.counted)
    observed = observe((*counted, *judged.against))
    numbers = {_seen(o.reason): o.number for w in observed for o in w.observations}

    def infer(reasons: Iterable[ReasonOut]) -> tuple[Inference, ...]:
        return tuple(
            Inference(r.says, speaks(r, names), numbers.get(_seen(r), 0), r) for r in reasons
        )

    return Layers(
        device=device,
        anchor=anchor,
        sentence=words.sentence(device),
        observed=observed,
        keys=stated_keys(device),
        speaking=infer(counted),
        against=infer(judged.against),
        more=infer(rest),
        beside=beside(device, names),
        identity=device.kind_because,
        merges=merges(device),
        listed=words.listed_sentence(device, read.listing),
        changes=changes(device),
        measured=next((b for b in read.summary.bands if b.band == judged.band), None),
    )


def observe(reasons: Iterable[ReasonOut]) -> tuple[Witnessed, ...]:
    """Gather what the reasons rest on by witness and evidence, each observation once."""
    held: dict[tuple[str, str, str], dict[tuple[SeenIn, str, str], ReasonOut]] = {}
    for reason in reasons:
        source = (reason.witness, reason.seen_in.evidence, reason.seen_in.file)
        held.setdefault(source, {}).setdefault(_seen(reason), reason)
    found, number = [], 0
    for (witness, _, _), group in held.items():
        observations = []
        for reason in group.values():
            number += 1
            observations.append(Observation(number, reason))
        first = observations[0].reason.seen_in
        found.append(Witnessed(words.witness(witness), first, tuple(observations)))
    return tuple(found)


def _seen(reason: ReasonOut) -> tuple[SeenIn, str, str]:
    return reason.seen_in, reason.field, reason.value


def stated_keys(device: DeviceOut) -> tuple[tuple[str, str], ...]:
    """Return the device's keys as (what, value), and other ids that it bore."""
    keys = device.keys
    return (
        *(("MAC", mac(value)) for value in keys.mac),
        *(("address", value) for value in keys.ip),
        *(("serial", value) for value in keys.serial),
        *(("host name", value) for value in keys.hostname),
        *(("asset number", value) for value in keys.asset),
        *(("also known as", value) for value in device.aliases),
    )


def beside(device: DeviceOut, names: dict[str, str]) -> tuple[str, ...]:
    """Say what else bears on the maker: whose block, whose firmware, what a brand does not tell."""
    judged = device.attribution
    found = [need for need in judged.needs if not words.is_step(need)]
    spoken = any(r.field == "mac" for r in (*judged.reasons, *judged.against))
    if judged.registrant is not None and not spoken:
        found.append(
            f"Its address block is registered to {judged.registrant}: "
            "that names the block, not the maker"
        )
    if judged.firmware_family is not None and judged.firmware_family != judged.maker:
        family = names.get(judged.firmware_family, judged.firmware_family)
        found.append(f"The firmware that it runs is of the family of {family}")
    return tuple(found)


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


def merges(device: DeviceOut) -> tuple[MergeOut, ...]:
    """Return the merges, those of one key and reason as one with all their places."""
    found: dict[tuple[str, str, bool], dict[SeenIn, None]] = {}
    for merge in device.merges:
        places = found.setdefault((merge.key, merge.why, merge.certain), {})
        places.update(dict.fromkeys(merge.seen_in))
    return tuple(
        MergeOut(key=key, why=why, certain=certain, seen_in=tuple(places))
        for (key, why, certain), places in found.items()
    )


def merge_says(merge: MergeOut) -> str:
    """Say why sightings were taken for one unit, and whether that is certain."""
    how = "certain" if merge.certain else "not certain: it can be re-used"
    return f"{merge.why} ({how}; {count(len(merge.seen_in), 'place')})"
