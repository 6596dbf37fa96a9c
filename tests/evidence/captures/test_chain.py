"""Where a capture is broken, what stands before is kept and what stands behind is found."""

import struct

import pytest

from evidence.captures import made
from evidence.captures.capture_checks import problems, read, watch
from evidence.captures.made import SECOND, START, Taken
from evidence.captures.made_files import Interface, block, described, pcap, pcap_head, pcapng
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import windows
from nameplate.model.records import Record

CAMERA = made.End("00:00:5e:00:53:11", "192.0.2.17")
RECORDER = made.End("00:00:5e:00:53:c8", "192.0.2.200")


def packets(count: int, size: int = 200) -> list[Taken]:
    frame = made.datagram(CAMERA, RECORDER, 50_000, 60_000, bytes(range(1, 201)) * (size // 200))
    return [Taken(START + n * SECOND, frame) for n in range(count)]


def told(found: list[Record]) -> list[str]:
    return [one.what for one in problems(found)]


@pytest.mark.parametrize("make", [pcap, pcapng])
@pytest.mark.parametrize("junk", [b"\xff" * 37, b"\0" * 5000, b"\0" * 3 + b"junk" * 400])
def test_reading_goes_on_behind_bytes_that_are_no_packets(make: object, junk: bytes) -> None:
    before, after = packets(10), packets(30)[10:]
    if make is pcap:
        data = pcap(before) + junk + pcap(after)[24:]
    else:
        data = pcapng(before) + junk + pcapng(after)
    found = read(data)
    assert watch(found).packets == 30
    assert len(told(found)) == 1
    assert "no packets; what follows them was read" in told(found)[0]


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_length_that_cannot_be_costs_one_packet(order: str) -> None:
    data = bytearray(pcap(packets(30), order=order))
    record = 16 + len(packets(1)[0].frame)
    struct.pack_into(f"{order}I", data, 24 + 9 * record + 8, 0xFFFFFF0)
    found = read(bytes(data))
    assert watch(found).packets == 29
    assert problems(found)[0].where == f"bytes {24 + 9 * record}-{24 + 9 * record}"


def test_what_only_looks_like_a_packet_is_not_taken_for_one() -> None:
    lone = struct.pack("<IIII", START // SECOND, 0, 60, 60) + b"\xee" * 60
    found = read(pcap(packets(10)) + b"\xff" * 20 + lone + b"\xff" * 400)
    assert watch(found).packets == 10
    assert "what follows is no packet; 10 before it were read" in told(found)


def test_a_capture_broken_everywhere_ends() -> None:
    broken = b"".join(pcap(packets(6))[24:] + b"\xff" * 30 for _ in range(60))
    found = read(pcap_head() + broken)
    assert watch(found).packets == 33 * 6
    assert len(told(found)) == 33


def test_zeros_at_the_end_are_told_with_their_number() -> None:
    found = read(pcap(packets(10)) + bytes(9_000_000))
    assert watch(found).packets == 10
    assert told(found) == [
        "its last 9000000 bytes are zeros, as nothing was written there;"
        " 10 packets before them were read"
    ]


@pytest.mark.parametrize("data", [pcap(packets(10)), pcapng(packets(10))], ids=["pcap", "pcapng"])
def test_an_incomplete_packet_is_told_with_how_many_are_before_it(data: bytes) -> None:
    found = read(data[:-3])
    assert told(found) == ["the last packet is incomplete; 9 before it were read"]
    assert problems(found)[0].where == "packet 10"


def test_a_block_larger_than_a_window_is_passed_over() -> None:
    large = block("<", 10, b"secret" * 1_000_000)
    found = read(pcapng(packets(20), between=large))
    assert watch(found).packets == 20
    assert told(found) == []
    cut = read(pcapng(packets(20)) + large[: 3 << 20])
    assert watch(cut).packets == 20
    assert told(cut) == ["the last packet is incomplete; 20 before it were read"]


def test_a_record_larger_than_a_window_is_read() -> None:
    frame = packets(1)[0].frame + bytes(600_000)
    found = read(pcap([*packets(5), Taken(START + 6 * SECOND, frame), *packets(3)]))
    assert len(frame) > 2 * windows.SIZE
    assert watch(found).packets == 9
    assert told(found) == []


def test_packets_of_a_link_that_is_not_read_are_told_beside_those_that_are() -> None:
    wireless = described("<", Interface(link=127))
    stray = block("<", 6, struct.pack("<IIIII", 1, 0, 0, 4, 4) + b"abcd")
    found = read(pcapng(packets(20), between=wireless + stray))
    assert watch(found).packets >= 21
    assert watch(found).link == "ethernet"
    assert any("wireless frames" in what for what in told(found))
    alone = read(pcapng([Taken(START, b"abcd" * 20)], interface=Interface(link=127)))
    assert told(alone) == ["a capture of wireless frames, which is not read"]


def test_a_window_never_holds_more_than_it_is_given() -> None:
    source = Source.of(bytes(50 << 20))
    held = windows.Windows(source)
    held.fill()
    assert held.limit == windows.SIZE
    held.widen()
    held.fill()
    assert held.limit == windows.LARGEST
    assert held.drop_zeros() == 50 << 20
    assert (held.limit, held.at, held.ended) == (0, 50 << 20, True)
