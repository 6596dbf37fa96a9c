"""HTTP and RTSP as they stand on the wire: where each message begins, its header and body end.

Spec: RFC 9112 (sections 2, 6, 7), RFC 2326. A body is never searched for messages: a page may quote
one, and what it quotes is not the server's. So one is found only where that before it ended.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nameplate.evidence.protocols.http import header_lines
from nameplate.evidence.protocols.stated import Pair

_REPLY = re.compile(rb"(HTTP|RTSP)/[12]\.\d (\d{3})(?=[ \r\n])[^\r\n]{0,200}\r?\n")
_REQUEST = re.compile(rb"([A-Z_]{3,20}) ([^\s]{1,8192}) (HTTP|RTSP)/[12]\.\d\r?\n")
_REPLY_BEGINS = re.compile(rb"(?:HTTP|RTSP)/[12]\.\d \d{3}")
_REQUEST_BEGINS = re.compile(
    rb"(?:[A-Z_]{3,20} (?:/|\*|(?:https?|rtspu?)://)|CONNECT [\w\[])", re.I
)
_BLANK = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,128}\r\n")
_ABSOLUTE = re.compile(rb"https?://", re.I)
_MOST = 64
"""Most messages of one direction that are read."""
_BODILESS = frozenset({204, 304})


class Message(NamedTuple):
    """One message. `start`, `head` and `end` are offsets: its first byte, the end of its header
    lines, the end of what is there of it.

    `body` is what is there of the body, `body_at` its offset (None where it came in chunks), and
    `whole` that nothing of it is missing. `target` holds what was asked for and never leaves.
    """

    protocol: Literal["http", "rtsp"]
    status: int
    """0 for a request."""
    method: str
    target: bytes
    start: int
    head: int
    headers: tuple[Pair, ...]
    body: bytes
    body_at: int | None
    whole: bool
    end: int

    def header(self, name: str) -> Pair | None:
        """Return the first header line of a name, given in lower case."""
        return next((one for one in self.headers if one.name.lower() == name), None)

    @property
    def is_for_proxy(self) -> bool:
        """Say whether a request asks a proxy for what another server has."""
        absolute = self.protocol == "http" and _ABSOLUTE.match(self.target) is not None
        return self.method == "CONNECT" or absolute

    @property
    def is_relayed(self) -> bool:
        """Say whether it came through a proxy: it is another's who speaks."""
        return self.header("via") is not None


def begins(data: bytes | bytearray, at: int = 0) -> Literal["reply", "request", ""]:
    """Say what begins at an offset, whether or not its first line is all there."""
    if _REPLY_BEGINS.match(data, at):
        return "reply"
    return "request" if _REQUEST_BEGINS.match(data, at) else ""


def messages(data: bytes) -> Iterator[Message]:
    """Yield the messages of one direction, up to where one has no end that can be known."""
    start = 0
    for _ in range(_MOST):
        found = _message(data, start)
        if found is None:
            return
        yield found
        if not found.whole:
            return
        start = _after_media(data, found.end)


def _message(data: bytes, start: int) -> Message | None:
    reply, request = _REPLY.match(data, start), _REQUEST.match(data, start)
    line = reply or request
    if line is None:
        return None
    name = line[1] if reply else line[3]
    blank = _BLANK.search(data, line.end() - 2)
    # Of a header that is cut, the last line may be half of one.
    head = blank.start() if blank else max(data.rfind(b"\n", line.end()), line.end())
    headers = tuple(header_lines(data, line.end(), head))
    found = Message(
        "http" if name == b"HTTP" else "rtsp",
        int(reply[2]) if reply else 0,
        "" if reply else line[1].decode("ascii"),
        b"" if reply else line[2],
        start,
        head,
        headers,
        b"",
        None,
        whole=False,
        end=len(data),
    )
    return found if blank is None else _with_body(found, data, blank.end())


def _with_body(found: Message, data: bytes, at: int) -> Message:
    coding, stated = found.header("transfer-encoding"), found.header("content-length")
    if 100 <= found.status < 200 or found.status in _BODILESS:
        return found._replace(whole=True, end=at)
    if coding is not None:
        body, end = _chunks(data, at)
        return found._replace(body=body, whole=end > 0, end=end or len(data))
    if stated is not None:
        digits = stated.value
        if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
            return found._replace(end=at)
        end = at + int(digits)
        return found._replace(
            body=data[at:end], body_at=at, whole=end <= len(data), end=min(end, len(data))
        )
    if found.status and found.protocol == "http":  # it lasts until the connection ends
        return found._replace(body=data[at:], body_at=at)
    return found._replace(whole=True, end=at)


def _chunks(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the bytes of the chunks, and where they end: 0 where the last is not there."""
    parts: list[bytes] = []
    while (line := _CHUNK.match(data, at)) is not None:
        size = int(line[1], 16)
        if size == 0:
            end = data.find(b"\r\n", line.end())
            return b"".join(parts), end + 2 if end >= 0 else 0
        parts.append(data[line.end() : line.end() + size])
        at = line.end() + size + 2
    return b"".join(parts), 0


def _after_media(data: bytes, at: int) -> int:
    """Skip media within an RTSP connection (RFC 2326 section 10.12)."""
    while data[at : at + 1] == b"$" and at + 4 <= len(data):
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at
