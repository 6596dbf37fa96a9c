"""What can be asked of the list of devices, as SQL with every value bound.

The texts of the statements are put together from constants of this file alone.
"""

from typing import Literal, NamedTuple

Sort = Literal["", "id", "kind", "where", "label", "maker"]
SORTS: tuple[Sort, ...] = ("", "id", "kind", "where", "label", "maker")
LISTED = ("yes", "no", "unknown")
MARKS = ("set", "disputed")


class Filters(NamedTuple):
    """What a device must be to be shown. None and "" ask for nothing.

    `maker` is an entity id, or "" for none named; `listed` one of LISTED; `mark` one of MARKS;
    `law` an outcome, or "" where nobody said who asks;
    `place` and `text` are folded, and found anywhere in the device's.
    """

    kind: str | None = None
    maker: str | None = None
    band: str | None = None
    listed: str | None = None
    mark: str | None = None
    law: str | None = None
    place: str = ""
    text: str = ""


_ORDER: dict[str, str] = {
    "": "d.ord",
    "id": "d.id",
    "kind": "d.kind, d.ord",
    "where": "d.by_where, d.ord",
    "label": "d.by_label = '', d.by_label, d.ord",
    "maker": "d.by_maker = '', d.by_maker, d.ord",
}
_CONDITIONS: dict[str, str] = {
    "kind": "d.kind = ?",
    "maker": "d.maker = ?",
    "band": "d.band = ?",
    "law": "d.law = ?",
    "place": "instr(d.place, ?) > 0",
}
_LISTED = {"yes": "d.listed = 1", "no": "d.listed = 0", "unknown": "d.listed IS NULL"}
_MARKS = {"set": "d.mark IN (1, 3)", "disputed": "d.mark IN (2, 3)"}
_TEXT = "d.ord IN (SELECT t.ord FROM texts t WHERE t.gen = ? AND instr(t.text, ?) > 0)"

VALUES = {
    "kind": "SELECT kind, count(*) AS n FROM devices WHERE gen = ? GROUP BY kind ORDER BY n DESC",
    "maker": "SELECT maker, count(*) AS n FROM devices WHERE gen = ? GROUP BY maker"
    " ORDER BY n DESC",
    "band": "SELECT band, count(*) AS n FROM devices WHERE gen = ? GROUP BY band ORDER BY n DESC",
    "place": "SELECT place, count(*) AS n FROM devices WHERE gen = ? GROUP BY place"
    " ORDER BY n DESC LIMIT 500",
}


def order(asked: Filters, sort: Sort, gen: int) -> tuple[str, tuple[object, ...]]:
    """Return the statement that gives the numbers of the rows that pass, in order."""
    where, values = conditions(asked, gen)
    sql = f"SELECT d.ord FROM devices d NOT INDEXED WHERE {where} ORDER BY {_ORDER[sort]}"  # noqa: S608  # constants of this file
    return sql, values


def kinds(asked: Filters, gen: int) -> tuple[str, tuple[object, ...]]:
    """Return the statement that counts each kind among what passes the other filters."""
    where, values = conditions(asked._replace(kind=None), gen)
    # The index holds all that is counted by, but neither places nor texts.
    by = "+d.kind" if asked.place or asked.text else "d.kind"
    sql = f"SELECT d.kind, count(*) AS n FROM devices d WHERE {where} GROUP BY {by}"  # noqa: S608  # constants of this file
    return f"{sql} ORDER BY n DESC, d.kind", values


def outcomes(asked: Filters, gen: int) -> tuple[str, tuple[object, ...]]:
    """Return the statement that counts each outcome of law among what passes the other filters."""
    where, values = conditions(asked._replace(law=None), gen)
    sql = f"SELECT d.law, count(*) AS n FROM devices d WHERE {where} GROUP BY d.law"  # noqa: S608  # constants of this file
    return sql, values


def conditions(asked: Filters, gen: int) -> tuple[str, tuple[object, ...]]:
    """Return what rows must be to pass, as SQL with its values."""
    parts = ["d.gen = ?"]
    bound: list[object] = [gen]
    for name, condition in _CONDITIONS.items():
        value = getattr(asked, name)
        if value is not None and (value != "" or name in ("maker", "law")):
            parts.append(condition)
            bound.append(value)
    if asked.listed in _LISTED:
        parts.append(_LISTED[asked.listed])
    if asked.mark in _MARKS:
        parts.append(_MARKS[asked.mark])
    if asked.text:
        parts.append(_TEXT)
        bound += [gen, asked.text]
    return " AND ".join(parts), tuple(bound)
