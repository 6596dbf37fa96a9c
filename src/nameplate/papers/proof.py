"""Whether a reason's bytes stand in the original that was opened just now."""

import re

from nameplate.model.report import ReasonOut


def holds(reason: ReasonOut, found: bytes | None) -> bool | None:
    """Compare the kept bytes, else the value, with what stands at the place now.

    None where the original was not at hand. An address may be written in another notation:
    then its letters and digits are compared. What is empty proves nothing: b"" is in every text.
    """
    if found is None:
        return None
    kept = bytes.fromhex(reason.excerpt.hex) if reason.excerpt is not None else b""
    value = reason.value.encode("utf-8", "backslashreplace")
    if any(text and text in found for text in (kept, value)):
        return True
    plain = _plain(value)
    return value.isascii() and len(plain) >= LEAST_PLAIN and plain in _plain(found)


LEAST_PLAIN = 6
"""Fewer letters and digits stand somewhere in most lines."""


def _plain(text: bytes) -> bytes:
    return re.sub(rb"[^0-9a-z]", b"", text.lower())
