"""Which list of leases a heading, or the members of a row, are those of: `dhcp_columns.toml`."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import msgspec


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list as one tool writes it: headings that must be there, and which of them hold what."""

    id: str
    needs: frozenset[str]
    roles: Mapping[str, str]
    source: str
    static: str | None = None


class _Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    windows: tuple[Form, ...]
    firewall: tuple[Form, ...]


@cache
def _forms() -> _Forms:
    text = resources.files(__package__).joinpath("dhcp_columns.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=_Forms)


def windows(headings: Iterable[str]) -> Form | None:
    """Return the list of a Windows server that has these headings, in lower case."""
    return _fit(_forms().windows, frozenset(headings))


def firewall(members: Iterable[str]) -> Form | None:
    """Return the table of a firewall whose rows have these members."""
    return _fit(_forms().firewall, frozenset(members))


def _fit(forms: Iterable[Form], names: frozenset[str]) -> Form | None:
    fit = [form for form in forms if form.needs <= names]
    return max(fit, key=lambda form: len(form.needs), default=None)
