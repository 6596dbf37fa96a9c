"""The program as a hash: what reads decides what is read."""

import hashlib
from collections.abc import Sequence
from pathlib import Path


def fingerprint(folders: Sequence[Path]) -> str:
    """Return a hash of the program's files in these folders: what reads decides what is read."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml"):
                found.update(path.relative_to(folder).as_posix().encode() + b"\0")
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
