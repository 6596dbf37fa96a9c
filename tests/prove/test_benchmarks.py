"""The benchmarks run from end to end, and their tables are part of the proof."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.prove
@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "benchmarks").glob("*.py")))
def test_a_benchmark_prints_its_table(name: str) -> None:
    done = subprocess.run(
        [sys.executable, f"benchmarks/{name}.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"\n== {name}\n{done.stdout}")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 4
