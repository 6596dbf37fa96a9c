"""What the terminal is: its width, its colour, and a progress bar on stderr."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nameplate.model.reading import Progress
from nameplate.work.read import OnProgress


def width() -> int:
    """Return the columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def colour() -> bool:
    """Say whether colour may help: a terminal, and nobody asked for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


@contextmanager
def progress_bar() -> Iterator[OnProgress]:
    """Give a callback that shows bytes truly read; nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", total=None)

        def show(done: Progress) -> None:
            files = f"{done.files_total} file{'' if done.files_total == 1 else 's'}"
            bar.update(
                task,
                description=f"Reading {files}",
                completed=done.bytes_read,
                total=done.bytes_total,
            )

        yield show
