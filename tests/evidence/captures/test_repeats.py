"""What a unit says again and again is parsed once; what it says anew is never taken for that."""

import pytest

from evidence.captures import made, made_messages
from evidence.captures.capture_checks import read, sightings, watch
from evidence.captures.made import SECOND, START, End, Taken
from evidence.captures.made_files import pcap
from evidence.captures.made_scene import CAMERA, DESK
from nameplate.evidence.protocols import ws_discovery

ONE, TWO = (f"urn:uuid:00000000-0000-0000-0000-{n:012x}" for n in (1, 2))
_XADDR = f"http://{CAMERA.ip}/onvif"


def match(number: int, reference: str = ONE, sender: End = CAMERA) -> Taken:
    message = made_messages.ws_probe_match(
        reference, ["onvif://www.onvif.org/hardware/EX-200"], _XADDR, f"urn:uuid:{number:032x}"
    )
    frame = made.datagram(sender, DESK, 3702, 50_000 + number % 1000, message)
    return Taken(START + number * SECOND // 10, frame)


def test_matches_that_differ_in_their_number_are_parsed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed = []
    of_datagram = ws_discovery.of_datagram

    def counted(data: bytes) -> object:
        parsed.append(data)
        return of_datagram(data)

    monkeypatch.setattr(ws_discovery, "of_datagram", counted)
    found = read(pcap(match(n) for n in range(400)))
    assert len(parsed) == 1
    assert watch(found).packets == 400
    assert [s.value for s in sightings(found) if s.field == "ws_discovery.xaddrs"] == [_XADDR]


def test_another_endpoint_of_one_address_is_another_statement() -> None:
    found = read(pcap([match(1), match(2, TWO), match(3)]))
    told = [s.value for s in sightings(found) if s.field == "ws_discovery.endpoint_reference"]
    assert told == [ONE, TWO]


def test_the_same_words_of_another_unit_are_its_own() -> None:
    other = End("00:00:5e:00:53:31", "192.0.2.49")
    found = read(pcap([match(1), match(2, sender=other)]))
    said = [s for s in sightings(found) if s.field == "ws_discovery.scopes"]
    assert len(said) == 2


def test_the_same_words_on_another_day_are_said_again() -> None:
    later = match(2)._replace(ns=START + 86_400 * SECOND)
    found = read(pcap([match(1), later]))
    assert len([s for s in sightings(found) if s.field == "ws_discovery.scopes"]) == 2
