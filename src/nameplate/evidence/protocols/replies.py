"""What a server's reply on the wire says of the server: its header, and of its body what is known.

Stricter than for replies that people saved: a browser fetches pages, scripts and translations, in
which any word may stand. Of a page only the title is read; any other body is read only where it is
whole, and of a form that a protocol known here has.
"""

import re
from functools import lru_cache

from nameplate.evidence.bounded import json, markup
from nameplate.evidence.protocols import bodies, http, isapi, magicbox, rtsp
from nameplate.evidence.protocols.http_messages import Message
from nameplate.evidence.protocols.stated import Said, Saying, Stated
from nameplate.model.errors import UnreadableEvidence

LONGEST_PAGE = 4096
"""How much of a page is searched for its title, in bytes."""
_UNREAD = re.compile(r"(?:image|video|audio|font)/|.*(?:script|css|multipart|octet-stream)", re.I)
# "name=value" and nothing else on each line, as magicBox.cgi answers.
_KEY_VALUE = re.compile(
    rb"(?:[ \t]{0,4}[A-Za-z][\w.:\[\]-]{0,160}=[^\r\n]{0,512}(?:\r?\n|$)){1,512}\s{0,8}"
)


def said(data: bytes, message: Message) -> tuple[Said, ...]:
    """Return what a reply within `data` says: of its server first, then of units behind it."""
    if not message.status or message.is_relayed:
        return ()
    if message.protocol == "rtsp":
        return (_rtsp(data, message),)
    saying = Saying(data)
    http.add_headers(saying, list(message.headers))
    head = saying.done()
    found = [_placed(one, message.body_at) for one in _body(message)]
    sender = next((one for one in found if not one.part and one.behind is None), Said(()))
    others = [one for one in found if one is not sender]
    whole = sender._replace(stated=(*head.stated, *sender.stated))
    return tuple(one for one in (whole, *others) if one)


def _rtsp(data: bytes, message: Message) -> Said:
    saying = Saying(data)
    # A session description that is cut may end in half a line.
    rtsp.add_reply(saying, data, message.start, message.end if message.whole else message.head)
    return saying.done()


def _body(message: Message) -> tuple[Said, ...]:
    kind, coding = message.header("content-type"), message.header("content-encoding")
    if not message.body or coding is not None or (kind is not None and _UNREAD.match(kind.value)):
        return ()
    return _of_bytes(message.body, message.whole)


@lru_cache(maxsize=128)
def _of_bytes(body: bytes, whole: bool) -> tuple[Said, ...]:
    """Read a body: a unit gives the same answer to the same question all day."""
    lead = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if lead == b"<":
        return _markup(body, whole)
    if whole and lead == b"{":
        return _json(body)
    if whole and _KEY_VALUE.fullmatch(body) is not None:
        return magicbox.said(body)
    return ()


def _markup(body: bytes, whole: bool) -> tuple[Said, ...]:
    if whole and (found := bodies.of_markup(markup.scan(body))):
        return found
    saying = Saying(body)
    http.add_title(saying, body[:LONGEST_PAGE])
    return (saying.done(),)


def _json(body: bytes) -> tuple[Said, ...]:
    """Return what the JSON twin of a known XML reply says, or the realm of a login's reply."""
    try:
        value = json.loads(body.strip())
    except UnreadableEvidence:
        return ()
    if isinstance(value, dict) and value.keys() & {"DeviceInfo", "InputProxyChannelList"}:
        return isapi.of_json(value)
    saying = Saying(body)
    if isinstance(value, dict) and (realm := http.realm(body.decode("utf-8", "replace"))):
        saying.add("http.realm", realm)
    return (saying.done(),)


def _placed(said: Said, by: int | None) -> Said:
    """Return it with offsets in the whole; a body that came in chunks has none."""
    return said._replace(stated=tuple(_stated(one, by) for one in said.stated))


def _stated(one: Stated, by: int | None) -> Stated:
    return one._replace(start=None, end=None, pointer="") if by is None else bodies.moved(one, by)
