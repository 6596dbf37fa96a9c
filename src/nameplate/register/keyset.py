"""Devices from a place in a list onward, whatever has been written since the place was noted.

A place is the value that the list is sorted by and the id of a device: both are of the device, not
of the view that it was met in. So a list that is read page by page shows each device that did not
change exactly once, also where a new view took the old one's place meanwhile.
"""

from typing import Literal, NamedTuple

from nameplate.register import filters
from nameplate.register.filters import Filters
from nameplate.register.store import Store
from nameplate.register.views import Views

By = Literal["id", "kind", "where", "label", "maker"]

LONGEST = 200
"""Characters of a text that a place holds; beyond them devices stand in the order of their ids."""
_VALUE: dict[By, str] = {
    "id": "''",
    "kind": "(d.kind || '')",  # not by the index of kinds: a row of it costs a look-up of its own
    "where": f"substr(d.by_where, 1, {LONGEST})",
    # Devices without a label or a maker stand last: no text begins with a sign beyond this one.
    "label": f"iif(d.by_label = '', char(1114111), substr(d.by_label, 1, {LONGEST}))",
    "maker": f"iif(d.by_maker = '', char(1114111), substr(d.by_maker, 1, {LONGEST}))",
}


class At(NamedTuple):
    """A place in a list: the value that it is sorted by, and the device's id."""

    value: str
    id: str


def after(
    store: Store, asked: Filters, by: By, at: At | None, limit: int
) -> tuple[tuple[At, bytes], ...]:
    """Return the next devices of a list as (place, line), in order; from its start for None."""
    with store.reading() as db:
        gen = Views(store).generation()
        where, bound = filters.conditions(asked, gen)
        value = _VALUE[by]
        if at is not None:
            condition = "d.id > ?" if by == "id" else f"({value}, d.id) > (?, ?)"
            where, bound = f"{where} AND {condition}", (*bound, *at[by == "id" :])
        order = "d.id" if by == "id" else f"{value}, d.id"
        rows = db.execute(
            f"SELECT {value}, d.id, d.ord FROM devices d WHERE {where}"  # noqa: S608  # constants of this file and of filters
            f" ORDER BY {order} LIMIT ?",
            (*bound, limit),
        ).fetchall()
        lines = [
            db.execute("SELECT line FROM bodies WHERE gen = ? AND ord = ?", (gen, ord_)).fetchone()
            for _, _, ord_ in rows
        ]
    return tuple(
        (At(str(value), str(id_)), bytes(found[0]))
        for (value, id_, _), found in zip(rows, lines, strict=True)
        if found is not None
    )
