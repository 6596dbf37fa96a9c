"""Captures in the format of Wireshark: sections of blocks, several interfaces, names.

Times in any resolution, both orders of bytes, packets in enhanced, simple and obsolete blocks.
Names that the capture's maker had looked up are used where a client asked for none itself. Keys
for decryption that stand in it are passed over and never kept.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.captures import containers, reading
from nameplate.evidence.captures.lane import Lane
from nameplate.evidence.captures.names import Names
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="pcapng",
    title="Capture of network traffic (pcapng)",
    yields=("Sighting", "Flow", "Watch"),
    spec="draft-ietf-opsawg-pcapng; link types of tcpdump.org",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 100 for the format's own magic, else 0."""
    return 100 if containers.is_pcapng(head) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what units say and with whom they speak, and at the end what was watched.

    Raises UnreadableEvidence where it is cut or broken, after all that stands before.
    """
    names = Names()
    yield from reading.records(containers.pcapng(source, Lane, names), names)
