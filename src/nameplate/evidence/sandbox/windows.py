"""A worker on Windows: a process of its own, watched by its parent, and no more than that."""

from collections.abc import Iterator
from contextlib import contextmanager

from nameplate.evidence.sandbox.protection import Protection


def enter(memory_bytes: int) -> tuple[Protection, ...]:
    """Say plainly what does not hold here."""
    return (
        Protection(
            "memory", False, "Not limited on Windows: a hostile file may use all memory there is."
        ),
        Protection(
            "time", True, "A file that is not read in time is given up, by the parent's clock."
        ),
        Protection("writing", False, "Not prevented on Windows by the system."),
        Protection("reading", False, "Not prevented on Windows by the system."),
        Protection("network", False, "Not prevented on Windows by the system."),
    )


def clock(seconds: float | None) -> None:
    """Do nothing: the parent's clock decides."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Do nothing: there is no clock here that could ring."""
    yield
