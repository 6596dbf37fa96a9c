"""The door of the command line: `--version` without any import, everything else through Click.

What goes wrong leaves here as one line on stderr and an exit code of the table; a fault of ours
leaves a report that holds no evidence.
"""

import sys

from nameplate import __version__


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"nameplate {__version__}\n")
        return
    sys.exit(_run())


def _run() -> int:
    import click

    from nameplate.cli.commands import nameplate
    from nameplate.model.errors import NameplateError, printable

    try:
        code = nameplate.main(standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        sys.stderr.write(printable(f"nameplate: {wrong.format_message()}") + "\n")
        sys.stderr.write("Try 'nameplate --help'.\n")
        return 2
    except NameplateError as known:
        sys.stderr.write(f"nameplate: {known}\n")
        return known.exit_code
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\nStopped. What was read is kept: the same command goes on from here.\n")
        return 130
    except BrokenPipeError:
        # Whoever reads us has enough: no fault, and nothing more to say on a closed pipe.
        _silence_stdout()
        return 0
    except MemoryError:
        sys.stderr.write("nameplate: not enough memory. Read fewer files at once.\n")
        return 75
    except Exception as fault:  # noqa: BLE001  # the one door of a command
        from nameplate.work.crash import report

        sys.stderr.write(report(fault))
        return 70


def _silence_stdout() -> None:
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
