"""What people decide is followed, and the evidence's own answer stays beside it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from nameplate.judgement.attribution import decide, decided
from nameplate.judgement.devices import devices
from nameplate.knowledge import load
from nameplate.model.decisions import Decision, anchors_of, at, kept_anchors
from nameplate.model.records import Key, Sighting, Witness
from nameplate.model.report import DeviceOut, Place
from papers.sample_devices import devices as sample_devices

DAY = date(2026, 11, 25)
KNOWLEDGE = load()
LISTING = KNOWLEDGE.listings["2022-call"]
EVIDENCE = "e" * 64


def decision(what: str, device: DeviceOut, n: int = 1, **more: Any) -> Decision:
    return Decision(
        id=n,
        what=what,  # type: ignore[arg-type]  # names of acts
        device=device.id,
        anchors=kept_anchors(device),
        who="E. Officer",
        why="the label",
        when="2026-11-24T10:00:00+00:00",
        **more,
    )


def followed(device: DeviceOut, *decisions: Decision) -> DeviceOut:
    return decide(device, decisions, LISTING, KNOWLEDGE, DAY)


def one(band: str) -> DeviceOut:
    return next(d for d in sample_devices() if d.attribution.band == band)


def test_a_maker_that_a_person_set_is_listed_and_never_strong() -> None:
    device = one("undetermined")
    found = followed(device, decision("set", device, aspect="maker", value="dahua"))
    assert found.attribution.maker == "dahua"
    assert (found.attribution.band, found.listed) == ("moderate", True)
    assert found.attribution.shown == "Dahua: set by E. Officer on 24 November 2026"
    assert found.decided[0].evidence_says == device.attribution.shown
    assert not found.decided[0].disagrees


def test_a_person_and_the_evidence_that_agree_keep_the_band() -> None:
    device = one("strong")
    maker = device.attribution.maker
    found = followed(device, decision("set", device, aspect="maker", value=maker))
    assert found.attribution.band == "strong"
    assert not found.decided[0].disagrees


def test_where_the_evidence_says_otherwise_both_are_shown() -> None:
    device = one("strong")
    found = followed(device, decision("set", device, aspect="maker", value="axis"))
    assert found.attribution.maker == "axis"
    assert found.attribution.reasons == device.attribution.reasons
    assert found.decided[0].disagrees


def test_a_maker_without_a_record_is_neither_listed_nor_cleared() -> None:
    device = one("strong")
    found = followed(device, decision("set", device, aspect="maker", value="other:Tiny Cameras"))
    assert (found.attribution.maker, found.attribution.maker_name) == (None, "Tiny Cameras")
    assert found.listed is None


def test_a_person_may_say_that_it_is_not_known() -> None:
    device = one("strong")
    found = followed(device, decision("set", device, aspect="maker", value=""))
    assert (found.attribution.band, found.listed) == ("undetermined", None)


def test_the_later_of_two_decisions_holds_and_both_are_kept() -> None:
    device = one("undetermined")
    found = followed(
        device,
        decision("set", device, 1, aspect="place", value="Roof"),
        decision("set", device, 2, aspect="place", value="Cellar"),
        decision("set", device, 3, aspect="kind", value="intercom"),
    )
    assert (found.place, found.kind) == ("Cellar", "intercom")
    assert [d.decision for d in found.decided] == [1, 2, 3]


def test_a_dispute_changes_nothing_and_is_told() -> None:
    device = one("strong")
    found = followed(device, decision("dispute", device))
    assert msgspec.structs.replace(found, decided=()) == device
    assert found.decided[0].says == "Disputed by E. Officer on 24 November 2026"


def test_a_decision_finds_its_device_by_its_places_when_its_id_has_changed() -> None:
    every = sample_devices()
    device = every[0]
    entry = decision("set", device, aspect="place", value="Roof")
    moved = msgspec.structs.replace(device, id="ffffff", aliases=())
    found = decided((*every[1:], moved), [entry], LISTING, KNOWLEDGE, DAY)
    assert [d.place for d in found if d.decided] == ["Roof"]
    assert found[-1].place == "Roof"


def test_an_undone_decision_is_not_followed() -> None:
    every = sample_devices()
    entry = decision("set", every[0], 1, aspect="place", value="Roof")
    undo = decision("undo", every[0], 2, undoes=1)
    assert decided(every, [entry, undo], LISTING, KNOWLEDGE, DAY) == every


def test_a_decision_about_a_device_that_is_gone_changes_nothing() -> None:
    every = sample_devices()
    entry = decision("set", every[0], aspect="place", value="Roof")
    rest = tuple(d for d in every if not set(anchors_of(d)) & set(entry.anchors))
    assert decided(rest, [entry], LISTING, KNOWLEDGE, DAY) == rest


def sighting(where: str, mac: str | None, how: Any = "payload", **keys: str) -> Sighting:
    found = [Key.of("mac", mac, how), Key.of("ip", keys.get("ip"), how)]
    return Sighting(
        keys=tuple(k for k in found if k is not None),
        witness=Witness.DEVICE,
        field="http.title",
        value=where,
        where=where,
        evidence=EVIDENCE,  # type: ignore[arg-type]  # a hash
    )


ONE, TWO = "24:48:45:00:00:01", "24:48:45:00:00:02"


def place(where: str) -> Place:
    return Place(evidence=EVIDENCE, where=where)


def entry(what: str, anchors: list[str], n: int = 1, **more: Any) -> Decision:
    return Decision(
        id=n,
        what=what,  # type: ignore[arg-type]  # names of acts
        device="x",
        anchors=tuple(anchors),
        who="E",
        why="seen",
        when="2026-11-24T10:00:00+00:00",
        **more,
    )


def test_a_person_joins_two_units_and_the_reason_is_kept() -> None:
    seen = [sighting("line 1", ONE), sighting("line 2", TWO)]
    assert len(devices(seen, KNOWLEDGE)) == 2
    merge = entry("merge", ["mac 244845000001"], other="y", other_anchors=("mac 244845000002",))
    (found,) = devices(seen, KNOWLEDGE, [merge])
    assert len(found.keys) == 2
    assert found.merges[-1].why == "E decided it: seen"
    undo = entry("undo", [], 2, undoes=1)
    assert devices(seen, KNOWLEDGE, [merge, undo]) == devices(seen, KNOWLEDGE)


def test_a_person_parts_what_a_wrong_key_had_joined() -> None:
    seen = [sighting("line 1", ONE), sighting("line 2", ONE, "typed", ip="192.0.2.9")]
    assert len(devices(seen, KNOWLEDGE)) == 1
    split = entry("split", [at(EVIDENCE, "line 1")], places=(place("line 2"),))
    stays, goes = devices(seen, KNOWLEDGE, [split])
    assert stays.id == devices(seen, KNOWLEDGE)[0].id  # its own word keeps the address
    assert goes.id != stays.id
    assert [k.value for k in goes.doubted] == ["244845000001"] * len(goes.doubted)
    assert goes.doubted
    assert not stays.doubted


@pytest.mark.parametrize("places", [(), ("line 1", "line 2"), ("line 9",)])
def test_a_split_that_parts_nothing_changes_nothing(places: tuple[str, ...]) -> None:
    seen = [sighting("line 1", ONE), sighting("line 2", ONE)]
    split = entry("split", [], places=tuple(place(p) for p in places))
    assert devices(seen, KNOWLEDGE, [split]) == devices(seen, KNOWLEDGE)


def test_every_sighting_still_ends_in_exactly_one_device() -> None:
    seen = [sighting(f"line {n}", ONE if n % 2 else TWO) for n in range(10)]
    split = entry("split", [], places=(place("line 3"), place("line 5")))
    merge = entry("merge", [at(EVIDENCE, "line 3")], 2, other_anchors=(at(EVIDENCE, "line 0"),))
    found = devices(seen, KNOWLEDGE, [split, merge])
    assert sorted(s.where for d in found for s in d.sightings) == sorted(s.where for s in seen)
