"""Which sightings are of one unit: each trap of the design as a case."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from judgement.small_knowledge import ACME_MAC, ACME_MAC_2, BOLT_MAC, key, knowledge, saw
from nameplate.judgement.attribution import attribute
from nameplate.judgement.devices import devices
from nameplate.judgement.identity import near_miss, units
from nameplate.model.identifiers import Sha256
from nameplate.model.judged import Device
from nameplate.model.records import Sighting, Witness

KNOWN = knowledge()
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def found(*sightings: Sighting) -> list[set[str]]:
    """The values of the sightings, unit by unit."""
    return [{s.value for one in unit.bundles for s in one.sightings} for unit in units(sightings)]


def one(*sightings: Sighting) -> Device:
    (device,) = devices(sightings, KNOWN)
    return device


def test_one_address_of_hardware_in_two_files_is_one_unit() -> None:
    merged = one(
        saw("mac", ACME_MAC, key("mac", ACME_MAC)),
        saw("register.model", "AC-1", key("mac", ACME_MAC, "typed"), evidence="e2"),
    )
    assert merged.merges[0].why == "the same hardware address 00:00:5e:00:53:01"
    assert merged.merges[0].certain


def test_a_reply_without_keys_is_a_device_of_its_own() -> None:
    assert len(found(saw("a", "1", unit="line 1"), saw("a", "2", unit="line 2"))) == 2


def test_an_address_is_bound_to_the_unit_that_holds_it_in_the_same_evidence() -> None:
    assert found(
        saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", "192.0.2.7"), unit="row 1"),
        saw("http.server", "x", key("ip", "192.0.2.7"), unit="host 3"),
    ) == [{ACME_MAC, "x"}]


def test_an_undated_address_joins_across_files_and_says_that_it_may_be_reused() -> None:
    merged = one(
        saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", "192.0.2.7")),
        saw("http.server", "x", key("ip", "192.0.2.7"), evidence="e2"),
    )
    assert not merged.merges[0].certain
    assert "addresses are re-used" in merged.merges[0].why


def test_dhcp_that_gives_an_address_to_the_next_unit_joins_neither() -> None:
    assert found(
        saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", "192.0.2.7")),
        saw("mac", BOLT_MAC, key("mac", BOLT_MAC), key("ip", "192.0.2.7"), evidence="e2"),
        saw("http.server", "x", key("ip", "192.0.2.7"), evidence="e3"),
    ) == [{ACME_MAC}, {BOLT_MAC}, {"x"}]


def test_two_units_that_claim_one_address_are_shown_as_a_conflict() -> None:
    both = devices(
        [
            saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", "192.0.2.7")),
            saw("mac", BOLT_MAC, key("mac", BOLT_MAC), key("ip", "192.0.2.7"), evidence="e2"),
        ],
        KNOWN,
    )
    assert all("2 units claim the address 192.0.2.7" in d.conflicts[0].says for d in both)


def test_an_address_seen_weeks_later_is_not_the_same_unit() -> None:
    assert (
        len(
            found(
                saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", "192.0.2.7"), when=MONDAY),
                saw(
                    "http.server",
                    "x",
                    key("ip", "192.0.2.7"),
                    evidence="e2",
                    when=MONDAY + timedelta(days=30),
                ),
            )
        )
        == 2
    )


def test_one_address_pasted_down_a_register_joins_no_rows_and_speaks_for_none() -> None:
    rows = [
        saw(
            "register.model",
            f"M{n}",
            key("mac", ACME_MAC, "typed"),
            key("asset", f"ASSET-000{n}", "typed"),
            unit=f"row {n}",
            witness=Witness.PERSON,
        )
        for n in range(3)
    ]
    pasted = devices(rows, KNOWN)
    assert len(pasted) == 3
    assert all(d.doubted and "is written in 3 rows" in d.conflicts[0].says for d in pasted)
    assert all(attribute(d, KNOWN).reasons == () for d in pasted)


def test_an_undated_address_never_joins_what_speaks_for_two_makers() -> None:
    both = devices(
        [
            saw("mac", BOLT_MAC, key("mac", BOLT_MAC), key("ip", "192.0.2.7")),
            saw(
                "register.model",
                "AC-1234",
                key("ip", "192.0.2.7", "typed"),
                evidence="e2",
                witness=Witness.PERSON,
            ),
        ],
        KNOWN,
    )
    assert len(both) == 2
    assert all("kept apart" in d.conflicts[0].says for d in both)


def test_two_rows_of_one_register_with_one_address_are_two_units() -> None:
    rows = [
        saw("register.model", f"M{n}", key("ip", "192.0.2.7", "typed"), unit=f"row {n}")
        for n in (1, 2)
    ]
    assert len(found(*rows)) == 2


def test_every_school_has_a_cam_01() -> None:
    rows = [
        saw("register.model", f"M{n}", key("asset", "CAM-01", "typed"), evidence=f"e{n}")
        for n in (1, 2)
    ]
    assert len(found(*rows)) == 2
    long = [
        saw("register.name", f"n{n}", key("asset", "SDC-004471", "typed"), evidence=f"e{n}")
        for n in (1, 2)
    ]
    assert len(found(*long)) == 1


def test_ten_thousand_rows_of_one_address_cost_no_square() -> None:
    rows = [
        saw("http.server", str(n), key("ip", "192.0.2.7"), unit=f"row {n}") for n in range(10_000)
    ]
    assert len(units(rows)) == 1


def test_a_router_in_front_of_many_hosts_is_none_of_them() -> None:
    rows = [
        saw("mac", ACME_MAC, key("mac", ACME_MAC), key("ip", f"192.0.2.{n}"), unit=f"row {n}")
        for n in range(1, 6)
    ]
    reply = saw("http.server", "x", key("ip", "192.0.2.3"), unit="reply")
    assert found(*rows, reply) == [{ACME_MAC}, {"x"}]


def test_a_unit_that_was_given_another_address_on_a_later_day_is_no_router() -> None:
    def row(address: str, days: int) -> Sighting:
        when = MONDAY + timedelta(days=days)
        return saw(
            "mac", ACME_MAC, key("mac", ACME_MAC), key("ip", address), unit="unit", when=when
        )

    reply = saw(
        "http.server", "x", key("ip", "192.0.2.3"), unit="reply", when=MONDAY + timedelta(days=1)
    )
    assert found(row("192.0.2.3", 0), row("192.0.2.3", 1), row("192.0.2.9", 2), reply) == [
        {ACME_MAC, "x"}
    ]
    # On one day both may have been held at a time.
    assert len(found(row("192.0.2.3", 0), row("192.0.2.9", 0), reply)) == 2


def test_an_address_set_by_software_joins_only_where_each_file_has_it_once() -> None:
    local = "02005e005301"
    rows = [
        saw("a", str(n), key("mac", local), evidence=e, unit=str(n)) for n, e in enumerate("xyy")
    ]
    assert len(found(*rows)) == 3
    assert len(found(*rows[:2])) == 1


def test_a_unit_with_two_interfaces_is_one_unit() -> None:
    merged = one(
        saw("a", "1", key("mac", ACME_MAC), key("serial", "A123456")),
        saw("a", "2", key("mac", ACME_MAC_2), key("serial", "A123456"), evidence="e2"),
    )
    assert {k.value for k in merged.keys} == {ACME_MAC, ACME_MAC_2, "A123456"}
    assert len(merged.aliases) == 2


def test_a_mistyped_address_is_noticed_and_never_joined() -> None:
    typed = "00005e005391"
    seen, written = devices(
        [
            saw("mac", ACME_MAC, key("mac", ACME_MAC)),
            saw("register.model", "AC-1", key("mac", typed, "typed"), witness=Witness.PERSON),
        ],
        KNOWN,
    )
    assert not seen.conflicts
    assert "one digit away from 00:00:5e:00:53:01" in written.conflicts[0].says


def test_near_misses_are_one_digit_or_one_swap() -> None:
    assert near_miss("00005e005301", "00005e005391")
    assert near_miss("00005e005312", "00005e005321")
    assert not near_miss("00005e005301", "00005e005301")
    assert not near_miss("00005e005301", "00005e006391")


def test_a_recorders_channels_are_units_behind_it() -> None:
    recorder = key("serial", "REC0001")
    rows = [
        saw("isapi.device_type", "NVR", recorder, key("ip", "192.0.2.9"), unit="rec"),
        *(
            saw("recorder.channel", "analog", unit=f"channel {n}", behind=recorder)
            for n in range(1, 9)
        ),
        *(
            saw(
                "recorder.channel",
                "network",
                key("ip", f"192.168.254.{n}"),
                unit=f"channel {n}",
                behind=recorder,
            )
            for n in range(9, 13)
        ),
    ]
    hybrid = devices(rows, KNOWN)
    assert [d.kind for d in hybrid].count("recorder") == 1
    assert [d.kind for d in hybrid].count("camera") == 12
    assert sum(d.invisible for d in hybrid) == 8
    assert {d.behind for d in hybrid if d.kind == "camera"} == {hybrid[0].id}


def test_a_channels_private_address_is_not_somebody_elses() -> None:
    recorder = key("serial", "REC0001")
    assert (
        len(
            found(
                saw("isapi.device_type", "NVR", recorder, key("ip", "192.0.2.9"), unit="rec"),
                saw("mac", BOLT_MAC, key("mac", BOLT_MAC), key("ip", "192.168.254.3"), unit="b"),
                saw(
                    "recorder.channel",
                    "network",
                    key("ip", "192.168.254.3"),
                    unit="channel 1",
                    behind=recorder,
                ),
            )
        )
        == 3
    )


def test_a_channel_in_the_recorders_own_network_is_the_unit_seen_there() -> None:
    recorder = key("serial", "REC0001")
    assert (
        len(
            found(
                saw("isapi.device_type", "NVR", recorder, key("ip", "192.0.2.9"), unit="rec"),
                saw("mac", BOLT_MAC, key("mac", BOLT_MAC), key("ip", "192.0.2.3"), unit="b"),
                saw(
                    "recorder.channel",
                    "network",
                    key("ip", "192.0.2.3"),
                    unit="channel 1",
                    behind=recorder,
                ),
            )
        )
        == 2
    )


def test_ids_are_short_and_follow_the_key_not_the_file() -> None:
    alone = one(saw("mac", ACME_MAC, key("mac", ACME_MAC)))
    elsewhere = one(saw("mac", ACME_MAC, key("mac", ACME_MAC), evidence="other", where="line 99"))
    assert alone.id == elsewhere.id
    assert len(alone.id) == 6


_ROWS = st.lists(
    st.tuples(
        st.sampled_from([ACME_MAC, ACME_MAC_2, BOLT_MAC, ""]),
        st.sampled_from(["192.0.2.1", "192.0.2.2", ""]),
        st.sampled_from(["e1", "e2"]),
    ),
    max_size=12,
)


@given(_ROWS)
def test_every_sighting_ends_in_exactly_one_device(rows: list[tuple[str, str, str]]) -> None:
    sightings = [
        saw(
            "mac",
            str(n),
            *([key("mac", mac)] if mac else []),
            *([key("ip", ip)] if ip else []),
            evidence=evidence,
            unit=f"row {n}",
        )
        for n, (mac, ip, evidence) in enumerate(rows)
    ]
    values = sorted(s.value for d in devices(sightings, KNOWN) for s in d.sightings)
    assert values == sorted(s.value for s in sightings)
    ids = [d.id for d in devices(sightings, KNOWN)]
    assert len(ids) == len(set(ids))


def test_units_that_share_an_address_in_several_files_have_short_ids_of_their_own() -> None:
    seen = devices(
        [
            saw("http.server", name, key("ip", "192.0.2.1"), evidence=name, when=when)
            for name, when in (
                ("a", MONDAY),
                ("b", MONDAY + timedelta(days=30)),
                ("c", MONDAY + timedelta(days=90)),
            )
        ],
        KNOWN,
    )
    assert len({d.id for d in seen}) == len(seen) == 3
    assert max(len(d.id) for d in seen) == 6


def _came(sighting: Sighting, mac: str, *, routed: bool = False) -> Sighting:
    return msgspec.structs.replace(sighting, via=key("mac", mac), routed=routed)


def _claims(mac: str, address: str = "192.0.2.7") -> Sighting:
    return saw("mac", mac, key("mac", mac), key("ip", address), unit=f"mac {mac}")


def _reply(serial: str, unit: str) -> Sighting:
    where = key("ip", "192.0.2.7"), key("serial", serial)
    return saw("isapi.serial", serial, *where, unit=unit)


def test_of_two_units_that_claim_an_address_a_page_is_the_ones_whose_frame_it_came_in() -> None:
    first = _came(saw("http.server", "x", key("ip", "192.0.2.7"), unit="a by 1"), ACME_MAC)
    then = _came(saw("http.server", "y", key("ip", "192.0.2.7"), unit="a by 2"), BOLT_MAC)
    assert found(_claims(ACME_MAC), _claims(BOLT_MAC), first, then) == [
        {ACME_MAC, "x"},
        {BOLT_MAC, "y"},
    ]


def test_what_a_router_forwards_to_a_unit_behind_it_is_not_the_routers() -> None:
    own = _came(saw("http.server", "x", key("ip", "192.0.2.7"), unit="a"), ACME_MAC)
    page = saw("http.server", "y", key("ip", "192.0.2.7"), unit="a, from behind")
    behind = _came(page, ACME_MAC, routed=True)
    again = msgspec.structs.replace(behind, evidence=Sha256("e2"), value="z")
    assert found(_claims(ACME_MAC), own, behind, again) == [{ACME_MAC, "x"}, {"y", "z"}]
    kept = devices([_claims(ACME_MAC), behind], KNOWN)[1]
    assert "from behind it" in kept.conflicts[0].says


def test_a_mirror_of_two_networks_shows_a_unit_before_and_after_its_router() -> None:
    router = "00:00:5e:00:53:fe"
    page = saw("http.server", "x", key("ip", "192.0.2.7"), unit="a by r")
    assert found(_claims(ACME_MAC), _came(page, router, routed=True)) == [{ACME_MAC, "x"}]


def test_a_reply_with_a_serial_number_is_of_who_claims_its_address_in_the_same_evidence() -> None:
    reply = saw(
        "isapi.serial", "SN-0001", key("ip", "192.0.2.7"), key("serial", "SN-0001"), unit="a"
    )
    (joined,) = devices([_claims(ACME_MAC), reply], KNOWN)
    assert not joined.conflicts
    elsewhere = msgspec.structs.replace(reply, evidence=Sha256("e2"))
    assert len(found(_claims(ACME_MAC), elsewhere)) == 2
    assert len(found(_claims(ACME_MAC), _came(elsewhere, BOLT_MAC))) == 2
    assert len(found(_claims(ACME_MAC), _came(elsewhere, ACME_MAC))) == 1
    other = saw(
        "isapi.serial", "SN-0002", key("ip", "192.0.2.7"), key("serial", "SN-0002"), unit="b"
    )
    assert len(found(_claims(ACME_MAC), reply, other)) == 3


def test_two_tenants_with_the_same_addresses_keep_their_serial_numbers() -> None:
    one = saw(
        "isapi.serial", "SN-0001", key("ip", "192.0.2.7"), key("serial", "SN-0001"), unit="a by 1"
    )
    two = saw(
        "isapi.serial", "SN-0002", key("ip", "192.0.2.7"), key("serial", "SN-0002"), unit="a by 2"
    )
    came = _came(one, ACME_MAC), _came(two, BOLT_MAC)
    assert found(_claims(ACME_MAC), _claims(BOLT_MAC), *came) == [
        {ACME_MAC, "SN-0001"},
        {BOLT_MAC, "SN-0002"},
    ]


def test_who_claims_the_addresses_of_several_is_shown_beside_each_of_them() -> None:
    """A router that answers for others, or a spoofer that wants to be taken for them."""
    spoofer = "00:00:5e:00:53:66"
    frames = [_claims(ACME_MAC)] + [_claims(spoofer, f"192.0.2.{n}") for n in (66, 7)]
    first, second = devices(frames, KNOWN)
    assert "also hardware address 00:00:5e:00:53:66" in first.conflicts[0].says
    assert "2 units claim the address 192.0.2.7" in second.conflicts[0].says


def test_a_recorder_that_still_lists_the_camera_that_was_replaced_accuses_nobody() -> None:
    recorder = saw("isapi.model", "n", key("ip", "192.0.2.2"), unit="n")
    through = key("ip", "192.0.2.2")
    stale = saw("isapi.manufacturer", "Bolt", key("ip", "192.0.2.7"), unit="c1", behind=through)
    one, two = (d for d in devices([_claims(ACME_MAC), recorder, stale], KNOWN) if d.conflicts)
    assert {s.value for s in one.sightings} == {ACME_MAC}
    assert two.behind is not None
    assert "lists a unit of another maker" in two.conflicts[0].says


def test_a_unit_that_is_given_another_address_within_the_day_is_no_router() -> None:
    def leased(address: str) -> Sighting:
        both = key("mac", ACME_MAC, "payload"), key("ip", address, "payload")
        return saw("mac", ACME_MAC, *both, unit=f"mac {ACME_MAC}", when=MONDAY)

    pages = [
        saw("http.server", name, key("ip", address), unit=name, when=MONDAY)
        for name, address in (("x", "192.0.2.7"), ("y", "192.0.2.8"))
    ]
    leases = [leased("192.0.2.7"), leased("192.0.2.8")]
    assert found(*leases, *pages) == [{ACME_MAC, "x", "y"}]
    asked = [_claims(ACME_MAC), _claims(ACME_MAC, "192.0.2.8")]
    assert found(*leases, *asked, *pages) == [{ACME_MAC, "x", "y"}]
    assert found(*asked, *pages) == [{ACME_MAC}, {"x"}, {"y"}]


def test_a_router_that_answers_a_scanner_for_others_is_none_of_them() -> None:
    def host(number: int) -> list[Sighting]:
        keys = key("mac", ACME_MAC), key("ip", f"192.0.2.{number}")
        return [
            saw("mac", ACME_MAC, *keys, unit=f"host {number}"),
            saw("http.server", f"s{number}", *keys, unit=f"host {number}"),
        ]

    hosts = devices([s for n in (1, 2, 3) for s in host(n)], KNOWN)
    assert [attribute(one, KNOWN).band for one in hosts] == ["undetermined"] * 3
    assert all("answers for others" in one.conflicts[0].says for one in hosts)
    assert len(devices([*host(1), *host(2)], KNOWN)) == 1
