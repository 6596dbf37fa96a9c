"""What the shipped records answer: the questions that everybody asks first."""

from judgement.law.law_asking import asked, cited, of

CLAUSE: dict[str, tuple[str, ...]] = {
    "roles": ("federal-contractor",),
    "clauses": ("far-52-204-25",),
}


def test_an_english_council_has_no_duty_and_the_answer_cites_who_said_so() -> None:
    found = asked("council", "GB-ENG", "use", "2026-11-25", maker="hikvision")
    assert found.outcome == "no-duty"
    assert cited(found) == {"uk-local-authority-no-duty-2024"}
    assert "None of the instruments we hold that reach a council in England" in found.says
    assert "25 November 2026" in found.says


def test_a_department_may_not_deploy_at_a_sensitive_site_once_the_criterion_is_determined() -> None:
    facts = {"maker": "hikvision", "site_class": "sensitive-gov:secret"}
    sure = {"stated": {"criterion_determined": True}}
    place = ("central-government-body", "GB-ENG", "install")
    assert asked(*place, "2023-01-15", **facts, **sure).outcome == "duty"
    assert asked(*place, "2022-11-23", **facts, **sure).outcome == "not-in-force"
    assert asked(*place, "2023-01-15", **facts).outcome == "depends"
    assert asked(*place, "2022-11-23", **facts).outcome == "no-duty"


def test_a_clause_follows_the_contractor_across_the_border() -> None:
    found = asked(
        "private-company",
        "GB-ENG",
        "use",
        "2026-11-25",
        maker="dahua",
        purpose="government-facility",
        incorporated_in="US",
        **CLAUSE,
    )
    assert of(found, "us-far-52-204-25").outcome == "duty"
    assert of(found, "us-far-52-204-25").reach == "contract"


def test_a_private_company_without_a_contract_is_not_bound_by_section_889() -> None:
    found = asked("private-company", "US", "use", "2026-11-25", maker="hikvision")
    assert (found.outcome, cited(found)) == ("no-duty", set())


def test_a_place_we_hold_nothing_of_is_never_no_duty() -> None:
    for place in ("JE", "AU"):
        assert asked("council", place, "use", "2026-11-25", maker="dahua").outcome == "not-held"


def test_ezviz_and_the_fifty_per_cent_rule_by_day() -> None:
    ear = {"subject_to_ear": True}

    def export(day: str) -> str:
        return asked("private-company", "FR", "export_to", day, party="ezviz", stated=ear).outcome

    days = ("2025-09-28", "2025-10-15", "2025-11-10", "2026-11-09", "2026-11-10")
    assert [export(day) for day in days] == [
        "not-in-force",
        "depends",
        "not-in-force",
        "not-in-force",
        "depends",
    ]
