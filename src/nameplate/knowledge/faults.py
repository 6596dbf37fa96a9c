"""What a check finds: one broken rule of one record."""

from datetime import date
from typing import NamedTuple


class Fault(NamedTuple):
    """The file and record, and the rule in plain words."""

    where: str
    what: str


def is_day(text: str) -> bool:
    """Say whether a text is a day as ISO 8601 writes it in full: "2026-11-24"."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
