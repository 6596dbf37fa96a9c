"""The made-up council, end to end: every unit against the truth it was made from."""

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TRUTH: dict[str, Any] = tomllib.loads((ROOT / "demo/TRUTH.toml").read_text("utf-8"))
BANDS = ("undetermined", "weak", "moderate", "strong")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run `nameplate demo` as a newcomer does; the folder of its reports, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("nameplate")), "demo", "--to", str(folder / "out")],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    (folder / "stdout.txt").write_bytes(done.stdout)
    (folder / "stderr.txt").write_bytes(done.stderr)
    return folder


@pytest.fixture(scope="module")
def answer(demo: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((demo / "out/report.json").read_bytes())
    return found


def _is(device: dict[str, Any], unit: dict[str, Any]) -> bool:
    if "only_file" in unit:
        files = {seen["file"] for seen in device["seen_in"]}
        return all(unit["only_file"] in name for name in files)
    keys, held = unit["keys"], device["keys"]
    if keys["mac"]:
        return bool(set(keys["mac"]) & set(held["mac"]))
    if keys["serial"]:
        return bool(set(keys["serial"]) & set(held["serial"]))
    if keys["asset"]:
        return bool(set(keys["asset"]) & set(held["asset"]))
    return bool(keys["ip"]) and set(held["ip"]) == set(keys["ip"]) and not held["mac"]


@pytest.mark.parametrize("unit", TRUTH["unit"], ids=lambda u: u["id"])
def test_a_unit_of_the_council_is_judged_as_its_evidence_allows(
    unit: dict[str, Any], answer: dict[str, Any]
) -> None:
    found = [d for d in answer["devices"] if _is(d, unit)]
    if not unit["seen"]:
        assert not found
        return
    assert len(found) == 1, [d["id"] for d in found]
    judged = found[0]["attribution"]
    assert judged["maker"] not in unit["never"]
    if judged["band"] in ("moderate", "strong"):
        assert judged["maker"] == unit.get("maker")
    band = BANDS.index(judged["band"])
    assert BANDS.index(unit["at_least"]) <= band <= BANDS.index(unit["at_most"])
    assert found[0]["kind"] in (unit["kind"], "not known")
    behind = [d for d in answer["devices"] if d["behind"] == found[0]["id"] and d["invisible"]]
    assert len(behind) == unit["invisible"]


def test_every_device_has_a_reason_or_says_what_would_decide(answer: dict[str, Any]) -> None:
    for device in answer["devices"]:
        judged = device["attribution"]
        assert judged["band"] == "strong" or judged["needs"], device["id"]
        assert (judged["band"] == "undetermined") == (judged["maker"] is None)


def test_no_planted_secret_is_in_any_output(demo: Path) -> None:
    texts = {path.name: path.read_bytes() for path in demo.rglob("*") if path.is_file()}
    with zipfile.ZipFile(demo / "out/report.xlsx") as book:
        texts |= {name: book.read(name) for name in book.namelist()}
    for canary in TRUTH["canaries"]:
        for name, text in texts.items():
            assert canary.encode() not in text, (canary, name)


def test_the_same_evidence_gives_the_same_reports(demo: Path, tmp_path: Path) -> None:
    subprocess.run(
        [str(Path(sys.executable).with_name("nameplate")), "demo", "--to", str(tmp_path)],
        capture_output=True,
        check=True,
    )
    for name in ("report.json", "report.html", "report.csv", "report.xlsx"):
        assert (tmp_path / name).read_bytes() == (demo / "out" / name).read_bytes(), name


def test_the_summary_fits_80_columns_and_ends_with_what_to_do(demo: Path) -> None:
    lines = (demo / "stdout.txt").read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Why?") for line in lines)
    assert "report.html" in lines[-7]
    assert lines[-1].strip().startswith("nameplate serve ")
