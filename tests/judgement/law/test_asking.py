"""Bad questions: one line, the nearest known words, and where the list is."""

from typing import Any

import pytest

from judgement.law.law_asking import real
from nameplate.judgement.law import checked
from nameplate.model.errors import WrongUsage
from nameplate.model.question import Question, Thing

GOOD: dict[str, Any] = {
    "actor_kind": "council",
    "verb": "use",
    "jurisdiction": "GB-ENG",
    "date": "2026-11-25",
}


@pytest.mark.parametrize(
    ("wrong", "where", "near"),
    [
        ({"actor_kind": "counsil"}, "actor_kind", "council"),
        ({"verb": "by"}, "verb", "buy"),
        ({"jurisdiction": "Texsa"}, "jurisdiction", "US-TX"),
        ({"roles": ("federal contractor",)}, "roles", "federal-contractor"),
        ({"purpose": "safety"}, "purpose", "public-safety"),
        ({"site_class": "hospitals"}, "site_class", "hospital"),
        ({"clauses": ("FAR 52.204-25",)}, "clauses", "far-52-204-25"),
        ({"thing": Thing(kind="kamera")}, "thing.kind", "camera"),
        ({"thing": Thing(feature="emotions")}, "thing.feature", "emotion"),
        ({"ask": "scenario:uk-parliamentarians-2022@2026-01-01"}, "ask", "uk-parliamentarians"),
    ],
)
def test_an_unknown_word_is_met_with_the_nearest(
    wrong: dict[str, Any], where: str, near: str
) -> None:
    with pytest.raises(WrongUsage) as caught:
        checked(Question(**GOOD | wrong), real())
    line = str(caught.value)
    assert line.startswith(f"{where}: ")
    assert near in line
    assert "\n" not in line
    assert "`nameplate law " in line


@pytest.mark.parametrize(
    "day",
    ["", "2026-13-01", "yesterday", "1989-12-31", "2100-01-01", "2026-11-25T09:00:00", "9" * 400],
)
def test_a_day_that_cannot_be_asked_about_is_refused(day: str) -> None:
    with pytest.raises(WrongUsage):
        checked(Question(**GOOD | {"date": day}), real())


def test_a_hostile_word_is_answered_in_one_printable_line() -> None:
    with pytest.raises(WrongUsage) as caught:
        checked(Question(**GOOD | {"verb": "use\x1b[2J\n" * 3}), real())
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("said", "code"), [("UK", "GB"), ("Jersey", "JE"), ("texas", "US-TX"), ("gb-eng", "GB-ENG")]
)
def test_a_place_may_be_named_as_people_name_it(said: str, code: str) -> None:
    assert checked(Question(**GOOD | {"jurisdiction": said}), real()).jurisdiction == code


def test_an_earlier_id_of_a_proposal_is_understood() -> None:
    ask = "scenario:prop-seed-ban-sale-use@2026-01-01"
    found = checked(Question(**GOOD | {"ask": ask}), real())
    assert found.ask == "scenario:uk-parliamentarians-letter-2022@2026-01-01"
