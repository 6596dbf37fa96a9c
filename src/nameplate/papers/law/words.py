"""Words of the law as people read them: closed words without their hyphens, days in full."""

from collections.abc import Iterable
from datetime import date


def plain(word: str) -> str:
    """Return a closed word as people write it: "central-government-body" without its hyphens."""
    return word.replace("_", " ").replace("-", " ")


def listed_words(words: Iterable[str]) -> str:
    """Return closed words parted by commas."""
    return ", ".join(plain(word) for word in words)


def all_of(verbs: Iterable[str]) -> str:
    """Return verbs parted by commas, the last two by "or"."""
    found = [plain(verb) for verb in verbs]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} or {found[-1]}"


def shown_day(day: str | None, precision: str = "day") -> str:
    """Write an ISO day as 25 November 2026, or as much of it as is known."""
    if day is None:
        return "not known"
    when = date.fromisoformat(day)
    if precision == "year":
        return f"{when:%Y}"
    return f"{when:%B %Y}" if precision == "month" else f"{when.day} {when:%B %Y}"
