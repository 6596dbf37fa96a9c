"""Link headers, tunnels and network headers: what is there is read, what cannot be is passed."""

import struct

import pytest

from evidence.captures import made
from nameplate.evidence.captures import link, links
from nameplate.evidence.captures.layers import Layers, layers, packet
from nameplate.model.errors import UnreadableEvidence

CAMERA = made.End("00:00:5e:00:53:11", "192.0.2.17")
RECORDER = made.End("00:00:5e:00:53:c8", "192.0.2.200")
IP = made.udp(CAMERA.ip, RECORDER.ip, 50_000, 60_000, b"payload")
IP6 = made.udp("2001:db8::1", "2001:db8::2", 50_000, 60_000, b"payload")
FRAME = made.framed(CAMERA, RECORDER, IP)


def taken(data: bytes, number: int) -> Layers:
    found = layers(data, 0, len(data), number)
    assert found is not None
    return found


def says(data: bytes, number: int) -> tuple[bytes, int, int]:
    found = taken(data, number)
    return data[found.start : found.end], found.sport, found.dport


@pytest.mark.parametrize(
    ("number", "head"),
    [
        (0, b"\x02\0\0\0"),
        (0, b"\0\0\0\x02"),
        (108, b"\0\0\0\x02"),
        (9, b"\xff\x03\0\x21"),
        (9, b"\0\x21"),
        (9, b"\x21"),
        (50, b"\xff\x03\0\x21"),
        (50, b"\x0f\0\x08\0"),
        (104, b"\x8f\0\x08\0"),
        (51, b"\x11\0\0\x01\0\x25\0\x21"),
        (101, b""),
        (12, b""),
        (14, b""),
        (228, b""),
    ],
)
def test_every_link_without_addresses_gives_the_packet(number: int, head: bytes) -> None:
    assert says(head + IP, number) == (b"payload", 50_000, 60_000)
    assert taken(head + IP, number).src_mac == b""


@pytest.mark.parametrize("family", [10, 23, 24, 28, 30])
def test_every_system_has_its_own_number_for_ipv6(family: int) -> None:
    assert says(struct.pack("<I", family) + IP6, 0) == (b"payload", 50_000, 60_000)


@pytest.mark.parametrize(
    "head",
    [
        b"\x81\0\0\x07",
        b"\x88\xa8\0\x07\x81\0\0\x09",
        b"\x91\0\0\x07\x91\0\0\x08\x81\0\0\x09",
        b"\x88\x64\x11\0\0\x01\0\x25\0\x21",
        b"\0\x30\xaa\xaa\x03\0\0\0",
    ],
)
def test_tags_sessions_and_snap_are_taken_off(head: bytes) -> None:
    kind = b"" if head[:2] == b"\x88\x64" else b"\x08\0"
    assert says(FRAME[:12] + head + kind + IP, 1) == (b"payload", 50_000, 60_000)


def test_a_hundred_tags_are_passed() -> None:
    assert layers(FRAME[:12] + b"\x81\0\0\x07" * 100 + FRAME[12:], 0, 500, 1) is None


def test_a_cooked_frame_has_the_address_of_its_source_only() -> None:
    for number in (made.COOKED, made.COOKED2):
        data = made.on_link(number, FRAME)
        assert data is not None
        found = taken(data, number)
        assert (found.src_mac, found.dst_mac) == (made.mac(CAMERA.mac), b"")


@pytest.mark.parametrize(
    "data",
    [
        made.vxlan(RECORDER, CAMERA, FRAME),
        made.gre(RECORDER, CAMERA, FRAME),
        *(made.erspan(RECORDER, CAMERA, FRAME, version=version) for version in (1, 2, 3)),
    ],
    ids=["vxlan", "gre", "erspan 1", "erspan 2", "erspan 3"],
)
def test_one_tunnel_is_taken_off_and_said(data: bytes) -> None:
    found = taken(data, 1)
    assert found.tunnelled in ("vxlan", "gre", "erspan")
    assert (found.src_mac, found.sport) == (made.mac(CAMERA.mac), 50_000)
    twice = taken(made.gre(CAMERA, RECORDER, data), 1)
    assert twice.tunnelled == "gre"
    assert twice.src_mac == made.mac(RECORDER.mac), "the second tunnel stays on"


def test_what_a_tunnel_of_ip_shows_has_no_address_of_its_ends() -> None:
    found = taken(made.gre(RECORDER, CAMERA, IP, kind=0x0800), 1)
    assert (found.src_mac, found.tunnelled, found.sport) == (b"", "gre", 50_000)


def test_options_and_extension_headers_are_passed_over() -> None:
    optional = made.ip(CAMERA.ip, RECORDER.ip, 17, IP[20:], options=b"\x07\x04\0\0")
    assert says(optional, 101) == (b"payload", 50_000, 60_000)
    extended = bytearray(IP6)
    extended[6] = 0  # hop-by-hop
    extended[4:6] = struct.pack(">H", len(IP6) - 40 + 16)
    headers = b"\x3c\0" + bytes(6) + b"\x11\0" + bytes(6)
    assert says(bytes(extended[:40]) + headers + IP6[40:], 101) == (b"payload", 50_000, 60_000)


def test_a_long_row_of_extension_headers_is_passed() -> None:
    head = bytearray(IP6[:40])
    head[4:7] = struct.pack(">HB", 8000, 0)
    data = bytes(head) + b"\0\0\0\0\0\0\0\0" * 1000
    assert layers(data, 0, len(data), 101) is None


@pytest.mark.parametrize("end", range(len(FRAME)))
def test_a_frame_cut_anywhere_gives_nothing_from_beyond(end: int) -> None:
    behind = b"\x45" * 200
    found = layers(FRAME[:end] + behind, 0, end, 1)
    assert found is None or found.end <= end
    assert found is None or found.start <= found.end or found.kind == "other"


def test_padding_behind_a_datagram_is_not_of_it() -> None:
    assert says(FRAME + b"padding", 1)[0] == b"payload"


def test_a_segment_of_a_network_card_states_no_length() -> None:
    unset = IP[:2] + b"\0\0" + IP[4:]
    assert says(unset, 101) == (b"payload", 50_000, 60_000)


def test_a_packet_has_its_addresses_as_texts() -> None:
    data = made.framed(CAMERA, RECORDER, IP6, (7, 9))
    found = packet(data, 0, len(data), 1, number=3, time_ns=made.START, cut=False)
    assert found is not None
    assert (found.src_mac, found.src, found.dst) == ("00005e005311", "2001:db8::1", "2001:db8::2")
    assert (found.vlans, found.payload) == ((7, 9), b"payload")
    assert found.place(found.start, found.end) == f"packet 3, bytes {found.start}-{found.end}"


def test_the_payload_of_an_opening_segment_begins_one_later() -> None:
    data = made.framed(CAMERA, RECORDER, made.tcp(CAMERA.ip, RECORDER.ip, 1, 2, 2**32 - 1, 0, 2))
    found = packet(data, 0, len(data), 1, number=1, time_ns=0, cut=False)
    assert found is not None
    assert found.seq == 0


def test_links_that_are_not_read_are_named_with_what_to_do() -> None:
    for number in (105, 127, 189, 192, 274, 9999):
        assert number not in link.KINDS
        with pytest.raises(UnreadableEvidence) as caught:
            links.check(number)
        assert caught.value.next_step
    assert "editcap -C 8 -L -T ether IN OUT" in links.unread(274)[1]
