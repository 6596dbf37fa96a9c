"""Captures in the classic format of tcpdump: a header, then packets one after another.

Times in microseconds or nanoseconds, both orders of bytes. Read in windows in one pass; a file
that is cut or still being written is read to its last whole packet.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import containers, reading
from nameplate.evidence.captures.lane import Lane
from nameplate.evidence.captures.names import Names
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="pcap",
    title="Capture of network traffic (pcap)",
    yields=("Sighting", "Flow", "Watch"),
    spec="draft-ietf-opsawg-pcap; link types of tcpdump.org",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 100 for the format's own magic, else 0."""
    return 100 if containers.is_pcap(head) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what units say and with whom they speak, and at the end what was watched.

    Raises UnreadableEvidence where it is cut or broken, after all that stands before.
    """
    yield from reading.records(containers.pcap(source, Lane), Names())
