"""Put beside `.venv` what coverage-guided fuzzing needs: `python3 scripts/fuzzing.py`.

Apart from the development lock, as atheris has wheels for few systems only. Where it cannot be
installed this says so and goes on: the tests that need it are then shown as not run.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = ROOT / "locks" / "fuzz.txt"
FOLDER = VENV / "fuzz"


def main() -> int:
    """Install into `.venv/fuzz` unless it is there; 0 also where it cannot be."""
    state = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = FOLDER / ".stamp"
    if stamp.is_file() and stamp.read_text() == state:
        return 0
    print("Setting up coverage-guided fuzzing ...", flush=True)
    for pip in ([str(PYTHON), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(PYTHON)]):
        done = subprocess.run(
            [*pip, "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:",
             "--upgrade", "--target", str(FOLDER), "-r", str(LOCK)],
            env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
            capture_output=True,
            check=False,
        )  # fmt: skip
        if done.returncode == 0:
            stamp.write_text(state)
            return 0
    print("*" * 78)
    print("COVERAGE-GUIDED FUZZING WILL NOT RUN: atheris has no wheel for this Python and system.")
    print("*" * 78, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
