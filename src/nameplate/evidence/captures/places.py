"""Packets and bytes of a capture by their places, in one pass, whatever its size.

Packets are counted by the very loop that numbered them, with nothing else done to them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import containers
from nameplate.evidence.captures.chain import Chain
from nameplate.evidence.captures.flow_table import Clock, Entry
from nameplate.evidence.captures.lane import Found, Sums
from nameplate.evidence.captures.names import Names
from nameplate.evidence.captures.packet import FlowRow
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Problem

_PACKET = re.compile(r"packet (\d{1,15})(?:, bytes (\d{1,9})-(\d{1,9}))?")
_BYTES = re.compile(r"bytes (\d{1,15})-(\d{1,15})")
_NEVER = 1 << 200

Wanted = dict[int, list[tuple[str, int, int]]]
"""By the number of a packet: the place in words, and the bytes of the frame."""


def is_capture(head: bytes) -> bool:
    """Say whether a file is a capture that is read."""
    return containers.is_pcap(head) or containers.is_pcapng(head)


def look(source: Source, places: Iterable[str], most: int) -> dict[str, bytes]:
    """Return what stands at each place that is there, at most `most` bytes of it.

    Forms: "packet 1204", "packet 1204, bytes 88-131" (of its frame), "bytes 24-40" (of the file).
    """
    wanted: Wanted = defaultdict(list)
    spans: list[tuple[str, int, int]] = []
    for place in places:
        if packet := _PACKET.fullmatch(place):
            start, end = int(packet[2] or 0), int(packet[3] or most)
            wanted[int(packet[1])].append((place, start, min(end, start + most)))
        elif span := _BYTES.fullmatch(place):
            spans.append((place, int(span[1]), min(int(span[2]), int(span[1]) + most)))
    head = source.head()
    found = {place: head[start:end] for place, start, end in spans if start <= end <= len(head)}
    with suppress(UnreadableEvidence):
        _walk(_open(source, head, wanted), wanted, spans, found)
    return found


def _open(source: Source, head: bytes, wanted: Wanted) -> Chain:
    def make(link_type: int, _: Clock, sums: Sums) -> "_Picker":
        return _Picker(link_type, sums, wanted)

    if containers.is_pcap(head):
        return containers.pcap(source, make)
    return containers.pcapng(source, make, Names())


def _walk(
    chain: Chain, wanted: Wanted, spans: list[tuple[str, int, int]], given: dict[str, bytes]
) -> None:
    for step in chain.steps():
        if isinstance(step, Problem):
            continue
        window = chain.windows
        for found in step.found:
            frame = window.data[found.start : found.stop]
            for place, start, end in wanted[found.number]:
                if start <= len(frame):
                    given[place] = frame[start:end]
        for place, start, end in spans:
            if window.at <= start < end <= window.at + window.limit:
                given[place] = window.data[start - window.at : end - window.at]


class _Picker:
    """Takes the packets that are wanted, and counts none."""

    fixed: int | None = None

    def __init__(self, link_type: int, sums: Sums, wanted: Wanted) -> None:
        self.quick: dict[bytes, Entry] = {}
        self.seen: set[int] = set()
        self.low, self.high = 0, _NEVER
        self._link = link_type
        self._sums = sums
        self._wanted = wanted

    def careful(
        self,
        data: bytes,
        start: int,
        stop: int,
        size: int,
        high: int,
        low: int,
        number: int,
        entry: Entry | None,
    ) -> None:
        """Keep the place of a packet that is wanted."""
        if number in self._wanted:
            self._sums.found.append(Found(number, 0, start, stop, self._link, cut=False))

    def rows(self) -> list[FlowRow]:
        """Return nothing: no flows are counted."""
        return []

    def flush(self) -> None:
        """Do nothing: there is nothing to give away."""
