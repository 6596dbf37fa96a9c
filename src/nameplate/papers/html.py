"""The answer as one HTML file: opens by double click, runs no script, loads nothing.

What evidence brings is inert wherever it stands: see `inert_html`.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nameplate.model.report import DeviceOut, Read
from nameplate.papers import words
from nameplate.papers.json import digest
from nameplate.papers.law import cells
from nameplate.papers.layers import layers
from nameplate.papers.steps import next_steps, unseen
from nameplate.papers.text import count, day

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")
STEPS_SHOWN = 12
"""How many next steps the top of the page names."""
IDS_SHOWN = 12
"""How many devices a next step names."""


class Grouped(NamedTuple):
    """The devices of one answer to "listed?": a heading over their rows."""

    title: str
    devices: tuple[DeviceOut, ...]


def to_html(read: Read) -> bytes:
    """Return the report. Same input, same bytes."""
    devices = words.in_order(read.devices)
    names = words.maker_names(read)
    anchors = {device.id: _anchor("d", device.id, n) for n, device in enumerate(devices)}
    files = {e.sha256: _anchor("e", e.sha256[:16], n) for n, e in enumerate(read.evidence)}
    text = _environment().get_template("report.html.j2").render(
        read=read,
        title=_title(read),
        groups=_groups(devices),
        devices=(layers(d, read, anchors[d.id], names) for d in devices),
        anchors=anchors,
        files=files,
        steps=next_steps(read),
        unseen=unseen(read.coverage),
        broken=[p for p in read.partial if not p.notice],
        notices=[p for p in read.partial if p.notice],
        digest=digest(read),
        names=names,
    )  # fmt: skip
    return text.encode("utf-8", "backslashreplace")


def _title(read: Read) -> str:
    return f"Who made {count(len(read.devices), 'device')}: as at {day(read.listing.as_of)}"


def _anchor(kind: str, name: str, number: int) -> str:
    """Return an id for a place on the page; a name of unknown form gives a number instead."""
    return f"{kind}-{name}" if re.fullmatch(r"[0-9a-z-]{1,64}", name) else f"{kind}-no-{number}"


def _groups(devices: tuple[DeviceOut, ...]) -> list[Grouped]:
    heads = {
        True: "Made by a maker on the list asked",
        None: "Cannot be told yet",
        False: "Made by another maker (parts and recorders not examined)",
    }
    return [
        Grouped(head, found)
        for value, head in heads.items()
        if (found := tuple(d for d in devices if d.listed is value))
    ]


@cache
def _environment() -> "Environment":
    from nameplate.papers.inert_html import environment

    found = environment(_TEMPLATES)
    found.globals |= {
        "words": words,
        "law": cells,
        "ids_shown": IDS_SHOWN,
        "steps_shown": STEPS_SHOWN,
    }
    return found
