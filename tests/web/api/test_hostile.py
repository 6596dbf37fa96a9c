"""Texts that were made to break something, in every place that takes a text."""

from urllib.parse import quote

import httpx
import pytest

from api_served import Served
from nameplate.work.desk import today

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "\u202egnp.exe",
    "a\x00b",
    "\x1b[2J\x9b31m",
    "' OR 1=1 --",
    '"; DROP TABLE devices; --',
    "%00%2e%2e%2f",
    "../../../etc/passwd",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    "\ufdfa" * 60,
    "e" + "\u0301" * 90,
    "\U0010ffff\ufeff\u2028",
    "\r\nset-cookie: a=b",
    "%s%n%x",
)


NAMED = (
    *("/devices/{}", "/devices/{}/why", "/devices/{}/decisions", "/decisions/{}", "/jobs/{}"),
    *("/evidence/{}", "/law/instruments/{}", "/law/terms/{}", "/problems/{}"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_an_address_finds_or_is_refused_and_breaks_nothing(
    client: httpx.Client, text: str
) -> None:
    for path in NAMED:
        response = client.get(path.format(quote(text, safe="")))
        assert response.status_code == 404, (path, response.text)
        assert "set-cookie" not in response.headers
    for path in ("/search?q={}", "/devices?text={}", "/devices?place={}", "/devices?maker={}",
                 "/export/devices?text={}", "/law/instruments?place={}"):  # fmt: skip
        response = client.get(path.format(quote(text, safe="")))
        assert response.status_code in (200, 422), (path, response.text)
        assert response.content.isascii() or "\u202e" not in response.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_decision_is_kept_inert(own_council: Served, text: str) -> None:
    with own_council.client() as client:
        id_ = client.get("/devices?limit=1").json()["items"][0]["id"]
        entry = {"what": "set", "aspect": "place", "value": text, "who": text[:100], "why": text}
        made = client.post(f"/devices/{id_}/decisions", json=entry, headers={"if-match": "*"})
        assert made.status_code in (201, 422), made.text
        for path in (f"/devices/{id_}", f"/devices/{id_}/why", "/devices", "/decisions",
                     "/export/devices.jsonl"):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 200
            raw = answer.content.decode()
            assert not set(raw) & set("\x00\x1b\x9b\u202e\u2028\ufeff"), path
        assert client.get("/export/devices").status_code == 200


def test_a_file_whose_name_is_hostile_is_read_and_its_name_shown(empty: Served) -> None:
    with empty.client() as client:
        for name in (*HOSTILE, "x" * 5_000, "..", "C:\\evil\\..\\..\\name.txt"):
            clean = name.replace("\r", "").replace("\n", "").replace('"', "")
            boundary = b"b0undary"
            head = b'content-disposition: form-data; name="files"; filename="%s"' % clean.encode(
                "utf-8"
            )
            body = b"--%s\r\n%s\r\n\r\nno evidence\r\n--%s--\r\n" % (boundary, head, boundary)
            answer = client.post(
                "/evidence",
                content=body,
                headers={"content-type": "multipart/form-data; boundary=b0undary"},
            )
            assert answer.status_code in (202, 422), (name[:40], answer.text)
        empty.settled()
        told = client.get("/not-read?limit=200")
        assert told.status_code == 200
        assert not set(told.content.decode()) & set("\x00\x1b\x9b\u202e\u2028\ufeff")
        assert not [one for one in told.json()["items"] if ".." in one["file"].split("/")]


def test_questions_of_law_may_hold_anything_and_are_answered_or_refused(
    client: httpx.Client,
) -> None:
    good = {"actor_kind": "contracting-authority", "jurisdiction": "GB-ENG", "verb": "buy",
            "date": today().isoformat()}  # fmt: skip
    for text in HOSTILE:
        for field in ("actor_kind", "jurisdiction", "verb", "date", "id", "actor_name", "ask"):
            answer = client.post("/law/ask", json={**good, field: text})
            assert answer.status_code in (200, 422), (field, answer.text)
        answer = client.post("/law/ask", json={**good, "thing": {"maker": text}})
        assert answer.status_code in (200, 422)
    lines = b"\n".join([b"[" * 100_000, b"\xff\xfe", b"{}", b"", b"null", b'{"id":1}'])
    answer = client.post(
        "/law/ask-lines", content=lines, headers={"content-type": "application/jsonl"}
    )
    last = answer.json()
    assert (last["summary"]["answered"], len(last["not_answered"])) == (0, 5)
