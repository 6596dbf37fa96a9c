"""A TLS 1.2 beginning with a real chain made on the spot: both hellos, and the certificates."""

import datetime as dt
import struct
from collections.abc import Sequence
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, DONE = 1, 2, 11, 14
_FROM = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@cache
def chain(
    name: str, *also: str, organisation: str = "Example", padding: int = 0
) -> tuple[bytes, ...]:
    """Return a unit's certificate and that of the authority that signed it, as DER.

    `padding` bytes make the first so long that it spans segments.
    """
    authority, own = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation} Device CA")])
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    top = _builder(issuer, issuer, authority.public_key()).sign(authority, hashes.SHA256())
    built = _builder(subject, issuer, own.public_key())
    if also:
        names = x509.SubjectAlternativeName([x509.DNSName(n) for n in also])
        built = built.add_extension(names, critical=False)
    if padding:
        opaque = x509.UnrecognizedExtension(
            x509.ObjectIdentifier("1.3.6.1.4.1.32473.1"), b"\0" * padding
        )
        built = built.add_extension(opaque, critical=False)
    leaf = built.sign(authority, hashes.SHA256())
    return tuple(c.public_bytes(serialization.Encoding.DER) for c in (leaf, top))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(1)
        .not_valid_before(_FROM)
        .not_valid_after(_FROM + dt.timedelta(days=3650))
    )


def handshake(kind: int, body: bytes) -> bytes:
    """Return one handshake message."""
    return struct.pack(">I", kind << 24 | len(body)) + body


def record(body: bytes, kind: int = 22, longest: int = 16_384) -> bytes:
    """Return TLS records of at most `longest` bytes each."""
    pieces = [body[n : n + longest] for n in range(0, len(body), longest)]
    return b"".join(struct.pack(">BHH", kind, 0x0303, len(p)) + p for p in pieces)


def client_hello(server_name: str = "", ciphers: Sequence[int] = (0x1301, 0xC02B, 0xC02F)) -> bytes:
    """Return a client's first record."""
    suites = b"".join(struct.pack(">H", c) for c in ciphers)
    body = (
        b"\x03\x03" + bytes(range(32)) + b"\0" + struct.pack(">H", len(suites)) + suites + b"\1\0"
    )
    extensions = struct.pack(">HHH2H", 10, 6, 4, 29, 23) + struct.pack(">HHBB", 11, 2, 1, 0)
    if server_name:
        raw = server_name.encode()
        entry = struct.pack(">BH", 0, len(raw)) + raw
        named = struct.pack(">H", len(entry)) + entry
        extensions = struct.pack(">HH", 0, len(named)) + named + extensions
    return record(handshake(CLIENT_HELLO, body + struct.pack(">H", len(extensions)) + extensions))


def server_hello(version: int = 0x0303) -> bytes:
    """Return a server's hello as a handshake message."""
    extensions = struct.pack(">HHH", 43, 2, 0x0304) if version == 0x0304 else b""
    body = b"\x03\x03" + bytes(range(32, 64)) + b"\0" + struct.pack(">HB", 0xC02B, 0)
    return handshake(SERVER_HELLO, body + struct.pack(">H", len(extensions)) + extensions)


def certificates(chained: Sequence[bytes]) -> bytes:
    """Return a TLS 1.2 Certificate message."""
    listed = b"".join(len(one).to_bytes(3, "big") + one for one in chained)
    return handshake(CERTIFICATE, len(listed).to_bytes(3, "big") + listed)


def server_flight(chained: Sequence[bytes], *, longest: int = 16_384) -> bytes:
    """Return what a TLS 1.2 server says first: hello, certificates, done."""
    said = server_hello() + certificates(chained) + handshake(DONE, b"")
    return record(said, longest=longest)
