"""The product's own records: what must be true of them whatever is added."""

import re
from collections import Counter

import pytest

from nameplate.knowledge import check, load
from nameplate.model.knowledge import Grammar, KindRule, Signal

KNOWLEDGE = load()
PATTERNED: tuple[Signal | Grammar | KindRule, ...] = (
    *KNOWLEDGE.signals,
    *KNOWLEDGE.grammars,
    *KNOWLEDGE.kind_rules,
)


def test_they_break_no_rule() -> None:
    faults, count = check()
    assert faults == ()
    assert count == sum(
        len(held)
        for held in (
            KNOWLEDGE.entities,
            KNOWLEDGE.brands,
            PATTERNED,
            KNOWLEDGE.registrants,
            KNOWLEDGE.listings,
            KNOWLEDGE.law.instruments,
            KNOWLEDGE.law.context,
            KNOWLEDGE.law.criteria,
            KNOWLEDGE.law.ties,
            KNOWLEDGE.deployments,
        )
    )


@pytest.mark.parametrize("record", PATTERNED, ids=lambda record: record.id)
def test_each_example_matches_and_each_counterexample_does_not(
    record: Signal | Grammar | KindRule,
) -> None:
    pattern = KNOWLEDGE.patterns[record.id]
    assert all(pattern.search(text) is not None for text in record.examples)
    assert all(pattern.search(text) is None for text in record.not_examples)


def test_every_registry_block_is_held_once() -> None:
    counts = Counter({r.name: len(r.blocks) for r in KNOWLEDGE.registrants})
    assert len(KNOWLEDGE.blocks) == sum(counts.values()) == 3981
    # Counted in the newest of four registry copies, 24 November 2026.
    assert counts["Hangzhou Hikvision Digital Technology Co.,Ltd."] == 84
    assert sum(n for name, n in counts.items() if "dahua" in name.casefold()) == 34
    assert counts["Shanghai Dahua Scale Factory"] == 1


def test_the_longest_block_counts_and_strangers_have_none() -> None:
    held = KNOWLEDGE.block_of("00bc99000001")
    assert held is not None
    assert (held[0], held[1].maker) == ("00bc99", "hikvision")
    scale = next(r for r in KNOWLEDGE.registrants if r.name == "Shanghai Dahua Scale Factory")
    found = KNOWLEDGE.block_of(scale.blocks[0].ljust(12, "0"))
    assert found is not None
    assert (found[1].role, found[1].maker, found[1].weight) == ("false-friend", None, 0.0)
    assert KNOWLEDGE.block_of("00005e005301") is None


def test_brand_houses_and_module_makers_name_no_maker() -> None:
    for registrant in KNOWLEDGE.registrants:
        if registrant.role in ("rebadger", "component", "false-friend"):
            assert (registrant.maker, registrant.weight) == (None, 0.0), registrant.name


def test_telecom_blocks_alone_are_no_more_than_weak() -> None:
    weights = {r.weight for r in KNOWLEDGE.registrants if r.maker in ("huawei", "zte")}
    assert weights == {0.5}


def test_one_header_alone_that_honeypots_copy_stays_weak() -> None:
    weights = {
        s.weight
        for s in KNOWLEDGE.by_field["http.server"]
        if KNOWLEDGE.patterns[s.id].search("App-webs/") is not None
    }
    assert weights == {2.0}
    decoys = [s for s in KNOWLEDGE.signals if s.group == "decoy"]
    assert {s.maker for s in decoys} == {None}
    assert any(KNOWLEDGE.patterns[s.id].search("App-webs/2.0") for s in decoys)
    assert any(KNOWLEDGE.patterns[s.id].search("false") for s in decoys)


@pytest.mark.parametrize("text", ["Hi3516CV300", "onvif://www.onvif.org/hardware/HI3516"])
def test_a_chip_is_a_part_and_names_no_maker(text: str) -> None:
    hit = [s for s in KNOWLEDGE.signals if KNOWLEDGE.patterns[s.id].search(text) is not None]
    speaking = [s for s in hit if s.maker is not None and "onvif.model" in s.fields]
    assert {s.component for s in hit if s.component} == {"HiSilicon chip"}
    assert speaking == []


@pytest.mark.parametrize(
    "serial",
    ["SN20240501ABCD1234567", "2102359A8B0000000001", "CN0XY1237426168K0001", "ACCC8E000001"],
)
def test_serials_of_others_have_no_listed_maker_form(serial: str) -> None:
    for signal in KNOWLEDGE.signals:
        if signal.identity == "serial" and "register.serial" in signal.fields:
            assert KNOWLEDGE.patterns[signal.id].search(serial) is None, signal.id


@pytest.mark.parametrize(
    "name",
    [
        "CN=www.hikvision.com,OU=DVRNVR,O=HIKVISION,L=HangZhou,ST=ZheJiang,C=CN",
        "C=CN, ST=ZheJiang, L=HangZhou, O=HIKVISION, OU=DVRNVR, CN=www.hikvision.com",
    ],
)
def test_a_certificate_is_known_in_either_order_of_its_parts(name: str) -> None:
    hit = {
        s.id
        for s in KNOWLEDGE.by_field["tls.subject"]
        if s.decisive and KNOWLEDGE.patterns[s.id].search(name) is not None
    }
    assert hit == {"hikvision-certificate-recorder"}


def test_what_is_only_remembered_decides_nothing() -> None:
    records: tuple[Signal | Grammar, ...] = (*KNOWLEDGE.signals, *KNOWLEDGE.grammars)
    for record in records:
        if all(source.lead_only for source in record.source):
            assert record.lead_only, record.id
            assert not record.decisive, record.id


def test_the_call_names_two_companies_and_the_rest_is_our_reading() -> None:
    call = KNOWLEDGE.listings["2022-call"]
    assert [m.entity for m in call.members if m.basis == "named"] == ["hikvision", "dahua"]
    controlled = [m for m in call.members if m.basis == "controlled"]
    assert all(m.says_who and m.source for m in controlled)
    ezviz = [(m.valid_from, m.valid_to) for m in controlled if m.entity == "ezviz"]
    assert ezviz == [("2022-07-04", "2022-12-27"), ("2022-12-28", None)]


def test_no_listing_speaks_of_what_is_covered_but_by_that_lists_name() -> None:
    for listing in KNOWLEDGE.listings.values():
        words = re.sub("Covered List", "", f"{listing.title} {listing.says}")
        assert "covered" not in words.casefold(), listing.id


def test_brands_without_an_own_name_are_not_shown_as_a_brand() -> None:
    aliases = {a: b.name for b in KNOWLEDGE.brands.values() for a in (b.name, *b.aliases)}
    assert aliases["Private"] == "no brand stated"


def test_no_person_is_a_record() -> None:
    roles = {role for e in KNOWLEDGE.entities.values() for role in e.roles}
    assert roles <= {"maker", "owner", "network equipment"}
