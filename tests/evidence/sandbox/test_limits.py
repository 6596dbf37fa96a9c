"""What a file may cost grows with its size, and never without bound."""

from nameplate.evidence.bounded.source import MIB
from nameplate.evidence.sandbox.limits import Limits


def test_a_small_file_has_the_time_that_was_set() -> None:
    assert Limits(seconds=7.0).for_size(0).seconds == 7.0
    assert Limits().for_size(MIB).seconds < 121


def test_a_large_capture_has_more_time_in_proportion() -> None:
    small, large = Limits().for_size(1 << 30), Limits().for_size(20 << 30)
    assert large.seconds - Limits().seconds == 20 * (small.seconds - Limits().seconds)
    assert large.memory_bytes == Limits().memory_bytes
    assert large.records == Limits().records


def test_a_bomb_may_unpack_to_no_more_than_before() -> None:
    assert Limits().for_size(MIB).unpacked_bytes == Limits().unpacked_bytes
    assert Limits().for_size(1 << 30).unpacked_bytes == 8 << 30
