"""A fault of ours, as a report the user can send: our own code's places, and no evidence."""

import platform
import sys
import tempfile
import traceback
from pathlib import Path

import nameplate


def report(fault: BaseException) -> str:
    """Write the report to a file of its own; return the lines to show.

    The message of the fault is left out: it may quote what a file held.
    """
    lines = [
        f"nameplate {nameplate.__version__}, Python {platform.python_version()}, {sys.platform}",
        f"fault: {type(fault).__module__}.{type(fault).__name__}",
    ]
    home = Path(nameplate.__file__).parent
    for frame in traceback.extract_tb(fault.__traceback__):
        path = Path(frame.filename)
        known = path.is_relative_to(home)
        name = path.relative_to(home).as_posix() if known else path.name
        lines.append(f"  {'nameplate/' if known else ''}{name}:{frame.lineno} {frame.name}")
    text = "\n".join(lines) + "\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="nameplate-fault-", suffix=".txt", delete=False
        ) as file:
            file.write(text)
        where = f"A report without any of your evidence is in {file.name}: please send it to us."
    except OSError:
        where = text
    return f"nameplate: a fault of ours, not of your files. {where}\n"
