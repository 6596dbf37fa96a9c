"""One packet that is worth a look: its layers taken apart, its payload still bytes of the frame.

Only packets that the scanner found interesting become one of these; the video never does.
"""

from datetime import UTC, datetime
from typing import Literal, NamedTuple

Kind = Literal["arp", "lldp", "cdp", "tcp", "udp", "icmpv6", "other"]


class Packet(NamedTuple):
    """A decoded frame. Offsets are in `frame`; addresses are normalised texts, "" for none.

    For TCP and UDP `start` to `end` is the payload, bounded by the stated lengths as well as by
    what was captured; for the others it is the message after the link header.
    """

    number: int
    """From 1, in the order of the file."""
    time_ns: int
    """Nanoseconds since 1970 (UTC); 0 where the capture states none that can be true."""
    frame: bytes
    kind: Kind
    start: int
    end: int
    src_mac: str = ""
    """12 lower hex digits; "" where the link carries none."""
    dst_mac: str = ""
    vlans: tuple[int, ...] = ()
    """Outermost first."""
    src: str = ""
    dst: str = ""
    sport: int = 0
    dport: int = 0
    seq: int = 0
    """TCP sequence number of the first byte of the payload."""
    flags: int = 0
    """TCP flags, the low eight bits."""
    cut: bool = False
    """Whether the capture kept less than was on the wire."""
    ttl: int = 0
    """IP time to live or hop limit."""
    tunnelled: str = ""
    """"vxlan", "gre" or "erspan" where the frame was unwrapped once."""

    @property
    def payload(self) -> bytes:
        """Return the payload's bytes."""
        return self.frame[self.start : self.end]

    @property
    def is_routed(self) -> bool:
        """Say whether its hops show that one to three routers passed it on.

        Systems begin with 64, 128 or 255 hops. Others exist, and firewalls that count none down:
        so this is no proof of the contrary.
        """
        return any(first - 3 <= self.ttl < first for first in (64, 128, 255))

    @property
    def is_from_afar(self) -> bool:
        """Say whether its hops are none that a system begins with (0: not known)."""
        return self.ttl not in (0, 32, 60, 64, 128, 255)

    @property
    def when(self) -> datetime | None:
        """Return the time in UTC, to the microsecond."""
        if self.time_ns <= 0:
            return None
        seconds, rest = divmod(self.time_ns, 1_000_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)

    def place(self, start: int, end: int) -> str:
        """Return where bytes of the frame stand, e.g. "packet 1204, bytes 88-131"."""
        return f"packet {self.number}, bytes {start}-{end}"


class FlowRow(NamedTuple):
    """Packets one way between two ends within one hour, as the scanner counted them.

    Addresses are raw (4, 16 or 0 bytes), MACs 6 or 0 bytes; `size` is bytes on the wire with
    all headers.
    """

    src_mac: bytes
    dst_mac: bytes
    vlan: int
    """Outermost tag; -1 for none."""
    src: bytes
    dst: bytes
    protocol: int
    """IANA protocol number; -1 where the frame is not IP."""
    sport: int
    dport: int
    hour: int
    """Hours since 1970 (UTC); 0 where the time cannot be true."""
    packets: int
    size: int
    first_ns: int
    last_ns: int
    first_number: int
    """Number of its first packet: the place of the flow in the evidence."""
