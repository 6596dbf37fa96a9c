"""One capture with something of every protocol, and a planted secret of every sort.

`scene()` is the packets; `PLANTED` the texts that may be in no record, answer, case or message;
`TOLD` what a reader is to find all the same, so that silence is no pass.
"""

import base64
import struct
from collections.abc import Iterator
from typing import Final

from evidence.captures import made, made_messages, made_tls
from evidence.captures.made import End, Taken, Talk
from evidence.captures.made_messages import http

CAMERA = End("00:00:5e:00:53:21", "192.0.2.33")
CAMERA6 = End(CAMERA.mac, "2001:db8::33")
RECORDER = End("00:00:5e:00:53:c8", "192.0.2.200")
DESK = End("00:00:5e:00:53:d5", "192.0.2.77")
GATEWAY = End("00:00:5e:00:53:fe", "192.0.2.254")
CLOUD = End(GATEWAY.mac, "203.0.113.80")
RESOLVER = End(GATEWAY.mac, "198.51.100.53")

PERSON: Final = "Cressida Fotheringay"
_LOGIN: Final = base64.b64encode(b"PlantedBasicUser:PlantedBasicPass").decode()
PLANTED: Final[dict[str, str]] = {
    "a person's first name": "cressida",
    "a person's surname": "fotheringay",
    "every other secret": "planted",
    "a login in base64": _LOGIN.lower(),
    "the user's name in base64": base64.b64encode(b"PlantedBasicUser").decode()[:20].lower(),
}
"""Lower case, to be looked for without regard to case."""
TOLD: Final = (
    ("http.server", "App-webs/"),
    ("dhcp.vendor_class", "udhcp 1.20.2"),
    ("sadp.model", "DS-2CD0000-EX"),
    ("dhip.model", "EX-HDW0000"),
    ("tls.subject", "CN=camera.example.org,O=Example"),
    ("snmp.sys_descr", "Linux ipcam 3.4.35"),
    ("lldp.sys_descr", "Network camera EX-200"),
    ("cdp.platform", "cisco WS-C2960"),
)


def scene() -> list[Taken]:
    """Return the packets, a second apart between messages."""
    packets: list[Taken] = []
    at = made.START
    for part in _parts():
        for taken in [Taken(0, part)] if isinstance(part, bytes) else part:
            at += 1_000_000
            packets.append(taken._replace(ns=at))
        at += made.SECOND
    return packets


def _parts() -> Iterator[bytes | list[Taken]]:
    yield made_messages.arp(1, CAMERA, GATEWAY)
    yield made_messages.arp(2, GATEWAY, CAMERA)
    yield made.framed(
        CAMERA6, made.group("ff02::1"),
        made.ip(CAMERA6.ip, "ff02::1", 58, made_messages.neighbour_advertisement(CAMERA6), ttl=255),
    )  # fmt: skip
    yield from _leases()
    yield from _names()
    yield from _discovery()
    yield from _web()
    yield from _video()
    yield from _secured()
    yield from _managed()


def _leases() -> Iterator[bytes]:
    asks = [(12, b"ipcam-33"), (60, b"udhcp 1.20.2"), (61, b"\1" + made.mac(CAMERA.mac))]
    lease = [(12, b"cressida-fotheringay"), (15, b"planted-zone.example"), (51, b"\0\1\x51\x80")]
    person = [
        (12, b"cressida-fotheringay"),
        (61, b"\0cressida.fotheringay"),
        (77, b"PlantedUserClass"),
        (81, b"\0\0\0cressida-fotheringay.planted.example"),
    ]
    everyone, nobody = made.group("255.255.255.255"), End(CAMERA.mac, "0.0.0.0")  # noqa: S104
    for kind, server, options in (
        (made_messages.DISCOVER, False, asks),
        (made_messages.OFFER, True, lease),
        (made_messages.REQUEST, False, asks),
        (made_messages.ACKNOWLEDGE, True, lease),
    ):
        message = made_messages.dhcp(
            kind, CAMERA.mac, yiaddr=CAMERA.ip if server else nobody.ip, options=options
        )
        if server:
            yield made.datagram(GATEWAY, CAMERA, 67, 68, message)
        else:
            yield made.datagram(nobody, everyone, 68, 67, message)
    message = made_messages.dhcp(made_messages.REQUEST, DESK.mac, xid=9, options=person)
    yield made.datagram(End(DESK.mac, nobody.ip), everyone, 68, 67, message)
    duid = struct.pack(">HH", 3, 1) + made.mac(CAMERA.mac)
    sixth = [(1, duid), (39, b"\0" + made_messages.dns_name("cressida-fotheringay.example"))]
    yield made.datagram(
        CAMERA6, made.group("ff02::1:2"), 546, 547, made_messages.dhcpv6(1, 77, sixth)
    )


def _names() -> Iterator[bytes]:
    for number, (client, name) in enumerate(
        (
            (CAMERA, "device.cloud.example.net"),
            (DESK, "cressidafotheringay"),
            (DESK, "cressidafotheringay.lan"),
            (DESK, "cressida.fotheringay.local"),
        )
    ):
        question = made_messages.dns([(name, made_messages.A)], ident=number)
        yield made.datagram(client, RESOLVER, 40000 + number, 53, question)
        answer = made_messages.dns_answer(name, CLOUD.ip, ident=number)
        yield made.datagram(RESOLVER, client, 53, 40000 + number, answer)
    multicast = made.group("224.0.0.251")
    for end, instance, host in (
        (CAMERA, "Camera 33", "ipcam-33"),
        (DESK, "Cressida's Things", "Cressidas-Things"),
    ):
        message = made_messages.mdns_service(
            instance, "_http._tcp", host, end.ip, "model=EX-200", "user=planteduser", "pw=plantedpw"
        )
        yield made.datagram(end, multicast, 5353, 5353, message)
    question = made_messages.dns([("cressidafotheringay", made_messages.A)], flags=0)
    yield made.datagram(DESK, made.group("224.0.0.252"), 50000, 5355, question)


def _discovery() -> Iterator[bytes]:
    everyone = made.group("239.255.255.250")
    location = f"http://{CAMERA.ip}:49152/desc.xml?auth=PlantedLocation"
    yield made.datagram(
        CAMERA, everyone, 1900, 1900, made_messages.ssdp_notify(location, "Linux UPnP/1.0 Camera/1")
    )
    yield made.datagram(
        DESK, everyone, 50001, 1900, made_messages.ssdp_search("Windows/10 PlantedAgentUser")
    )
    scopes = [
        "onvif://www.onvif.org/type/video_encoder",
        "onvif://www.onvif.org/hardware/EX-200",
        "onvif://www.onvif.org/name/Cressida%20Fotheringay",
        "onvif://www.onvif.org/location/planted-room",
    ]
    match = made_messages.ws_probe_match(
        "urn:uuid:00000000-0000-0000-0000-00005e005321", scopes, f"http://{CAMERA.ip}/onvif/device"
    )
    yield made.datagram(CAMERA, DESK, 3702, 50002, match)
    yield made.datagram(
        CAMERA, everyone, 37020, 37020,
        made_messages.sadp(
            "DS-2CD0000-EX", CAMERA, Salt="PlantedSalt", EncryptKey="PlantedKey",
            DeviceName=PERSON, SecurityCode="PlantedCode",
            Password="PlantedPass",  # noqa: S106  # planted, to be found nowhere
        ),
    )  # fmt: skip
    text = (
        f'{{"mac":"{CAMERA.mac}","method":"client.notifyDevInfo","params":{{"deviceInfo":'
        '{"DeviceType":"EX-HDW0000","SerialNo":"EX00000000000","Vendor":"Example",'
        f'"MachineName":"{PERSON}","UserName":"planteduser","Password":"PlantedPass",'
        '"Salt":"PlantedSalt","Realm":"Login to PlantedRealm"}}}'
    )
    to = made.group("239.255.255.251")
    yield made.datagram(CAMERA, to, 37810, 37810, made_messages.dhip(text.encode()))


def _web() -> Iterator[list[Taken]]:
    asked = http(
        "GET /doc/page/login.asp?user=planteduser&token=PlantedToken HTTP/1.1",
        [("Host", CAMERA.ip), ("Authorization", f"Basic {_LOGIN}"),
         ("Cookie", "session=PlantedCookie"), ("X-Auth-Token", "PlantedHeaderToken"),
         ("Referer", "http://192.0.2.33/?sid=PlantedReferer"), ("User-Agent", "Mozilla/5.0")],
    )  # fmt: skip
    body = f"<html><title>{PERSON}</title><script>var k='PlantedScript'</script></html>".encode()
    told = http(
        "HTTP/1.1 200 OK",
        [("Server", "App-webs/"), ("Set-Cookie", "id=PlantedSetCookie"),
         ("Location", "/?token=PlantedRedirect"), ("Content-Type", "text/html")],
        body,
    )  # fmt: skip
    digest = http(
        "POST /ISAPI/Security/users HTTP/1.1",
        [("Host", CAMERA.ip), ("Content-Type", "application/json"),
         ("Authorization",
          'Digest username="planteduser", realm="IP Camera", nonce="plantednonce",'
          ' uri="/ISAPI/Security/users?key=PlantedUri", response="plantedresponse"')],
        b'{"userName":"planteduser","password":"PlantedPass","token":"PlantedToken"}',
    )  # fmt: skip
    refused = http(
        "HTTP/1.1 401 Unauthorized",
        [("Server", "App-webs/"),
         ("WWW-Authenticate", 'Digest qop="auth", realm="IP Camera", nonce="plantednonce"')],
    )  # fmt: skip
    yield Talk(DESK, CAMERA, 50100, 80).whole((0, asked), (1, told), (0, digest), (1, refused))
    envelope = (
        "<s:Envelope><s:Header><Security><UsernameToken><Username>planteduser</Username>"
        "<Password>PlantedPass</Password></UsernameToken></Security></s:Header></s:Envelope>"
    )
    form = http(
        "POST /onvif/device_service HTTP/1.1",
        [("Host", CAMERA.ip), ("Content-Type", "application/soap+xml")],
        envelope.encode(),
    )
    yield Talk(RECORDER, CAMERA, 50101, 80).whole((0, form))
    login = b"220 ready\r\nUSER planteduser\r\nPASS PlantedPass\r\n"
    yield Talk(DESK, CAMERA, 50102, 21).whole((1, login[:11]), (0, login[11:]))
    telnet = b"cressida fotheringay login: planteduser\r\nPassword: PlantedPass\r\n"
    yield Talk(DESK, CAMERA, 50103, 23).whole((1, telnet))


def _video() -> Iterator[bytes | list[Taken]]:
    url = f"rtsp://planteduser:PlantedPass@{CAMERA.ip}:554/ch1?token=PlantedToken"
    sdp = (
        f"v=0\r\no=planteduser 1 1 IN IP4 {CAMERA.ip}\r\ns={PERSON}\r\ne=planted@example.org\r\n"
        f"a=control:{url}\r\nm=video 0 RTP/AVP 96\r\n"
    )
    asked = http(
        f"DESCRIBE {url} RTSP/1.0",
        [("CSeq", "2"), ("Authorization", f"Basic {_LOGIN}"), ("User-Agent", "recorder/1")],
    )
    told = http(
        "RTSP/1.0 200 OK",
        [("CSeq", "2"), ("Server", "Rtsp Server/2.0"), ("Session", "PlantedSession"),
         ("Content-Base", url), ("Content-Type", "application/sdp")],
        sdp.encode(),
    )  # fmt: skip
    marked = b"PlantedVideo" * 90
    frames = b"".join(
        made_messages.rtsp_interleaved(0, made_messages.rtp(n, n, 7, marked)) for n in range(4)
    )
    yield Talk(RECORDER, CAMERA, 50200, 554).whole((0, asked), (1, told), (1, frames))
    for n in range(4):
        yield made.datagram(CAMERA, RECORDER, 8000, 20000, made_messages.rtp(n, n, 8, marked))
    text = b"GET /planted HTTP/1.1\r\nCookie: planted\r\n\r\n"
    yield made.datagram(CAMERA, RECORDER, 8000, 20000, made_messages.rtp(5, 5, 8, text))


def _secured() -> Iterator[list[Taken]]:
    chain = made_tls.chain("camera.example.org", "camera.example.org", padding=3000)
    hello = made_tls.client_hello("camera.example.org")
    flight = made_tls.server_flight(chain)
    keys = made_tls.record(b"PlantedRecord" * 20, kind=23)
    yield Talk(DESK, CAMERA, 50300, 443).whole((0, hello), (1, flight), (0, keys))
    person = made_tls.record(made_tls.certificates(made_tls.chain(PERSON, organisation="Planted")))
    upload = made_tls.client_hello("device.cloud.example.net")
    cloud = made_tls.server_flight(made_tls.chain("cloud.example.net"))
    yield Talk(CAMERA, CLOUD, 50301, 443).whole((0, upload), (1, cloud), (0, keys * 4))
    client = made_tls.client_hello("camera.example.org")
    yield Talk(DESK, CAMERA, 50302, 443).whole((0, client), (1, flight), (0, person))


def _managed() -> Iterator[bytes]:
    said = [
        ("1.3.6.1.2.1.1.1.0", made_messages.tlv(4, b"Linux ipcam 3.4.35")),
        ("1.3.6.1.2.1.1.4.0", made_messages.tlv(4, PERSON.encode())),
        ("1.3.6.1.2.1.1.5.0", made_messages.tlv(4, b"cressida-fotheringay")),
        ("1.3.6.1.2.1.1.6.0", made_messages.tlv(4, b"Planted Room 7")),
    ]
    message = made_messages.snmp(b"PlantedCommunity", said)
    yield made.datagram(CAMERA, RECORDER, 161, 50400, message)
    yield made_messages.lldp(
        CAMERA.mac,
        [(4, PERSON.encode()), (5, b"ipcam-33"), (6, b"Network camera EX-200"),
         (127, b"\x00\x12\xbb\x03" + b"\3PlantedPlace")],
    )  # fmt: skip
    yield made_messages.cdp(
        GATEWAY.mac, [(1, b"switch-01"), (5, b"IOS 15.2"), (6, b"cisco WS-C2960"),
                      (0x17, b"\0PlantedPlace"), (9, b"PlantedDomain")],
    )  # fmt: skip
    attributes = [(6, b"planteduser:fragment"), (0x14, b"plantedrealm"), (0x8022, b"agent 1.0")]
    yield made.datagram(CAMERA, CLOUD, 50401, 3478, made_messages.stun(1, attributes))
