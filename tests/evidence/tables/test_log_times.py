"""Times of logs: with a zone they are one moment, without one they are none."""

from datetime import UTC, datetime

import pytest

from nameplate.evidence.tables import log_cells, log_times

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "1795514400",
        "1795514400.0",
        "1795514400000",
        "1795514400000000",
        "1795514400000000000",
        "2026-11-24T10:00:00Z",
        "2026-11-24 11:00:00+01:00",
        "2026-11-24 11:00:00 +0100",
        "2026/11/24 10:00:00 UTC",
        "24/Nov/2026:10:00:00 +0000",
        "24-Nov-2026 10:00:00 GMT",
        "Nov 24 2026 10:00:00 UTC",
        "2026-11-24T10:00:00.000000000Z",
    ],
)
def test_a_time_with_a_zone_is_utc(text: str) -> None:
    assert log_times.is_time(text)
    assert log_times.instant(text) == TEN


@pytest.mark.parametrize(
    "text", ["2026-11-24 10:00:00", "2026/11/24 10:00:00.5", "24-Nov-2026 10:00:00.123"]
)
def test_a_time_without_a_zone_is_one_only_where_a_zone_is_stated(text: str) -> None:
    assert log_times.instant(text) is None
    found = log_times.instant(text, "+00:00")
    assert found is not None
    assert found.replace(microsecond=0) == TEN


@pytest.mark.parametrize(
    "text",
    ["", "0", "9" * 19, "9" * 300, "1", "Nov 24 10:00:00", "2026-13-40 10:00:00Z", "x", "12:00:00"],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert log_times.instant(text, "UTC") is None


@pytest.mark.parametrize("text", ["Europe/Berlin", "CET", "+25:00", "+01:99", "", "1"])
def test_a_zone_is_utc_or_an_offset(text: str) -> None:
    assert log_times.zone(text) is None


def test_cells_say_ports_sizes_and_durations_in_many_notations() -> None:
    assert log_cells.endpoint("192.0.2.1:443:X1") == ("192.0.2.1", 443)
    assert log_cells.endpoint("[2001:db8::1]:443") == ("2001:db8::1", 443)
    assert log_cells.endpoint("2001:db8::1") == ("2001:db8::1", 0)
    assert log_cells.endpoint("192.0.2.300") == ("", 0)
    assert [log_cells.port(text) for text in ("443", "tcp/443", "443/tcp", "https", "70000")] == [
        443,
        443,
        443,
        0,
        0,
    ]
    assert [
        log_cells.count(text) for text in ("1200", "1,200", "1.200.300", "12.0", "-5", "١٢")
    ] == [
        1200,
        1200,
        1_200_300,
        12,
        0,
        0,
    ]
    assert [log_cells.seconds(text) for text in ("12", "0,5", "00:01:05", "1:05", "x")] == [
        12.0,
        0.5,
        65.0,
        65.0,
        0.0,
    ]
    assert [log_cells.transport(text) for text in ("6", "UDP", "tcp/https", "TCP (6)", "x y")] == [
        "tcp",
        "udp",
        "tcp",
        "tcp",
        "other",
    ]
