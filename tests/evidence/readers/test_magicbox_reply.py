"""Saved key=value replies."""

import pytest

from nameplate.evidence.readers import magicbox_reply
from saved_reply_checks import read, sample, sightings, values


def test_a_rebadged_camera_states_its_brands_and_its_makers_model() -> None:
    records = read("magicbox_reply", sample("magicbox_reply", "system_info.txt"))
    assert values(records, "magicbox.device_type") == ["EX4M-1000B"]
    assert values(records, "magicbox.update_serial") == ["IPC-EX46WN-S2"]
    assert values(records, "magicbox.firmware") == ["2.800.0000000.1.R,build:2020-02-02"]
    assert [key.value for key in sightings(records)[0].keys] == ["1A2B3C4PAA5D6E7"]


def test_a_recorders_dump_shows_the_cameras_behind_it() -> None:
    records = read("magicbox_reply", sample("magicbox_reply", "remote_devices.txt"))
    assert values(records, "recorder.capacity") == ["8 network"]
    assert values(records, "mac") == ["00005e005330"]
    camera = next(one for one in sightings(records) if one.field == "recorder.channel")
    assert camera.value == "network"
    assert camera.behind is not None
    assert camera.behind.value == "00005e005330"
    assert {"192.0.2.31", "5T6R7E8PAC1D2F3"} <= {key.value for key in camera.keys}


def test_another_serial_begins_another_unit() -> None:
    one = sample("magicbox_reply", "system_info.txt")
    records = read("magicbox_reply", one + one.replace(b"1A2B3C4P", b"1A2B3C5P"))
    assert {s.unit for s in sightings(records)} == {"reply, unit 1", "reply, unit 2"}


def test_claims_no_settings_file_of_something_else() -> None:
    assert magicbox_reply.sniff(b"HOST=example.org\nPORT=80\nversion=1.2\n") == 0
    assert magicbox_reply.sniff(b"name,deviceType=1,vendor=2\nx,y,z\n") == 0


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"vendor=Example\r\n", "magicbox.vendor"),
        (b"type=IPC-EX4431R-ZS", "magicbox.device_type"),
        (b"sn=1A2B3C4PAZ00077", "magicbox.serial"),
        (b"version=2.800.0000000.16.R,build:2020-08-11", "magicbox.firmware"),
        (b"deviceType=IPC-EX2431T\nhardwareVersion=1.00\n", "magicbox.device_type"),
    ],
)
def test_a_reply_of_one_line_is_a_reply(line: bytes, field: str) -> None:
    assert magicbox_reply.sniff(line) > 0
    assert len(values(read("magicbox_reply", line), field)) == 1


@pytest.mark.parametrize(
    "line", [b"version=1.0\n", b"type=public\n", b"name=Example\n", b"sn=Jane\n", b"a=1\n"]
)
def test_a_line_of_settings_is_no_reply(line: bytes) -> None:
    assert magicbox_reply.sniff(line) == 0


def test_a_lone_list_of_cameras_is_that_of_a_recorder() -> None:
    dump = b"table.RemoteDevice.a.Address=192.0.2.4\ntable.RemoteDevice.a.UserName=planted\n"
    found = read("magicbox_reply", dump)
    assert values(found, "recorder.capacity") == ["1 network channel listed"]
    assert "planted" not in repr(found)
