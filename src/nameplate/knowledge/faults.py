"""What a check finds: one broken rule of one record."""

from typing import NamedTuple


class Fault(NamedTuple):
    """The file and record, and the rule in plain words."""

    where: str
    what: str
