"""The difference that a proposal would make, for the terminal and for sheets."""

from rich.text import Text

from nameplate.model.law import Switchable
from nameplate.model.scenario import Choice, Scenario
from nameplate.papers.law import cells
from nameplate.papers.terminal.screen import fit, render, wrap
from nameplate.papers.text import shown

OUTCOMES = {**cells.OUTCOMES, "proposed": "a duty, if it were law"}
ROWS = 30
"""How many devices and places a screen shows."""
CHANGED_HEADER = (
    *("device", "kind", "place", "site", "maker", "evidence"),
    *("as the law stands", "if it were law", "because", "needs"),
)


def scenario_text(found: Scenario, *, width: int, colour: bool) -> str:
    """Return the difference: sentences, choices, places, devices."""
    lines: list[Text] = []
    for number, sentence in enumerate(found.says):
        lines += wrap(shown(sentence, 1000), width, style="bold" if number == 0 else "")
    if found.choices:
        lines += [Text(""), Text("Open choices (--switch NAME=VALUE)", style="bold")]
        for choice in found.choices:
            lines += _bullet(choice_says(choice), width)
    lines += [Text(""), Text("By place", style="bold")]
    for row in found.by_place[:ROWS]:
        text = f"{row.place}: {row.bound} of {row.devices} would be reached"
        lines += _bullet(text + (f", {row.depends} would depend" if row.depends else ""), width)
    lines += _more(len(found.by_place) - ROWS, "places", width)
    lines += [Text(""), Text("By device", style="bold")]
    for one in found.changed[:ROWS]:
        maker = f"{one.maker or 'maker not known'} ({one.band})"
        change = f"{OUTCOMES[one.before]} becomes {OUTCOMES[one.after]}"
        line = (
            f"{one.device}  {fit(one.kind, 9)} {fit(shown(one.place or ''), 20)} {maker}: {change}"
        )
        lines += wrap(line, width)
    lines += _more(len(found.changed) - ROWS, "devices", width)
    if found.to_compute:
        lines += [Text(""), Text("Not to be seen from devices", style="bold")]
        for text in found.to_compute:
            lines += _bullet(text, width)
    return render(lines, width=width, colour=colour)


def choice_says(choice: Choice) -> str:
    """Say what a choice is set to and what another setting would give."""
    how = "chosen" if choice.chosen else "as the record has it"
    asked = choice.words.rstrip("?.")
    text = f"{choice.name} ({asked}): now {value_words(choice.value)}, {how}."
    for effect in choice.effects:
        text += f" If {value_words(effect.value)}: {effect.bound} reached, {effect.depends} depend."
    return text


def value_words(value: Switchable) -> str:
    """Return a setting as people say it."""
    if value is None:
        return "not chosen"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def changed_rows(found: Scenario) -> list[tuple[str, ...]]:
    """Return one row a device under CHANGED_HEADER."""
    return [
        (
            *(one.device, one.kind, one.place or "", one.site or "", one.maker or "", one.band),
            *(OUTCOMES[one.before], OUTCOMES[one.after], one.because, "; ".join(one.needs)),
        )
        for one in found.changed
    ]


def _more(number: int, noun: str, width: int) -> list[Text]:
    return wrap(f"... and {number} more {noun}: --json", width) if number > 0 else []


def _bullet(item: str, width: int) -> list[Text]:
    return [
        Text.assemble("- " if number == 0 else "  ", line)
        for number, line in enumerate(wrap(shown(item, 1000), width - 2))
    ]
