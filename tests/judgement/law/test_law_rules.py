"""The rules of answering, one at a time, on laws of one limb."""

from typing import Any

import pytest

from judgement.law.small_law import ask, code, only, rule

PLAIN = code(rule())


def test_a_plain_prohibition_is_a_duty_and_says_how_it_reaches() -> None:
    shown = only(ask(PLAIN))
    assert (shown.outcome, shown.reach, shown.valid_from) == ("duty", "place", "2020-01-01")


@pytest.mark.parametrize(
    "other",
    [
        {"actor": "police"},
        {"place": "BB"},
        {"verb": "buy"},
        {"thing": {"kind": "camera", "maker": "axis"}},
    ],
)
def test_another_actor_place_act_or_thing_is_not_reached(other: dict[str, Any]) -> None:
    found = ask(PLAIN, **other)
    assert (found.outcome, found.answers) == ("no-duty", ())


def test_two_limbs_never_lend_each_other_their_things() -> None:
    law = code(
        rule(
            {"id": "a"},
            {
                "id": "b",
                "actors": ["police"],
                "coverage": {"form": "named", "members": [{"entity": "dahua"}]},
            },
        )
    )
    dahua = {"kind": "camera", "maker": "dahua"}
    assert ask(law, thing=dahua).outcome == "no-duty"
    assert ask(law, "police").outcome == "no-duty"
    assert ask(law, "police", thing=dahua).outcome == "duty"


def test_who_is_expressly_not_bound_is_not_bound_by_another_role() -> None:
    law = code(rule({"actors": ["council", "controller"], "not_actors": ["council"]}))
    assert ask(law, roles=["controller"]).outcome == "no-duty"
    assert ask(law, "private-company", roles=["controller"]).outcome == "duty"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("must-not", "duty"),
        ("must", "duty"),
        ("needs-licence", "duty"),
        ("presumed-barred", "duty"),
        ("must-consider", "duty"),
        ("may", "no-duty"),
        ("undertakes", "no-duty"),
        ("recommends", "no-duty"),
    ],
)
def test_only_kinds_that_bind_give_a_duty(kind: str, outcome: str) -> None:
    assert ask(code(rule({"kind": kind}))).outcome == outcome


def test_a_duty_to_weigh_is_worded_so() -> None:
    found = ask(code(rule({"kind": "must-consider"})))
    assert "weigh" in found.says
    assert "no ban" in only(found).because


@pytest.mark.parametrize(
    ("kind", "verb", "outcome"),
    [("must", "use", "duty"), ("must-consider", "use", "no-duty"), ("may", "use", "no-duty")],
)
def test_a_general_duty_lifts_the_headline_only_by_kind_and_act(
    kind: str, verb: str, outcome: str
) -> None:
    law = code(rule({"kind": kind, "coverage": {"form": "any"}}, about="general"))
    found = ask(law, verb=verb)
    assert found.outcome == outcome
    assert [a.instrument for a in (*found.answers, *found.beside)] == ["rule"]


def test_an_act_may_set_a_duty_off() -> None:
    law = code(rule({"kind": "must", "verbs": ["assess"], "on": ["buy"]}))
    assert ask(law, verb="buy").outcome == "duty"
    assert ask(law, verb="use").outcome == "no-duty"


@pytest.mark.parametrize(
    ("strength", "outcome"),
    [("primary", "duty"), ("secondary", "duty"), ("press", "depends"), ("memory", "depends")],
)
def test_a_weak_source_caps_the_answer(strength: str, outcome: str) -> None:
    assert ask(code(rule(strength=strength))).outcome == outcome
    assert ask(code(rule({"strength": strength}))).outcome == outcome


def test_what_is_only_a_lead_never_gives_a_duty() -> None:
    assert ask(code(rule(lead_only=True))).outcome == "depends"


@pytest.mark.parametrize(
    ("unstated", "outcome", "beside"), [("depends", "depends", 0), ("not-reached", "no-duty", 1)]
)
def test_a_gate_that_nobody_opened(unstated: str, outcome: str, beside: int) -> None:
    law = code(rule({"gates": [{"fact": "x", "value": True, "if_unstated": unstated}]}))
    found = ask(law)
    assert (found.outcome, len(found.beside)) == (outcome, beside)
    assert ask(law, stated={"x": True}).outcome == "duty"
    assert ask(law, stated={"x": False}).outcome == "no-duty"


def test_an_exception_takes_a_case_out_only_as_it_says() -> None:
    plain = code(rule({"exceptions": [{"text": "t", "test": "x"}]}))
    usual = code(rule({"exceptions": [{"text": "t", "test": "x", "if_unstated": "depends"}]}))
    given = code(rule({"exceptions": [{"text": "t", "test": "x", "needs_grant": True}]}))
    dated = code(rule({"exceptions": [{"text": "t", "test": "x", "until": "2025-05-31"}]}))
    assert [ask(law).outcome for law in (plain, usual)] == ["duty", "depends"]
    assert ask(plain, stated={"x": True}).outcome == "no-duty"
    assert "exception" in only(ask(plain, stated={"x": True})).because
    assert ask(plain, stated={"x": "licence 7"}).outcome == "duty"
    assert ask(given, stated={"x": "licence 7"}).outcome == "no-duty"
    assert ask(dated, stated={"x": True}).outcome == "duty"
    assert ask(dated, day="2025-05-31", stated={"x": True}).outcome == "no-duty"


def test_the_purpose_limits_the_member_it_is_stated_for_and_no_other() -> None:
    coverage = {"form": "named", "members": [{"entity": "hikvision"}, {"entity": "huawei"}]}
    law = code(
        rule({"coverage": coverage, "scope": {"purposes": {"hikvision": ["public-safety"]}}})
    )
    huawei = {"kind": "camera", "maker": "huawei"}
    assert ask(law).outcome == "depends"
    assert only(ask(law)).facts == ("purpose",)
    assert ask(law, purpose="public-safety").outcome == "duty"
    assert ask(law, purpose="attendance").outcome == "no-duty"
    assert ask(law, purpose="law-enforcement").outcome == "depends"
    assert ask(law, thing=huawei).outcome == "duty"


def test_a_site_class_is_asked_for_and_never_guessed() -> None:
    law = code(rule({"scope": {"sites": ["school"]}}))
    assert ask(law).outcome == "depends"
    assert ask(law, site_class="school").outcome == "duty"
    assert ask(law, site_class="park").outcome == "no-duty"


def test_weak_evidence_of_the_maker_carries_no_duty_either_way() -> None:
    for maker in ("hikvision", "axis"):
        thing = {"kind": "camera", "maker": maker, "attribution_band": "weak"}
        assert ask(PLAIN, thing=thing).outcome == "depends"
    assert only(ask(PLAIN, thing={"kind": "camera"})).facts == ("maker",)


def test_a_union_gets_one_answer_only_where_its_parts_agree() -> None:
    north = code(rule({"extent": ["AA-N"]}))
    found = ask(north, place="AA")
    assert found.outcome == "depends"
    assert only(found).facts[0] == "jurisdiction"
    assert "North" in only(found).needs[0]
    both = code(rule({"id": "a", "extent": ["AA-N"]}, {"id": "b", "extent": ["AA-S"]}))
    assert ask(both, place="AA-S").outcome == "duty"


def test_a_clause_reaches_across_borders_and_place_does_not() -> None:
    limb = {"actors": ["federal-contractor"], "scope": {"clauses": ["far-52-204-25"]}}
    law = code(rule(limb, nexus=["contract"]))
    who: dict[str, Any] = {"actor": "private-company", "place": "BB"}
    stated: dict[str, Any] = {"roles": ["federal-contractor"], "clauses": ["far-52-204-25"]}
    assert only(ask(law, **who, **stated)).reach == "contract"
    assert ask(law, **who).outcome == "no-duty"
    assert ask(law, **who, roles=["federal-contractor"]).outcome == "depends"
    assert only(ask(law, **who, clauses=["far-52-204-25"])).facts == ("role:federal-contractor",)


def test_money_that_carries_a_rule_makes_its_spender_a_recipient() -> None:
    limb = {"actors": ["grant-recipient"], "scope": {"funding": ["federal-award"]}}
    law = code(rule(limb, nexus=["funding"]))
    assert only(ask(law, place="BB", funding=["federal-award"])).reach == "funding"
    assert ask(law, place="BB").outcome == "no-duty"


def test_nationality_and_incorporation_follow_the_actor() -> None:
    law = code(rule({"actors": ["any-person"]}, nexus=["national", "incorporated"]))
    assert only(ask(law, place="BB", nationality="AA")).reach == "national"
    assert only(ask(law, place="BB", incorporated_in="AA")).reach == "incorporated"
    assert ask(law, place="BB").outcome == "no-duty"


def test_a_body_keeps_the_rules_of_its_own_government_wherever_its_site_is() -> None:
    company = code(rule({"actors": ["private-company"]}))
    assert ask(PLAIN, place="BB", site_jurisdiction="AA").outcome == "no-duty"
    assert ask(PLAIN, place="AA", site_jurisdiction="BB").outcome == "duty"
    assert ask(company, "private-company", place="BB", site_jurisdiction="AA").outcome == "duty"


def test_a_statement_that_there_is_no_duty_is_cited_from_its_day_for_those_it_speaks_of() -> None:
    limb = {"kind": "none", "actors": [], "not_actors": ["council"], "states": "no-duty"}
    law = code(rule(limb))
    assert [a.kind for a in ask(law).answers] == ["none"]
    assert ask(law, day="2019-12-31").answers == ()
    assert ask(law, "police").answers == ()


def test_an_undetermined_criterion_is_reached_on_no_other_day() -> None:
    coverage = {"form": "criterion", "criterion": "bad", "criterion_id": "bad"}
    law = code(rule({"coverage": coverage}))
    assert ask(law).outcome == "depends"
    assert ask(law, day="2019-12-31").outcome == "no-duty"
    sure: dict[str, Any] = {"stated": {"criterion_determined": "J. Smith, 3 May 2025"}}
    assert ask(law, **sure).outcome == "duty"
    assert ask(law, day="2019-12-31", **sure).outcome == "not-in-force"
    assert ask(law, stated={"criterion_determined": False}).outcome == "no-duty"


def test_a_known_or_unknown_part_is_a_question_where_a_rule_reaches_parts() -> None:
    law = code(rule({"scope": {"component_rule": "as an essential part"}}))

    def about(**more: str) -> str:
        return ask(law, thing={"kind": "camera", "maker": "axis", **more}).outcome

    assert about() == "depends"
    assert about(component_maker="hikvision") == "depends"
    assert about(component_maker="ambarella") == "no-duty"


def test_a_place_in_no_held_extent_is_never_no_duty() -> None:
    assert ask(PLAIN, place="ZZ").outcome == "not-held"
    assert ask(PLAIN, place="BB", site_jurisdiction="ZZ").outcome == "not-held"


def test_a_no_to_a_question_of_a_prohibition_is_for_a_person_to_weigh() -> None:
    law = code(rule({"asks": [{"fact": "x", "words": "Is it x?"}]}))
    assert ask(law).outcome == "duty"
    assert ask(law, stated={"x": False}).outcome == "depends"


def test_a_scenario_shows_an_open_choice_and_fills_in_none() -> None:
    enacted = {
        "limbs": [
            {
                "id": "use",
                "kind": "must-not",
                "actors": ["any-person"],
                "verbs": ["use"],
                "object": "equipment",
                "coverage": {"form": "named", "members": [{"entity": "hikvision"}]},
            }
        ],
        "switches": [{"name": "private_homes", "words": "are homes bound"}],
    }
    law = code(rule(force="proposal", if_enacted=enacted) | {"limbs": []})
    scenario = {"ask": "scenario:rule@2025-01-01"}
    assert ask(law).outcome == "no-duty"
    assert [b.outcome for b in ask(law).beside] == ["proposed"]
    assert ask(law, **scenario).outcome == "proposed"
    assert ask(law, day="2024-12-31", **scenario).outcome == "not-in-force"
    home = {**scenario, "site_class": "home"}
    assert ask(law, **home).outcome == "depends"
    assert ask(law, **home, switches={"private_homes": False}).outcome == "no-duty"
    assert ask(law, **home, switches={"private_homes": True}).outcome == "proposed"
