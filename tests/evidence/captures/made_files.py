"""Capture files made for tests: pcap and pcapng in every byte order and resolution.

Spec: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
"""

import gzip
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import zstandard

from evidence.captures.made import ETHERNET, SECOND, Taken

SNAPLEN = 262_144


def pcap_head(*, order: str = "<", nano: bool = False, link: int = ETHERNET) -> bytes:
    """Return the 24 bytes at the head of a pcap file."""
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    return struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, SNAPLEN, link)


def pcap(
    packets: Iterable[Taken], *, order: str = "<", nano: bool = False, link: int = ETHERNET
) -> bytes:
    """Return a pcap file; `order` is "<" or ">"."""
    return b"".join(pcap_parts(packets, order=order, nano=nano, link=link))


def pcap_parts(
    packets: Iterable[Taken], *, order: str = "<", nano: bool = False, link: int = ETHERNET
) -> Iterator[bytes]:
    """Yield a pcap file, its head and then its records."""
    yield pcap_head(order=order, nano=nano, link=link)
    head = struct.Struct(f"{order}IIII")
    per_tick = 1 if nano else 1_000
    for ns, frame, wire in packets:
        seconds, rest = divmod(ns, SECOND)
        yield head.pack(seconds & 0xFFFFFFFF, rest // per_tick, len(frame), wire or len(frame))
        yield frame


class Interface(NamedTuple):
    """What an interface description block says. `resolution` is the byte of if_tsresol."""

    link: int = ETHERNET
    resolution: int | None = None
    offset_s: int = 0
    name: str = ""
    snaplen: int = 0

    @property
    def ticks(self) -> int:
        """Ticks a second."""
        raw = 6 if self.resolution is None else self.resolution
        return int(2 ** (raw & 0x7F)) if raw & 0x80 else int(10**raw)


def block(order: str, kind: int, body: bytes) -> bytes:
    """Return one pcapng block, padded, with its length at both ends."""
    body += b"\0" * (-len(body) % 4)
    size = struct.pack(f"{order}I", len(body) + 12)
    return struct.pack(f"{order}I", kind) + size + body + size


def options(order: str, given: Sequence[tuple[int, bytes]]) -> bytes:
    """Return options, each padded, with their end; nothing for none."""
    if not given:
        return b""
    parts = [
        struct.pack(f"{order}HH", code, len(value)) + value + b"\0" * (-len(value) % 4)
        for code, value in given
    ]
    return b"".join(parts) + b"\0\0\0\0"


def section(order: str = "<", comment: str = "") -> bytes:
    """Return a section header block; its length is not stated."""
    body = struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1)
    return block(order, 0x0A0D0D0A, body + options(order, [(1, comment.encode())] * bool(comment)))


def described(order: str, interface: Interface) -> bytes:
    """Return an interface description block."""
    given = [(2, interface.name.encode())] if interface.name else []
    if interface.resolution is not None:
        given.append((9, bytes([interface.resolution])))
    if interface.offset_s:
        given.append((14, struct.pack(f"{order}q", interface.offset_s)))
    body = struct.pack(f"{order}HHI", interface.link, 0, interface.snaplen)
    return block(order, 1, body + options(order, given))


def enhanced(
    order: str,
    taken: Taken,
    interface: Interface,
    number: int = 0,
    given: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """Return an enhanced packet block."""
    ticks = (taken.ns - interface.offset_s * SECOND) * interface.ticks // SECOND
    frame = taken.frame
    head = struct.pack(
        f"{order}IIIII",
        number, (ticks >> 32) & 0xFFFFFFFF, ticks & 0xFFFFFFFF, len(frame),
        taken.wire or len(frame),
    )  # fmt: skip
    body = head + frame + b"\0" * (-len(frame) % 4) + options(order, given)
    return block(order, 6, body)


def simple(order: str, frame: bytes) -> bytes:
    """Return a simple packet block: no time, the first interface."""
    return block(order, 3, struct.pack(f"{order}I", len(frame)) + frame)


def resolved(order: str, names: Sequence[tuple[bytes, str]]) -> bytes:
    """Return a name resolution block of addresses (4 or 16 bytes) and names."""
    records = b""
    for address, name in names:
        value = address + name.encode() + b"\0"
        records += struct.pack(f"{order}HH", 1 if len(address) == 4 else 2, len(value)) + value
        records += b"\0" * (-len(value) % 4)
    return block(order, 4, records + b"\0\0\0\0")


def secrets(order: str, text: bytes) -> bytes:
    """Return a decryption secrets block with a TLS key log."""
    return block(order, 10, struct.pack(f"{order}II", 0x544C534B, len(text)) + text)


def pcapng(
    packets: Iterable[Taken],
    *,
    order: str = "<",
    interface: Interface | None = None,
    between: bytes = b"",
) -> bytes:
    """Return a pcapng file of one section and interface; `between` are blocks before packets."""
    one = interface or Interface()
    parts = [section(order), described(order, one), between]
    return b"".join([*parts, *(enhanced(order, p, one) for p in packets)])


def gz(data: bytes) -> bytes:
    """Return a gzip file, the same each time."""
    return gzip.compress(data, mtime=0)


def zst(data: bytes) -> bytes:
    """Return a Zstandard file."""
    return bytes(zstandard.ZstdCompressor().compress(data))
