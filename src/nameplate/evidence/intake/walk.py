"""From the paths that were given to the files to read: sorted, each once, nothing that blocks.

Links that lead outside a given folder are not followed, hidden files are passed over, pipes and
devices are refused before anything opens them. Names are shown relative to what was given.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from nameplate.evidence.case.signature import Signature, shown
from nameplate.model.errors import WrongUsage
from nameplate.model.reading import Unread

STDIN = "-"
_READ_IT = "Ask its owner, or run as a user who may read it."


class Candidate(NamedTuple):
    """A regular file to read. `path` is None for standard input."""

    name: str
    path: Path | None
    signature: Signature | None = None


def walk(paths: Sequence[str], *, case: Path | None = None) -> list[Candidate | Unread]:
    """Return every file below `paths` in order, and what was refused, in its place.

    Raises WrongUsage if a path is not there.
    """
    found: list[tuple[str, Candidate | Unread]] = []
    for given in paths:
        if given == STDIN:
            found.append((given, Candidate("standard input", None)))
            continue
        top = Path(given)
        try:
            kind = top.stat().st_mode
        except OSError as fault:
            raise WrongUsage(
                f"cannot be read ({fault.strerror})", where=given, next_step="Check its name."
            ) from None
        if stat.S_ISDIR(kind):
            found += ((given, one) for one in _folder(top, case))
        else:
            found.append((given, _file(Path(os.path.realpath(top)), shown(given))))
    return _told_apart(found)


def _told_apart(found: Sequence[tuple[str, Candidate | Unread]]) -> list[Candidate | Unread]:
    """Put what was given before names that two given folders share."""
    givens = {(one.name, given) for given, one in found}
    shared = {name for name, count in Counter(name for name, _ in givens).items() if count > 1}
    return [
        _renamed(one, shown(str(Path(given) / one.name))) if one.name in shared else one
        for given, one in found
    ]


def _renamed(one: Candidate | Unread, name: str) -> Candidate | Unread:
    if isinstance(one, Candidate):
        return one._replace(name=name)
    return msgspec.structs.replace(one, name=name)


def _folder(top: Path, case: Path | None) -> Iterator[Candidate | Unread]:
    """Walk one folder without recursion: its depth is chosen by whoever made it."""
    root = Path(os.path.realpath(top))
    stack = [top]
    while stack:
        at = stack.pop()
        name = shown(os.path.relpath(at, top))
        try:
            if at == top or stat.S_ISDIR(at.lstat().st_mode):
                stack += reversed(_entries(at, case))
                continue
        except OSError as fault:
            yield _refused(name, fault)
            continue
        one = _entry(at, name, root)
        if one is not None:
            yield one


def _entries(folder: Path, case: Path | None) -> list[Path]:
    entries = (folder / name for name in sorted(os.listdir(folder), key=os.fsencode))
    hidden = case.name if case is not None else ""
    return [
        entry
        for entry in entries
        if not entry.name.startswith(".")
        and not (entry.name == hidden and os.path.realpath(entry) == os.path.realpath(case or ""))
    ]


def _entry(at: Path, name: str, root: Path) -> Candidate | Unread | None:
    if not at.is_symlink():
        return _file(at, name)
    target = Path(os.path.realpath(at))
    if not target.is_relative_to(root):
        return Unread(
            name=name,
            reason="a link that leads outside the folder that was given",
            next_step="Give its target by name if it is meant.",
        )
    # A linked folder's files are read under their own names.
    return None if target.is_dir() else _file(target, name)


def _file(at: Path, name: str) -> Candidate | Unread:
    try:
        found = at.stat()
    except OSError as fault:
        return _refused(name, fault)
    if not stat.S_ISREG(found.st_mode):
        return Unread(
            name=name,
            reason=f"{_kind(found.st_mode)}, not a file",
            next_step="Save what it gives as a file, and read that.",
        )
    return Candidate(name, at, Signature.of(found))


def _refused(name: str, fault: OSError) -> Unread:
    return Unread(
        name=name, reason=f"cannot be read ({fault.strerror})", next_step=_READ_IT, fault=True
    )


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something else"


def open_regular(path: Path) -> int:
    """Open a file for reading, without ever waiting, and only if it is still a regular file.

    Returns the descriptor. Raises OSError.
    """
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(0, "it is no longer a file")
    return file
