"""The parts of a workbook that hold texts: shared strings, styles, and the rows of a sheet.

Read as a stream of tags, so that memory stays that of one row. Cell references are obeyed, the
declared extent of a sheet is not. Dates are told by their number format (ECMA-376 18.8.30).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.parsers import expat

from nameplate.evidence.bounded.grid import Row, index_of
from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import OverBudget, UnreadableEvidence

MAX_TEXT = 32_767
"""Longest text in a cell: Excel's own limit."""
MAX_STRINGS = 1_000_000
MAX_COLUMN = 256
"""Cells beyond this column are not read: no register is so wide."""
LAST_ROW = 1_048_576
MAX_DEPTH = 64
MAX_TOKEN = 1 << 20
"""Longest tag, comment or instruction, in bytes."""

# Built-in formats that show a date or a time (18.8.30, and the East Asian ones).
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_PLACEHOLDERS = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_NUMBER = re.compile(r"[-+]?\d{1,40}(?:\.\d{0,40})?(?:[eE][-+]?\d{1,3})?")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Styles(NamedTuple):
    """Which cell formats show dates, and whether days count from 1904."""

    dates: frozenset[int]
    epoch_1904: bool


class Merge(NamedTuple):
    """A merged range over several rows: its first column, first and last row."""

    column: int
    first: int
    last: int


class _Walker:
    """What all parts share: tags in, by local name; a document type ends the reading."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        raise NotImplementedError

    def text(self, data: str) -> None:
        raise NotImplementedError


class _Refusal(Exception):
    """The part declares a document type or an entity, or is no part of a workbook."""


def _walk(chunks: Iterator[bytes], walker: _Walker, source: Source) -> Iterator[None]:
    """Feed the walker, pausing after each chunk; stops silently where there is nothing."""
    parser = _parser(walker)
    fed = 0
    try:
        for chunk in chunks:
            fed += len(chunk)
            parser.Parse(chunk, False)
            # Expat before 2.6 reads an unfinished tag anew with every chunk: quadratic.
            if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
                raise _Refusal("has a tag of over 1 MB, as no workbook has")
            yield
        if fed:
            parser.Parse(b"", True)
            yield
    except _Refusal as refusal:
        raise UnreadableEvidence(
            f"a part of the workbook {refusal}",
            where=source.name,
            next_step="Save it anew in its own program.",
        ) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise UnreadableEvidence(
            "a part of the workbook is cut off or damaged",
            where=source.name,
            next_step="Copy the file again, or save it anew in its own program.",
        ) from None


def _parser(walker: _Walker) -> expat.XMLParserType:
    depth = 0

    def refuse(*_: object) -> None:
        raise _Refusal("declares a document type, which is never followed")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Refusal(f"has tags within tags over {MAX_DEPTH} deep")
        walker.begin(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(tag.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = walker.text
    return parser


def strings(chunks: Iterator[bytes], source: Source) -> list[str]:
    """Return the shared strings; readings beside the text (phonetic) are left out."""
    walker = _Strings(source.name)
    for _ in _walk(chunks, walker, source):
        pass
    return walker.found


class _Strings(_Walker):
    def __init__(self, where: str) -> None:
        self.found: list[str] = []
        self._where = where
        self._parts: list[str] = []
        self._size = 0
        self._in_text = False
        self._beside = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._parts, self._size = [], 0
        elif tag == "rPh":
            self._beside = True
        elif tag == "t":
            self._in_text = not self._beside

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._beside = False
        elif tag == "si":
            if len(self.found) >= MAX_STRINGS:
                raise OverBudget(
                    f"over {MAX_STRINGS:,} texts",
                    where=self._where,
                    next_step="Save only the sheet with the register, as CSV.",
                )
            self.found.append("".join(self._parts))

    def text(self, data: str) -> None:
        if self._in_text and self._size < MAX_TEXT:
            self._parts.append(data[: MAX_TEXT - self._size])
            self._size += len(data)


def styles(chunks: Iterator[bytes], source: Source, epoch_1904: bool) -> Styles:
    """Return which cell formats (by their index) show a date or a time."""
    walker = _Styles()
    for _ in _walk(chunks, walker, source):
        pass
    dates = (i for i, number_format in enumerate(walker.cells) if number_format in walker.dates)
    return Styles(frozenset(dates), epoch_1904)


class _Styles(_Walker):
    def __init__(self) -> None:
        self.dates: set[str] = {str(number) for number in _DATE_FORMATS}
        self.cells: list[str] = []
        self._in_cells = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells and len(self.cells) < 65_536:
            self.cells.append(attributes.get("numFmtId", "0"))
        elif tag == "numFmt":
            shown = _NOT_PLACEHOLDERS.sub("", attributes.get("formatCode", "")[:255]).lower()
            if re.search(r"[dmyhs]", shown) and "general" not in shown:
                self.dates.add(attributes.get("numFmtId", ""))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def text(self, data: str) -> None:
        return


def rows(
    chunks: Iterator[bytes],
    strings: list[str],
    styles: Styles,
    merges: Sequence[Merge],
    source: Source,
) -> Iterator[Row]:
    """Yield the rows that are there, in order; rows that the sheet leaves out are not made up."""
    walker = _Rows(strings, styles, merges)
    try:
        for _ in _walk(chunks, walker, source):
            yield from walker.take()
    except UnreadableEvidence:
        # What stands before the damage is read.
        yield from walker.take()
        raise


class _Rows(_Walker):
    def __init__(self, strings: list[str], styles: Styles, merges: Sequence[Merge]) -> None:
        self.found: list[Row] = []
        self._strings = strings
        self._styles = styles
        self._merges = list(reversed(merges))
        self._spread: dict[int, tuple[int, str]] = {}
        self._number = 0
        self._hidden = False
        self._cells: dict[int, str] = {}
        self._numbers: set[int] = set()
        self._dates: set[int] = set()
        self._unstored = 0
        self._column = -1
        self._kind = ""
        self._style = 0
        self._formula = False
        self._in_text = False
        self._beside = False
        self._parts: list[str] = []
        self._size = 0

    def take(self) -> list[Row]:
        found, self.found = self.found, []
        return found

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in ("v", "t"):
            self._in_text = not self._beside
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._beside = True
        elif tag == "row":
            self._begin_row(attributes)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._in_text = False
        elif tag == "rPh":
            self._beside = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def text(self, data: str) -> None:
        if self._in_text and self._size < MAX_TEXT:
            self._parts.append(data[: MAX_TEXT - self._size])
            self._size += len(data)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r", "")
        following = self._number + 1
        number = int(stated) if re.fullmatch(r"\d{1,7}", stated) else following
        self._number = number if following <= number <= LAST_ROW else following
        self._hidden = attributes.get("hidden") in ("1", "true")
        self._cells, self._numbers, self._dates = {}, set(), set()
        self._unstored, self._column = 0, -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = index_of(reference.group(1)) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if re.fullmatch(r"\d{1,6}", style) else 0
        self._formula = self._in_text = self._beside = False
        self._parts, self._size = [], 0

    def _end_cell(self) -> None:
        stated = "".join(self._parts)
        if self._formula and not stated:
            self._unstored += 1
        if not stated or not 0 <= self._column < MAX_COLUMN:
            return
        if self._kind == "s":
            known = re.fullmatch(r"\d{1,7}", stated) and int(stated) < len(self._strings)
            self._cells[self._column] = self._strings[int(stated)] if known else ""
        elif self._kind == "n":
            self._end_number(stated)
        elif self._kind == "b":
            self._cells[self._column] = "TRUE" if stated.strip() == "1" else "FALSE"
        else:
            self._cells[self._column] = stated

    def _end_number(self, stated: str) -> None:
        if self._style in self._styles.dates and (day := _date(stated, self._styles.epoch_1904)):
            self._cells[self._column] = day
            self._dates.add(self._column)
        else:
            self._cells[self._column] = _number(stated)
            self._numbers.add(self._column)

    def _end_row(self) -> None:
        self._fill_merged()
        cells: list[str] = [""] * (max(self._cells, default=-1) + 1)
        for column, text in self._cells.items():
            cells[column] = text
        self.found.append(
            Row(
                self._number,
                cells,
                numbers=frozenset(self._numbers),
                dates=frozenset(self._dates),
                hidden=self._hidden,
                unstored=self._unstored,
            )
        )

    def _fill_merged(self) -> None:
        """Give a merged range's text to the rows below its first."""
        for column, (last, text) in list(self._spread.items()):
            if self._number > last:
                del self._spread[column]
            elif not self._cells.get(column):
                self._cells[column] = text
        while self._merges and self._merges[-1].first <= self._number:
            merge = self._merges.pop()
            text = self._cells.get(merge.column, "")
            if text and merge.first == self._number and merge.column < MAX_COLUMN:
                self._spread[merge.column] = (merge.last, text)


def _number(stated: str) -> str:
    """Render a number as digits without the noise of binary fractions; 15 digits are exact."""
    if re.fullmatch(r"\d{1,64}", stated) or not _NUMBER.fullmatch(stated):
        return stated[:64]
    value = float(stated)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _date(stated: str, epoch_1904: bool) -> str | None:
    """Render a serial day number as an ISO date or time; None if it is none."""
    if not _NUMBER.fullmatch(stated):
        return None
    days = float(stated)
    if not 0 <= days < 2_958_466:  # 1 January 10000
        return None
    seconds = round(days * 86_400)
    if days < 1:
        return str(timedelta(seconds=seconds))
    # Excel counts a 29 February 1900 that never was: earlier days are one off.
    base = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
    try:
        found = base + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return found.date().isoformat() if seconds % 86_400 == 0 else found.isoformat(sep=" ")
