"""If a proposal were law: its day and choices as an address holds them, and what would change."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from nameplate.model.law import Instrument, Switch, Switchable
from nameplate.model.scenario import Scenario
from nameplate.model.who import Who
from nameplate.register.filters import Filters
from nameplate.work import law, stating
from nameplate.work.decide import Fault
from nameplate.work.desk import today
from nameplate.work.inquiry import FIRST, LAST
from nameplate.work.rows import brief
from nameplate.work.scenario import difference
from nameplate.work.view import View

PREFIX = "choice."
"""What the name of a choice begins with in an address."""
_BY_DAY = "commencement"
_LONGEST = 200
_BOOLS = {"yes": True, "no": False}
_MOST_KEPT = 4
_KEPT: "OrderedDict[object, Scenario]" = OrderedDict()
_LOCK = threading.Lock()


class Ask(NamedTuple):
    """The form: the proposal, the day, the choices as typed, and what is wrong with them."""

    proposal: Instrument | None
    start: str
    choices: Mapping[str, str]
    faults: tuple[Fault, ...]

    @property
    def query(self) -> dict[str, object]:
        """The values of an address that asks the same."""
        name = self.proposal.id if self.proposal is not None else ""
        chosen = {PREFIX + key: value for key, value in self.choices.items()}
        return {"id": name, "start": self.start, **chosen}

    @property
    def switches(self) -> tuple[Switch, ...]:
        """The open choices that the form offers: all but the day."""
        enacted = self.proposal.if_enacted if self.proposal is not None else None
        return tuple(s for s in enacted.switches if s.name != _BY_DAY) if enacted else ()


def proposals() -> tuple[Instrument, ...]:
    """Return the instruments that a scenario can suppose in force, by title."""
    found = (one for one in law.instruments() if one.if_enacted is not None)
    return tuple(sorted(found, key=lambda one: one.title))


def ask_of(query: Mapping[str, str]) -> Ask:
    """Read the form from an address; what is wrong stands in `faults`."""
    faults = []
    name, start = query.get("id", ""), query.get("start", "") or today().isoformat()
    proposal = next((one for one in proposals() if one.id == name), None)
    if name and proposal is None:
        faults.append(Fault("id", "Choose a proposal"))
    if not _is_day(start):
        faults.append(Fault("start", "Enter a day between 1990 and 2099, as in 2027-01-01"))
    typed = {
        key.removeprefix(PREFIX): value.strip()[:_LONGEST]
        for key, value in query.items()
        if key.startswith(PREFIX) and value.strip()
    }
    found = Ask(proposal, start[:_LONGEST], typed, ())
    known = {switch.name: switch for switch in found.switches}
    chosen = {key: value for key, value in typed.items() if key in known}
    for key, value in chosen.items():
        try:
            _value(known[key], value)
        except ValueError:
            faults.append(Fault(PREFIX + key, f"“{value[:60]}” is no setting of this choice"))
    return found._replace(choices=chosen, faults=tuple(faults))


def suppose(view: View, asked: Ask) -> Scenario | None:
    """Answer the case twice; None while there is no evidence, or nobody said who asks.

    The last few are kept: a person pages through one, and takes it away as a file.
    Raises WrongUsage where who asks is stated in words of another release.
    """
    desk = view.desk
    who = stating.who_of(desk)
    if who is None or asked.proposal is None or asked.faults:
        return None
    moment = (desk.views.generation(), desk.views.change(), desk.settings.last())
    key = (str(desk.folder), moment, law.law().knowledge.version, repr(asked.query))
    with _LOCK:
        if key in _KEPT:
            return _KEPT[key]
    found = _suppose(view, asked, asked.proposal, who)
    if found is not None:
        with _LOCK:
            _KEPT[key] = found
            while len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return found


def _suppose(view: View, asked: Ask, proposal: Instrument, who: Who) -> Scenario | None:
    answer = view.answer()
    if answer is None:
        return None
    views = view.desk.views
    devices = tuple(brief(data) for data in views.bodies(views.order(Filters(), "")))
    read = msgspec.structs.replace(answer.read, devices=devices)
    known = {switch.name: switch for switch in asked.switches}
    switches = {key: _value(known[key], value) for key, value in asked.choices.items()}
    day = date.fromisoformat(asked.start)
    return difference(read, who, proposal.id, day, switches)


def _value(switch: Switch, said: str) -> str | bool | int | None:
    """Read a setting in the kind of the choice. Raises ValueError."""
    kind: Switchable = switch.default
    if isinstance(kind, bool) or (kind is None and said in _BOOLS):
        if said not in _BOOLS:
            raise ValueError(said)
        return _BOOLS[said]
    if isinstance(kind, int):
        if not (said.isascii() and said.isdecimal() and len(said) < 5):
            raise ValueError(said)
        return int(said)
    return said


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and FIRST <= date.fromisoformat(text) <= LAST
    except ValueError:
        return False
