"""A place in words leads back to what stands there."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.evidence.worker.locate import resolve

TEXT = b"one\r\ntwo\nthree"
TABLE = b'name;mac\r\n"a;b\nc";00:00:5e:00:53:01\r\nx;y\r\n'
LINES = b'{"keys": {"mac": ["00:00:5e:00:53:01"]}, "a/b": {"~": "v"}}\nnot json\n'


@pytest.mark.parametrize(
    ("data", "where", "found"),
    [
        (TEXT, "line 1", b"one"),
        (TEXT, "line 3", b"three"),
        (TEXT, "line 4", None),
        (TEXT, "line 0", None),
        (TEXT + b"\n", "line 4", None),
        (TEXT, "bytes 5-8", b"two"),
        (TEXT, "bytes 0-14", TEXT),
        (TEXT, "bytes 5-99", None),
        (TEXT, "bytes 8-5", None),
        ("a\nb\u00e9\n".encode("utf-16"), "line 2", "b\u00e9".encode()),
        (TABLE, "row 2, column B", b"00:00:5e:00:53:01"),
        (TABLE, "row 2, column A", b"a;b\nc"),
        (TABLE, "row 3", b"x, y"),
        (TABLE, "row 3, column C", None),
        (TABLE, "row 9", None),
        (LINES, "line 1, /keys/mac/0", b"00:00:5e:00:53:01"),
        (LINES, "line 1, /a~1b/~0", b"v"),
        (LINES, "line 1, /keys", b'{"mac":["00:00:5e:00:53:01"]}'),
        (LINES, "line 1, /keys/mac/1", None),
        (LINES, "line 2, /a", None),
        (b'[{"a": 12}]', "/0/a", b"12"),
        (b"[]", "/0", None),
        (b"", "line 1", None),
        (TEXT, "page 2", None),
        (TEXT, "", None),
    ],
)
def test_leads_to_the_bytes_or_to_none(data: bytes, where: str, found: bytes | None) -> None:
    assert resolve(data, where) == found


def test_leads_to_a_cell_of_a_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Car park, east")
    sheet.append(["Make", "Serial"])
    sheet.append(["Example", "0123456789"])
    out = io.BytesIO()
    book.save(out)
    where = "sheet Car park, east, row 2, column B"
    assert resolve(out.getvalue(), where) == b"0123456789"
    assert resolve(out.getvalue(), "sheet Other, row 2, column B") is None
    assert resolve(b"PK\x03\x04", where) is None


@given(
    st.binary(max_size=200),
    st.sampled_from(
        ("line 1", "line 2, /a", "row 1, column A", "/a", "bytes 0-1", "sheet a, row 1")
    ),
)
def test_no_bytes_make_it_fail(data: bytes, where: str) -> None:
    found = resolve(data, where)
    assert found is None or isinstance(found, bytes)
