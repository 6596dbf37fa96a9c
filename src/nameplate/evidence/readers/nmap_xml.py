"""Scan reports as nmap -oX and masscan -oX write them: one <host> a unit that answered.

Spec: nmap.dtd. Each host is cut out of the stream by its bytes and read on its own, so a place in
the evidence is a byte range, memory is that of one host, and a broken host costs only itself. The
bare DOCTYPE line is passed over; a report that declares entities is refused.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from nameplate.evidence.bounded import text as bounded_text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import nmap_host
from nameplate.evidence.protocols.stated import Stated, sightings
from nameplate.model.errors import NotOurFormat, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Problem, Record

FORMAT = Format(
    name="nmap-xml",
    title="Scan reports (nmap -oX, masscan -oX)",
    yields=("Sighting",),
    spec="nmap.dtd, xmloutputversion 1.05",
)

_RUN = re.compile(rb"<nmaprun\b(?:[^<>]{0,65536}?\bstart=[\"'](?P<start>\d{9,11})[\"'])?")
_HOST = re.compile(rb"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<host\b[^<>]{0,512}>")
_DOWN = re.compile(rb'<host\b[^<>]{0,512}>\s{0,16}<status state="down"')
"""Most hosts of a wide scan: known without a parser."""
_MARK = re.compile(rb"<!--|<!\[CDATA\[|<!ENTITY|<host(?=[\s>])|</nmaprun")
_CLOSINGS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<host": b"</host>"}
_ENCODING = re.compile(rb"<\?xml[^<>]{0,120}encoding=[\"'](?P<name>[A-Za-z0-9._-]{1,40})[\"']")
_LONGEST_HOST = 4 << 20
_SHOWN = 20
_KEPT = 16
"""Bytes that may hold the beginning of a mark, cut by the end of a piece."""


class _Piece(NamedTuple):
    """A piece of the report, what it is, and where it begins."""

    kind: str
    start: int
    data: bytes


def sniff(head: bytes) -> int:
    """Claim a report by its root element, in whatever encoding."""
    if _RUN.search(head):
        return 90
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return 90 if b"<nmaprun" in head.replace(b"\0", b"") else 0
    return 60 if _HOST.match(head) and b"<address" in head else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each host says, in order.

    Raises UnreadableEvidence at the end if the report has no end, and at once if it declares
    entities.
    """
    head = source.head()
    run = _RUN.search(head)
    if run is None and not _HOST.match(head) and head[:1] not in (b"\xff", b"\xfe"):
        raise NotOurFormat("no scan report: it has no <nmaprun> and no <host>", where=source.name)
    started = run["start"].decode() if run and run["start"] else None
    encoding = _ENCODING.match(head.lstrip()[:400])
    recoded = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    ended = run is None and not recoded
    number = 0
    silent: list[str] = []
    for piece in _pieces(_Window(_chunks(source, recoded=recoded))):
        if piece.kind == "</nmaprun":
            ended = True
        elif piece.kind == "<!ENTITY":
            raise UnreadableEvidence(
                "the XML declares entities, which are never resolved",
                where=source.name,
                next_step="Run the scan again, or export without a document type.",
            )
        elif piece.kind == "host":
            number += 1
            span = f"bytes 0-{source.size}" if recoded else ""
            known = encoding["name"] if encoding else b""
            yield from _host(piece, number, started, known, span, silent)
        else:
            ended = False
            break
    if silent:
        more = f" and {len(silent) - _SHOWN} more" if len(silent) > _SHOWN else ""
        yield Problem(
            what=f"hosts that answered and showed nothing more: {', '.join(silent[:_SHOWN])}{more}",
            next_step="Ask for more about them: docs/collect/nmap.md says how.",
            where=f"bytes 0-{source.size}",
            notice=True,
        )
    if not ended:
        raise UnreadableEvidence(
            f"the report is cut off: {number} whole hosts were read",
            where=source.name,
            next_step="Copy the file again, or let the scan run to its end.",
        )


def _host(
    piece: _Piece,
    number: int,
    started: str | None,
    encoding: bytes,
    span: str,
    silent: list[str],
) -> Iterator[Record]:
    if _DOWN.match(piece.data):
        return
    where = span or f"bytes {piece.start}-{piece.start + len(piece.data)}"
    declared = b""
    if encoding.lower() not in (b"", b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"):
        declared = b'<?xml version="1.0" encoding="' + encoding + b'"?>'
    try:
        said = nmap_host.said(declared + piece.data)
    except UnreadableEvidence as fault:
        yield Problem(
            what=f"host {number} cannot be read: {fault.what}",
            next_step="The other hosts were read. Scan this one again.",
            where=where,
        )
        return

    def at(stated: Stated) -> str:
        if span or stated.start is None or stated.end is None:
            return where
        shift = piece.start - len(declared)
        return f"bytes {stated.start + shift}-{stated.end + shift}"

    if said and not any(one.stated for one in said):
        silent.append(next((key.value for key in said[0].keys), f"host {number}"))
    stated = nmap_host.when(piece.data) or started
    yield from sightings(said, unit=f"host {number}", at=at, when=_time(stated), when_stated=stated)


def _time(stated: str | None) -> datetime | None:
    return None if stated is None else datetime.fromtimestamp(int(stated), UTC)


class _Window:
    """A view of the report that moves from front to back and grows only while asked to."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.data = b""
        self.base = 0
        """Offset in the report of the first byte in view."""
        self._chunks = chunks

    def more(self, keep: int) -> bool:
        """Forget what is before `keep`, and take in the next bytes; False at the end."""
        chunk = next(self._chunks, b"")
        self.data = self.data[keep:] + chunk
        self.base += keep
        return bool(chunk)

    def find(self, closing: bytes, begin: int, start: int) -> int:
        """Return where `closing` ends, looking from `start`, with all from `begin` on in view.

        -1 if the report ends before, or the element is longer than any known.
        """
        while (at := self.data.find(closing, start)) < 0:
            start = max(start, len(self.data) - len(closing) + 1)
            if len(self.data) - begin > _LONGEST_HOST or not self.more(0):
                return -1
        return at + len(closing)


def _chunks(source: Source, *, recoded: bool) -> Iterator[bytes]:
    """Yield the report's bytes; UTF-16, as a Windows shell saves it, becomes UTF-8."""
    if recoded:
        yield bounded_text.decode(source.whole(), "utf-16").encode("utf-8", "replace")
    else:
        yield from source.chunks()


def _pieces(window: _Window) -> Iterator[_Piece]:
    """Cut the report at its hosts; comments and CDATA hide what is in them."""
    at = 0
    while True:
        mark = _MARK.search(window.data, at)
        if mark is None:
            keep = max(at, len(window.data) - _KEPT)
            at = 0
            if not window.more(keep):
                return
            continue
        closing = _CLOSINGS.get(mark[0])
        if closing is None:
            yield _Piece(mark[0].decode(), window.base + mark.start(), b"")
            at = mark.end()
            continue
        stop = window.find(closing, mark.start(), mark.end())
        if stop < 0:
            yield _Piece("cut", window.base + mark.start(), b"")
            return
        if closing == b"</host>":
            yield _Piece("host", window.base + mark.start(), window.data[mark.start() : stop])
        at = stop
