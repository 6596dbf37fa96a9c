"""The sentences of an answer: counts of something, on a day, and never a clearance by accident."""

from datetime import date

import msgspec

from judgement.small_knowledge import ACME_MAC, BOLT_MAC, key, knowledge, saw
from nameplate.model.identifiers import Sha256
from nameplate.model.reading import FileReading, Piece
from nameplate.model.records import Evidence, Sighting, Witness
from nameplate.model.report import Read
from nameplate.work.read import judge

KNOWN = knowledge()
CALL = KNOWN.listings["call"]
WITHIN, BEFORE = date(2023, 1, 1), date(2020, 1, 1)


def answer(*sightings: Sighting, day: date = WITHIN) -> Read:
    named = tuple(msgspec.structs.replace(s, evidence=Sha256("e" * 64)) for s in sightings)
    evidence = Evidence(
        sha256=Sha256("e" * 64), size=1, name="a.txt", format="x", reader="x", reader_version="1"
    )
    reading = FileReading(name="a.txt", pieces=(Piece(evidence=evidence, records=named),))
    return judge((reading,), KNOWN, CALL, day)


def camera(mac: str) -> Sighting:
    return saw("register.kind", "camera", key("mac", mac), unit=mac, witness=Witness.TOOL)


def test_the_answer_counts_of_how_many_and_says_the_day() -> None:
    what, points, list_ = answer(camera(ACME_MAC), camera(BOLT_MAC)).summary.sentences
    assert what == "2 devices: 2 cameras, 0 recorders, 0 other or not known."
    assert points == (
        "The evidence points to Acme strongly for 0 and moderately for 1 of the 2 devices "
        "(1 of the 2 cameras and recorders); 0 of the 2 cameras and recorders cannot be told yet."
    )
    assert list_ == "A call. As at 1 January 2023."


def test_before_the_list_named_anybody_the_evidence_is_still_told() -> None:
    read = answer(camera(ACME_MAC), day=BEFORE)
    assert read.devices[0].listed is False
    assert "points to Acme" in read.summary.sentences[1]
    assert "on that day the list did not name them" in read.summary.sentences[1]


def test_where_nothing_can_be_told_it_does_not_say_none() -> None:
    read = answer(saw("register.name", "8ch NVR kit", unit="row 1", witness=Witness.PERSON))
    assert read.summary.sentences[1] == "Who made the one device cannot be told yet."


def test_no_device_is_no_clearance() -> None:
    assert answer().summary.sentences == (
        "No devices were found in this evidence. As at 1 January 2023.",
    )


def test_moderate_names_what_it_rests_on_and_says_if_it_was_only_written() -> None:
    seen = answer(camera(ACME_MAC)).devices[0]
    assert seen.attribution.shown == "Acme: moderate evidence (its address or serial)"
    typed = answer(
        saw("mac", ACME_MAC, key("mac", ACME_MAC, "typed"), unit="r", witness=Witness.PERSON)
    ).devices[0]
    assert typed.attribution.shown == (
        "Acme: moderate evidence (its address or serial, as written down)"
    )


def test_the_label_is_no_repetition_of_the_brand() -> None:
    rows = [
        saw(field, value, unit="row 1", witness=Witness.PERSON)
        for field, value in (("register.brand", "House"), ("register.model", "House HB123"))
    ]
    assert answer(*rows).devices[0].label == "House HB123"
