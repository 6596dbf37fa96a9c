"""What the map shows, as outlines to draw: each area once, with its pattern and its words."""

from typing import NamedTuple

from nameplate.knowledge import boundaries
from nameplate.knowledge.boundaries import Layer, Outline
from nameplate.papers.said import STATES, State
from nameplate.work.mapping import AreaRow, Mapped

_CLOSE = {"areas": ("London", "E09"), "nations": None, "countries": None}
"""Areas too small to see on the whole map, drawn beside it: what they are called, their codes."""
_PIXELS = {"areas": (340, 230), "nations": (340, 230), "countries": (1100, 230)}
"""How wide a map and its close-up are on a page, near enough: patterns are scaled by it."""


class Drawn(NamedTuple):
    """One area as drawn. `row` is None where no code is known, so that nothing can be said."""

    outline: Outline
    row: AreaRow | None
    passed: bool

    @property
    def state(self) -> State:
        """Whose pattern it has."""
        return "unknown" if self.row is None else self.row.state

    @property
    def says(self) -> str:
        """The area and what stands of it, in one line."""
        if self.row is None:
            return f"{self.outline.name}: nothing is held"
        return f"{self.row.name}: {self.row.says}"

    @property
    def is_linked(self) -> bool:
        """Whether the table below has a row of it that says something."""
        return self.row is not None and self.passed and not self.row.is_bare


class Sheet(NamedTuple):
    """A map: its box (left, top, width, height), units of it in a pixel, what is drawn."""

    name: str
    box: tuple[int, int, int, int]
    unit: float
    areas: tuple[Drawn, ...]


class Picture(NamedTuple):
    """The whole map, and what is shown larger beside it."""

    whole: Sheet
    close: Sheet | None
    patterns: tuple[State, ...]


def drawn(layer: Layer, found: Mapped) -> Picture:
    """Return what is drawn of a layer."""
    rows = {row.code: row for row in found.drawn}
    drawing = boundaries.drawing(layer)
    areas = tuple(
        Drawn(one, rows.get(one.code), one.code in found.passed) for one in drawing.outlines
    )
    wide, close_wide = _PIXELS[layer]
    whole = Sheet("", (0, 0, drawing.width, drawing.height), drawing.width / wide, areas)
    return Picture(whole, _close(layer, areas, close_wide), tuple(STATES))


def _close(layer: Layer, areas: tuple[Drawn, ...], pixels: int) -> Sheet | None:
    wanted = _CLOSE[layer]
    if wanted is None:
        return None
    name, begins = wanted
    near = tuple(one for one in areas if one.outline.code.startswith(begins))
    boxes = [one.outline.box for one in near]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    width, height = max(b[2] for b in boxes) - left, max(b[3] for b in boxes) - top
    edge = width // 40
    box = (left - edge, top - edge, width + 2 * edge, height + 2 * edge)
    return Sheet(name, box, box[2] / pixels, near)
