"""What a protection of a worker is called, and whether it holds here."""

from typing import NamedTuple


class Protection(NamedTuple):
    """One protection: its name, whether it holds here, and what that means in plain words."""

    name: str
    holds: bool
    says: str


def stated(name: str, holds: bool, says: str, otherwise: str) -> Protection:
    """Say `says` where it holds, else `otherwise`."""
    return Protection(name, holds, says if holds else otherwise)
