"""The two containers of captures opened: their first bytes read, and the chain of the rest.

Specs: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
"""

from struct import Struct
from typing import Final

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import blocks, links
from nameplate.evidence.captures.chain import COPY_AGAIN, Chain
from nameplate.evidence.captures.lane import LARGEST, MakeCounter
from nameplate.evidence.captures.names import Names
from nameplate.evidence.captures.resync import Blocks, Records
from nameplate.evidence.captures.scan import PcapScanner
from nameplate.evidence.captures.scan_blocks import PcapngScanner
from nameplate.evidence.captures.windows import Windows
from nameplate.model.errors import UnreadableEvidence

_HEADER_BYTES = 24
_RECORD_BYTES = 16
# Some wrote more into each record's head under the same magic: libpcap's notes, in the names that
# Wireshark gives them.
_LONGER: Final = {4: "the Nokia variant of pcap", 8: "the pcap of a changed tcpdump"}
_CONVERT: Final = "Convert it: editcap -F pcap IN OUT."
_RECORDS_ASKED: Final = 3
_DAY_S: Final = 86_400
# Order of bytes, and the unit of a fraction of a second in nanoseconds.
_MAGIC: Final = {
    b"\xd4\xc3\xb2\xa1": ("<", 1000),
    b"\xa1\xb2\xc3\xd4": (">", 1000),
    b"\x4d\x3c\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1),
}


def is_pcap(head: bytes) -> bool:
    """Say whether a file begins as a pcap file."""
    return head[:4] in _MAGIC


def is_pcapng(head: bytes) -> bool:
    """Say whether a file begins as a pcapng file."""
    return head[:4] == blocks.SECTION and blocks.order(head[8:12]) is not None


def pcap(source: Source, make: MakeCounter) -> Chain:
    """Open a pcap file.

    Raises UnreadableEvidence for a cut header, a link type or a variant that is not read.
    """
    begin = source.head()
    head = b""
    while len(head) < _HEADER_BYTES and (piece := source.take(_HEADER_BYTES - len(head))):
        head += piece
    if len(head) < _HEADER_BYTES:
        raise UnreadableEvidence("it ends within its header", next_step=COPY_AGAIN)
    order, low_ns = _MAGIC[head[:4]]
    _check_variant(begin, order)
    # The upper bits may state the length of the frame check sequence.
    link_type = Struct(f"{order}I").unpack_from(head, 20)[0] & 0xFFFF
    links.check(link_type)
    scanner = PcapScanner(order, low_ns, link_type, make)
    windows = Windows(source, _HEADER_BYTES)
    records = Records(order, 1_000_000_000 // low_ns)
    return Chain(scanner, windows, lambda: records.find(windows, scanner.latest))


def _check_variant(begin: bytes, order: str) -> None:
    """Raise UnreadableEvidence for records that are not as ours, with the line that converts."""
    version = Struct(f"{order}HH").unpack_from(begin, 4)
    variant = ""
    if version < (2, 3) or version[0] == 543:  # DG/UX: libpcap, sf-pcap.c
        variant = "pcap from before version 2.3, whose lengths stand the other way round"
    elif not _fits(begin, order, 0):
        variant = next((name for more, name in _LONGER.items() if _fits(begin, order, more)), "")
    if variant:
        raise UnreadableEvidence(f"a capture in {variant}, which is not read", next_step=_CONVERT)


def _fits(begin: bytes, order: str, more: int) -> bool:
    """Say whether the first records, two at least, are whole with so many more bytes in each head.

    One alone says nothing: what is written on begins with a few bytes of the next.
    """
    at, count, before = _HEADER_BYTES, 0, 0
    head = Struct(f"{order}IIII").unpack_from
    while count < _RECORDS_ASKED and at + _RECORD_BYTES + more <= len(begin):
        seconds, _, length, size = head(begin, at)
        if not 0 < length <= min(size, LARGEST) or (count and abs(seconds - before) > _DAY_S):
            return False
        at += _RECORD_BYTES + more + length
        count, before = count + 1, seconds
    return count > 1


def pcapng(source: Source, make: MakeCounter, names: Names) -> Chain:
    """Open a pcapng file; what its interfaces are is only known as it is read."""
    scanner = PcapngScanner(names, make)
    windows = Windows(source)
    return Chain(scanner, windows, lambda: Blocks(scanner.order).find(windows))
