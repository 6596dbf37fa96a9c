"""The door to CSV: what stands in rows comes out, whatever the file is like around it."""

import csv as stdlib_csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.evidence.bounded import csv
from nameplate.evidence.bounded.grid import index_of, letters
from nameplate.evidence.bounded.source import Source
from shared_data import shared


def rows(data: bytes, delimiter: str | None = None) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in csv.rows(Source.of(data), delimiter)]


def faults(data: bytes) -> list[tuple[int, str]]:
    return [(r.number, r.fault) for r in csv.rows(Source.of(data), ",") if r.fault is not None]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    data = b'a,b\r\n\r\n"two\nlines",c\rd,e\n'
    assert rows(data) == [(1, ["a", "b"]), (3, ["two\nlines", "c"]), (4, ["d", "e"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_reads_the_usual_encodings(encoding: str) -> None:
    text = "Gerät;Straße\nHalle Süd;Café\n"
    assert rows(text.encode(encoding)) == [(1, ["Gerät", "Straße"]), (2, ["Halle Süd", "Café"])]


@pytest.mark.parametrize("delimiter", csv.DELIMITERS)
def test_finds_the_delimiter(delimiter: str) -> None:
    lines = [["Name", "Place", "MAC"], ["Cam, north", "Hall; 2", "x"], ["Cam", "a|b", "y"]]
    quoted = [delimiter.join(f'"{cell}"' for cell in line) for line in lines]
    assert rows("\n".join(quoted).encode()) == list(enumerate(lines, 1))


def test_a_decimal_comma_does_not_part_a_semicolon_table() -> None:
    assert csv.delimiter_of("Lens;Angle;Height\n2,8;90;3,5\n4,0;80;3,0\n") == ";"


def test_obeys_the_hint_that_excel_writes() -> None:
    assert rows(b"sep=|\na|b,c\n") == [(2, ["a", "b,c"])]


def test_a_mark_in_the_middle_of_a_cell_is_an_inch() -> None:
    assert rows(b'5" lens,"7" lens",x\n')[0][1] == ['5" lens', '7" lens', "x"]


def test_a_mark_that_is_never_closed_costs_one_row() -> None:
    data = b'1,a\n2,"b\n3,c\n4,d\n'
    assert faults(data) == [(2, "a quotation mark is never closed")]
    assert [cells for _, cells in rows(data) if cells] == [["1", "a"], ["3", "c"], ["4", "d"]]


def test_an_open_mark_does_not_join_two_rows_at_the_next_quoted_cell() -> None:
    data = b'1,"Lobby,x\n2,"Next",y\n'
    assert [n for n, _ in faults(data)] == [1]
    assert (2, ["2", "Next", "y"]) in rows(data)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"a\0,b", "NUL"),
        (b"x" * 131_073 + b",b", "longer than 131,072"),
        (b"," * 16_385, "over 16,384 cells"),
        (b"y" * 1_100_000, "longer than 1,048,576"),
    ],
    ids=["nul", "long field", "many cells", "long line"],
)
def test_a_row_that_cannot_be_read_is_told_and_the_next_is_read(bad: bytes, why: str) -> None:
    data = b"1,a\n" + bad + b"\n3,c\n"
    ((number, fault),) = faults(data)
    assert number == 2
    assert why in fault
    assert (3, ["3", "c"]) in rows(data, ",")


cell = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(cell, min_size=2, max_size=5), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_what_a_writer_quotes_is_read_as_it_was(table: list[list[str]]) -> None:
    out = io.StringIO()
    stdlib_csv.writer(out, quoting=stdlib_csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    source = Source.of(b"\xef\xbb\xbf" + out.getvalue().encode())
    read = [row.cells for row in csv.rows(source, ",")]
    assert read == table


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_rows_or_faults(data: bytes) -> None:
    numbers = [row.number for row in csv.rows(Source.of(data))]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    "data",
    [b'"a\n' * 300_000, (b'"a' + b'\n""""' * 900 + b"\n") * 300, b'x"y"z,"5" l",\n' * 100_000],
    ids=["open marks", "marks that stay open", "stray marks"],
)
def test_no_arrangement_of_marks_takes_long(data: bytes) -> None:
    began = time.perf_counter()
    for _ in csv.rows(Source.of(data), ","):
        pass
    assert time.perf_counter() - began < 10


def test_columns_have_letters() -> None:
    assert [letters(i) for i in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
    assert all(index_of(letters(i)) == i for i in range(0, 16_384, 97))


def test_the_public_csv_corpora_read_without_a_fault_of_ours() -> None:
    files = [path for path in shared("data/nasty/csv").rglob("*") if path.is_file()]
    rows = [row for path in files for row in csv.rows(Source.of(path.read_bytes()))]
    assert len(rows) > len(files) > 100
