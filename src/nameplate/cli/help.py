"""Help that begins with two examples: people copy a line before they read a page."""

from collections.abc import Sequence
from typing import Any

import click


def _write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    with formatter.section("Examples"):
        for example in examples:
            formatter.write_text(example)


class Command(click.Command):
    """A command with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the usage line."""
        _write_examples(self.examples, formatter)
        formatter.write_paragraph()
        super().format_usage(ctx, formatter)


class Group(click.Group):
    """A group of commands with examples."""

    command_class = Command

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the usage line."""
        _write_examples(self.examples, formatter)
        formatter.write_paragraph()
        super().format_usage(ctx, formatter)
