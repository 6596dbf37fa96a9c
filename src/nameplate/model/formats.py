"""What a reader says of itself: one `FORMAT` a file in `evidence/readers/`."""

from typing import NamedTuple


class Format(NamedTuple):
    """A format: its id, what people call it, what it yields, and what it follows.

    `version` is raised whenever the same bytes would give other records: kept records of an
    older version are read anew.
    """

    name: str
    title: str
    yields: tuple[str, ...]
    spec: str
    version: int = 1


HEAD_BYTES = 65_536
"""How much of a file `sniff` sees, in bytes."""
