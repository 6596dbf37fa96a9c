"""The bundled boundaries: whole, of today, small, and credited."""

import re

import pytest

from nameplate.knowledge import boundaries

PATH = re.compile(r"(?:M-?\d+,-?\d+l(?:-?\d+,-?\d+ ?)+z)+")


def test_every_area_of_today_is_there_once() -> None:
    assert len(boundaries.areas()) == 361
    assert set(boundaries.of("nations")) == {"GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"}
    countries = boundaries.of("countries")
    assert len(countries) > 230
    assert {"GB", "US", "CN", "AU", "NO", "NA"} <= set(countries)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E06000034", "Thurrock"),
        ("S12000046", "Glasgow City"),
        ("S12000049", "Glasgow City"),
        ("S12000044", "North Lanarkshire"),
        ("E08000016", "Barnsley"),
        ("E08000019", "Sheffield"),
        ("E08000020", "Gateshead"),
        ("E07000026", "Cumberland"),
        ("E07000190", "Somerset"),  # by way of Somerset West and Taunton
        ("E07000004", "Buckinghamshire"),
    ],
)
def test_an_older_code_leads_to_the_area_of_today(code: str, name: str) -> None:
    area = boundaries.today(code)
    assert area is not None
    assert area.name == name


def test_no_code_belongs_to_two_areas_and_strangers_lead_nowhere() -> None:
    every = [c for area in boundaries.areas().values() for c in (area.code, *area.was)]
    assert len(every) == len(set(every))
    assert boundaries.today("L99999999") is None
    assert boundaries.today("SW1A 1AA") is None
    assert boundaries.today("") is None


@pytest.mark.parametrize("layer", boundaries.LAYERS)
def test_outlines_are_paths_within_their_map(layer: boundaries.Layer) -> None:
    drawing = boundaries.drawing(layer)
    assert len(drawing.outlines) >= len(boundaries.of(layer))
    for one in drawing.outlines:
        assert PATH.fullmatch(one.path), one.name
        left, top, right, bottom = one.box
        assert 0 <= left <= right <= drawing.width
        assert 0 <= top <= bottom <= drawing.height


def test_no_line_is_drawn_across_the_map() -> None:
    for one in boundaries.drawing("countries").outlines:
        steps = re.findall(r"[l ](-?\d+),-?\d+", one.path)
        assert max(abs(int(x)) for x in steps) < boundaries.WIDTH / 8, one.name


def test_the_files_are_small_and_say_whose_they_are() -> None:
    sizes = {p.name: p.stat().st_size for p in boundaries.PLACES.glob("*.json")}
    assert sum(sizes.values()) < 500_000
    terms = (boundaries.PLACES / "LICENCES.txt").read_text("utf-8")
    assert all(name in terms for name in sizes)
    assert "Open Government Licence v3.0" in terms
    assert "Permission to use, copy, modify, and/or distribute" in terms
    assert "Contains OS data" in terms
