"""Rules for what was said of bodies: somebody said it, of somebody, and on a day that can be.

What is said of a group or an area is never drawn as a body's, so a record says which it is.
"""

import re
from collections.abc import Iterator

from nameplate.knowledge import boundaries
from nameplate.knowledge.bundle import Bundle
from nameplate.knowledge.faults import Fault, is_day
from nameplate.model.knowledge import Deployment

_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_SILENT = ("none", "refused", "no reply", "refused or no reply", "does not know", "not read")
"""Statuses that leave nothing to count of a body's own."""


def deployments(bundle: Bundle) -> Iterator[Fault]:
    """Yield what is wrong with each record of what was said."""
    for held, one in bundle.each(Deployment):
        for what in _faults(one):
            yield Fault(held.where, what)


def _faults(one: Deployment) -> Iterator[str]:
    if not one.claimant.strip() or not one.body.strip():
        yield "who says it, and of whom"
    for day in (one.as_at, one.published):
        if day is not None and not (is_day(day) or _MONTH.fullmatch(day)):
            yield f'"{day}" is no day, month or year'
    if not _PLACE.fullmatch(one.place):
        yield f'"{one.place}" is no place of ISO 3166'
    if one.area is not None and one.area not in boundaries.areas():
        yield f'"{one.area}" is no council area of today'
    if one.area is not None and one.about == "group":
        yield "a group is of no one area"
    if one.about == "body" and one.count is not None and one.status in _SILENT:
        yield "a body that has none, or did not say, gives no number"
    if one.section is not None and one.status != "refused":
        yield "a ground of refusal, and no refusal"
    if one.what == "bodies" and one.base is not None and (one.count or 0) > one.base:
        yield "more than were asked"
    if one.what == "percent of bodies" and not 0 <= (one.count or 0) <= 100:
        yield "a percentage is between 0 and 100"
