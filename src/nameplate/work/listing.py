"""What an address asks of the list of devices: every value checked, what is unknown left out."""

from collections.abc import Mapping
from typing import NamedTuple, get_args

from nameplate.model.judged import BANDS
from nameplate.model.knowledge import DeviceKind
from nameplate.model.question import Outcome
from nameplate.papers import words
from nameplate.papers.law.cells import OUTCOMES
from nameplate.register.filters import LISTED, MARKS, SORTS, Filters, Sort
from nameplate.work.search import folded

_KINDS: tuple[str, ...] = get_args(DeviceKind)
_OUTCOMES: tuple[str, ...] = get_args(Outcome)
_LONGEST = 100
NO_MAKER = "none"
"""What stands in an address for "no maker named"."""


class Asked(NamedTuple):
    """Filters, order and page of a list, and the same as the values of an address."""

    filters: Filters
    sort: Sort
    page: int
    place: str
    text: str

    @property
    def query(self) -> dict[str, object]:
        """The values of an address that asks the same, without the page."""
        f = self.filters
        maker = NO_MAKER if f.maker == "" else f.maker
        return {
            "kind": f.kind,
            "maker": maker,
            "band": f.band,
            "listed": f.listed,
            "mark": f.mark,
            "law": f.law,
            "place": self.place,
            "text": self.text,
            "sort": self.sort,
        }

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.filters != Filters()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The filters in words, for a file that holds their result."""
        f = self.filters
        band = next((words.band(b) for b in BANDS if b == f.band), None)
        said = {
            "kind": f.kind,
            "made by": "no maker named" if f.maker == "" else f.maker,
            "evidence": band,
            "listed": f.listed,
            "decided": f.mark,
            "law": next((says for word, says in OUTCOMES.items() if word == f.law), None),
            "place has": self.place,
            "text has": self.text,
        }
        return tuple((f"only: {name}", value) for name, value in said.items() if value)


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read the values of an address; a value that no filter takes asks for nothing."""

    def one_of(name: str, values: tuple[str, ...]) -> str | None:
        return query[name] if query.get(name) in values else None

    maker = query.get("maker", "")[:_LONGEST]
    place, text = query.get("place", "")[:_LONGEST], query.get("text", "")[:_LONGEST]
    page = query.get("page", "")
    return Asked(
        filters=Filters(
            kind=one_of("kind", _KINDS),
            maker="" if maker == NO_MAKER else maker or None,
            band=one_of("band", BANDS),
            listed=one_of("listed", LISTED),
            mark=one_of("mark", MARKS),
            law=one_of("law", _OUTCOMES),
            place=" ".join(place.split()).casefold(),
            text=folded(text),
        ),
        sort=next((s for s in SORTS if s == query.get("sort")), ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
        place=place,
        text=text,
    )
