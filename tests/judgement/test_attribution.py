"""How reasons become a band: the rules of the design, each with the case that made it."""

from datetime import date

import msgspec
import pytest

from judgement.small_knowledge import (
    ACME_MAC,
    BOLT_MAC,
    key,
    knowledge,
    saw,
)
from nameplate.judgement.attribution import attribute, listed, parts
from nameplate.judgement.devices import devices
from nameplate.model.judged import Attribution
from nameplate.model.knowledge import Member
from nameplate.model.records import Sighting, Witness

KNOWN = knowledge()


def judge(*sightings: Sighting) -> Attribution:
    (device,) = devices([*sightings], KNOWN)
    return attribute(device, KNOWN)


def mac(value: str = ACME_MAC, witness: Witness = Witness.PEER) -> Sighting:
    return saw("mac", value, key("mac", value), witness=witness, unit="u")


def said(field: str, value: str) -> Sighting:
    return saw(field, value, key("mac", ACME_MAC), unit="u")


@pytest.mark.parametrize(
    "alone",
    [
        mac(),
        saw("http.server", "Acme-Webs", unit="u"),
        saw("device.model", "AC-1234", unit="u"),
    ],
)
def test_an_address_a_header_or_a_model_alone_is_never_strong(alone: Sighting) -> None:
    judged = judge(alone)
    assert (judged.maker, judged.band) == ("acme", "moderate")


def test_two_independent_kinds_one_of_them_hardware_are_strong() -> None:
    judged = judge(mac(), said("http.server", "Acme-Webs"))
    assert (judged.band, judged.kinds) == ("strong", ("firmware", "hardware"))


def test_two_kinds_without_hardware_stay_moderate() -> None:
    judged = judge(
        saw("http.server", "Acme-Webs", unit="u"), saw("device.model", "AC-1234", unit="u")
    )
    assert (judged.band, judged.score) == ("moderate", 6.0)


def test_facts_that_fail_together_count_once() -> None:
    judged = judge(
        saw("http.server", "Acme-Webs", unit="u"),
        saw("isapi.system_contact", "Acme", unit="u"),
    )
    assert judged.score == 4.0
    assert [r.signal for r in judged.reasons if r.counted] == ["acme-contact"]
    assert len(judged.reasons) == 2


def test_a_serial_inside_a_realm_is_the_realms_reason_and_no_second_one() -> None:
    judged = judge(saw("http.realm", "Login to A123456", unit="u"))
    assert len(judged.reasons) == 1
    assert judged.band == "moderate"


def test_a_decisive_word_of_the_unit_with_its_serial_is_strong() -> None:
    judged = judge(
        saw("isapi.system_contact", "Acme", unit="u"), saw("isapi.serial", "A123456", unit="u")
    )
    assert judged.band == "strong"


def test_a_decisive_word_without_an_identity_is_moderate() -> None:
    assert judge(saw("isapi.system_contact", "Acme", unit="u")).band == "moderate"


def test_an_address_the_unit_states_itself_is_an_identity() -> None:
    judged = judge(said("isapi.system_contact", "Acme"), mac(witness=Witness.DEVICE))
    assert judged.band == "strong"


def test_an_imitation_is_undetermined_and_shows_both_sides() -> None:
    judged = judge(said("http.server", "Acme-Webs/2.0"), mac())
    assert (judged.band, judged.maker) == ("undetermined", None)
    assert judged.contradiction == ("acme",)
    assert [r.signal for r in judged.against] == ["imitation"]


def test_a_cross_flashed_unit_is_a_contradiction_that_shows_both_makers() -> None:
    judged = judge(mac(BOLT_MAC), saw("isapi.system_contact", "Acme", key("mac", BOLT_MAC)))
    assert judged.band == "undetermined"
    assert judged.contradiction == ("acme", "bolt")
    assert judged.firmware_family == "acme"
    assert "two makers" in judged.needs[0]


def test_a_brand_word_that_a_person_typed_never_exceeds_weak() -> None:
    judged = judge(saw("register.brand", "Acme", unit="row 1", witness=Witness.PERSON))
    assert (judged.band, judged.maker) == ("weak", "acme")


def test_a_register_that_accuses_another_makers_unit_does_not_win() -> None:
    judged = judge(
        mac(BOLT_MAC),
        saw("isapi.manufacturer", "Bolt", key("mac", BOLT_MAC)),
        saw("register.brand", "Acme", key("mac", BOLT_MAC, "typed"), witness=Witness.PERSON),
    )
    assert (judged.maker, judged.band) == ("bolt", "strong")
    assert [r.signal for r in judged.against] == ["acme-word"]


def test_a_typed_model_alone_is_weak_and_with_a_serial_of_the_form_moderate() -> None:
    model = saw("register.model", "AC-1234", unit="row 1", witness=Witness.PERSON)
    serial = saw("register.serial", "A123456", unit="row 1", witness=Witness.PERSON)
    assert judge(model).band == "weak"
    assert judge(model, serial).band == "moderate"


def test_a_typed_address_and_a_reply_do_not_make_two_kinds() -> None:
    typed = saw("mac", ACME_MAC, key("mac", ACME_MAC, "typed"), unit="u", witness=Witness.PERSON)
    assert judge(typed, said("http.server", "Acme-Webs")).band == "moderate"


def test_a_brands_own_model_names_a_buyer_and_stays_weak() -> None:
    judged = judge(saw("device.model", "HB123", unit="u"))
    assert (judged.band, judged.maker) == ("weak", "acme")


def test_names_looked_up_alone_never_exceed_weak() -> None:
    assert judge(saw("dns.name", "p2p.acme.example.org", unit="u")).band == "weak"


@pytest.mark.parametrize("block", ["00bb00112233", "00cc00112233"])
def test_blocks_of_rebadgers_and_of_module_makers_weigh_nothing_and_ask(block: str) -> None:
    judged = judge(saw("mac", block, key("mac", block), witness=Witness.PEER))
    assert (judged.band, judged.reasons) == ("undetermined", ())
    assert "not the maker" in judged.needs[0]


def test_a_locally_administered_address_names_no_block() -> None:
    assert judge(saw("mac", "02005e005301", key("mac", "02005e005301"))).reasons == ()


def test_a_chip_is_kept_as_a_part_and_never_names_the_maker() -> None:
    (device,) = devices([saw("http.server", "ChipCo/1.0", unit="u")], KNOWN)
    assert attribute(device, KNOWN).band == "undetermined"
    assert [part.component for part in parts(device, KNOWN)] == ["ChipCo chip"]


def test_a_module_in_the_address_is_a_part() -> None:
    (device,) = devices([saw("mac", "00cc00000001", key("mac", "00cc00000001"))], KNOWN)
    assert [(p.component, p.maker) for p in parts(device, KNOWN)] == [
        ("network module", "Radio Parts")
    ]


def test_undetermined_always_says_what_would_decide() -> None:
    judged = judge(saw("register.name", "8ch NVR kit", unit="row 4", witness=Witness.PERSON))
    assert judged.band == "undetermined"
    assert judged.needs == ("A photograph of the rating label would decide",)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 6, 30), False),
        (date(2022, 7, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_listed_follows_the_listing_on_the_day(day: date, expected: bool) -> None:
    assert listed(judge(mac()), KNOWN.listings["call"], KNOWN, day) is expected


def test_weak_evidence_is_never_listed_nor_unlisted() -> None:
    weak = judge(saw("register.brand", "Acme", unit="row 1", witness=Witness.PERSON))
    assert listed(weak, KNOWN.listings["call"], KNOWN, date(2023, 1, 1)) is None


def test_another_maker_at_moderate_is_not_listed() -> None:
    assert listed(judge(mac(BOLT_MAC)), KNOWN.listings["call"], KNOWN, date(2023, 1, 1)) is False


def test_what_is_only_remembered_or_was_not_read_lists_nobody() -> None:
    call = KNOWN.listings["call"]
    remembered = msgspec.structs.replace(call, strength="memory")
    unread = msgspec.structs.replace(call, members=(), state="unknown")
    for listing in (remembered, unread):
        assert listed(judge(mac()), listing, KNOWN, date(2023, 1, 1)) is None
    assert listed(judge(mac(BOLT_MAC)), remembered, KNOWN, date(2023, 1, 1)) is False


def test_a_member_that_has_a_name_only_is_no_maker_of_ours() -> None:
    named = msgspec.structs.replace(KNOWN.listings["call"], members=(Member(name="Acme"),))
    assert listed(judge(mac()), named, KNOWN, date(2023, 1, 1)) is False


def test_the_order_of_sightings_changes_nothing() -> None:
    several = [mac(), said("http.server", "Acme-Webs"), said("isapi.serial", "A123456")]
    one, other = judge(*several), judge(*reversed(several))
    assert (one.band, one.score, [r.signal for r in one.reasons]) == (
        other.band,
        other.score,
        [r.signal for r in other.reasons],
    )


def test_firmware_alone_is_weak_where_the_name_and_the_block_are_of_another_house() -> None:
    house = "00bb00000001"
    held = key("mac", house)
    unit = [
        saw("mac", house, held, witness=Witness.PEER, unit="u"),
        saw("onvif.manufacturer", "House", held, unit="u"),
        saw("http.server", "Acme-Webs", held, unit="u"),
    ]
    judged = judge(*unit)
    assert (judged.maker, judged.band, judged.firmware_family) == ("acme", "weak", "acme")
    assert judge(*unit, saw("isapi.serial", "A123456", held, unit="u")).band in (
        "moderate",
        "strong",
    )
    plain = key("ip", "192.0.2.9")
    said_so = [saw("onvif.manufacturer", "House", plain), saw("http.server", "Acme-Webs", plain)]
    assert judge(*said_so).band == "moderate"


def test_a_brand_that_nobody_states_is_the_one_whose_models_the_unit_itself_bears() -> None:
    assert judge(said("device.model", "AC-1234")).brand == "Acme"
    assert judge(said("device.model", "HB123")).brand == "House"
    assert judge(said("device.model", "AC-1234"), said("onvif.manufacturer", "Bolt")).brand == (
        "Bolt"
    )
    assert judge(saw("register.model", "AC-1234", witness=Witness.PERSON)).brand is None
