"""A camera network made for benchmarks: video, uploads, and the few packets that say something.

24 cameras, a recorder and a gateway. Half of the cameras send RTP over UDP, half within RTSP over
TCP with numbers that advance and an ACK every second segment; three upload to the internet. A
share of the bytes is of sixteen kinds of control packet whose identifiers differ each time, as
they do in life. The same seed gives the same packets.
"""

import random
import struct
from collections.abc import Callable, Iterator
from itertools import count, cycle

from evidence.captures import made, made_messages, made_tls
from evidence.captures.made import End, Taken, Talk

CAMERAS = [End(f"00:00:5e:00:53:{n:02x}", f"192.0.2.{n}") for n in range(11, 35)]
RECORDER = End("00:00:5e:00:53:c8", "192.0.2.200")
GATEWAY = End("00:00:5e:00:53:fe", "192.0.2.254")
CLOUD = [End(GATEWAY.mac, f"203.0.113.{n}") for n in (10, 11, 12)]
RESOLVER = End(GATEWAY.mac, GATEWAY.ip)
EVERYONE = made.group("192.0.2.255")
_MDNS, _LLMNR = made.group("224.0.0.251"), made.group("224.0.0.252")
_SSDP, _DHIP = made.group("239.255.255.250"), made.group("239.255.255.251")


class Network:
    """Packets of the network, one after another; `control` is their share of the bytes."""

    def __init__(self, *, control: float, payload: int, seed: int = 1) -> None:
        self.control = control
        self.payload = payload
        """Bytes of video in a packet."""
        self.chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
        self.ns = made.START
        self.noise = self.chance.randbytes(1 << 16)
        """What video is cut from: nothing in it repeats at the same place."""
        self.kinds: list[Callable[[End], bytes | list[Taken]]] = [
            self.arp_asks, self.arp_answers, self.dhcp_asks, self.dhcp_answers, self.dns_asks,
            self.dns_answers, self.mdns, self.llmnr, self.ssdp, self.ssdp_search,
            self.ws_discovery, self.sadp, self.dhip, self.snmp, self.lldp, self.page,
        ]  # fmt: skip
        self.ports = cycle(range(32768, 61000))

    def packets(self, size: int) -> Iterator[Taken]:
        """Yield packets of `size` bytes in all (16 more for the head of each)."""
        video, control = self.video(), self.controls()
        told = sent = 0
        yield from self.beginnings()
        while told + sent < size:
            source = control if told < self.control * (told + sent) else video
            taken = next(source)
            if source is control:
                told += len(taken.frame) + 16
            else:
                sent += len(taken.frame) + 16
            self.ns += self.chance.randint(20_000, 400_000)
            yield taken._replace(ns=self.ns)

    def video(self) -> Iterator[Taken]:
        """Yield video for ever: camera by camera, both transports, and the uploads."""
        streams = [self.over_udp(c, n) for n, c in enumerate(CAMERAS[::2])]
        streams += [self.over_tcp(c, n) for n, c in enumerate(CAMERAS[1::2])]
        streams += [self.upload(c, n) for n, c in enumerate(CAMERAS[:3])]
        while True:
            yield from next(self.chance.choice(streams))

    def cut(self) -> bytes:
        """Return some bytes of video."""
        start = self.chance.randrange(len(self.noise) - self.payload)
        return self.noise[start : start + self.payload]

    def over_udp(self, camera: End, number: int) -> Iterator[list[Taken]]:
        """Yield RTP packets, one at a time."""
        for n in count():
            payload = made_messages.rtp(n, n * 3000, number, self.cut())
            yield [Taken(0, made.datagram(camera, RECORDER, 8000, 20000 + 2 * number, payload))]

    def over_tcp(self, camera: End, number: int) -> Iterator[list[Taken]]:
        """Yield segments of RTP within RTSP; their ends and those of the RTP differ."""
        talk = Talk(RECORDER, camera, 40000 + number, 554, mss=min(1460, self.payload + 16))
        for n in count():
            payload = made_messages.rtp(n, n * 3000, number, self.cut())
            yield list(talk.say(1, made_messages.rtsp_interleaved(0, payload)))

    def upload(self, camera: End, number: int) -> Iterator[list[Taken]]:
        """Yield a TLS conversation with a server on the internet, then its records."""
        server = CLOUD[number]
        talk = Talk(camera, server, 50000 + number, 443)
        chain = made_tls.chain(f"upload-{number}.example.net", organisation="Example Cloud")
        hello = made_tls.client_hello(f"upload-{number}.example.net")
        yield [*talk.open(), *talk.say(0, hello), *talk.say(1, made_tls.server_flight(chain))]
        while True:
            yield list(talk.say(0, made_tls.record(self.cut(), kind=23)))

    def beginnings(self) -> Iterator[Taken]:
        """Yield how each stream over TCP was set up."""
        for number, camera in enumerate(CAMERAS[1::2]):
            url = f"rtsp://{camera.ip}/Streaming/Channels/101"
            talk = Talk(RECORDER, camera, 41000 + number, 554, at=self.ns)
            asked = made_messages.http(f"DESCRIBE {url} RTSP/1.0", [("CSeq", "2")])
            told = made_messages.http(
                "RTSP/1.0 401 Unauthorized",
                [("CSeq", "2"), ("WWW-Authenticate", 'Digest realm="camera", nonce="0"')],
            )
            yield from talk.whole((0, asked), (1, told))
            self.ns = talk.at

    # The sixteen kinds. Each returns a frame, or the packets of a short conversation.

    def controls(self) -> Iterator[Taken]:
        """Yield control packets for ever, kind by kind and camera by camera."""
        for number in count():
            camera = CAMERAS[number // len(self.kinds) % len(CAMERAS)]
            made_now = self.kinds[number % len(self.kinds)](camera)
            if isinstance(made_now, bytes):
                yield Taken(0, made_now)
            else:
                yield from made_now

    def ident(self) -> int:
        """Return a number of 16 bits that a stack would choose."""
        return self.chance.getrandbits(16)

    def arp_asks(self, camera: End) -> bytes:
        """A camera asks for the recorder."""
        return made.ethernet(
            camera.mac, made.BROADCAST, 0x0806, made_messages.arp(1, camera, RECORDER)[14:]
        )

    def arp_answers(self, camera: End) -> bytes:
        """The recorder answers."""
        return made_messages.arp(2, RECORDER, camera)

    def dhcp_asks(self, camera: End) -> bytes:
        """A camera renews its lease."""
        message = made_messages.dhcp(
            made_messages.REQUEST, camera.mac, xid=self.chance.getrandbits(32), ciaddr=camera.ip,
            options=[(12, b"ipcam-" + camera.ip[-2:].encode()), (60, b"udhcp 1.20.2")],
        )  # fmt: skip
        return made.datagram(camera, GATEWAY, 68, 67, message)

    def dhcp_answers(self, camera: End) -> bytes:
        """The gateway grants it."""
        message = made_messages.dhcp(
            made_messages.ACKNOWLEDGE, camera.mac, xid=self.chance.getrandbits(32),
            ciaddr=camera.ip, yiaddr=camera.ip,
            options=[(51, struct.pack(">I", 86400)), (54, made.packed(GATEWAY.ip))],
        )  # fmt: skip
        return made.datagram(GATEWAY, camera, 67, 68, message)

    def dns_asks(self, camera: End) -> bytes:
        """A camera looks one of forty names up."""
        name = f"device-{self.chance.randrange(40)}.cloud.example.net"
        question = made_messages.dns([(name, made_messages.A)], ident=self.ident())
        return made.datagram(camera, RESOLVER, next(self.ports), 53, question)

    def dns_answers(self, camera: End) -> bytes:
        """The resolver answers."""
        number = self.chance.randrange(40)
        name = f"device-{number}.cloud.example.net"
        answer = made_messages.dns_answer(name, f"198.51.100.{number}", ident=self.ident())
        return made.datagram(RESOLVER, camera, 53, next(self.ports), answer)

    def mdns(self, camera: End) -> bytes:
        """A camera announces its page."""
        last = camera.ip.rpartition(".")[2]
        message = made_messages.mdns_service(
            f"Camera {last}", "_http._tcp", f"ipcam-{last}", camera.ip, "model=EX-200", "path=/"
        )
        return made.datagram(camera, _MDNS, 5353, 5353, message)

    def llmnr(self, camera: End) -> bytes:
        """The recorder asks for a name."""
        question = made_messages.dns([("nvr-01", made_messages.A)], ident=self.ident(), flags=0)
        return made.datagram(camera, _LLMNR, next(self.ports), 5355, question)

    def ssdp(self, camera: End) -> bytes:
        """A camera says that it is there."""
        message = made_messages.ssdp_notify(f"http://{camera.ip}:49152/", "Linux UPnP/1.0 Camera/1")
        return made.datagram(camera, _SSDP, 1900, 1900, message)

    def ssdp_search(self, camera: End) -> bytes:
        """Something asks who is there."""
        return made.datagram(camera, _SSDP, next(self.ports), 1900, made_messages.ssdp_search())

    def ws_discovery(self, camera: End) -> bytes:
        """A camera answers a probe, with a message number of its own."""
        message = made_messages.ws_probe_match(
            f"urn:uuid:00000000-0000-0000-0000-{camera.mac.replace(':', '')}",
            ["onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/hardware/EX-200"],
            f"http://{camera.ip}/onvif/device_service",
            f"urn:uuid:{self.chance.getrandbits(128):032x}",
        )
        return made.datagram(camera, RECORDER, 3702, next(self.ports), message)

    def sadp(self, camera: End) -> bytes:
        """A camera answers the one maker's tool."""
        message = made_messages.sadp("EX-2CD0000", camera)
        return made.datagram(camera, _SSDP, 37020, 37020, message)

    def dhip(self, camera: End) -> bytes:
        """A camera answers the other maker's tool."""
        text = f'{{"mac":"{camera.mac}","method":"client.notifyDevInfo","params":{{"deviceInfo":'
        text += '{"DeviceType":"EX-HDW0000","SerialNo":"EX00000000000","Vendor":"Example"}}}'
        return made.datagram(camera, _DHIP, 37810, 37810, made_messages.dhip(text.encode()))

    def snmp(self, camera: End) -> bytes:
        """A camera answers the management station."""
        message = made_messages.snmp(
            b"public",
            [("1.3.6.1.2.1.1.1.0", made_messages.tlv(4, b"Linux ipcam 3.4.35"))],
            request=self.chance.getrandbits(31),
        )
        return made.datagram(camera, RECORDER, 161, next(self.ports), message)

    def lldp(self, camera: End) -> bytes:
        """A camera tells its switch what it is."""
        return made_messages.lldp(camera.mac, [(5, b"ipcam"), (6, b"Network camera EX-200")])

    def page(self, camera: End) -> list[Taken]:
        """The recorder asks a camera's page, and is told who answers."""
        talk = Talk(RECORDER, camera, next(self.ports), 80, first=(self.ident(), self.ident()))
        asked = made_messages.http(
            "GET /ISAPI/System/time HTTP/1.1", [("Host", camera.ip), ("User-Agent", "recorder/1")]
        )
        told = made_messages.http(
            "HTTP/1.1 401 Unauthorized",
            [
                ("Server", "webserver"),
                ("WWW-Authenticate", f'Digest realm="c", nonce="{self.ident()}"'),
            ],
        )
        return talk.whole((0, asked), (1, told))
