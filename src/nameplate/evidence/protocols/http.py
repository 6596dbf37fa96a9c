"""HTTP: status line, headers, and short marks of the unit's own pages.

Spec: RFC 9110, RFC 9112; RFC 7617 and 7616 (challenges). Of a page only its title, the paths it
names and a few marks leave, never the page. Cookies, nonces and tokens are not read: only
headers named here are looked at, and paths lose their queries.
"""

import html
import re
from itertools import islice
from typing import NamedTuple

from nameplate.evidence.protocols import names
from nameplate.evidence.protocols.stated import Pair, Said, Saying

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]{0,200}")
_START = re.compile(rb"(?m)^(?:< )?(?=HTTP/\d(?:\.\d)? \d{3}\b)")
REQUEST = re.compile(
    rb"(?m)^(?:> )?[A-Z_]{3,20} (?:rtsps?://|https?://|/|\*)[^\s]{0,2048} (?:RTSP|HTTP)/[12]"
    rb"(?:\.\d)?\r?$"
)
"""The line that begins a request: what a client said, with its login, ends a reply."""
_HOST = re.compile(rb"(?im)^(?:> )?host: {0,4}(\[[0-9a-f:.]{2,45}\]|[^\s:]{1,253})")
_BLANK = re.compile(rb"\r?\n(?:< ?)?\r?\n")
_HEADER = re.compile(
    rb"(?:[<*] )?[ \t]{0,4}([A-Za-z][A-Za-z0-9-]{0,60})[ \t]{0,4}:[ \t]{0,8}([^\r\n]{0,2048})"
)
_REALM = re.compile(
    rb"""realm\\?["']?\s{0,2}[=:]\s{0,2}(?:\\?["']|&quot;)([^"'\\\r\n&]{1,128})|realm\s?=\s?([^\s"',;]{1,128})""",
    re.I,
)
# A reply whose line ends somebody lost: the header ends before the next one's name.
_INLINE_SERVER = re.compile(
    rb"\bServer: {0,4}([^\r\n:]{1,120}?)(?=\s[A-Z][A-Za-z0-9-]{1,30}:|[\r\n;]|$)"
)
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{1,512})</title", re.I)
_NOTED_TITLE = re.compile(
    rb"(?im)^\W{0,3}(?:page |html )?title\W{0,2}[:=]\s{0,4}[\"']?([^\r\n\"']{1,256})"
)
_LINK = re.compile(
    rb"""(?:src|href|action|location)\s{0,2}=\s{0,2}["']?([./]{0,3}[A-Za-z0-9_][^"'\s<>?#;,()]{0,200})""",
    re.I,
)
_QUOTED_PATH = re.compile(rb"""["'](/[A-Za-z0-9_.][A-Za-z0-9_./-]{2,120})""")
_BARE_PATH = re.compile(rb"(?:^|\s)(/[A-Za-z][A-Za-z0-9_.-]{0,40}(?:/[A-Za-z0-9_.-]{1,60}){1,8})")
_WELCOME = re.compile(rb"\bwelcome to [A-Za-z][\w .-]{2,40}", re.I)
_MARKS = (
    re.compile(rb"\burn:[a-z][a-z0-9-]{1,31}:[A-Za-z0-9_.:-]{3,100}", re.I),
    re.compile(
        rb"<meta[^<>]{0,40}name=[\"'](?:generator|application-name|product)[\"'][^<>]{0,200}", re.I
    ),
    re.compile(rb"(?:\xc2\xa9|&copy;|copyright\b)[^<>\r\n{}\"]{3,100}", re.I),
    _WELCOME,
)
_ICON_MD5 = re.compile(rb"icon[\w.]{0,12}\W{0,4}(?:md5)?\W{1,4}([0-9a-f]{32})\b", re.I)
_ICON_MMH3 = re.compile(
    rb"icon[\w.]{0,12}\W{0,4}(?:hash|mmh3|murmur\w{0,5})?\W{0,2}[\s:=\"']{1,4}(-?\d{6,10})\b", re.I
)
OTHER_HEADERS = frozenset({"p3p", "x-powered-by"})
MOST_PATHS = 48
LONGEST_MARK = 120
"""Longest mark of a page that is kept, in characters."""


class Reply(NamedTuple):
    """One reply: its status, where its header begins and ends, where its body ends; and the host
    that was asked, if the request stands before it.
    """

    status: int
    start: int
    body: int
    end: int
    asked: str = ""


def replies(data: bytes) -> list[Reply]:
    """Find the replies in a saved text: each begins with a status line of its own.

    `curl -v` writes "< " before header lines, which is passed over.
    """
    starts = list(islice(_START.finditer(data), 10_000))
    found: list[Reply] = []
    for number, match in enumerate(starts):
        before = REQUEST.search(data, found[-1].end if found else 0, match.start())
        host = _HOST.search(data, before.end(), match.start()) if before else None
        end = starts[number + 1].start() if number + 1 < len(starts) else len(data)
        asked = REQUEST.search(data, match.end(), end)
        end = asked.start() if asked else end
        status = _STATUS.match(data, match.end())
        blank = _BLANK.search(data, match.start(), end)
        body = blank.end() if blank else end
        known = host[1].decode("ascii", "replace") if host else ""
        found.append(Reply(int(status[1]) if status else 0, match.start(), body, end, known))
    return found


def header_lines(data: bytes, start: int = 0, end: int | None = None) -> list[Pair]:
    """Return the header lines in a span, with their bytes; other lines are passed over."""
    stop = len(data) if end is None else end
    found: list[Pair] = []
    while start < stop and len(found) < 2000:
        newline = data.find(b"\n", start, stop)
        close = stop if newline < 0 else newline
        if match := _HEADER.match(data, start, close):
            value = match[2].decode("utf-8", "replace").strip()
            found.append(Pair(match[1].decode(), value, match.start(1), match.end()))
        start = close + 1
    return found


def add_headers(saying: Saying, pairs: list[Pair]) -> None:
    """Keep what headers state: Server, the realm of a challenge, P3P and the like."""
    for pair in pairs:
        name = pair.name.lower()
        if name == "server":
            saying.add("http.server", pair.value, pair.start, pair.end)
        elif name == "www-authenticate":
            add_realm(saying, "http.realm", pair)
        elif name in OTHER_HEADERS:
            saying.add("http.header", f"{pair.name}: {pair.value}", pair.start, pair.end)


def add_realm(saying: Saying, field: str, pair: Pair) -> None:
    """Keep the realm of a challenge and nothing else of it: the rest holds nonces."""
    if found := realm(pair.value):
        if pair.end is None:
            saying.add(field, found)
            return
        # The value ends the pair's bytes, so its own offsets count back from there.
        match = _REALM.search(pair.value.encode())
        begin = pair.end - len(pair.value.encode())
        span = (begin + match.start(), begin + match.end()) if match else (None, None)
        saying.add(field, found, *span)


def realm(text: str) -> str | None:
    """Return the realm that a challenge or a note of one names."""
    match = _REALM.search(text.encode())
    if match is None:
        return None
    return (match[1] or match[2]).decode("utf-8", "replace").strip()


def said_header(data: bytes) -> tuple[Said, ...]:
    """Return what a piece of a reply's header says; a lone text is a Server or a challenge."""
    saying = Saying(data)
    pairs = header_lines(data)
    add_headers(saying, pairs)
    done = saying.done()
    if done:
        return (done,)
    add_loose(saying, "http", data)
    return (saying.done(),)


def add_loose(saying: Saying, protocol: str, data: bytes) -> None:
    """Keep a realm and a Server that stand anywhere, or one line with no name before it."""
    if match := _REALM.search(data):
        text = (match[1] or match[2]).decode("utf-8", "replace")
        saying.add(f"{protocol}.realm", text, match.start(), match.end())
    if match := _INLINE_SERVER.search(data):
        saying.add(f"{protocol}.server", match[1].decode("utf-8", "replace"), *match.span())
    line = data.strip()
    if not saying.done() and b"\n" not in line and b":" not in line and 0 < len(line) <= 80:
        saying.add(f"{protocol}.server", line.decode("utf-8", "replace"), 0, len(data))


def add_title(saying: Saying, data: bytes) -> None:
    """Keep the title of a page, and nothing else of it."""
    _add_title(saying, _TITLE.search(data))


def _add_title(saying: Saying, title: re.Match[bytes] | None) -> None:
    if title:
        text = html.unescape(title[1].decode("utf-8", "replace"))
        saying.add("http.title", " ".join(text.split()), title.start(), title.end())


def add_page(saying: Saying, data: bytes, start: int = 0, end: int | None = None) -> None:
    """Keep the title, the paths and the short marks of a page, and icon hashes noted beside it."""
    stop = len(data) if end is None else end
    _add_title(saying, _TITLE.search(data, start, stop) or _NOTED_TITLE.search(data, start, stop))
    for form in (_LINK, _QUOTED_PATH, _BARE_PATH):
        for match in islice(form.finditer(data, start, stop), MOST_PATHS):
            path = _path(match[1].decode("utf-8", "replace"))
            if path:
                saying.add("http.path", path, match.start(1), match.start(1) + len(match[1]))
    for form in _MARKS:
        for match in islice(form.finditer(data, start, stop), 8):
            text = match[0].decode("utf-8", "replace")[:LONGEST_MARK]
            if form is _WELCOME and not names.is_product_text(text):
                continue
            saying.add("http.body", text, match.start(), match.start() + len(text.encode()))
    for field, form in (("http.favicon_md5", _ICON_MD5), ("http.favicon_mmh3", _ICON_MMH3)):
        icon = form.search(data, start, stop)
        if icon:
            saying.add(field, icon[1].decode().lower(), icon.start(), icon.end())


def _path(text: str) -> str:
    """Return a path of the unit itself, with no address and no query."""
    if "://" in text or text.startswith("//") or "=" in text or "@" in text:
        return ""
    return text if "/" in text.strip("/.") or text.startswith("/") else ""
