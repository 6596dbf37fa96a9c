"""The door to text: bytes to characters without ever replacing one silently.

A byte order mark decides; UTF-16 without one is recognised by its zero bytes; then UTF-8; else
Windows-1252, which gives every byte a character and is said so by the caller if it matters.
"""

import codecs
from urllib.parse import unquote

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """Name the encoding of a file by its first bytes: a Python codec name."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:512]
    if len(sample) >= 4 and b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) // 4 and even == 0:
            return "utf-16-le"
        if even > len(sample) // 4 and odd == 0:
            return "utf-16-be"
    # The head may end in the middle of a character: three bytes are its longest rest.
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    return "cp1252"


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """Decode; bytes that the encoding does not have are shown as \\xNN, never dropped."""
    if encoding == "cp1252":
        # Python's cp1252 refuses five bytes that Windows passes through.
        return data.decode("cp1252", "backslashreplace")
    return data.decode(encoding, "backslashreplace")


def percent_decoded(text: str) -> str:
    """Return a URI part with its %XX read as UTF-8 (RFC 3986); what is none stays as it is."""
    return unquote(text, errors="backslashreplace")
