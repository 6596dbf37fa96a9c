"""Who may ask the API, and what anybody else is told."""

import http.client
from collections.abc import Mapping

import httpx
import pytest

from api_served import Served

CASE = "/api/v1/case"


def problem(response: httpx.Response, name: str) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, object] = response.json()
    assert told["type"] == f"/api/v1/problems/{name}"
    assert told["status"] == response.status_code
    assert all(told[part] for part in ("title", "detail", "what", "next_step"))
    assert "Traceback" not in response.text
    return told


def test_without_a_session_nothing_is_told(council: Served) -> None:
    for headers in (
        {},
        {"authorization": "Bearer nothing"},
        {"authorization": "Basic bmFtZTpwYXNz"},
        {"authorization": f"bearer {council.secret()}x"},
        {"cookie": f"{council.door.cookie}=nothing"},
    ):
        response = httpx.get(council.root + CASE, headers=headers)
        problem(response, "not-signed-in")
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert "council" not in response.text


def test_a_link_opens_one_session_in_a_browser_or_for_a_program(council: Served) -> None:
    token = council.token()
    first = httpx.post(f"{council.base}/session", json={"token": token})
    assert first.status_code == 201
    problem(httpx.post(f"{council.base}/session", json={"token": token}), "refused")
    opened = httpx.get(f"{council.root}/open", params={"token": token})
    assert opened.status_code == 403


def test_another_host_or_page_is_refused_whatever_it_brings(council: Served) -> None:
    bearer = {"authorization": f"Bearer {council.secret()}"}
    for host in ("attacker.example.org", f"attacker.example.org:{council.door.port}", ""):
        problem(httpx.get(council.root + CASE, headers={**bearer, "host": host}), "wrong-address")
    for origin in (
        "https://attacker.example.org",
        "null",
        f"https://127.0.0.1:{council.door.port}",
    ):
        problem(httpx.get(council.root + CASE, headers={**bearer, "origin": origin}), "refused")
    sent = {"origin": "null"}
    problem(httpx.post(f"{council.base}/session", json={"token": "x"}, headers=sent), "refused")


@pytest.mark.parametrize(
    ("headers", "done"),
    [
        ({}, False),
        ({"origin": "http://127.0.0.1:{port}"}, True),
        ({"origin": "http://127.0.0.1:{port}", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://127.0.0.1:{port}", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "http://localhost:{port}"}, False),
    ],
)
def test_the_browser_s_session_changes_things_from_its_own_pages_only(
    council: Served, headers: Mapping[str, str], done: bool
) -> None:
    opened = httpx.get(f"{council.root}/open", params={"token": council.token()})
    cookie = {"cookie": opened.headers["set-cookie"].partition(";")[0]}
    assert httpx.get(council.root + CASE, headers=cookie).status_code == 200
    sent = {name: value.format(port=council.door.port) for name, value in headers.items()}
    answer = httpx.post(f"{council.base}/jobs/1/cancel", headers={**cookie, **sent})
    assert answer.status_code == (202 if done else 403)


def test_no_other_site_is_ever_allowed_to_read(client: httpx.Client) -> None:
    for response in (client.get("/case"), client.options("/case"), client.get("/nothing")):
        assert not [name for name in response.headers if name.startswith("access-control")]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert response.headers["cache-control"] == "no-store"


def test_every_refusal_is_a_problem_in_four_parts(client: httpx.Client) -> None:
    json = {"content-type": "application/json"}
    for path in ("/nothing", "/case/", "/../v1/case/x", "/devices/a/b/c", "/"):
        problem(client.get(path), "not-found")
    for path in ("/api", "/api/", "/api/v2/case", "/api/v1"):
        root = str(client.base_url).partition("/api")[0]
        problem(client.get(root + path), "not-found")
    problem(client.get("/jobs/99999999999999999999999"), "not-found")
    problem(client.get("/jobs/9007199254740991"), "not-found")
    problem(client.get("/devices/nothing"), "not-found")
    problem(client.put("/devices"), "method-not-allowed")
    problem(client.post("/law/ask", content=b"{", headers=json), "not-json")
    problem(client.post("/law/ask", content=b"\xff", headers=json), "not-json")
    problem(client.post("/law/ask", content=b"[" * 60_000, headers=json), "not-valid")
    problem(client.post("/law/ask", content=b" " * 70_000, headers=json), "too-large")
    problem(client.post("/law/ask", content=b"{}"), "another-type")
    problem(client.post("/law/ask", content=b"{}", headers=json), "not-valid")
    problem(client.post("/evidence", json={}), "not-valid")
    allowed = client.put("/devices").headers["allow"]
    assert allowed == "GET, HEAD"


def test_a_body_without_a_stated_length_is_bounded_too(council: Served) -> None:
    line = http.client.HTTPConnection("127.0.0.1", council.door.port, timeout=30)
    headers = {
        "authorization": f"Bearer {council.secret()}",
        "content-type": "application/json",
        "transfer-encoding": "chunked",
    }
    chunks = (b" " * 10_000 for _ in range(7))
    line.request("POST", "/api/v1/law/ask", chunks, headers, encode_chunked=True)
    assert line.getresponse().status == 413
    line.close()


@pytest.mark.parametrize(
    "query", ["kinds=camera", "kind=camera&kind=camera", "kind=cam", "limit=0", "limit=201",
              "limit=1_0", "limit=-1", "cursor=", "cursor=AAAA", "cursor=%00", "kind=%ff", "kind",
              "kind=", "&".join(f"a{n}=1" for n in range(100)), "cursor=" + "A" * 2_001],
)  # fmt: skip
def test_what_the_contract_does_not_have_is_refused_by_name(
    client: httpx.Client, query: str
) -> None:
    told = problem(client.get(f"/devices?{query}"), "not-valid")
    assert told["where"]


def test_an_unknown_member_of_a_body_is_refused_at_any_depth(client: httpx.Client) -> None:
    question = {
        "actor_kind": "contracting-authority",
        "jurisdiction": "GB-ENG",
        "verb": "buy",
        "date": "2026-11-25",
    }
    assert client.post("/law/ask", json=question).status_code == 200
    told = problem(client.post("/law/ask", json={**question, "site_clas": "x"}), "not-valid")
    assert "site_clas" in str(told["faults"])
    thing = {**question, "thing": {"makr": "hikvision"}}
    told = problem(client.post("/law/ask", json=thing), "not-valid")
    assert told["where"] == "thing"


def test_the_head_of_an_answer_has_no_body(client: httpx.Client) -> None:
    response = client.head("/case")
    assert (response.status_code, response.content) == (200, b"")


def test_every_kind_of_problem_has_a_page_that_explains_it(
    council: Served, client: httpx.Client
) -> None:
    kinds = client.get("/problems").json()["items"]
    assert len(kinds) > 10
    for kind in kinds:
        assert client.get(council.root + kind["type"]).json() == kind
