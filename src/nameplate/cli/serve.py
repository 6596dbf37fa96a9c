"""`nameplate serve`: the case in a browser, on this machine and for its user alone."""

from pathlib import Path

import click

from nameplate.cli.help import Command
from nameplate.cli.options import CASE_FOLDER, DEFAULT_LISTING


@click.command(
    name="serve",
    cls=Command,
    examples=("nameplate serve", "nameplate serve demo/out/council --port 8080"),
)
@click.argument(
    "case",
    required=False,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="[CASE]",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="PORT",
    help="Where on this machine.  [default: a free one]",
)
@click.option(
    "--listing",
    default="",
    metavar="ID",
    help="Which list of makers 'listed' speaks of."
    f"  [default: {DEFAULT_LISTING}; elsewhere than in the UK those your instruments name]",
)
@click.option(
    "--adopt", is_flag=True, help="Believe a case whose decisions another user or machine kept."
)
def command(case: Path | None, port: int, listing: str, adopt: bool) -> int:
    """Open a case in a browser: give evidence, see who made each device and why, decide.

    CASE is the folder of a case (.nameplate in this folder if left out), made if it is not there.
    It listens on this machine only, asks no other address for anything, and prints one link.
    """
    from nameplate.web import server

    server.run(
        case or Path(CASE_FOLDER),
        port=port,
        say=lambda text: click.echo(text, err=True),
        give=click.echo,
        listing=listing,
        adopt=adopt,
    )
    return 0
