"""What protects whoever reads hostile files on this machine, and what plainly does not."""

import platform
import textwrap

import msgspec

from nameplate import __version__


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One protection: whether it holds here, in plain words."""

    name: str
    holds: bool
    says: str


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The state of this installation."""

    schema: str
    tool: str
    python: str
    system: str
    knowledge: str
    registry: str | None
    protections: tuple[Held, ...]


def run() -> Health:
    """Ask a worker what holds; nothing is assumed."""
    from nameplate.evidence.intake import protections
    from nameplate.knowledge import load

    knowledge = load()
    return Health(
        schema="nameplate/doctor/1",
        tool=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        knowledge=f"{knowledge.version} of {knowledge.released}",
        registry=knowledge.registry.stated if knowledge.registry is not None else None,
        protections=tuple(Held(name=p.name, holds=p.holds, says=p.says) for p in protections()),
    )


def to_json(found: Health) -> bytes:
    """Write it as JSON."""
    from nameplate.papers.json import pretty

    return pretty(found)


def to_text(found: Health) -> str:
    """Write it for people."""
    missing = sum(not p.holds for p in found.protections)
    rows = [
        "Each file is read in a worker process of its own. On this machine "
        + ("all its protections hold." if not missing else f"{missing} do not hold."),
        "",
    ]
    for one in found.protections:
        mark = "holds    " if one.holds else "DOES NOT "
        rows += textwrap.wrap(f"{mark} {one.name}: {one.says}", 80, subsequent_indent=" " * 10)
    rows += [
        "",
        f"nameplate {found.tool}, Python {found.python}, {found.system}",
        f"knowledge {found.knowledge}; registry copy: {found.registry or 'none'}",
    ]
    return "\n".join(rows)
