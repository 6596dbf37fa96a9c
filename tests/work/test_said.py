"""What stands of a body is its own newest answer; what was said of others is none of it."""

from datetime import date

import msgspec
import pytest

from nameplate.knowledge import load
from nameplate.model.knowledge import Deployment, Status
from nameplate.papers.said import State
from nameplate.work.said import of_area, standings, state_of

TODAY = date(2026, 11, 25)
ONE = Deployment(
    id="x",
    body="Town Council",
    about="body",
    place="GB-ENG",
    what="cameras",
    count=47,
    status="in use",
    claimant="Town Council",
    as_at="2025-06",
)


def but(**changed: object) -> Deployment:
    return msgspec.structs.replace(ONE, **changed)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("in use", "some"),
        ("none", "none"),
        ("refused", "refused"),
        ("no reply", "no reply"),
        ("does not know", "unknown"),
        ("not read", "unknown"),
        ("refused or no reply", "unknown"),
        ("exposed", None),
    ],
)
def test_none_refused_no_reply_and_not_known_are_four_things(
    status: Status, state: State | None
) -> None:
    assert state_of(but(status=status, count=None)) == state


def test_a_hundred_cameras_are_many_and_a_hundred_sites_are_not_said_to_be() -> None:
    assert state_of(but(count=100)) == "many"
    assert state_of(but(count=99)) == "some"
    assert state_of(but(count=1_000, what="sites")) == "some"


@pytest.mark.parametrize("about", ["area", "group", "company"])
def test_what_is_said_of_an_area_a_group_or_a_company_is_no_bodys_answer(about: str) -> None:
    assert state_of(but(about=about)) is None
    assert standings([but(about=about)], TODAY) == ()


@pytest.mark.parametrize("what", ["analytics", "management software", "spend", "networks"])
def test_an_answer_to_another_question_is_none_to_this_one(what: str) -> None:
    assert state_of(but(what=what, status="refused", count=None)) is None


def test_the_newest_answer_stands_and_the_older_is_not_added() -> None:
    (stands,) = standings([ONE, but(count=None, status="refused", as_at="2023-07-18")], TODAY)
    assert stands.state == "some"
    assert stands.says == "47 cameras (Town Council, June 2025)"
    (stands,) = standings([ONE, but(count=None, status="refused", as_at="2025-07-18")], TODAY)
    assert stands.state == "refused"


def test_two_claimants_of_one_moment_who_differ_are_both_told() -> None:
    (stands,) = standings([ONE, but(count=None, status="none", claimant="A Member")], TODAY)
    assert stands.state == "mixed"
    assert "47 cameras (Town Council" in stands.says
    assert "none (A Member" in stands.says


def test_an_answer_of_more_than_three_years_is_old() -> None:
    def old(as_at: str | None) -> bool:
        return standings([but(as_at=as_at)], TODAY)[0].old

    assert old("2019-06")
    assert old("2023-11-21")
    assert not old("2023-12")
    assert not old("2023")  # it may be of December
    assert old("2022")
    assert old(None)


def test_an_area_has_the_answer_of_its_bodies_or_says_that_they_differ() -> None:
    police, town = standings([ONE, but(body="Police", count=None, status="none")], TODAY)
    assert of_area([]) == "unknown"
    assert of_area([police]) == "none"
    assert of_area([police, town]) == "mixed"
    assert of_area([town, town]) == "some"


def test_areas_that_were_only_reported_are_drawn_as_not_known() -> None:
    of = {one.area: one for one in load().deployments if one.about == "area" and one.area}
    assert {"E09000020", "E07000209", "E08000026"} <= of.keys()
    assert standings(of.values(), TODAY) == ()
