"""Timelines: asked at boundaries only, and the same as asking every day."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from judgement.law.law_asking import real
from nameplate.judgement.law import answer, timeline
from nameplate.model.question import Question, Thing

CASES: dict[str, dict[str, Any]] = {
    "a department at a sensitive site": {
        "actor_kind": "central-government-body",
        "jurisdiction": "GB-ENG",
        "verb": "install",
        "site_class": "sensitive-gov:secret",
        "stated": {"criterion_determined": True},
        "thing": Thing(kind="camera", maker="hikvision"),
    },
    "an exporter to EZVIZ": {
        "actor_kind": "private-company",
        "jurisdiction": "US",
        "verb": "export_to",
        "thing": Thing(kind="chip", party="ezviz"),
    },
    "a state agency somewhere in the United States": {
        "actor_kind": "state-agency",
        "jurisdiction": "US",
        "verb": "use",
        "thing": Thing(kind="camera", maker="uniview"),
    },
    "a fund and SenseTime": {
        "actor_kind": "private-company",
        "jurisdiction": "US",
        "verb": "invest",
        "object": "security",
        "thing": Thing(party="sensetime"),
    },
}


@pytest.mark.parametrize("name", CASES)
def test_a_timeline_is_what_asking_every_day_gives(name: str) -> None:
    question = Question(date="2018-01-01", **CASES[name])
    stretches = timeline(question, real(), "2026-11-25")
    assert stretches[0].since == "2018-01-01"
    assert stretches[-1].until == "2026-11-25"
    day = date(2018, 1, 1)
    for stretch in stretches:
        assert stretch.since == day.isoformat()
        while day <= date.fromisoformat(stretch.until):
            found = answer(msgspec.structs.replace(question, date=day.isoformat()), real())
            assert found.outcome == stretch.outcome, day
            day += timedelta(days=1)


def test_a_stretch_names_what_changed_it() -> None:
    question = Question(date="2018-01-01", **CASES["a department at a sensitive site"])
    before, after = timeline(question, real(), "2026-11-25")
    assert (before.outcome, after.outcome) == ("not-in-force", "duty")
    assert (after.since, after.changed_by) == ("2022-11-24", ("uk-wms-sensitive-sites-2022",))
