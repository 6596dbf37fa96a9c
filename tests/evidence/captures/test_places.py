"""A place in a capture leads back to the bytes of its packet, in one pass."""

import pytest

from evidence.captures import made
from evidence.captures.made import SECOND, START, Taken
from evidence.captures.made_files import pcap, pcapng
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import places

PACKETS = [Taken(START + n * SECOND, b"%04d" % n * 20) for n in range(1, 20_001)]
CAPTURES = pytest.mark.parametrize("data", [pcap(PACKETS), pcapng(PACKETS)], ids=["pcap", "pcapng"])


def look(data: bytes, *wanted: str) -> dict[str, bytes]:
    return places.look(Source.of(data), wanted, 4096)


@CAPTURES
def test_packets_are_found_by_their_number(data: bytes) -> None:
    wanted = ("packet 1", "packet 15000, bytes 4-12", "packet 20000, bytes 76-80")
    assert look(data, *wanted) == {
        "packet 1": b"0001" * 20,
        "packet 15000, bytes 4-12": (b"15000" * 20)[4:12],
        "packet 20000, bytes 76-80": (b"20000" * 20)[76:80],
    }


@CAPTURES
def test_what_is_not_there_is_not_found(data: bytes) -> None:
    assert look(data, "packet 0", "packet 20001", "packet 3, bytes 900-901", "line 3") == {}


@CAPTURES
def test_bytes_of_the_file_are_found_too(data: bytes) -> None:
    wanted = ("bytes 0-4", "bytes 1000000-1000040")
    assert look(data, *wanted) == {wanted[0]: data[:4], wanted[1]: data[1_000_000:1_000_040]}


def test_packets_are_counted_as_the_reader_counted_them_behind_a_break() -> None:
    data = pcap(PACKETS[:10]) + b"\xff" * 99 + pcap(PACKETS[10:30])[24:]
    assert look(data, "packet 11") == {"packet 11": PACKETS[10].frame}


def test_a_cut_capture_still_shows_what_it_holds() -> None:
    assert look(pcap(PACKETS[:10])[:-5], "packet 9", "packet 10") == {"packet 9": PACKETS[8].frame}


def test_no_more_is_shown_than_was_asked_for() -> None:
    large = pcap([Taken(START, bytes(range(1, 251)) * 400)])
    assert len(look(large, "packet 1")["packet 1"]) == 4096


def test_only_captures_are_looked_into() -> None:
    assert not places.is_capture(b"\n\r\r\n but not a capture")
    assert places.is_capture(pcap([])[:16])
    assert made.START
