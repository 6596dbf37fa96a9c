"""`nameplate case`: what is kept in this folder between runs, how to erase it, what you said."""

import sys
from pathlib import Path

import click

from nameplate.cli.help import Group
from nameplate.cli.options import CASE_FOLDER
from nameplate.work import case as work

_CASE = click.option(
    "--case",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(CASE_FOLDER),
    show_default=True,
    metavar="DIR",
    help="The folder of the case.",
)


@click.group(name="case", cls=Group, examples=("nameplate case list", "nameplate case forget"))
def command() -> None:
    """Show or erase the records kept between runs.

    A case holds records and their short excerpts: no originals, no payloads.
    """


@command.command(
    name="list", examples=("nameplate case list", "nameplate case list --case ../other/.nameplate")
)
@_CASE
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def list_(case: Path, as_json: bool) -> int:
    """List the pieces of evidence whose records are kept."""
    found = work.kept(case)
    if as_json:
        sys.stdout.buffer.write(work.to_json(found))
    else:
        click.echo(work.to_text(found))
    return 0


@command.command(
    name="forget",
    examples=("nameplate case forget", "nameplate case forget --case ../other/.nameplate"),
)
@_CASE
def forget(case: Path) -> int:
    """Erase the case. Your evidence files are not touched."""
    count = work.forget(case)
    click.echo(f"Erased the records of {count} pieces of evidence. Your files are as they were.")
    return 0


@command.command(
    name="columns",
    examples=(
        "nameplate case columns",
        "nameplate case columns 3f9a12c4d5e6 --set source='Addr A' --set destination='Addr B'",
    ),
)
@click.argument("heading", required=False, metavar="[HEADING]")
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="MEANING=COLUMN",
    help="Say which column has a meaning; - for none. May be given several times.",
)
@click.option("--forget", "forget_it", is_flag=True, help="Forget what was said of the heading.")
@_CASE
def columns(heading: str | None, said: tuple[str, ...], forget_it: bool, case: Path) -> int:
    """Say once which column of a log means what.

    HEADING is the id in the line that asks. The answer holds for every file with the same
    heading. Without an id, what was said so far is listed.
    """
    if heading is None and (said or forget_it):
        raise click.UsageError("name the heading: its id stands in the line that asks.")
    if forget_it and said:
        raise click.UsageError("--set and --forget exclude each other.")
    if heading is not None and forget_it:
        work.forget_columns(case, heading)
        click.echo(f"Forgotten: heading {heading}.")
    elif heading is not None and said:
        whole = work.say_columns(case, heading, dict(_pair(one) for one in said))
        click.echo(work.columns_to_text({heading: whole}))
        click.echo("Kept. Read the files again: they are read by it from now on.")
    else:
        found = work.columns(case)
        wanted = {heading: found.get(heading, {})} if heading is not None else found
        click.echo(work.columns_to_text({k: v for k, v in wanted.items() if v}))
    return 0


def _pair(text: str) -> tuple[str, str]:
    meaning, parted, name = text.partition("=")
    if not parted or not meaning.strip() or not name.strip():
        raise click.UsageError(f"'{text}' is not of the form MEANING=COLUMN.")
    return meaning.strip(), name.strip()
