"""Connections say what their ends are: a server of itself, a client of what it asks for."""

import random
import struct
from collections.abc import Iterable, Sequence
from ipaddress import ip_address

import pytest

from evidence.captures import made_tls
from evidence.captures.made import End, Taken, Talk
from evidence.captures.made_messages import http, rtsp_interleaved
from nameplate.evidence.captures.hearing import Hearing
from nameplate.evidence.captures.packet import Packet
from nameplate.evidence.captures.statements import Statements
from nameplate.evidence.captures.streams import Streams
from nameplate.evidence.tables.remote_names import Names
from nameplate.model.records import Problem, Sighting

CAMERA = End("00:00:5e:00:53:21", "192.168.7.33")
RECORDER = End("00:00:5e:00:53:c8", "192.168.7.200")
CLOUD = End("00:00:5e:00:53:fe", "203.0.113.80")
Fact = tuple[str, str, str]


def packet(number: int, taken: Taken) -> Packet:
    """Take an Ethernet frame with IPv4 and TCP apart."""
    frame = taken.frame
    tcp = 14 + (frame[14] & 15) * 4
    sport, dport, seq = struct.unpack_from(">HHI", frame, tcp)
    return Packet(
        number,
        taken.ns,
        frame,
        "tcp",
        tcp + (frame[tcp + 12] >> 4) * 4,
        14 + int.from_bytes(frame[16:18], "big"),
        src_mac=frame[6:12].hex(),
        src=str(ip_address(frame[26:30])),
        dst=str(ip_address(frame[30:34])),
        sport=sport,
        dport=dport,
        seq=seq,
        flags=frame[tcp + 13],
    )


def said(*packets: Iterable[Taken], names: Names | None = None) -> list[Sighting]:
    streams = Streams(names or Names(), Hearing(Statements()))
    return read(streams, [one for some in packets for one in some])


def read(streams: Streams, packets: Sequence[Taken]) -> list[Sighting]:
    found = [r for n, p in enumerate(packets, 1) for r in streams.packet(packet(n, p))]
    found += streams.finish()
    return [r for r in found if isinstance(r, Sighting)]


def facts(found: Iterable[Sighting]) -> list[Fact]:
    return [
        (r.unit.partition(" by ")[0], r.field, r.value) for r in found if r.field != "port.open"
    ]


ASKED = http("GET / HTTP/1.1", [("Host", "192.168.7.33")])
PAGE = http(
    "HTTP/1.1 401 Unauthorized",
    [("Server", "App-webs/"), ("WWW-Authenticate", 'Digest realm="Camera 1", nonce="CANARY"')],
    b"<html><head><title>Network Camera</title></head></html>",
)
FROM_PAGE = [
    ("address 192.168.7.33", "http.server", "App-webs/"),
    ("address 192.168.7.33", "http.realm", "Camera 1"),
    ("address 192.168.7.33", "http.title", "Network Camera"),
]


def talk(server: End = CAMERA, client: End = RECORDER, *, mss: int = 1460, port: int = 80) -> Talk:
    return Talk(client, server, 40001, port, mss=mss)


def test_a_server_says_what_it_is_with_the_bytes_that_say_it() -> None:
    packets = talk(port=8123).whole((0, ASKED), (1, PAGE))
    found = said(packets)
    assert facts(found) == FROM_PAGE
    server = next(r for r in found if r.field == "http.server")
    number, span = server.where.removeprefix("packet ").split(", bytes ")
    start, end = span.split("-")
    assert packets[int(number) - 1].frame[int(start) : int(end)] == b"Server: App-webs/"
    assert [key.value for key in server.keys] == ["192.168.7.33"]
    assert ("port.open", "8123/tcp") in [(r.field, r.value) for r in found]


def test_what_a_server_outside_says_is_no_units_and_never_the_gateways() -> None:
    hello = (0, made_tls.client_hello("p2p.example.org"))
    flight = (1, made_tls.server_flight(made_tls.chain("cloud.example.org")))
    names = Names()
    found = said(
        talk(CLOUD, CAMERA).whole((0, ASKED), (1, PAGE)),
        Talk(CAMERA, CLOUD, 40002, 443).whole(hello, flight),
        names=names,
    )
    assert facts(found) == [("address 192.168.7.33", "dns.name", "p2p.example.org")]
    assert "00005e0053fe" not in repr(found)
    assert names.of(CAMERA.ip, CLOUD.ip, 0, port=40002) == ("p2p.example.org", "sni")


def test_a_name_in_a_request_is_learnt_for_its_client_and_its_products_are_its_own() -> None:
    names = Names()
    request = http(
        "GET /check?serial=CANARY HTTP/1.1",
        [("Host", "update.example.org:8080"), ("User-Agent", "NVR/4.2 (CANARY phone) gSOAP/2.8")],
    )
    found = said(talk(CLOUD, CAMERA).whole((0, request)), names=names)
    assert facts(found) == [
        ("address 192.168.7.33", "dns.name", "update.example.org"),
        ("address 192.168.7.33", "http.user_agent", "NVR/4.2 gSOAP/2.8"),
    ]
    assert names.of(CAMERA.ip, CLOUD.ip, 0, port=40001) == ("update.example.org", "http")
    assert "CANARY" not in repr(found)


def test_a_browser_is_a_persons_and_its_name_is_not_kept() -> None:
    request = http("GET / HTTP/1.1", [("User-Agent", "Mozilla/5.0 (X11) Firefox/140.0")])
    assert facts(said(talk().whole((0, request)))) == []


def test_a_certificate_is_read_across_segments_and_records() -> None:
    chained = made_tls.chain("camera.example.org", "camera.example.org", padding=4000)
    flight = made_tls.server_flight(chained, longest=700)
    hello = made_tls.client_hello("")
    found = facts(said(talk(mss=536, port=443).whole((0, hello), (1, flight))))
    assert found == [
        ("address 192.168.7.33", "tls.subject", "CN=camera.example.org,O=Example"),
        ("address 192.168.7.33", "tls.issuer", "CN=Example Device CA"),
        ("address 192.168.7.33", "tls.san", "camera.example.org"),
    ]


@pytest.mark.parametrize("modern", [True, False])
def test_a_certificate_that_is_not_visible_is_counted_and_never_none(modern: bool) -> None:
    hello = made_tls.server_hello(0x0304 if modern else 0x0303)
    rest = made_tls.record(b"\1", kind=20) + made_tls.record(b"\x17" * 900, kind=23)
    streams = Streams(Names(), Hearing(Statements()))
    packets = talk(port=443).whole(
        (0, made_tls.client_hello("")), (1, made_tls.record(hello) + rest)
    )
    found = [r for n, p in enumerate(packets, 1) for r in streams.packet(packet(n, p))]
    found += streams.finish()
    assert streams.hidden_certificates == 1
    (told,) = [r for r in found if isinstance(r, Problem)]
    assert "the certificates of 1 connections" in told.what
    assert told.where.startswith("packet ")


def test_segments_out_of_order_repeated_and_overlapping_say_the_same() -> None:
    flight = made_tls.server_flight(made_tls.chain("camera.example.org", padding=2000))
    whole = talk(mss=300, port=443).whole((0, made_tls.client_hello("")), (1, flight))
    expected = facts(said(whole))
    assert len(expected) == 2
    shuffle = random.Random(7)  # noqa: S311 - an order, no secret
    for _ in range(20):
        middle = whole[3:-3] + shuffle.sample(whole[3:-3], 5)
        shuffle.shuffle(middle)
        assert facts(said([*whole[:3], *middle, *whole[-3:]])) == expected


def test_of_bytes_that_come_twice_the_first_count() -> None:
    first = talk()
    packets = first.open()
    again = talk()
    again.open()
    packets += list(first.say(1, PAGE))
    packets += list(again.say(1, PAGE.replace(b"App-webs/", b"Webs-app/")))
    assert facts(said(packets)) == FROM_PAGE


def test_numbers_that_wrap_around_stay_in_order() -> None:
    packets = Talk(RECORDER, CAMERA, 40001, 80, mss=50, first=(5, 0xFFFFFFF0)).whole(
        (0, ASKED), (1, PAGE)
    )
    assert facts(said(packets)) == FROM_PAGE


def test_a_capture_that_begins_in_the_middle_is_read_from_the_next_message() -> None:
    one = talk()
    packets = one.open()
    packets += one.say(1, b"x" * 3000)
    packets += [*one.say(0, ASKED), *one.say(1, PAGE)]
    assert facts(said(packets[4:])) == FROM_PAGE


def test_one_way_alone_is_enough() -> None:
    packets = talk().whole((0, ASKED), (1, PAGE))
    own = [p for p in packets if p.frame[26:30] == ip_address(CAMERA.ip).packed]
    assert facts(said(own)) == FROM_PAGE


def test_a_page_that_quotes_a_reply_says_nothing_of_its_server() -> None:
    quoted = http("HTTP/1.1 200 OK", [("Server", "Decoy-webs/1.0")])
    body = b"<html><title>Camera</title><pre>\r\n\r\n" + quoted + b"</pre></html>"
    for reply in (
        http("HTTP/1.1 200 OK", [("Server", "nginx")], body),
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nServer: nginx\r\n\r\n" + body,
    ):  # fmt: skip
        found = facts(said(talk().whole((0, ASKED), (1, reply))))
        assert ("address 192.168.7.33", "http.server", "nginx") in found
        assert "Decoy" not in repr(found)


def test_replies_one_after_another_are_all_read_and_said_once() -> None:
    info = http(
        "HTTP/1.1 200 OK",
        [("Content-Type", "application/xml"), ("Server", "App-webs/")],
        b'<DeviceInfo version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">'
        b"<deviceName>CANARY</deviceName><model>DS-2CD0000-EX</model>"
        b"<serialNumber>DS-2CD0000-EX20240101AAWR000000001</serialNumber>"
        b"<macAddress>00:00:5e:00:53:21</macAddress></DeviceInfo>",
    )
    found = said(talk().whole((0, ASKED), (1, PAGE), (0, ASKED), (1, info), (0, ASKED), (1, info)))
    assert [f[1:] for f in facts(found)] == [
        ("http.server", "App-webs/"),
        ("http.realm", "Camera 1"),
        ("http.title", "Network Camera"),
        ("http.server", "App-webs/"),  # once more, now with what the message names the unit by
        ("isapi.model", "DS-2CD0000-EX"),
        ("isapi.serial", "DS-2CD0000-EX20240101AAWR000000001"),
        ("mac", "00005e005321"),
        ("isapi.xmlns", "http://www.hikvision.com/ver20/XMLSchema"),
    ]
    assert "CANARY" not in repr(found)


def test_a_reply_of_names_and_values_is_read_and_a_script_is_not() -> None:
    values = b"deviceType=IPC-EX0000\r\nserialNumber=EX00000PAZ00001\r\n"
    script = b"var version='1.2'; var model = 'X-1'; serialNumber=CANARY000001"
    found = facts(
        said(
            talk().whole((1, http("HTTP/1.1 200 OK", [], values))),
            Talk(RECORDER, CAMERA, 40009, 80).whole((1, http("HTTP/1.1 200 OK", [], script))),
        )
    )
    assert found == [
        ("address 192.168.7.33", "magicbox.device_type", "IPC-EX0000"),
        ("address 192.168.7.33", "magicbox.serial", "EX00000PAZ00001"),
    ]


def test_what_a_proxy_answers_is_not_what_the_proxy_is() -> None:
    for request in (
        b"GET http://other.example.org/ HTTP/1.1",
        b"CONNECT other.example.org:443 HTTP/1.1",
    ):
        asked = request + b"\r\nHost: other.example.org\r\n\r\n"
        names = Names()
        found = facts(said(talk().whole((0, asked), (1, PAGE)), names=names))
        assert found == [("address 192.168.7.200", "dns.name", "other.example.org")]
        assert names.of(RECORDER.ip, CAMERA.ip, 0) is None
    via = PAGE.replace(b"Server:", b"Via: 1.1 cache\r\nServer:")
    assert facts(said(talk().whole((0, ASKED), (1, via)))) == []


def test_a_reply_that_states_another_address_speaks_of_what_stands_behind() -> None:
    body = (
        b"<DeviceInfo><model>DS-2CD0000-EX</model><ipAddress>10.1.1.5</ipAddress>"
        b"<macAddress>00:00:5e:00:53:66</macAddress></DeviceInfo>"
    )
    reply = http("HTTP/1.1 200 OK", [("Content-Type", "application/xml")], body)
    found = [r for r in said(talk().whole((1, reply))) if r.field == "isapi.model"]
    assert [{key.value for key in r.keys} for r in found] == [{"10.1.1.5", "00005e005366"}]


def test_rtsp_is_read_between_its_media() -> None:
    options = http("RTSP/1.0 200 OK", [("CSeq", "1"), ("Server", "Rtsp Server/2.0")])
    challenge = http(
        "RTSP/1.0 401 Unauthorized", [("CSeq", "2"), ("WWW-Authenticate", 'Basic realm="device"')]
    )
    description = http(
        "RTSP/1.0 200 OK",
        [
            ("CSeq", "3"),
            ("Content-Base", "rtsp://CANARYuser:CANARYpw@192.168.7.33/live?token=CANARY"),
        ],
        b"v=0\r\ns=Media Server\r\na=control:*\r\n",
    )
    asked = http(
        "DESCRIBE rtsp://CANARYuser:CANARYpw@192.168.7.33/live RTSP/1.0",
        [("CSeq", "1"), ("Authorization", "Basic Q0FOQVJZ"), ("User-Agent", "NVR/1.0")],
    )
    media = rtsp_interleaved(0, b"RTSP/1.0 200 OK\r\nServer: Decoy\r\n\r\n")
    found = said(
        talk(port=554).whole(
            (0, asked), (1, options), (0, asked), (1, media + challenge), (1, description)
        )
    )
    assert facts(found)[0] == ("address 192.168.7.200", "http.user_agent", "NVR/1.0")
    assert {f[1:] for f in facts(found)[1:]} == {
        ("rtsp.server", "Rtsp Server/2.0"),
        ("rtsp.realm", "device"),
        ("rtsp.sdp", "Media Server"),
        ("rtsp.url", "/live"),
    }
    for planted in ("CANARY", "Q0FOQVJZ", "Decoy"):
        assert planted not in repr(found)


def test_of_a_login_over_dhip_only_the_servers_magic_is_kept() -> None:
    body = b'{"method":"global.login","params":{"userName":"CANARY","password":"CANARY"}}'
    frame = b"\x20\0\0\0DHIP" + bytes(24) + body
    found = said(talk(port=37777).whole((0, frame), (1, frame)))
    assert facts(found) == [("address 192.168.7.33", "dhip.magic", "2000000044484950")]
    assert ("port.open", "37777/tcp") in [(r.field, r.value) for r in found]
    assert "CANARY" not in repr(found)


def test_no_login_cookie_token_or_body_reaches_a_record() -> None:
    asked = http(
        "POST /login?token=CANARY1 HTTP/1.1",
        [
            ("Host", "192.168.7.33"),
            ("Authorization", 'Digest username="CANARY2", nonce="CANARY3", response="CANARY4"'),
            ("Cookie", "session=CANARY5"),
            ("Referer", "http://CANARY6:CANARY7@192.168.7.33/?pw=CANARY8"),
            ("User-Agent", "CANARY9"),
        ],
        b"user=CANARY10&password=CANARY11",
    )
    answer = http(
        "HTTP/1.1 200 OK",
        [
            ("Server", "App-webs/"),
            ("Set-Cookie", "WebSession=CANARY12; path=/"),
            ("Location", "http://192.168.7.33/?session=CANARY13"),
            ("WWW-Authenticate", 'Digest realm="device", nonce="CANARY14", opaque="CANARY15"'),
        ],
        b'{"session":"CANARY16","params":{"password":"CANARY17","realm":"Login to EX00001"}}',
    )
    found = said(talk().whole((0, asked), (1, answer)))
    assert "CANARY" not in repr(found)
    assert ("http.realm", "Login to EX00001") in [f[1:] for f in facts(found)]


def test_a_new_connection_of_the_same_ports_is_read_too() -> None:
    other = PAGE.replace(b"App-webs/", b"Other-webs/")
    found = facts(said(talk().whole((1, PAGE)), talk().whole((1, other))))
    assert [f[2] for f in found if f[1] == "http.server"] == ["App-webs/", "Other-webs/"]


def test_a_flood_of_connections_makes_room_and_loses_no_server() -> None:
    streams = Streams(Names(), Hearing(Statements()), most=10)
    packets = []
    for number in range(100):
        one = Talk(RECORDER, CAMERA, 1024 + number, 80)
        page = PAGE.replace(b"App-webs/", b"Webs/%d" % number)
        packets += [*one.open(), *one.say(0, ASKED), *one.say(1, page)]
    found = read(streams, packets)
    assert len([r for r in found if r.field == "http.server"]) == 100
    assert streams.forgotten == 90


def test_garbage_of_every_length_says_nothing_and_raises_nothing() -> None:
    made = random.Random(3)  # noqa: S311 - bytes for a test
    flight = made_tls.server_flight(made_tls.chain("camera.example.org"))
    for whole in (PAGE, flight, made_tls.client_hello("a.example.org"), ASKED):
        for cut in range(0, len(whole), 7):
            said(talk().whole((0, whole[:cut]), (1, whole[:cut])))
        for _ in range(60):
            broken = bytearray(whole)
            for _ in range(4):
                broken[made.randrange(len(broken))] = made.randrange(256)
            said(talk(mss=90).whole((0, bytes(broken)), (1, bytes(broken))))
    for size in (1, 5, 6, 44, 20_000):
        said(talk().whole((0, made.randbytes(size)), (1, made.randbytes(size))))


def _public(at: int, hops: int = 64) -> list[Packet]:
    """A page of a unit with a public address, asked by its neighbour."""
    camera, desk = End(CAMERA.mac, "131.1.1.33"), End(RECORDER.mac, "131.1.1.5")
    taken = Talk(desk, camera, 50_000, 80, at=at).whole((0, ASKED), (1, PAGE))
    return [packet(n, one)._replace(ttl=hops) for n, one in enumerate(taken, 1)]


@pytest.mark.parametrize(("hops", "whose"), [(64, {"131.1.1.33"}), (54, set())])
def test_a_public_address_seen_on_the_link_speaks_for_its_unit_and_a_far_one_does_not(
    hops: int, whose: set[str]
) -> None:
    """That it is of the link may be seen after it spoke."""
    hearing = Hearing(Statements())
    streams = Streams(Names(), hearing)
    found = [r for one in _public(1, hops) for r in streams.packet(one)]
    assert found == []
    arp = _public(1)[0]
    list(hearing.bind(arp, "131.1.1.33", CAMERA.mac.replace(":", ""), None))
    told = [r for r in streams.finish() if isinstance(r, Sighting) and r.field == "http.server"]
    assert {key.value for r in told for key in r.keys} == whose


def test_what_a_router_passed_on_says_so_and_by_which_hardware_address_it_came() -> None:
    own, forwarded = (
        [
            packet(n, one)._replace(ttl=hops)
            for n, one in enumerate(talk(port=port).whole((0, ASKED), (1, PAGE)), 1)
        ]
        for hops, port in ((64, 80), (63, 81))
    )
    streams = Streams(Names(), Hearing(Statements()))
    found = [r for one in [*own, *forwarded] for r in streams.packet(one)]
    pages = [r for r in found if isinstance(r, Sighting) and r.field == "http.server"]
    assert [r.routed for r in pages] == [False, True]
    assert {r.via.value for r in pages if r.via} == {CAMERA.mac.replace(":", "")}
    assert len({r.unit for r in pages}) == 2


def test_a_name_of_a_server_in_a_private_network_is_the_sites_own() -> None:
    asked = http("GET / HTTP/1.1", [("Host", "cressida-nas.example.org")])
    names = Names()
    assert "cressida" not in repr(said(talk().whole((0, asked), (1, PAGE)), names=names))
    hello = made_tls.client_hello("cressida-nas.example.org")
    assert "cressida" not in repr(said(talk(port=443).whole((0, hello)), names=names))
    assert names.of(RECORDER.ip, CAMERA.ip, 1 << 62) is None
