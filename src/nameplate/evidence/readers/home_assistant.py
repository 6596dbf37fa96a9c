"""Home Assistant diagnostics: what an integration wrote down of the unit's own replies."""

from collections.abc import Iterator

from nameplate.evidence.bounded import json
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import home_automation, saved
from nameplate.evidence.protocols.stated import sightings
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="home-assistant",
    title="Home Assistant diagnostics",
    yields=("Sighting",),
    spec="Home Assistant, integration diagnostics (Download diagnostics)",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 86 for a diagnostics file, else 0."""
    start = saved.head_of(head)
    named = b'"home_assistant"' in start and (b'"data"' in start or b'"integration_man' in start)
    return 86 if start.startswith(b"{") and named else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what the unit's replies and the device registry inside say."""
    value = json.loads(saved.whole(source), where=source.name)
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict | list):
        raise NotOurFormat("no diagnostics data", next_step="Download the diagnostics again.")
    found = [one for one in home_automation.said(data, "/data") if one]
    if not found:
        raise NotOurFormat(
            "diagnostics of an integration that says nothing of a device",
            next_step="Download those of the camera's own integration.",
        )
    yield from sightings(found, unit="device")
