"""Public corpora of broken captures, and of broken messages put into packets."""

import time
from pathlib import Path

import pytest

from evidence.captures import made, made_messages, made_tls
from evidence.captures.capture_checks import facts, read
from evidence.captures.made import START, Taken, Talk
from evidence.captures.made_files import pcap
from evidence.captures.made_scene import CAMERA, DESK
from nameplate.evidence import intake
from nameplate.evidence.sandbox.limits import Limits
from nameplate.model.fields import FIELDS
from nameplate.model.records import Problem, Sighting, Watch
from shared_data import shared

SLOWEST_S = 5.0
LIMITS = Limits(seconds=10.0, memory_bytes=192 << 20)
LAST = made.datagram(
    CAMERA, made.group("239.255.255.250"), 37020, 37020, made_messages.sadp("DS-2CD0000-EX", CAMERA)
)
MARK = ("sadp.model", "DS-2CD0000-EX")


@pytest.mark.prove
def test_every_broken_capture_is_read_or_named_within_its_limits() -> None:
    """Apart, as the product reads them: a fault of ours, a death or a hang would be told."""
    folder = shared("data/nasty/captures")
    started = time.monotonic()
    readings = list(intake.read([str(folder)], limits=LIMITS))
    took = time.monotonic() - started
    packets = passed = cut = facts_found = told = refused = 0
    for reading in readings:
        for unread in reading.not_read:
            assert not unread.ours, (unread.name, unread.reason)
            assert unread.reason
            assert unread.next_step
            assert "memory" not in unread.reason, (unread.name, unread.reason)
            assert "seconds" not in unread.reason, (unread.name, unread.reason)
            refused += 1
        for piece in reading.pieces:
            for record in piece.records:
                if isinstance(record, Watch):
                    packets += record.packets
                    passed += record.passed
                    cut += record.cut
                elif isinstance(record, Sighting):
                    assert record.field in FIELDS
                    facts_found += 1
                elif isinstance(record, Problem):
                    assert record.what
                    told += 1
    print(
        f"\n{len(readings)} broken captures in {took:.1f} s: {packets} packets, {passed} passed"
        f" over, {cut} cut, {facts_found} facts, {told} problems told, {refused} files refused"
    )
    assert readings


def _certificates(body: bytes) -> list[Taken]:
    """Put bytes where a certificate would be, in every way a server may send them."""
    found = []
    for number, flight in enumerate(
        (
            made_tls.server_flight([body]),
            made_tls.record(made_tls.server_hello() + made_tls.handshake(11, body)),
            made_tls.record(body),
            body,
        )
    ):
        talk = Talk(DESK, CAMERA, 50000 + number, 443, mss=536)
        found += talk.whole((0, made_tls.client_hello("a.example.org")), (1, flight), (0, flight))
    return found


def messages(group: str, body: bytes) -> list[Taken]:
    """Return the packets that carry a broken message where such messages are read."""
    short = body[:1400]
    if group == "tls":
        quic = made.datagram(DESK, CAMERA, 50000, 443, short)
        return [*_certificates(body[:60_000]), Taken(START, quic)]
    if group == "http":
        found = []
        for port in (80, 554):
            found += Talk(DESK, CAMERA, 50000 + port, port).whole((0, body), (1, body))
        return [*found, Taken(START, made.datagram(CAMERA, DESK, 1900, 1900, short))]
    if group == "xml":
        soap = made_messages.http("HTTP/1.1 200 OK", [("Content-Type", "text/xml")], body)
        found = [
            Taken(START, made.datagram(CAMERA, DESK, port, port, short)) for port in (37020, 3702)
        ]
        return [*found, *Talk(DESK, CAMERA, 50000, 80).whole((1, soap))]
    framed = made_messages.dhip(short)
    return [
        Taken(START, made.datagram(CAMERA, DESK, 37810, 37810, payload))
        for payload in (short, framed)
    ]


@pytest.mark.prove
@pytest.mark.parametrize("group", ["tls", "http", "xml", "json"])
def test_a_broken_message_in_a_packet_hides_no_later_one(group: str) -> None:
    files = [p for p in sorted(shared(f"data/nasty/{group}").rglob("*")) if p.is_file()]
    slowest, worst = 0.0, Path()
    for path in files:
        body = path.read_bytes()[:100_000]
        started = time.monotonic()
        found = read(pcap([*messages(group, body), Taken(START + made.SECOND, LAST)]))
        took = time.monotonic() - started
        if took > slowest:
            slowest, worst = took, path
        assert MARK in facts(found), path
    print(f"\n{len(files)} broken {group} messages, the slowest {slowest:.2f} s ({worst.name})")
    assert slowest < SLOWEST_S


@pytest.mark.prove
def test_the_wholly_broken_are_refused_alike_each_time() -> None:
    folder = shared("data/nasty/captures")
    again = [list(intake.read([str(folder)], limits=LIMITS, workers=n)) for n in (1, 3)]
    assert again[0] == again[1]
