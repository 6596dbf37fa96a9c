"""Decisions are added and never changed or removed; an undo is an entry of its own."""

import sqlite3
from pathlib import Path

import pytest

from nameplate.model.decisions import Decision, standing
from nameplate.model.errors import IntegrityFailed, WrongUsage
from nameplate.register import Decisions, Store


def entry(what: str = "set", undoes: int | None = None, n: int = 0) -> Decision:
    return Decision(
        id=n,
        what=what,  # type: ignore[arg-type]  # names of acts
        device="aaaaaa",
        anchors=("mac 00005e005301",),
        who="A. Person",
        why="the label",
        when="2026-11-25T10:00:00+00:00",
        aspect="maker" if what == "set" else None,
        value="axis" if what == "set" else None,
        undoes=undoes,
    )


def test_entries_are_numbered_in_order_and_read_back_whole(tmp_path: Path) -> None:
    decisions = Decisions(Store.open(tmp_path))
    assert decisions.last() == 0
    first = decisions.add(lambda _: entry())
    second = decisions.add(lambda every: entry("undo", undoes=every[-1].id))
    assert decisions.every() == (first, second)
    assert (first.id, second.id, second.undoes, decisions.last()) == (1, 2, 1, 2)


def test_an_entry_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    decisions = Decisions(Store.open(tmp_path))

    def refuse(_: tuple[Decision, ...]) -> Decision:
        raise WrongUsage("no")

    with pytest.raises(WrongUsage):
        decisions.add(refuse)
    assert decisions.every() == ()
    assert decisions.add(lambda _: entry()).id == 1


@pytest.mark.parametrize(
    "sql", ["DELETE FROM decisions", "UPDATE decisions SET who = 'B'", "REPLACE INTO decisions"
            " SELECT id, at, 'B', device, what, body FROM decisions"]
)  # fmt: skip
def test_no_statement_changes_or_removes_one(tmp_path: Path, sql: str) -> None:
    store = Store.open(tmp_path)
    decisions = Decisions(store)
    decisions.add(lambda _: entry())
    with pytest.raises((IntegrityFailed, sqlite3.Error)), store.writing() as db:
        db.execute(sql)
    assert decisions.every()[0].who == "A. Person"


def test_an_undo_can_be_undone() -> None:
    one, two, three = entry(n=1), entry("undo", undoes=1, n=2), entry("undo", undoes=2, n=3)
    assert standing((one,)) == (one,)
    assert standing((one, two)) == ()
    assert standing((one, two, three)) == (one,)
