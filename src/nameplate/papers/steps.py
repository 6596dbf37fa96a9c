"""What to do next, cheapest first, for the whole answer: one line a thing to do."""

from typing import NamedTuple

from nameplate.model.report import Coverage, Read
from nameplate.papers.text import either
from nameplate.papers.words import in_order, steps

_DAY_S = 86_400
_OF_INTEREST = frozenset(
    {"camera", "recorder", "encoder", "intercom", "access terminal", "body-worn", "not known"}
)


class Step(NamedTuple):
    """One thing to do, why, and the ids of the devices it would decide or firm up."""

    what: str
    why: str
    devices: tuple[str, ...]


_TEACH = Step(
    "Give a folder with an asset register, a scan, a switch's table or a saved reply of a unit",
    "no device was found",
    (),
)


def next_steps(read: Read) -> tuple[Step, ...]:
    """Return the steps: at the desk first (files), then what decides most devices.

    A step that would decide comes before one that would only firm up what is known.
    """
    deciding: dict[tuple[str, ...], list[str]] = {}
    firming: dict[tuple[str, ...], list[str]] = {}
    for device in in_order(read.devices):
        asked = steps(device)
        if asked and device.kind in _OF_INTEREST:
            table = firming if device.attribution.band == "moderate" else deciding
            table.setdefault(asked, []).append(device.id)
    if not read.devices:
        return (*_files(read), _TEACH)
    return (
        *_files(read),
        *_ranked(deciding, "cannot be told yet"),
        *_ranked(firming, "moderate evidence so far"),
    )


def _ranked(table: dict[tuple[str, ...], list[str]], why: str) -> list[Step]:
    ordered = sorted(table.items(), key=lambda item: -len(item[1]))
    return [Step(_or(asked), why, tuple(ids)) for asked, ids in ordered]


def _or(asked: tuple[str, ...]) -> str:
    first, *rest = asked
    others = [f"{text[:1].lower()}{text[1:]}" for text in rest]
    return "; or: ".join((first, *others))


def _files(read: Read) -> list[Step]:
    """Files that broke come first: mending them costs minutes. Of no known kind: no step."""
    broken = [(n.file, n.next_step) for n in read.not_read]
    broken += [(p.file, p.next_step) for p in read.partial if not p.notice]
    found: dict[str, list[str]] = {}
    for file, what in broken:
        files = found.setdefault(what.rstrip("."), [])
        if file not in files:
            files.append(file)
    return [
        Step(what, f"for {either(_some(files))}", ())
        for what, files in found.items()
        if what and not what.casefold().startswith("nothing to do")
    ]


def _some(files: list[str]) -> list[str]:
    return files if len(files) <= 3 else [*files[:3], f"{len(files) - 3} more"]


def unseen(coverage: Coverage) -> tuple[str, ...]:
    """Say what the evidence could not see: networks, times, traffic."""
    found = []
    if coverage.networks:
        named = [network.network for network in coverage.networks[:3]]
        if len(coverage.networks) > 3:
            named.append(f"{len(coverage.networks) - 3} more")
        found.append(f"any network but {either(named)}")
    else:
        found.append("any network: no address was seen by a machine, only written down")
    if coverage.first is None:
        found.append("when: no file says when it was made")
    elif coverage.undated:
        found.append(f"when, for {coverage.undated} pieces of evidence that carry no time")
    if coverage.watched:
        found.append(_short_watch(coverage))
    elif coverage.directions == "none":
        found.append("traffic: nothing can be said of what leaves the site")
    elif coverage.directions == "one way":
        found.append("the other half of the traffic: it was seen one way only")
    return tuple(one for one in found if one)


def _short_watch(coverage: Coverage) -> str:
    """Say that traffic was watched for less than a day, where that is so."""
    longest = max(one.seconds or 0.0 for one in coverage.watched)
    if longest >= _DAY_S:
        return ""
    minutes = int(longest // 60)
    length = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    return f"more than {length} of traffic: a unit silent then is not shown"
