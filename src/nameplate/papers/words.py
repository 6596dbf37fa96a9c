"""The words for one device: evidence, never probability; listed, never unlawful.

Each function answers what one cell or sentence says. Evidence inside the texts is not made
inert here: the paper that shows it does that.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from nameplate.model.judged import Band
from nameplate.model.knowledge import DeviceKind
from nameplate.model.report import DecidedOut, DeviceOut, ListingOut, Read, ReasonOut
from nameplate.papers.text import mac

CANNOT_TELL = "cannot be told yet"
NOT_KNOWN = "maker not known"
NO_PLACE = "not known"
_CANNOT_TELL_HEAD = f"{CANNOT_TELL}: "


def is_named(device: DeviceOut) -> bool:
    """Say whether the evidence carries a maker's name: strong or moderate, and no less."""
    return (
        device.attribution.band in ("strong", "moderate")
        and device.attribution.maker_name is not None
    )


def maker(device: DeviceOut) -> str:
    """Return the maker's name, or why there is none. Weak evidence names nobody in a column."""
    if is_named(device):
        return device.attribution.maker_name or NOT_KNOWN
    if device.attribution.shown.startswith(CANNOT_TELL):
        return CANNOT_TELL
    return NOT_KNOWN


def band(name: Band) -> str:
    """Return a band in words."""
    match name:
        case "strong":
            return "strong evidence"
        case "moderate":
            return "moderate evidence"
        case "weak":
            return "weak evidence: cannot be told yet"
        case "undetermined":
            return "maker not known"
    assert_never(name)


BAND_MEANS: dict[Band, str] = {
    "strong": "two independent kinds of evidence, one of them hardware, or a statement of the "
    "unit itself that only this maker's units make",
    "moderate": "one firm kind of evidence, or several lighter ones",
    "weak": "a hint that decides nothing: counted with what cannot be told",
    "undetermined": "nothing that speaks for one maker, or evidence that contradicts itself",
}


def set_by(device: DeviceOut) -> DecidedOut | None:
    """Return the decision by which a person set the maker, None where nobody did."""
    return next((d for d in reversed(device.decided) if d.what == "maker"), None)


SET = "set by a person"


def decided(decision: DecidedOut) -> str:
    """Say what a person decided, and why."""
    return f"{decision.says}: {decision.why}"


def beside_decided(decision: DecidedOut) -> tuple[str, ...]:
    """Say what the evidence says of the same: it is never silenced."""
    if decision.evidence_says is None:
        return ()
    head = "the evidence says otherwise" if decision.disagrees else "the evidence by itself"
    if decision.what == "dispute":
        head = "what is disputed"
    return (f"{head}: {decision.evidence_says}",)


def band_of(device: DeviceOut) -> str:
    """Return the device's band in words; a contradiction or a decision is no band of its own."""
    if set_by(device) is not None:
        return SET
    if device.attribution.contradiction:
        return "evidence that contradicts itself"
    return band(device.attribution.band)


def sentence(device: DeviceOut) -> str:
    """Return the whole claim: maker and evidence, then what was not asked or not examined."""
    said = f"{device.attribution.shown}."
    if not is_named(device):
        next_step = step(device)
        return f"{said} {next_step}." if next_step else said
    if device.label is not None:
        said += f" The label says {device.label}."
    if device.listed is False:
        return f"{said} {_not_examined(device)}"
    brand = device.attribution.brand
    if brand is not None and brand.casefold() != (device.attribution.maker_name or "").casefold():
        return f"{said} Neither company has been asked."
    return f"{said} The company has not been asked."


def _not_examined(device: DeviceOut) -> str:
    beside = "the cameras on it" if device.kind == "recorder" else "its recorder"
    if device.parts:
        return f"Of its parts only those named here were seen; {beside}: not examined."
    return f"Its parts and {beside} were not examined."


def listed(device: DeviceOut) -> str:
    """Return one word or phrase for the listed column."""
    return {True: "yes", False: "no", None: CANNOT_TELL}[device.listed]


def listed_sentence(device: DeviceOut, listing: ListingOut) -> str:
    """Say what the listing has to do with this device. A listing forbids nothing."""
    if device.listed is True:
        return f"Made by a maker on the list asked. {listing.says}"
    if device.listed is False:
        return (
            f"The evidence points to a maker that is not on the list asked ({listing.title}). "
            "That says nothing of its parts."
        )
    return f"Whether its maker is on the list asked ({listing.title}) cannot be told yet."


def is_step(need: str) -> bool:
    """Say whether a need asks for something: every step says what it "would" decide or tell."""
    return " would " in need


def steps(device: DeviceOut) -> tuple[str, ...]:
    """Return what would decide, cheapest first; notes that ask for nothing are left out."""
    return tuple(need for need in device.attribution.needs if is_step(need))


def step(device: DeviceOut) -> str | None:
    """Return the cheapest next step, or None."""
    return next(iter(steps(device)), None)


def because(device: DeviceOut) -> str:
    """Return the reason in a clause: who set it, the kinds of evidence, else what is needed."""
    decision = set_by(device)
    if decision is not None:
        return f"{decision.who}: {decision.why}"
    if is_named(device):
        return kinds(device)
    if device.attribution.shown.startswith(_CANNOT_TELL_HEAD):
        return device.attribution.shown.removeprefix(_CANNOT_TELL_HEAD)
    next_step = step(device)
    return f"needs {_thing(next_step)}" if next_step else "nothing speaks for a maker"


def because_brief(device: DeviceOut) -> str:
    """Return the same in two or three words, for a narrow column: "needs a photo"."""
    next_step = step(device)
    if set_by(device) is not None:
        return SET
    if is_named(device):
        return "; ".join(_SHORT.get(one, one) for one in kinds(device).split("; ")[:2])
    if next_step is None:
        return because(device)
    thing = re.split(r" of |,| \(", _thing(next_step), maxsplit=1)[0]
    return f"needs {thing.replace('photograph', 'photo')}"


_SHORT = {
    "own reply": "reply",
    "discovery reply": "discovery",
    "model name": "model",
    "address (written down)": "typed address",
    "model name (written down)": "typed model",
    "serial (written down)": "typed serial",
}


def _thing(next_step: str) -> str:
    """Cut "A photograph of the label would decide" down to what is asked for."""
    asked = next_step.split(" would ")[0].rsplit(": ", 1)[-1].rstrip(",")
    return asked[:1].lower() + asked[1:]


def kinds(device: DeviceOut) -> str:
    """Return the kinds of evidence that count for the maker, the heaviest first."""
    counted = [r for r in device.attribution.reasons if r.counted and r.weight > 0]
    ordered = sorted(counted, key=lambda r: -r.weight)
    return "; ".join(dict.fromkeys(kind(reason) for reason in ordered))


_DISCOVERY = ("sadp", "dhip", "ws_discovery", "ssdp", "upnp", "mdns")


def kind(reason: ReasonOut) -> str:
    """Return what sort of evidence a reason is, in one or two plain words."""
    protocol, _, name = reason.field.partition(".")
    match reason.group:
        case "hardware" if reason.field == "mac":
            word = "address"
        case "hardware":
            word = "label" if protocol == "label" else "serial" if "serial" in name else "hardware"
        case "firmware" if protocol == "tls":
            word = "certificate"
        case "firmware" if protocol in _DISCOVERY:
            word = "discovery reply"
        case "firmware":
            word = "own reply"
        case "model":
            word = "model name"
        case "cloud":
            word = "names it looked up"
        case "decoy":
            word = "marks of an imitation"
        case _:
            return "a document" if reason.witness == "document" else "the register"
    return f"{word} (written down)" if reason.witness in ("person", "document") else word


_WITNESS = {
    "device": "the unit itself said it",
    "peer": "a switch or router saw it",
    "tool": "a tool reported it",
    "person": "a person wrote it down",
    "document": "a document says it",
}


def witness(name: str) -> str:
    """Say who says so."""
    return _WITNESS.get(name, "who says so is not known")


def where(device: DeviceOut) -> str:
    """Return the one place by which people find the unit: address, place, name, else a key."""
    keys = device.keys
    if keys.ip:
        return keys.ip[0]
    if device.place is not None:
        return device.place
    if device.behind is not None:
        return f"behind {device.behind}"
    if keys.hostname:
        return keys.hostname[0]
    if keys.mac:
        return mac(keys.mac[0])
    named = (*keys.asset, *keys.serial)
    return named[0] if named else NO_PLACE


def headline(device: DeviceOut) -> str:
    """Return "camera at 10.40.35.15" or the like."""
    thing = "device" if device.kind == "not known" else device.kind
    place = where(device)
    if place == NO_PLACE:
        return thing
    return f"{thing}, {place}" if place.startswith("behind ") else f"{thing} at {place}"


def a_kind(kind_: DeviceKind) -> str:
    """Return the kind with its article."""
    if kind_ in ("not known", "other", "network"):
        named = {"not known": "no known", "other": "another", "network": "the network"}[kind_]
        return f"a device of {named}{'' if kind_ == 'network' else ' kind'}"
    return f"an {kind_}" if kind_[0] in "aeiou" else f"a {kind_}"


def maker_names(read: Read) -> dict[str, str]:
    """Return the names people use, by maker id, as far as this answer has them."""
    return {
        d.attribution.maker: d.attribution.maker_name
        for d in read.devices
        if d.attribution.maker is not None and d.attribution.maker_name is not None
    }


def in_order(devices: Iterable[DeviceOut]) -> tuple[DeviceOut, ...]:
    """Return listed makers' devices, then what cannot be told, then the rest; else as given."""
    return tuple(sorted(devices, key=lambda d: {True: 0, None: 1, False: 2}[d.listed]))


def measured(wrong: int | None, of: int | None, on: str | None) -> str:
    """Say how often a band was wrong when it was measured, or that it was not."""
    if wrong is None or of is None:
        return "Its error has not been measured."
    return f"Measured: {wrong} wrong of {of}" + (f" ({on})." if on else ".")
