"""The map and its tables: one's own sites where somebody placed them, and never anywhere else."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from nameplate.knowledge import boundaries
from nameplate.papers import table
from nameplate.register.views import Row
from nameplate.work import entering, map_tables, placing, saying, stating
from nameplate.work.decide import Refusal
from nameplate.work.desk import Desk
from nameplate.work.drawing import drawn
from nameplate.work.entering import SiteEntry
from nameplate.work.mapping import MapAsked, asked_of, mapped, sentences
from nameplate.work.own_sites import finder, own
from nameplate.work.placing import AreaEntry

TODAY = date(2026, 11, 25)


def row(id_: str, place: str, band: str, listed: bool | None) -> Row:
    return Row(
        *(id_, "camera", "", band, listed, place, 0, "", "", "", ""),
        names=(),
        text="",
        line=b"{}",
        body=b"{}",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three sites, of which two have an area; six devices, of which one is at none of them."""
    made = Desk.open(tmp_path)
    for name, area in (("Library", "E06000034"), ("Ayr depot", "S12000046"), ("Leisure", "")):
        id_ = entering.enter_site(made, "", SiteEntry(name=name, who="A. Clerk"))
        if area:
            placing.enter_area(made, id_, AreaEntry(area, "A. Clerk"))
    made.views.build(
        [
            row("a", "library, first floor", "strong", True),
            row("b", "library", "weak", None),
            row("c", "ayr depot", "moderate", False),
            row("d", "leisure", "strong", True),
            row("e", "town hall SS17 9AA", "strong", True),
            row("f", "", "strong", True),
        ],
        b"{}",
    )
    yield made
    made.store.close()


def test_a_site_is_where_somebody_said_and_nowhere_else(desk: Desk) -> None:
    found = mapped(MapAsked(), own(desk), TODAY)
    sites = {site.name: row.name for row in found.drawn for site in row.sites}
    assert sites == {"Library": "Thurrock", "Ayr depot": "Glasgow City"}
    assert {s.name: s.where for s in found.sites}["Leisure"] == "place not stated"


def test_a_postcode_in_the_evidence_places_nothing(desk: Desk) -> None:
    mine = own(desk)
    assert mine.elsewhere.total == 1  # the town hall, postcode and all
    assert mine.nowhere.total == 1
    assert not placing.area("SS17 9AA")


def test_devices_are_counted_by_site_listing_and_band(desk: Desk) -> None:
    library = next(s for s in own(desk).sites if s.name == "Library").devices
    assert (library.total, library.listed, library.other, library.cannot_tell) == (2, 1, 0, 1)
    assert library.by_band == (("strong", 1), ("weak", 1))


def test_an_older_code_is_kept_as_the_area_of_today(desk: Desk) -> None:
    codes = {one.area.code for one in placing.placed(desk).values()}
    assert codes == {"E06000034", "S12000049"}


@pytest.mark.parametrize(
    ("layer", "codes"),
    [
        ("areas", {"E06000034", "S12000049"}),
        ("nations", {"GB-ENG", "GB-SCT"}),
        ("countries", {"GB"}),
    ],
)
def test_a_site_stands_on_every_map_of_its_area(desk: Desk, layer: str, codes: set[str]) -> None:
    found = mapped(asked_of({"map": layer}), own(desk), TODAY)
    assert {row.code for row in found.drawn if row.sites} == codes


def test_a_statement_needs_a_name_and_an_area_of_the_list(desk: Desk) -> None:
    site = stating.us(desk).sites[0].id
    before = desk.settings.last()
    for area, who in (("E06000034", " "), ("Thurrock", "A. Clerk"), ("GB-ENG", "A. Clerk")):
        with pytest.raises(Refusal):
            placing.enter_area(desk, site, AreaEntry(area, who))
    with pytest.raises(Refusal):
        placing.enter_area(desk, "nosuch", AreaEntry("E06000034", "A. Clerk"))
    assert desk.settings.last() == before


def test_an_area_is_taken_back_and_what_stood_is_kept(desk: Desk) -> None:
    site = next(s for s in own(desk).sites if s.name == "Library")
    placing.enter_area(desk, site.id, AreaEntry("", "B. Clerk"))
    assert site.id not in placing.placed(desk)
    past = stating.history(desk.settings, (placing.AREA + site.id,))
    assert [one.who for one in past] == ["B. Clerk", "A. Clerk"]


def test_what_was_only_reported_of_an_area_does_not_fill_it(desk: Desk) -> None:
    found = mapped(MapAsked(), own(desk), TODAY)
    by_code = {row.code: row for row in found.drawn}
    assert by_code["E06000034"].state == "some"
    for code in ("E09000020", "E07000209", "E08000026", "E08000003"):
        assert by_code[code].state == "unknown"
        assert by_code[code].beside == 1
    assert sum(row.state != "unknown" for row in found.drawn) == 1


def test_countries_whose_bodies_differ_say_so(desk: Desk) -> None:
    found = mapped(MapAsked(layer="countries"), own(desk), TODAY)
    states = {row.code: row.state for row in found.drawn if row.bodies}
    assert states == {"AU": "mixed", "GB": "mixed", "NL": "many"}


def test_the_map_draws_what_the_table_has(desk: Desk) -> None:
    for query in ({}, {"state": "some"}, {"text": "thurr"}, {"maker": "dahua"}):
        found = mapped(asked_of(query), own(desk), TODAY)
        picture = drawn("areas", found)
        linked = {a.row.code for a in picture.whole.areas if a.row is not None and a.is_linked}
        assert linked == {row.code for row in found.rows}, query
        assert len(picture.whole.areas) == 361
        assert picture.close is not None
        assert len(picture.close.areas) == 33


def test_an_address_that_asks_nonsense_asks_for_all() -> None:
    asked = asked_of({"map": "moon", "maker": "nobody", "state": "x", "sort": "y", "by": "z"})
    assert asked == MapAsked()
    assert len(asked_of({"text": "x" * 9_000}).text) == 100


@pytest.mark.parametrize("make", [map_tables.areas, map_tables.statements, map_tables.sites])
def test_a_file_has_the_rows_of_the_page_and_the_credit(desk: Desk, make: object) -> None:
    assert callable(make)
    asked = asked_of({"text": "thurrock"})
    found = mapped(asked, own(desk), TODAY)
    made = make(found, asked)
    rows = list(csv.reader(b"".join(table.to_csv(made, bom=False)).decode().splitlines()))
    shown = {"Areas": found.rows, "Statements": found.said, "Your sites": found.sites}
    assert len(rows) - 1 == len(shown[made.name]) > 0
    assert "Open Government Licence" in dict(made.about)["boundaries"]
    assert dict(made.about)["only: text has"] == "thurrock"


def test_the_answer_says_what_is_not_held(desk: Desk) -> None:
    mine = own(desk)
    first, second = sentences(MapAsked(), mapped(MapAsked(), mine, TODAY), mine, TODAY)
    assert first.startswith("2 of your 3 sites have a stated area.")
    assert "the other 360 we hold none, which does not mean that they have none" in second
    assert "25 November 2026" in second


def test_every_area_can_be_chosen() -> None:
    codes = [one.code for group in placing.choices() for one in group.areas]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(boundaries.areas()) | set(boundaries.of("countries")) - {"GB"}


def test_the_history_says_in_which_area_a_site_was_stated_to_be(desk: Desk) -> None:
    every = stating.history(desk.settings)
    names = saying.site_names(every)
    said = [saying.past(one, names) for one in every]
    assert "site “Library”: its area is Thurrock (E06000034)" in said
    library = next(one for one in every if one.name.startswith(placing.AREA) and one.stands)
    assert saying.then(library, names).endswith("no area is stated")


@pytest.mark.parametrize("place", ["", "town hall", "LIBRARY", "ayr depot, library", "leisure"])
def test_a_device_is_at_the_same_site_here_as_for_the_law(desk: Desk, place: str) -> None:
    us = stating.us(desk)
    at = stating.site_at(us, place)
    found = finder(us)(place.casefold())
    assert found == ("" if not place else "*" if at is None else at.id)


def test_the_case_is_not_judged_anew_for_an_area(desk: Desk) -> None:
    before = desk.made_of()
    site = stating.us(desk).sites[0].id
    placing.enter_area(desk, site, AreaEntry("E06000001", "A. Clerk"))
    assert desk.made_of() == before
    entering.enter_site(desk, "", SiteEntry(name="Baths", who="A. Clerk"))
    assert desk.made_of() != before
