"""`nameplate case`: what is kept in this folder between runs, and how to erase it."""

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
