"""Who asks: the actor, its place and sites, and what it states. Nothing here is inferred."""

import msgspec

from nameplate.model.question import Stated


class Site(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A site as its body states it; `name` is found in a device's place, whatever its case."""

    name: str
    site_class: str | None = None
    jurisdiction: str | None = None
    """Where the site is, if not where the actor acts."""
    purpose: str | None = None
    stated: dict[str, Stated] = {}


class Who(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An actor at a place, with everything that a question of law needs of it."""

    actor_kind: str
    jurisdiction: str
    roles: tuple[str, ...] = ()
    actor_name: str | None = None
    incorporated_in: str | None = None
    nationality: str | None = None
    site_class: str | None = None
    """Of every site that is not named in `sites`."""
    purpose: str | None = None
    funding: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    stated: dict[str, Stated] = {}
    sites: tuple[Site, ...] = ()
