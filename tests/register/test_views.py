"""The list of devices: filters, counts by kind, order, names, and a new view in one step."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from nameplate.register import Store, Views
from nameplate.register.filters import Filters
from nameplate.register.views import Row


def row(n: int) -> Row:
    return Row(
        id=f"id{n}",
        kind="camera" if n % 2 else "recorder",
        maker="hikvision" if n % 3 else "",
        band="strong",
        listed=(True, False, None)[n % 3],
        place="town hall" if n < 3 else "",
        mark=0,
        law="",
        by_where=f"4{n:040d}",
        by_label=f"label {9 - n}",
        by_maker="hikvision" if n % 3 else "",
        names=(f"id{n}", f"00005e0053{n:02d}"),
        text=f"id{n}\nannke c{n}",
        line=b"line %d" % n,
        body=b"body %d" % n,
    )


@pytest.fixture
def views(tmp_path: Path) -> Views:
    made = Views(Store.open(tmp_path))
    made.build((row(n) for n in range(6)), b"the answer")
    return made


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filters(), [0, 1, 2, 3, 4, 5]),
        (Filters(kind="camera"), [1, 3, 5]),
        (Filters(maker=""), [0, 3]),
        (Filters(maker="hikvision"), [1, 2, 4, 5]),
        (Filters(listed="yes"), [0, 3]),
        (Filters(listed="no"), [1, 4]),
        (Filters(listed="unknown"), [2, 5]),
        (Filters(place="hall"), [0, 1, 2]),
        (Filters(text="annke c4"), [4]),
        (Filters(text="%"), []),
        (Filters(kind="camera", listed="no", place="town"), [1]),
        (Filters(mark="set"), []),
    ],
)
def test_filters_join(views: Views, asked: Filters, expected: list[int]) -> None:
    assert list(views.order(asked, "")) == expected
    kinds = dict(views.kinds(asked))
    assert sum(n for kind, n in kinds.items() if asked.kind in (None, kind)) == len(expected)


def test_counts_by_kind_keep_every_other_filter(views: Views) -> None:
    assert views.kinds(Filters(kind="camera", place="town")) == (("recorder", 2), ("camera", 1))


def test_order_follows_the_column_and_empty_cells_come_last(views: Views) -> None:
    assert views.order(Filters(), "label")[0] == 5
    assert list(views.order(Filters(), "maker"))[-2:] == [0, 3]


def test_a_device_is_found_by_its_names(views: Views) -> None:
    assert views.named("00005e005304") == ("id4",)
    assert views.body("id4") == b"body 4"
    assert views.body("id9") is None
    assert list(views.lines([3, 1])) == [b"line 3", b"line 1"]


def test_one_device_is_replaced_in_its_place(views: Views) -> None:
    before = views.change()
    assert views.replace(row(2)._replace(listed=True, mark=1, body=b"new"))
    assert views.body("id2") == b"new"
    assert list(views.order(Filters(listed="yes"), "")) == [0, 2, 3]
    assert list(views.order(Filters(mark="set"), "")) == [2]
    assert views.change() > before
    assert not views.replace(row(77))


def test_a_view_that_is_killed_half_way_leaves_the_old_one(views: Views) -> None:
    def dies() -> Iterator[Row]:
        yield from (row(n) for n in range(5_000))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        views.build(dies(), b"half")
    assert views.answer() == b"the answer"
    assert len(views.order(Filters(), "")) == 6
    views.build([row(1)], b"whole")
    assert views.answer() == b"whole"
    assert len(views.order(Filters(), "")) == 1
    with views._store.reading() as db:
        for table in ("devices", "bodies", "texts", "answers"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608  # our own names


def test_a_reader_never_meets_half_a_view(views: Views, tmp_path: Path) -> None:
    other = Views(Store.open(tmp_path))
    with other._store.reading():
        assert other.generation() == 1
        views.build([row(1)], b"new")
        assert len(other.order(Filters(), "")) == 6
        assert other.answer() == b"the answer"
    assert other.answer() == b"new"


def test_hostile_texts_are_values_and_never_statements(views: Views) -> None:
    for text in ("'; DROP TABLE devices; --", '"', "\0", "%_", "🦊" * 50):
        asked = Filters(text=text, place=text, maker=text)
        assert list(views.order(asked, "")) == []
    assert sqlite3.sqlite_version
    assert len(views.order(Filters(), "")) == 6
