"""One asset table while it is read: where things stand, and what has to be told about it."""

from collections.abc import Iterator

from nameplate.evidence.bounded.grid import Row, letters
from nameplate.evidence.tables.asset_columns import Column, Header, is_blank
from nameplate.evidence.tables.asset_heading import width
from nameplate.model.records import How, KeyKind, Problem, Witness

_SHOWN = 8
_TYPED = frozenset({"brand", "model", "brand_model", "serial", "asset", "reference", "kind"})
"""Columns that a table of addresses does not have."""


class Rows:
    """Row numbers to tell: the first eight, and how many more."""

    def __init__(self) -> None:
        self._first: list[int] = []
        self._count = 0
        self._last: int | None = None

    def add(self, number: int) -> None:
        """Note a row, once however often it is met in a row."""
        if number == self._last:
            return
        self._last = number
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
        self.numbered = Rows()
        self.wordy = Rows()
        self.nobody = Rows()
        self.elsewhere = Rows()
        self._withheld: dict[int, Rows] = {}
        self._sheet = sheet
        self._addressed = addressed
        self._width = 0
        self._unread: list[int] = []
        self._hidden = Rows()
        self._unstored = Rows()
        self._rows = 0
        self._above = 0
        self._left = False
        self.elsewhere_for_sure = False

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
        self._above = self._above if heading is None else heading.number

    def follows_gap(self, row: Row) -> bool:
        """Say whether blank rows stand above a row that holds something."""
        above, self._above = self._above, row.number
        return row.number > above + 1

    def leave(self, row: int, *, for_sure: bool) -> None:
        """Read no more rows until a heading; if not for sure, until one that has identifiers."""
        self._left = True
        self.elsewhere_for_sure = for_sure
        if for_sure:
            self.elsewhere.add(row)

    def come_back(self) -> None:
        """Read on: a heading of ours was met."""
        self._left = self.elsewhere_for_sure = False

    def goes_on(self, row: int, *, has_keys: bool) -> bool:
        """Say whether a row belongs to the list of units; note it if not."""
        if self._left and has_keys:
            self.come_back()
        if self._left:
            self.elsewhere.add(row)
        return not self._left

    def is_nobody(self, kinds: set[KeyKind], *, nobody: bool) -> bool:
        """Say whether a row is of no unit: a broadcast, or a question without an answer.

        `nobody` says that its hardware address is no unit's. In a register of people that is a
        slip, and the row is a unit all the same.
        """
        export = self.header.export
        if export is not None and export.required is not None and export.required not in kinds:
            return True
        return nobody and (self._by_tool or not any(c.role in _TYPED for c in self.header.columns))

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

    def withhold(self, row: int, column: int) -> None:
        """Note a cell of which a password, a login or an e-mail was not read."""
        self._withheld.setdefault(column, Rows()).add(row)

    def at_the_end(self) -> Iterator[Problem]:
        """Tell what was met on the way, once a table."""
        if not self._rows:
            yield self._notice(None, "the table has a heading and no rows")
        notes = (
            (self._hidden, "hidden in the sheet and read like the others"),
            (self._unstored, "with a formula without a stored result: taken as empty"),
            (self.lone, "with one cell only: taken as a title or a note, not as a unit"),
            (self.bundled, "for several units (a quantity over 1): each counted as one"),
            (self.wordy, "with words where a serial number is asked for: not read as one"),
            (self.nobody, "of an address that many units share or none has: no unit"),
            (self.elsewhere, "under the heading of another table: not read"),
            (self.numbered, "with a serial that the sheet keeps as a number: zeros before it "
             "would be lost"),
        )  # fmt: skip
        for rows, what in notes:
            if rows:
                yield self._notice(rows.first, f"{rows}: {what}")
        for at, rows in sorted(self._withheld.items()):
            what = f"a password in column {letters(at)} was not read, or a login or an e-mail"
            yield self._notice(rows.first, f"{rows}: {what}", at)

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
