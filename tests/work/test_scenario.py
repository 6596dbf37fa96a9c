"""If a proposal were law: the same evidence twice, the difference, and no single number."""

from datetime import date

import pytest

from nameplate.model.errors import WrongUsage
from nameplate.model.scenario import Scenario
from nameplate.model.who import Site, Who
from nameplate.papers.law.scenario import scenario_text
from nameplate.work.scenario import Switches, difference, to_csv
from papers.sample_devices import devices
from papers.sample_read import answer

CALL = "uk-parliamentarians-letter-2022"
START = date(2027, 1, 1)
COUNCIL = Who(actor_kind="council", jurisdiction="GB-ENG")


def found(switches: Switches | None = None, who: Who = COUNCIL, name: str = CALL) -> Scenario:
    return difference(answer(devices()), who, name, START, switches or {})


def test_the_call_as_law_reaches_what_is_moderate_or_better_and_no_more() -> None:
    said = found()
    bands = {d.id: d.attribution.band for d in answer(devices()).devices}
    reached = [one for one in said.changed if one.after == "proposed"]
    assert reached
    assert {bands[one.device] for one in reached} <= {"strong", "moderate"}
    assert {one.maker for one in reached} <= {"Hikvision", "Dahua"}
    assert said.after["proposed"] == len(reached)
    assert "proposed" not in said.before


def test_units_of_unknown_makers_are_counted_apart() -> None:
    said = found()
    unknown = [
        d for d in answer(devices()).devices if d.attribution.band in ("weak", "undetermined")
    ]
    assert said.cannot_tell == len(unknown)
    assert any("cannot be told yet" in one for one in said.says)


def test_every_open_choice_is_shown_with_what_another_would_give() -> None:
    choices = {one.name: one for one in found().choices}
    assert choices["commencement"].value == "2027-01-01"
    rebadged = choices["rebadged_units"]
    assert (rebadged.value, rebadged.chosen) == (True, False)
    assert [effect.value for effect in rebadged.effects] == [False]
    without = found({"rebadged_units": False})
    assert without.after["proposed"] == rebadged.effects[0].bound
    assert without.after["proposed"] < found().after["proposed"]


def test_units_that_may_run_to_the_end_of_their_life_are_not_reached() -> None:
    assert "proposed" not in found({"existing_units": "run to end of life"}).after


def test_places_are_summed_up_by_the_sites_that_were_named() -> None:
    who = Who(
        actor_kind="council",
        jurisdiction="GB-ENG",
        sites=(Site(name="car park", site_class="public-place"),),
    )
    said = found(who=who)
    assert "car park" in {row.place for row in said.by_place}
    assert sum(row.devices for row in said.by_place) == said.devices
    assert sum(row.bound for row in said.by_place) == said.after["proposed"]


def test_an_unknown_choice_and_an_instrument_in_force_are_refused() -> None:
    with pytest.raises(WrongUsage, match="no choice"):
        found({"colour": True})
    with pytest.raises(WrongUsage, match="no proposal"):
        found(name="us-far-52-204-25")


def test_the_text_says_first_that_it_is_not_law() -> None:
    text = scenario_text(found(), width=80, colour=False)
    assert text.startswith("This is not law.")
    assert "no one number is the effect" in " ".join(text.split())
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_sheet_has_one_row_a_changed_device() -> None:
    said = found()
    assert to_csv(said).decode("utf-8-sig").count("\r\n") == len(said.changed) + 1
