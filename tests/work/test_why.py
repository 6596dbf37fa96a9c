"""Asking why: by any name of the device, from the case or the originals, and leaking nothing."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NAMEPLATE = str(Path(sys.executable).with_name("nameplate"))
EVIDENCE = str(ROOT / "demo/evidence")


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    assert run(folder, "read", EVIDENCE).returncode == 4
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NAMEPLATE, *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["378d51", "378d", "378D51", "192.0.2.13", "4c:bd:8f:a0:51:1e"])
def test_a_device_is_found_by_any_name_people_would_type(name: str, council: Path) -> None:
    done = run(council, "why", name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("378d51  camera at 192.0.2.13")


def test_an_unknown_device_names_near_ones_and_no_traceback(council: Path) -> None:
    done = run(council, "why", "378d99")
    assert done.returncode == 2
    assert "378d51" in done.stderr


def test_without_a_case_it_says_where_to_look(tmp_path: Path) -> None:
    done = run(tmp_path, "why", "378d51")
    assert (done.returncode, "Say where the evidence is" in done.stderr) == (2, True)


def test_the_originals_prove_every_reason_of_a_rebadge(council: Path) -> None:
    done = run(council, "why", "378d51", EVIDENCE, "--json")
    proven = json.loads(done.stdout)["proven"]
    assert proven
    assert all(one["holds"] for one in proven), proven


def test_no_secret_that_stands_beside_the_proof_leaves(council: Path) -> None:
    canaries: list[str] = tomllib.loads((ROOT / "demo/TRUTH.toml").read_text("utf-8"))["canaries"]
    listed: dict[str, Any] = json.loads(run(council, "read", EVIDENCE, "--json").stdout)
    beside_secrets = ("asset-register", "vms-export", "replies.jsonl", "saved-replies")
    devices = [
        device["id"]
        for device in listed["devices"]
        if any(name in seen["file"] for seen in device["seen_in"] for name in beside_secrets)
    ]
    assert len(devices) > 20
    for device in devices[::5]:
        for form in ([], ["--json"]):
            done = run(council, "why", device, EVIDENCE, *form)
            assert done.stdout
            leaked = [c for c in canaries if c in done.stdout or c in done.stderr]
            assert not leaked, (device, leaked)


def test_an_address_that_only_files_a_statement_is_proven_in_its_line(tmp_path: Path) -> None:
    row = {
        "keys": {"mac": ["24:48:45:00:00:01"]},
        "field": "http.server",
        "value": "Hikvision-Webs",
    }
    (tmp_path / "s.jsonl").write_text(json.dumps(row) + "\n")
    done = run(tmp_path, "why", "24:48:45:00:00:01", "s.jsonl", "--json")
    proven = json.loads(done.stdout)["proven"]
    assert {one["where"] for one in proven} == {"line 1", "line 1, /value"}
    assert all(one["holds"] for one in proven)
