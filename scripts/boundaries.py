"""Make the boundaries that the map draws, from published ones: small, and of today's areas alone.

`python scripts/boundaries.py UK CHANGES HISTORY WORLD` writes `knowledge/places/*.topo.json`. It is
run by hand, once a year or when areas change; what it was given, and on what terms that may be
handed on, stands in `knowledge/places/LICENCES.txt`. pycountry must be at hand: it turns the
numbers of countries into their two letters.

Lines are thinned by the least area that a point adds (Visvalingam and Whyatt 1993), each once for
both sides, so that neighbours still meet. Points stay whole numbers of a grid, as TopoJSON has it.
"""

import csv
import heapq
import json
import sys
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "src" / "nameplate" / "knowledge" / "places"
YEAR = 2025
"""Of the last changes that the source holds."""
LOWER_TIER = ("E06", "E07", "E08", "E09", "N09", "S12", "W06")
UK_KM2, WORLD_KM2 = 0.6, 900.0
"""A point that adds less than this is left out."""
Point = tuple[int, int]
Topo = dict[str, Any]


def main(uk: str, changes: str, history: str, world: str) -> None:
    """Write both files."""
    _write("uk-areas", _uk(_read(uk), _former(Path(changes), Path(history))), UK_KM2)
    _write("world", _world(_read(world)), WORLD_KM2)


def _read(path: str) -> Topo:
    found: Topo = json.loads(Path(path).read_text("utf-8"))
    return found


def _former(changes: Path, history: Path) -> dict[str, str]:
    """Return today's code of every code that an area of today had, or was made of."""
    now: dict[str, str] = {}
    with changes.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["oldcd"].startswith(LOWER_TIER) and row["newcd"].startswith(LOWER_TIER):
                now[row["oldcd"]] = row["newcd"]
    bodies: dict[str, list[str]] = {}
    with history.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            bodies.setdefault(row["local-authority-code"], []).append(row["gss-code"])
    for codes in bodies.values():
        codes = sorted(c for c in codes if c.startswith(LOWER_TIER))
        now |= {old: codes[-1] for old in codes[:-1] if old not in now}
    return now


def _uk(source: Topo, former: dict[str, str]) -> Topo:
    def today(code: str) -> str:
        while code in former:
            code = former[code]
        return code

    objects: Topo = {}
    for name, layer in (("areas", "ltla"), ("nations", "ctry")):
        objects[name] = [
            {
                "type": g["type"],
                "arcs": g["arcs"],
                "properties": {
                    "code": today(g["properties"]["areacd"]),
                    "name": g["properties"]["areanm"],
                    "was": sorted(
                        c for c in former if today(c) == today(g["properties"]["areacd"])
                    ),
                },
            }
            for g in source["objects"][layer]["geometries"]
            if g["properties"].get("start", 0) <= YEAR <= g["properties"].get("end", 9999)
        ]
    codes = {"E92000001": "GB-ENG", "N92000002": "GB-NIR", "S92000003": "GB-SCT"}
    for nation in objects["nations"]:
        code = nation["properties"]["code"]
        nation["properties"]["code"] = codes.get(code, "GB-WLS")
    return source | {"objects": objects}


def _world(source: Topo) -> Topo:
    import pycountry  # type: ignore[import-not-found, unused-ignore]  # only where this is run

    found = []
    for g in source["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=str(g.get("id", "")).zfill(3))
        if g["type"] and g["properties"]["name"] != "Antarctica":
            code = country.alpha_2 if country is not None else ""
            name = country.name if country is not None else g["properties"]["name"]
            name = getattr(country, "common_name", name)
            properties = {"code": code, "name": name, "was": []}
            found.append({"type": g["type"], "arcs": g["arcs"], "properties": properties})
    return source | {"objects": {"countries": found}}


def _write(name: str, source: Topo, least_km2: float) -> None:
    arcs = [list(_absolute(arc)) for arc in source["arcs"]]
    scale, at = source["transform"]["scale"], source["transform"]["translate"]
    used = {arc_of(i) for o in source["objects"].values() for g in o for i in _numbers(g["arcs"])}
    order = {old: new for new, old in enumerate(sorted(used))}
    kept = [_delta(_thinned(arcs[old], scale, at, least_km2)) for old in order]
    objects = {
        key: {
            "type": "GeometryCollection",
            "geometries": [g | {"arcs": _renumbered(g["arcs"], order)} for g in value],
        }
        for key, value in source["objects"].items()
    }
    made = {"type": "Topology", "transform": source["transform"], "objects": objects, "arcs": kept}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    path = OUT / f"{name}.topo.json"
    path.write_text(text + "\n", "utf-8")
    print(f"{path.name}: {len(text):,} bytes, {sum(map(len, kept)):,} of"
          f" {sum(len(arcs[old]) for old in order):,} points")  # fmt: skip


def _absolute(arc: list[list[int]]) -> Iterator[Point]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x, y


def _delta(points: list[Point]) -> list[Point]:
    before = [(0, 0), *points]
    return [(x - px, y - py) for (x, y), (px, py) in zip(points, before, strict=False)]


def arc_of(number: int) -> int:
    """Return the arc that a number means: a negative one is walked backwards."""
    return number if number >= 0 else ~number


def _numbers(arcs: list[Any] | int) -> Iterator[int]:
    if isinstance(arcs, int):
        yield arcs
    else:
        for inner in arcs:
            yield from _numbers(inner)


def _renumbered(arcs: list[Any] | int, order: dict[int, int]) -> Any:
    if isinstance(arcs, int):
        return order[arcs] if arcs >= 0 else ~order[~arcs]
    return [_renumbered(inner, order) for inner in arcs]


def _thinned(points: list[Point], scale: list[float], at: list[float], least: float) -> list[Point]:
    """Leave out, least first, the points that add less than `least` km2; a ring keeps four."""
    closed = points[0] == points[-1]
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    gone = bytearray(len(points))
    left = len(points)

    def adds(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = (points[j] for j in (before[i], i, after[i]))
        km_x = 111.32 * cos(radians(at[1] + by * scale[1])) * scale[0]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * km_x * 110.6 * scale[1]

    waiting = [(adds(i), i) for i in range(1, len(points) - 1)]
    heapq.heapify(waiting)
    most = 0.0
    while waiting and left > (4 if closed else 2):
        area, i = heapq.heappop(waiting)
        if gone[i] or area < adds(i):  # its neighbours changed since: it stands again elsewhere
            continue
        most = max(most, area)
        if most > least:
            break
        gone[i], left = 1, left - 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(points) - 1:
                heapq.heappush(waiting, (max(adds(j), area), j))
    return [p for p, out in zip(points, gone, strict=True) if not out]


if __name__ == "__main__":
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
