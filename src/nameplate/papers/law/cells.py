"""What the law asks of a unit, in the words of cells and sentences."""

from nameplate.model.question import AnswerOut, Outcome
from nameplate.model.report import DeviceOut, LawRun

OUTCOMES: dict[Outcome, str] = {
    "duty": "duty",
    "depends": "it depends",
    "not-in-force": "not in force",
    "not-held": "not held",
    "no-duty": "no duty found",
    "recommended": "recommended",
    "proposed": "proposed",
}
SHOWN = 4
"""How many instruments stand beside a unit: those that decide come first."""


def outcome(device: DeviceOut) -> str:
    """Return the outcome in words; "" where nobody said who asks."""
    return "" if device.law is None else OUTCOMES[device.law.outcome]


def cites(device: DeviceOut) -> str:
    """Return the instruments that decide, each with its paragraph."""
    return "; ".join(f"{one.instrument}: {cited(one)}" for one in deciding(device))


def asks(device: DeviceOut) -> str:
    """Return what is to be stated before the law can be told."""
    return "; ".join(device.law.needs) if device.law is not None else ""


def deciding(device: DeviceOut) -> tuple[AnswerOut, ...]:
    """Return the instruments whose outcome is the unit's."""
    if device.law is None:
        return ()
    return tuple(a for a in device.answers or () if a.outcome == device.law.outcome)[:SHOWN]


def cited(one: AnswerOut) -> str:
    """Return the paragraph of an answer, else the citation of its instrument."""
    return one.paragraph or one.citation


def answer_says(one: AnswerOut) -> str:
    """Say what one instrument gives: outcome, because, by which reach, cited where."""
    reach = f", reaching by {one.reach}" if one.reach not in (None, "place") else ""
    return f"{OUTCOMES[one.outcome]}{reach}: {one.title}. {one.because} [{cited(one)}]"


def searched_says(run: LawRun) -> str:
    """Say what was searched and what was not examined."""
    if run.searched is None:
        return "Nothing was searched: there is no device. Not legal advice."
    looked = run.searched
    return (
        f"{looked.instruments} instruments are held, and {looked.reaching} of them reach this "
        f"actor and place. Not examined: {'; '.join(looked.not_examined)}. Not legal advice: no "
        "lawyer has checked the records."
    )
