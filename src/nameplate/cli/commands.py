"""The commands, each in a file of its own, imported only when it is asked for."""

import importlib

import click

from nameplate import __version__
from nameplate.cli.help import Group

_COMMANDS = {
    "read": "nameplate.cli.read",
    "why": "nameplate.cli.why",
    "law": "nameplate.cli.law",
    "serve": "nameplate.cli.serve",
    "case": "nameplate.cli.case",
    "knowledge": "nameplate.cli.knowledge",
    "doctor": "nameplate.cli.doctor",
    "demo": "nameplate.cli.demo",
}


class _Lazy(Group):
    """A group that imports a command when it is run or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, _COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"there is no command '{name}'.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=("nameplate demo", "nameplate read council/ -o report.html"),
)
@click.version_option(__version__, prog_name="nameplate", message="%(prog)s %(version)s")
def nameplate() -> None:
    """Show who made the cameras you hold, and why.

    Your evidence stays on this machine: nothing is sent, and no file is changed.
    """
