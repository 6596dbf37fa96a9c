"""Variants of pcap that are not read are named; times that cannot be believed are told."""

import struct

import pytest

from evidence.captures.made import SECOND, START, End, Taken, datagram
from evidence.captures.made_files import pcap, pcap_head
from nameplate.evidence.bounded.source import Budget, Source
from nameplate.evidence.readers import pcap as reader
from nameplate.model.errors import OverBudget, UnreadableEvidence
from nameplate.model.records import Problem, Watch

CAMERA = End("00:00:5e:00:53:11", "192.0.2.17")
RECORDER = End("00:00:5e:00:53:c8", "192.0.2.200")
FRAME = datagram(CAMERA, RECORDER, 8000, 20000, b"video" * 20)
DAY = 86_400 * SECOND


def longer(more: int, count: int = 3) -> bytes:
    """Return a capture with so many more bytes in the head of each record."""
    head = struct.pack("<IIII", START // SECOND, 0, len(FRAME), len(FRAME)) + b"\1" * more
    return pcap_head() + (head + FRAME) * count


def taken(*times: int) -> bytes:
    """Return a capture of one packet at each time, nanoseconds since 1970."""
    return pcap(Taken(ns, FRAME) for ns in times)


def doubts(data: bytes) -> list[str]:
    """Return what is told of a capture."""
    found = list(reader.read(Source.of(data, "x.pcap")))
    assert isinstance(found[-1], Watch)
    assert found[-1].packets
    told = [one for one in found if isinstance(one, Problem)]
    assert all(one.notice for one in told)
    return [one.what for one in told]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (longer(4), "Nokia"),
        (longer(8), "changed tcpdump"),
        (pcap_head()[:4] + struct.pack("<HH", 2, 2) + taken(START)[8:], "before version 2.3"),
        (pcap_head()[:4] + struct.pack("<HH", 543, 0) + taken(START)[8:], "before version 2.3"),
    ],
)
def test_a_variant_of_pcap_is_named_with_the_line_that_converts(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableEvidence) as caught:
        list(reader.read(Source.of(data, "x.pcap")))
    assert name in str(caught.value)
    assert "editcap -F pcap IN OUT" in str(caught.value)


@pytest.mark.parametrize("count", [0, 4, 8])
def test_bytes_of_a_packet_still_being_written_make_no_variant(count: int) -> None:
    data = taken(START) + struct.pack("<II", START // SECOND, 0)[:count]
    try:
        found = list(reader.read(Source.of(data, "x.pcap")))
    except UnreadableEvidence as fault:
        assert "the last packet is incomplete" in str(fault)  # noqa: PT017  # 0 bytes raise nothing
    else:
        assert any(isinstance(one, Watch) for one in found)


def test_a_clock_that_was_never_set_is_told() -> None:
    (told,) = doubts(taken(1_000_000_000 * SECOND, 1_000_000_001 * SECOND))
    assert told == "its packets begin on 2001-09-09: its clock may not have been set"


def test_days_that_have_not_been_are_told() -> None:
    (told,) = doubts(taken(START, START + 40 * 365 * DAY))
    assert "which has not been yet" in told


def test_times_that_cannot_be_are_counted() -> None:
    (told,) = doubts(taken(START, 3600 * SECOND, 7200 * SECOND))
    assert told == "2 packets state no time that can be true"


def test_a_clock_that_can_be_right_is_not_doubted() -> None:
    assert doubts(taken(START, START + SECOND)) == []


def test_a_file_larger_than_any_budget_is_to_be_split_packed_or_not() -> None:
    source = Source.of(longer(0), "x.pcap", Budget(stream_bytes=100))
    with pytest.raises(OverBudget, match="the most that is read of one file"):
        list(reader.read(source))
