"""How many devices each place of the evidence has, by what is judged of them."""

from typing import NamedTuple

from nameplate.register.store import Store

_SQL = (
    "SELECT place, band, listed, count(*) AS n FROM devices WHERE gen = ?"
    " GROUP BY place, band, listed"
)


class AtPlace(NamedTuple):
    """Devices at one place (folded; "" where none is known) of one band and one listing."""

    place: str
    band: str
    listed: bool | None
    devices: int


def by_place(store: Store, generation: int) -> tuple[AtPlace, ...]:
    """Count the devices of one view."""
    with store.reading() as db:
        rows = db.execute(_SQL, (generation,)).fetchall()
    return tuple(
        AtPlace(str(place), str(band), None if listed is None else bool(listed), int(n))
        for place, band, listed, n in rows
    )
