"""Small folders as bodies hand them over, with the traps that mislead: what must come out.

Each folder stands here as text. Addresses and serial numbers are invented; real registry blocks
stand where the maker is the point, and the words in `PLANTED` must leave no folder.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PLANTED = ("PLANTED-", "Wilhelmina Tester")
ISAPI = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<DeviceInfo version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">\n'
    "<deviceName>Ward 7, Wilhelmina Tester</deviceName><model>DS-2CD2032-I</model>\n"
    "<serialNumber>DS-2CD2032-I20140817CCWR477701064</serialNumber>\n"
    "<ipAddress>192.168.1.64</ipAddress></DeviceInfo>\n"
)
MAGICBOX = (
    "deviceType=IPC-HFW2431T-ZS\nserialNumber=4H0C1A5PAZ00024\n"
    "updateSerial=IPC-HFW2431T-ZS-S2\nprocessor=S3LM\n"
    "table.Network.eth0.IPAddress=192.168.1.64\ntable.RTSP.Auth.Password=PLANTED-1\n"
)


class Answer:
    """What `nameplate read FOLDER --json` said, and every text that it wrote anywhere."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        evidence = folder / "evidence"
        for name, text in files.items():
            path = evidence / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("nameplate")),
                *("read", "evidence", "--json", "--case", "case", "-o", "r.html", "-o", "r.csv"),
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        self.exit_code = done.returncode
        assert done.returncode in (0, 4), done.stderr.decode()
        self.whole: dict[str, Any] = json.loads(done.stdout)
        written = [folder / "r.html", folder / "r.csv", *(folder / "case").rglob("*")]
        self.texts = [done.stdout, done.stderr, *(p.read_bytes() for p in written if p.is_file())]

    def of(self, kind: str, value: str) -> list[dict[str, Any]]:
        """All devices with that key."""
        return [d for d in self.whole["devices"] if value in d["keys"][kind]]

    def one(self, kind: str, value: str) -> dict[str, Any]:
        """The one device with that key."""
        (device,) = self.of(kind, value)
        return device

    def judged(self, kind: str, value: str) -> tuple[str | None, str]:
        """The maker and band of the one device with that key."""
        attribution = self.one(kind, value)["attribution"]
        return attribution["maker"], attribution["band"]

    def keeps_the_secrets(self) -> bool:
        """Say whether nothing planted is in any output or in the case."""
        return not any(word.encode() in text for word in PLANTED for text in self.texts)


def test_two_sites_that_use_one_factory_address_keep_their_own_units(tmp_path: Path) -> None:
    answer = Answer(tmp_path, {"site-a/info.xml": ISAPI, "site-b/system.txt": MAGICBOX})
    assert answer.judged("serial", "DS-2CD2032-I20140817CCWR477701064") == ("hikvision", "strong")
    assert answer.judged("serial", "4H0C1A5PAZ00024") == ("dahua", "strong")
    assert answer.keeps_the_secrets()


def test_a_copy_of_a_file_under_another_name_adds_no_unit(tmp_path: Path) -> None:
    answer = Answer(tmp_path, {"info.xml": ISAPI, "old/copy of info (2).xml": ISAPI})
    assert len(answer.whole["devices"]) == 1


def test_a_register_neither_accuses_nor_clears_a_unit_that_was_seen(tmp_path: Path) -> None:
    register = (
        "Asset No,Location,Make,Model,MAC,Password\n"
        "T-0023,Main entrance,Hikvision,DS-2CD2085,AC:CC:8E:40:10:23,PLANTED-2\n"
        "T-0024,Car park,Axis,P1455,3CEF8C120024,PLANTED-3\n"
    )
    table = (
        "Internet  10.60.1.23  3  accc.8e40.1023  ARPA  Vlan60\n"
        "Internet  10.60.1.24  3  3cef.8c12.0024  ARPA  Vlan60\n"
    )
    answer = Answer(tmp_path, {"register.csv": register, "arp.txt": table})
    assert answer.judged("mac", "accc8e401023") == ("axis", "moderate")
    assert answer.one("mac", "3cef8c120024")["listed"] is not False
    assert answer.keeps_the_secrets()


def test_streets_and_rooms_named_like_a_maker_accuse_nobody(tmp_path: Path) -> None:
    register = (
        "Volgnr;Locatie;Merk;Type;MAC-adres;IP-adres;Wachtwoord;Contactpersoon\n"
        "4;Dahuastraat 4;Bosch;NBE-3502-AL;00:04:63:00:00:14;10.80.0.14;PLANTED-4;W. Tester\n"
        "5;Hikvisionlaan;Axis;Q1700-LE;AC:CC:8E:00:03:13;10.80.0.13;;Wilhelmina Tester\n"
    )
    answer = Answer(tmp_path, {"Hikvision en Dahua.csv": register})
    assert answer.judged("mac", "000463000014")[0] == "bosch"
    assert answer.judged("mac", "accc8e000313")[0] == "axis"
    assert answer.keeps_the_secrets()


def test_a_brand_on_the_label_does_not_hide_what_discovery_lists_say(tmp_path: Path) -> None:
    listed = (
        "NO.,Status,Type,Model,IP,MAC,Version,Operation,SN\n"
        "2,Initialized,IPC,HBW2PER1,10.80.0.20,e0:50:8b:00:00:20,2.460.HW00.1.R,,"
        "5E01234PAA00020\n"
    )
    export = (
        "Entity name,Type,Manufacturer,Model,IP address,MAC address,Username,Password\n"
        "Yard,Camera,Honeywell,HBW2PER1,10.80.0.20,E0:50:8B:00:00:20,PLANTED-5,PLANTED-6\n"
        "Gate,Camera,Bosch,DIVAR network 3000,10.80.0.60,90:02:A9:01:02:60,,\n"
    )
    answer = Answer(tmp_path, {"configtool.csv": listed, "vms.csv": export})
    assert answer.judged("mac", "e0508b000020") == ("dahua", "strong")
    assert answer.judged("mac", "9002a9010260")[0] != "bosch"
    assert answer.keeps_the_secrets()


def test_a_container_address_that_two_rows_share_joins_no_cameras(tmp_path: Path) -> None:
    register = (
        "Name,Type,IP address,MAC address\n"
        "Gate 3,Camera,10.10.20.62,02:42:ac:11:00:02\n"
        "Gate 4,Camera,10.10.20.63,02:42:ac:11:00:02\n"
    )
    answer = Answer(tmp_path, {"export.csv": register})
    assert len(answer.of("mac", "0242ac110002")) == 2


def test_a_unit_replaced_at_one_address_is_two_units(tmp_path: Path) -> None:
    def seen(mac: str, day: str) -> str:
        keys = {"mac": [mac], "ip": ["10.0.0.5"]}
        return json.dumps({"field": "mac", "value": mac, "keys": keys, "when": day})

    lines = [
        seen("24:48:45:00:00:01", "2024-01-05T10:00:00Z"),
        json.dumps(
            {
                "channel": "http-header",
                "content": "HTTP/1.1 401 Unauthorized\r\nServer: App-webs/\r\nWWW-Authenticate: "
                'Digest realm="IP Camera(C0001)", nonce="PLANTED-7"\r\n\r\n',
                "keys": {"ip": ["10.0.0.5"]},
                "when": "2024-01-05T10:01:00Z",
            }
        ),
        seen("ac:cc:8e:00:00:01", "2026-03-05T10:00:00Z"),
    ]
    answer = Answer(tmp_path, {"seen.jsonl": "\n".join(lines)})
    assert answer.judged("mac", "244845000001") == ("hikvision", "strong")
    assert answer.judged("mac", "accc8e000001") == ("axis", "moderate")
    assert answer.keeps_the_secrets()


def test_cameras_behind_two_recorders_share_an_address_and_stay_apart(tmp_path: Path) -> None:
    def channel(name: str, model: str) -> str:
        return (
            '<InputProxyChannelList xmlns="http://www.hikvision.com/ver20/XMLSchema">'
            f"<InputProxyChannel><id>1</id><name>{name}</name><sourceInputPortDescriptor>"
            "<ipAddress>192.168.254.2</ipAddress><userName>PLANTED-8</userName>"
            f"<password>PLANTED-9</password><model>{model}</model>"
            "</sourceInputPortDescriptor></InputProxyChannel></InputProxyChannelList>"
        )

    files = {
        "nvr1.xml": channel("Balie", "DS-2CD2347G2-LU"),
        "nvr2.xml": channel("Poort", "DS-2CD2143G0-I"),
    }
    answer = Answer(tmp_path, files)
    found = answer.of("ip", "192.168.254.2")
    assert len({device["behind"] for device in found}) == 2
    assert answer.keeps_the_secrets()


def test_a_router_before_many_hosts_lends_none_of_them_its_maker(tmp_path: Path) -> None:
    table = "".join(
        f"10.0.{net}.5 dev eth1 lladdr 24:48:45:00:00:05 REACHABLE\n" for net in range(5)
    )
    register = "IP,Make,Model\n10.0.0.5,Axis,P3245-LVE\n10.0.1.5,Axis,P3245-LVE\n"
    answer = Answer(tmp_path, {"neigh.txt": table, "register.csv": register})
    axis = [d for d in answer.whole["devices"] if d["attribution"]["brand"] == "Axis"]
    assert len(axis) == 2
    assert all(d["listed"] is not True for d in axis)


def test_a_number_that_a_spreadsheet_made_is_no_address(tmp_path: Path) -> None:
    register = "Location;Make;MAC address;IP\nStation;Hikvision;1E+12;10.80.0.12\n"
    answer = Answer(tmp_path, {"register.csv": register})
    assert answer.exit_code == 4
    assert answer.one("ip", "10.80.0.12")["keys"]["mac"] == []


def test_a_stray_comma_moves_no_password_into_a_model(tmp_path: Path) -> None:
    register = (
        "Name,Location,IP,Password,Model\n"
        "Cam1,Hall, north,10.10.30.5,PLANTED-10,DS-2CD2143G2-I\n"
        "Cam2,Roof,10.10.30.6,PLANTED-11,AXIS P3245\n"
    )
    answer = Answer(tmp_path, {"register.csv": register})
    assert answer.keeps_the_secrets()
    assert answer.of("ip", "10.10.30.6")


def test_a_saved_session_gives_its_tables_and_none_of_its_secrets(tmp_path: Path) -> None:
    session = (
        "SW1#show ip arp\n"
        "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
        "Internet  10.0.0.1                3   2448.4500.0001  ARPA   Vlan9\n"
        "SW1#show run\n"
        "username admin password 7 PLANTED-12\n"
        "snmp-server community PLANTED-13 RW\n"
        "snmp-server contact Wilhelmina Tester\n"
        "wpa-psk ascii 7 PLANTED-14\n"
    )
    answer = Answer(tmp_path, {"session.txt": session})
    assert answer.judged("mac", "244845000001") == ("hikvision", "moderate")
    assert answer.keeps_the_secrets()


def test_the_walk_of_a_recorder_names_its_maker_and_no_person(tmp_path: Path) -> None:
    walk = (
        '.1.3.6.1.2.1.1.1.0 = STRING: "Embedded Net DVR"\n'
        ".1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.39165.1.1\n"
        '.1.3.6.1.2.1.1.4.0 = STRING: "Wilhelmina Tester 555-0142"\n'
        '.1.3.6.1.2.1.1.6.0 = STRING: "desk of Wilhelmina Tester"\n'
        ".1.3.6.1.2.1.2.2.1.6.1 = STRING: c0:56:e3:1:2:3\n"
        '.1.3.6.1.6.3.15.1.2.2.1.3 = STRING: "PLANTED-15"\n'
    )
    answer = Answer(tmp_path, {"walk.txt": walk})
    assert answer.judged("mac", "c056e3010203") == ("hikvision", "strong")
    assert answer.one("mac", "c056e3010203")["kind"] == "recorder"
    assert answer.keeps_the_secrets()


def test_a_formula_in_a_register_stays_text_in_the_table_that_is_handed_on(
    tmp_path: Path,
) -> None:
    register = 'Asset No,Make,Model,IP\n=1+1A001,=cmd|calc,"@SUM(A1)",10.0.0.1\n'
    Answer(tmp_path, {"register.csv": register})
    cells = re.findall(r'"((?:[^"]|"")*)"', (tmp_path / "r.csv").read_text("utf-8-sig"))
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+")]
