"""What would decide: the cheapest next piece of evidence, in one plain sentence each."""

from nameplate.model.judged import Attribution, Device
from nameplate.model.knowledge import Knowledge
from nameplate.model.records import Witness

PHOTO = "A photograph of the rating label would decide"
REPLY = "One saved reply of the unit itself (ONVIF or device information) would decide"


def needs_of(device: Device, judged: Attribution, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what would decide, or firm up, the attribution; cheapest first; () if strong."""
    if judged.band == "strong":
        return ()
    if device.invisible:
        return ("No network shows it: a photograph of the camera's own label would decide",)
    if judged.contradiction:
        if len(judged.contradiction) > 1:
            return (
                "Its evidence points to two makers: a photograph of the rating label, "
                "and a fresh reply of the unit itself, would tell which part was changed",
            )
        return ("Marks of an imitation speak against it: a photograph of the label would decide",)
    said = any(s.witness is Witness.DEVICE for s in device.sightings)
    lead = _lead(device, judged, knowledge)
    if judged.band == "moderate":
        more = "A second, independent kind of evidence would make it strong: " + (
            "its hardware address or a photograph of the label" if said else "one saved reply"
        )
        return (more,)
    if not any(key.kind in {"ip", "mac"} for key in device.keys):
        return (*lead, PHOTO)
    return (*lead, PHOTO, REPLY)


def _lead(device: Device, judged: Attribution, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what a brand house's block or name tells: a lead that asks for a second signal."""
    for key in device.keys:
        held = knowledge.block_of(key.value) if key.kind == "mac" else None
        if held is not None and held[1].role == "rebadger":
            return (
                f"Its address block belongs to {held[1].name}, which sells units of several "
                "makers: that names the seller, not the maker",
            )
        if held is not None and held[1].role == "component":
            return (
                f"Its address belongs to a network module of {held[1].name}: "
                "that names the module, not the maker",
            )
    for brand in knowledge.brands.values():
        if judged.brand == brand.name and not brand.own and brand.makers and not brand.lead_only:
            return (f'The label says "{brand.name}": a brand, which decides nothing',)
    return ()
