"""The same evidence answered twice: as the law stands, and as if a proposal were law."""

from typing import Literal

import msgspec

from nameplate.model.law import Switchable
from nameplate.model.question import Outcome
from nameplate.model.who import Who


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What another choice gives: how many units would be bound, for how many it would depend."""

    value: Switchable
    bound: int
    depends: int


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An open choice of the proposal: what it is set to, whether by the user, and what others give.

    `effects` is () where the choice does not turn on what we hold.
    """

    name: str
    words: str
    value: Switchable
    chosen: bool
    effects: tuple[Effect, ...]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One unit whose answer differs."""

    device: str
    kind: str
    place: str | None
    site: str | None
    maker: str | None
    band: str
    before: Outcome
    after: Outcome
    because: str
    needs: tuple[str, ...]


class SiteEffect(msgspec.Struct, frozen=True, kw_only=True):
    """One site or place: its units, how many would be bound, for how many it would depend."""

    place: str
    devices: int
    bound: int
    depends: int


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """The difference. No single number: the choices stand beside it with what each would give."""

    schema: Literal["nameplate/scenario/1"]
    instrument: str
    title: str
    start: str
    who: Who
    says: tuple[str, ...]
    devices: int
    before: dict[str, int]
    after: dict[str, int]
    choices: tuple[Choice, ...]
    changed: tuple[Changed, ...]
    by_place: tuple[SiteEffect, ...]
    cannot_tell: int
    """Units whose maker cannot be told yet: they are in neither count."""
    to_compute: tuple[str, ...]
    """What the proposal turns on and no evidence of devices shows."""
