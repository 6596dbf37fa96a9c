"""Statements of packets become sightings once a day, with their place in the frame."""

from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import Statements
from nameplate.evidence.protocols.stated import Said, Saying
from nameplate.model.records import Key, keys

DAY = 86_400 * 1_000_000_000
NOON = 1_764_072_000 * 1_000_000_000
UNIT = keys(Key.of("ip", "192.0.2.7", "header"))


def packet(number: int, time_ns: int = NOON) -> Packet:
    return Packet(number, time_ns, b"\0" * 42 + b"Server: ex/1", "udp", 42, 54)


def said(value: str = "ex/1") -> tuple[Said, ...]:
    saying = Saying(b"Server: ex/1")
    saying.add("ssdp.server", value, 8, 12)
    return (saying.done(),)


def test_a_statement_has_the_bytes_of_the_frame_for_its_place() -> None:
    (one,) = Statements().of(packet(7), said(), unit="address 192.0.2.7", keys=UNIT, base=42)
    assert (one.field, one.value, one.where) == ("ssdp.server", "ex/1", "packet 7, bytes 50-54")
    assert one.keys == UNIT
    assert one.when is not None
    assert one.when.isoformat() == "2025-11-25T12:00:00+00:00"
    assert one.excerpt is not None
    assert one.excerpt.raw == b"ex/1"


def test_a_statement_from_several_packets_has_the_packet_for_its_place() -> None:
    (one,) = Statements().of(packet(7), said(), unit="address 192.0.2.7", keys=UNIT)
    assert one.where == "packet 7"


def test_the_same_statement_is_given_once_a_day() -> None:
    statements = Statements()

    def count(number: int, time_ns: int, value: str = "ex/1", unit: str = "a") -> int:
        return len(list(statements.of(packet(number, time_ns), said(value), unit=unit, keys=UNIT)))

    assert count(1, NOON) == 1
    assert count(2, NOON + 5) == 0
    assert count(3, NOON, value="ex/2") == 1
    assert count(4, NOON, unit="b") == 1
    assert count(5, NOON + DAY) == 1
    assert count(6, NOON) == 0
