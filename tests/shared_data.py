"""Where the read-only reference data is, when it is there: tests pass without it."""

import os
from pathlib import Path

import pytest

_ROOT = Path(os.environ.get("NAMEPLATE_SHARED", Path(__file__).parents[2] / "shared"))


def shared(path: str) -> Path:
    """Return a path in the reference data, or skip the test that asks for it."""
    found = _ROOT / path
    if not found.exists():
        pytest.skip(f"reference data not here: {path}")
    return found
