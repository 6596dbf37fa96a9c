"""Hardware addresses in the identifiers that DHCP clients choose: RFC 8415, 2132, 4361."""

import pytest

from nameplate.evidence.protocols import duid


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("00:01:00:01:1c:f7:10:a5:00:00:5e:00:53:12", "00:00:5e:00:53:12"),
        ("00-03-00-01-00-00-5E-00-53-12", "00-00-5E-00-53-12"),
        ("00030001000" + "05e005312", "00005e005312"),
        ("01:00:00:5e:00:53:12", "00:00:5e:00:53:12"),
        ("ff:00:00:00:01:00:03:00:01:00:00:5e:00:53:12", "00:00:5e:00:53:12"),
        ("00005e005312", "00005e005312"),
    ],
)
def test_finds_the_address_as_it_stands(text: str, stated: str) -> None:
    assert duid.hardware(text) == stated


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "00:02:00:00:ab:11:01:02:03:04:05:06:07:08",  # DUID-EN
        "00:04:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10",  # DUID-UUID
        "00:01:00:06:1c:f7:10:a5:00:00:5e:00:53:12",  # no Ethernet
        "06:00:00:5e:00:53:12",
        "ff",
        "52:41:53:20:00:00:5e:00:53:12:00:00:00:00:00:00",  # a dial-in session
    ],
)
def test_an_identifier_of_another_kind_has_none(text: str) -> None:
    assert duid.hardware(text) is None
