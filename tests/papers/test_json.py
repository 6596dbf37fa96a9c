"""The JSON is the contract itself, inert on a terminal, and its schema is published."""

import json
import re
from pathlib import Path

import jsonschema
import msgspec

from nameplate.model.report import DeviceOut, Read
from nameplate.papers.json import digest, line, to_json, to_jsonl
from nameplate.papers.schema import schema, schema_json
from papers.sample_hostile import hostile_read
from papers.sample_read import answer, many, sample_read

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "read.schema.json"
ACTIVE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def test_the_json_reads_back_as_the_same_answer() -> None:
    assert msgspec.json.decode(to_json(sample_read()), type=Read) == sample_read()


def test_hostile_text_survives_whole_and_acts_on_no_terminal() -> None:
    data = to_json(hostile_read())
    assert not ACTIVE.search(data.decode("utf-8"))
    back = msgspec.json.decode(data, type=Read)
    for before, after in zip(hostile_read().devices, back.devices, strict=True):
        assert before.label is not None
        assert after.label == before.label.encode("utf-8", "backslashreplace").decode()


def test_json_lines_hold_one_device_a_line_and_then_all_the_rest() -> None:
    read = sample_read()
    *lines, last = to_jsonl(read).splitlines()
    assert tuple(msgspec.json.decode(line, type=DeviceOut) for line in lines) == read.devices
    rest = json.loads(last)
    assert list(rest)[:3] == ["schema", "summary", "not_read"]
    assert set(rest) == set(json.loads(to_json(read))) - {"devices"}


def test_an_answer_without_devices_still_ends_with_its_record() -> None:
    (last,) = to_jsonl(answer(())).splitlines()
    assert json.loads(last)["schema"] == "nameplate/read/1"


def test_null_is_not_looked_and_the_reason_stands_beside_it() -> None:
    found = json.loads(to_json(sample_read()))
    assert found["devices"][0]["answers"] is None
    assert set(found["not_looked"]) == {"destinations", "settings", "answers"}
    assert found["devices"][0]["keys"]["serial"] == []


def test_answers_fit_the_schema_and_a_broken_one_does_not() -> None:
    checker = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    for read in (sample_read(), hostile_read(), answer(())):
        checker.validate(json.loads(to_json(read)))
    broken = json.loads(to_json(sample_read()))
    broken["devices"][0]["attribution"]["band"] = "guilty"
    assert not checker.is_valid(broken)
    del broken["listing"]
    assert not checker.is_valid(broken)


def test_the_published_schema_is_the_one_of_the_types() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_json(), "run python scripts/reference.py"
    assert json.loads(schema_json())["$id"] == "nameplate/read/1"


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert to_json(hostile_read()) == to_json(hostile_read())
    assert to_jsonl(many(40)) == to_jsonl(many(40))
    assert digest(sample_read()) == digest(sample_read())
    assert digest(sample_read()) != digest(many(3))


def test_every_character_is_inert_and_comes_back() -> None:
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    written = line(every)
    assert not ACTIVE.search(written.decode().rstrip("\n"))
    assert msgspec.json.decode(written) == every
