"""What was said of a body's cameras, in words: the answer, the number with its unit, the day."""

from typing import Literal

from nameplate.model.knowledge import Deployment
from nameplate.papers.text import day

State = Literal["many", "some", "none", "refused", "no reply", "unknown", "mixed"]
STATES: dict[State, str] = {
    "many": "has 100 or more",
    "some": "has some",
    "none": "says it has none",
    "refused": "refused to say",
    "no reply": "did not reply",
    "unknown": "not known",
    "mixed": "answers differ",
}
"""In the order of a legend: each with a pattern of its own, and never a colour alone."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_PLAIN = {
    "in use": "in use; no number given",
    "removal planned": "in use, removal planned",
    "purchase planned": "a purchase planned",
    "none": "none",
    "no reply": "no reply",
    "refused or no reply": "refused, or no reply",
    "does not know": "it does not know",
    "not read": "its answer was not read here",
    "reported": "reported; no number given",
    "exposed": "reachable from the internet",
    "answered": "answered",
}
ASKED = {
    "analytics": "what its cameras recognise",
    "management software": "its management software",
    "purchases": "what it bought",
    "sites": "how many sites and cameras",
    "due diligence": "whether it looks into suppliers",
}


def answer(one: Deployment) -> str:
    """Say what was answered: "47 cameras", "11 of 32 bodies", "refused: FOIA 2000 s.31(1)(a)"."""
    if one.status == "refused" and one.count is None:
        asked = f" (asked: {ASKED[one.what]})" if one.what in ASKED else ""
        return f"refused: {one.section}{asked}" if one.section else f"refused{asked}"
    if one.count is None or (one.status == "none" and one.what == "presence"):
        return _PLAIN.get(one.status, one.status)
    number = f"{one.count:,.2f}".rstrip("0").rstrip(".") if one.count % 1 else f"{one.count:,.0f}"
    said = f"{one.qualifier} {number}" if one.qualifier else number
    if one.what == "percent of bodies":
        asked_of = f" ({one.base:,} asked or answered: not stated)" if one.base else ""
        return f"{said}% of bodies{asked_of}"
    of = f" of {one.base:,}" if one.base is not None else ""
    unit = {"drones": "bodies that fly them", "due diligence": "bodies that answered"}
    what = unit.get(one.what, one.what)
    more = {"none": " have none", "refused or no reply": " refused or did not reply"}
    return f"{said}{of} {what}{more.get(one.status, '')}"


def moment(one: Deployment) -> str:
    """Say of when it is: "June 2019"; "said on 15 January 2024" where only that is known."""
    if one.as_at is not None:
        return when(one.as_at)
    return "day not said" if one.published is None else f"said {when(one.published)}"


def when(stated: str) -> str:
    """Write a year, a month or a day of ISO 8601 out."""
    if len(stated) == 7:
        return f"{_MONTHS[int(stated[5:]) - 1]} {stated[:4]}"
    return day(stated) if len(stated) == 10 else stated


def about(one: Deployment) -> str:
    """Say whether it can be drawn as a body's own, and if not, why."""
    return {
        "body": "",
        "company": "a company, no public body: not on the map",
        "area": "an area, not its council: not on the map",
        "group": "a group, no one body: not on the map",
    }[one.about]
