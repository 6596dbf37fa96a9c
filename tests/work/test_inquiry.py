"""A question of law as an address holds it: checked word by word, shared, asked again."""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from nameplate.model.who import Who
from nameplate.work import instruments, law, supposing
from nameplate.work.inquiry import ANOTHER, inquiry

COUNCIL = [("actor", "council"), ("place", "GB-ENG"), ("verb", "use"), ("maker", "hikvision")]


def test_a_form_begins_with_who_asks_and_asks_nothing_yet() -> None:
    who = Who(actor_kind="council", jurisdiction="GB-ENG", stated={"role:controller": True})
    found = inquiry([], who)
    assert (found.asked, found.question, found.faults) == (False, None, ())
    assert (found.one["actor"], found.one["place"]) == ("council", "GB-ENG")
    assert found.many["stated"] == ("role:controller=yes",)


def test_an_address_is_the_question_and_nothing_else() -> None:
    who = Who(actor_kind="federal-agency", jurisdiction="US", purpose="public-safety")
    found = inquiry(COUNCIL, who).question
    assert found is not None
    assert (found.actor_kind, found.jurisdiction, found.purpose) == ("council", "GB-ENG", None)
    assert found.thing.maker == "hikvision"
    assert law.ask(found).outcome == "no-duty"


@pytest.mark.parametrize(
    ("pair", "field"),
    [
        (("actor", "king"), "actor"),
        (("actor", ""), "actor"),
        (("place", "Narnia"), "place"),
        (("verb", ""), "verb"),
        (("maker", "Hikvison"), "maker"),
        (("kind", "<b>"), "kind"),
        (("date", "2026-02-30"), "date"),
        (("date", "1066-01-01"), "date"),
        (("role", "king"), "role"),
        (("band", "certain"), "band"),
        (("stated", "nonsense=yes"), "verb"),
        (("stated", "waiver"), "verb"),
        (("ask", "scenario:x@2027-01-01"), "ask"),
    ],
)
def test_each_word_that_is_none_is_told_at_its_field(pair: tuple[str, str], field: str) -> None:
    found = inquiry([*COUNCIL, pair], None)
    assert found.question is None
    assert [fault.field for fault in found.faults] == [field]


def test_a_company_of_which_no_record_speaks_is_no_maker_that_is_named() -> None:
    found = inquiry([*COUNCIL, ("maker", ANOTHER)], None).question
    assert found is not None
    assert found.thing.maker not in (None, "hikvision")


def test_a_fact_is_stated_once_and_taken_out_again() -> None:
    first = inquiry(COUNCIL, None)
    again = inquiry(parse_qsl(first.with_fact("role:controller", "yes")), None)
    assert again.question is not None
    assert again.question.stated == {"role:controller": True}
    turned = inquiry(parse_qsl(again.with_fact("role:controller", "no")), None)
    assert turned.many["stated"] == ("role:controller=no",)
    assert inquiry(parse_qsl(turned.without_fact("role:controller")), None).query == first.query


@pytest.mark.parametrize("text", ["52.204-25", "FAR 52.204-25(b)(1)", "far 52.204-25"])
def test_a_clause_is_found_by_its_citation(text: str) -> None:
    assert "us-far-52-204-25" in {one.instrument for one in instruments.clauses(text)}


@pytest.mark.parametrize("text", ["", " ", "-", "(", "nothing has this"])
def test_what_is_no_clause_finds_none(text: str) -> None:
    assert instruments.clauses(text) == ()


def test_filters_of_instruments_leave_out_what_is_no_word() -> None:
    asked = instruments.asked_of({"place": "GB-ENG", "actor": "king", "verb": "", "force": "x"})
    assert asked == instruments.Asked(place="GB-ENG")
    found = instruments.listed(asked._replace(force="statute"))
    assert found
    assert {one.force for one in found} == {"statute"}
    assert instruments.listed(instruments.Asked(text="no-such-words")) == ()
    assert len(instruments.listed(instruments.Asked())) == len(law.instruments())


def test_a_choice_is_read_in_its_own_kind() -> None:
    query = {
        "id": "uk-parliamentarians-letter-2022",
        "start": "2027-01-01",
        "choice.rebadged_units": "no",
        "choice.transition_months": "soon",
        "choice.no_such": "yes",
        "choice.affiliates": "",
    }
    found = supposing.ask_of(query)
    assert date.fromisoformat(found.start) == date(2027, 1, 1)
    assert dict(found.choices) == {"rebadged_units": "no", "transition_months": "soon"}
    assert [fault.field for fault in found.faults] == ["choice.transition_months"]
    assert [f.field for f in supposing.ask_of({"id": "x", "start": "x"}).faults] == ["id", "start"]
