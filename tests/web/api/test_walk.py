"""A program's way through the API: evidence, job, devices, why, decision, undo."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_served import Served
from nameplate.work.demo import EVIDENCE

ARP = (
    b"Interface: eth0, type: EN10MB, MAC: 00:00:5e:00:53:99, IPv4: 192.0.2.1\n"
    b"Starting arp-scan 1.9.7 with 256 hosts\n"
    b"192.0.2.77\tbc:ad:28:00:53:01\t(Unknown)\n"
)


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


@pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("jq") is None, reason="the page uses curl and jq"
)
def test_the_page_about_the_api_shows_commands_that_work(empty: Served, tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    script = page.partition("```sh\n")[2].partition("```")[0]
    (tmp_path / "arp.txt").write_bytes(ARP)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={"link": empty.door.link(), "PATH": os.environ["PATH"], "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"/api/v1/decisions/1"' in done.stdout
    assert "contracting authority in England" in done.stdout
