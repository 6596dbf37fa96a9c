"""Pages of instruments, and indexes of all, as Markdown for the documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from nameplate.model.knowledge import Knowledge, Listing
from nameplate.model.law import Instrument
from nameplate.papers.law.page import NO_LAWYER, Page, page, place_name
from nameplate.papers.law.words import plain, shown_day

HEAD = "<!-- Written by scripts/law_pages.py from the records: change those, not this page. -->\n\n"


def to_markdown(found: Page) -> str:
    """Return one page. Texts are records of ours; they are escaped all the same."""
    parts = [f"# {escaped(found.title)}\n"]
    parts += [f"\n**{escaped(one)}**\n" for one in found.lead]
    parts.append("\n| | |\n|---|---|\n")
    parts += [f"| {escaped(what)} | {escaped(value)} |\n" for what, value in found.facts]
    for section in found.sections:
        parts.append(f"\n## {escaped(section.heading)}\n\n")
        parts += [f"- {escaped(what)}: {escaped(value)}\n" for what, value in section.facts]
        parts += [f"- {escaped(item)}\n" for item in section.items]
    parts.append("\nNot legal advice. [All instruments](../index.md)\n")
    return HEAD + "".join(parts)


def escaped(text: str) -> str:
    """Escape what Markdown or HTML would take for its own."""
    found = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
    for mark in "\\`*_[]|":
        found = found.replace(mark, f"\\{mark}")
    return found


def pages(knowledge: Knowledge) -> Mapping[str, str]:
    """Return every page of `docs/law/` by its path there."""
    law = knowledge.law
    found = {
        f"instruments/{one.id}.md": to_markdown(page(one, knowledge))
        for one in law.instruments.values()
    }
    found["index.md"] = _index(knowledge)
    found["by-place.md"] = _by("place", _places(knowledge), "where an instrument reaches")
    found["by-verb.md"] = _by("act", _verbs(knowledge), "what an instrument speaks of")
    found["by-actor.md"] = _by("actor", _actors(knowledge), "whom an instrument binds or means")
    found["by-date.md"] = _dates(knowledge)
    found["lists.md"] = _lists(knowledge)
    found["not-held.md"] = _not_held(knowledge)
    return found


def _index(knowledge: Knowledge) -> str:
    law = knowledge.law
    checked = [one for one in law.instruments.values() if one.lawyer]
    said = f"{len(checked)} of them" if checked else "none of them"
    rows = "".join(
        f"| {_link(one, '')} | {escaped(one.force)} | {escaped(', '.join(one.extent))} "
        f"| {escaped(one.strength)} |\n"
        for one in sorted(law.instruments.values(), key=lambda one: one.id)
    )
    return (
        f"{HEAD}# What we hold of the law\n\n"
        f"{len(law.instruments)} instruments. A lawyer has checked {said}. Not legal advice. "
        "An instrument read in the press or known from memory never gives a duty.\n\n"
        "Indexes: [by place](by-place.md), [by act](by-verb.md), [by actor](by-actor.md), "
        "[by date](by-date.md), [lists](lists.md), [what we do not hold](not-held.md), "
        "[how to add one](../knowledge.md).\n\n"
        f"| instrument | kind | where | sources |\n|---|---|---|---|\n{rows}"
    )


def _by(what: str, groups: Mapping[str, Iterable[Instrument]], means: str) -> str:
    parts = [f"{HEAD}# Instruments by {what}\n\nBy {means}. [All instruments](index.md)\n"]
    for name in sorted(groups):
        parts.append(f"\n## {escaped(name)}\n\n")
        members = {one.id: one for one in groups[name]}
        parts += [
            f"- {_link(members[i], '')} ({escaped(members[i].force)})\n" for i in sorted(members)
        ]
    return "".join(parts)


def _places(knowledge: Knowledge) -> Mapping[str, list[Instrument]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for one in knowledge.law.instruments.values():
        for place in one.extent:
            found[place_name(place, knowledge.law.places.names)].append(one)
    return found


def _verbs(knowledge: Knowledge) -> Mapping[str, list[Instrument]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for one in knowledge.law.instruments.values():
        for limb in one.limbs:
            for verb in (*limb.verbs, *limb.on):
                found[plain(verb)].append(one)
    return found


def _actors(knowledge: Knowledge) -> Mapping[str, list[Instrument]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for one in knowledge.law.instruments.values():
        for limb in one.limbs:
            for actor in limb.actors:
                found[plain(actor)].append(one)
            for actor in limb.not_actors:
                found[f"{plain(actor)}, expressly not bound"].append(one)
    return found


def _dates(knowledge: Knowledge) -> str:
    rows: dict[tuple[str, str, str, str], None] = {}
    for one in knowledge.law.instruments.values():
        for limb in one.limbs:
            for interval in limb.intervals:
                if interval.valid_from:
                    shown = shown_day(interval.valid_from, interval.precision)
                    rows[interval.valid_from, shown, interval.state, one.id] = None
                if interval.valid_to:
                    shown = shown_day(interval.valid_to, interval.to_precision)
                    rows[interval.valid_to, shown, f"last day: {interval.state}", one.id] = None
    held = knowledge.law.instruments
    lines = "".join(
        f"| {shown} | {escaped(state)} | {_link(held[name], '')} |\n"
        for _, shown, state, name in sorted(rows)
    )
    return (
        f"{HEAD}# Instruments by date\n\nThe days on which a limb's state begins or ends. "
        f"[All instruments](index.md)\n\n| day | state | instrument |\n|---|---|---|\n{lines}"
    )


def _lists(knowledge: Knowledge) -> str:
    parts = [
        f"{HEAD}# Lists\n\nA list forbids nothing: it names members from a day on, and limbs of "
        "instruments make that matter. [All instruments](index.md)\n"
    ]
    for listing in sorted(knowledge.listings.values(), key=lambda one: one.id):
        parts.append(f"\n## {escaped(listing.title)}\n\n{escaped(listing.says)}\n\n")
        parts.append(f"- id: `{listing.id}`\n- members that we hold: {len(listing.members)}")
        parts.append("" if listing.complete else " (not the whole list)")
        parts.append("\n" + _state(listing))
    return "".join(parts)


def _state(listing: Listing) -> str:
    found = f"- read as at {shown_day(listing.as_at)}\n" if listing.as_at else ""
    if listing.state == "unknown":
        found += "- its members were not read: it is not held, which is not that it is empty\n"
    return found + "".join(
        f"- source: {escaped(s.what)}, {escaped(s.where)}\n" for s in listing.source
    )


def _not_held(knowledge: Knowledge) -> str:
    law = knowledge.law
    held = {place for one in law.instruments.values() for place in one.extent} | set(
        law.places.held
    )
    names = law.places.names
    without = sorted(
        place_name(p, names) for p in names if p not in held and not law.places.within.get(p)
    )
    unknown = [one for one in knowledge.listings.values() if one.state == "unknown"]
    partial = [
        one for one in knowledge.listings.values() if one.state != "unknown" and not one.complete
    ]
    weak = [one for one in law.instruments.values() if one.lead_only or one.strength == "memory"]
    parts = [
        f"{HEAD}# What we do not hold\n\n“Not held” is never “no duty”: it says that we cannot "
        "tell. [All instruments](index.md)\n\n## Places that are known not to be held\n\n",
        *(f"- {escaped(one.words)} ({one.place})\n" for one in law.places.not_held),
        "- every place that no instrument names, nor one around it"
        + (f", among them {escaped(', '.join(without[:40]))}" if without else "")
        + "\n\n## Lists whose members were not read\n\n",
        *(f"- {escaped(one.title)}\n" for one in unknown),
        "\n## Lists that are held in part\n\n",
        *(f"- {escaped(one.title)}: {len(one.members)} members\n" for one in partial),
        "\n## Instruments known from memory only\n\n",
        *(f"- {_link(one, '')}\n" for one in weak),
        "\n## Never examined\n\nYour contracts, leases, grants, insurance and undertakings; local "
        "rules of a single body, save those listed; case law, save where an instrument cites it; "
        f"laws not yet published on {shown_day(_released(knowledge))}. {NO_LAWYER}\n",
    ]
    return "".join(parts)


def _released(knowledge: Knowledge) -> str:
    return date.fromisoformat(knowledge.released).isoformat()


def _link(one: Instrument, up: str) -> str:
    return f"[{escaped(one.title)}]({up}instruments/{one.id}.md)"
