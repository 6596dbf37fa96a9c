"""What the law asks stands beside each device of a case, and follows what people decide."""

from pathlib import Path

import pytest

from nameplate.register.filters import Filters
from nameplate.work import decide, entering, stating
from nameplate.work.decide import Entry
from nameplate.work.desk import Desk
from nameplate.work.entering import BodyEntry, FactEntry, SiteEntry
from nameplate.work.rebuild import rebuild
from nameplate.work.view import View
from web.conftest import council_case

CONTRACTOR = BodyEntry(
    kind="private-company",
    place="US",
    roles=("federal-contractor",),
    clauses=("far-52-204-25",),
    purpose="public-safety",
    who="A. Example",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return council_case(tmp_path_factory.mktemp("beside"))


def judged(desk: Desk) -> View:
    rebuild(desk, lambda *_: None)
    return View(desk)


def outcomes(view: View) -> dict[str, int]:
    return dict(view.devices(Filters(), "", 1).outcomes)


def test_the_answer_follows_the_body_its_facts_and_decisions(case: Path) -> None:
    desk = Desk.open(case)
    view = judged(desk)
    assert outcomes(view) == {}
    entering.enter_body(desk, CONTRACTOR)
    view = judged(desk)
    counted = outcomes(view)
    assert counted["duty"] > 0
    assert sum(counted.values()) == view.devices(Filters(), "", 1).total
    listed = view.devices(Filters(law="duty"), "", 1)
    assert {one.law for one in listed.lines} == {"duty"}

    named = listed.lines[0].id
    decide.add(view, named, Entry("set", "A. Example", "the label", "maker", "axis"))
    seen = view.device(named)
    assert seen is not None
    assert seen.device.law is not None
    assert seen.device.law.outcome != "duty"
    assert outcomes(View(desk))["duty"] == counted["duty"] - 1
    assert outcomes(judged(desk))["duty"] == counted["duty"] - 1


def test_a_site_is_asked_for_what_it_is(case: Path) -> None:
    desk = Desk.open(case)
    entering.enter_body(desk, BodyEntry("central-government-body", "GB-ENG", who="A. Example"))
    entering.enter_site(desk, "", SiteEntry("town hall", "gov-office", who="A. Example"))
    view = judged(desk)
    answer = view.answer()
    assert answer is not None
    assert any(need.fact == "site_class" for need in answer.needs)
    assert any("Town Hall" in place for place, _ in answer.places)
    held = stating.us(desk)
    assert stating.site_at(held, "Town Hall, Server room") == held.sites[0]
    assert stating.site_at(held, None) is None


def test_words_of_another_release_stop_nothing_and_are_told(case: Path) -> None:
    desk = Desk.open(case)
    stating.state(desk, stating.BODY, stating.Body(kind="king", place="GB-ENG"), "A. Example")
    view = judged(desk)
    answer = view.answer()
    assert answer is not None
    assert answer.read.law is None
    assert "king" in answer.read.not_looked["answers"]
    entering.enter_fact(desk, "waiver", FactEntry("yes", who="A. Example"))
    decide.add(
        view, view.devices(Filters(), "", 1).lines[0].id, Entry("dispute", "A. Example", "no")
    )
