"""What was said, in words: the number with its unit and its bound, the refusal with its ground."""

import json

import msgspec
import pytest

from nameplate.knowledge import load
from nameplate.model.knowledge import Deployment
from nameplate.papers import said
from shared_data import shared

ONE = Deployment(
    id="x",
    body="Town Council",
    about="body",
    place="GB-ENG",
    what="cameras",
    status="in use",
    claimant="Town Council",
)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"count": 47}, "47 cameras"),
        ({"count": 300, "qualifier": "at least"}, "at least 300 cameras"),
        ({}, "in use; no number given"),
        ({"status": "none", "what": "presence"}, "none"),
        ({"status": "refused", "section": "FOIA 2000 s.24(1)"}, "refused: FOIA 2000 s.24(1)"),
        ({"status": "refused", "what": "presence"}, "refused"),
        ({"status": "no reply"}, "no reply"),
        ({"status": "does not know"}, "it does not know"),
        ({"status": "not read"}, "its answer was not read here"),
        ({"what": "bodies", "count": 11, "base": 36}, "11 of 36 bodies"),
        ({"what": "bodies", "count": 3, "base": 32, "status": "none"}, "3 of 32 bodies have none"),
        ({"what": "networks per 1,000 people", "count": 13.67}, "13.67 networks per 1,000 people"),
        ({"count": 1_200_000, "qualifier": "at least"}, "at least 1,200,000 cameras"),
    ],
)
def test_an_answer_has_its_number_unit_and_bound(changed: dict[str, object], says: str) -> None:
    assert said.answer(msgspec.structs.replace(ONE, **changed)) == says


@pytest.mark.parametrize(
    ("as_at", "published", "says"),
    [
        ("2019-06", "2019-06-06", "June 2019"),
        ("2021", None, "2021"),
        (None, "2023-07-18", "said 18 July 2023"),
        (None, None, "day not said"),
    ],
)
def test_a_day_is_as_exact_as_it_was_said(
    as_at: str | None, published: str | None, says: str
) -> None:
    assert said.moment(msgspec.structs.replace(ONE, as_at=as_at, published=published)) == says


def test_every_record_can_be_said() -> None:
    for one in load().deployments:
        assert said.answer(one).strip()
        assert said.moment(one).strip()
        assert bool(said.about(one)) == (one.about != "body")


def test_nothing_of_the_published_statements_was_lost_or_added() -> None:
    path = shared("data/deployments.json")
    given = {one["id"]: one for one in json.loads(path.read_text("utf-8"))}
    held = {one.id: one for one in load().deployments}
    assert held.keys() == given.keys()
    for id_, one in held.items():
        count = given[id_]["count"] if one.what != "presence" else None
        assert (one.count, one.base) == (count, given[id_]["base"]), id_
        assert (one.as_at, one.published) == (given[id_]["as_at"], given[id_]["published"]), id_
        assert one.place == given[id_]["jurisdiction"]
        assert one.section == given[id_]["refused_section"]
