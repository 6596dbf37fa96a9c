"""`nameplate knowledge`: the facts that judge, each with its source."""

import datetime as dt
import sys
from pathlib import Path

import click

from nameplate.cli.help import Group
from nameplate.cli.options import CASE_FOLDER
from nameplate.work import knowledge as work

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(
    name="knowledge",
    cls=Group,
    examples=("nameplate knowledge show", "nameplate knowledge show hikvision"),
)
def command() -> None:
    """Show, check or compare the records that judgement rests on."""


@command.command(
    name="show",
    examples=(
        "nameplate knowledge show listings",
        "nameplate knowledge show dahua-updateserial-model",
    ),
)
@click.argument("name", required=False)
@click.option("--from", "folder", type=_FOLDER, metavar="DIR", help="Another folder of records.")
def show(name: str | None, folder: Path | None) -> int:
    """Show counts, one kind of records, or one record with its sources.

    NAME is a kind (entities, brands, signals, grammars, registrants, kinds, listings,
    instruments, context, criteria, ties, deployments, errors), a table of the words of law
    (verbs, actors, places...), or the id of a record.
    """
    known = work.load(folder)
    click.echo(work.counts(known) if name is None else work.show(known, name))
    return 0


@command.command(
    name="check", examples=("nameplate knowledge check", "nameplate knowledge check my-records/")
)
@click.argument("folder", required=False, type=_FOLDER, metavar="[DIR]")
def check(folder: Path | None) -> int:
    """Check records: sources, examples, patterns, weights against their counts, names."""
    faults, counted = work.check(folder)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{counted} records checked, {len(faults)} faults")
    return 4 if faults else 0


@command.command(
    name="diff",
    examples=(
        "nameplate knowledge diff old-records/",
        "nameplate knowledge diff old-records/ new-records/",
    ),
)
@click.argument("old", type=_FOLDER, metavar="OLD")
@click.argument("new", required=False, type=_FOLDER, metavar="[NEW]")
@click.option("--case", type=_FOLDER, default=Path(CASE_FOLDER), show_default=True, metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def diff(old: Path, new: Path | None, case: Path, as_json: bool) -> int:
    """Say what differs between two folders of records, and which verdicts would flip.

    Without NEW the product's own records are compared. Verdicts are those over the records kept
    in the case of this folder.
    """
    readings = work.kept_readings(case) if case.is_dir() else None
    found = work.compare(work.load(old), work.load(new), readings)
    if as_json:
        sys.stdout.buffer.write(work.to_json(found))
    else:
        click.echo(work.text(found, dt.datetime.now().astimezone().date()))
    return 0
