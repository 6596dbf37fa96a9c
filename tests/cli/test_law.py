"""`nameplate law`: one question by options, many as lines, lists, pages and time lines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nameplate.cli.commands import nameplate
from nameplate.model.errors import NameplateError, WrongUsage

COUNCIL = ("--actor", "council", "--place", "GB-ENG", "--verb", "use", "--maker", "hikvision")


def run(*args: str, given: str = "") -> Result:
    return CliRunner().invoke(nameplate, args, input=given, standalone_mode=False)


def test_a_council_in_england_is_told_that_no_duty_was_found_and_what_was_searched() -> None:
    found = run("law", "ask", *COUNCIL)
    assert found.return_value == 0
    assert "None of the instruments we hold that reach a council in England" in found.output
    assert "instruments are held" in found.output
    assert "Not legal advice" in found.output


def test_the_same_as_json_has_the_outcome_and_the_instruments() -> None:
    found = json.loads(run("law", "ask", *COUNCIL, "--json").output)
    assert found["outcome"] == "no-duty"
    assert [one["instrument"] for one in found["answers"]] == ["uk-local-authority-no-duty-2024"]
    assert "uk-parliamentarians-letter-2022" in {one["instrument"] for one in found["beside"]}


def test_an_unknown_word_names_the_nearest_and_where_the_list_is() -> None:
    fault = run("law", "ask", "--actor", "counsil", *COUNCIL[2:]).exception
    assert isinstance(fault, WrongUsage)
    assert "council" in fault.next_step
    assert "nameplate law words" in fault.next_step


def test_without_a_terminal_what_is_missing_is_named_and_not_asked() -> None:
    fault = run("law", "ask", "--place", "GB-ENG").exception
    assert isinstance(fault, WrongUsage)
    assert "--actor is missing" in str(fault)


def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    good = {
        "id": "q1",
        "actor_kind": "council",
        "jurisdiction": "GB-ENG",
        "verb": "use",
        "thing": {"maker": "hikvision"},
        "date": "2026-11-25",
    }
    lines = [
        json.dumps(good),
        "",
        "{not json",
        json.dumps({**good, "id": "q2", "date": "0001-1-1"}),
    ]
    lines.append(json.dumps({**good, "id": "q3", "jurisdiction": "JE"}))
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines))
    found = run("law", "ask", str(path))
    assert found.return_value == 4
    *answers, last = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(one["id"], one["outcome"]) for one in answers] == [
        ("q1", "no-duty"),
        ("q3", "not-held"),
    ]
    assert last["summary"]["answered"] == 2
    assert [("line 3" in text, "line 4" in text) for text in last["not_answered"]] == [
        (True, False),
        (False, True),
    ]


def test_a_fault_never_repeats_what_stood_in_the_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"actor_kind": 7, "note": "hunter2"}\nhunter2\n')
    found = run("law", "ask", str(path))
    assert found.return_value == 4
    assert "hunter2" not in found.output


def test_options_and_a_file_exclude_each_other() -> None:
    assert isinstance(run("law", "ask", "x.jsonl", *COUNCIL).exception, WrongUsage)


def test_a_list_holds_the_instruments_of_a_place_and_of_those_around_it() -> None:
    found = [
        json.loads(line)
        for line in run("law", "list", "--place", "Texas", "--json").stdout.splitlines()
    ]
    assert {"US-TX", "US"} <= {place for one in found for place in one["extent"]}
    assert not any(place.startswith("GB") for one in found for place in one["extent"])


def test_a_page_shows_every_limb_and_an_earlier_id_leads_to_it() -> None:
    assert "Limb report" in run("law", "show", "us-far-52-204-25").output
    assert "67 MPs" in run("law", "show", "prop-seed-ban-sale-use").output
    fault = run("law", "show", "us-far-52-204-26x").exception
    assert isinstance(fault, NameplateError)
    assert "us-far-52-204-26" in fault.next_step


def test_a_time_line_names_the_day_on_which_a_duty_began() -> None:
    found = run(
        "law", "timeline", "--actor", "federal-agency", "--place", "US", "--verb", "buy",
        "--maker", "dahua", "--purpose", "public-safety", "--date", "2026-11-25",
    )  # fmt: skip
    assert "13 August 2019 to 25 November 2026: duty" in found.output


@pytest.mark.parametrize("kind", ["actors", "verbs", "purposes"])
def test_the_closed_words_are_listed_with_their_meaning(kind: str) -> None:
    assert run("law", "words", kind).output.count(": ") > 5
