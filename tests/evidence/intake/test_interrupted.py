"""Ctrl-C at any moment: children end, the case stays whole, and the same command goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from statistics import median

import pytest

from evidence.fakes import fake, read
from nameplate.evidence.case import Case

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

SIGNALS = ("SIGINT", "SIGTERM", "SIGKILL")
SCRIPT = """
import sys
from pathlib import Path
from evidence.fakes import read
from nameplate.evidence.case import Case
with Case.open(Path(sys.argv[2])) as case:
    for reading in read([sys.argv[1]], case=case, workers=2):
        print(reading.name, flush=True)
"""


def start(evidence: Path, case: Path, state: Path) -> subprocess.Popen[bytes]:
    paths = [Path(__file__).parents[2], *map(Path, sys.path)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "XDG_STATE_HOME": str(state),
    }
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(evidence), str(case)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )


def workers_of(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def all_end(pids: list[int]) -> bool:
    """Wait up to 3 s: one that was still starting ends when it finds its parent gone."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        if not any(lives(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"  # a dead child of a dead parent waits for the system to notice


def interrupt_until_done(
    tmp_path: Path, moments: list[float], name: str, monkeypatch: pytest.MonkeyPatch
) -> list[float]:
    """Interrupt a run at each moment, then let one end to the same result as a fresh one.

    Returns the seconds from the signal to the end, of each run that it ended.
    """
    evidence, case, state = tmp_path / "evidence", tmp_path / "case", tmp_path / "state"
    evidence.mkdir()
    for at in range(20):
        fake(evidence, "slow", "x\n" * 5, name=f"{at:02}")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    took: list[float] = []
    for moment in moments:
        run = start(evidence, case, state)
        time.sleep(moment)
        workers = workers_of(run.pid)
        run.send_signal(signal.Signals[name])
        sent = time.monotonic()
        run.communicate(timeout=10)
        if run.returncode != 0:
            took.append(time.monotonic() - sent)
        assert all_end(workers)
    run = start(evidence, case, state)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert out.decode().split() == [f"{at:02}" for at in range(20)]
    with Case.open(case) as opened:
        assert opened.notices == []
        kept = list(opened.readings())
    fresh = list(read([str(evidence)]))
    assert [(r.name, r.pieces) for r in kept] == [(r.name, r.pieces) for r in fresh]
    return took


@pytest.mark.parametrize("name", SIGNALS)
def test_an_interrupted_run_leaves_no_worker_and_goes_on_to_the_same_result(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [0.2, 0.6, 1.0, 1.3]
    took = interrupt_until_done(tmp_path, moments, name, monkeypatch)
    assert len(took) >= 3
    assert median(took) < 1


@pytest.mark.prove
def test_a_run_interrupted_at_200_random_moments_goes_on_to_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)  # noqa: S311
    took: list[float] = []
    for number in count():  # a run may end before it is interrupted: it then counts for none
        if len(took) >= 200:
            break
        folder = tmp_path / str(number)
        folder.mkdir()
        moments = [chance.uniform(0.1, 1.2) for _ in range(4)]
        took += interrupt_until_done(folder, moments, chance.choice(SIGNALS), monkeypatch)
    print(
        f"\ninterrupted runs: {len(took)}; lost, doubled or damaged files: 0;"
        f" to the end: median {median(took):.2f} s, slowest {max(took):.2f} s"
    )
    assert median(took) < 1
