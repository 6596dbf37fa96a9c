"""`nameplate read`: a folder of evidence in; who made each device, and why, out."""

import shlex
import sys
from datetime import date
from pathlib import Path

import click

from nameplate.cli.help import Command
from nameplate.cli.law_options import who_options
from nameplate.cli.options import as_of_option, case_of, case_options, listing_option
from nameplate.cli.screen import colour, progress_bar, width
from nameplate.model.who import Who
from nameplate.work import export, read


@click.command(
    name="read",
    cls=Command,
    examples=(
        "nameplate read council/",
        "nameplate read council/ --actor council --place GB-ENG -o report.html",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@who_options
@listing_option
@as_of_option
@case_options
@click.option("--json", "form", flag_value="json", help="Print the whole answer as JSON.")
@click.option(
    "--jsonl", "form", flag_value="jsonl", help="Print one device a line, then a summary."
)
@click.option("--csv", "form", flag_value="csv", help="Print one device a row.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a report; .html, .xlsx, .csv, .json or .jsonl. May be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["listed"]),
    help="End with exit code 3 if a listed maker's unit is found.",
)
def command(
    paths: tuple[str, ...],
    listing: str | None,
    as_of: date,
    case: Path | None,
    no_case: bool,
    form: str | None,
    outputs: tuple[Path, ...],
    fail_on: str | None,
    who: Who | None,
) -> int:
    """Read evidence and say who made each device, and why.

    PATH is a file or a folder; - reads standard input. Files are recognised by what is in them,
    not by their names. Nothing is sent, and no file is changed.
    """
    for path in outputs:
        export.form_of(path)
    with progress_bar() as on_progress:
        outcome = read.run(
            read.Request(
                paths=paths,
                listing=listing,
                as_of=as_of,
                case=case_of(case, no_case=no_case),
                fail_on_listed=fail_on == "listed",
                who=who,
            ),
            on_progress=on_progress,
        )
    for path in outputs:
        export.write(outcome.answer, path)
    if form is not None:
        sys.stdout.buffer.write(export.render(outcome.answer, form))
    else:
        asked = " ".join(shlex.quote(path) for path in paths)
        text = read.summary(
            outcome.answer, width=width(), colour=colour(), asked=asked, kept=not no_case
        )
        click.echo(text, color=colour())
        for path in outputs:
            click.echo(f"Written      {click.format_filename(path)}", err=True)
    for notice in outcome.notices:
        click.echo(f"nameplate: {notice}", err=True)
    return outcome.exit_code
