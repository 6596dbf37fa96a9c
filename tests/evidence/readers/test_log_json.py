"""Logs as JSON: every shape of a stream by itself, and no person in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import log_json
from nameplate.evidence.tables.log_columns import id_of
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.records import Flow, Problem, Record, Sighting

FOLDER = Path(__file__).parents[2] / "samples/evidence/readers/log_json"
DOUBT_ID = id_of(["json", "a", "b"])


def read(data: bytes | str, answers: dict[str, dict[str, str]] | None = None) -> list[Record]:
    if isinstance(data, str):
        data = (FOLDER / data).read_bytes()
    source = Source.of(data)
    source.answers = answers or {}
    return list(log_json.read(source))


def names(found: list[Record]) -> list[tuple[str, str]]:
    return [(r.keys[0].value, r.value) for r in found if isinstance(r, Sighting)]


def test_reads_names_of_a_resolver_around_a_cut_line() -> None:
    found = read("route53.jsonl")
    assert names(found) == [
        ("192.168.10.20", "p2p.example.org"),
        ("192.168.10.21", "time.example.org"),
    ]
    assert [r.where for r in found if isinstance(r, Problem)] == ["line 2"]
    first = next(r for r in found if isinstance(r, Sighting))
    assert first.when == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert first.where == "line 1, /query_name"


def test_a_name_that_was_filtered_was_asked_for_all_the_same() -> None:
    assert [name for _, name in names(read("adguard.json"))] == [
        "p2p.example.org",
        "cloud.example.org",
    ]


def test_reads_a_list_of_objects_and_a_list_within_an_object() -> None:
    whole = (FOLDER / "opnsense-filter.json").read_bytes()
    for data, place in ((whole, "/0"), (b'{"total": 2, "rows": ' + whole + b"}", "/rows/0")):
        (flow,) = [r for r in read(data) if isinstance(r, Flow)]
        assert (flow.keys[0].value, flow.remote_ip, flow.port) == (
            "192.168.10.20",
            "203.0.113.80",
            8443,
        )
        assert (flow.bytes_out, flow.bytes_in, flow.where) == (0, 0, place)


def test_one_stream_may_hold_sessions_look_ups_and_other_events() -> None:
    found = read("ecs.ndjson")
    (flow,) = [r for r in found if isinstance(r, Flow)]
    assert (flow.bytes_out, flow.bytes_in, flow.port) == (120_000, 6_400, 8443)
    assert names(found) == [("192.168.10.20", "p2p.example.org")]
    assert [r.what for r in found if isinstance(r, Problem)] == [
        "passed over: lines that are no connections and no look-ups (1)"
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda p: p.name)
def test_no_planted_person_rule_or_page_reaches_a_record(path: Path) -> None:
    assert b"canary" in path.read_bytes()
    answers = {DOUBT_ID: {"source": "a", "destination": "b"}}
    assert "canary" not in repr(read(path.name, answers)).lower()


def test_a_doubt_is_asked_and_its_answer_used() -> None:
    with pytest.raises(UnreadableEvidence) as caught:
        read("doubt.jsonl")
    assert f"nameplate case columns {DOUBT_ID}" in caught.value.next_step
    found = read("doubt.jsonl", {DOUBT_ID: {"source": "a", "destination": "b", "time": "when"}})
    flows = [r for r in found if isinstance(r, Flow)]
    assert [flow.keys[0].value for flow in flows] == ["192.168.10.20", "192.168.10.21"]
    assert flows[0].first == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_a_doubt_later_in_a_stream_is_told_at_its_line_and_the_rest_is_read() -> None:
    data = (FOLDER / "ecs.ndjson").read_bytes() + (FOLDER / "doubt.jsonl").read_bytes()
    told = [r for r in read(data) if isinstance(r, Problem) and not r.notice]
    assert [r.where for r in told] == ["line 4"]
    assert DOUBT_ID in told[0].next_step


def test_claims_no_other_json() -> None:
    for other in (
        b"",
        b"{",
        b"[]",
        b"[1, 2]",
        b'{"ip": "192.0.2.1", "mac": "00:00:5e:00:53:01"}',
        b'{"source": "a", "destination": "b"}',
        b'{"address": "192.0.2.1", "gateway": "192.0.2.254", "model": "X1"}',
    ):
        assert log_json.sniff(other) == 0
        with pytest.raises(NotOurFormat):
            read(other)


def test_values_of_the_wrong_kind_cost_nothing_but_themselves() -> None:
    good = (FOLDER / "ecs.ndjson").read_bytes()
    wrong = (
        b'{"source":{"ip":[1]},"destination":{"ip":{}},"network":{"transport":7}}\n'
        b'{"source":{"ip":"192.168.1.1","bytes":-5,"port":1e99},"destination":{"ip":"203.0.113.1",'
        b'"bytes":"x"},"network":{"transport":"tcp"},"@timestamp":1e300}\n'
        b"null\n[]\n"
    )
    found = read(good + wrong)
    assert sum(isinstance(r, Flow) for r in found) == 2
