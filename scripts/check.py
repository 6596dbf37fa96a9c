"""Everything `make test` checks, in order, stopping at the first fault.

Format, lint, strict types on three systems, import contracts, then the tests, whose summary is
the last thing printed. `python scripts/check.py prove` runs the long proofs instead.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "imports": ["lint-imports", "--config", "importlinter.ini"],
} | {
    # A cache each: mypy shares one between platforms and then re-checks everything.
    f"types on {system}": ["mypy", "--platform", system, "--cache-dir", f".mypy_cache-{system}"]
    for system in ("linux", "darwin", "win32")
}


def main(arguments: list[str]) -> int:
    """Run the checks, then pytest with `arguments`; return the first code that is not 0."""
    for name, command in CHECKS.items():
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, check=False
        )
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAULT'}", flush=True)
        if done.returncode:
            sys.stdout.write(done.stdout.decode(errors="replace"))
            sys.stdout.write(done.stderr.decode(errors="replace"))
            return done.returncode
    marks = ["-m", "prove", "-s"] if arguments == ["prove"] else ["-m", "not prove"]
    rest = [] if arguments == ["prove"] else arguments
    return subprocess.run(
        [sys.executable, "-m", "pytest", *marks, *rest], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
