"""Saved TLS certificates: PEM, DER, or the text that `openssl x509 -text` prints."""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import saved, tls
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="certificate",
    title="Saved TLS certificates",
    yields=("Sighting",),
    spec="RFC 5280, RFC 7468",
)
# SEQUENCE { SEQUENCE { [0] { INTEGER 0..2 } INTEGER ..: the outer form of every certificate.
_LENGTH = rb"(?:\x82..|\x81.)"
_DER = re.compile(
    rb"\x30" + _LENGTH + rb"\x30" + _LENGTH + rb"(?:\xa0\x03\x02\x01[\x00-\x02])?\x02[\x01-\x20]",
    re.S,
)
_TEXT = re.compile(rb"\s{0,8}(?:Certificate:\s{1,8}Data:|(?:subject|issuer)\s{0,2}=)", re.I)
_NAMED = re.compile(rb"(?m)^(?:subject\s?=|Certificate chain\r?$)")
_BEGIN = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----")


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 92 PEM, 64 DER, 60 printed text, else 0."""
    if _DER.match(head):
        return 64
    start = saved.head_of(head)
    if _BEGIN.match(start):
        return 92
    if _TEXT.match(start[:64]):
        return 60
    # `openssl s_client -showcerts` prints its talk before the first certificate.
    talk = start.startswith((b"CONNECTED(", b"depth=", b"Connecting to "))
    return 57 if talk and (_BEGIN.search(start) or _NAMED.search(start)) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the names of each unit's own certificate; those that signed it are passed over."""
    if _DER.match(source.head()):
        raw = source.take(saved.MOST_BYTES)
        reply = saved.Saved(raw, 0, len(raw), True, False)
    else:
        reply = saved.reply(source)
    said = tls.said(reply.data)
    if not any(said):
        raise UnreadableEvidence(
            "no certificate in it can be read",
            where=source.name,
            next_step="Export it again as PEM (Base64).",
        )
    yield from saved.records(reply, said, unit="certificate", nothing="no certificate")
