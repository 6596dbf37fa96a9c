"""Make `.venv` and install what is locked: `python3 scripts/environment.py run|dev`.

Runs on a bare Python 3.11 or newer of any system, without root. Every package is checked against
the hashes in `locks/`; the project itself is installed last, editable, with the locked build
backend. Does nothing when the lock has not changed since.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def main(kind: str) -> int:
    """Bring `.venv` to the state of `locks/<kind>.txt`, and fetch the pages' styles.

    0 when the environment is there; pages without their styles work and look plain.
    """
    if sys.version_info < (3, 11):
        print(f"Nameplate needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        print("Install it, then say which: make demo PYTHON=python3.12")
        return 1
    code = install(kind)
    if code == 0:
        subprocess.run([sys.executable, str(ROOT / "scripts" / "frontend.py")], check=False)
    return code


def install(kind: str) -> int:
    """Bring `.venv` to the state of `locks/<kind>.txt`; 0 when it is there."""
    lock = ROOT / "locks" / f"{kind}.txt"
    state = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = {name: VENV / f".stamp-{name}" for name in ("run", "dev")}
    # The development lock holds the other one: what it installed is enough for `run`.
    for name in {kind, "dev"}:
        held = ROOT / "locks" / f"{name}.txt"
        want = hashlib.sha256(held.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
        if stamps[name].is_file() and stamps[name].read_text() == want.hexdigest():
            return 0
    print("Setting up .venv (a minute or two the first time) ...", flush=True)
    pip = make_venv()
    if pip is None:
        return 1
    for step in (
        [*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
        [*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        if subprocess.run(step, env=environment, check=False).returncode:
            print("The packages could not be installed: see the lines above, then try again.")
            return 1
    stamps[kind].write_text(state)
    return 0


def make_venv() -> list[str] | None:
    """Make `.venv` if it is not there; return the command that runs pip for it, or None.

    Debian ships Python without `ensurepip`: then the system's own pip serves, if there is one.
    """
    own_pip = [str(PYTHON), "-m", "pip"]
    if PYTHON.exists() and _quiet([*own_pip, "--version"]):
        return own_pip
    if _quiet([sys.executable, "-m", "venv", str(VENV)]):
        return own_pip
    if _quiet([sys.executable, "-m", "pip", "--version"]) and _quiet(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]
    ):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    print("Python's venv module is not complete here. On Debian or Ubuntu an administrator runs:")
    print("  apt-get install python3-venv")
    print("Then try again.")
    return None


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        sys.exit("usage: python3 scripts/environment.py run|dev")
    sys.exit(main(sys.argv[1]))
