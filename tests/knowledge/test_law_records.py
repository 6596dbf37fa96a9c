"""The product's own records of law: what must be true of them whatever is added."""

import json
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from nameplate.knowledge import load
from nameplate.knowledge.law_words import limbs_of
from nameplate.model.knowledge import Listing
from nameplate.model.law import Instrument, LawTie, Limb
from shared_data import shared

KNOWN = load()
LAW = KNOWN.law
PURPOSES = (
    "public-safety",
    "government-facility",
    "critical-infrastructure",
    "other-national-security",
)


def limb(instrument: str, name: str) -> Limb:
    return next(m for m in LAW.instruments[instrument].limbs if m.id == name)


def listing(name: str) -> Listing:
    found = KNOWN.listing(name)
    assert found is not None
    return found


def on(name: str, entity: str) -> tuple[tuple[str | None, str | None], ...]:
    members = listing(name).members
    return tuple((m.valid_from, m.valid_to) for m in members if m.entity == entity)


def ties(owner: str, subject: str) -> tuple[LawTie, ...]:
    found = [t for t in LAW.ties if (t.owner, t.subject) == (owner, subject) and not t.lead_only]
    return tuple(sorted(found, key=lambda t: t.valid_from or ""))


def test_each_record_of_the_data_is_an_instrument_and_each_earlier_id_leads_to_one() -> None:
    data = json.loads(shared("data/instruments.json").read_text("utf-8"))
    assert {i["id"] for i in data["instruments"]} == LAW.instruments.keys()
    assert {x["id"] for x in data["lists"]} <= KNOWN.listings.keys()
    assert {c["id"] for c in data["context"]} <= LAW.context.keys()
    aliases = {a: i.id for i in LAW.instruments.values() for a in i.aliases}
    for instrument in data["instruments"]:
        for alias in instrument.get("aliases", ()):
            assert aliases[alias] == instrument["id"]


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("us-entity-list", "us-bis-entity-list"),
        ("us-fcc-covered-list-1709", "us-fcc-covered-list"),
        ("uk-ghr-xinjiang-2021", "uk-ghr-designated"),
        ("2022-call", "2022-call"),
        ("us-1260h", "us-1260h"),
        ("us-ns-cmic", "us-ns-cmic"),
    ],
)
def test_an_earlier_id_of_a_list_still_finds_it(earlier: str, now: str) -> None:
    assert listing(earlier).id == now
    assert KNOWN.listing("no-such-list") is None


def test_what_is_only_remembered_is_never_in_force() -> None:
    leads = [i for i in LAW.instruments.values() if i.lead_only]
    assert len(leads) == 3
    for instrument in leads:
        for one in limbs_of(instrument):
            assert {i.state for i in one.intervals} <= {"unknown"}, instrument.id


def test_nobody_of_the_profession_has_checked_a_record_yet() -> None:
    assert {i.lawyer for i in LAW.instruments.values()} == {None}


@pytest.mark.parametrize("instrument", LAW.instruments.values(), ids=lambda i: i.id)
def test_each_limb_can_be_followed_to_its_paragraph(instrument: Instrument) -> None:
    assert instrument.limbs or instrument.if_enacted
    for one in instrument.limbs:
        assert one.paragraph
        assert "GB" not in one.extent
    assert "GB" not in instrument.extent


def test_the_purpose_of_section_889_is_of_three_makers_of_five() -> None:
    for name in ("us-ndaa-2019-889-a1a", "us-ndaa-2019-889-a1b"):
        one = limb(name, "a")
        members = {m.entity for m in one.coverage.members}
        assert members == {"hikvision", "dahua", "hytera", "huawei", "zte"}
        assert one.scope.purposes == dict.fromkeys(("hikvision", "dahua", "hytera"), PURPOSES)


def test_the_two_clocks_of_the_clause_have_two_starts() -> None:
    clocks = limb("us-far-52-204-25", "report").clocks
    assert [(c.after, c.amount, c.unit) for c in clocks] == [
        ("identification-or-notification", 1, "business-day"),
        ("first-report", 10, "business-day"),
    ]
    assert limb("us-far-52-204-25", "use").not_actors == ("federal-subcontractor",)


def test_a_licence_outlives_the_wind_down_beside_it() -> None:
    exceptions = {e.test: e.until for e in limb("us-glomag-xinjiang", "a").exceptions}
    assert exceptions == {"ofac_licence": None, "wind_down": "2020-09-30"}


def test_members_of_a_list_have_days_of_their_own() -> None:
    assert on("us-1260h", "megvii") == (("2024-01-31", "2025-01-06"),)
    assert on("us-ns-cmic", "dahua") == ()
    effective = {m.entity: m.effective for m in listing("us-ns-cmic").members if m.entity}
    assert (effective["hikvision"], effective["sensetime"]) == ("2021-08-02", "2022-02-08")
    tiandy = [m for m in listing("us-bis-entity-list").members if m.entity == "tiandy"]
    assert [m.strength for m in tiandy] == ["memory"]


def test_no_maker_of_cameras_is_under_sanctions_of_the_kingdom_the_union_or_canada() -> None:
    for name in ("uk-ghr-designated", "eu-ghr-listed", "ca-sema-prc-schedule", "us-sdn-glomag"):
        assert all(m.entity is None for m in listing(name).members), name


def test_a_list_that_was_not_read_is_not_an_empty_list() -> None:
    unread = {x.id for x in KNOWN.listings.values() if x.state == "unknown"}
    assert unread == {
        "uk-debarment-list",
        "us-fascsa-orders",
        "us-asda-entities",
        "lt-threat-countries",
    }
    assert all(KNOWN.listings[name].asks for name in unread)


def test_ezviz_falls_below_half_on_the_day_of_its_listing() -> None:
    assert [(t.share_max, t.valid_from, t.valid_to) for t in ties("hikvision", "ezviz")] == [
        ("60", None, "2022-12-27"),
        ("48", "2022-12-28", None),
    ]
    assert all(t.controls for t in ties("hikvision", "ezviz"))


def test_dahua_owned_lorex_until_its_sale_and_not_after() -> None:
    until, after = ties("dahua", "lorex")
    assert (until.controls, until.valid_to, until.to_precision) == (True, "2022-11-30", "month")
    assert (after.controls, after.share_max, after.valid_from) == (False, "0", "2022-12-01")


def test_a_share_stands_only_where_a_source_gives_it() -> None:
    shares = {(t.owner, t.subject, t.share_min) for t in LAW.ties if t.share_min is not None}
    assert shares == {
        ("cetc", "hikvision", "41.55"),
        ("prc-state", "dahua", "11.67"),
        ("hikvision", "ezviz", "60"),
        ("hikvision", "ezviz", "48"),
        ("dahua", "lorex", "0"),
    }
    assert all(t.share_min is None for t in LAW.ties if t.lead_only)


def test_what_makers_and_governments_say_stands_beside_what_is_said_of_them() -> None:
    denials = [c for c in LAW.context.values() if c.type in ("denial", "company-promise")]
    for maker in ("hikvision", "dahua"):
        assert KNOWN.entities[maker].statement
        assert any(maker in c.entities for c in denials)
    attached = {a for c in denials for a in c.attaches_to}
    assert {"uk-parliamentarians-letter-2022", "us-uflpa", "us-bis-el-2019"} <= attached


def test_the_class_of_the_committee_is_a_choice_among_lists_by_level() -> None:
    criterion = LAW.criteria["associated-with-xinjiang-atrocities"]
    levels = Counter(KNOWN.listings[name].level for name in criterion.lists)
    assert levels == {"official listing": 8, "parliamentary report": 1, "research report": 2}
    for name in criterion.lists:
        assert KNOWN.listings[name].asserts, name
        assert KNOWN.listings[name].standard, name


def test_every_state_lies_in_its_federation_and_every_member_in_the_union() -> None:
    places = LAW.places
    states = [p for p in places.names if p.startswith("US-")]
    assert len(states) == 50 + 1 + 5
    assert all("US" in places.within[p] for p in states)
    assert sum(1 for p, of in places.within.items() if len(p) == 2 and "EU" in of) == 27
    assert places.within["DK-84"] == ("DK", "EU")
    assert places.parts["GB"] == ("GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR")
    assert places.also["uk"] == "GB"
    assert "GB" not in places.held


def test_every_place_that_is_held_counts_its_days_in_a_zone() -> None:
    for place in LAW.places.held:
        assert place in LAW.places.zones
    for zone in set(LAW.places.zones.values()):
        assert ZoneInfo(zone)


def test_a_place_that_is_not_held_has_a_name_in_plain_words() -> None:
    assert {n.words for n in LAW.places.not_held} == {
        "Isle of Man", "Jersey", "Guernsey", "Hong Kong",
    }  # fmt: skip
    assert LAW.places.names["BR"] == "Brazil"
