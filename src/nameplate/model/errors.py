"""The errors of the house: a class per thing the user must do, each with its exit code."""

from typing import ClassVar


def printable(text: str) -> str:
    """Return `text` with every control, bidi and unassigned character escaped.

    File names and device replies reach terminals and pages, and they are evidence: chosen by
    whoever made the file. Escapes follow Python's own notation, so the original can be read back.
    """
    if text.isprintable() and not any(c in _BIDI for c in text):
        return text
    return "".join(
        c if (c.isprintable() and c not in _BIDI) else c.encode("unicode_escape").decode("ascii")
        for c in text
    )


# Unicode 15, section 23.2 and UAX 9: marks, embeddings, overrides and isolates.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NameplateError(Exception):
    """What went wrong in one line of four parts: where, what is wrong, what to do next."""

    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{head}. {self.next_step}" if self.next_step else f"{head}."
        return printable(line)


class WrongUsage(NameplateError):
    """The request itself cannot be understood: ask again with other words."""

    exit_code = 2


class UnreadableEvidence(NameplateError):
    """One file could not be read, or not to its end; the others were."""

    exit_code = 4


class OverBudget(UnreadableEvidence):
    """A file asks for more memory, depth, time or output than one file may have."""


class NotOurFormat(NameplateError):
    """A reader looked closer and the file is not of its format after all: no failure."""

    exit_code = 0


class Refused(NameplateError):
    """Outside the scope or not allowed: ask whoever may allow it."""

    exit_code = 5


class IntegrityFailed(NameplateError):
    """Stored data is not what was stored: restore it, or start again from the evidence."""

    exit_code = 6


class KnowledgeFault(NameplateError):
    """A knowledge record breaks a rule of the house: mend the record that is named."""

    exit_code = 70


class TryAgain(NameplateError):
    """A passing state of this machine (a full disk, a lock): try again."""

    exit_code = 75
