"""Identifiers at the door: what names a unit, and what only looks as if it did."""

import pytest

from nameplate.model import identifiers


@pytest.mark.parametrize(
    "text",
    ["2019-03-04", "2019/3/4", "04/03/2019", "4.3.2019", "04-03-19", "2019-03-04 10:20:30",
     "2019-03-04T10:20:30Z", "12-Mar-2019", "12 March 2019", "10.22.33.44"],
)  # fmt: skip
def test_a_date_or_an_address_is_no_serial(text: str) -> None:
    assert identifiers.serial(text) is None


@pytest.mark.parametrize(
    "text",
    ["F11110002", "20190304", "4F01234PAG00741", "ACCC8E000061", "2019-AB-0001",
     "DS-2CD2143G0-I20200101AAWRE00000001", "1.2.3.4.5", "100-200-300"],
)  # fmt: skip
def test_a_serial_with_digits_and_marks_stays_one(text: str) -> None:
    assert identifiers.serial(text) == text


@pytest.mark.parametrize("text", ["2019-03-04", "4.3.19", "12-Mar-2019", "04/03/2019 12:00"])
def test_tells_dates(text: str) -> None:
    assert identifiers.is_date(text)
    assert not identifiers.is_date(text + "-X1")
