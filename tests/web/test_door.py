"""Nobody comes in but the user, from our own pages: tokens, sessions, Host, Origin, headers."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nameplate.register import Jobs, Store
from nameplate.web.app import create
from nameplate.web.door import Door
from nameplate.work.serve import Serving

PORT = 40_123
BASE = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def door() -> Door:
    return Door(PORT)


@pytest.fixture
def client(tmp_path: Path, door: Door) -> TestClient:
    """Not entered: nothing is judged and no worker runs."""
    app = create(Serving.open(tmp_path / "case"), door)
    return TestClient(app, base_url=BASE, follow_redirects=False)


@pytest.fixture
def inside(client: TestClient, door: Door) -> TestClient:
    assert client.get(door.link().removeprefix(BASE)).status_code == 303
    return client


def token(client: TestClient) -> str:
    text: str = client.get("/evidence").text
    return text.partition('name="form_token" value="')[2].partition('"')[0]


def test_a_link_opens_one_session_and_is_spent(client: TestClient, door: Door) -> None:
    link = door.link()
    first = client.get(link)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    client.cookies.clear()
    assert client.get(link).status_code == 403


@pytest.mark.parametrize("asked", ["", "?token=", "?token=wrong", "?token=" + "a" * 5_000, "?x=1"])
def test_a_link_that_was_not_printed_opens_nothing(client: TestClient, asked: str) -> None:
    answer = client.get(f"/open{asked}")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/devices", "/evidence", "/devices.csv", "/jobs/1", "/x"])
def test_without_a_session_no_page_is_shown(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert "terminal" in answer.text


def test_a_cookie_that_nobody_gave_is_no_session(client: TestClient, door: Door) -> None:
    for value in ("x", "", "é", "a" * 4_000, '"', "=;="):
        headers = {"cookie": f"{door.cookie}={value}".encode()}
        assert client.get("/devices", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        f"attacker.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        "",
        f"[::1]:{PORT}",
    ],
)
def test_a_name_that_was_pointed_here_is_refused(inside: TestClient, host: str) -> None:
    assert inside.get("/devices", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://attacker.example"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": BASE, "sec-fetch-site": "cross-site"},
        {"origin": BASE, "sec-fetch-site": "same-site"},
    ],
)
def test_another_page_changes_nothing(inside: TestClient, headers: dict[str, str]) -> None:
    form = {"form_token": token(inside)}
    answer = inside.post("/evidence/sample", data=form, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("sent", [{}, {"form_token": ""}, {"form_token": "wrong"}])
def test_a_form_of_another_session_changes_nothing(
    inside: TestClient, sent: dict[str, str]
) -> None:
    answer = inside.post("/evidence/sample", data=sent, headers={"origin": BASE})
    assert answer.status_code in (400, 403)
    assert "Traceback" not in answer.text


def test_no_page_changes_anything_by_being_looked_at(inside: TestClient) -> None:
    for path in ("/evidence/sample", "/evidence/remove", "/jobs/1/cancel", "/jobs/1/resume"):
        assert inside.get(path).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/evidence", "/static/x/nameplate.css", "/no-such-page", "/open"])
def test_every_answer_has_its_headers(inside: TestClient, path: str) -> None:
    headers = inside.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers
    expected = "immutable" if path.startswith("/static") else "no-store"
    assert expected in headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../app.py",
        "/static/x/%2e%2e/app.py",
        "/static/x/..%2fapp.py",
        "/static/x//etc/passwd",
        "/static/x/.stamp",
        "/static/x/images/../../app.py",
        "/static/x/C:%5Cwindows",
        "/static/x/",
        "/static/x/nameplate.py",
    ],
)
def test_only_styles_and_scripts_are_served(inside: TestClient, path: str) -> None:
    assert inside.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/devices?page=99999999999",
        "/devices?page=-1&sort=%00&kind=%F0%9F%A6%8A&band=x&listed=maybe",
        "/devices?maker=" + "x" * 4_000,
        "/devices?text=%00%E2%80%AE%25",
        "/devices/%00",
        "/devices/..%2f..%2fetc",
        "/devices/zzz/decide/maker",
        "/devices/zzz/decide/everything",
        "/jobs/99999999999999999999",
        "/jobs/x",
        "/decisions/999/undo",
        "/devices.exe",
        "/search?q=%ff%fe",
        "/evidence.csv?bom=perhaps",
    ],
)
def test_a_crooked_address_is_a_page_and_no_fault(inside: TestClient, path: str) -> None:
    answer = inside.get(path)
    assert answer.status_code in (200, 303, 400, 404)
    assert "Traceback" not in answer.text


def test_links_are_bounded_and_the_oldest_expires(door: Door) -> None:
    links = [door.link() for _ in range(40)]
    assert door.open(links[0].partition("token=")[2]) is None
    assert door.open(links[-1].partition("token=")[2]) is not None


def test_a_job_under_way_renews_its_page_without_script(inside: TestClient, tmp_path: Path) -> None:
    jobs = Jobs(Store.open(tmp_path / "case"))
    number = jobs.add("read", None, now=0, state="waiting")
    assert '<noscript><meta http-equiv="refresh"' in inside.get(f"/jobs/{number}").text
    jobs.cancel(number, now=1)
    assert "http-equiv" not in inside.get(f"/jobs/{number}").text
