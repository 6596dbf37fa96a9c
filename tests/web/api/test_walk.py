"""A program's way through the API: evidence, job, devices, why, decision, undo."""

import time
from typing import Any

import httpx

from api_served import Served
from nameplate.work.demo import EVIDENCE


def over(served: Served, client: httpx.Client, address: str) -> dict[str, Any]:
    """Ask for a job until it is over."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(served.root + address).json()
        if job["over"]:
            return job
        time.sleep(0.2)
    raise AssertionError("the job did not end")


def test_a_program_gives_evidence_asks_why_decides_and_takes_back(empty: Served) -> None:
    with empty.client() as client:
        paths = [path for path in sorted(EVIDENCE.rglob("*")) if path.is_file()]
        files = [("files", (path.name, path.read_bytes())) for path in paths]
        given = client.post("/evidence", files=files)
        assert given.status_code == 202
        assert over(empty, client, given.headers["location"])["state"] == "done"

        page = client.get("/devices", params={"kind": "camera", "limit": 5}).json()
        assert len(page["items"]) == 5
        assert page["found"] > 20
        second = client.get(empty.root + page["next"]).json()
        assert not {d["id"] for d in page["items"]} & {d["id"] for d in second["items"]}

        listed = client.get("/devices", params={"band": "strong"}).json()["items"][0]
        why = client.get(f"/devices/{listed['id']}/why").json()
        assert why["device"]["attribution"]["reasons"][0]["excerpt"]["hex"]

        seen = client.get(f"/devices/{listed['id']}")
        entry = {
            "what": "set",
            "aspect": "place",
            "value": "Cellar",
            "who": "A. N.",
            "why": "saw it",
        }
        address = f"/devices/{listed['id']}/decisions"
        made = client.post(address, json=entry, headers={"if-match": seen.headers["etag"]})
        assert made.status_code == 201
        assert client.get(f"/devices/{listed['id']}").json()["place"] == "Cellar"

        undone = client.post(
            made.headers["location"].removeprefix("/api/v1") + "/undo",
            json={"who": "A. N.", "why": "wrong cellar"},
        )
        assert undone.status_code == 201
        assert client.get(f"/devices/{listed['id']}").json()["place"] == seen.json()["place"]
        history = client.get(address).json()["items"]
        assert [(e["decision"]["what"], e["stands"]) for e in history] == [
            ("undo", True),
            ("set", False),
        ]
