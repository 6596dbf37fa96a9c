"""Write an answer to a file: the form follows the ending; old file or new one, never half."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from nameplate.model.errors import TryAgain, WrongUsage
from nameplate.model.report import Read

FORMS = ("html", "xlsx", "csv", "json", "jsonl")


def render(read: Read, form: str) -> bytes:
    """Return the answer in one of FORMS. Same input, same bytes."""
    return _renderer(form)(read)


def form_of(path: Path) -> str:
    """Return the form that a file's ending asks for. Raises WrongUsage for another ending."""
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise WrongUsage(
            f"the ending .{form or '(none)'} names no form",
            where=str(path),
            next_step=f"Use one of: {', '.join('.' + f for f in FORMS)}",
        )
    return form


def write(read: Read, path: Path) -> None:
    """Write the answer beside its place, then move it there in one step.

    Raises TryAgain when the disk or folder refuses.
    """
    data = render(read, form_of(path))
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is for its owner alone; a report is for whom the user's mask says.
        mask = os.umask(0)
        os.umask(mask)
        Path(file.name).chmod(0o666 & ~mask)
        Path(file.name).replace(path)
    except OSError as fault:
        raise TryAgain(
            f"cannot be written ({fault.strerror or 'refused'})",
            where=str(path),
            next_step="Name a folder that exists and that you may write to.",
        ) from None


def _renderer(form: str) -> Callable[[Read], bytes]:
    """Import only the paper that is asked for: a spreadsheet library costs time."""
    if form == "html":
        from nameplate.papers.html import to_html

        return to_html
    if form == "xlsx":
        from nameplate.papers.xlsx import to_xlsx

        return to_xlsx
    if form == "csv":
        from nameplate.papers.csv import to_csv

        return to_csv
    from nameplate.papers.json import to_json, to_jsonl

    return to_json if form == "json" else to_jsonl
