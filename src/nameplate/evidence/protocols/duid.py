"""Hardware addresses inside the identifiers that DHCP clients choose for themselves.

Spec: RFC 8415 section 11 (DUID-LLT and DUID-LL carry one, DUID-EN and DUID-UUID do not), RFC 2132
section 9.14 (a client identifier is a hardware type and an address), RFC 4361 (255, four bytes
of IAID, then a DUID). The client made it up once and may have a newer network card by now: so it
is the unit's own word, and not what a frame carried.
"""

import re

_ETHERNET = 1
"""Hardware type of RFC 1700, in one byte in client identifiers and in two in a DUID."""
_LLT, _LL = b"\0\1\0\1", b"\0\3\0\1"
_MAC = 6
_TEXT = re.compile(r"[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){3,254}")
_PAIR = re.compile(r"[0-9A-Fa-f]{2}")


def in_duid(raw: bytes) -> int | None:
    """Return where the six bytes of an Ethernet address stand in a DUID, None if it has none."""
    for kind, start in ((_LLT, 8), (_LL, 4)):
        if raw.startswith(kind) and len(raw) == start + _MAC:
            return start
    return None


def in_client_id(raw: bytes) -> int | None:
    """Return where the six bytes stand in a client identifier, None if it has none.

    Six bytes alone are one: Windows leaves the hardware type out.
    """
    if len(raw) == _MAC:
        return 0
    if len(raw) == 1 + _MAC and raw[0] == _ETHERNET:
        return 1
    at = in_duid(raw[5:]) if raw[:1] == b"\xff" else in_duid(raw)
    return None if at is None else at + (5 if raw[:1] == b"\xff" else 0)


def hardware(text: str) -> str | None:
    """Return the part of an identifier in hex, as it stands, that is an Ethernet address.

    Bytes may be parted by colons, hyphens or nothing.
    """
    text = text.strip()
    if not _TEXT.fullmatch(text):
        return None
    pairs = list(_PAIR.finditer(text))
    at = in_client_id(bytes(int(pair[0], 16) for pair in pairs))
    return None if at is None else text[pairs[at].start() : pairs[at + _MAC - 1].end()]
