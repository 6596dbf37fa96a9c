"""Saved key=value replies."""

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
