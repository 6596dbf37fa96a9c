"""Forms about who we are: refused whole, never without the session's token, bounded."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from nameplate.web.app import create
from nameplate.web.door import Door
from nameplate.work import stating
from nameplate.work.desk import Desk
from nameplate.work.serve import Serving

PORT = 40_124
BASE = f"http://127.0.0.1:{PORT}"
BODY = {"kind": "council", "place": "GB-ENG", "who": "A. Example"}
SITE = {"name": "Town Hall", "kind": "gov-office", "who": "A. Example"}
HOSTILE = ("\u202ex", "<script>alert(1)</script>", "a" * 5_000, "\x00\x1b[2J", "é\u0301" * 300)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "case"


@pytest.fixture
def client(case: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Not entered, and never judging: only what is stored is looked at."""
    monkeypatch.setattr(Serving, "judge", lambda self: None)
    door = Door(PORT)
    made = TestClient(create(Serving.open(case), door), base_url=BASE, follow_redirects=False)
    made.get(door.link().removeprefix(BASE))
    return made


def send(client: TestClient, path: str, fields: dict[str, str], token: str | None = None) -> int:
    if token is None:
        page: str = client.get("/who/sites/new").text
        token = page.partition('name="form_token" value="')[2].partition('"')[0]
    answer = client.post(
        path,
        content=urlencode({**fields, "form_token": token}, errors="surrogatepass"),
        headers={"origin": BASE, "content-type": "application/x-www-form-urlencoded"},
    )
    status: int = answer.status_code
    return status


def entries(case: Path) -> int:
    return len(Desk.open(case).settings.every())


def site(case: Path) -> str:
    return stating.us(Desk.open(case)).sites[0].id


def test_without_the_token_of_the_session_nothing_is_stated(client: TestClient, case: Path) -> None:
    assert send(client, "/who/sites/new", SITE) == 303
    id_ = site(case)
    for path, fields in (
        ("/who/body", BODY),
        ("/who/sites/new", {**SITE, "name": "Library"}),
        (f"/who/sites/{id_}", SITE),
        (f"/who/sites/{id_}/remove", {"who": "A. Example"}),
        (f"/who/sites/{id_}/sensitivity", {"kind": "sensitive-gov:secret", "who": "A"}),
        ("/who/facts/waiver", {"answer": "yes", "who": "A. Example"}),
        ("/who/history/1/undo", {"who": "A. Example"}),
    ):
        for token in ("", "wrong"):
            assert send(client, path, fields, token) == 403
    assert entries(case) == 1


def test_everything_is_stated_shown_and_taken_back(client: TestClient, case: Path) -> None:
    assert send(client, "/who/body", BODY) == 303
    assert send(client, "/who/sites/new", SITE) == 303
    told = {"kind": "sensitive-gov:secret", "why": "x", "day": "2026-01-02", "who": "A. Example"}
    assert send(client, f"/who/sites/{site(case)}/sensitivity", told) == 303
    assert send(client, "/who/facts/waiver", {"answer": "no", "who": "A. Example"}) == 303
    assert send(client, f"/who/sites/{site(case)}/remove", {"who": "A. Example"}) == 303
    page = client.get("/who").text
    for text in ("council", "removed", "Has a waiver been granted", "routinely holds SECRET"):
        assert text in page
    assert send(client, "/who/history/5/undo", {"who": "A. Example"}) == 303
    assert stating.us(Desk.open(case)).sites[0].kind == "sensitive-gov:secret"
    assert send(client, "/who/history/5/undo", {"who": "A. Example"}) == 400


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_word_is_refused_or_inert(client: TestClient, case: Path, text: str) -> None:
    for path, fields in (
        ("/who/body", {**BODY, "kind": text}),
        ("/who/body", {**BODY, "place": text}),
        ("/who/sites/new", {**SITE, "kind": text}),
        ("/who/facts/waiver", {"answer": text, "who": "A. Example"}),
    ):
        assert send(client, path, fields) == 400
    assert entries(case) == 0
    typed = urlencode({"actor": text[:50], "verb": "use", "stated": text[:50]})
    assert send(client, "/who/sites/new", {**SITE, "name": text}) in (303, 400)
    assert send(client, "/who/body", {**BODY, "name": text, "who": text}) in (303, 400)
    for path in ("/who", "/who/sites/new", "/who/body", f"/law/ask?{typed}"):
        shown = client.get(path).text
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
        assert "\x1b" not in shown


def test_what_is_not_there_is_told_and_nothing_is_kept(client: TestClient, case: Path) -> None:
    for path in (
        "/who/sites/none",
        "/who/sites/none/sensitivity",
        "/who/sites/none/remove",
        "/who/facts/nonsense",
        "/who/facts/text_read",
        "/who/history/99/undo",
        "/law/instruments/none",
    ):
        assert client.get(path).status_code == 404, path
    assert send(client, "/who/sites/none", SITE) == 404
    assert send(client, "/who/history/99/undo", {"who": "A. Example"}) == 404
    assert entries(case) == 0


@pytest.mark.parametrize(
    "query",
    [
        "actor=council",
        "verb=use&place=GB-ENG",
        "actor=x&place=y&verb=z&date=0",
        "stated=a%00=b&verb=use",
    ],
)
def test_a_question_with_a_fault_keeps_what_was_typed(client: TestClient, query: str) -> None:
    answer = client.get(f"/law/ask?{query}")
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert client.get(f"/law/timeline?{query}").status_code == 400
    assert client.get(f"/law/timeline.csv?{query}").status_code == 303
