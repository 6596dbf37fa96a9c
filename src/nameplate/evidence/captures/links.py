"""Link types that are not read, each with its name and what to do. The names are data."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from nameplate.evidence.captures.link import KINDS
from nameplate.model.errors import UnreadableEvidence


class _Unread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    numbers: tuple[int, ...]
    next_step: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    otherwise: str
    link: tuple[_Unread, ...]


def check(number: int) -> None:
    """Raise UnreadableEvidence, with what to do, for a link type that is not read."""
    if number not in KINDS:
        name, next_step = unread(number)
        raise UnreadableEvidence(f"a capture of {name}, which is not read", next_step=next_step)


def unread(number: int) -> tuple[str, str]:
    """Return what a link type that is not read is called, and what to do."""
    for one in _data().link:
        if number in one.numbers:
            return one.name, one.next_step
    return f"link type {number}", _data().otherwise


@cache
def _data() -> _Data:
    text = resources.files(__package__).joinpath("links.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Data)
