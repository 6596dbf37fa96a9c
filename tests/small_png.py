"""PNG files of screens made small: few colours, so one byte a pixel does (W3C PNG, 3rd edition)."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

MAGIC = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}  # colour types: RGB and RGB with alpha, eight bits each


def size(data: bytes) -> tuple[int, int]:
    """Return width and height from a PNG's header."""
    assert data[:8] == MAGIC
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def smaller(data: bytes) -> bytes:
    """Return the picture with a palette: of colours that are nearly alike the commonest is kept."""
    parts = list(_chunks(data))
    width, height, depth, kind = struct.unpack_from(">IIBB", parts[0][1])
    assert (depth, parts[0][1][12]) == (8, 0), "eight bits a channel, not interlaced"
    raw = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    step = _CHANNELS[kind]
    lines = [
        list(zip(line[0::step], line[1::step], line[2::step], strict=True))
        for line in _unfiltered(raw, width * step, step)
    ]
    counted = Counter(pixel for line in lines for pixel in line)
    palette: dict[tuple[int, ...], tuple[int, int, int]] = {}
    for colour, _ in counted.most_common():
        palette.setdefault(_near(colour), colour)
    if len(palette) > 256:
        return data
    index = {near: number for number, near in enumerate(palette)}
    of = {colour: index[_near(colour)] for colour in counted}
    body = b"".join(b"\0" + bytes(of[pixel] for pixel in line) for line in lines)
    return MAGIC + b"".join(
        _chunk(name, content)
        for name, content in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(bytes(colour) for colour in palette.values())),
            (b"IDAT", zlib.compress(body, 9)),
            (b"IEND", b""),
        )
    )


def _near(colour: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(channel >> 4 for channel in colour)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _unfiltered(raw: bytes, width: int, step: int) -> Iterator[bytes]:
    """Undo the five filters of section 9; `width` is in bytes."""
    above = bytes(width)
    for at in range(0, len(raw), width + 1):
        kind, line = raw[at], bytearray(raw[at + 1 : at + 1 + width])
        for i in range(width) if kind else ():
            left = line[i - step] if i >= step else 0
            corner = above[i - step] if i >= step else 0
            guess = (0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner))
            line[i] = (line[i] + guess[kind]) & 255
        above = bytes(line)
        yield above


def _paeth(left: int, up: int, corner: int) -> int:
    first, second, third = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if first <= second and first <= third:
        return left
    return up if second <= third else corner
