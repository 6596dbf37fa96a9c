"""TLS certificates as bytes (PEM, DER) or as a tool's text: subject, issuer, other names.

Spec: RFC 5280; names as RFC 4514 texts. From bytes the last part of a name stands first, as the
RFC says; from text the order stays. E-mail addresses and user names in a name are left out:
they name persons. A broken certificate says nothing; it never raises.
"""

import re
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from nameplate.evidence.protocols.stated import Said, Saying

if TYPE_CHECKING:
    from cryptography import x509

PEM = re.compile(
    rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[A-Za-z0-9+/=\s]{16,65536}"
    rb"-----END (?:TRUSTED |X509 )?CERTIFICATE-----"
)
MOST_CERTIFICATES = 256
_PERSONAL = frozenset(
    {
        "1.2.840.113549.1.9.1",  # emailAddress
        "0.9.2342.19200300.100.1.1",  # UID
        "0.9.2342.19200300.100.1.3",  # mail
        "2.5.4.4",  # surname
        "2.5.4.42",  # given name
    }
)
_PERSONAL_TEXT = re.compile(
    r"(?:(?<=^)|[,/;+]\s{0,2})(?:e(?:mail(?:Address)?)?|UID|userid|mail|SN|surname|GN|givenName"
    r"|1\.2\.840\.113549\.1\.9\.1)\s?=\s?[^,/;+]{0,256}",
    re.I,
)
_NAMED = re.compile(
    rb"""\b(?:[a-z_]{1,20}\.)?(subject|issuer)(?:_?dn)?["']?\s{0,3}[:=]?\s{0,3}["']?"""
    rb"""(/?[A-Za-z][A-Za-z0-9.]{0,30}\s?=[^;\n\r"]{1,1024})""",
    re.I,
)
_CHAINED = re.compile(
    rb"(?m)^ {0,3}(?:0 |  )?([si]):(/?[A-Za-z][A-Za-z0-9.]{0,30}\s?=[^;\n\r\"]{1,1024})"
)
_BARE = re.compile(rb"\s{0,8}(/?(?:CN|O|OU|C|L|ST|S)\s?=[^;\n\r\"]{1,1024})")
_OTHER_NAMES = re.compile(rb"\b(DNS|IP(?: Address)?):([A-Za-z0-9*_.:-]{1,253})")


def said(data: bytes) -> tuple[Said, ...]:
    """Return what each certificate says; a text of names is one unit."""
    found = [
        _of_pem(data, match.start(), match.end())
        for match in islice(PEM.finditer(data), MOST_CERTIFICATES)
    ]
    if kept := [one for one in found if one is not None]:
        return tuple(_leaves(kept))
    if data[:1] == b"\x30" and (der := of_der(data)):
        return (der,)
    return (of_text(data),)


def _leaves(found: list[Said]) -> Iterator[Said]:
    """Yield the units' own certificates: what signed the one before it is a chain, and no unit."""
    for number, one in enumerate(found, 1):
        signed = number > 1 and found[number - 2].value("tls.issuer") == one.value("tls.subject")
        if not signed:
            yield one._replace(part=f"certificate {number}") if number > 1 else one


def of_der(data: bytes, start: int = 0, end: int | None = None) -> Said | None:
    """Return what one DER certificate says, or None where it is broken."""
    return _loaded(data, start, len(data) if end is None else end, pem=False)


def _of_pem(data: bytes, start: int, end: int) -> Said | None:
    return _loaded(data, start, end, pem=True)


def _loaded(data: bytes, start: int, end: int, *, pem: bool) -> Said | None:
    from cryptography import exceptions, x509

    broken = (
        ValueError,
        TypeError,
        x509.InvalidVersion,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
        exceptions.UnsupportedAlgorithm,
    )
    load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
    try:
        with warnings.catch_warnings():
            # The library warns of serial numbers and lengths that factories got wrong.
            warnings.simplefilter("ignore")
            return _of(load(data[start:end]), data, start, end)
    except broken:
        return None


def _of(certificate: "x509.Certificate", data: bytes, start: int, end: int) -> Said:
    saying = Saying(data)
    for field, name in (("tls.subject", certificate.subject), ("tls.issuer", certificate.issuer)):
        # The bytes are the encoded certificate: the name itself is the better excerpt.
        saying.add(field, text := _name(name), start, end, raw=text)
    if names := _other_names(certificate):
        saying.add("tls.san", names, start, end, raw=names)
    return saying.done()


def _name(name: "x509.Name") -> str:
    parts = [
        rdn.rfc4514_string()
        for rdn in reversed(name.rdns)
        if not any(attribute.oid.dotted_string in _PERSONAL for attribute in rdn)
    ]
    return ",".join(parts)


def _other_names(certificate: "x509.Certificate") -> str:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return ""
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = [str(a) for a in extension.value.get_values_for_type(x509.IPAddress)]
    return ", ".join([*names[:32], *addresses[:32]])


def of_text(data: bytes) -> Said:
    """Return the names that a tool or a person wrote down: the first subject, the first issuer."""
    saying = Saying(data)
    found: dict[str, re.Match[bytes]] = {}
    for match in _NAMED.finditer(data):
        found.setdefault(match[1].decode().lower(), match)
    if not found:
        # "Certificate chain" of openssl s_client: " 0 s:CN = X", then "   i:CN = Y".
        for match in _CHAINED.finditer(data):
            what = "subject" if match[1] == b"s" else "issuer"
            found.setdefault(what, match)
    for what, match in found.items():
        _add(saying, f"tls.{what}", match[2], match.start(2))
    if not found and (bare := _BARE.match(data)):
        _add(saying, "tls.subject", bare[1], bare.start(1))
    names = [m[2].decode() for m in islice(_OTHER_NAMES.finditer(data), 32)]
    if names:
        saying.add("tls.san", ", ".join(dict.fromkeys(names)))
    return saying.done()


def _add(saying: Saying, field: str, raw: bytes, start: int) -> None:
    # "subject=..., issuer=..." on one line: the second name is not part of the first.
    whole = re.split(rb"[,\s]{1,3}(?:issuer|subject)\b\s?[:=]?\s", raw, maxsplit=1)[0].rstrip(
        b" ,}'"
    )
    text = clean_name(whole.decode("utf-8", "replace"))
    if "=" not in text:
        return
    saying.add(field, text, start, start + len(whole), raw=text)


def clean_name(text: str) -> str:
    """Return a name in one notation ("C=CN, O=X") without parts that name persons."""
    if text.startswith("/"):
        text = re.sub(r"/(?=[A-Za-z][A-Za-z0-9.]{0,30}=)", ",", text)[1:]
    text = re.sub(r"(?<=[A-Za-z0-9]) = ", "=", text)
    return _PERSONAL_TEXT.sub("", text).strip(" ,;+")
