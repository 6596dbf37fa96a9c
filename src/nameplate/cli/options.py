"""Options that several commands share."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from nameplate.work.desk import DEFAULT_LISTING as DEFAULT_LISTING

_Command = TypeVar("_Command", bound=Callable[..., Any])

CASE_FOLDER = ".nameplate"


class Day(click.ParamType[dt.date]):
    """A day as 2026-11-25."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read an ISO day."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is no day: write it as 2026-11-25", param, ctx)


def listing_option(command: _Command) -> _Command:
    """Add `--listing ID`."""
    return click.option(
        "--listing",
        default=None,
        metavar="ID",
        help="Which list of makers 'listed' speaks of (nameplate knowledge show listings)."
        f"  [default: {DEFAULT_LISTING}; elsewhere than in the UK those your instruments name]",
    )(command)


def as_of_option(command: _Command) -> _Command:
    """Add `--as-of DAY`."""
    return click.option(
        "--as-of",
        type=Day(),
        default=lambda: dt.datetime.now().astimezone().date(),
        metavar="DAY",
        help="The day for which the listing is asked, as 2026-11-25.  [default: today]",
    )(command)


def case_options(command: _Command) -> _Command:
    """Add `--case DIR` and `--no-case`."""
    command = click.option(
        "--case",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help=f"Where records are kept between runs.  [default: {CASE_FOLDER} in this folder]",
    )(command)
    return click.option("--no-case", is_flag=True, help="Keep nothing between runs.")(command)


def case_of(case: Path | None, *, no_case: bool) -> Path | None:
    """Return the folder of the case, or None where nothing is to be kept."""
    if no_case and case is not None:
        raise click.UsageError("--case and --no-case exclude each other")
    return None if no_case else case or Path(CASE_FOLDER)
