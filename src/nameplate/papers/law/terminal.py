"""Pages and lists of instruments for the terminal."""

from collections.abc import Sequence

from rich.text import Text

from nameplate.model.law import Instrument
from nameplate.papers.law.page import Page
from nameplate.papers.terminal.screen import fit, hanging, render, wrap
from nameplate.papers.text import shown

_LABEL = 15
_LIMIT = 2000


def page_text(page: Page, *, width: int, colour: bool) -> str:
    """Return one instrument's page."""
    lines = wrap(shown(page.title, _LIMIT), width, style="bold")
    for lead in page.lead:
        lines += wrap(shown(lead, _LIMIT), width)
    lines.append(Text(""))
    for what, value in page.facts:
        lines += hanging(what, shown(value, _LIMIT), width=width, indent=_LABEL)
    for section in page.sections:
        lines += [Text(""), *wrap(shown(section.heading, 200), width, style="bold")]
        for what, value in section.facts:
            lines += hanging(what, shown(value, _LIMIT), width=width, indent=_LABEL)
        for item in section.items:
            lines += _bullet(item, width)
    lines += [Text(""), Text("Not legal advice.")]
    return render(lines, width=width, colour=colour)


def _bullet(item: str, width: int) -> list[Text]:
    found = []
    for number, line in enumerate(wrap(shown(item, _LIMIT), width - 2)):
        found.append(Text.assemble("- " if number == 0 else "  ", line))
    return found


def index_text(instruments: Sequence[Instrument], *, width: int, colour: bool) -> str:
    """Return a list of instruments: id, kind and where, then the title under it."""
    longest = max((len(one.id) for one in instruments), default=0)
    lines = []
    for one in instruments:
        where = ", ".join(one.extent)
        head = f"{fit(one.id, longest)}  {one.force}, {where}"
        lines.append(Text(fit(head, width).rstrip(), style="bold"))
        lines += [Text.assemble("  ", line) for line in wrap(shown(one.title, 300), width - 2)]
    return render(lines, width=width, colour=colour)
