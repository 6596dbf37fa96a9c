"""Council areas, nations and countries: their codes, names and outlines, from bundled files.

The files are TopoJSON (each line once, for both sides); `scripts/boundaries.py` makes them, and
`places/LICENCES.txt` says whose they are. Outlines are pictures: no point is ever looked up in
one, and no position is worked out of anything.
"""

from collections.abc import Iterator
from functools import cache
from math import asin, cos, log, pi, radians, sin, sqrt, tan
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

PLACES = Path(__file__).with_name("places")
Layer = Literal["areas", "nations", "countries"]
_FILES: dict[Layer, str] = {
    "areas": "uk-areas.topo.json",
    "nations": "uk-areas.topo.json",
    "countries": "world.topo.json",
}
LAYERS: tuple[Layer, ...] = ("areas", "nations", "countries")
WIDTH = 10_000
"""Units across a map; its height follows."""
_LEAST = 40
"""Rings smaller than this many square units are left out, but for an area's largest."""
Point = tuple[float, float]
Ring = list[tuple[int, int]]


class Area(NamedTuple):
    """An area: its code (GSS, or ISO 3166), its name, and the codes that it bore before."""

    code: str
    name: str
    was: tuple[str, ...]


class Outline(NamedTuple):
    """What is drawn of an area: an SVG path, and its box (left, top, right, bottom)."""

    code: str
    name: str
    path: str
    box: tuple[int, int, int, int]


class Drawing(NamedTuple):
    """A map: its outlines, and its size in the units of their paths."""

    outlines: tuple[Outline, ...]
    width: int
    height: int


class _Properties(msgspec.Struct, frozen=True):
    code: str
    name: str
    was: tuple[str, ...]


class _Polygon(msgspec.Struct, frozen=True, tag_field="type", tag="Polygon"):
    arcs: list[list[int]]
    properties: _Properties

    @property
    def rings(self) -> list[list[int]]:
        return self.arcs


class _MultiPolygon(msgspec.Struct, frozen=True, tag_field="type", tag="MultiPolygon"):
    arcs: list[list[list[int]]]
    properties: _Properties

    @property
    def rings(self) -> list[list[int]]:
        return [ring for polygon in self.arcs for ring in polygon]


class _Collection(msgspec.Struct, frozen=True):
    geometries: list[_Polygon | _MultiPolygon]


class _Transform(msgspec.Struct, frozen=True):
    scale: Point
    translate: Point


class _Topology(msgspec.Struct, frozen=True):
    transform: _Transform
    objects: dict[str, _Collection]
    arcs: list[list[tuple[int, int]]]


@cache
def of(layer: Layer) -> dict[str, Area]:
    """Return the areas of a layer by their codes of today; those without a code are left out."""
    return {
        shape.properties.code: Area(*(getattr(shape.properties, f) for f in Area._fields))
        for shape in _topology(_FILES[layer]).objects[layer].geometries
        if shape.properties.code
    }


def areas() -> dict[str, Area]:
    """Return the council areas of the United Kingdom by their codes of today."""
    return of("areas")


def today(code: str) -> Area | None:
    """Return the council area that bears a code, or that an area which bore it became part of.

    Codes change while names stay, and the reverse: nothing is joined by equality of codes.
    """
    found = areas().get(code)
    return found or next((area for area in areas().values() if code in area.was), None)


@cache
def drawing(layer: Layer) -> Drawing:
    """Return the outlines of a layer, flat: conformal for the United Kingdom, equal-area else."""
    topology = _topology(_FILES[layer])
    project = _equal_earth if layer == "countries" else _mercator
    lines = [list(_placed(arc, topology.transform)) for arc in topology.arcs]
    shapes = [
        (one.properties, [[project(*p) for p in _ring(ring, lines)] for ring in one.rings])
        for one in topology.objects[layer].geometries
    ]
    every = [point for _, rings in shapes for ring in rings for point in ring]
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    bottom, top = min(y for _, y in every), max(y for _, y in every)
    unit = WIDTH / (right - left)

    def on_grid(ring: list[Point]) -> Ring:
        found = [(round((x - left) * unit), round((top - y) * unit)) for x, y in ring]
        return [p for at, p in enumerate(found) if not at or p != found[at - 1]]

    return Drawing(
        outlines=tuple(_outline(what, [on_grid(ring) for ring in rings]) for what, rings in shapes),
        width=WIDTH,
        height=round((top - bottom) * unit),
    )


@cache
def _topology(file: str) -> _Topology:
    return msgspec.json.decode((PLACES / file).read_bytes(), type=_Topology)


def _placed(arc: list[tuple[int, int]], transform: _Transform) -> Iterator[Point]:
    """Yield the longitudes and latitudes of an arc: each step is from the point before."""
    (scale_x, scale_y), (at_x, at_y) = transform.scale, transform.translate
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale_x + at_x, y * scale_y + at_y


def _mercator(longitude: float, latitude: float) -> Point:
    """Keep shapes as they are: the United Kingdom spans eleven degrees, and no area is compared."""
    return radians(longitude), log(tan(pi / 4 + radians(latitude) / 2))


def _equal_earth(longitude: float, latitude: float) -> Point:
    """Keep sizes as they are. Šavrič, Patterson and Jenny 2018, equations 5 and 6."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2 = t * t
    t6 = t2 * t2 * t2
    narrows = 9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * narrows)
    return x, t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)


def _ring(numbers: list[int], lines: list[list[Point]]) -> list[Point]:
    """Join arcs to a ring; a negative number walks its arc backwards.

    A ring that crosses the 180th meridian goes on beyond it, and is not drawn across the map.
    """
    found: list[Point] = []
    for number in numbers:
        arc = lines[number] if number >= 0 else lines[~number][::-1]
        for x, y in arc[1:] if found else arc:
            turns = round((found[-1][0] - x) / 360) if found else 0
            found.append((x + 360 * turns, y))
    return found


def _outline(properties: _Properties, rings: list[Ring]) -> Outline:
    largest = max(rings, key=lambda ring: abs(_twice(ring)))
    kept = [ring for ring in rings if ring is largest or abs(_twice(ring)) > 2 * _LEAST]
    xs, ys = [x for ring in kept for x, _ in ring], [y for ring in kept for _, y in ring]
    path = "".join(_path(ring) for ring in kept)
    return Outline(properties.code, properties.name, path, (min(xs), min(ys), max(xs), max(ys)))


def _twice(ring: Ring) -> int:
    """Twice the area of a ring, signed."""
    shifted = ring[1:] + ring[:1]
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, shifted, strict=True))


def _path(ring: Ring) -> str:
    (x, y), rest = ring[0], ring[1:]
    steps = []
    for u, v in rest or ring:  # an island of one point is drawn as such
        steps.append(f"{u - x},{v - y}")
        x, y = u, v
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z"
