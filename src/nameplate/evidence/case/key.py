"""The key that marks a case as ours: 32 random bytes in the user's own state folder.

Evidence may come with a folder named as a case, holding records that somebody invented. What was
not sealed with this user's key is not believed: it is dropped and read from the evidence. Where
there is no such folder the key lies in the case itself, and only damage is noticed.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

_BYTES = 32


def of_this_user(case: Path) -> bytes:
    """Return the key, making it at first use. Raises OSError where no folder can be written."""
    home = _state_folder()
    if home is not None:
        with contextlib.suppress(OSError):
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            return _kept(home / "case-key")
    return _kept(case / "key")


def _state_folder() -> Path | None:
    """XDG Base Directory Specification: XDG_STATE_HOME, else ~/.local/state."""
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    stated = os.environ.get(name, "")
    if Path(stated).is_absolute():
        return Path(stated) / "nameplate"
    try:
        return Path.home() / ".local" / "state" / "nameplate"
    except RuntimeError:
        return None


def _kept(path: Path) -> bytes:
    for _ in range(2):
        with contextlib.suppress(FileNotFoundError):
            key = path.read_bytes()
            if len(key) == _BYTES:
                return key
        aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    return path.read_bytes()
