"""The door to CSV and its kin (RFC 4180, and what spreadsheets write): rows of texts.

Streams in constant memory. A row that cannot be read is told by its number and the rows after
it are read: a field over 131,072 characters, a NUL, a quotation mark that is never closed. A
quoted cell may hold line breaks; a mark that opens one by accident must not swallow the file, so
after 1,000 lines, or where it "closes" in the middle of a later line, its row alone is given up.
"""

import codecs
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from enum import Enum

from nameplate.evidence.bounded import text
from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.bounded.source import Source

DELIMITERS = (",", ";", "\t", "|")
MAX_FIELD = 131_072
"""Longest field, in characters: the limit of Python's own csv, and four times Excel's."""
MAX_LINE = 1 << 20
"""Longest line, in characters."""
MAX_COLUMNS = 16_384
"""Excel's own limit."""
MAX_LINES_A_CELL = 1_000
MAX_UNCLOSED = 64
"""After so many marks that are never closed, the file does not quote with them."""

_SEPARATOR_HINT = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)
_OPENING = re.compile(r' {0,8}"')
_QUOTED = re.compile(r'"[^"]*"')


def rows(source: Source, delimiter: str | None = None) -> Iterator[Row]:
    """Yield the rows that hold something; blank ones count, so that numbers agree with what a
    spreadsheet shows.

    The delimiter is found from the head where none is given. Raises OverBudget only.
    """
    head = source.head()
    encoding = text.encoding_of(head)
    if delimiter is None:
        delimiter = delimiter_of(text.decode(head, encoding))
    lines = _Lines(source, encoding)
    number = unclosed = 0
    while (line := lines.take()) is not None:
        number += 1
        if not line or (number == 1 and _SEPARATOR_HINT.fullmatch(line)):
            continue
        if '"' not in line or unclosed >= MAX_UNCLOSED:
            cells: list[str] | None = line.split(delimiter)
        else:
            cells = _quoted(line, delimiter, lines)
        if cells is None:
            unclosed += 1
            yield Row(number, [], "a quotation mark is never closed")
            continue
        fault = _fault(cells, len(line))
        yield Row(number, [] if fault else cells, fault)


def delimiter_of(head: str) -> str:
    """Find the delimiter of a text: what parts most lines into the same number of cells.

    An Excel hint ("sep=;" in the first line) decides. Among equals the one that parts the
    earliest line does, since a heading rarely has commas inside.
    """
    hint = _SEPARATOR_HINT.match(head.partition("\n")[0])
    if hint:
        return hint.group(1)
    lines = [_QUOTED.sub("", line) for line in head[:32_768].splitlines()[:60] if line.strip()]
    found: list[tuple[int, int, int, str]] = []
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        usual = Counter(count for count in counts if count).most_common(1)
        if usual:
            (columns, times) = usual[0]
            found.append((times, counts.index(columns), columns, delimiter))
    most = max((times for times, _, _, _ in found), default=0)
    fit = [one for one in found if one[0] * 10 >= most * 6]
    return min(fit, key=lambda one: (one[1], -one[2]))[3] if fit else ","


def _fault(cells: list[str], line_length: int) -> str | None:
    if line_length > MAX_LINE:
        return f"it is longer than {MAX_LINE:,} characters"
    if any("\0" in cell for cell in cells):
        return "it holds NUL characters"
    if len(cells) > MAX_COLUMNS:
        return f"it has over {MAX_COLUMNS:,} cells"
    if line_length > MAX_FIELD and any(len(cell) > MAX_FIELD for cell in cells):
        return f"a cell is longer than {MAX_FIELD:,} characters"
    return None


def _quoted(first: str, delimiter: str, lines: "_Lines") -> list[str] | None:
    """Read a row that has quotation marks, over several lines if a cell has them.

    None if a mark is never closed; the lines after the first are then still to be read.
    """
    record = _Record(delimiter)
    state = record.feed(first)
    taken: list[str] = []
    size = len(first)
    while state is _State.OPEN:
        line = lines.take() if len(taken) < MAX_LINES_A_CELL and size <= MAX_FIELD else None
        if line is None:
            break
        taken.append(line)
        size += len(line)
        state = record.feed(line)
    if state is _State.WHOLE:
        return record.cells
    lines.put_back(taken)
    return None


class _State(Enum):
    OPEN = "inside a quoted cell"
    WHOLE = "at the end of a row"
    BROKEN = "a mark closes where no cell ends"


class _Record:
    """One row being read; fed line by line, so that long cells cost linear time."""

    def __init__(self, delimiter: str) -> None:
        self.cells: list[str] = []
        self._delimiter = delimiter
        self._open: list[str] | None = None
        self._lines = 0
        self._stray = False

    def feed(self, line: str) -> _State:
        at = 0
        if self._open is not None:
            self._lines += 1
            self._open.append("\n")
            at = self._inside(line, 0)
        while 0 <= at <= len(line):
            opening = _OPENING.match(line, at)
            if opening:
                self._open, self._lines, self._stray = [], 0, False
                at = self._inside(line, opening.end())
            else:
                end = line.find(self._delimiter, at)
                end = len(line) if end < 0 else end
                self.cells.append(line[at:end])
                at = end + 1
        if at == _BROKEN:
            return _State.BROKEN
        return _State.WHOLE if self._open is None else _State.OPEN

    def _inside(self, line: str, at: int) -> int:
        """Read on inside a quoted cell; return where the next cell begins, or a mark below."""
        assert self._open is not None  # noqa: S101 - only called while a cell is open
        while True:
            end = line.find('"', at)
            if end < 0:
                self._open.append(line[at:])
                # A cell with a mark in its middle (5" lens) does not go on in the next line.
                return _BROKEN if self._stray else _GOES_ON
            self._open.append(line[at:end])
            if line.startswith('"', end + 1):
                self._open.append('"')
                at = end + 2
                continue
            stop = line.find(self._delimiter, end + 1)
            stop = len(line) if stop < 0 else stop
            if not line[end + 1 : stop].strip():
                self.cells.append("".join(self._open))
                self._open = None
                return stop + 1
            if self._lines:
                return _BROKEN
            self._stray = True
            self._open.append('"')
            at = end + 1


_GOES_ON = -1
_BROKEN = -2


class _Lines:
    """Lines of a source as text, with their ends (LF, CRLF, CR) gone, and a way back."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._held: deque[str] = deque()
        self._more = _lines(source, encoding)

    def take(self) -> str | None:
        if self._held:
            return self._held.popleft()
        return next(self._more, None)

    def put_back(self, lines: list[str]) -> None:
        self._held.extendleft(reversed(lines))


def _lines(source: Source, encoding: str) -> Iterator[str]:
    """Yield lines; one over MAX_LINE characters is cut one character beyond it."""
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(encoding)("backslashreplace"), translate=True
    )
    rest = ""
    for chunk in source.chunks():
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line[: MAX_LINE + 1] for line in whole)
        rest = rest[: MAX_LINE + 1]
    *whole, rest = (rest + decoder.decode(b"", final=True)).split("\n")
    yield from whole
    if rest:
        yield rest
