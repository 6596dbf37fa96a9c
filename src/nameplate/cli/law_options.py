"""The options of a question of law, and asking for what is missing."""

import datetime as dt
import functools
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from nameplate.model.errors import WrongUsage
from nameplate.model.law import Switchable
from nameplate.model.question import Question, Stated, Thing
from nameplate.model.who import Site, Who
from nameplate.work import law as work

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Asking(NamedTuple):
    """What the options said; None and () where they said nothing."""

    actor: str | None
    role: tuple[str, ...]
    actor_name: str | None
    place: str | None
    site_place: str | None
    incorporated_in: str | None
    nationality: str | None
    verb: str | None
    maker: str | None
    party: str | None
    supplier: str | None
    kind: str | None
    component_maker: str | None
    origin: str | None
    feature: tuple[str, ...]
    feature_state: str | None
    band: str | None
    site: str | None
    purpose: str | None
    funding: tuple[str, ...]
    clause: tuple[str, ...]
    date: str | None
    stated: tuple[str, ...]
    ask: str
    switch: tuple[str, ...]

    @property
    def is_given(self) -> bool:
        """Say whether any option says anything."""
        return any(value for name, value in self._asdict().items() if name != "ask")


_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--actor", {"metavar": "KIND", "help": "Who acts, e.g. council."}),
    ("--role", {"multiple": True, "metavar": "ROLE", "help": "What it is besides."}),
    ("--actor-name", {"metavar": "NAME", "help": "The body by name, where one is bound so."}),
    ("--place", {"metavar": "PLACE", "help": "Where it acts, e.g. GB-ENG or US-TX."}),
    ("--site-place", {"metavar": "PLACE", "help": "Where the site is, if elsewhere."}),
    ("--incorporated-in", {"metavar": "PLACE", "help": "Under whose law it was formed."}),
    ("--nationality", {"metavar": "PLACE", "help": "Whose citizen or person it is."}),
    ("--verb", {"metavar": "VERB", "help": "What is done, e.g. buy, use, install."}),
    ("--maker", {"metavar": "ENTITY", "help": "Who made the thing, e.g. hikvision."}),
    ("--party", {"metavar": "ENTITY", "help": "The company that is dealt with."}),
    ("--supplier", {"metavar": "ENTITY", "help": "Who supplies it."}),
    ("--kind", {"metavar": "THING", "help": "What it is, e.g. camera."}),
    ("--component-maker", {"metavar": "ENTITY", "help": "Who made a part of it."}),
    ("--origin", {"metavar": "PLACE", "help": "Where it was made."}),
    ("--feature", {"multiple": True, "metavar": "FEATURE", "help": "An analytics function."}),
    (
        "--feature-state",
        {
            "type": click.Choice(["offered", "planned", "enabled", "off"]),
            "help": "Whether it is on.",
        },
    ),
    (
        "--band",
        {
            "type": click.Choice(["strong", "moderate", "weak", "undetermined"]),
            "help": "How strong the evidence of the maker is; without it the maker is a fact.",
        },
    ),
    ("--site", {"metavar": "CLASS", "help": "What kind of site, e.g. school."}),
    ("--purpose", {"metavar": "PURPOSE", "help": "What it is for: you say so, we never guess."}),
    ("--funding", {"multiple": True, "metavar": "MONEY", "help": "Whose money pays."}),
    ("--clause", {"multiple": True, "metavar": "CLAUSE", "help": "A clause in the contract."}),
    ("--date", {"metavar": "DAY", "help": "The day, or an instant with its zone.  [today]"}),
    (
        "--stated",
        {"multiple": True, "metavar": "FACT=VALUE", "help": "A fact you declare: yes, no or text."},
    ),
    (
        "--ask",
        {
            "default": "today",
            "metavar": "WHAT",
            "help": "today, recommends, or scenario:ID@DAY.",
        },
    ),
    ("--switch", {"multiple": True, "metavar": "NAME=VALUE", "help": "A choice of the scenario."}),
)


def asking_options(command: _Command) -> _Command:
    """Add the options of a question; the command gets them as `asking`."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        said = Asking(**{name: kwargs.pop(name) for name in Asking._fields})
        return command(*args, asking=said, **kwargs)

    found: Any = wrapped
    for name, settings in reversed(_OPTIONS):
        found = click.option(name, **settings)(found)
    return found  # type: ignore[no-any-return]  # click's decorators hide the type


_WHO: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "--actor",
        {"metavar": "KIND", "help": "Who you are, for what the law asks; e.g. council."},
    ),
    ("--place", {"metavar": "PLACE", "help": "Where you act, e.g. GB-ENG or US-TX."}),
    ("--role", {"multiple": True, "metavar": "ROLE", "help": "What you are besides."}),
    ("--actor-name", {"metavar": "NAME", "help": "Your body by name, where one is bound so."}),
    (
        "--site",
        {
            "multiple": True,
            "metavar": "NAME=CLASS[@PLACE]",
            "help": "What kind of site a place of the evidence is, as you state it: "
            "'Civic Centre=gov-office'; a class alone is that of every site.",
        },
    ),
    ("--purpose", {"metavar": "PURPOSE", "help": "What the units are for, as you state it."}),
    ("--funding", {"multiple": True, "metavar": "MONEY", "help": "Whose money pays."}),
    ("--clause", {"multiple": True, "metavar": "CLAUSE", "help": "A clause in your contracts."}),
    (
        "--stated",
        {"multiple": True, "metavar": "FACT=VALUE", "help": "A fact you declare: yes, no or text."},
    ),
)


def who_options(command: _Command) -> _Command:
    """Add the options that say who asks; the command gets them as `who`, None for none."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        said = {name.removeprefix("--").replace("-", "_"): None for name, _ in _WHO}
        said = {name: kwargs.pop(name) for name in said}
        return command(*args, who=_who(said), **kwargs)

    found: Any = wrapped
    for name, settings in reversed(_WHO):
        found = click.option(name, **settings)(found)
    return found  # type: ignore[no-any-return]  # click's decorators hide the type


def _who(said: dict[str, Any]) -> Who | None:
    """Put together who asks. Raises WrongUsage where only one of actor and place is given."""
    if not any(said.values()):
        return None
    if not said["actor"] or not said["place"]:
        missing = "--place" if said["actor"] else "--actor"
        raise WrongUsage(
            f"{missing} is missing",
            next_step="Both are needed, as in --actor council --place GB-ENG; "
            "nameplate law words actors names the kinds.",
        )
    sites, everywhere = sites_of(said["site"])
    return Who(
        actor_kind=said["actor"],
        jurisdiction=said["place"],
        roles=said["role"],
        actor_name=said["actor_name"],
        site_class=everywhere,
        purpose=said["purpose"],
        funding=said["funding"],
        clauses=said["clause"],
        stated=stated_of(said["stated"]),
        sites=sites,
    )


def sites_of(given: Sequence[str]) -> tuple[tuple[Site, ...], str | None]:
    """Read NAME=CLASS[@PLACE] sites, and the class of all others. Raises WrongUsage."""
    sites: list[Site] = []
    everywhere: str | None = None
    for text in given:
        name, sign, rest = text.rpartition("=")
        if not sign:
            everywhere = text.strip()
            continue
        kind, _, place = rest.partition("@")
        if not name.strip() or not (kind.strip() or place.strip()):
            raise WrongUsage(
                f"'{text}' is no site", next_step="Write it as 'Civic Centre=gov-office@GB-ENG'."
            )
        sites.append(
            Site(
                name=name.strip(),
                site_class=kind.strip() or None,
                jurisdiction=place.strip() or None,
            )
        )
    return tuple(sites), everywhere


def question_of(asking: Asking) -> Question:
    """Make the question; on a terminal ask for what it cannot do without.

    Raises WrongUsage naming what is missing where there is no terminal to ask.
    """
    actor = asking.actor or _asked("actor", "Who acts?", "actors")
    place = asking.place or _asked("place", "Where? (GB-ENG, US-TX, ...)", "")
    verb = asking.verb or _asked("verb", "What is done?", "verbs")
    maker = asking.maker
    if not any((maker, asking.party, asking.supplier, asking.feature, asking.component_maker)):
        maker = _perhaps("Who made it? (an entity, e.g. hikvision; empty if not known)")
    return Question(
        actor_kind=actor,
        roles=asking.role,
        actor_name=asking.actor_name,
        jurisdiction=place,
        site_jurisdiction=asking.site_place,
        incorporated_in=asking.incorporated_in,
        nationality=asking.nationality,
        verb=verb,
        thing=Thing(
            kind=asking.kind,
            maker=maker,
            attribution_band=asking.band,  # type: ignore[arg-type]  # click checked the choice
            component_maker=asking.component_maker,
            origin=asking.origin,
            supplier=asking.supplier,
            party=asking.party,
            feature=asking.feature[0] if asking.feature else None,
            features=asking.feature,
            feature_state=asking.feature_state,  # type: ignore[arg-type]  # as above
        ),
        site_class=asking.site,
        purpose=asking.purpose,
        funding=asking.funding,
        clauses=asking.clause,
        date=asking.date or dt.datetime.now().astimezone().date().isoformat(),
        stated=stated_of(asking.stated),
        ask=asking.ask,
        switches=switches_of(asking.switch),
    )


def stated_of(given: Sequence[str]) -> dict[str, Stated]:
    """Read FACT=VALUE pairs: yes and no, whole numbers, else texts. Raises WrongUsage."""
    found: dict[str, Stated] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise WrongUsage(f"'{text}' is no FACT=VALUE", next_step="Write it as waiver=yes")
        plain = value.strip().lower()
        if plain in ("yes", "true", "no", "false"):
            found[name.strip()] = plain in ("yes", "true")
        else:
            found[name.strip()] = int(plain) if plain.isdecimal() else value.strip()
    return found


def switches_of(given: Sequence[str]) -> dict[str, Switchable]:
    """Read NAME=VALUE choices of a scenario. Raises WrongUsage."""
    return {
        name: int(value) if isinstance(value, float) else value
        for name, value in stated_of(given).items()
    }


def _asked(option: str, words: str, kind: str) -> str:
    if not _is_terminal():
        raise WrongUsage(
            f"--{option} is missing",
            next_step=f"Its words: nameplate law words {kind}" if kind else "See docs/law/.",
        )
    known = work.terms(kind) if kind else {}
    common = [word for word in known if word not in ("any-person", "named-entity", "minister")]
    hint = f" [{', '.join(common[:8])}, ...; ? for all]" if known else ""
    while True:
        said = str(click.prompt(words + hint, err=True)).strip()
        if said == "?" and known:
            for word, means in known.items():
                click.echo(f"  {word}: {means}", err=True)
        elif not known or said in known:
            return said
        else:
            near = work.nearest(said, known)
            click.echo(
                f"  '{said}' is none of the words." + f" Near: {near}" * bool(near), err=True
            )


def _perhaps(words: str) -> str | None:
    if not _is_terminal():
        return None
    return str(click.prompt(words, default="", show_default=False, err=True)).strip() or None


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
