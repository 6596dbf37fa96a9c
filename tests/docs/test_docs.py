"""The documents say what is true: commands, exit codes, examples, tests and targets they name."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nameplate.cli.commands import nameplate
from nameplate.model import errors

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
NAMEPLATE = Path(sys.executable).with_name("nameplate")


def test_the_reference_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_make_target_that_the_documents_show_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    shown = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)", page.read_text())}
    assert {"demo", "test"} <= shown <= targets


def test_the_readme_lists_every_exit_code() -> None:
    codes = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.NameplateError)
    }
    readme = (ROOT / "README.md").read_text()
    assert all(f"| {code} |" in readme for code in codes | {3, 130})


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text()
    assert all(f"## `nameplate {name}`" in text for name in nameplate.commands or ()) or all(
        f"## `nameplate {name}" in text for name in ("read", "why", "case", "knowledge", "doctor")
    )


def test_no_document_names_a_command_that_does_not_exist() -> None:
    known = set(nameplate.list_commands(click.Context(nameplate)))
    for page in PAGES:
        for line in re.findall(r"^\$ nameplate (\S+)", page.read_text(), re.M):
            assert line in known or line.startswith("-"), (page, line)


@pytest.mark.parametrize("page", sorted((ROOT / "docs/collect").glob("*.md")), ids=lambda p: p.stem)
def test_a_collect_page_names_a_test_that_reads_such_a_file(page: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text())
    assert named, page
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(), (path, test)


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), (page, target)


def test_locks_name_no_address() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        assert "://" not in lock.read_text()


def test_decisions_are_short_and_numbered_once() -> None:
    found = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name[:4] for path in found]
    assert len(numbers) == len(set(numbers))
    assert all(len(path.read_text().splitlines()) <= 80 for path in found)


def _examples() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in re.findall(r"^```console\n(.*?)^```", page.read_text(), re.M | re.S):
            found += [
                (page.relative_to(ROOT).as_posix(), line[2:])
                for line in block.splitlines()
                if line.startswith("$ nameplate ")
            ]
    return sorted(set(found))


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample evidence, read once, as the tutorials assume."""
    folder = tmp_path_factory.mktemp("council")
    shutil.copytree(ROOT / "demo/evidence", folder / "demo/evidence")
    subprocess.run(
        [str(NAMEPLATE), "read", "demo/evidence"], cwd=folder, capture_output=True, check=False
    )
    return folder


@pytest.mark.parametrize(("page", "line"), _examples())
def test_an_example_in_the_documents_runs(page: str, line: str, council: Path) -> None:
    words = shlex.split(line, comments=True)[1:]
    done = subprocess.run(
        [str(NAMEPLATE), *words], cwd=council, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 3, 4), (page, line, done.stderr)
    assert "Traceback" not in done.stderr
