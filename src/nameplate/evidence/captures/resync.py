"""The next record of a capture behind bytes that are none.

A place counts as a record only where a chain of them begins: each states a time near the last
good one and a length that fits, and leads to the next. Else nothing is guessed.
"""

from collections.abc import Callable, Iterator
from struct import Struct

from nameplate.evidence.captures import blocks
from nameplate.evidence.captures.windows import Windows

_CHAIN = 4
"""So many records in a row; chance gives one of them about once in 10^9 bytes."""
_NEAR_S = 86_400
_LONGEST = 262_144
_SHORTEST = 14
_MOST_SEARCHED = 64 << 20
"""Bytes that are searched behind one place."""


class Records:
    """What a pcap record's header may state: `order` is "<" or ">", `fractions` a second's."""

    def __init__(self, order: str, fractions: int) -> None:
        self._unpack = Struct(f"{order}IIII").unpack_from
        self._fractions = fractions
        self._high = slice(2, 4) if order == "<" else slice(0, 2)
        self._pack = Struct(f"{order}I").pack

    def find(self, windows: Windows, seconds: int) -> bool:
        """Go on at the next chain of records near a time; False where there is none."""
        return _search(
            windows,
            lambda data, limit: self._candidates(data, limit, seconds),
            lambda at: self._is_chain(windows, at, seconds),
        )

    def _candidates(self, data: bytes, limit: int, seconds: int) -> Iterator[int]:
        """Yield places whose seconds have the same upper half as a time near it."""
        halves = {self._pack(one)[self._high] for one in _near(seconds)}
        for half in halves:
            at = data.find(half, self._high.start, limit)
            while at >= 0:
                yield at - self._high.start
                at = data.find(half, at + 1, limit)

    def _is_chain(self, windows: Windows, at: int, seconds: int) -> bool:
        for _ in range(_CHAIN):
            if at + 16 > windows.limit:
                return windows.ended and at == windows.limit
            second, fraction, length, size = self._unpack(windows.data, at)
            if abs(second - seconds) > _NEAR_S or fraction >= self._fractions:
                return False
            if not _SHORTEST <= length <= size <= _LONGEST:
                return False
            at += 16 + length
        return True


class Blocks:
    """The blocks of a pcapng section; `order` is "<" or ">"."""

    def __init__(self, order: str) -> None:
        self._unpack = Struct(f"{order}II").unpack_from
        self._total = Struct(f"{order}I").unpack_from
        self._packet = Struct(f"{order}I").pack(blocks.ENHANCED)

    def find(self, windows: Windows) -> bool:
        """Go on at the next section, or chain of packets; False where there is none."""
        return _search(windows, self._candidates, lambda at: self._is_chain(windows, at))

    def _candidates(self, data: bytes, limit: int) -> Iterator[int]:
        for mark in (self._packet, blocks.SECTION):
            at = data.find(mark, 0, limit)
            while at >= 0:
                yield at
                at = data.find(mark, at + 1, limit)

    def _is_chain(self, windows: Windows, at: int) -> bool:
        """Say whether each of a few blocks states its length twice and leads to the next."""
        data, limit = windows.data, windows.limit
        for _ in range(_CHAIN):
            if at + 12 > limit:
                return windows.ended and at == limit
            if data[at : at + 4] == blocks.SECTION:
                return blocks.order(data[at + 8 : at + 12]) is not None
            kind, total = self._unpack(data, at)
            if not blocks.is_known(kind) or not 12 <= total <= _LONGEST or total % 4:
                return False
            if at + total > limit or self._total(data, at + total - 4)[0] != total:
                return False
            at += total
        return True


def _search(
    windows: Windows,
    candidates: Callable[[bytes, int], Iterator[int]],
    is_chain: Callable[[int], bool],
) -> bool:
    """Go on at the first place where a chain begins, behind the first byte of the window."""
    windows.widen()
    windows.drop(min(1, windows.limit))
    searched = 0
    while windows.limit and searched < _MOST_SEARCHED:
        windows.fill()
        for at in candidates(windows.data, windows.limit):
            if is_chain(at):
                windows.drop(at)
                return True
        # A chain may begin in the second half and end behind the window: it is searched again.
        passed = windows.limit if windows.ended else windows.limit // 2
        searched += passed
        windows.drop(passed)
    return False


def _near(seconds: int) -> Iterator[int]:
    """Yield times whose upper halves cover a day around one."""
    for one in range(seconds - _NEAR_S, seconds + _NEAR_S + 1, 1 << 14):
        yield min(max(one, 0), 0xFFFFFFFF)
