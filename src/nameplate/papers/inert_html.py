"""The template engine of every page and report: what evidence brings is inert wherever it stands.

Every text passes `inert` on its way out (the environment's `finalize`), so a place that forgets
to cannot exist; then it is escaped; and evidence stands in <bdi>, so that it cannot turn the
direction of our own words.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from nameplate.model.fields import FIELDS
from nameplate.papers.layers import merge_says
from nameplate.papers.text import (
    SHOWN,
    brief,
    count,
    day,
    either,
    hex_pairs,
    inert,
    mac,
    short_hash,
    shown,
    size,
)


def environment(folder: Path) -> Environment:
    """Return an environment over the templates of a folder, with the house's filters."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=_outward,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "ev": evidence,
        "cell": cell,
        "day": day,
        "size": size,
        "count": count,
        "either": either,
        "hex_pairs": hex_pairs,
        "short_hash": short_hash,
        "field_means": lambda name: FIELDS.get(name, ""),
        "mac": mac,
        "merge_says": merge_says,
    }
    return made


def evidence(text: str, limit: int = SHOWN) -> Markup:
    """Give a text of the evidence: cut, inert, escaped, its direction kept to itself."""
    return Markup("<bdi>") + escape(shown(text, limit)) + Markup("</bdi>")


def cell(text: str) -> Markup:
    """As `evidence`, cut short for a cell of a table."""
    return Markup("<bdi>") + escape(brief(text)) + Markup("</bdi>")


def _outward(value: object) -> object:
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
