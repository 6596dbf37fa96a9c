"""An answer of law for the terminal: the sentence, what decides and why, what stands beside."""

from collections.abc import Sequence

from rich.text import Text

from nameplate.model.question import Answered, AnswerOut, Stretch
from nameplate.papers.law.cells import OUTCOMES
from nameplate.papers.law.words import shown_day
from nameplate.papers.terminal.screen import hanging, render, wrap
from nameplate.papers.text import shown

_LABEL = 14
_LIMIT = 2000
_MOST_BESIDE = 6


def answer_text(found: Answered, *, width: int, colour: bool) -> str:
    """Return one answer: the headline first, then every instrument that could matter."""
    lines = wrap(shown(found.says, _LIMIT), width, style="bold")
    for one in found.answers:
        lines += [Text(""), *_answer(one, width)]
    if found.beside:
        lines += [Text(""), Text("Beside it, and never the answer", style="bold")]
        for one in found.beside[:_MOST_BESIDE]:
            text = f"{one.title}: {one.because} ({OUTCOMES[one.outcome]}; {one.instrument})"
            lines += _bullet(text, width)
        if len(found.beside) > _MOST_BESIDE:
            lines += _bullet(f"and {len(found.beside) - _MOST_BESIDE} more, with --json", width)
    lines += [Text(""), *_searched(found, width)]
    return render(lines, width=width, colour=colour)


def time_line_text(found: Sequence[Stretch], *, width: int, colour: bool) -> str:
    """Return what applied when, a stretch of days after another, and what changed it."""
    lines: list[Text] = []
    for one in found:
        days = f"{shown_day(one.since)} to {shown_day(one.until)}"
        lines += wrap(f"{days}: {OUTCOMES[one.outcome]}", width, style="bold")
        lines += _bullet(one.says, width)
        if one.changed_by:
            lines += _bullet(f"changed by {', '.join(one.changed_by)}", width)
    lines += [Text(""), Text("Not legal advice. No lawyer has checked it.")]
    return render(lines, width=width, colour=colour)


def _answer(one: AnswerOut, width: int) -> list[Text]:
    lines = wrap(shown(f"{OUTCOMES[one.outcome]}: {one.title}", _LIMIT), width, style="bold")
    facts = [
        ("limb", f"{one.instrument}, {one.limb}"),
        ("because", one.because),
        *(("needs", need) for need in one.needs),
        ("cites", one.paragraph or one.citation),
        *([("reaches by", one.reach)] if one.reach else []),
        *(("clock", clock.words) for clock in one.clocks),
        *(
            ("also", f"{also.limb}: {OUTCOMES[also.outcome]}. {also.because}")
            for also in one.further
        ),
        *([("breach", one.consequence)] if one.consequence else []),
        *(("debatable", text) for text in one.debatable),
        ("read in", f"{'; '.join(one.sources)} ({one.strength})"),
    ]
    for what, value in facts:
        lines += hanging(what, shown(value, _LIMIT), width=width, indent=_LABEL)
    return lines


def _searched(found: Answered, width: int) -> list[Text]:
    looked = found.searched
    text = (
        f"{looked.instruments} instruments are held, {looked.reaching} of them reach this actor "
        f"and place; knowledge {looked.knowledge}"
    )
    lines = hanging("Searched", text, width=width, indent=_LABEL)
    not_examined = "; ".join(looked.not_examined)
    lines += hanging("Not examined", shown(not_examined, _LIMIT), width=width, indent=_LABEL)
    lines += hanging("", "Not legal advice. No lawyer has checked it.", width=width, indent=_LABEL)
    return lines


def _bullet(item: str, width: int) -> Sequence[Text]:
    return [
        Text.assemble("- " if number == 0 else "  ", line)
        for number, line in enumerate(wrap(shown(item, _LIMIT), width - 2))
    ]
