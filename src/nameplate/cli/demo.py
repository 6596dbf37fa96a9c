"""`nameplate demo`: the main job on the sample evidence of a made-up council."""

import shlex
from pathlib import Path

import click

from nameplate.cli.help import Command
from nameplate.cli.screen import colour, progress_bar, width
from nameplate.work import demo, read


@click.command(
    name="demo", cls=Command, examples=("nameplate demo", "nameplate demo --to /tmp/council")
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo/out"),
    show_default=True,
    metavar="DIR",
    help="Where the reports are written.",
)
def command(to: Path) -> int:
    """Read the sample council's evidence and write its four reports.

    The council, its names and its serial numbers are invented.
    """
    with progress_bar() as on_progress:
        outcome, written = demo.run(to, on_progress=on_progress)
    text = read.summary(
        outcome.answer, width=width(), colour=colour(), asked="demo/evidence", kept=False
    )
    click.echo(text, color=colour())
    click.echo("")
    click.echo("The reports of this made-up council:")
    for path in written:
        click.echo(f"  {click.format_filename(path)}")
    click.echo("")
    click.echo("The same in a browser, on this machine:")
    click.echo(f"  nameplate serve {shlex.quote(str(demo.case_of(to)))}")
    return 0
