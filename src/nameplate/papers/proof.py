"""Whether a reason's bytes stand in the original that was opened just now."""

import re

from nameplate.model.report import ReasonOut


def holds(reason: ReasonOut, found: bytes | None) -> bool | None:
    """Compare the kept bytes, else the value, with what stands at the place now.

    None where the original was not at hand. An address may be written in another notation:
    then its digits are compared.
    """
    if found is None:
        return None
    if reason.excerpt is not None:
        kept = bytes.fromhex(reason.excerpt.hex)
        if kept in found or found in kept:
            return True
    if reason.value.encode("utf-8", "backslashreplace") in found:
        return True
    return _plain(reason.value.encode("utf-8", "backslashreplace")) in _plain(found)


def _plain(text: bytes) -> bytes:
    return re.sub(rb"[^0-9a-z]", b"", text.lower())
