"""One direction of a TCP connection: its first bytes, put in order by their sequence numbers.

Spec: RFC 9293. Nothing after the first 16 KB is kept, and no general reassembly is tried: of bytes
that came twice the first count, what was lost stays lost, and a capture may begin in the middle.
"""

from typing import NamedTuple

from nameplate.evidence.captures.packet import Packet

LONGEST = 16_384
"""Most bytes of a direction that are kept."""
_MOST_PIECES = 64
_WRAP, _HALF = 1 << 32, 1 << 31
SYN, FIN, RST, ACK = 2, 1, 4, 16


class Piece(NamedTuple):
    """Bytes of one packet: their offset in the direction, and where they stand in the frame."""

    offset: int
    data: bytes
    packet: Packet
    at: int

    @property
    def end(self) -> int:
        """Return the offset after the last byte."""
        return self.offset + len(self.data)


class Half:
    """The first bytes of one direction, and which packet each came in."""

    __slots__ = ("_base", "begun", "pieces", "size")

    def __init__(self) -> None:
        self._base: int | None = None
        self.pieces: list[Piece] = []
        self.begun = False
        """Whether the capture has its beginning."""
        self.size = 0

    def begin(self, packet: Packet) -> None:
        """Take the number of a SYN: the first byte of the direction is the next."""
        if not self.pieces:
            self._base, self.begun = (packet.seq + 1) % _WRAP, True

    def add(self, packet: Packet) -> bool:
        """Keep what is new of a packet's payload; say whether anything was."""
        number = (packet.seq + bool(packet.flags & SYN)) % _WRAP
        if self._base is None:
            self._base = number
        offset = (number - self._base + _HALF) % _WRAP - _HALF
        payload = packet.payload
        first = 0 if self.begun else -LONGEST
        # Of the packet only what names its place is kept.
        light = packet._replace(frame=b"")
        before = self.size
        for start, end in self._gaps(max(offset, first), min(offset + len(payload), LONGEST)):
            if self.is_full:
                break
            data = payload[start - offset : end - offset]
            self.pieces.append(Piece(start, data, light, packet.start + start - offset))
            self.size += len(data)
        self.pieces.sort(key=lambda one: one.offset)
        return self.size > before

    def _gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return which parts of a span are not held: of bytes that came twice the first count."""
        found = []
        for held in self.pieces:
            if held.end <= start:
                continue
            if held.offset >= end:
                break
            if held.offset > start:
                found.append((start, held.offset))
            start = held.end
        if start < end:
            found.append((start, end))
        return found

    def runs(self) -> list["Run"]:
        """Return the stretches without a gap, in order."""
        held: list[list[Piece]] = []
        for piece in self.pieces:
            if held and held[-1][-1].end == piece.offset:
                held[-1].append(piece)
            else:
                held.append([piece])
        return [Run(tuple(pieces)) for pieces in held]

    def shows_start(self, size: int) -> bool:
        """Say whether so many bytes from the very beginning are there."""
        if not self.begun or not self.pieces or self.pieces[0].offset != 0:
            return False
        return self.runs()[0].size >= size

    @property
    def is_full(self) -> bool:
        """Say whether no more is kept."""
        return self.size >= LONGEST or len(self.pieces) >= _MOST_PIECES


class Run(NamedTuple):
    """A stretch of bytes without a gap."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        """Return its offset in the direction."""
        return self.pieces[0].offset

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return self.pieces[-1].end - self.start

    @property
    def data(self) -> bytes:
        """Return its bytes."""
        return b"".join(piece.data for piece in self.pieces)

    def since(self, number: int) -> "Run":
        """Return it from one of its pieces on."""
        return Run(self.pieces[number:])

    def packet(self, start: int, end: int) -> tuple[Packet, int | None]:
        """Return the packet in which bytes of the run begin, and where its byte 0 would stand in
        that frame: None where the bytes go on in another packet.
        """
        for piece in self.pieces:
            first = piece.offset - self.start
            last = first + len(piece.data)
            if first <= start < last:
                return piece.packet, piece.at - first if end <= last else None
        return self.pieces[0].packet, None
