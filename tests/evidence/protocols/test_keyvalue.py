"""Names with values in any dress."""

import time

import pytest

from nameplate.evidence.protocols.keyvalue import Vocabulary

VOCABULARY = Vocabulary(
    {
        "model": "device.model",
        "serial number": "device.serial",
        "firmware version": "device.firmware",
        "firmware date": "device.firmware+",
        "vendor": "device.manufacturer",
        "mac address": "mac",
    }
)


def _said(text: str) -> dict[str, str]:
    data = text.encode()
    said = VOCABULARY.say(VOCABULARY.of(data), data).done()
    return {one.field: one.value for one in said.stated}


@pytest.mark.parametrize(
    "text",
    [
        "model EX-1(C); vendor: Example; firmwareVersion V1.2",
        "Model: EX-1(C), Vendor: Example, Firmware Version: V1.2",
        "model=EX-1(C)\nvendor=Example\nfirmware_version=V1.2\n",
        "Info(model='EX-1(C)', vendor='Example', firmware_version='V1.2')",
        "{u'model': u'EX-1(C)', 'vendor': 'Example', 'firmware-version': 'V1.2'}",
        '{"model": "EX-1(C)", "inner": {"vendor": "Example", "firmwareVersion": "V1.2"}}',
        '{"model": "EX-1(C)", "vendor": "Example", "firmwareVersion": "V1.2", "cut',
        "<x><model>EX-1(C)</model><vendor>Example</vendor><firmwareVersion>V1.2</firmwareVersion>",
        "note: <model>EX-1(C)</model> <vendor>Example</vendor> <firmwareVersion>V1.2</firmware",
        "model: EX-1(C) vendor: Example firmwareVersion: V1.2",
    ],
)
def test_reads_the_same_in_every_dress(text: str) -> None:
    assert _said(text) == {
        "device.model": "EX-1(C)",
        "device.manufacturer": "Example",
        "device.firmware": "V1.2",
    }


@pytest.mark.parametrize(
    "text",
    [
        "model EX-1; password planted",
        "model: EX-1 password: planted",
        "model EX-1 password planted",
        "model: EX-1, user=planted",
        "model=EX-1&token=planted",
        "{'model': 'EX-1', 'password': 'planted'}",
        "model: EX-1 password=planted;",
    ],
)
def test_a_credential_beside_a_value_stays_unread(text: str) -> None:
    assert _said(text) == {"device.model": "EX-1"}


def test_a_version_keeps_its_build_and_its_date() -> None:
    assert _said("firmwareVersion: 2.4.R, build : 2015-11-06; model: X")["device.firmware"] == (
        "2.4.R, build : 2015-11-06"
    )
    assert _said("firmwareVersion: V5.1; firmwareDate: build 240101")["device.firmware"] == (
        "V5.1 build 240101"
    )


def test_a_date_far_from_its_version_shows_nothing_between() -> None:
    data = b"firmwareVersion=V5.1\npassword=planted\nfirmwareDate=build 240101\n"
    (stated,) = VOCABULARY.say(VOCABULARY.of(data), data).done().stated
    assert stated.value == "V5.1 build 240101"
    assert b"planted" not in stated.raw


def test_prose_about_a_model_is_no_value() -> None:
    assert _said("this is about the model railway of the vendor") == {}


@pytest.mark.parametrize("value", ["null", "None", "**REDACTED**", "", "-"])
def test_nothing_is_not_a_value(value: str) -> None:
    assert _said(f"model={value}\nvendor=Example") == {"device.manufacturer": "Example"}


def test_long_hostile_texts_cost_no_more_than_their_length() -> None:
    began = time.monotonic()
    for text in ("model: " * 300_000, "model='" * 300_000, "a " * 1_000_000, "model" * 400_000):
        _said(text)
    assert time.monotonic() - began < 10
