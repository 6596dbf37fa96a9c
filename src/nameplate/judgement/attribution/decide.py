"""Reasons to a band: strong, moderate, weak or undetermined, by one standard for every maker."""

from collections.abc import Iterable, Mapping

import msgspec

from nameplate.judgement.attribution.brand import brand_of
from nameplate.judgement.attribution.needs import needs_of
from nameplate.judgement.attribution.weigh import TYPED, reasons, scores
from nameplate.judgement.wording import own_names, stated_brands
from nameplate.model.identifiers import MakerId
from nameplate.model.judged import Attribution, Band, Device, Reason
from nameplate.model.knowledge import Group, Knowledge
from nameplate.model.records import Witness

STRONG, MODERATE, WEAK = 4.5, 2.5, 0.5
"""Least scores of the bands, in nats."""
GROUP_FOR_STRONG = 2.5
AGAINST = 2.0
"""Weight against, or distance to a second maker, that makes a contradiction."""
JUST_WEAK = 2.4
"""What evidence that may not exceed weak is capped to."""


class _Standing(msgspec.Struct, frozen=True):
    """How one maker stands: its groups, its score after the caps, and its reasons."""

    maker: MakerId
    groups: dict[Group, float]
    score: float
    reasons: tuple[Reason, ...]


def attribute(device: Device, knowledge: Knowledge) -> Attribution:
    """Judge who made a device. Pure; the band rules are DESIGN 7's, caps included."""
    found = reasons(device.sightings, knowledge, device.doubted)
    brands = stated_brands(device.sightings)
    in_house = _in_a_brands_block(device, knowledge)
    standings = sorted(
        (
            _stand(MakerId(maker), groups, found, brands, knowledge, in_house=in_house)
            for maker, groups in scores(found).items()
        ),
        key=lambda s: (-s.score, s.maker),
    )
    against = [r for r in found if r.weight < 0]
    weight_against = sum(-r.weight for r in against if r.counted)
    contradiction = _contradiction(standings, weight_against, knowledge)
    lead = standings[0] if standings else None
    band = _band(lead) if lead is not None and not contradiction else "undetermined"
    maker = lead.maker if lead is not None and band != "undetermined" else None
    partial = Attribution(
        device=device.id,
        maker=maker,
        brand=brand_of(device.sightings, knowledge),
        firmware_family=_firmware(found),
        band=band,
        score=round(lead.score, 2) if lead is not None else 0.0,
        kinds=_kinds(lead) if maker is not None and lead is not None else (),
        reasons=lead.reasons if lead is not None else (),
        against=tuple(against) + tuple(r for s in standings[1:] for r in s.reasons),
        contradiction=tuple(s.maker for s in contradiction),
        registrant=_registrant(device, knowledge),
    )
    return msgspec.structs.replace(partial, needs=needs_of(device, partial, knowledge))


def _kinds(lead: _Standing) -> tuple[Group, ...]:
    """Name the independent kinds: what people wrote down is none where anything was seen."""
    seen = {r.group for r in lead.reasons if r.sighting.witness not in TYPED}
    return tuple(sorted(seen or set(lead.groups)))


def _stand(
    maker: MakerId,
    groups: dict[Group, float],
    found: Iterable[Reason],
    brands: Mapping[str, str],
    knowledge: Knowledge,
    *,
    in_house: bool,
) -> _Standing:
    own = tuple(r for r in found if r.maker == maker and r.weight > 0)
    score = sum(groups.values())
    if set(groups) <= {"cloud"}:
        # A phone with the app looks up the same names.
        score = min(score, JUST_WEAK)
    if set(groups) <= {"model", "paper"} and _sold_by_another(maker, brands, knowledge):
        score = min(score, JUST_WEAK)
    if in_house and set(groups) <= {"firmware"} and _sold_by_another(maker, brands, knowledge):
        # A brand house that has its own blocks and its own name may build on licensed firmware:
        # whose firmware runs is said apart, and a serial or a model form would decide.
        score = min(score, JUST_WEAK)
    if all(_only_words(r) for r in own) and not _typed_pair(own, knowledge):
        score = min(score, JUST_WEAK)
    return _Standing(maker=maker, groups=groups, score=score, reasons=own)


def _in_a_brands_block(device: Device, knowledge: Knowledge) -> bool:
    """Say whether its address was registered by a house that sells others' units as its own."""
    held = [knowledge.block_of(key.value) for key in device.keys if key.kind == "mac"]
    return any(one is not None and one[1].role == "rebadger" for one in held)


def _sold_by_another(maker: MakerId, brands: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Say whether a brand is stated that is none of the maker's own: forms of names meet."""
    own = own_names(maker, knowledge)
    return any(brand.casefold() not in own for brand in brands.values())


def _only_words(reason: Reason) -> bool:
    """Say whether people wrote it down, and it is no address: a word, a model, a serial.

    A typed address may be moderate as a seen one is: a slip of the hand rarely ends in a
    maker's block (84 blocks of 16.7 million for the largest).
    """
    return reason.sighting.witness in TYPED and reason.sighting.field != "mac"


def _typed_pair(own: Iterable[Reason], knowledge: Knowledge) -> bool:
    """Say whether people wrote down a model only this maker has, with a serial of its form."""
    decisive = {g.id for g in knowledge.grammars if g.decisive and g.own}
    hits = list(own)
    return any(r.signal in decisive for r in hits) and any(r.identity == "serial" for r in hits)


def _band(lead: _Standing) -> Band:
    if lead.score < WEAK:
        return "undetermined"
    if lead.score < MODERATE:
        return "weak"
    seen = [r for r in lead.reasons if r.sighting.witness not in TYPED]
    if _two_kinds(seen) or _decisive(seen):
        return "strong"
    return "moderate"


def _two_kinds(seen: Iterable[Reason]) -> bool:
    best: dict[Group, float] = {}
    for reason in seen:
        best[reason.group] = max(best.get(reason.group, 0.0), reason.weight)
    firm = {group for group, weight in best.items() if weight >= GROUP_FOR_STRONG}
    return sum(best.values()) >= STRONG and len(firm) >= 2 and "hardware" in firm


def _decisive(seen: Iterable[Reason]) -> bool:
    said = [r for r in seen if r.sighting.witness is Witness.DEVICE]
    return any(r.decisive for r in said) and any(r.identity is not None for r in said)


def _contradiction(
    standings: list[_Standing], against: float, knowledge: Knowledge
) -> tuple[_Standing, ...]:
    """Return whom a contradiction is between: () where there is none.

    What people wrote down contradicts nobody who was seen: it is shown as against. But the address
    of a maker of network equipment may be a bridge's in front of the unit, and there, while the
    unit itself is silent, a written name counts as any other. A maker's own
    block on a unit that runs another's firmware does, whatever the distance: it was cross-flashed,
    or the address is a bridge's.
    """
    if not standings or standings[0].score < WEAK:
        return ()
    lead = standings[0]
    if against >= AGAINST:
        return (lead,)
    for other in standings[1:]:
        if not _was_seen(other) and (_said_itself(lead) or not _may_bridge(lead, knowledge)):
            continue
        if _has_own_word(lead) and _is_a_form(other, knowledge):
            continue
        near = lead.score - other.score < AGAINST
        if near or ("hardware" not in lead.groups and _hardware_seen(other)):
            return (lead, other)
    return ()


def _has_own_word(one: _Standing) -> bool:
    """Say whether its address or its own reply speaks for it, and not only a name's form."""
    return any(
        r.group in ("hardware", "firmware") and r.weight >= GROUP_FOR_STRONG for r in one.reasons
    )


def _is_a_form(one: _Standing, knowledge: Knowledge) -> bool:
    """Say whether it rests on forms of model names that other makers' names can have, too."""
    sure = {g.id for g in knowledge.grammars if g.decisive}
    return set(one.groups) == {"model"} and not any(r.signal in sure for r in one.reasons)


def _said_itself(one: _Standing) -> bool:
    return any(r.sighting.witness is Witness.DEVICE for r in one.reasons)


def _may_bridge(one: _Standing, knowledge: Knowledge) -> bool:
    """Say whether its maker builds what stands between units and a switch."""
    entity = knowledge.entities.get(one.maker)
    return entity is not None and "network equipment" in entity.roles


def _was_seen(one: _Standing) -> bool:
    return any(r.sighting.witness not in TYPED for r in one.reasons)


def _hardware_seen(one: _Standing) -> bool:
    return any(
        r.group == "hardware" and r.weight >= GROUP_FOR_STRONG and r.sighting.witness not in TYPED
        for r in one.reasons
    )


def _firmware(found: Iterable[Reason]) -> MakerId | None:
    """Whose firmware runs: the maker of the heaviest firmware reason that the unit itself said."""
    said = [r for r in found if r.group == "firmware" and r.weight > 0 and r.maker is not None]
    said = [r for r in said if r.sighting.witness not in TYPED]
    return max(said, key=lambda r: (r.weight, r.maker or "")).maker if said else None


def _registrant(device: Device, knowledge: Knowledge) -> str | None:
    """The registry's text for its address where no record of ours speaks: shown, no maker."""
    for key in device.keys:
        if key.kind == "mac":
            held = knowledge.block_of(key.value)
            if held is not None:
                return held[1].name
            if knowledge.registry is not None:
                text = knowledge.registry.registrant(key.value)
                if text is not None:
                    return text
    return None
