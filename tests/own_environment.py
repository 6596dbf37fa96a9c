"""An environment of its own for a test: the product from a folder, and what was installed here.

The processes that read evidence start with `python -I` and heed no PYTHONPATH: what they are to
see differently has to stand in an environment.
"""

import venv
from pathlib import Path

import pytest

INSTALLED = Path(pytest.__file__).parents[1]


def make(folder: Path, source: Path, *first: str) -> Path:
    """Make an environment in `folder` whose product is `source`; return the nameplate command.

    `first` are lines of Python that each of its processes runs as it starts.
    """
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("[Ll]ib/**/site-packages")
    lines = (*(f"import sys; {line}" for line in first), str(source), str(INSTALLED))
    (packages / "own.pth").write_text("\n".join(lines) + "\n")
    command = folder / "bin" / "nameplate"
    command.write_text(f"#!{folder}/bin/python\nfrom nameplate.cli.entry import main\nmain()\n")
    command.chmod(0o755)
    return command
