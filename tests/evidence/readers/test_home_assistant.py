"""Home Assistant diagnostics."""

import pytest

from nameplate.model.errors import NotOurFormat
from nameplate.model.records import Witness
from saved_reply_checks import read, sample, sightings, values


def test_a_reply_nested_in_diagnostics_is_the_units_own_word() -> None:
    records = read("home_assistant", sample("home_assistant", "diagnostics.json"))
    maker = next(one for one in sightings(records) if one.field == "isapi.manufacturer")
    assert (maker.value, maker.witness, maker.unit) == ("hikvision", Witness.DEVICE, "device")
    assert maker.where == "/data/GET ~1ISAPI~1System~1deviceInfo/DeviceInfo/manufacturer"


def test_channels_of_another_reply_stand_behind_the_recorder() -> None:
    records = read("home_assistant", sample("home_assistant", "diagnostics.json"))
    channels = [one for one in sightings(records) if one.field == "recorder.channel"]
    assert [one.unit for one in channels] == [
        "device, network channel 9",
        "device, network channel 10",
    ]
    assert {one.behind.value for one in channels if one.behind} == {"00005e005395"}


def test_the_device_registry_is_a_tools_word() -> None:
    records = read("home_assistant", sample("home_assistant", "diagnostics.json"))
    registry = [one for one in sightings(records) if one.field == "device.manufacturer"]
    assert [(one.value, one.witness) for one in registry] == [("Example", Witness.TOOL)]
    assert "00005e005396" in values(records, "mac")


def test_diagnostics_of_a_lamp_are_no_failure() -> None:
    with pytest.raises(NotOurFormat):
        read("home_assistant", b'{"home_assistant": {}, "data": {"brightness": 3}}')
