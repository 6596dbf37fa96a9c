"""`nameplate doctor`: which protections hold on this machine, and which plainly do not."""

import sys

import click

from nameplate.cli.help import Command
from nameplate.work import doctor


@click.command(name="doctor", cls=Command, examples=("nameplate doctor", "nameplate doctor --json"))
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def command(as_json: bool) -> int:
    """Say what protects you here: how evidence is read apart, what is missing, which versions."""
    found = doctor.run()
    if as_json:
        sys.stdout.buffer.write(doctor.to_json(found))
    else:
        click.echo(doctor.to_text(found))
    return 0
