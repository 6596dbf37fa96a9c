"""Nameplate's own JSON lines."""

import json
from datetime import UTC, datetime

import pytest

from nameplate.evidence.readers import nameplate_jsonl
from nameplate.model.records import Sighting, Witness
from saved_reply_checks import problems, read, sample, sightings, values
from shared_data import shared


def _lines(*rows: object) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _one(row: object) -> Sighting:
    (found,) = sightings(read("nameplate_jsonl", _lines(row)))
    return found


def test_reads_the_lines_around_a_bad_one() -> None:
    records = read("nameplate_jsonl", sample("nameplate_jsonl", "lines.jsonl"))
    assert [one.where for one in problems(records) if not one.notice] == [
        "line 2",
        "line 4, /field",
        "line 11",
    ]
    assert {one.unit for one in sightings(records)} >= {"line 1", "line 3", "line 10"}


def test_a_sighting_keeps_its_keys_time_and_place() -> None:
    records = sightings(read("nameplate_jsonl", sample("nameplate_jsonl", "lines.jsonl")))
    first, place = records[:2]
    assert (first.field, first.value, first.where) == (
        "rtsp.server",
        "Dahua Rtsp Server",
        "line 1, /value",
    )
    assert first.when == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert first.when_stated == "2026-11-24T10:00:00+01:00"
    assert [key.value for key in first.keys] == ["00005e0053a0", "192.0.2.100", "CAM-1"]
    assert (place.field, place.value, place.witness) == ("register.place", "Depot", Witness.PERSON)


def test_an_unknown_field_names_the_nearest() -> None:
    (problem,) = problems(
        read("nameplate_jsonl", _lines({"field": "rtsp.sever", "value": "x", "keys": {}}))
    )
    assert problem.where == "line 1, /field"
    assert "rtsp.server" in problem.next_step


@pytest.mark.parametrize(
    ("channel", "short", "field"),
    [
        ("rtsp", "server", "rtsp.server"),
        ("snmp", "sysObjectID", "snmp.sys_object_id"),
        ("http-header", "www-authenticate", "http.realm"),
        ("dhdiscover", "SerialNo", "dhip.serial"),
        ("onvif-discovery", "scopes", "ws_discovery.scopes"),
        ("isapi", "systemContact", "isapi.system_contact"),
        ("mac", "address", "mac"),
    ],
)
def test_channel_and_short_field_stand_for_the_dotted_one(
    channel: str, short: str, field: str
) -> None:
    assert nameplate_jsonl.field_of(short, channel) == field


def test_a_reply_without_keys_is_a_device_of_its_own() -> None:
    reply = {"channel": "isapi", "content": "model EX-1; macAddress 00:00:5e:00:53:a9"}
    assert all(not one.keys for one in sightings(read("nameplate_jsonl", _lines(reply))))
    with_keys = sightings(read("nameplate_jsonl", _lines({**reply, "keys": {"ip": ["192.0.2.1"]}})))
    assert {key.kind for key in with_keys[0].keys} == {"ip", "mac"}


def test_an_address_of_a_table_is_a_peers_word() -> None:
    found = _one({"channel": "mac", "content": "0000.5e00.53a2"})
    assert (found.field, found.value, found.witness) == ("mac", "00005e0053a2", Witness.PEER)
    assert found.keys[0].how == "table"


def test_other_members_change_nothing() -> None:
    row = {"channel": "rtsp", "content": "Server: Example/1"}
    more = {**row, "id": "x", "label": {"maker": "hikvision"}, "source": "y", "realness": "z"}
    assert read("nameplate_jsonl", _lines(row)) == read("nameplate_jsonl", _lines(more))


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("rtsp.url", "rtsp://u:p@192.0.2.1/a?channel=1&password=x", "/a?channel=1"),
        ("http.realm", 'Digest realm="Cam", nonce="0123"', "Cam"),
        ("http.server", "Server: Webs", "Webs"),
        ("http.header", "Set-Cookie: a=b", None),
        ("isapi.system_contact", "Some Body", None),
        ("tls.subject", "CN=x,emailAddress=a@example.org,O=Y", "CN=x,O=Y"),
        ("mdns.txt", "user=somebody", None),
    ],
)
def test_a_value_is_cut_down_to_what_its_protocol_keeps(
    field: str, given: str, kept: str | None
) -> None:
    records = read("nameplate_jsonl", _lines({"field": field, "value": given, "keys": {}}))
    assert values(records, field) == ([] if kept is None else [kept])


def test_a_mangled_key_is_told_and_not_repaired() -> None:
    records = read(
        "nameplate_jsonl",
        _lines({"field": "rtsp.server", "value": "x", "keys": {"mac": ["5.85E+11"]}}),
    )
    assert sightings(records)[0].keys == ()
    assert "number" in problems(records)[0].what


@pytest.mark.parametrize("stated", ["2026-11-24T10:00:00", "2026-11-24"])
def test_a_time_without_a_zone_is_shown_and_no_instant(stated: str) -> None:
    found = _one({"field": "rtsp.server", "value": "x", "when": stated})
    assert (found.when, found.when_stated) == (None, stated)


def test_claims_its_own_even_behind_a_bad_first_line() -> None:
    row = _lines({"channel": "mac", "content": "00:00:5e:00:53:01"})
    assert nameplate_jsonl.sniff(row) == 90
    assert nameplate_jsonl.sniff(b"oops\n" + row) == 90
    assert nameplate_jsonl.sniff(b'{"ts":1,"id.orig_h":"192.0.2.1"}\n') == 0


def test_claims_a_reply_longer_than_what_is_sniffed() -> None:
    row = _lines({"channel": "http-body", "content": "<html>" + "x" * 100_000})
    assert nameplate_jsonl.sniff(row[:65_536]) == 60


def test_every_recorded_sample_says_something() -> None:
    data = shared("data/samples/devices.jsonl").read_bytes()
    records = read("nameplate_jsonl", data)
    lines = data.count(b"\n")
    assert not problems(records)
    assert {one.unit for one in sightings(records)} == {f"line {n}" for n in range(1, lines + 1)}


def test_a_persons_host_name_and_a_virtual_routers_address_are_no_keys() -> None:
    keys = {"hostname": ["mjones-laptop", "cam-3"], "mac": ["00:00:5e:00:01:01"]}
    found = read("nameplate_jsonl", _lines({"field": "http.server", "value": "x", "keys": keys}))
    (one,) = sightings(found)
    assert [key.value for key in one.keys] == ["cam-3"]
    assert [p.what.partition(": ")[2] for p in problems(found)] == [
        "it is that of a virtual router, which no unit has for its own",
        "it may be the name of a person",
    ]
    assert "mjones" not in repr(found)


def test_what_a_person_wrote_ends_before_a_credential() -> None:
    row = {
        "field": "register.name",
        "value": "Hall admin hunter2",
        "place": "Depot, key x7Kp9",
        "keys": {"asset": ["A-1 pw hunter2", "A-2"]},
    }
    found = read("nameplate_jsonl", _lines(row))
    assert values(found, "register.name") == ["Hall"]
    assert values(found, "register.place") == ["Depot"]
    assert {key.value for one in sightings(found) for key in one.keys} == {"A-2"}
    assert "hunter2" not in repr(found)
    assert "x7Kp9" not in repr(found)
