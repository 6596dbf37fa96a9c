"""Cells that a spreadsheet leaves alone: no formula, no lost digit, no hidden character.

The starts that run as formulas are OWASP's (= + - @ tab CR, CSV injection) with LF and the
full-width forms that some programs fold; they are looked for after blanks and after each
semicolon too, because a spreadsheet set to a language with decimal commas parts cells there.
"""

import re

from nameplate.papers.text import shown

CELL = 2_000
"""Longest text of a cell, in characters (a spreadsheet takes 32,767)."""

_START = re.compile(r"(^|;)(\s*)(?=[=+\-@\t\r\n＝＋－﹣＠﹫﹢﹦])")
# What a spreadsheet reads as a number and loses digits of (19e200, 00123, 16 digits and more),
# or as a day (3/4, 1-2-26).
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+|0\d+|\d{16,}")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?")


def guard(text: str) -> str:
    """Return `text` for a cell: cut, inert, and with ' before whatever could run as a formula."""
    return shown(_START.sub(r"\1\2'", text), CELL)


def guard_typed(text: str) -> str:
    """As `guard`, for a file without cell types: ' also before what would become a number."""
    safe = guard(text)
    return f"'{safe}" if _NUMBER.fullmatch(safe) or _DAY.fullmatch(safe) else safe
