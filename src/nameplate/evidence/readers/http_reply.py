"""Saved HTTP replies: header and body as `curl -i`, `curl -v` or a browser keeps them.

Several replies may stand in one file. One that follows a challenge, a redirection or an interim
reply is of the same unit; any other begins a new one, as two units must not become one.
"""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import bodies, http, saved
from nameplate.evidence.protocols.stated import Said
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="http-reply",
    title="Saved HTTP replies",
    yields=("Sighting",),
    spec="RFC 9110, RFC 9112",
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 70 for a status line, 69 after a request, 68 in `curl -v`."""
    start = saved.head_of(head)[:8192]
    if start.startswith(b"HTTP/") and http.replies(start):
        return 70
    if (asked := http.REQUEST.match(start)) and b" RTSP/" not in asked[0]:
        return 69 if http.replies(start) else 0
    return 68 if start.startswith((b"* ", b"> ", b"< HTTP/")) and http.replies(start) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each reply says of its unit."""
    reply = saved.reply(source)
    said = tuple(_units(reply.data))
    yield from saved.records(reply, said, unit="reply", nothing="no reply that names its sender")


def _units(data: bytes) -> Iterator[Said]:
    number = 0
    goes_on = False
    for one in http.replies(data):
        number += not goes_on
        yield bodies.whole(data, one)._replace(part=f"unit {number}")
        goes_on = one.status == 401 or one.status // 100 in (1, 3)
