"""The traps that make tools accuse the innocent or clear the listed, in our own knowledge.

Each case is a unit as it would answer, with invented identifiers; real registry blocks stand
where the maker is the point.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import nameplate_jsonl
from nameplate.judgement.attribution import attribute, listed, parts
from nameplate.judgement.devices import devices
from nameplate.knowledge import load, load_from
from nameplate.knowledge.loader import RECORDS
from nameplate.model.identifiers import Sha256
from nameplate.model.judged import Attribution
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Key, Sighting, Witness

KNOWN = load()
HIKVISION, DAHUA, AXIS = "244845", "08eded", "accc8e"
BILIAN, HONEYWELL, AMCREST = "20f41b", "00226a", "00651e"


def reply(channel: str, content: object, **keys: list[str]) -> dict[str, Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"channel": channel, "content": text, "keys": keys}


def seen(*replies: dict[str, Any]) -> tuple[Sighting, ...]:
    data = "\n".join(json.dumps(r) for r in replies).encode()
    return tuple(r for r in nameplate_jsonl.read(Source.of(data)) if isinstance(r, Sighting))


def judge(*replies: dict[str, Any], more: tuple[Sighting, ...] = ()) -> Attribution:
    (device,) = devices((*seen(*replies), *more), KNOWN)
    return attribute(device, KNOWN)


def isapi(mac: str, **changes: str | None) -> dict[str, Any]:
    """The device information of one of Hikvision's own cameras, its serial of the right form."""
    body: dict[str, str | None] = {
        "@xmlns": "http://www.hikvision.com/ver20/XMLSchema",
        "deviceLocation": "hangzhou",
        "systemContact": "Hikvision.China",
        "model": "DS-2CD2146G2-ISU",
        "serialNumber": "DS-2CD2146G2-ISU20230418AAWRL00000017",
        "macAddress": mac,
        "firmwareVersion": "V5.7.17",
        "firmwareReleasedDate": "build 240606",
        "manufacturer": "hikvision",
        "OEMCode": "1",
    }
    body.update(changes)
    return reply("http-body", {k: v for k, v in body.items() if v is not None}, mac=[mac])


def test_a_rebadge_is_named_by_its_own_reply_whatever_the_label_says() -> None:
    label = Sighting(
        keys=(Key("mac", f"{HIKVISION}000001", "", "typed"),),
        witness=Witness.PERSON,
        field="register.brand",
        value="Annke",
        where="row 2, column A",
    )
    judged = judge(isapi(f"{HIKVISION}000001", model="I61DR", manufacturer=None), more=(label,))
    assert (judged.maker, judged.band) == ("hikvision", "strong")


def test_an_emulator_that_answers_the_search_tool_is_not_accused() -> None:
    judged = judge(
        reply(
            "sadp",
            "<ProbeMatch><Types>inquiry</Types><DeviceType>2</DeviceType>"
            "<DeviceDescription>DS-2CD2032-I</DeviceDescription>"
            "<DeviceSN>DS-2CD2032-I0000000000000000</DeviceSN><DSPVersion></DSPVersion>"
            "<OEMCode>false</OEMCode><SoftwareVersion>V5.4.5</SoftwareVersion></ProbeMatch>",
        )
    )
    assert judged.band == "undetermined"
    assert judged.contradiction


@pytest.mark.parametrize("server", ["App-webs/2.0", "App-webs/1.1"])
def test_a_honeypot_with_a_version_in_its_server_line_is_not_accused(server: str) -> None:
    assert judge(reply("http-header", f"Server: {server}")).band == "undetermined"


def test_the_old_server_name_alone_is_weak() -> None:
    assert judge(reply("http-header", "Server: App-webs/")).band in ("weak", "undetermined")


@pytest.mark.parametrize("text", ["HiIpcam/V100R003 VodServer/1.0.0", "Hi3516 RtspServer"])
def test_a_hisilicon_chip_names_neither_huawei_nor_anybody(text: str) -> None:
    judged = judge(reply("rtsp", f"RTSP/1.0 200 OK\r\nServer: {text}\r\n\r\n"))
    assert judged.maker not in ("huawei", "hikvision", "dahua")


def test_a_hisilicon_word_is_kept_as_a_part() -> None:
    (device,) = devices(
        seen(
            reply(
                "onvif-discovery",
                "onvif://www.onvif.org/name/IPCAM onvif://www.onvif.org/hardware/HI3516",
            )
        ),
        KNOWN,
    )
    assert attribute(device, KNOWN).maker is None
    assert [part.component for part in parts(device, KNOWN)] == ["HiSilicon chip"]


def test_firmware_that_copies_the_recorders_scope_is_never_strong() -> None:
    scopes = " ".join(
        f"onvif://www.onvif.org/{path}"
        for path in (
            "location/country/china",
            "name/IPCAM",
            "hardware/HI3516",
            "type/Network_Video_Transmitter",
            "extension/unique_identifier",
        )
    )
    assert judge(reply("onvif-discovery", scopes)).band in ("weak", "undetermined")


def test_a_wireless_modules_address_names_the_module_and_not_the_maker() -> None:
    (device,) = devices(seen(reply("mac", f"{BILIAN}000001", mac=[f"{BILIAN}000001"])), KNOWN)
    judged = attribute(device, KNOWN)
    assert judged.band == "undetermined"
    assert [part.component for part in parts(device, KNOWN)] == ["network module"]
    assert "not the maker" in judged.needs[0]


@pytest.mark.parametrize(
    ("block", "public_lists_say"), [("00018c", "hikvision"), ("402c76100", "dahua")]
)
def test_a_block_that_public_lists_give_to_a_listed_maker_is_not_theirs(
    block: str, public_lists_say: str
) -> None:
    mac = f"{block}{'0' * 12}"[:12]
    judged = judge(reply("mac", mac, mac=[mac]))
    assert judged.maker != public_lists_say


def test_vendor_private_is_a_dahua_build_that_hides_its_name_and_not_strong_alone() -> None:
    judged = judge(reply("http-body", "vendor=Private\r\n"))
    assert judged.band != "strong"


def test_a_dahua_made_honeywell_stands_beside_a_honeywell_made_one() -> None:
    rebadge = judge(
        reply(
            "onvif-discovery",
            "onvif://www.onvif.org/name/Honeywell onvif://www.onvif.org/hardware/H4W2PER3 "
            "onvif://www.onvif.org/extension/unique_identifier "
            "onvif://www.onvif.org/extension/Honeywell_mask/37777",
        )
    )
    assert (rebadge.maker, rebadge.band) == ("dahua", "moderate")
    own = judge(reply("mac", f"{HONEYWELL}000001", mac=[f"{HONEYWELL}000001"]))
    assert own.band == "undetermined"
    assert "not the maker" in own.needs[0]


def test_a_cross_flashed_unit_is_told_as_a_contradiction() -> None:
    judged = judge(isapi(f"{DAHUA}000001", serialNumber=None))
    assert judged.band == "undetermined"
    assert set(judged.contradiction) == {"hikvision", "dahua"}
    assert judged.firmware_family == "hikvision"


def test_a_register_cannot_accuse_an_axis() -> None:
    mac = f"{AXIS}000001"
    row = tuple(
        Sighting(
            keys=(Key("mac", mac, "", "typed"),),
            witness=Witness.PERSON,
            field=field,
            value=value,
            where="row 9, column B",
        )
        for field, value in (
            ("register.brand", "Hikvision"),
            ("register.model", "DS-2CD2146G2-ISU"),
        )
    )
    said = reply("rtsp", f'WWW-Authenticate: Digest realm="AXIS_{mac.upper()}"', mac=[mac])
    judged = judge(said, more=row)
    assert judged.maker == "axis"
    assert {r.maker for r in judged.against} == {"hikvision"}


def test_a_bridge_in_front_of_a_camera_does_not_clear_it() -> None:
    mac = "24a43c000001"
    assert KNOWN.block_of(mac) is not None
    row = tuple(
        Sighting(
            keys=(Key("mac", mac, "", "typed"),),
            witness=Witness.PERSON,
            field=field,
            value=value,
            where="row 2, column B",
        )
        for field, value in (
            ("register.brand", "Hikvision"),
            ("register.model", "DS-2CD2143G2-I"),
        )
    )
    judged = judge(reply("mac", mac, mac=[mac]), more=row)
    assert judged.band == "undetermined"
    assert set(judged.contradiction) == {"ubiquiti", "hikvision"}


def test_a_printers_address_never_takes_a_cameras_reply() -> None:
    printer, ip = "3c2af4000064", "192.168.1.64"
    assert KNOWN.block_of(printer) is None
    table = Sighting(
        keys=(Key("mac", printer, printer, "table"), Key("ip", ip, ip, "table")),
        witness=Witness.PEER,
        field="mac",
        value=printer,
        where="line 1",
        unit="line 1",
        evidence=Sha256("a" * 64),
    )
    said = seen(reply("http-header", "Server: Hikvision-Webs", ip=[ip]))
    apart = devices((table, *said), KNOWN)
    assert len(apart) == 2
    assert "kept apart" in apart[0].conflicts[0].says


def test_a_brand_houses_block_asks_for_a_second_signal() -> None:
    judged = judge(reply("mac", f"{AMCREST}000001", mac=[f"{AMCREST}000001"]))
    assert judged.band == "undetermined"
    assert "not the maker" in judged.needs[0]


@pytest.mark.parametrize(
    "model", ["DS3622xs+", "IPC-D122-PF28", "DS218j", "IPC-CAM", "NVR-104", "DS-LITE"]
)
def test_a_model_that_only_looks_alike_is_never_moderate_for_a_listed_maker(model: str) -> None:
    judged = judge(reply("model-string", model))
    assert judged.band in ("weak", "undetermined") or judged.maker not in ("hikvision", "dahua")


@pytest.mark.parametrize(
    "text",
    [
        "Login to device",
        "Dahua Hotel guest network",
        "hangzhou",
        "IP Camera",
        "general",
    ],
)
def test_an_ordinary_realm_accuses_nobody(text: str) -> None:
    judged = judge(reply("http-header", f'WWW-Authenticate: Digest realm="{text}"'))
    assert judged.band in ("weak", "undetermined")


def test_the_default_listing_names_two_companies_and_calls_the_rest_our_reading() -> None:
    members = KNOWN.listings["2022-call"].members
    assert [m.entity for m in members if m.basis == "named"] == ["hikvision", "dahua"]
    assert all(m.source or m.basis == "named" for m in members)


def test_huaweis_block_is_never_a_camera_finding() -> None:
    block = next(b for r in KNOWN.registrants if r.maker == "huawei" for b in r.blocks)
    mac = f"{block}{'0' * 12}"[:12]
    assert judge(reply("mac", mac, mac=[mac])).band in ("weak", "undetermined")


def test_a_maker_is_added_by_records_alone(tmp_path: Path) -> None:
    import shutil

    records = tmp_path / "records"
    shutil.copytree(RECORDS, records, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (records / "entities" / "orrery.toml").write_text(
        '[[entity]]\nid = "orrery"\nname = "Orrery Optics Ltd"\nshort = "Orrery"\n'
        'country = "GB"\nroles = ["maker"]\n'
        'source = [{ what = "name", where = "invented for a test", seen = 2026-11-25 }]\n'
    )
    (records / "signals" / "orrery.toml").write_text(
        '[[signal]]\nid = "orrery-server"\nmaker = "orrery"\nfields = ["http.server"]\n'
        'pattern = \'^Orrery/\'\ngroup = "firmware"\nweight = 2.0\nsays = "its server says so"\n'
        'examples = ["Orrery/3"]\nnot = ["MyOrrery"]\n'
        'source = [{ what = "pattern", where = "invented for a test", seen = 2026-11-25 }]\n'
    )
    new: Knowledge = load_from(records)
    (device,) = devices(seen(reply("http-header", "Server: Orrery/3")), new)
    judged = attribute(device, new)
    assert (judged.maker, judged.band) == ("orrery", "weak")
    assert attribute(device, KNOWN).maker is None
    assert listed(judged, new.listings["2022-call"], new, date(2026, 11, 25)) is None
