"""Captures under coverage-guided fuzzing: fifteen minutes, shared among the targets.

NAMEPLATE_FUZZ_MINUTES sets another time. An input that breaks something is printed as hex, to
become a test of its own.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from prove.capture_fuzzing import FUZZ, LONGEST, TARGETS, seeds

MINUTES = float(os.environ.get("NAMEPLATE_FUZZ_MINUTES", "15"))
MOST_MB = 400
HERE = Path(__file__).parent


@pytest.mark.prove
@pytest.mark.parametrize("target", TARGETS)
def test_no_bytes_break_a_reader_of_captures(target: str, tmp_path: Path) -> None:
    if not FUZZ.is_dir():
        pytest.skip("COVERAGE-GUIDED FUZZING NOT RUN: atheris is not here (make prove installs it)")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number:03}").write_bytes(seed[:LONGEST])
    seconds = max(5, round(MINUTES * 60 / len(TARGETS)))
    done = subprocess.run(
        [
            *(sys.executable, str(HERE / "capture_fuzzing.py"), target, str(corpus)),
            *(f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10"),
            *(f"-rss_limit_mb={MOST_MB}", f"-artifact_prefix={tmp_path}/", "-print_final_stats=1"),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    coverage = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", done.stderr)
    print(f"\n{target}: {runs[1] if runs else 'no'} inputs in {seconds} s; {coverage[-1:]}")
    broken = [p for p in tmp_path.iterdir() if p.is_file()]
    shown = "\n".join(f"{p.name}: {p.read_bytes().hex()}" for p in broken)
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-1500:]}\n{shown}"
    assert runs is not None
    assert int(runs[1]) > 100
