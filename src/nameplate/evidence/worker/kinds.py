"""The names of kinds that are recognised by their first bytes and not read."""

import tomllib
from functools import cache
from pathlib import Path

from nameplate.evidence.captures import erf

_CONVERT = "Convert it: editcap -F pcap IN OUT."
_ELSE = "Nothing to do if it is no evidence; else say which program wrote it."


def name_of(head: bytes) -> tuple[str, str]:
    """Return why a file that no reader claims is not read, and what to do next."""
    for start, name, next_step in _kinds():
        if head.startswith(start):
            return f"{name}, which is not read", next_step
    if erf.is_erf(head):
        return "a capture of an Endace card (ERF), which is not read", _CONVERT
    text = b"\0" not in head[:4096]
    return ("text of no known form" if text else "data of no known kind"), _ELSE


@cache
def _kinds() -> tuple[tuple[bytes, str, str], ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        records = tomllib.load(file)["kind"]
    return tuple(
        (bytes.fromhex(start), record["name"], record.get("next_step", _ELSE))
        for record in records
        for start in record["starts"]
    )
