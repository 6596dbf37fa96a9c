"""The main job on the sample evidence that ships with the project."""

from datetime import UTC, datetime
from pathlib import Path

from nameplate.model.errors import TryAgain, WrongUsage
from nameplate.work import export, read

EVIDENCE = Path(__file__).resolve().parents[3] / "demo" / "evidence"
"""The made-up council's folder: it is part of the checkout, not of the wheel."""


def case_of(folder: Path) -> Path:
    """Return the folder of the demo's case: what `nameplate serve` opens."""
    return folder / "council"


def run(folder: Path, *, on_progress: read.OnProgress) -> tuple[read.Outcome, tuple[Path, ...]]:
    """Read the sample evidence and write the four reports into `folder`.

    Raises WrongUsage where the checkout is not at hand, TryAgain where the folder is refused.
    """
    if not EVIDENCE.is_dir():
        raise WrongUsage(
            "the sample evidence is not installed with the package",
            next_step="Run it in a checkout of the project, or give your own folder to 'read'.",
        )
    outcome = read.run(
        read.Request(
            paths=(str(EVIDENCE),),
            listing="2022-call",
            as_of=datetime.now(UTC).astimezone().date(),
            case=case_of(folder),
        ),
        on_progress=on_progress,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise TryAgain(
            f"cannot be made ({fault.strerror})",
            where=str(folder),
            next_step="Name another folder with --to.",
        ) from None
    written = tuple(folder / f"report.{form}" for form in ("html", "xlsx", "csv", "json"))
    for path in written:
        export.write(outcome.answer, path)
    return outcome, written
