"""`nameplate law`: what the law asks of an actor with a thing, at a place, on a day."""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from nameplate.cli.help import Group
from nameplate.cli.law_options import (
    Asking,
    asking_options,
    question_of,
    switches_of,
    who_options,
)
from nameplate.cli.options import Day, case_of, case_options
from nameplate.cli.screen import colour, progress_bar, width
from nameplate.model.errors import NameplateError, WrongUsage
from nameplate.model.who import Who
from nameplate.work import law as work
from nameplate.work import read
from nameplate.work import scenario as scenarios

_LINE_LIMIT = 1 << 21


@click.group(
    name="law",
    cls=Group,
    examples=(
        "nameplate law ask --actor council --place GB-ENG --verb buy",
        "nameplate law list --place US-TX",
    ),
)
def command() -> None:
    """Say what the law asks: by actor, place, act, thing and day, with citation.

    Not legal advice: no lawyer has checked the records.
    """


@command.command(
    name="ask",
    examples=(
        "nameplate law ask --actor council --place GB-ENG --verb buy",
        "nameplate law ask questions.jsonl > answers.jsonl",
    ),
)
@click.argument("questions", required=False, metavar="[QUESTIONS.jsonl]")
@asking_options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ask(questions: str | None, as_json: bool, asking: Asking) -> int:
    """Answer one question given by options, or one question a line of a file (- is stdin).

    On a terminal what is missing is asked for. The words of each option: nameplate law words.
    """
    if questions is not None:
        if asking.is_given:
            raise WrongUsage("give a file of questions or options, not both")
        return _lines(questions)
    found = work.ask(question_of(asking))
    if as_json:
        sys.stdout.buffer.write(work.to_json(found))
    else:
        click.echo(work.answer_text(found, width=width(), colour=colour()), color=colour())
    return 0


def _lines(name: str) -> int:
    """Answer a file line by line; faults go to stderr, and end in exit code 4."""
    faults: list[str] = []
    outcomes: Counter[str] = Counter()
    shown = "standard input" if name == "-" else name
    for found in work.ask_lines(_numbered(name), shown):
        if isinstance(found, NameplateError):
            faults.append(str(found))
            click.echo(f"nameplate: {found}", err=True)
        else:
            outcomes[found.outcome] += 1
            sys.stdout.buffer.write(work.to_json(found))
    sys.stdout.buffer.write(work.last_line(outcomes, faults))
    return 4 if faults else 0


def _numbered(name: str) -> Iterator[tuple[int, bytes]]:
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            number = 0
            while line := file.readline(_LINE_LIMIT):
                number += 1
                yield number, line
                while len(line) == _LINE_LIMIT and not line.endswith(b"\n"):
                    line = file.readline(_LINE_LIMIT)
    except OSError as fault:
        raise WrongUsage(
            f"cannot be read ({fault.strerror or 'refused'})",
            where=name,
            next_step="Name a file of questions, one JSON object a line.",
        ) from None


@command.command(
    name="list", examples=("nameplate law list", "nameplate law list --place GB-SCT --verb buy")
)
@click.option("--place", metavar="PLACE", help="Where it reaches, e.g. GB-ENG or Texas.")
@click.option("--actor", metavar="KIND", help="Whom it binds, e.g. council.")
@click.option("--verb", metavar="VERB", help="What it speaks of, e.g. buy.")
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON lines.")
def list_(place: str | None, actor: str | None, verb: str | None, as_json: bool) -> int:
    """List the instruments that are held, all or those that name a place, an actor or an act."""
    found = work.instruments(place=place, actor=actor, verb=verb)
    if as_json:
        for one in found:
            sys.stdout.buffer.write(work.to_json(one))
        return 0
    click.echo(work.index_text(found, width=width(), colour=colour()), color=colour())
    click.echo(f"{len(found)} instruments. Each as a page: nameplate law show ID", err=True)
    return 0


@command.command(
    name="show",
    examples=("nameplate law show us-far-52-204-25", "nameplate law show uk-nsia-2021 --json"),
)
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def show(name: str, as_json: bool) -> int:
    """Show one instrument: every limb, its days, exceptions, clocks, questions and sources."""
    one = work.instrument(name)
    if as_json:
        sys.stdout.buffer.write(work.to_json(one))
    else:
        click.echo(work.page_text(one, width=width(), colour=colour()), color=colour())
    return 0


@command.command(name="words", examples=("nameplate law words", "nameplate law words verbs"))
@click.argument("kind", required=False, metavar="[KIND]")
def words(kind: str | None) -> int:
    """Show the closed words that a question may use, each with its meaning."""
    kinds = ("actors", "verbs", "things", "sites", "purposes", "funding", "clauses", "features")
    if kind is not None and kind not in (*kinds, "facts", "objects"):
        raise WrongUsage(f"there is no kind of words '{kind}'", next_step=f"One of: {kinds}")
    for one in (kind,) if kind else kinds:
        click.echo(f"{one}:")
        for word, means in work.terms(one).items():
            click.echo(f"  {word}: {means}")
    return 0


@command.command(
    name="timeline",
    examples=(
        "nameplate law timeline --actor council --place GB-ENG --verb buy",
        "nameplate law timeline --actor police --place NZ --verb use",
    ),
)
@asking_options
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def timeline(as_json: bool, asking: Asking) -> int:
    """Show what applied to an actor and a thing from 2018 to the day, and what changed it."""
    question = question_of(asking)
    found = work.time_line(question, question.date[:10])
    if as_json:
        sys.stdout.buffer.write(work.to_json(found))
    else:
        click.echo(work.time_line_text(found, width=width(), colour=colour()), color=colour())
    return 0


@command.command(
    name="scenario",
    examples=(
        "nameplate law show uk-parliamentarians-letter-2022",
        "nameplate law scenario uk-parliamentarians-letter-2022 --from 2027-01-01 "
        "--actor council --place GB-ENG --switch rebadged_units=no council/",
    ),
)
@click.argument("name", metavar="ID")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--from", "start", type=Day(), required=True, metavar="DAY", help="From which day.")
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help="A choice made.")
@who_options
@case_options
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print one changed device a row.")
def scenario(
    name: str,
    paths: tuple[str, ...],
    start: dt.date,
    switches: tuple[str, ...],
    who: Who | None,
    case: Path | None,
    no_case: bool,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Show what a proposal would change: the same evidence, as the law stands and as if it bound.

    ID is an instrument with a scenario: a call, a bill, a recommendation. It is not law.
    """
    if who is None:
        raise WrongUsage(
            "say who you are", next_step="Add --actor and --place, as in --actor council."
        )
    asked = switches_of(switches)
    work.instrument(name)
    with progress_bar() as on_progress:
        outcome = read.run(
            read.Request(
                paths=paths,
                listing=None,
                as_of=start,
                case=case_of(case, no_case=no_case),
            ),
            on_progress=on_progress,
        )
    found = scenarios.difference(outcome.answer, who, name, start, asked)
    if as_json:
        sys.stdout.buffer.write(work.to_json(found))
    elif as_csv:
        sys.stdout.buffer.write(scenarios.to_csv(found))
    else:
        click.echo(scenarios.to_text(found, width=width(), colour=colour()), color=colour())
    for notice in outcome.notices:
        click.echo(f"nameplate: {notice}", err=True)
    return outcome.exit_code
