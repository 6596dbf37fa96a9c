"""What the law asks stands beside each device, and never more than the evidence carries."""

from datetime import date

import msgspec
import pytest

from nameplate.model.errors import WrongUsage
from nameplate.model.report import Read
from nameplate.model.who import Site, Who
from nameplate.papers.csv import to_csv
from nameplate.papers.html import to_html
from nameplate.papers.terminal import summary
from nameplate.work import read
from nameplate.work.beside import Scenario, beside, listing_for, site_of
from nameplate.work.law import law
from papers.sample_devices import devices
from papers.sample_read import answer

DAY = date(2026, 11, 25)
COUNCIL = Who(actor_kind="council", jurisdiction="GB-ENG")
CONTRACTOR = Who(
    actor_kind="private-company",
    roles=("federal-contractor",),
    jurisdiction="US",
    clauses=("far-52-204-25",),
    purpose="public-safety",
)


def asked(who: Who, scenario: Scenario | None = None) -> Read:
    return beside(answer(devices()), who, law().code, DAY, scenario)


def test_a_council_in_england_has_no_duty_and_reads_what_stands_beside() -> None:
    found = asked(COUNCIL)
    assert found.law is not None
    assert set(found.law.outcomes) == {"no-duty"}
    assert "answers" not in found.not_looked
    assert "uk-parliamentarians-letter-2022" in {one.instrument for one in found.law.beside}


def test_a_contractor_with_the_clause_has_a_duty_for_what_is_moderate_or_better() -> None:
    found = asked(CONTRACTOR)
    duties = [d for d in found.devices if d.law is not None and d.law.outcome == "duty"]
    assert duties
    assert {d.attribution.band for d in duties} <= {"strong", "moderate"}
    assert all(d.answers and d.answers[0].instrument == "us-far-52-204-25" for d in duties)


@pytest.mark.parametrize("who", [COUNCIL, CONTRACTOR, Who(actor_kind="police", jurisdiction="NZ")])
def test_a_device_below_moderate_never_carries_a_duty(who: Who) -> None:
    for device in asked(who).devices:
        if device.attribution.band in ("weak", "undetermined"):
            assert device.law is not None
            assert device.law.outcome != "duty"


def test_a_place_of_which_nothing_is_held_is_never_no_duty() -> None:
    found = asked(Who(actor_kind="council", jurisdiction="JE"))
    assert found.law is not None
    assert set(found.law.outcomes) == {"not-held"}
    assert "no records" in found.law.says


def test_the_listing_of_a_contractor_is_of_those_whom_its_instruments_name() -> None:
    held = law()
    listing = listing_for(CONTRACTOR, held.knowledge, held.code, DAY)
    assert listing is not None
    named = {member.entity for member in listing.members}
    assert {"hikvision", "dahua", "hytera", "huawei", "zte"} <= named
    assert "axis" not in named
    assert "2022" not in listing.title + listing.says


def test_a_run_elsewhere_never_speaks_of_the_call_unless_it_is_asked() -> None:
    held = law()
    by_itself = read.listing_asked(None, CONTRACTOR, held.knowledge, DAY)
    assert by_itself.id == "instruments-us"
    assert read.listing_asked("2022-call", CONTRACTOR, held.knowledge, DAY).id == "2022-call"
    assert read.listing_asked(None, COUNCIL, held.knowledge, DAY).id == "2022-call"
    assert read.listing_asked(None, None, held.knowledge, DAY).id == "2022-call"


def test_the_longest_site_name_in_a_place_is_its_site() -> None:
    who = Who(
        actor_kind="council",
        jurisdiction="GB-ENG",
        sites=(
            Site(name="park", site_class="park"),
            Site(name="Car Park East", site_class="retail"),
        ),
    )
    (device, *_) = answer(devices()).devices
    at = msgspec.structs.replace(device, place="Car park east, level 2")
    site = site_of(at, who)
    assert site is not None
    assert site.site_class == "retail"
    assert site_of(msgspec.structs.replace(device, place=None), who) is None


def test_a_scenario_answers_the_same_devices_as_if_the_call_were_law() -> None:
    found = asked(COUNCIL, Scenario("uk-parliamentarians-letter-2022", "2026-01-01", {}))
    assert found.law is not None
    assert found.law.outcomes.get("proposed", 0) > 0
    assert "duty" not in found.law.outcomes


def test_an_unknown_word_of_who_asks_is_refused() -> None:
    with pytest.raises(WrongUsage, match="counsil"):
        asked(Who(actor_kind="counsil", jurisdiction="GB-ENG"))


def test_the_answer_stands_on_every_paper() -> None:
    found = asked(CONTRACTOR)
    page = to_html(found).decode()
    assert "What the law asks" in page
    assert "FAR 52.204-25" in page
    assert "Not legal advice" in page
    assert "us-far-52-204-25" in to_csv(found).decode()
    assert "For a private company" in summary(found, width=100, colour=False)
