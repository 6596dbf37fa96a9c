"""Evidence that is given, sent twice, cut off, cancelled and forgotten."""

import http.client
import time
from typing import Any

import httpx

from api_served import Served
from nameplate.work.demo import EVIDENCE

ARP = (
    b"Interface: eth0, type: EN10MB, MAC: 00:00:5e:00:53:99, IPv4: 192.0.2.1\n"
    b"Starting arp-scan 1.9.7 with 256 hosts\n"
    b"192.0.2.77\tbc:ad:28:00:53:01\t(Unknown)\n"
)


def over(served: Served, client: httpx.Client, address: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(served.root + address).json()
        if job["over"]:
            return job
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def test_the_same_upload_sent_twice_is_one_job(empty: Served) -> None:
    with empty.client() as client:
        headers = {"idempotency-key": "upload-1"}
        first, second = (
            client.post("/evidence", files=[("files", ("arp.txt", ARP))], headers=headers)
            for _ in range(2)
        )
        assert (first.status_code, second.status_code) == (202, 202)
        assert first.headers["location"] == second.headers["location"]
        assert second.headers["idempotency-replayed"] == "true"
        job = over(empty, client, first.headers["location"])
        assert job["state"] == "done"
        assert [e["file"] for e in client.get("/evidence").json()["items"]] == ["arp.txt"]


def test_an_upload_that_is_cut_off_leaves_nothing(empty: Served) -> None:
    line = http.client.HTTPConnection("127.0.0.1", empty.door.port, timeout=10)
    line.putrequest("POST", "/api/v1/evidence")
    line.putheader("authorization", f"Bearer {empty.secret()}")
    line.putheader("content-type", "multipart/form-data; boundary=b")
    line.putheader("content-length", "1000000")
    line.putheader("idempotency-key", "upload-2")
    line.endheaders()
    head = b'--b\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    line.send(head + ARP)
    time.sleep(0.5)
    line.close()
    with empty.client() as client:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            jobs = client.get("/jobs").json()["items"]
            if jobs and all(job["over"] for job in jobs if job["kind"] == "read"):
                break
            time.sleep(0.1)
        assert {j["state"] for j in client.get("/jobs").json()["items"] if j["kind"] == "read"} <= {
            "cancelled"
        }
        assert client.get("/evidence").json()["items"] == []
        spool = empty.serving.desk.spool
        assert not spool.exists() or not list(spool.iterdir())
        again = client.post(
            "/evidence",
            files=[("files", ("arp.txt", ARP))],
            headers={"idempotency-key": "upload-3"},
        )
        assert over(empty, client, again.headers["location"])["state"] == "done"


def test_what_is_forgotten_is_gone_from_every_list(own_council: Served) -> None:
    with own_council.client() as client:
        held = client.get("/evidence?limit=200").json()
        piece = held["items"][0]
        assert client.get(f"/evidence/{piece['sha256']}").json() == piece
        answer = client.delete(f"/evidence/{piece['sha256']}")
        assert answer.status_code == 202
        over(own_council, client, answer.headers["location"])
        own_council.settled()
        assert client.get(f"/evidence/{piece['sha256']}").status_code == 404
        assert client.delete(f"/evidence/{piece['sha256']}").status_code == 404
        assert client.get("/evidence").json()["found"] == held["found"] - 1


def test_a_job_that_is_over_stays_so(council: Served, client: httpx.Client) -> None:
    number = client.get("/jobs").json()["items"][-1]["id"]
    before = client.get(f"/jobs/{number}").json()
    assert client.post(f"/jobs/{number}/cancel").status_code == 202
    assert client.get(f"/jobs/{number}").json() == before
    told = client.post(f"/jobs/{number}/resume")
    assert (told.status_code, told.json()["type"]) == (409, "/api/v1/problems/conflict")


def test_what_a_case_without_evidence_answers(empty: Served) -> None:
    with empty.client() as client:
        empty.settled()
        for address in ("/devices", "/evidence", "/not-read", "/partial", "/decisions"):
            page = client.get(address).json()
            assert (page["items"], page["next"]) == ([], None)
        for address in ("/case", "/filters", "/search?q=a", "/export/devices",
                        "/export/devices.jsonl", "/export/not-read?form=xlsx"):  # fmt: skip
            assert client.get(address).status_code == 200, address


def test_exports_hold_what_the_list_shows(client: httpx.Client) -> None:
    shown = client.get("/devices?kind=camera&limit=200").json()["items"]
    lines = client.get("/export/devices.jsonl?kind=camera").text.splitlines()
    table = client.get("/export/devices?kind=camera&form=json").json()
    rows = client.get("/export/devices?kind=camera&form=csv&bom=true")
    assert rows.content.startswith(b"\xef\xbb\xbf")
    assert rows.headers["content-disposition"].startswith("attachment")
    assert len(shown) == len(lines) == len(table["rows"]) > 20
    assert {d["id"] for d in shown} == {row["device"] for row in table["rows"]}
    assert EVIDENCE.is_dir()
