"""RTSP replies, session descriptions and stream addresses.

Spec: RFC 7826, RFC 2326, RFC 8866 (SDP). A stream address may hold a user and a password before
"@", in its path or in its query: only the path and parameters named here leave, up to the first
that is not.
"""

import re
from itertools import islice
from typing import NamedTuple

from nameplate.evidence.protocols.http import REQUEST, add_loose, add_realm, header_lines
from nameplate.evidence.protocols.stated import Said, Saying

_STATUS = re.compile(rb"(?m)^(?:< |[ \t]{0,4})RTSP/\d\.\d (\d{3})")
_URL = re.compile(
    rb"rtsps?://(?:[^\s/@<>\"']{0,128}@)?(\[[0-9A-Fa-f:.]{2,45}\]|[^\s/:<>\"'?@]{1,253})(?::\d{1,5})?(/[^\s<>\"']{0,400})?",
    re.I,
)
_PATH = re.compile(r"/[A-Za-z0-9_.~%/+-]{0,200}")
_PARAMETER = re.compile(
    r"(?:amp;)?(?:channel|subtype|proto|unicast|stream|streamtype|transportmode|profile|media|track"
    r"|trackid|codec|resolution)=[A-Za-z0-9_.]{0,32}",
    re.I,
)
_SECRET = re.compile(r"(?:user|usr|pass|pwd|login|token|auth|key)[\w.]{0,12}[=:]", re.I)
_BARE_PATH = re.compile(rb"(?m)^\s{0,8}(/[^\s<>\"']{1,400})")
_SDP = re.compile(rb"(?m)^(?:s=|i=|a=tool:)([^\r\n]{1,160})")
_CSEQ = re.compile(rb"(?im)^(?:< )?cseq\s{0,4}:\s{0,4}(\d{1,9})")
# RFC 8866: "-" and a blank stand for no session name.
_NO_NAME = frozenset({"", "-", "no name", "unnamed"})


class Reply(NamedTuple):
    """One reply: where it begins and ends, its CSeq or None, and the host that was asked."""

    start: int
    end: int
    cseq: int | None
    asked: str = ""


def replies(data: bytes) -> list[Reply]:
    """Find the replies in a saved text; text without a status line is one."""
    starts = [m.start() for m in islice(_STATUS.finditer(data), 10_000)]
    if not starts:
        return [Reply(0, len(data), None)]
    found: list[Reply] = []
    for start, after in zip(starts, [*starts[1:], len(data)], strict=True):
        before = REQUEST.search(data, found[-1].end if found else 0, start)
        host = _URL.search(before[0]) if before else None
        asked = REQUEST.search(data, start, after)
        end = asked.start() if asked else after
        cseq = _CSEQ.search(data, start, end)
        number = int(cseq[1]) if cseq else None
        found.append(Reply(start, end, number, host[1].decode("ascii", "replace") if host else ""))
    return found


def said(data: bytes) -> tuple[Said, ...]:
    """Return what replies of one unit, or lines copied out of them, say."""
    saying = Saying(data)
    add_reply(saying, data, 0, len(data))
    if not saying.done():
        add_loose(saying, "rtsp", data)
    return (saying.done(),)


def session(data: bytes, found: list[Reply]) -> Said:
    """Return what the replies of one session say; the host of its own addresses is a key."""
    saying = Saying(data)
    for reply in found:
        add_reply(saying, data, reply.start, reply.end)
        saying.key("ip", reply.asked)
        for host in hosts(data, reply.start, reply.end):
            saying.key("ip", host)
    return saying.done()


def add_reply(saying: Saying, data: bytes, start: int, end: int) -> None:
    """Keep what one reply states: headers, its session description, the addresses it offers."""
    for pair in header_lines(data, start, end):
        match pair.name.lower():
            case "server":
                saying.add("rtsp.server", pair.value, pair.start, pair.end)
            case "public":
                saying.add("rtsp.public", pair.value, pair.start, pair.end)
            case "www-authenticate":
                add_realm(saying, "rtsp.realm", pair)
            case _:
                pass
    for match in _SDP.finditer(data, start, end):
        text = match[1].decode("utf-8", "replace").strip()
        if text.lower() not in _NO_NAME:
            saying.add("rtsp.sdp", text, match.start(), match.end())
    for match in _URL.finditer(data, start, end):
        if match[2]:
            _add_path(saying, match[2], match.start(2))
    for match in _BARE_PATH.finditer(data, start, end):
        _add_path(saying, match[1], match.start(1))


def hosts(data: bytes, start: int, end: int) -> list[str]:
    """Return the hosts of the stream addresses in a reply: the unit's own words for itself."""
    found = islice(_URL.finditer(data, start, end), 8)
    return [match[1].decode("utf-8", "replace") for match in found]


def path_of(url: str) -> str:
    """Return the path and harmless parameters of a stream address, else an empty text."""
    match = _URL.fullmatch(url.strip().encode())
    if match is not None:
        url = (match[2] or b"").decode("utf-8", "replace")
    return clean_path(url.strip())


def clean_path(text: str) -> str:
    """Return the start of a path that holds nothing but the path and parameters known here."""
    head = _PATH.match(text)
    if head is None or _SECRET.search(text[: head.end() + 24].partition("?")[0]):
        return ""
    position = head.end()
    if text[position : position + 1] != "?":
        return text[:position]
    sign = position
    while text[sign : sign + 1] in ("?", "&"):
        parameter = _PARAMETER.match(text, sign + 1)
        if parameter is None:
            break
        position = sign = parameter.end()
    return text[:position]


def _add_path(saying: Saying, raw: bytes, start: int) -> None:
    text = clean_path(raw.decode("utf-8", "replace"))
    if len(text) > 1:
        saying.add("rtsp.url", text, start, start + len(text.encode()))
