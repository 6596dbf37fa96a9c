"""The summary: the answer, what to do next, the table, and what was not seen, read or looked at."""

from collections.abc import Sequence

from rich.text import Text

from nameplate.model.report import DeviceOut, Read
from nameplate.papers import words
from nameplate.papers.steps import Step, next_steps, unseen
from nameplate.papers.terminal.screen import hanging, render, wrap
from nameplate.papers.terminal.table import table
from nameplate.papers.text import count, shown

ROWS = 20
"""How many devices a screen shows: more would push the answer off it."""
LINES = 3
"""How many next steps, files not read and files cut short it names."""
INDENT = 13


def summary(read: Read, *, width: int, colour: bool, asked: str = "PATH", kept: bool = True) -> str:
    """Return the summary for a terminal of `width` columns.

    `asked` is what the user gave to `nameplate read`, for the line that says how to share;
    `kept` whether records were kept, so that "why" needs no path.
    """
    lines: list[Text] = []
    for number, sentence in enumerate(read.summary.sentences):
        lines += wrap(shown(sentence, 1000), width, style="bold" if number < 2 else "")
    lines += _next(read, width)
    if read.devices:
        lines += [Text(""), *_table(read, width, asked)]
    lines += [Text(""), *_foot(read, width, asked, kept=kept)]
    return render(lines, width=width, colour=colour)


def _next(read: Read, width: int) -> list[Text]:
    steps = next_steps(read)
    if not steps:
        return []
    lines = [Text("")]
    for number, step in enumerate(steps[:LINES]):
        label = "Next" if number == 0 else ""
        lines += hanging(label, _step(step), width=width, indent=INDENT)
    if len(steps) > LINES:
        more = count(len(steps) - LINES, "more step")
        lines += hanging("", f"and {more}, in the report", width=width, indent=INDENT)
    return lines


def _step(step: Step) -> str:
    reach = count(len(step.devices), "device") if step.devices else step.why
    return shown(f"{step.what} ({reach})", 400)


def _table(read: Read, width: int, asked: str) -> list[Text]:
    ordered = words.in_order(read.devices)
    lines = table(ordered[:ROWS], width=width)
    rest = ordered[ROWS:]
    if rest:
        told = f"... and {len(rest)} more ({_kinds(rest)}): {_share(asked)}"
        lines += [Text(" ").append_text(line) for line in wrap(told, width - 1)]
    return lines


def _kinds(devices: Sequence[DeviceOut]) -> str:
    words_of = {True: "listed", None: words.CANNOT_TELL, False: "of other makers"}
    counted = {name: sum(d.listed is value for d in devices) for value, name in words_of.items()}
    return ", ".join(f"{number} {name}" for name, number in counted.items() if number)


def _share(asked: str) -> str:
    return f"nameplate read {shown(asked)} -o report.html"


def _foot(read: Read, width: int, asked: str, *, kept: bool) -> list[Text]:
    cut_short = [p for p in read.partial if not p.notice]
    noticed = [p for p in read.partial if p.notice]
    law = read.law.says if read.law is not None else read.not_looked.get("answers")
    where = "" if kept else f" {asked}"
    asks = [] if read.law is None else list(read.law.needs)
    parts: list[tuple[str, list[str]]] = [
        ("To be stated", _some(asks)),
        ("Not seen", ["; ".join(unseen(read.coverage))]),
        ("Not read", _some([f"{n.file}: {n.reason}" for n in read.not_read])),
        ("Cut short", _some([f"{p.file}, {p.where}: {p.reason}" for p in cut_short])),
        ("Noticed", _some([f"{p.file}, {p.where}: {p.reason}" for p in noticed])),
        ("Why?", [f"nameplate why {_first(read)}{where}"] if read.devices else []),
        ("Share", [_share(asked)]),
    ]
    lines = []
    if law is not None:
        label = "What the law asks of you"
        beside = width >= 2 * len(label)
        lines += (
            hanging(label, law, width=width, indent=26)
            if beside
            else wrap(f"{label}: {law}", width)
        )
    for label, told in parts:
        for number, text in enumerate(told):
            lines += hanging("" if number else label, shown(text, 300), width=width, indent=INDENT)
    return lines


def _first(read: Read) -> str:
    return shown(words.in_order(read.devices)[0].id)


def _some(texts: list[str]) -> list[str]:
    if len(texts) <= LINES:
        return texts
    return [*texts[:LINES], f"and {len(texts) - LINES} more, in the report"]
