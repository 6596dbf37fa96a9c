"""What a table is, whatever file it stands in: numbered rows of texts."""

from typing import NamedTuple


class Row(NamedTuple):
    """One row: its number from 1, as a spreadsheet shows it, and the texts of its cells.

    `fault` says in plain words why a row could not be read; its cells are then empty.
    `numbers` and `dates` hold the indices of cells that a spreadsheet keeps as a number or a
    date: an identifier there may have lost digits. `unstored` counts formulas without a result.
    """

    number: int
    cells: list[str]
    fault: str | None = None
    numbers: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    hidden: bool = False
    unstored: int = 0


def letters(index: int) -> str:
    """Return the letters of a column by its index from 0: 0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def index_of(column: str) -> int:
    """Return the index from 0 of a column by its letters (at most three, A to XFD)."""
    index = 0
    for letter in column:
        index = index * 26 + ord(letter) - 64
    return index - 1
