"""Captures nobody would send: what cannot be read is counted and passed, the rest is read."""

import struct

import pytest

from evidence.captures import made, made_messages
from evidence.captures.capture_checks import (
    facts,
    problems,
    read,
    reader_of,
    sightings,
    watch,
    without_places,
)  # fmt: skip
from evidence.captures.made import SECOND, START, Taken
from evidence.captures.made_files import block, pcap, pcap_head, pcapng, section
from evidence.captures.made_scene import CAMERA, DESK, RECORDER, scene
from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import NameplateError
from nameplate.model.records import Record, Watch

SCENE = scene()
SADP = made.datagram(
    CAMERA, made.group("239.255.255.250"), 37020, 37020, made_messages.sadp("DS-2CD0000-EX", CAMERA)
)
MARK = ("sadp.model", "DS-2CD0000-EX")
"""What the last good packet of each capture says: whoever finds it read to the end."""
LAST = Taken(START + 3600 * SECOND, SADP)


def read_hostile(data: bytes) -> list[Record]:
    """Read what nobody may claim, but only in the house's way and in time."""
    return [] if reader_of(data) is None else read(data)


@pytest.mark.parametrize("data", [pcap(SCENE[:12]), pcapng(SCENE[:12])], ids=["pcap", "pcapng"])
def test_every_beginning_of_a_capture_is_read_as_far_as_it_goes(data: bytes) -> None:
    before = 0
    whole = facts(read_hostile(data))
    for end in range(len(data)):
        found = read_hostile(data[:end])
        assert facts(found) <= whole
        packets = sum(one.packets for one in found if isinstance(one, Watch))
        assert packets in (before, before + 1)
        before = packets


@pytest.mark.parametrize("number", range(len(SCENE)))
def test_a_packet_cut_anywhere_hides_no_later_one(number: int) -> None:
    frame = SCENE[number].frame
    lengths = [*range(min(len(frame), 120)), *range(120, len(frame), 37)]
    cut = [Taken(START, frame[:n], len(frame)) for n in lengths]
    found = read(pcap([*cut, LAST]))
    assert MARK in facts(found)
    assert watch(found).packets == len(cut) + 1
    assert watch(found).cut == len(cut)


@pytest.mark.parametrize("snaplen", [64, 96, 128, 256])
def test_a_short_snaplen_gives_no_fact_that_the_whole_does_not(snaplen: int) -> None:
    short = [Taken(p.ns, p.frame[:snaplen], len(p.frame)) for p in SCENE]
    found = read(pcap(short))
    whole = read(pcap(SCENE))
    assert facts(found) <= facts(whole)
    assert watch(found).bytes == watch(whole).bytes == sum(len(p.frame) for p in SCENE)


@pytest.mark.parametrize("offset", range(14, 70))
@pytest.mark.parametrize("value", [0x00, 0x01, 0x7F, 0xFF])
def test_a_wrong_length_anywhere_hides_no_later_packet(offset: int, value: int) -> None:
    broken = []
    for taken in SCENE:
        frame = bytearray(taken.frame)
        if offset < len(frame):
            frame[offset] = value
        broken.append(taken._replace(frame=bytes(frame)))
    found = read(pcap([*broken, LAST]))
    assert watch(found).packets == len(SCENE) + 1


def hostile_packets() -> dict[str, bytes]:
    """Frames that lead a parser astray, one a name."""
    ask = made_messages.dns([("a.example.org", made_messages.A)])
    head = struct.pack(">HHHHHH", 1, 0x8400, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)
    port = made.group("224.0.0.251")
    nested = made.ethernet(CAMERA.mac, RECORDER.mac, 0x0800, b"E" * 60, (1,) * 100)
    inside = SADP
    for _ in range(40):
        inside = made.vxlan(CAMERA, RECORDER, inside)
    greedy = made_messages.tlv(0x30, b"\x02\x84\xff\xff\xff\xff" + b"\x30\x80" * 300)
    walk = b"\0" * 8
    for _ in range(60):
        walk = bytes([0, 0]) + walk[2:] + b"\0" * 8
    return {
        "a pointer to itself": made.datagram(CAMERA, port, 5353, 5353, head + b"\xc0\x0c" * 400),
        "two pointers in a ring": made.datagram(
            CAMERA, port, 5353, 5353, head + b"\xc0\x0e\xc0\x0c" * 300
        ),
        "a name of labels without end": made.datagram(
            CAMERA, port, 5353, 5353, head + b"\x01a" * 700
        ),
        "pointers to pointers": made.datagram(
            CAMERA, port, 5353, 5353,
            head + b"".join(struct.pack(">H", 0xC000 | 12 + 2 * n) for n in range(1, 700)),
        ),
        "a hundred tags": nested,
        "a tunnel within a tunnel, forty deep": inside,
        "lengths of four gigabytes": made.datagram(CAMERA, RECORDER, 161, 50000, greedy),
        "numbers within numbers": made.datagram(
            CAMERA, RECORDER, 161, 50000, b"\x30\x82\x05\x00" * 300
        ),
        "XML within XML": made.datagram(
            CAMERA, made.group("239.255.255.250"), 37020, 37020, b"<ProbeMatch>" * 110
        ),
        "JSON within JSON": made.datagram(
            CAMERA, made.group("239.255.255.251"), 37810, 37810,
            made_messages.dhip(b'{"params":' * 120),
        ),
        "an entity that grows": made.datagram(
            CAMERA, made.group("239.255.255.250"), 37020, 37020,
            b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 400 + b'">]><ProbeMatch><DeviceSN>'
            + b"&b;" * 200 + b"</DeviceSN></ProbeMatch>",
        ),
        "options that stand in two places": made.datagram(
            CAMERA, made.group("255.255.255.255"), 68, 67,
            made_messages.dhcp(1, CAMERA.mac, options=[(52, b"\3"), (12, b"")])
        ),
        "extension headers without end": made.framed(
            CAMERA, RECORDER, made.ip("2001:db8::1", "2001:db8::2", 0, walk)
        ),
        "a header longer than the packet": made.framed(
            CAMERA, RECORDER, b"\x4f\0\0\x14" + made.udp(CAMERA.ip, RECORDER.ip, 1, 53, ask)[4:20]
        ),
        "an empty frame": b"",
        "one byte": b"\xff",
        "LLDP that ends within itself": made.ethernet(
            CAMERA.mac, "01:80:c2:00:00:0e", 0x88CC, b"\xff\xff" * 20
        ),
        "CDP of lengths nought": made.llc(
            CAMERA.mac, "01:00:0c:cc:cc:cc", b"\x02\xb4\0\0" + b"\0\1\0\0" * 99, b"\0\0\x0c\x20\0"
        ),
        "a hello that says it is long": made.framed(
            CAMERA, RECORDER,
            made.tcp(CAMERA.ip, RECORDER.ip, 1, 443, 1, 1, 24, b"\x16\3\1\xff\xff\1\xff\xff\xff"),
        ),
        "a header line without end": made.framed(
            CAMERA, RECORDER,
            made.tcp(
                CAMERA.ip, RECORDER.ip, 80, 4000, 1, 1, 24,
                b"HTTP/1.1 200 OK\r\nServer: " + b"a" * 1300,
            ),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile_packets())
def test_a_packet_that_leads_astray_hides_no_later_one(name: str) -> None:
    frame = hostile_packets()[name]
    found = read(pcap([Taken(START, frame)] * 200 + [LAST]))
    assert watch(found).packets == 201
    assert MARK in facts(found)


def test_fragments_say_nothing_and_are_counted() -> None:
    whole = made.udp(CAMERA.ip, DESK.ip, 37020, 37020, made_messages.sadp("X-1", CAMERA))[20:]
    pieces = [
        made.framed(
            CAMERA, DESK,
            made.ip(
                CAMERA.ip, DESK.ip, 17, whole[n : n + 64],
                ident=7, fragment=n // 8 | (0x2000 if n + 64 < len(whole) else 0),
            ),
        )
        for n in range(0, len(whole), 64)
    ]  # fmt: skip
    bomb = [
        made.framed(
            CAMERA, DESK, made.ip(CAMERA.ip, DESK.ip, 17, bytes(8), ident=n, fragment=0x3FFF)
        )
        for n in range(5_000)
    ]
    found = read(pcap([Taken(START, f) for f in [*pieces, *bomb]] + [LAST]))
    assert watch(found).packets == len(pieces) + len(bomb) + 1
    assert MARK in facts(found)


def test_a_later_fragment_is_not_taken_for_a_message() -> None:
    text = b"GET / HTTP/1.1\r\nHost: a.example.org\r\n\r\n"
    packet = made.ip(CAMERA.ip, DESK.ip, 17, struct.pack(">HHHH", 53, 53, 60, 0) + text, fragment=9)
    found = read(pcap([Taken(START, made.framed(CAMERA, DESK, packet)), LAST]))
    assert {one.field for one in sightings(found)} == {
        one.field for one in sightings(read(pcap([LAST])))
    }


@pytest.mark.parametrize(
    ("times", "gaps"),
    [((0, 600, 5, 6), 1), ((0, 3600, -90_000, 60), 1), ((0, 3 * 86_400, 3 * 86_400 + 5), 1)],
)
def test_a_clock_that_jumps_is_told(times: tuple[int, ...], gaps: int) -> None:
    packets = [Taken(START + s * SECOND, SADP) for s in times]
    found = read(pcap(packets))
    assert watch(found).packets == len(times)
    assert watch(found).gaps >= gaps
    assert MARK in facts(found)


@pytest.mark.parametrize("seconds", [0, 1, 2**31 - 1, 2**31, 2**32 - 1])
def test_a_time_that_cannot_be_is_none_and_loses_no_packet(seconds: int) -> None:
    found = read(pcap([Taken(seconds * SECOND, SADP)]))
    assert watch(found).packets == 1
    assert MARK in facts(found)
    for one in sightings(found):
        assert one.when is None or 1995 <= one.when.year < 2100


def test_a_time_of_2106_and_later_is_read_in_the_newer_form() -> None:
    found = read(pcapng([Taken(2**33 * SECOND, SADP), Taken(2**63 - 1, SADP)]))
    assert watch(found).packets == 2
    assert MARK in facts(found)


def test_zeros_after_the_last_packet_are_no_packets() -> None:
    found = read(pcap(SCENE) + b"\0" * 3_000_000)
    assert watch(found).packets == len(SCENE)
    assert without_places(sightings(found)) == without_places(sightings(read(pcap(SCENE))))
    assert problems(found), "that it ends in zeros is told"


def test_a_record_of_nonsense_ends_the_file_and_is_told() -> None:
    found = read(pcap(SCENE) + b"\xff" * 5_000)
    assert watch(found).packets == len(SCENE)
    assert problems(found)


@pytest.mark.parametrize("length", [0, 1, 11, 13, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_block_of_a_wrong_length_keeps_what_was_before(length: int) -> None:
    bad = struct.pack("<II", 6, length) + b"\0" * 40
    found = read(pcapng([LAST]) + bad)
    assert MARK in facts(found)
    assert problems(found)


def test_a_packet_of_an_interface_that_is_not_there_is_passed() -> None:
    stray = block("<", 6, struct.pack("<IIIII", 9, 0, 0, 4, 4) + b"abcd")
    found = read(pcapng([LAST], between=stray))
    assert MARK in facts(found)
    assert watch(found).passed >= 1


def test_sections_of_both_byte_orders_are_read_one_after_another() -> None:
    found = read(pcapng(SCENE) + pcapng([LAST], order=">") + section("<") + pcapng(SCENE))
    assert watch(found).packets == 2 * len(SCENE) + 1


def test_a_file_that_grows_gives_the_whole_packets_that_are_there() -> None:
    whole = pcap(SCENE)
    for missing in (1, 15, 16, 17, 60):
        found = read(whole[:-missing])
        assert watch(found).packets == len(SCENE) - (
            2 if missing > 16 + len(SCENE[-1].frame) else 1
        )


def test_reading_again_gives_the_same() -> None:
    data = pcap(SCENE)
    assert read(data) == read(data)


def test_a_link_that_is_not_read_is_named_with_what_to_do() -> None:
    data = pcap_head(link=105) + struct.pack("<IIII", START // SECOND, 0, 4, 4) + b"abcd"
    reader = reader_of(data)
    assert reader is not None
    with pytest.raises(NameplateError, match="wireless"):
        list(reader.read(Source.of(data)))
