"""A saved session of a switch or router, taken apart: rows of tables, and blocks of labels.

Follows what a reader's eye does: a prompt ends what came before, a heading says what the columns
below mean, a lone long name belongs to the indented rest under it, and an indented rest completes
the row above it. What rows and blocks mean is said elsewhere.
"""

import re

from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables import table_cells, text_tables
from nameplate.evidence.tables.neighbours import Block, Blocks, Fact, Line
from nameplate.evidence.tables.text_tables import Cell, Heading

# A prompt is a name and a mark, in brackets with some: core-sw1#, <SW1>, admin@fw>, [admin@rt] >.
PROMPT = re.compile(
    r"(?:[<\[]?[\w.@~:/()\-]{1,64}[>\]#$%]{1,2}|\[[\w.@ ~\-]{1,64}\] ?>|[A-Z]:\\[^>]{0,80}>) ?"
    r"(?P<command>(?:sudo )?/?(?:show|sh|display|dis|get|diagnose|ip|arp|bridge|brctl|run|do"
    r"|lldpctl|lldpcli|Get-NetNeighbor|interface)\b.{0,200})",
    re.I,
)
_BOXED = re.compile(r"\|(?P<first>[^|]{0,200})\|(?P<last>.{0,800})\|")
_PAIR = re.compile(r'(?<![\w-])([A-Za-z][\w-]{0,30})=("[^"]{0,512}"|\S{1,256})')
_NUMBERED = re.compile(r"\s{0,3}\d")
_FEWEST_PAIRS, _MOST_PAIRS = 3, 64
# What stands where an address was asked for and nothing answered.
SILENT = re.compile(r"\b(?:incomplete|failed|unresolved|unreachable)\b", re.I)
# A saved session may hold the configuration, where an address stands beside a password.
_SECRET = re.compile(r"passw|secret|communit|\bpsk\b|\bkey\b", re.I)
_MOST_LINES = 8
_NOTHING = frozenset({"-", "--", "N/A", "n/a"})


class Row:
    """A row of a table, with or without a heading, that the next lines may complete."""

    def __init__(self, heading: Heading | None, cells: dict[int, Cell], line: Line) -> None:
        self.heading = heading
        self.cells = cells
        self.line = line
        self.last = line
        self.alone: Line | None = None
        """The line above, where the first cell was too long for its column and stands there."""

    def cell(self, *roles: str) -> Cell | None:
        """Return the cell that means one of `roles`, in order of preference."""
        if self.heading is None:
            return None
        for role in roles:
            for index, found in sorted(self.cells.items()):
                if self.heading.columns[index].role == role and found.text not in _NOTHING:
                    return found
        return None

    def texts(self, role: str) -> list[str]:
        """Return the texts of all columns that mean `role`, from left to right."""
        if self.heading is None:
            return []
        found = sorted(self.cells.items())
        return [cell.text for i, cell in found if self.heading.columns[i].role == role]

    def text(self, *roles: str) -> str | None:
        """Return the text of that cell."""
        found = self.cell(*roles)
        return None if found is None else found.text


class Session:
    """Reads line by line; `take` gives what is complete."""

    def __init__(self) -> None:
        self.speaks_cdp = False
        """Whether the last command asked for CDP."""
        self._done: list[Row | Block] = []
        self._heading: Heading | None = None
        self._fresh = False
        self._above = ""
        self._blocks = Blocks()
        self._row: Row | None = None
        self._alone: Line | None = None
        self._pairs: list[Fact] = []

    def take(self) -> list[Row | Block]:
        """Return the rows and blocks that are complete, once."""
        done, self._done = self._done, []
        return done

    def feed(self, line: Line) -> None:
        """Take in one line."""
        if self._take_pairs(line):
            return
        if not line.text.strip():
            self._close_row()
            self._blocks.blank()
            self._done += self._blocks.take()
            self._above = ""
            return
        boxed = _BOXED.fullmatch(line.text) if line.text[0] == "|" else None
        if boxed and "|" in boxed["first"] + boxed["last"]:
            self._take_boxed(line, boxed["first"].split("|")[0], boxed["last"])
            return
        above, self._above = self._above, line.text
        if prompt := PROMPT.match(line.text):
            self.close()
            self.speaks_cdp = "cdp" in prompt["command"].lower()
        elif text_tables.is_ruler(line.text):
            self._rule(line)
        elif heading := text_tables.heading(line.text, above):
            self.close()
            self._heading, self._fresh = heading, True
        elif self._blocks.feed(line, in_table=self._heading is not None):
            self._close_row()
            self._done += self._blocks.take()
        else:
            if self._blocks.active:
                self._done += self._blocks.close()
            self._fresh = False
            self._take_row(line)

    def close(self) -> None:
        """Complete what is open: at a prompt, a heading, and the end."""
        if self._pairs:
            self._done.append(Block(tuple(self._pairs)))
            self._pairs = []
        self._close_row()
        self._done += self._blocks.close()
        self._heading = None

    def _take_pairs(self, line: Line) -> bool:
        """Read an entry printed as name=value, which may go on on indented lines."""
        if not self._pairs and "=" not in line.text:
            return False
        pairs = _PAIR.findall(line.text)
        goes_on = bool(self._pairs) and line.text[:2] == "  " and not _NUMBERED.match(line.text)
        if self._pairs and not (pairs and goes_on):
            self._done.append(Block(tuple(self._pairs)))
            self._pairs = []
        if not goes_on and (len(pairs) < _FEWEST_PAIRS or "mac-address=" not in line.text):
            return False
        for name, value in pairs:
            role = text_tables.role("labels", name)
            if role is not None and value.strip('"') and len(self._pairs) < _MOST_PAIRS:
                self._pairs.append(Fact(role, value.strip('"'), line, line))
        return bool(pairs)

    def _take_boxed(self, line: Line, first: str, last: str) -> None:
        """Read a line of a drawn box: the port in its first cell, a label in its last."""
        self._close_row()
        if re.search(r"\d", first):
            self._blocks.feed(line._replace(text=f"Local port: {first.strip()}"), in_table=False)
        self._blocks.feed(line._replace(text=last.rpartition("|")[2]), in_table=False)
        self._done += self._blocks.take()

    def _rule(self, line: Line) -> None:
        self._close_row()
        if self._heading is not None and self._fresh:
            self._heading = text_tables.ruled(self._heading, line.text)
        self._fresh = False
        self._above = ""

    def _take_row(self, line: Line) -> None:
        heading = self._heading
        has_mac = bool(addresses.macs(line.text))
        if heading is None:
            self._close_row()
            if (has_mac or SILENT.search(line.text)) and not _SECRET.search(line.text):
                self._row = Row(None, {}, line)
            return
        indented = line.text[:1] == " "
        if self._alone is not None:
            if indented or (heading.is_squeezed and self._completes(heading, self._alone, line)):
                self._join_alone(heading, self._alone, line)
                return
            self._wrap_first(heading)
        if not indented and not has_mac and len(text_tables.words(line.text)) == 1:
            self._alone = line
        elif not (indented and not has_mac and self._wrap(heading, line)):
            self._close_row()
            self._row = Row(heading, table_cells.cells(heading, line.text, line.number), line)

    @staticmethod
    def _completes(heading: Heading, alone: Line, line: Line) -> bool:
        """Say whether a row fits its heading only with the line above it."""
        first = text_tables.words(alone.text)[0]
        return not table_cells.cells(heading, line.text, line.number) and bool(
            table_cells.cells(heading, line.text, line.number, first)
        )

    def _join_alone(self, heading: Heading, alone: Line, line: Line) -> None:
        """Read a row whose first cell stood on the line above."""
        self._alone = None
        self._close_row()
        first = text_tables.words(alone.text)[0]
        cells = table_cells.cells(heading, line.text, line.number, first)
        if 0 in cells:
            cells[0] = cells[0]._replace(line=alone.number)
        self._row = Row(heading, cells, line)
        self._row.alone = alone

    def _wrap_first(self, heading: Heading) -> None:
        """Add a lone word to the first cell of the row above, if that one filled its column."""
        alone, self._alone = self._alone, None
        row = self._row
        if alone is None or row is None or 0 not in row.cells or len(heading.columns) < 2:
            return
        held = row.cells[0]
        if held.end >= heading.columns[1].start - 1:
            row.cells[0] = held._replace(text=held.text + alone.text.strip())
            row.last = alone

    def _wrap(self, heading: Heading, line: Line) -> bool:
        """Add the words of an indented line to the cells above them; False if it is a row."""
        row = self._row
        if row is None or line.number - row.line.number > _MOST_LINES:
            return False
        below = table_cells.cells(heading, line.text, line.number)
        if not below or 0 in below or any(index not in row.cells for index in below):
            return False
        for index, cell in below.items():
            held = row.cells[index]
            row.cells[index] = held._replace(text=held.text + cell.text)
        row.last = line
        return True

    def _close_row(self) -> None:
        if self._alone is not None and self._heading is not None:
            self._wrap_first(self._heading)
        self._alone = None
        if self._row is not None:
            self._done.append(self._row)
        self._row = None
