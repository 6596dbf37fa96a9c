"""What was stated, in sentences and rows: for pages, the history and exports."""

import contextlib
from collections.abc import Iterable, Mapping

import msgspec

from nameplate.model.question import Stated
from nameplate.papers.law.words import plain
from nameplate.papers.text import day
from nameplate.work import placing, stating
from nameplate.work.entering import STARTED, fact_asks
from nameplate.work.stating import (
    SITE,
    Body,
    FactStated,
    Past,
    Sensitivity,
    SiteHeld,
    SiteStated,
)
from nameplate.work.whom import means, place_name, spelled

Rows = tuple[tuple[str, str], ...]
_UNREADABLE = "something that cannot be read"


def body(one: Body) -> Rows:
    """Return who asks as (what, value); what is not stated is left out."""
    rows = (
        ("Kind of body", means("actors", one.kind)),
        ("Name", one.name or ""),
        ("Acts in", place_name(one.place)),
        ("Also", "; ".join(means("roles", role) for role in one.roles)),
        ("Formed in", place_name(one.formed_in)),
        ("Nationality", place_name(one.nationality)),
        ("Sites, where not named below", means("sites", one.site_class)),
        ("Devices are for", means("purposes", one.purpose)),
        ("Money", "; ".join(means("funding", word) for word in one.funding)),
        ("Clauses in contracts", "; ".join(means("clauses", word) for word in one.clauses)),
    )
    return tuple(row for row in rows if row[1])


def site(one: SiteHeld) -> Rows:
    """Return a site as (what, value)."""
    told = one.sensitivity
    sensitive = "" if told is None else f"{means('sites', told.kind)}, stated on {day(told.day)}"
    kind = means("sites", one.site.kind)
    if told is not None and one.site.kind is not None:
        kind = spelled(one.site.kind)
    rows = (
        ("Kind", kind),
        ("Place", place_name(one.site.place)),
        ("Purpose", means("purposes", one.site.purpose)),
        ("Sensitivity", sensitive),
    )
    return tuple(row for row in rows if row[1])


def fact(name: str, one: FactStated) -> tuple[str, str]:
    """Return a fact's question and its answer."""
    return fact_asks(name) or plain(name), value(one.value, is_day=name.startswith(STARTED))


def value(stated: Stated, *, is_day: bool = False) -> str:
    """Return a stated value as people write it."""
    if isinstance(stated, bool):
        return "yes" if stated else "no"
    return day(stated) if is_day and isinstance(stated, str) else str(stated)


def unnamed(
    places: Iterable[tuple[str, int]], sites: Iterable[SiteHeld]
) -> tuple[tuple[str, int], ...]:
    """Return the places of the evidence in which no site's name stands."""
    names = [one.site.name.casefold() for one in sites]
    return tuple(
        (place, devices)
        for place, devices in places
        if not any(name in place.casefold() for name in names)
    )


def site_names(every: Iterable[Past]) -> dict[str, str]:
    """Return the last name of each site that there ever was; `every` is newest first."""
    found: dict[str, str] = {}
    for one in every:
        id_ = one.name.removeprefix(SITE)
        if one.name.startswith(SITE) and one.value is not None and id_ not in found:
            with contextlib.suppress(msgspec.DecodeError):
                found[id_] = msgspec.json.decode(one.value, type=SiteStated).name
    return found


def past(one: Past, names: Mapping[str, str]) -> str:
    """Say what an entry of the history states. `names` are those of sites."""
    return _says(one.name, one.value, names)


def then(one: Past, names: Mapping[str, str]) -> str:
    """Say what stands once an entry is taken back."""
    return _says(one.name, one.before, names)


def _says(name: str, data: bytes | None, names: Mapping[str, str]) -> str:
    kind, _, rest = name.partition(":")
    site_, _, fact_ = rest.partition(":")
    where = f"“{names.get(site_, 'a site')}”"
    try:
        match f"{kind}:" if rest else kind:
            case stating.BODY:
                return _body(data)
            case stating.SITE:
                return f"site {where} removed" if data is None else _site(data)
            case stating.SENSITIVITY:
                return f"site {where}: {_sensitivity(data)}"
            case placing.AREA:
                return f"site {where}: {_area(data)}"
            case stating.FACT:
                return _fact(fact_, data) + (f" (site {where})" if site_ else "")
    except msgspec.DecodeError:
        return _UNREADABLE
    return name


def _body(data: bytes | None) -> str:
    if data is None:
        return "nobody is said to ask"
    return "; ".join(f"{what}: {says}" for what, says in body(msgspec.json.decode(data, type=Body)))


def _site(data: bytes) -> str:
    one = msgspec.json.decode(data, type=SiteStated)
    parts = (
        means("sites", one.kind) or "kind not stated",
        place_name(one.place),
        means("purposes", one.purpose),
    )
    return f"site “{one.name}”: {'; '.join(part for part in parts if part)}"


def _sensitivity(data: bytes | None) -> str:
    if data is None:
        return "nothing is stated of its sensitivity"
    one = msgspec.json.decode(data, type=Sensitivity)
    return f"{means('sites', one.kind)}, stated on {day(one.day)}: {one.why}"


def _area(data: bytes | None) -> str:
    code = None if data is None else msgspec.json.decode(data, type=str)
    found = None if code is None else placing.area(code)
    return "no area is stated" if found is None else f"its area is {found.name} ({found.code})"


def _fact(name: str, data: bytes | None) -> str:
    if data is None:
        return f"{fact_asks(name) or plain(name)} Not stated"
    asks, says = fact(name, msgspec.json.decode(data, type=FactStated))
    return f"{asks} {says}"


def asked(text: str) -> str:
    """Return a fact that an address states, "waiver=yes", as its question with the answer."""
    name, _, said = text.partition("=")
    return f"{fact_asks(name) or plain(name)} {said}"
