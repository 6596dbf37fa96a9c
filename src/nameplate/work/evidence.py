"""Evidence of an open case: forget what was read of one piece."""

from nameplate.model.errors import WrongUsage
from nameplate.work.desk import Desk


def forget(desk: Desk, sha256: str) -> None:
    """Forget the records of every file that holds this piece. Raises WrongUsage, TryAgain."""
    from nameplate.evidence.case import Case

    with Case.open(desk.folder) as case:
        gone = case.drop(lambda kept: any(p.evidence.sha256 == sha256 for p in kept.pieces))
    if not gone:
        raise WrongUsage("that piece of evidence is not held here", next_step="Nothing to do.")
