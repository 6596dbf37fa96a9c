"""What is said of a unit's traffic, and when "none" may be said."""

from datetime import UTC, datetime, timedelta

import msgspec

from judgement.small_knowledge import knowledge
from nameplate.judgement.coverage import coverage, duration
from nameplate.judgement.devices import devices
from nameplate.judgement.traffic import Traffic, traffic
from nameplate.model.identifiers import Sha256
from nameplate.model.reading import FileReading, Piece
from nameplate.model.records import Evidence, Flow, Key, Record, Sighting, Watch, Witness, keys

START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
CAPTURE = Sha256("c" * 64)
TABLE = Sha256("d" * 64)


def _sighting(mac: str, address: str, evidence: Sha256) -> Sighting:
    found = keys(Key.of("mac", mac, "table"), Key.of("ip", address, "table"))
    return Sighting(
        keys=found,
        witness=Witness.PEER,
        field="mac",
        value=found[0].value,
        unit=mac,
        where=f"line {mac[-2:]}",
        evidence=evidence,
    )


def _flow(
    address: str,
    remote: str,
    *,
    out: int = 1000,
    back: int = 10,
    lasts: timedelta = timedelta(minutes=1),
    via: str = "",
    protocol: str = "tcp",
) -> Flow:
    key = Key.of("ip", address, "header")
    assert key is not None
    return Flow(
        keys=(key,),
        remote_ip=remote,
        remote_name=None,
        port=443,
        protocol=protocol,
        bytes_out=out,
        bytes_in=back,
        packets=4,
        first=START,
        last=START + lasts,
        via=Key.of("mac", via, "header") if via else None,
        where="packet 7",
        evidence=CAPTURE,
    )


def _watch(length: timedelta) -> Watch:
    return Watch(
        first=START,
        last=START + length,
        packets=10,
        bytes=1000,
        link="ethernet",
        vlans=(10, 20),
        where="packet 1",
        evidence=CAPTURE,
    )


def _reading(name: str, sha: Sha256, *records: Record) -> FileReading:
    evidence = Evidence(sha256=sha, size=10, name=name, format="x", reader="x", reader_version="1")
    return FileReading(name=name, pieces=(Piece(evidence=evidence, records=records),))


def _judged(*readings: FileReading) -> dict[str, Traffic]:
    sightings = [
        r for one in readings for p in one.pieces for r in p.records if isinstance(r, Sighting)
    ]
    found = devices(sightings, knowledge())
    seen = traffic(found, readings)
    return {
        next(k.value for k in d.keys if k.kind == "ip"): seen[d.id] for d in found if d.id in seen
    }


CAMERA = _sighting("00:00:5e:00:53:11", "192.0.2.11", TABLE)
HEARD = _sighting("00:00:5e:00:53:11", "192.0.2.11", CAPTURE)
OTHER = _sighting("00:00:5e:00:53:12", "192.0.2.12", TABLE)


def test_a_flow_to_the_open_internet_is_its_units() -> None:
    seen = _judged(
        _reading("t.txt", TABLE, CAMERA, OTHER),
        _reading("c.pcap", CAPTURE, _flow("192.0.2.11", "8.8.8.8"), _watch(timedelta(hours=1))),
    )
    assert seen["192.0.2.11"].state == "seen"
    assert [flow.bytes_out for flow in seen["192.0.2.11"].out] == [1000]
    assert seen["192.0.2.12"].state == "cannot say"
    assert not seen["192.0.2.12"].heard


def test_ten_minutes_of_silence_are_not_none() -> None:
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, _watch(timedelta(minutes=10))))
    assert seen["192.0.2.11"].state == "cannot say"


def test_three_days_of_silence_of_a_unit_whose_connections_were_seen_are_none_seen() -> None:
    recorded = _flow("192.0.2.11", "192.0.2.30", lasts=timedelta(days=3))
    seen = _judged(
        _reading("t.txt", TABLE, OTHER),
        _reading("c.pcap", CAPTURE, HEARD, recorded, _watch(timedelta(days=3))),
    )
    assert seen["192.0.2.11"].state == "none seen"
    assert seen["192.0.2.12"].state == "cannot say"


def test_a_unit_that_was_heard_and_whose_connections_were_not_seen_may_send() -> None:
    """A capture without a mirror port hears the broadcasts of all units for days."""
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, _watch(timedelta(days=3))))
    assert seen["192.0.2.11"].state == "cannot say"


def test_a_unit_that_was_there_for_minutes_of_two_days_may_send_at_another_time() -> None:
    brief = _flow("192.0.2.11", "192.0.2.30", lasts=timedelta(minutes=5))
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, brief, _watch(timedelta(days=2))))
    assert seen["192.0.2.11"].state == "cannot say"


def test_what_is_only_sent_to_a_unit_does_not_show_what_it_sends() -> None:
    asked = _flow("192.0.2.30", "192.0.2.11", back=0, lasts=timedelta(days=2))
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, asked, _watch(timedelta(days=2))))
    assert seen["192.0.2.11"].state == "cannot say"


def test_a_recorders_list_does_not_hide_the_traffic_of_a_camera_that_is_seen() -> None:
    recorder = Key.of("ip", "192.0.2.30", "payload")
    listed = msgspec.structs.replace(
        HEARD, field="recorder.channel", value="network", behind=recorder, where="packet 9"
    )
    flow = _flow("192.0.2.11", "8.8.8.8")
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, listed, flow, _watch(timedelta(days=2))))
    assert seen["192.0.2.11"].state == "seen"


def test_traffic_within_the_site_is_no_traffic_with_the_open_internet() -> None:
    recorded = _flow("192.0.2.11", "192.0.2.30", lasts=timedelta(days=2))
    seen = _judged(_reading("c.pcap", CAPTURE, HEARD, recorded, _watch(timedelta(days=2))))
    assert seen["192.0.2.11"].state == "none seen"


def test_neighbours_with_public_addresses_are_not_the_open_internet() -> None:
    one = _sighting("00:00:5e:00:53:41", "131.1.1.11", CAPTURE)
    two = _sighting("00:00:5e:00:53:42", "131.1.1.5", CAPTURE)
    for remote, state in (("131.1.1.5", "none seen"), ("131.1.1.6", "seen")):
        flow = _flow("131.1.1.11", remote, lasts=timedelta(days=2))
        seen = _judged(_reading("c.pcap", CAPTURE, one, two, flow, _watch(timedelta(days=2))))
        assert seen["131.1.1.11"].state == state


def test_from_a_private_network_whatever_is_not_private_is_the_open_internet() -> None:
    unit = _sighting("00:00:5e:00:53:21", "10.0.0.21", CAPTURE)
    for remote, state in (
        ("203.0.113.9", "seen"),
        ("10.9.9.9", "none seen"),
        ("239.255.255.250", "cannot say"),
        ("255.255.255.255", "cannot say"),
    ):
        flow = _flow("10.0.0.21", remote, lasts=timedelta(days=2))
        seen = _judged(_reading("c.pcap", CAPTURE, unit, flow, _watch(timedelta(days=2))))
        assert seen["10.0.0.21"].state == state


def test_of_two_units_that_claim_an_address_a_flow_is_the_ones_whose_mac_sent_it() -> None:
    rival = _sighting("00:00:5e:00:53:99", "192.0.2.11", CAPTURE)
    for via, state in (
        ("00:00:5e:00:53:11", ["seen", "cannot say"]),
        ("00:00:5e:00:53:fe", ["cannot say", "cannot say"]),
    ):
        flow = _flow("192.0.2.11", "8.8.8.8", via=via, lasts=timedelta(days=2))
        readings = [_reading("c.pcap", CAPTURE, HEARD, rival, flow, _watch(timedelta(days=2)))]
        found = devices([HEARD, rival], knowledge())
        seen = traffic(found, readings)
        assert [seen[device.id].state for device in found] == state
        assert any(seen[device.id].disputed for device in found) == (state[0] != "seen")


def test_an_address_that_two_units_hold_gives_its_traffic_to_neither() -> None:
    rival = _sighting("00:00:5e:00:53:99", "192.0.2.11", TABLE)
    seen = _judged(
        _reading("t.txt", TABLE, CAMERA, rival),
        _reading("c.pcap", CAPTURE, _flow("192.0.2.11", "8.8.8.8"), _watch(timedelta(days=2))),
    )
    assert {one.state for one in seen.values()} == {"cannot say"}


def test_without_captures_or_logs_nothing_is_said_of_traffic() -> None:
    assert _judged(_reading("t.txt", TABLE, CAMERA)) == {}


def test_coverage_says_when_how_long_which_vlans_and_which_ways() -> None:
    found = coverage(
        [_reading("c.pcap", CAPTURE, _flow("192.0.2.11", "8.8.8.8"), _watch(timedelta(minutes=10)))]
    )
    assert (
        "c.pcap watched on 3 November 2026 from 09:00 to 09:10 UTC (10 minutes), VLAN 10, 20; "
        "connections seen both ways"
    ) in found.says
    assert any("lasts 10 minutes" in one and "not none" in one for one in found.says)
    assert found.watched[0].seconds == 600


def test_a_mirror_of_one_way_is_not_said_to_show_both() -> None:
    """What one unit sends and what another is sent are two halves of two connections."""
    there, back = _flow("192.0.2.11", "8.8.8.8", back=0), _flow("192.0.2.12", "8.8.8.8", out=0)
    video = _flow("192.0.2.13", "192.0.2.30", out=10**9, back=0, protocol="udp")
    for flows, ways in (
        ((there, back), "one way"),
        ((there, back, _flow("192.0.2.14", "8.8.8.8", out=5000)), "both ways"),
        ((video, _flow("192.0.2.14", "8.8.8.8")), "both ways"),
        ((), "none"),
    ):
        (one,) = coverage([_reading("c.pcap", CAPTURE, *flows, _watch(timedelta(days=1)))]).watched
        assert one.directions == ways


def test_a_capture_that_is_given_twice_is_told_once() -> None:
    one = _reading("c.pcap", CAPTURE, _watch(timedelta(days=2)))
    assert len(coverage([one, one]).watched) == 1


def test_a_length_of_time_is_said_in_one_unit() -> None:
    assert [duration(s) for s in (0.2, 1, 90, 7_300, 200_000)] == [
        "less than a second",
        "1 second",
        "1 minute",
        "2 hours",
        "2 days",
    ]
