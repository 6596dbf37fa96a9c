"""What is kept between runs, listed or erased."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from nameplate.model.errors import WrongUsage, printable


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One file whose records are kept."""

    file: str
    evidence: tuple[str, ...]
    """Hashes of the file, or of the members of an archive."""


def kept(folder: Path) -> tuple[Kept, ...]:
    """List what the case in `folder` keeps; () where there is none."""
    from nameplate.evidence.case import Case

    if not folder.is_dir():
        return ()
    with Case.open(folder) as case:
        return tuple(
            Kept(file=one.name, evidence=tuple(p.evidence.sha256 for p in one.pieces))
            for one in case.list()
        )


def forget(folder: Path) -> int:
    """Erase the case; return of how many pieces of evidence it kept records."""
    from nameplate.evidence.case import Case

    if not folder.is_dir():
        raise WrongUsage("there is no case here", where=str(folder), next_step="Nothing to do.")
    return Case.open(folder).forget()


def to_json(found: Sequence[Kept]) -> bytes:
    """Write the list as JSON."""
    whole = {"schema": "nameplate/case/1", "files": found}
    from nameplate.papers.json import pretty

    return pretty(whole)


def to_text(found: Sequence[Kept]) -> str:
    """Write the list for people."""
    if not found:
        return "No records are kept here."
    rows = [f"Records of {len(found)} file{'' if len(found) == 1 else 's'} are kept here:"]
    for one in found:
        hashes = ", ".join(digest[:12] for digest in one.evidence[:3])
        more = f" and {len(one.evidence) - 3} more" if len(one.evidence) > 3 else ""
        rows.append(f"  {hashes:12}{more}  {printable(one.file)}")
    rows.append("Erase them: nameplate case forget")
    return "\n".join(rows)
