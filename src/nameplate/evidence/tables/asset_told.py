"""One asset table while it is read: where things stand, and what has to be told about it."""

from collections.abc import Iterator

from nameplate.evidence.bounded.grid import Row, letters
from nameplate.evidence.tables.asset_columns import Column, Header, is_blank
from nameplate.evidence.tables.asset_heading import width
from nameplate.model.records import How, Problem, Witness

_SHOWN = 8


class Rows:
    """Row numbers to tell: the first eight, and how many more."""

    def __init__(self) -> None:
        self._first: list[int] = []
        self._count = 0

    def add(self, number: int) -> None:
        """Note a row."""
        self._count += 1
        if len(self._first) < _SHOWN:
            self._first.append(number)

    def __bool__(self) -> bool:
        return self._count > 0

    @property
    def first(self) -> int:
        """The first row noted."""
        return self._first[0]

    def __str__(self) -> str:
        more = self._count - len(self._first)
        listed = ", ".join(map(str, self._first)) + (f" and {more} more" if more else "")
        return f"row{'s' if self._count > 1 else ''} {listed}"


class Table:
    """The heading that holds now, and what was met so far."""

    def __init__(self, sheet: str | None, addressed: bool) -> None:
        self.header = Header(())
        self.lone = Rows()
        self.bundled = Rows()
        self.withheld = Rows()
        self.numbered = Rows()
        self._sheet = sheet
        self._addressed = addressed
        self._width = 0
        self._unread: list[int] = []
        self._hidden = Rows()
        self._unstored = Rows()
        self._rows = 0

    @property
    def how(self) -> How:
        """How identifiers came into this table."""
        return "table" if self._by_tool else "typed"

    @property
    def witness(self) -> Witness:
        """Who says what stands in this table."""
        return Witness.TOOL if self._by_tool else Witness.PERSON

    @property
    def _by_tool(self) -> bool:
        return self.header.export is not None and not self.header.export.by_person

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Return a place in the form that `where` has."""
        parts = [] if self._sheet is None else [f"sheet {self._sheet}"]
        if row is not None:
            parts.append(f"row {row}")
        if column is not None:
            parts.append(f"column {letters(column)}")
        return ", ".join(parts)

    def start(self, header: Header, heading: Row | None) -> None:
        """Take a heading as holding from here."""
        self.header = header
        cells = heading.cells if heading is not None else []
        read = {column.at for column in header.columns} | {at for at, _ in header.dropped}
        self._unread = [i for i, c in enumerate(cells) if c.strip() and i not in read]
        # Columns without a heading at the end of a row are none.
        self._width = 0 if heading is None else width(heading)

    def count(self, row: Row) -> None:
        """Note a row, and what of it is told at the end."""
        self._rows += 1
        if row.hidden:
            self._hidden.add(row.number)
        if row.unstored:
            self._unstored.add(row.number)

    def fault(self, row: Row) -> Problem:
        """Tell a row that could not be read."""
        return Problem(
            where=self.place(row.number),
            what=f"the row was not read: {row.fault}",
            next_step="Mend that row in the program that wrote it, and export again.",
        )

    def misfit(self, row: Row) -> Problem | None:
        """Tell a row of a text table whose cells may stand under the wrong headings.

        A stray comma moves a password into the next column. Cells missing at the end are usual,
        but not in a table with columns that must not be read.
        """
        if self._addressed or not self._width:
            return None
        over = any(not is_blank(cell) for cell in row.cells[self._width :])
        short = bool(self.header.dropped) and len(row.cells) < self._width
        if not over and (not short or not any(cell.strip() for cell in row.cells)):
            return None
        return Problem(
            where=self.place(row.number),
            what=f"the row has {len(row.cells)} cells under {self._width} headings and was not "
            "read: its cells may be shifted",
            next_step="Put a text with the separator inside into quotation marks, or take it out.",
        )

    def without_dropped(self, row: Row) -> list[str]:
        """Return the cells of a row; those of columns that must not be read are empty."""
        cells = list(row.cells)
        for at, _ in self.header.dropped:
            if at < len(cells):
                cells[at] = ""
        return cells

    def about_columns(self, row: int) -> Iterator[Problem]:
        """Tell, once a heading, which columns are not read and why."""
        for at, what in self.header.dropped:
            yield self._notice(row, f"column {letters(at)} ({what}) was not read", at)
        for used, other in self.header.rivals:
            yield self._rival(row, used, other)
        if self._unread:
            shown = ", ".join(letters(at) for at in self._unread[:26])
            several = "s" if len(self._unread) > 1 else ""
            verb = "were" if several else "was"
            yield self._notice(
                row, f"column{several} {shown} {verb} not read: no heading that is used here"
            )

    def at_the_end(self) -> Iterator[Problem]:
        """Tell what was met on the way, once a table."""
        if not self._rows:
            yield self._notice(None, "the table has a heading and no rows")
        notes = (
            (self._hidden, "hidden in the sheet and read like the others"),
            (self._unstored, "with a formula without a stored result: taken as empty"),
            (self.lone, "with one cell only: taken as a title or a note, not as a unit"),
            (self.bundled, "for several units (a quantity over 1): each counted as one"),
            (self.withheld, "with a text that may hold a login or an e-mail: it was not read"),
            (self.numbered, "with a serial that the sheet keeps as a number: zeros before it "
             "would be lost"),
        )  # fmt: skip
        for rows, what in notes:
            if rows:
                yield self._notice(rows.first, f"{rows}: {what}")

    def damaged(self, row: int, column: Column, title: str, why: str) -> Problem:
        """Tell an identifier that is not used, without showing it."""
        return Problem(
            where=self.place(row, column.at),
            what=f"the {title} there is not used: {why}",
            next_step="Read it off the unit or its label and mend the table.",
        )

    def _rival(self, row: int, used: Column, other: Column) -> Problem:
        return Problem(
            where=self.place(row, other.at),
            what=f"columns {letters(used.at)} and {letters(other.at)} both fit "
            f'"{used.role}": {letters(used.at)} was used',
            next_step="If the other is meant, rename the heading that is not.",
            notice=True,
        )

    def _notice(self, row: int | None, what: str, column: int | None = None) -> Problem:
        return Problem(
            where=self.place(row, column) or "row 1",
            what=what,
            next_step="Nothing to do, if that is what you expect.",
            notice=True,
        )
