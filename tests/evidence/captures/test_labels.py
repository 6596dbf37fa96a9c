"""Real captures with labels: nobody is accused, and what another tool read is found."""

import json
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from evidence.captures.labelled import Held, Value, values, withheld
from nameplate.evidence import intake
from nameplate.knowledge import load
from nameplate.model.judged import Attribution
from nameplate.model.reading import FileReading
from nameplate.model.records import Record
from nameplate.work.read import judged
from shared_data import shared

ACCUSED = frozenset({"hikvision", "dahua"})
FINDING = frozenset({"strong", "moderate"})
LEAST = 0.99
AS_OF = date(2026, 11, 25)


@cache
def labels() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("data/captures/labels.json").read_text("utf-8"))
    return found


@cache
def readings() -> dict[str, FileReading]:
    """Read every labelled capture as the product does; by its name in the labels."""
    root = shared("data/captures")
    named = {str(root / name): name for name in [*labels()["captures"], *labels()["wrapped"]]}
    return {named[reading.name]: reading for reading in intake.read(list(named))}


def records_of(name: str) -> list[Record]:
    return [record for piece in readings()[name].pieces for record in piece.records]


def attributions(name: str) -> list[Attribution]:
    knowledge = load()
    listing = next(iter(knowledge.listings.values()))
    return [one.attribution for one in judged([readings()[name]], knowledge, listing, AS_OF)]


def test_every_labelled_capture_is_read() -> None:
    assert len(readings()) == len(labels()["captures"]) + len(labels()["wrapped"])
    for name, reading in readings().items():
        assert reading.pieces, (name, reading.not_read)
        assert not reading.not_read, (name, reading.not_read)


def test_no_device_of_these_captures_is_accused() -> None:
    bands: Counter[str] = Counter()
    accused = []
    for name, one in labels()["captures"].items():
        assert not one["label"]["maker_is_hikvision_or_dahua"]
        for found in attributions(name):
            bands[f"{found.maker or 'nobody'} {found.band}"] += 1
            if found.maker in ACCUSED and found.band in FINDING:
                accused.append((name, found))
    print(f"\n{bands.total()} devices in {len(labels()['captures'])} captures: {dict(bands)}")
    assert accused == []


def test_of_the_values_that_another_tool_read_ninety_nine_in_a_hundred_are_found() -> None:
    held = {name: Held(records_of(name)) for name in labels()["captures"]}
    found: Counter[str] = Counter()
    every: Counter[str] = Counter()
    kept_back: Counter[str] = Counter()
    missed: list[Value] = []
    for value in values(labels()["captures"]):
        if held[value.capture].has(value):
            found[value.field] += 1
        elif rule := withheld(value):
            kept_back[rule] += 1
            continue
        else:
            missed.append(value)
        every[value.field] += 1
    print()
    for field in sorted(every):
        print(f"  {field:24} {found[field]:5} of {every[field]:5}")
    whole = every.total() + kept_back.total()
    print(
        f"  {'in all':24} {found.total():5} of {every.total():5}, and {whole} with those withheld"
    )
    for rule, count in kept_back.most_common():
        print(f"  withheld: {count:4}  {rule}")
    shown = "\n".join(map(str, missed[:60]))
    assert found.total() >= LEAST * every.total(), f"{len(missed)} missed:\n{shown}"


def test_the_wrapped_payloads_are_judged_as_labelled() -> None:
    for name, one in labels()["wrapped"].items():
        mac = one["mac"].replace(":", "")
        knowledge = load()
        listing = next(iter(knowledge.listings.values()))
        (unit,) = [
            j
            for j in judged([readings()[name]], knowledge, listing, AS_OF)
            if any(k.kind == "mac" and k.value == mac for k in j.device.keys)
        ]
        assert {k.value for k in unit.device.keys if k.kind == "ip"} == {one["ip"]}
        told = unit.attribution
        print(f"\n{name}: {told.maker} {told.band}, brand {told.brand}")
        # A discovery reply need not say under which name the unit was sold.
        assert told.brand in (None, one["label"]["brand"])
        if one["label"]["maker"] == "hikvision":
            assert (told.maker, told.band) == ("hikvision", "strong")
        else:
            # A brand that speaks another maker's protocol: a lead, and no finding.
            assert told.band not in FINDING
