"""The import contracts hold, and each one catches the breach that it is there for."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

PLANTS = {
    "a face skips work": ("cli/planted.py", "from nameplate.judgement import devices\n"),
    "a room imports its neighbour": ("judgement/planted.py", "import nameplate.knowledge\n"),
    "the model imports a room": ("model/planted.py", "import nameplate.papers\n"),
    "a paper asks knowledge": ("papers/planted.py", "import nameplate.knowledge\n"),
    "a room imports work": ("evidence/planted.py", "import nameplate.work\n"),
    "a reader knows another": (
        "evidence/readers/planted.py",
        "from nameplate.evidence.readers import nmap_xml\n",
    ),
    "a protocol imports a reader": (
        "evidence/protocols/planted.py",
        "from nameplate.evidence.readers import nmap_xml\n",
    ),
    "a door imports a protocol": (
        "evidence/bounded/planted.py",
        "from nameplate.evidence import protocols\n",
    ),
    "a reader opens a ZIP itself": ("evidence/readers/planted.py", "import zipfile\n"),
    "a protocol opens XML itself": (
        "evidence/protocols/planted.py",
        "def f():\n    import xml.etree.ElementTree\n",
    ),
    "judgement opens a file": ("judgement/planted.py", "import pathlib\n"),
    "judgement asks the time": ("judgement/planted.py", "import time\n"),
    "judgement rolls dice": ("judgement/planted.py", "import random\n"),
    "the floor imports a part": (
        "judgement/identity/planted.py",
        "from nameplate.judgement import attribution\n",
    ),
    "a part imports another": (
        "judgement/coverage.py",
        "from nameplate.judgement import attribution\n",
    ),
    "a folder nobody declared": ("helpers/__init__.py", ""),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), str(folder / "importlinter.ini"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.toml")
    )
    shutil.copy(ROOT / "importlinter.ini", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contracts(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_breach_is_caught(plant: str, copy: Path) -> None:
    path, text = PLANTS[plant]
    target = copy / "src/nameplate" / path
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as file:
        file.write(text)
    done = lint(copy)
    assert done.returncode != 0, plant


ALLOWED = {
    "judgement": {"collections", "collections.abc", "datetime", "hashlib", "ipaddress", "msgspec"}
    | {"re", "typing", "math", "decimal", "enum", "itertools", "functools", "nameplate"}
    # law and ownership: spans of days, near words, and two tables that come with their own data
    # and are asked for no more than a day: time zones (IANA) and public holidays.
    | {"bisect", "calendar", "difflib", "holidays", "zoneinfo"},
    "model": {"collections", "collections.abc", "datetime", "enum", "functools", "ipaddress"}
    | {"msgspec", "re"}
    | {"typing", "nameplate"},
}
"""A layer rule cannot see a package that nobody thought of: these lists can."""


@pytest.mark.parametrize("room", ALLOWED)
def test_a_pure_room_imports_only_what_is_on_its_list(room: str) -> None:
    graph = grimp.build_graph("nameplate", include_external_packages=True, cache_dir=None)
    inside = {m for m in graph.modules if m.startswith(f"nameplate.{room}")}
    assert inside
    imported = {
        name
        for module in inside
        for name in graph.find_modules_directly_imported_by(module)
        if not name.startswith("nameplate")
    }
    assert imported <= ALLOWED[room], imported - ALLOWED[room]


def test_readers_never_import_at_run_time() -> None:
    for path in (ROOT / "src/nameplate/judgement").rglob("*.py"):
        text = path.read_text()
        assert "importlib" not in text, path
        assert "__import__" not in text, path
        assert not re.search(r"(?<![\w.])open\(", text), path
