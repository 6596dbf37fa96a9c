"""Write `docs/reference/` from the code: options, formats, fields, exit codes, schema.

`python scripts/reference.py` writes; `--check` says whether what is there is current. Reference
is never written by hand; a test runs the check.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click

from nameplate.cli.commands import nameplate
from nameplate.evidence import readers
from nameplate.evidence.worker import archives
from nameplate.model import errors
from nameplate.model.fields import FIELDS
from nameplate.papers.schema import schema_json
from nameplate.web.api.openapi import document_json

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
HEAD = "<!-- Written by scripts/reference.py: change the code, not this page. -->\n\n"


def commands() -> str:
    """Every command with its help, as the terminal prints it at 100 columns."""
    parts = [HEAD, "# Commands\n"]

    def walk(command: click.Command, context: click.Context) -> None:
        parts.append(
            f"\n## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
        )
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                if child is not None:
                    walk(
                        child,
                        click.Context(
                            child,
                            info_name=name,
                            parent=context,
                            max_content_width=WIDTH,
                            terminal_width=WIDTH,
                        ),
                    )

    walk(
        nameplate,
        click.Context(
            nameplate, info_name="nameplate", max_content_width=WIDTH, terminal_width=WIDTH
        ),
    )
    return "".join(parts)


WIDTH = 100


def formats() -> str:
    """One row a reader."""
    found = [
        import_module(f"nameplate.evidence.readers.{module.name}").FORMAT
        for module in iter_modules(readers.__path__)
    ]
    rows = []
    for form in (*found, *archives.FORMATS.values()):
        rows.append(f"| {form.title} | `{form.name}` | {', '.join(form.yields)} | {form.spec} |")
    return (
        f"{HEAD}# Formats that are read\n\nFiles are recognised by what is in them. "
        "Archives (.zip, .tar, .gz, .zst) are opened in memory.\n\n"
        "| format | id | gives | after |\n|---|---|---|---|\n" + "\n".join(sorted(rows)) + "\n"
    )


def fields() -> str:
    """One row a field name."""
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in FIELDS.items())
    head = "# Fields\n\nWhat a sighting can be about.\n\n| field | meaning |\n|---|---|\n"
    return f"{HEAD}{head}{rows}\n"


def exit_codes() -> str:
    """One row an exit code, from the error classes and the two outcomes that are no error."""
    found = {
        0: "Done. Files of no known kind are listed, and are no failure.",
        3: "Done, and listed units were found (only with `--fail-on listed`).",
        130: "Interrupted. What was read is kept; the same command goes on.",
    }
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.NameplateError):
            doc = (kind.__doc__ or "").split("\n\n")[0].strip()
            if kind.exit_code and kind.__base__ is errors.NameplateError:
                found.setdefault(kind.exit_code, doc)
    found[70] = "A fault of ours, with a report you can send; it holds no evidence."
    rows = "\n".join(f"| {code} | {meaning} |" for code, meaning in sorted(found.items()))
    return (
        f"{HEAD}# Exit codes\n\nSeveral at once: 130, 70, 6, 5, 75, 3, 4, in that order.\n\n"
        f"| exit | meaning |\n|---|---|\n{rows}\n"
    )


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "formats.md": formats,
    "fields.md": fields,
    "exit-codes.md": exit_codes,
    "read.schema.json": schema_json,
    "openapi.json": document_json,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check name those that are not current."""
    stale = []
    for name, make in PAGES.items():
        path = FOLDER / name
        text = make()
        if arguments == ["--check"]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"docs/reference/{name} is not current: run python scripts/reference.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
