"""Who we are is stated, never inferred: with names and days, refused whole, taken back."""

from datetime import date
from pathlib import Path

import pytest

from nameplate.knowledge import load
from nameplate.work import entering, saying, stating
from nameplate.work.decide import Refusal
from nameplate.work.desk import Desk
from nameplate.work.entering import BodyEntry, FactEntry, SensitivityEntry, SiteEntry
from nameplate.work.whom import actors, place_groups

COUNCIL = BodyEntry(kind="council", place="GB-ENG", who="A. Example")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.open(tmp_path / "case")


def site(desk: Desk, name: str = "Town Hall") -> str:
    return entering.enter_site(desk, "", SiteEntry(name, "gov-office", who="A. Example"))


def test_nobody_asks_until_somebody_says_so(desk: Desk) -> None:
    assert stating.who_of(desk) is None
    entering.enter_body(desk, COUNCIL)
    who = stating.who_of(desk)
    assert who is not None
    assert (who.actor_kind, who.jurisdiction, who.stated) == ("council", "GB-ENG", {})
    assert desk.is_stale()


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (COUNCIL._replace(kind="any"), "kind"),
        (COUNCIL._replace(place="Narnia"), "place"),
        (COUNCIL._replace(roles=("importer", "king")), "roles"),
        (COUNCIL._replace(purpose="spying"), "purpose"),
        (COUNCIL._replace(site_class="sensitive-gov:secret"), "site_class"),
        (COUNCIL._replace(who=" "), "who"),
        (COUNCIL._replace(who="a" * 101), "who"),
    ],
)
def test_a_form_with_a_fault_keeps_nothing(desk: Desk, entry: BodyEntry, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        entering.enter_body(desk, entry)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert desk.settings.every() == ()


def test_a_sites_sensitivity_goes_before_its_kind_and_is_taken_back(desk: Desk) -> None:
    entering.enter_body(desk, COUNCIL)
    id_ = site(desk)
    told = SensitivityEntry("sensitive-gov:secret", "decision 12", "2026-01-02", "B. Example")
    entering.enter_sensitivity(desk, id_, told)
    held = stating.us(desk).sites[0]
    assert held.kind == "sensitive-gov:secret"
    assert held.sensitivity_said is not None
    assert held.sensitivity_said.who == "B. Example"
    past = stating.history(desk.settings)[0]
    assert "decision 12" in saying.past(past, {id_: "Town Hall"})
    entering.take_back(desk, past.id, "C. Example")
    who = stating.who_of(desk)
    assert who is not None
    assert who.sites[0].site_class == "gov-office"
    assert len(desk.settings.every()) == 4
    with pytest.raises(Refusal):
        entering.take_back(desk, past.id, "C. Example")


@pytest.mark.parametrize("day", ["", "x", "2026-13-01", "1066-01-01", "2999-01-01", "20260101"])
def test_a_sensitivity_statement_needs_a_day_a_reason_and_a_name(desk: Desk, day: str) -> None:
    id_ = site(desk)
    with pytest.raises(Refusal) as refused:
        entering.enter_sensitivity(desk, id_, SensitivityEntry("sensitive-gov:secret", "", day, ""))
    assert {fault.field for fault in refused.value.faults} == {"why", "day", "who"}
    assert stating.us(desk).sites[0].sensitivity is None


def test_a_site_is_changed_removed_and_put_back(desk: Desk) -> None:
    entering.enter_body(desk, COUNCIL)
    id_ = site(desk)
    with pytest.raises(Refusal):
        site(desk, "TOWN  hall")
    entering.enter_site(desk, id_, SiteEntry("Library", "public-place", who="A. Example"))
    entering.remove_site(desk, id_, "A. Example")
    assert stating.us(desk).sites == ()
    entering.take_back(desk, stating.history(desk.settings)[0].id, "A. Example")
    assert [one.site.name for one in stating.us(desk).sites] == ["Library"]


def test_a_fact_holds_for_all_sites_or_for_one(desk: Desk) -> None:
    entering.enter_body(desk, COUNCIL)
    id_ = site(desk)
    entering.enter_fact(desk, "role:controller", FactEntry("yes", who="A. Example"))
    entering.enter_fact(desk, "waiver", FactEntry("other", "No. 7", id_, who="A. Example"))
    who = stating.who_of(desk)
    assert who is not None
    assert who.stated == {"role:controller": True}
    assert who.sites[0].stated == {"waiver": "No. 7"}
    with pytest.raises(Refusal):
        entering.enter_fact(desk, "waiver", FactEntry("perhaps", who="A. Example"))
    with pytest.raises(Refusal):
        entering.enter_fact(desk, "waiver", FactEntry("yes", "", "no-site", who="A. Example"))


def test_the_listing_follows_who_asks_unless_one_was_named(tmp_path: Path) -> None:
    knowledge, day = load(), date(2026, 11, 25)
    for named, place, found in (
        ("", "GB-ENG", "2022-call"),
        ("", "US", "instruments-us"),
        ("2022-call", "US", "2022-call"),
    ):
        desk = Desk.open(tmp_path / f"{named}{place}", listing=named)
        assert stating.listing_now(desk, None, knowledge, day).id == "2022-call"
        entering.enter_body(desk, BodyEntry("federal-agency", place, who="A. Example"))
        assert stating.listing_now(desk, stating.who_of(desk), knowledge, day).id == found


def test_what_no_record_asks_is_no_fact() -> None:
    assert entering.fact_asks("waiver")
    assert entering.fact_asks("role:controller")
    assert entering.fact_asks("started:tender-notice")
    for name in ("", "role:king", "started:monday", "criterion:none", "<b>"):
        assert entering.fact_asks(name) is None


def test_kinds_that_the_records_of_a_place_speak_of_come_first() -> None:
    here, elsewhere = actors("GB-ENG")
    assert "council" in {term.word for term in here}
    assert "federal-agency" in {term.word for term in elsewhere}
    assert actors("Narnia")[0] == ()
    words = [term.word for group in actors("US-TX") for term in group]
    assert len(words) == len(set(words))
    codes = [code for group in place_groups() for code, _ in group.places]
    assert len(codes) == len(set(codes)) == len(entering.places())
