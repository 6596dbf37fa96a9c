"""The scanner counts what is counted packet by packet, whatever the window, link and order."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from evidence.captures import made
from evidence.captures.made import SECOND, START, Taken
from evidence.captures.made_files import pcap
from evidence.captures.made_network import Network
from evidence.captures.made_scene import scene
from nameplate.evidence.captures import flow_table, interest, lane, layers, plain
from nameplate.evidence.captures.flow_table import Ends
from nameplate.evidence.captures.lane import Found, Lane
from nameplate.evidence.captures.scan import PAD, PcapScanner
from shared_data import shared

CAMERA = made.End("00:00:5e:00:53:11", "192.0.2.17")
OTHER = made.End("00:00:5e:00:53:12", "2001:db8::12")
RECORDER = made.End("00:00:5e:00:53:c8", "192.0.2.200")
RECORDER6 = made.End("00:00:5e:00:53:c8", "2001:db8::c8")
HOUR = 3600 * SECOND

Row = tuple[Ends, int]


def scanned(
    data: bytes, window: int = 1 << 18, link: int = 1, order: str = "<"
) -> tuple[PcapScanner, Counter[Row], Counter[Row], list[Found]]:
    """Return the scanner, packets and bytes a flow and hour, and what was found."""
    scanner = PcapScanner(order, 1000, link, Lane)
    packets, sizes = Counter[Row](), Counter[Row]()
    found: list[Found] = []
    at, rows = 24, []
    while True:
        piece = data[at : at + window]
        one = scanner.scan(piece + bytes(PAD), len(piece))
        rows += one.rows
        found += (f._replace(start=f.start + at, stop=f.stop + at) for f in one.found)
        if not one.consumed:
            break
        at += one.consumed
    for row in rows + scanner.finish():
        packets[Ends(*row[:8]), row.hour] += row.packets
        sizes[Ends(*row[:8]), row.hour] += row.size
    return scanner, packets, sizes, found


def counted(packets: Sequence[Taken], link: int = 1) -> tuple[Counter[Row], Counter[Row]]:
    """Count without any of the scanner's shortcuts."""
    number, sizes = Counter[Row](), Counter[Row]()
    for ns, frame, wire in packets:
        found = layers.layers(frame, 0, len(frame), link)
        if found is not None:
            row = (Ends.of(found), ns // HOUR)
            number[row] += 1
            sizes[row] += wire or len(frame)
    return number, sizes


def mixed(count: int, seed: int) -> Iterator[Taken]:
    """Yield packets of every plain and odd shape, some late, over three hours."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        port = 50_000 + chance.randrange(6)
        tags = chance.choice([(), (), (7,), (7, 9)])
        body = chance.randbytes(chance.choice([0, 1, 40, 900]))
        ends = chance.choice([(CAMERA, RECORDER), (RECORDER, CAMERA), (OTHER, RECORDER6)])
        if chance.random() < 0.5:
            frame = made.datagram(*ends, port, 554, body, tags)
        else:
            src, dst = ends
            flags = chance.choice([2, 16, 24])
            packet = made.tcp(src.ip, dst.ip, port, 554, number, 0, flags, body)
            frame = made.framed(src, dst, packet, tags)
        if chance.random() < 0.1:
            frame = frame[: chance.randrange(14, len(frame))] if len(frame) > 60 else frame
            wire = len(frame) + 100
        else:
            wire = 0
        late = chance.choice([0] * 20 + [1, 50, 3000]) * SECOND
        yield Taken(START + number * 10 * SECOND // 2 - late + HOUR, frame, wire)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("window", [2_000, 1 << 18])
def test_flows_are_those_that_a_count_packet_by_packet_gives(seed: int, window: int) -> None:
    packets = list(mixed(2_500, seed))
    scanner, number, sizes, _ = scanned(pcap(packets), window)
    assert scanner.number == len(packets)
    assert (number, sizes) == counted(packets)
    assert scanner.sums.passed == len(packets) - sum(number.values())
    assert scanner.sums.cut == sum(1 for p in packets if p.wire)


@pytest.mark.parametrize("link", [made.COOKED, made.COOKED2, made.RAW, made.LOOPBACK, made.PPP])
def test_flows_are_the_same_behind_every_link_header(link: int) -> None:
    packets = made.relinked(link, [p for p in scene() if p.frame[12:14] != b"\x08\x06"])
    _, number, sizes, _ = scanned(pcap(packets, link=link), link=link)
    assert (number, sizes) == counted(packets, link)


def test_the_window_and_the_order_of_bytes_change_nothing() -> None:
    packets = list(Network(control=0.4, payload=300).packets(300_000))
    whole = scanned(pcap(packets))
    for data, window, order in (
        (pcap(packets), 3_000, "<"),
        (pcap(packets, order=">"), 1 << 18, ">"),
    ):
        other = scanned(data, window, order=order)
        assert other[1:] == whole[1:]


def test_every_real_capture_is_counted_as_packet_by_packet() -> None:
    files = [p for p in shared("data/captures").rglob("*.pcap") if p.stat().st_size < 200_000]
    assert files
    for path in files:
        data = path.read_bytes()
        if data[:4] != b"\xd4\xc3\xb2\xa1" or data[20] != 1:
            continue
        packets = []
        at = 24
        while at + 16 <= len(data):
            seconds, micros, kept, wire = (
                int.from_bytes(data[at + n : at + n + 4], "little") for n in (0, 4, 8, 12)
            )
            frame = data[at + 16 : at + 16 + kept]
            packets.append(Taken(seconds * SECOND + micros * 1000, frame, wire))
            at += 16 + kept
        assert scanned(data)[1:3] == counted(packets), path


def test_what_is_plain_has_the_ends_that_taking_it_apart_gives() -> None:
    plain_ones = 0
    for ns, frame, _ in mixed(3_000, 9):
        data = frame + bytes(PAD)
        at = plain.network(data, 0, len(frame), 14)
        ends = plain.ends(data, 0, at, len(frame)) if at else None
        if ends is not None:
            found = layers.layers(frame, 0, len(frame), 1)
            assert found is not None, ns
            assert ends == Ends.of(found)
            plain_ones += 1
    assert plain_ones > 1_000


def test_video_is_counted_and_not_handed_up() -> None:
    frames = [made.datagram(CAMERA, RECORDER, 50_000, 60_000, bytes([n % 251]) * 900)
              for n in range(500)]  # fmt: skip
    packets = [Taken(START + n * SECOND // 50, frame) for n, frame in enumerate(frames)]
    _, number, _, found = scanned(pcap(packets))
    assert sum(number.values()) == 500
    assert [one.number for one in found] == [1, 2, 3, 4]


def test_a_message_that_repeats_is_handed_up_once_an_hour() -> None:
    hello = made.datagram(CAMERA, made.group("239.255.255.250"), 1900, 1900, b"NOTIFY * HTTP/1.1")
    packets = [Taken(START + minute * 60 * SECOND, hello) for minute in range(180)]
    scanner, number, _, found = scanned(pcap(packets))
    assert sum(number.values()) == 180
    assert [one.number for one in found] == [1, 61, 121]
    assert scanner.sums.repeats == 177


def test_queries_from_changing_ports_are_one_flow() -> None:
    packets = [
        Taken(START, made.datagram(CAMERA, RECORDER, 40_000 + n, 53, b"%04d" % n))
        for n in range(300)
    ]
    _, number, _, found = scanned(pcap(packets))
    assert {(ends.sport, ends.dport) for ends, _ in number} == {(interest.ANY, 53)}
    assert len(found) == 100, "the first two bytes are the query's number"


def test_acknowledgements_are_not_handed_up_and_data_is() -> None:
    said = made.tcp(CAMERA.ip, RECORDER.ip, 554, 40_000, 1, 1, 24, b"RTSP/1.0 200 OK\r\n\r\n")
    quiet = made.tcp(CAMERA.ip, RECORDER.ip, 554, 40_000, 20, 1, 16)
    frames = [made.framed(CAMERA, RECORDER, one) for one in [quiet] * 40 + [said] + [quiet] * 40]
    _, _, _, found = scanned(pcap([Taken(START, frame) for frame in frames]))
    assert [one.number for one in found] == [41]


def test_only_the_first_connections_of_a_pair_are_looked_at() -> None:
    said = (
        made.tcp(CAMERA.ip, RECORDER.ip, port, 80, 1, 1, 24, b"GET / HTTP/1.1\r\n\r\n")
        for port in range(40_000, 40_100)
    )
    frames = [made.framed(CAMERA, RECORDER, one) for one in said]
    _, number, _, found = scanned(pcap([Taken(START, frame) for frame in frames]))
    assert len(number) == 100
    assert len(found) == interest.connections()


def test_a_full_table_is_given_away_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_table, "MOST_FLOWS", 16)
    monkeypatch.setattr(lane, "_MOST_KEPT", 16)
    packets = list(mixed(2_000, 5))
    _, number, sizes, _ = scanned(pcap(packets))
    assert (number, sizes) == counted(packets)


def test_a_clock_that_is_set_back_loses_no_packet_and_is_counted() -> None:
    frame = made.datagram(CAMERA, RECORDER, 50_000, 60_000, b"x" * 100)
    times = [*range(10_000, 10_200), *range(7_000, 7_200), *range(10_300, 10_400)]
    packets = [Taken(START + second * SECOND, frame) for second in times]
    scanner, number, sizes, _ = scanned(pcap(packets))
    assert (number, sizes) == counted(packets)
    assert scanner.sums.gaps == 1
    assert scanner.sums.first_ns == START + 7_000 * SECOND
    assert scanner.sums.last_ns == START + 10_399 * SECOND
