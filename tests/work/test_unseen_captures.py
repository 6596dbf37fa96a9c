"""Captures as bodies hand them over, with the traps that mislead: what must come out.

The packets are made here. Addresses are invented; real registry blocks stand where the maker is
the point. The words in `PLANTED` must be in no answer, no page, no message and no case.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence.captures import made, made_files, made_messages, made_tls
from evidence.captures.made import End, Taken, Talk

PLANTED = ("planted", "Wilhelmina", "wilhelmina")
HIK, HIK_ROUTER, DAHUA = "24:48:45:00:00:05", "24:48:45:00:00:fe", "3c:ef:8c:00:00:07"
AXIS, PC = "ac:cc:8e:00:00:09", "00:00:5e:00:53:05"
_DIGEST = 'Digest realm="{}", nonce="planted"'


class Wire:
    """Packets one after another, `at` seconds from the beginning."""

    def __init__(self) -> None:
        self.packets: list[Taken] = []
        self.ns = made.START
        self._port = 40_000

    def at(self, seconds: float) -> "Wire":
        """Go to a time."""
        self.ns = made.START + int(seconds * made.SECOND)
        return self

    def frame(self, frame: bytes, vlans: tuple[int, ...] = ()) -> None:
        """Take one frame."""
        self.packets.append(Taken(self.ns, _tagged(frame, vlans)))
        self.ns += made.SECOND // 10

    def says(self, *ends: End, vlans: tuple[int, ...] = ()) -> None:
        """Let units ask for the first of a network's addresses, as all do."""
        for end in ends:
            gateway = End(made.BROADCAST, end.ip.rpartition(".")[0] + ".1")
            self.frame(made_messages.arp(1, end, gateway), vlans)

    def talk(
        self, client: End, server: End, port: int, asked: bytes, told: bytes, *,
        vlans: tuple[int, ...] = (), hops: int = 64,
    ) -> None:  # fmt: skip
        """Take a connection; `hops` are what the server's packets have left."""
        self._port += 1
        talk = Talk(client, server, self._port, port, at=self.ns)
        for one in talk.whole((0, asked), (1, told)):
            own = one.frame[6:12] == made.mac(server.mac)
            frame = _hopped(one.frame, hops) if own else one.frame
            self.packets.append(one._replace(frame=_tagged(frame, vlans)))
        self.ns = talk.at + made.SECOND // 10

    def page(
        self, client: End, unit: End, realm: str, *, server: str = "", hops: int = 64,
        vlans: tuple[int, ...] = (), port: int = 80,
    ) -> None:  # fmt: skip
        """Take a page that asks for a login."""
        asked = [("Host", unit.ip), ("Cookie", "s=planted"), ("Authorization", "Basic planted")]
        told = [("WWW-Authenticate", _DIGEST.format(realm)), ("Set-Cookie", "s=planted")]
        told += [("Server", server)] if server else []
        self.talk(
            client, unit, port,
            made_messages.http("GET /?token=planted HTTP/1.1", asked),
            made_messages.http("HTTP/1.1 401 Unauthorized", told),
            vlans=vlans, hops=hops,
        )  # fmt: skip

    def video(self, unit: End, to: End, vlans: tuple[int, ...] = ()) -> None:
        """Take one packet of video, which is all that some cameras send."""
        payload = made_messages.rtp(1, 1, 1, b"planted" * 40)
        self.frame(made.datagram(unit, to, 8000, 20_000, payload), vlans)


def _tagged(frame: bytes, vlans: tuple[int, ...]) -> bytes:
    if not vlans:
        return frame
    tags = b"".join(
        (0x8100 if n == len(vlans) else 0x88A8).to_bytes(2, "big") + vlan.to_bytes(2, "big")
        for n, vlan in enumerate(vlans, 1)
    )
    return frame[:12] + tags + frame[12:]


def _hopped(frame: bytes, hops: int) -> bytes:
    changed = bytearray(frame)
    changed[22 if frame[14] >> 4 == 4 else 21] = hops
    if frame[14] >> 4 == 4:
        changed[24:26] = b"\0\0"
        changed[24:26] = made.checksum(bytes(changed[14:34])).to_bytes(2, "big")
    return bytes(changed)


class Answer:
    """What `nameplate read FOLDER --json` said, and every text that it wrote anywhere."""

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            path = folder / "evidence" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("nameplate")),
                *("read", "evidence", "--json", "--case", "case", "-o", "r.html", "-o", "r.csv"),
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 4), done.stderr.decode()
        self.whole: dict[str, Any] = json.loads(done.stdout)
        written = [folder / "r.html", folder / "r.csv", *(folder / "case").rglob("*")]
        texts = [done.stdout, done.stderr, *(p.read_bytes() for p in written if p.is_file())]
        assert not [word for word in PLANTED for text in texts if word.encode() in text]

    def one(self, mac: str) -> dict[str, Any]:
        """The one unit with a hardware address."""
        value = mac.replace(":", "")
        (found,) = (d for d in self.whole["devices"] if value in d["keys"]["mac"])
        return dict(found)

    def judged(self, mac: str) -> tuple[str | None, str]:
        """Its maker and band."""
        judged = self.one(mac)["attribution"]
        return judged["maker"], judged["band"]

    def traffic(self, mac: str) -> str:
        """What is said of its traffic."""
        return str(self.one(mac)["traffic"]["state"])

    @property
    def units(self) -> int:
        return len(self.whole["devices"])


def test_two_stations_with_one_plan_of_addresses_keep_their_own_units(tmp_path: Path) -> None:
    """A trunk with QinQ: the same addresses in two networks, for two days."""
    wire = Wire()
    one, two = End(HIK, "192.168.1.64"), End(AXIS, "192.168.1.64")
    desks = End(PC, "192.168.1.5"), End("00:00:5e:00:53:06", "192.168.1.6")
    outer, inner = (201, 60), (202, 60)
    wire.says(one, desks[0], vlans=outer)
    wire.says(two, desks[1], vlans=inner)
    for hour in range(48):
        wire.at(3600 * hour + 60).video(one, desks[0], outer)
        wire.video(two, desks[1], inner)
        cloud = End(HIK_ROUTER, "47.74.1.1")
        hello = made_tls.client_hello("dev.example.com")
        wire.talk(one, cloud, 443, hello, b"planted", vlans=outer)
    wire.page(desks[0], one, "IP Camera(C2183)", server="App-webs/", vlans=outer)
    wire.page(desks[1], two, "AXIS_ACCC8E000009", vlans=inner)
    answer = Answer(tmp_path, {"trunk.pcapng": made_files.pcapng(wire.packets, order=">")})
    assert answer.judged(HIK) == ("hikvision", "strong")
    assert answer.judged(AXIS)[0] == "axis"
    assert (answer.traffic(HIK), answer.traffic(AXIS)) == ("seen", "none seen")
    assert answer.units == 4
    assert all("2 units claim" in answer.one(m)["conflicts"][0]["says"] for m in (HIK, AXIS))
    (watched,) = answer.whole["coverage"]["watched"]
    assert (watched["vlans"], watched["directions"]) == ([201, 202], "both ways")


def test_a_ward_with_public_addresses_is_heard_and_its_cloud_is_no_unit(tmp_path: Path) -> None:
    wire = Wire()
    camera, quiet = End(HIK, "2a00:1450:7::a1"), End(DAHUA, "2a00:1450:7::d1")
    desk = End(PC, "2a00:1450:7::5")
    cloud = End(HIK_ROUTER, "2606:4700:10::55")
    chain = made_tls.chain("www.hikvision.com", organisation="HIKVISION")
    for hour in range(26):
        wire.at(3600 * hour).video(quiet, desk)
        hello = made_tls.client_hello("dev.hik-connect.com")
        wire.talk(camera, cloud, 443, hello, made_tls.server_flight(chain), hops=53)
    for end in (camera, quiet, desk, End(HIK_ROUTER, "2a00:1450:7::1")):
        told = made_messages.neighbour_advertisement(end)
        packet = made.ip(end.ip, "ff02::1", 58, told, ttl=255)
        wire.frame(made.framed(end, made.group("ff02::1"), packet))
    data = made_files.zst(made_files.pcap(wire.packets, nano=True))
    answer = Answer(tmp_path, {"ward.pcap.zst": data})
    assert answer.judged(HIK) == ("hikvision", "moderate")
    assert answer.judged(DAHUA) == ("dahua", "moderate")
    assert (answer.traffic(HIK), answer.traffic(DAHUA)) == ("seen", "none seen")
    assert answer.judged(HIK_ROUTER) == ("hikvision", "moderate")
    assert len(answer.one(HIK_ROUTER)["attribution"]["reasons"]) == 1
    assert answer.units == 4


def test_an_address_on_lease_to_two_units_in_a_day_gives_each_its_own_words(
    tmp_path: Path,
) -> None:
    """Behind a relay, so that every frame has the router's hardware address."""
    wire, server = Wire(), End("00:00:5e:00:53:02", "10.1.0.2")
    router, desk = End("00:00:5e:00:53:fe", "10.1.0.1"), End(PC, "10.1.0.5")
    wire.says(server, desk, router)
    for mac, realm, at in (
        (DAHUA, "Login to 4M0747EPAA1D284", 0),
        (AXIS, "AXIS_ACCC8E000009", 9e3),
    ):
        wire.at(at)
        message = made_messages.dhcp(
            made_messages.ACKNOWLEDGE, mac, yiaddr="10.2.0.77", giaddr="10.2.0.1",
            options=[(12, b"wilhelmina-pc"), (82, b"\1\7planted")],
        )  # fmt: skip
        wire.frame(made.datagram(server, End(router.mac, "10.2.0.1"), 67, 67, message))
        wire.page(desk, End(router.mac, "10.2.0.77"), realm, hops=63)
    answer = Answer(tmp_path, {"relay.pcap": made_files.pcap(wire.packets)})
    assert answer.judged(DAHUA) == ("dahua", "strong")
    assert answer.judged(AXIS)[0] == "axis"
    assert answer.judged(router.mac)[1] == "undetermined"
    assert answer.units == 5


def test_a_forwarded_port_a_quoted_reply_and_a_probe_accuse_nobody(tmp_path: Path) -> None:
    wire = Wire()
    nat, desk, server = (
        End(f"00:00:5e:00:53:{n:02x}", f"10.5.0.{n}") for n in (0x14, 0x05, 0x08)
    )  # a router with a recorder behind one of its ports; an installer's laptop; a VMS
    wire.says(nat, desk, server)
    wire.page(desk, nat, "Login to 4M05CC9FAC28B0B", port=8081, hops=63)
    wire.page(desk, nat, "Vigor Login")
    quoted = b'<html><pre>Server: App-webs/\r\nWWW-Authenticate: Digest realm="IP Camera(C1234)"'
    told = made_messages.http("HTTP/1.1 200 OK", [("Content-Type", "text/html")], quoted)
    wire.talk(desk, server, 80, made_messages.http("GET / HTTP/1.1", [("Host", "vms")]), told)
    probe = b'<?xml version="1.0" encoding="utf-8"?><Probe><Types>inquiry</Types></Probe>'
    wire.frame(made.datagram(desk, made.group("239.255.255.250"), 50_100, 37_020, probe))
    answer = Answer(tmp_path, {"block 7.pcap": made_files.pcap(wire.packets)})
    for end in (nat, desk, server):
        assert answer.judged(end.mac) == (None, "undetermined")
    (behind,) = (d for d in answer.whole["devices"] if not d["keys"]["mac"])
    assert behind["attribution"]["maker"] == "dahua"
    assert "from behind it" in behind["conflicts"][0]["says"]


def test_a_laptop_that_only_hears_broadcasts_for_days_cannot_say_none(tmp_path: Path) -> None:
    wire, camera = Wire(), End(HIK, "10.6.0.10")
    for hour in range(0, 72, 6):
        wire.at(3600 * hour).says(camera)
    data = made_files.pcap(wire.packets)
    answer = Answer(
        tmp_path, {"desk.pcap": data, "rest/cut.pcap": data[:-9], "rest/empty.pcap": b""}
    )
    assert answer.traffic(HIK) == "cannot say"
    assert answer.judged(HIK) == ("hikvision", "moderate")
    told = {one["file"] for one in (*answer.whole["not_read"], *answer.whole["partial"])}
    assert {"rest/cut.pcap", "rest/empty.pcap"} <= told
