"""What is kept between runs, listed or erased; and what a person says of a table's columns."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from nameplate.model.errors import WrongUsage, printable
from nameplate.register.store import FILE
from nameplate.work.desk import SPOOL, WORKER


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
    """Erase the case with its decisions; return of how many pieces it kept records.

    Only what a case consists of is removed. Raises TryAgain while it is in use.
    """
    from nameplate.evidence.case import Case

    if not folder.is_dir():
        raise WrongUsage("there is no case here", where=str(folder), next_step="Nothing to do.")
    case = Case.open(folder)
    shutil.rmtree(folder / SPOOL, ignore_errors=True)
    for name in (WORKER, *(f"{FILE}{ending}" for ending in ("", "-wal", "-shm"))):
        (folder / name).unlink(missing_ok=True)
    return case.forget()


_HEADING = re.compile(r"[0-9a-f]{12}")


def columns(folder: Path) -> dict[str, dict[str, str]]:
    """Return what was said of tables: by a heading's id, which column has which meaning."""
    from nameplate.evidence.case import Case

    if not folder.is_dir():
        return {}
    with Case.open(folder) as case:
        return dict(case.answers)


def say_columns(folder: Path, heading: str, said: Mapping[str, str]) -> dict[str, str]:
    """Remember what the columns of a heading mean, beside what was said before; return it all.

    Raises WrongUsage for what is no id, no meaning or no zone.
    """
    from nameplate.evidence.case import Case
    from nameplate.evidence.tables import log_columns, log_times

    _check_heading(heading)
    known = sorted(log_columns.meanings())
    for meaning, name in said.items():
        if meaning not in known:
            what = f"'{meaning}' is no meaning of a column"
            raise WrongUsage(what, next_step=f"Choose one of: {', '.join(known)}")
        if meaning == log_columns.ZONE and log_times.zone(name) is None:
            what = f"'{name}' is no zone"
            raise WrongUsage(what, next_step="Write it as UTC or as +02:00")
    with Case.open(folder) as case:
        whole = {**case.answers.get(heading, {}), **said}
        case.answer(heading, whole)
    return whole


def forget_columns(folder: Path, heading: str) -> None:
    """Forget what was said of a heading. Raises WrongUsage if nothing was."""
    from nameplate.evidence.case import Case

    _check_heading(heading)
    if heading not in columns(folder):
        what = f"nothing is said of heading {heading} here"
        raise WrongUsage(what, where=str(folder), next_step="nameplate case columns lists them.")
    with Case.open(folder) as case:
        case.answer(heading, {})


def _check_heading(heading: str) -> None:
    if not _HEADING.fullmatch(heading):
        raise WrongUsage(
            f"'{heading}' is no id of a heading",
            next_step="It has twelve digits, and stands in the line that asks.",
        )


def columns_to_text(found: Mapping[str, Mapping[str, str]]) -> str:
    """Write what was said of columns for people."""
    if not found:
        return "Nothing is said of the columns of any table here."
    rows = []
    for heading, said in sorted(found.items()):
        rows.append(f"heading {heading}")
        rows += [f"  {meaning:12} {printable(name)}" for meaning, name in sorted(said.items())]
    return "\n".join(rows)


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
