"""The door to JSON: strict (RFC 8259), bounded in depth, one kind of error.

msgspec refuses NaN, lone surrogates and broken UTF-8 and is exact about numbers; what it leaves
to us is depth, and numbers of thousands of digits.
"""

from typing import Any

import msgspec

from nameplate.model.errors import UnreadableEvidence

MAX_DEPTH = 64
JsonValue = Any
"""What JSON can hold: readers narrow it with isinstance before use."""


def loads(data: bytes, *, where: str = "") -> JsonValue:
    """Decode one JSON text. Raises UnreadableEvidence with the reason."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if _depth(data) > MAX_DEPTH:
        raise UnreadableEvidence(
            f"JSON nested deeper than {MAX_DEPTH} levels",
            where=where,
            next_step="No such file is known to be real: check where it came from.",
        )
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        raise UnreadableEvidence(
            f"not valid JSON ({str(fault)[:80]})",
            where=where,
            next_step="Export it again; a hand-edited file may lack a comma or a quote.",
        ) from None


def _depth(data: bytes) -> int:
    """Return an upper bound of the nesting: brackets inside texts count as if they opened."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    in_text = escaped = False
    for byte in data:
        if in_text:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_text = False
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    return deepest
        elif byte in b"]}":
            depth -= 1
    return deepest


def pointer(*parts: str | int) -> str:
    """Join the parts of a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
