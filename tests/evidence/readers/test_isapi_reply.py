"""Saved ISAPI replies."""

from nameplate.evidence.readers import isapi_reply
from nameplate.model.records import Witness
from saved_reply_checks import problems, read, sample, sightings, values


def test_reads_what_a_camera_says_of_itself() -> None:
    records = read("isapi_reply", sample("isapi_reply", "device_info.xml"))
    assert values(records, "isapi.manufacturer") == ["hikvision"]
    assert values(records, "isapi.firmware") == ["V5.9.9 build 240101"]
    assert values(records, "isapi.encoder") == ["V7.3 build 240102"]
    assert values(records, "isapi.xmlns") == ["http://www.hikvision.com/ver20/XMLSchema"]
    assert values(records, "isapi.oem_code") == ["1"]
    assert values(records, "mac") == ["00005e005301"]
    assert {one.witness for one in sightings(records)} == {Witness.DEVICE}
    assert {key.kind for key in sightings(records)[0].keys} == {"mac", "serial"}


def test_a_hybrid_recorder_lists_coax_and_network_cameras_behind_it() -> None:
    records = read("isapi_reply", sample("isapi_reply", "recorder.xml"))
    assert values(records, "recorder.capacity") == ["8 analog", "4 network"]
    assert values(records, "recorder.channel") == ["analog", "analog", "network"]
    # Channels are named by people: "Registrar's desk".
    assert "Foyer" not in repr(records)
    behind = {one.behind.value for one in sightings(records) if one.behind is not None}
    assert behind == {"00005e005308"}
    network = [one for one in sightings(records) if one.unit == "reply, network channel 9"]
    assert {"192.0.2.77", "EXCAM1000077"} <= {key.value for key in network[0].keys}
    assert {one.witness for one in network} == {Witness.PEER}


def test_a_contact_or_place_that_somebody_typed_is_not_kept() -> None:
    records = read("isapi_reply", sample("isapi_reply", "recorder.xml"))
    assert values(records, "isapi.system_contact") == []
    assert values(records, "isapi.device_location") == []


def test_the_json_twin_says_the_same_with_pointers() -> None:
    records = read("isapi_reply", sample("isapi_reply", "twin.json"))
    assert values(records, "isapi.firmware") == ["V3.4.0 build 210405"]
    model = next(one for one in sightings(records) if one.field == "isapi.model")
    assert model.where == "/DeviceInfo/model"


def test_a_cut_reply_is_told_and_its_last_value_is_not_taken_for_whole() -> None:
    data = sample("isapi_reply", "device_info.xml")
    cut = data[: data.index(b"AAWR")]
    records = read("isapi_reply", cut)
    assert values(records, "isapi.model") == ["DS-2CD0000-EX"]
    assert values(records, "isapi.serial") == []
    assert "cut off" in problems(records)[0].what


def test_two_device_infos_in_one_file_are_two_units() -> None:
    one = sample("isapi_reply", "device_info.xml")
    other = one.replace(b"00:53:01", b"00:53:02").replace(b"123456789", b"123456780")
    units = {s.unit for s in sightings(read("isapi_reply", one + other))}
    assert units == {"reply, device 1", "reply, device 2"}


def test_a_channel_list_alone_still_stands_behind_a_recorder() -> None:
    data = sample("isapi_reply", "recorder.xml")
    records = read("isapi_reply", data[data.index(b"<InputProxyChannelList") :])
    channel = next(one for one in sightings(records) if one.field == "recorder.channel")
    recorder = next(one for one in sightings(records) if one.field == "isapi.xmlns")
    assert channel.behind in recorder.keys


def test_a_camera_that_lists_its_own_lenses_is_no_recorder() -> None:
    data = sample("isapi_reply", "recorder.xml").replace(b">DVR<", b">IPCamera<")
    assert values(read("isapi_reply", data), "recorder.channel") == ["network"]


def test_a_blanked_serial_is_shown_and_is_no_key() -> None:
    data = b"<DeviceInfo><model>EX-1</model><serialNumber>EX-100000000AAWRG00000000</serialNumber>"
    records = read("isapi_reply", data + b"</DeviceInfo>")
    assert values(records, "isapi.serial") == ["EX-100000000AAWRG00000000"]
    assert sightings(records)[0].keys == ()


def test_claims_no_page_and_no_other_xml() -> None:
    assert isapi_reply.sniff(b"<html><title>DeviceInfo</title></html>") == 0
    assert isapi_reply.sniff(b"<?xml version='1.0'?><nmaprun/>") == 0


def test_a_channel_without_a_number_still_has_a_place() -> None:
    data = b'{"@xmlns": "http://www.isapi.org/ver20/XMLSchema", "telecontrolID": "1",'
    data += b' "InputProxyChannel": [{}, {"name": "Gate"}]}'
    places = {one.where for one in sightings(read("isapi_reply", data))}
    assert {"/InputProxyChannel/0", "/InputProxyChannel/1"} <= places


def test_a_lone_channel_list_is_that_of_a_recorder() -> None:
    channel = "<InputProxyChannel><id>{}</id><name>planted</name></InputProxyChannel>"
    channels = "".join(channel.format(n) for n in (1, 2, 3))
    found = read(
        "isapi_reply", f"<InputProxyChannelList>{channels}</InputProxyChannelList>".encode()
    )
    assert values(found, "recorder.capacity") == ["3 network channels listed"]
    (recorder,) = [one for one in sightings(found) if one.field == "recorder.capacity"]
    behind = {one.behind for one in sightings(found) if one.behind is not None}
    assert behind == set(recorder.keys)
    assert "planted" not in repr(found)


def test_a_short_reply_as_json_is_known_by_its_root() -> None:
    reply = b"""{"DeviceInfo": {"deviceName": "planted", "model": "EX-2CD",
        "serialNumber": "EX-2CD20210512AAWRF55501021", "macAddress": "00:00:5e:00:53:21"}}"""
    assert isapi_reply.sniff(reply) == 62
    found = read("isapi_reply", reply)
    assert values(found, "isapi.model") == ["EX-2CD"]
    assert values(found, "mac") == ["00005e005321"]
    assert "planted" not in repr(found)
