"""A knowledge of a few invented records, and short ways to write sightings for tests."""

from datetime import datetime

import re2

from nameplate.model.identifiers import MakerId
from nameplate.model.knowledge import (
    Brand,
    Entity,
    Grammar,
    Group,
    Identity,
    KindRule,
    Knowledge,
    Listing,
    Member,
    Pattern,
    Registrant,
    Signal,
)
from nameplate.model.records import How, Key, KeyKind, Sighting, Witness

ACME, BOLT = MakerId("acme"), MakerId("bolt")
ACME_MAC, ACME_MAC_2 = "00005e005301", "00005e005302"
BOLT_MAC = "00aa00000001"


def signal(
    name: str,
    field: str,
    pattern: str,
    weight: float,
    *,
    maker: MakerId | None = ACME,
    group: Group = "firmware",
    decisive: bool = False,
    identity: Identity | None = None,
    component: str | None = None,
    brand: str | None = None,
) -> Signal:
    return Signal(
        id=name,
        maker=maker,
        fields=tuple(field.split()),
        pattern=pattern,
        group=group,
        weight=weight,
        decisive=decisive,
        identity=identity,
        component=component,
        brand=brand,
        says=f"{name} says {{value}}",
    )


SIGNALS = (
    signal("acme-contact", "isapi.system_contact", "^Acme$", 4.0, decisive=True),
    signal("acme-server", "http.server", "^Acme-Webs$", 3.0),
    signal("acme-realm", "http.realm", "^Login to A[0-9]{6}$", 3.0),
    signal(
        "acme-serial",
        "isapi.serial register.serial http.realm",
        "A[0-9]{6}",
        2.8,
        group="hardware",
        identity="serial",
    ),
    signal("bolt-contact", "isapi.manufacturer", "^Bolt$", 4.0, maker=BOLT, decisive=True),
    signal("acme-word", "register.brand", "(?i)^acme$", 1.0, group="paper"),
    signal("acme-cloud", "dns.name", "acme[.]example[.]org$", 3.0, group="cloud"),
    signal("imitation", "http.server", "^Acme-Webs/[0-9]", -4.0, maker=None, group="decoy"),
    signal("chip", "http.server", "(?i)chipco", 0.0, maker=None, component="ChipCo chip"),
)
GRAMMARS = (
    Grammar(
        id="acme-model",
        maker=ACME,
        brand="Acme",
        kind="camera",
        pattern="^AC-[0-9]{4}$",
        weight=3.0,
        own=True,
        decisive=True,
    ),
    Grammar(
        id="house-model",
        maker=ACME,
        brand="House",
        kind="camera",
        pattern="^HB[0-9]{3}$",
        weight=3.0,
        own=False,
    ),
)
REGISTRANTS = (
    Registrant(name="Acme Ltd", role="maker", maker=ACME, weight=3.5, blocks=("00005e",)),
    Registrant(name="Bolt AG", role="maker", maker=BOLT, weight=3.5, blocks=("00aa00",)),
    Registrant(name="House Brands", role="rebadger", maker=None, weight=0.0, blocks=("00bb00",)),
    Registrant(name="Radio Parts", role="component", maker=None, weight=0.0, blocks=("00cc00",)),
)
KINDS = (
    KindRule(
        id="typed-camera",
        kind="camera",
        fields=("register.kind",),
        pattern="(?i)camera",
        strength=1,
    ),
    KindRule(
        id="said-recorder",
        kind="recorder",
        fields=("isapi.device_type",),
        pattern="^NVR$",
        strength=3,
    ),
)


def knowledge(*extra: Signal) -> Knowledge:
    signals = SIGNALS + extra
    rules: list[Signal | Grammar | KindRule] = [*signals, *GRAMMARS, *KINDS]
    patterns: dict[str, Pattern] = {r.id: re2.compile(r.pattern) for r in rules}
    fields = {field for s in signals for field in s.fields}
    return Knowledge(
        version="test",
        released="2026-11-25",
        entities={
            "acme": Entity(id="acme", name="Acme Ltd", short="Acme"),
            "bolt": Entity(id="bolt", name="Bolt AG", short="Bolt"),
        },
        brands={"house": Brand(id="house", name="House", makers=(ACME, BOLT))},
        signals=signals,
        grammars=GRAMMARS,
        registrants=REGISTRANTS,
        kind_rules=KINDS,
        listings={
            "call": Listing(
                id="call",
                title="A call",
                says="A call.",
                members=(
                    Member(
                        entity="acme", basis="named", valid_from="2022-07-01", valid_to="2024-12-31"
                    ),
                ),
            )
        },
        errors=(),
        patterns=patterns,
        blocks={b: i for i, r in enumerate(REGISTRANTS) for b in r.blocks},
        by_field={f: tuple(s for s in signals if f in s.fields) for f in sorted(fields)},
    )


def key(kind: KeyKind, stated: str, how: How = "table") -> Key:
    found = Key.of(kind, stated, how)
    assert found is not None, stated
    return found


def saw(
    field: str,
    value: str,
    *keys: Key,
    evidence: str = "e1",
    where: str = "line 1",
    unit: str = "",
    witness: Witness = Witness.DEVICE,
    behind: Key | None = None,
    when: datetime | None = None,
) -> Sighting:
    return Sighting(
        keys=keys,
        witness=witness,
        field=field,
        value=value,
        where=where,
        evidence=evidence,  # type: ignore[arg-type]  # short names stand for hashes in tests
        unit=unit,
        behind=behind,
        when=when,
    )
