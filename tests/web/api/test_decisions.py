"""Two who decide at once, one who asks twice, and a server that dies in between."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from api_served import Served
from nameplate.register.once import Kept
from nameplate.register.once import Once as Keys
from nameplate.work.once import Once, StillOpen

ENTRY = {"what": "set", "aspect": "place", "value": "Cellar", "who": "A. N.", "why": "seen"}


def first(client: httpx.Client) -> tuple[str, str]:
    """Return the address of a device's decisions, and the tag of the device."""
    id_ = client.get("/devices", params={"limit": 1}).json()["items"][0]["id"]
    return f"/devices/{id_}/decisions", client.get(f"/devices/{id_}").headers["etag"]


def test_of_many_who_saw_the_same_one_decides(own_council: Served) -> None:
    with own_council.client() as client:
        address, tag = first(client)

        def decide(number: int) -> int:
            entry = {**ENTRY, "value": f"Room {number}"}
            return client.post(address, json=entry, headers={"if-match": tag}).status_code

        with ThreadPoolExecutor(12) as many:
            statuses = Counter(many.map(decide, range(12)))
        assert statuses == {201: 1, 412: 11}
        assert len(client.get(address).json()["items"]) == 1


def test_a_decision_without_what_was_seen_is_not_taken(own_council: Served) -> None:
    with own_council.client() as client:
        address, tag = first(client)
        told = client.post(address, json=ENTRY)
        assert (told.status_code, told.json()["where"]) == (428, "If-Match")
        assert client.post(address, json=ENTRY, headers={"if-match": f"W/{tag}"}).status_code == 412
        assert client.post(address, json=ENTRY, headers={"if-match": "*"}).status_code == 201
        assert client.get("/decisions").json()["items"][0]["decision"]["id"] == 1


def test_the_same_request_sent_often_is_done_once(own_council: Served) -> None:
    with own_council.client() as client:
        address, tag = first(client)
        headers = {"if-match": tag, "idempotency-key": "key-1"}

        def decide(_: int) -> tuple[int, str]:
            done = client.post(address, json=ENTRY, headers=headers)
            return done.status_code, done.headers.get("location", "")

        with ThreadPoolExecutor(8) as many:
            answers = set(many.map(decide, range(16)))
        assert (201, "/api/v1/decisions/1") in answers
        assert answers <= {(201, "/api/v1/decisions/1"), (409, "")}
        assert len(client.get("/decisions").json()["items"]) == 1
        other = client.post(address, json={**ENTRY, "value": "Attic"}, headers=headers)
        assert (other.status_code, other.json()["where"]) == (422, "Idempotency-Key")


def test_a_key_whose_request_was_refused_can_be_used_again(own_council: Served) -> None:
    with own_council.client() as client:
        address, tag = first(client)
        headers = {"if-match": tag, "idempotency-key": "key-2"}
        wrong = {**ENTRY, "aspect": "kind", "value": "spaceship"}
        told = client.post(address, json=wrong, headers=headers)
        assert (told.status_code, told.json()["faults"][0]["field"]) == (422, "value")
        assert client.post(address, json=ENTRY, headers=headers).status_code == 201


def test_what_a_killed_server_began_is_not_done_a_second_time(own_council: Served) -> None:
    killed = Once(own_council.serving.desk)
    assert killed.begin("key-3", b"asked") is None
    with pytest.raises(StillOpen, match="not finished"):
        killed.begin("key-3", b"asked")
    with pytest.raises(StillOpen, match="cut off"):
        Once(own_council.serving.desk).begin("key-3", b"asked")
    with own_council.client() as client:
        address, tag = first(client)
        headers = {"if-match": tag, "idempotency-key": "key-3"}
        assert client.post(address, json=ENTRY, headers=headers).status_code == 422
        assert client.get("/decisions").json()["items"] == []


def test_a_fault_of_ours_in_the_middle_is_told_and_nothing_is_done_again(
    own_council: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_council.client() as client:
        address, tag = first(client)
        headers = {"if-match": tag, "idempotency-key": "key-5"}
        with monkeypatch.context() as broken:
            broken.setattr("nameplate.work.decide.now", lambda: 1 // 0)
            told = client.post(address, json=ENTRY, headers=headers)
            assert (told.status_code, told.json()["type"]) == (500, "/api/v1/problems/our-fault")
            assert "ZeroDivision" not in told.text
        again = client.post(address, json=ENTRY, headers=headers)
        assert (again.status_code, "cut off" in again.json()["what"]) == (409, True)


def test_keys_are_forgotten_after_a_day(own_council: Served) -> None:
    keys = Keys(own_council.serving.desk.store)
    kept = Kept("asked", "holder", "answer")
    early, late = "2026-11-23T00:00:00+00:00", "2026-11-25T00:00:00+00:00"
    assert keys.claim("old", kept, now=early, forget_before="2000") is None
    assert keys.claim("new", kept, now=late, forget_before="2026-11-24T00:00:00+00:00") is None
    assert keys.claim("old", kept, now=late, forget_before="2026-11-24T00:00:00+00:00") is None
    assert keys.claim("new", kept, now=late, forget_before="2026-11-24T00:00:00+00:00") == kept


def test_merged_units_are_judged_as_one_and_parted_again(own_council: Served) -> None:
    with own_council.client() as client:
        one, other = (d["id"] for d in client.get("/devices?limit=2").json()["items"])
        tag = client.get(f"/devices/{one}").headers["etag"]
        entry = {"what": "merge", "other": other, "who": "A. N.", "why": "one housing"}
        made = client.post(f"/devices/{one}/decisions", json=entry, headers={"if-match": tag})
        assert made.status_code == 201
        assert client.get(f"/devices/{one}").headers["etag"] != tag
        own_council.settled()
        today = {client.get(f"/devices/{id_}").json()["id"] for id_ in (one, other)}
        assert len(today) == 1
        moved = client.get(f"/devices/{one}").headers["content-location"]
        assert moved == f"/api/v1/devices/{today.pop()}"
        undo = {"who": "A. N.", "why": "two after all"}
        assert client.post("/decisions/1/undo", json=undo).status_code == 201
        assert client.post("/decisions/1/undo", json=undo).status_code == 409
        own_council.settled()
        assert {client.get(f"/devices/{id_}").json()["id"] for id_ in (one, other)} == {one, other}


def test_a_tag_says_when_nothing_changed(own_council: Served) -> None:
    with own_council.client() as client:
        address, tag = first(client)
        device = address.removesuffix("/decisions")
        same = client.get(device, headers={"if-none-match": tag})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        client.post(address, json=ENTRY, headers={"if-match": tag})
        assert client.get(device, headers={"if-none-match": tag}).status_code == 200
        assert msgspec.json.decode(client.get(device).content)["place"] == "Cellar"
