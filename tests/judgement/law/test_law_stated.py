"""What a user states settles what it was asked for, and no sentence shows a word of the code."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from judgement.law.law_asking import asked, of, real
from nameplate.judgement.law import answer, checked, phrases
from nameplate.model.question import Answered, Question

UNSEEN = Path(__file__).with_name("questions") / "unseen.toml"
WHAT_IF = "scenario:prop-uk-designate-maker@2027-01-01"


@pytest.mark.parametrize(
    ("total", "outcome"), [(55, "duty"), ("50 %", "duty"), (49.9, "no-duty"), ("most", "depends")]
)
def test_a_total_share_that_is_stated_is_compared_as_the_rule_compares_it(
    total: float | str, outcome: str
) -> None:
    stated = {"ownership_total": total}
    found = asked(
        "private-company",
        "US",
        "export_to",
        "2025-10-15",
        party="ezviz",
        kind="chip",
        stated=stated,
    )
    assert found.outcome == outcome


@pytest.mark.parametrize(("role", "outcome"), [(True, "duty"), (False, "no-duty")])
def test_what_a_part_does_is_not_asked_again_once_it_is_stated(role: bool, outcome: str) -> None:
    found = asked(
        "federal-agency",
        "US",
        "buy",
        "2024-03-01",
        maker="hanwha",
        component_maker="huawei",
        purpose="government-facility",
        stated={"component_role": role},
    )
    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("party", "outcome"),
    [("hikvision", "proposed"), ("hikvision-uk", "depends"), ("ezviz", "proposed")],
)
def test_whom_a_scenario_designates_brings_those_it_owns_or_controls(
    party: str, outcome: str
) -> None:
    found = asked("council", "GB-ENG", "pay", "2027-02-01", party=party, ask=WHAT_IF)
    assert found.outcome == outcome


def test_a_scenario_names_nobody_whom_it_was_not_told_to() -> None:
    found = asked("council", "GB-ENG", "pay", "2027-02-01", party="dahua", ask=WHAT_IF)
    assert found.outcome == "no-duty"


def test_a_day_before_the_list_took_effect_is_not_called_a_day_before_the_listing() -> None:
    found = asked("us-person", "US", "invest", "2022-01-05", party="sensetime", object="security")
    assert "had no effect yet" in of(found, "us-eo-13959-14032").because


def _said(found: Answered) -> Iterator[str]:
    yield found.says
    for one in (*found.answers, *found.beside):
        yield one.because
        yield from one.needs
        yield from (f.because for f in one.further)


def test_no_sentence_shows_a_word_of_the_code() -> None:
    code = real()
    words = {
        w for kind in ("facts", "sites") for w in code.vocabulary[kind] if re.search("[_:]", w)
    }
    for case in tomllib.loads(UNSEEN.read_text())["case"]:
        for day in case["days"]:
            question = msgspec.convert({**case["question"], "date": day}, Question)
            for said in _said(answer(checked(question, code), code)):
                assert not words & set(re.findall(r"[\w:-]+", said)), said
                assert "?." not in said, said
                assert not re.search(
                    r"\b(a|A) (nhs |us |eu |police (?!force)|school (public|ind))|in United ", said
                ), said


@pytest.mark.parametrize("kind", ["actors", "roles", "verbs"])
def test_every_word_for_an_actor_or_an_act_has_plain_words(kind: str) -> None:
    said = {**phrases.ACTORS, **phrases.ACTS}
    assert {w for w in real().vocabulary[kind] if w not in said} == set()
    assert set(phrases.NOTHING) == set(phrases.ACTS)


def test_acts_on_one_thing_share_its_name() -> None:
    assert phrases.done(("buy", "lease", "use"), "equipment") == "buy, hire or use such equipment"
    assert phrases.done(("sell",), "product") == "sell such products"
    assert phrases.done(("supply",), "payment") == "supply such a person or company"


def test_a_place_of_which_only_law_around_it_is_held_says_so() -> None:
    found = asked("municipality", "DE", "use", "2026-11-24", maker="hikvision")
    assert "Of the law of Germany itself we hold no records." in found.says
    assert "the law of Germany itself: no records are held" in found.searched.not_examined
    english = asked("council", "GB-ENG", "use", "2026-11-24", maker="hikvision")
    assert "itself we hold no records" not in english.says


def test_advice_of_the_committee_stands_beside_a_deal_with_a_company_spoken_of() -> None:
    for verb in ("invest", "partner", "contract_with"):
        found = asked("private-company", "GB-ENG", verb, "2026-11-24", party="hikvision")
        assert found.outcome == "no-duty"
        assert "uk-fac-never-again-2021" in {a.instrument for a in found.beside}


def test_a_flaw_that_nobody_found_is_no_rule_of_another_day() -> None:
    found = asked("federal-agency", "US", "use", "2020-10-01", maker="hikvision")
    assert found.outcome == "no-duty"


def test_what_binds_stands_before_a_duty_to_weigh() -> None:
    found = asked(
        "police",
        "GB-WLS",
        "use",
        "2026-01-15",
        feature="live-identification",
        feature_state="enabled",
        purpose="law-enforcement",
    )
    kinds = [a.kind for a in found.answers if a.outcome == "duty"]
    assert kinds == sorted(kinds, key="must-consider".__eq__)
    assert "no ban" not in found.says


def test_who_is_listed_and_no_entity_of_ours_is_shown_as_the_list_writes_it() -> None:
    bureau = "xinjiang production and construction corps public security bureau"
    found = asked("private-company", "GB-ENG", "pay", "2022-01-01", party=bureau)
    assert "Xinjiang Production and Construction Corps" in found.answers[0].because
