"""The beginning of a TLS connection on the wire: who was asked for, and with what certificate.

Spec: RFC 5246, RFC 8446, RFC 6066 section 3 (server name). A message may span records and a record
segments. TLS 1.3 encrypts the certificate, and a resumed session has none: then it is not visible,
which is never "none". No key, random or session identifier is read.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import Literal, NamedTuple

from nameplate.evidence.protocols import tls
from nameplate.evidence.protocols.stated import Said

_HANDSHAKE = 22
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE, _DONE = 1, 2, 11, 14
_SERVER_NAME, _VERSIONS, _TLS13 = 0, 43, 0x0304
_LONGEST_RECORD = 16_384 + 2048
_MOST_CERTIFICATES = 10


class Asked(NamedTuple):
    """The server name of a client's hello, and where it stands."""

    name: str
    start: int
    end: int


class Server(NamedTuple):
    """What a server's side says: its own certificate, whether it is hidden, whether that is all."""

    said: Said | None
    hidden: bool
    done: bool


class _Messages:
    """Handshake bytes of the records at the start of a direction, and where they stood."""

    def __init__(self, data: bytes) -> None:
        parts: list[bytes] = []
        self._starts: list[int] = []
        self._moved: list[int] = []
        self.over = False
        """Whether something that is no handshake follows: no more of it will come in the clear."""
        at = size = 0
        while at + 5 <= len(data):
            kind, version = data[at], data[at + 1]
            length = int.from_bytes(data[at + 3 : at + 5], "big")
            if kind != _HANDSHAKE or version != 3 or length > _LONGEST_RECORD:
                self.over = True
                break
            self._starts.append(size)
            self._moved.append(at + 5 - size)
            parts.append(data[at + 5 : at + 5 + length])
            size += len(parts[-1])
            at += 5 + length
        self.data = b"".join(parts)

    def place(self, offset: int) -> int:
        """Return where a byte of the handshake stands in the direction."""
        return offset + self._moved[bisect_right(self._starts, offset) - 1]


def begins(data: bytes, at: int = 0) -> Literal["client", "server", ""]:
    """Say whose hello begins at an offset."""
    head = data[at : at + 6]
    if len(head) < 6 or head[0] != _HANDSHAKE or head[1] != 3:
        return ""
    return "client" if head[5] == _CLIENT_HELLO else "server" if head[5] == _SERVER_HELLO else ""


def asked(data: bytes) -> Asked | None:
    """Return the server name of a client's hello; None where it has none or is not all there."""
    found = _Messages(data)
    hello = _extensions(found.data, 0, client=True)
    for kind, start, end in hello:
        # A list's length, then a kind (0: host name), a length and the name.
        if kind == _SERVER_NAME and end - start > 5 and found.data[start + 2] == 0:
            length = int.from_bytes(found.data[start + 3 : start + 5], "big")
            first, last = start + 5, start + 5 + length
            if 0 < length <= 255 and last <= end:
                name = found.data[first:last].decode("ascii", "replace")
                return Asked(name, found.place(first), found.place(last - 1) + 1)
    return None


def is_whole(data: bytes) -> bool:
    """Say whether a client's hello is all there, so that no more of it needs to be awaited."""
    found = _Messages(data)
    return found.over or (
        len(found.data) >= 4 and len(found.data) >= 4 + int.from_bytes(found.data[1:4], "big")
    )


def server(data: bytes) -> Server:
    """Return what a server's side says in the clear, as far as it is there."""
    found = _Messages(data)
    at = 0
    modern = False
    while at + 4 <= len(found.data):
        kind, length = found.data[at], int.from_bytes(found.data[at + 1 : at + 4], "big")
        end = at + 4 + length
        if end > len(found.data):
            break
        if kind == _SERVER_HELLO:
            modern = modern or _is_modern(found.data, at)
        elif kind == _CERTIFICATE:
            said = _certificate(found, at + 4, end)
            return Server(said, hidden=False, done=True)
        elif kind == _DONE:
            return Server(None, hidden=False, done=True)
        at = end
    # After its hello a modern server goes on encrypted, as does one that resumes a session.
    hidden = at > 0 and (modern or found.over)
    return Server(None, hidden, done=hidden or found.over)


def _is_modern(data: bytes, at: int) -> bool:
    return any(
        kind == _VERSIONS and data[start:end] == _TLS13.to_bytes(2, "big")
        for kind, start, end in _extensions(data, at, client=False)
    )


def _extensions(data: bytes, at: int, *, client: bool) -> list[tuple[int, int, int]]:
    """Return the kind, start and end of each extension of a hello; what is broken is left out."""
    if data[at : at + 1] != bytes([_CLIENT_HELLO if client else _SERVER_HELLO]):
        return []
    stop = min(len(data), at + 4 + int.from_bytes(data[at + 1 : at + 4], "big"))
    at += 4 + 2 + 32
    at += 1 + int.from_bytes(data[at : at + 1], "big")  # session
    if client:
        at += 2 + int.from_bytes(data[at : at + 2], "big")  # cipher suites
        at += 1 + int.from_bytes(data[at : at + 1], "big")  # compression
    else:
        at += 3
    stop = min(stop, at + 2 + int.from_bytes(data[at : at + 2], "big"))
    at += 2
    found = []
    while at + 4 <= stop:
        kind = int.from_bytes(data[at : at + 2], "big")
        end = at + 4 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > stop:
            break
        found.append((kind, at + 4, end))
        at = end
    return found


def _certificate(found: _Messages, start: int, stop: int) -> Said | None:
    """Return what the first certificate of a chain says: the others are of those who signed it."""
    data = found.data
    first = start + 6
    end = first + int.from_bytes(data[start + 3 : first], "big")
    if not first < end <= stop:
        return None
    said = _of_certificate(data[first:end])
    if said is None:
        return None
    begin, after = found.place(first), found.place(end - 1) + 1
    return said._replace(stated=tuple(one._replace(start=begin, end=after) for one in said.stated))


@lru_cache(maxsize=256)
def _of_certificate(der: bytes) -> Said | None:
    """Read a certificate: a unit shows the same one in each of its connections."""
    return tls.of_der(der)
