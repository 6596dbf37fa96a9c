"""`nameplate why`: the chain of reasons of one device, down to the byte."""

import sys
from datetime import date
from pathlib import Path

import click

from nameplate.cli.help import Command
from nameplate.cli.options import as_of_option, case_of, case_options, listing_option
from nameplate.cli.screen import colour, progress_bar, width
from nameplate.work import why


@click.command(
    name="why", cls=Command, examples=("nameplate why 7f3a12", "nameplate why 7f3a12 council/")
)
@click.argument("device")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@listing_option
@as_of_option
@case_options
@click.option("--json", "as_json", is_flag=True, help="Print the same tree as JSON.")
def command(
    device: str,
    paths: tuple[str, ...],
    listing: str | None,
    as_of: date,
    case: Path | None,
    no_case: bool,
    as_json: bool,
) -> int:
    """Show why: every reason of one device, with the file, the place and the bytes.

    DEVICE is an id that `nameplate read` printed. Without a PATH the records of the last `read`
    in this folder are asked; with one the originals are opened again, and the bytes are shown as
    they stand there now.
    """
    with progress_bar() as on_progress:
        found = why.run(
            why.Request(
                device=device,
                paths=paths,
                listing=listing,
                as_of=as_of,
                case=case_of(case, no_case=no_case),
            ),
            on_progress=on_progress,
        )
    if as_json:
        sys.stdout.buffer.write(why.to_json(found))
    else:
        click.echo(why.to_text(found, width=width(), colour=colour()), color=colour())
    return found.exit_code
