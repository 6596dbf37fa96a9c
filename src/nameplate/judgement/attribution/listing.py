"""Whether the maker stands in a listing on a day. A listing forbids nothing."""

from datetime import date

from nameplate.model.identifiers import MakerId
from nameplate.model.judged import Attribution
from nameplate.model.knowledge import Knowledge, Listing


def listed(judged: Attribution, listing: Listing, knowledge: Knowledge, as_of: date) -> bool | None:
    """Return True, False (another maker, at moderate or better) or None (cannot be told).

    A list that was not read tells nothing, and so does a member that is only remembered.
    """
    if judged.band not in ("strong", "moderate") or judged.maker is None:
        return None
    return names_maker(judged.maker, listing, knowledge, as_of)


def names_maker(maker: MakerId, listing: Listing, knowledge: Knowledge, as_of: date) -> bool | None:
    """Say whether a listing names a maker, or whose maker it is, on a day; None as in `listed`."""
    day = as_of.isoformat()
    names = {maker}
    entity = knowledge.entities.get(maker)
    if entity is not None and entity.maker is not None:
        names.add(entity.maker)
    found = [
        member.strength or listing.strength
        for member in listing.members
        if member.entity in names
        and (member.valid_from is None or member.valid_from <= day)
        and (member.valid_to is None or day <= member.valid_to)
    ]
    if any(strength != "memory" for strength in found):
        return True
    return None if found or listing.state == "unknown" else False
