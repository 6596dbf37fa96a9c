"""Questions written from the sources by hand: the outcome on each day, and who decides it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from judgement.law.law_asking import real
from nameplate.judgement.law import answer, checked
from nameplate.model.question import Answered, Question

FOLDER = Path(__file__).with_name("questions")


def _cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text())["case"]:
            for day, outcome in case["days"].items():
                yield pytest.param(case, day, outcome, id=f"{file.stem}: {case['id']}, {day}")


CASES = list(_cases())


def _answered(case: dict[str, Any], day: str) -> Answered:
    question = msgspec.convert({**case["question"], "date": day}, Question)
    return answer(checked(question, real()), real())


@pytest.mark.parametrize(("case", "day", "outcome"), CASES)
def test_the_answer_is_what_the_sources_say(case: dict[str, Any], day: str, outcome: str) -> None:
    found = _answered(case, day)
    cited = {a.instrument: a.outcome for a in found.answers}
    assert found.outcome == outcome, (found.says, cited)
    for name in case.get("decides", ()):
        assert cited.get(name) == outcome, cited
    assert not set(case.get("never", ())) & set(cited)


def test_there_are_enough_questions_over_enough_places() -> None:
    places = {p.values[0]["question"]["jurisdiction"] for p in CASES}
    assert len(CASES) >= 120
    assert len(places) >= 27
