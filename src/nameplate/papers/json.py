"""The answer as JSON: the contract itself, nothing added, nothing left out."""

import hashlib
import re

import msgspec

from nameplate.model.report import Read

# JSON itself escapes only what is below a blank. The rest of the controls (DEL, C1: 0x9B starts
# a terminal sequence), the direction marks and the line separators of Unicode would act on a
# terminal or in an editor; written as \uXXXX they are the same text to every reader of JSON.
# They are sought in UTF-8, where no character begins within another: a text beside the bytes
# would double what an answer of 60,000 devices takes.
_ACTIVE = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]"
    rb"|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]"
)


def to_json(read: Read) -> bytes:
    """Return the whole answer, indented by two blanks, UTF-8. Same input, same bytes."""
    return pretty(read)


def pretty(value: object) -> bytes:
    """Return any part of an answer in the same form: for a face that shows less or more of it."""
    return _inert(msgspec.json.format(_encode(value), indent=2)) + b"\n"


def line(value: object) -> bytes:
    """Return any value as one line of JSON lines, inert as a whole answer is."""
    return _inert(_encode(value)) + b"\n"


def compact(value: object) -> bytes:
    """Return any value as JSON on one line, lone surrogates escaped."""
    return _encode(value)


def to_jsonl(read: Read) -> bytes:
    """Return one device a line, then one record with all the rest of the answer.

    The last record begins with schema, summary and not_read; it is the `Read` without devices.
    """
    rest = {name: getattr(read, name) for name in _LAST_RECORD}
    return b"".join(line(one) for one in (*read.devices, rest))


_FIRST = ("schema", "summary", "not_read")
_LAST_RECORD = _FIRST + tuple(
    name for name in Read.__struct_fields__ if name not in (*_FIRST, "devices")
)


def digest(read: Read) -> str:
    """Return the SHA-256 of `to_json(read)`: by it a report names the answer that it shows."""
    return hashlib.sha256(to_json(read)).hexdigest()


def _encode(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        # A file name that is no UTF-8 reaches us with lone surrogates, which UTF-8 cannot carry.
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case list() | tuple():
            return [_without_surrogates(item) for item in value]
        case dict():
            return {key: _without_surrogates(item) for key, item in value.items()}
        case _:
            return value


def _inert(data: bytes) -> bytes:
    return _ACTIVE.sub(lambda found: b"\\u%04x" % ord(found.group().decode("utf-8")), data)
